"""Bad input: the reader refuses with SpecError or reads, in time, and nothing else."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.specs.test_render import assert_tiles

from plugfest.errors import SpecError
from plugfest.requirements.extraction import extract
from plugfest.specs.definitions import definitions
from plugfest.specs.links import links
from plugfest.specs.markdown import MAX_BYTES, read_markdown
from plugfest.specs.notes import product_notes

TOY = (Path(__file__).parents[1] / "data" / "MS-TOY.md").read_text(encoding="utf-8").split("\n")
PIECES = [
    "- ",
    "| a | b |",
    "| --- |",
    "```",
    "```mermaid",
    "packet-beta",
    "**A (1 bit):** b",
    '<a id="Section_9"></a>',
]
PIECES += [
    "# 9 Nine",
    "####### deep",
    "<1>",
    "<1> Section 2: n",
    "- If x:",
    "- Else",
    "- EndIf",
    "[",
    "](#Section_2)",
    "",
]


def use(data: bytes) -> None:
    """Everything that an import does."""
    document = read_markdown(data)
    assert_tiles(document)
    assert len({item.id for item in extract(document)}) == len(extract(document))
    list(links(document, lambda name: None))
    list(definitions(document))
    list(product_notes(document))


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    with pytest.raises(SpecError):
        read_markdown(data)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(40, len(TOY)), st.sampled_from(PIECES) | st.text(max_size=20)), max_size=8))
def test_a_damaged_document(damage: list[tuple[int, str]]) -> None:
    lines = list(TOY)
    for place, piece in damage:
        lines.insert(place, piece.replace("\0", " "))
    with contextlib.suppress(SpecError):
        use("\n".join(lines).encode("utf-8", "replace"))


LONG = ["[", "**a ", "<", "a. ", "*a", "[a](", "If ", "| ", "<1>", "MUST ", "the server ", "[MS-X] section 1, ", "//"]


@pytest.mark.parametrize("piece", LONG)
def test_a_very_long_line_takes_no_long_time(piece: str) -> None:
    line = piece * (300_000 // len(piece)) + "MUST"
    start = time.perf_counter()
    use(f"# [MS-TOY]: Toy\n\n# 1 Section\n\n{line}\n\n- {line}\n".encode())
    assert time.perf_counter() - start < 20


def test_too_large() -> None:
    with pytest.raises(SpecError, match="too large"):
        read_markdown(bytes(MAX_BYTES + 1))
