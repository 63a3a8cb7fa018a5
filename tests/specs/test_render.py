"""A document's spans tile its file, and rendering it and reading it again gives the same model."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from plugfest.records.documents import Document
from plugfest.specs.html import page
from plugfest.specs.markdown import read_markdown
from plugfest.specs.render import to_markdown

TOY = Path(__file__).parents[1] / "data" / "MS-TOY.md"
GIVEN = os.environ.get("PLUGFEST_TEST_DATA", "")
_PLACES = frozenset({"line", "end", "body", "digest", "lines"})


def given() -> list[Path]:
    """A sample of the given documents: another one each run, its seed printed, and the largest always."""
    found = sorted(Path(GIVEN, "specs").glob("*.md")) if GIVEN else []
    seed = int(os.environ.get("PLUGFEST_TEST_SEED", "1"))
    sample = random.Random(seed).sample(found, min(6, len(found)))
    return sample + [path for path in found if path.stem in ("MS-FSA", "MS-SRVS", "MS-NCNBI")]


def spans(document: Document) -> list[tuple[int, int]]:
    found = [(block.line, block.end) for block in document.front]
    for section in document.sections:
        found.append((section.line, section.body - 1))
        found += [(block.line, block.end) for block in section.blocks]
    return found


def assert_tiles(document: Document) -> None:
    after = 0
    for first, last in spans(document):
        assert first == after + 1, f"line {first} follows {after}"
        assert last >= first
        after = last
    assert after == document.lines


def without_places(value: Any) -> Any:
    """The model without the numbers of lines."""
    if isinstance(value, dict):
        return {key: without_places(item) for key, item in value.items() if key not in _PLACES}
    return [without_places(item) for item in value] if isinstance(value, list) else value


def model(document: Document) -> Any:
    built = msgspec.json.decode(msgspec.json.encode(document))
    for block in [*built["front"], *(block for section in built["sections"] for block in section["blocks"])]:
        for row in (*block.get("rows", ()), *block.get("values", ()), *block.get("entries", ())):
            row[-1] = 0  # records that are arrays have their line last
    for change in built["changes"]:
        change[-1] = 0
    return without_places(built)


def test_the_toy_tiles() -> None:
    assert_tiles(read_markdown(TOY.read_bytes()))


@pytest.mark.parametrize("ends", [b"\r\n", b"\r", b"\n\n"])
def test_other_line_ends_tile(ends: bytes) -> None:
    assert_tiles(read_markdown(TOY.read_bytes().replace(b"\n", ends)))


@pytest.mark.parametrize("cut", range(40, 190, 10))
def test_a_document_that_ends_anywhere_tiles(cut: int) -> None:
    lines = TOY.read_text().split("\n")[:cut]
    if any(line.startswith("# 1 ") for line in lines):
        assert_tiles(read_markdown("\n".join(lines).encode()))


def test_the_toy_reads_the_same_again() -> None:
    document = read_markdown(TOY.read_bytes())
    assert model(read_markdown(to_markdown(document).encode())) == model(document)


@pytest.mark.skipif(not GIVEN, reason="PLUGFEST_TEST_DATA is not set")
@pytest.mark.parametrize("path", given(), ids=lambda path: path.stem)
def test_given_documents_tile_read_again_and_are_whole(path: Path) -> None:
    document = read_markdown(path.read_bytes(), path.name)
    assert_tiles(document)
    assert model(read_markdown(to_markdown(document).encode(), path.name)) == model(document)
    listed = [(entry.number, entry.title) for entry in document.contents() if entry.number]
    assert [(section.number, section.title) for section in document.sections if section.number] == listed
    assert document.findings == ()


def test_a_page_escapes_and_links() -> None:
    document = read_markdown(TOY.read_bytes().replace(b"A toy that echoes", b"A <b>toy</b> & all"))
    html = page("Toy <1>", document.sections)
    assert "<title>Toy &lt;1&gt;</title>" in html
    assert "A &lt;b&gt;toy&lt;/b&gt; &amp; all" in html
    assert '<a href="#Section_2.2.1">TOY_PING Request</a>' in html
    assert 'SHOULD<sup><a href="#note-2">2</a></sup>' in html
    assert "[MS-DTYP] section 2.3.3" in html
