"""The library and search over it."""

from __future__ import annotations

import contextlib
import doctest
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import plugfest.specs
from plugfest.errors import InputError, SpecError
from plugfest.records.requirements import Actor, Level
from plugfest.requirements.importing import read
from plugfest.specs.library import Library, library_folder, open_library
from plugfest.specs.links import LinkState
from plugfest.specs.search import define, links_of, search, statistics

TOY = Path(__file__).parents[1] / "data" / "MS-TOY.md"
OTHER = "# [MS-DTYP]: Types\n\n# 1 Introduction\n\n# 2 Toy Types\n\n## 2.3 More\n\n### 2.3.3 LOUDNESS\n\nHow loud.\n"


def text(old: str = "", new: str = "") -> bytes:
    return TOY.read_text(encoding="utf-8").replace(old, new).encode()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library") as opened:
        opened.add(read(text(), "MS-TOY.md"))
        yield opened


def hits(library: Library, query: str) -> list[tuple[str, str, str]]:
    return [(hit.section, hit.kind, hit.name) for hit in search(library, query)]


def test_a_section_by_number_and_by_title(library: Library) -> None:
    document = library.document("[ms-toy]")
    assert document.section("2.1").title == "Transport"
    assert document.section("transport").number == document.section("section 2.1").number == "2.1"
    assert [section.number for section in document.sections("2.2")] == ["2.2", "2.2.1", "2.2.2"]
    with pytest.raises(SpecError, match=r"2\.2\.3: no such section; nearest: 2\.2\.2"):
        document.section("2.2.3")
    with pytest.raises(SpecError, match=r"trans: no such section; nearest: 2\.1 Transport"):
        document.section("trans")


def test_the_whole_document_is_as_it_was_read(library: Library) -> None:
    from plugfest.specs.markdown import read_markdown

    assert library.document("MS-TOY").load() == read_markdown(text())


def test_revisions_are_kept_and_the_newest_counts(library: Library) -> None:
    library.add(read(text("4/5/2021", "6/7/2022").replace(b"| 2.0 |", b"| 3.0 |"), "new.md"))
    library.add(read(text("4/5/2021", "6/7/2023").replace(b"Toy Echo Protocol", b"Toy Preview"), "preview.md"))
    assert library.names() == ["MS-TOY"]
    assert [(item.revision, item.preview) for item in library.documents()] == [
        ("3.0", False),
        ("2.0", False),
        ("2.0", True),
    ]
    assert library.document("MS-TOY").revision == "3.0"
    assert library.document("MS-TOY", "2.0").date == "2021-04-05"
    with pytest.raises(InputError, match=r"revisions: 3\.0, 2\.0"):
        library.document("MS-TOY", "9.9")


def test_adding_again_replaces(library: Library) -> None:
    library.add(read(text(), "again.md"))
    assert [document.path for document in library.documents()] == ["again.md"]
    assert len(hits(library, "pigeons")) == 1
    assert len(hits(library, "kind:constant TOY_LOUD")) == 1


def test_requirements_by_id_and_filter(library: Library) -> None:
    found = library.requirements("MS-TOY")
    assert len(found) == 14
    moved = found[0].id.replace(":2.1:", ":9.9:")
    assert library.requirement(moved) == found[0]
    assert library.requirement("MS-TOY:1:0123456789") is None
    document = library.document("MS-TOY")
    assert len(document.requirements(level=Level.SHOULD)) == 2
    assert {item.actor for item in document.requirements(actor=Actor.CLIENT)} == {Actor.CLIENT, Actor.BOTH}


def test_search(library: Library) -> None:
    assert hits(library, "TOY_LOUD")[0] == ("2.2.1", "constant", "TOY_LOUD")
    assert hits(library, "0x0002")[0] == ("2.2.1", "constant", "TOY_QUIET")
    assert hits(library, "slot pigeon")[0][1] == "section"
    assert hits(library, "slot")[0] == ("1.1", "term", "slot")
    assert hits(library, "pigeon") == [("2.1", "section", "")]
    assert hits(library, '"carrier pigeons" doc:MS-TOY section:2') == [("2.1", "section", "")]
    assert hits(library, "pigeon section:3") == []
    assert hits(library, "kind:field size")[0] == ("2.2.1", "field", "Size")
    assert hits(library, "kind:term echo") == [("1.1", "term", "echo table"), ("1.1", "term", "slot")]
    assert [item[:2] for item in hits(library, "kind:requirement oldest")] == [
        ("3.1.1.1.1.1.1", "requirement"),
        ("3.1.1", "requirement"),
    ]
    assert search(library, "pigeon")[0].title == "Transport"
    assert "pigeons" in search(library, "pigeon")[0].snippet


def test_of_many_matches_those_with_the_word_in_their_title_come_first(library: Library) -> None:
    bodies = "".join(
        f"## 2.{n} {'Sledge' if n == 77 else 'Box'}\n\nThe box MUST hold a sledge.\n\n" for n in range(1, 2101)
    )
    library.add(read(f"# [MS-MANY]: Many\n\n# 2 Boxes\n\n{bodies}".encode(), "MS-MANY.md"))
    assert hits(library, "sledge")[0][0] == "2.77"
    assert len(hits(library, "sledge")) == len(set(hits(library, "kind:requirement sledge"))) == 20
    assert [hit[0] for hit in hits(library, "section:2.1234 sledge")] == ["2.1234"]


def test_old_revisions_are_not_found(library: Library) -> None:
    library.add(read(text("pigeon", "sparrow").replace(b"1/1/2020", b"1/1/2030"), "new.md"))
    library.add(read(OTHER.encode(), "MS-DTYP.md"))
    assert hits(library, "pigeon") == []
    assert hits(library, "sparrow") == [("2.1", "section", "")]


def test_a_phrase_that_is_nowhere_is_taken_apart(library: Library) -> None:
    assert hits(library, '"pigeons carrier"') == hits(library, "carrier pigeons") != []


def test_some_words_are_better_than_none(library: Library) -> None:
    assert hits(library, "pigeon spaceship") == [("2.1", "section", "")]


@pytest.mark.parametrize("query", ["", "   ", "doc:MS-TOY", "kind:nonsense x", "* ( )", "doc:MS-TOI x", "s*"])
def test_a_query_that_makes_no_sense(library: Library, query: str) -> None:
    with pytest.raises(InputError):
        search(library, query)


@pytest.mark.parametrize("query", ['"', 'a" OR b', "NEAR(", "x AND", "-y", "ü", "'; DROP TABLE documents", "x*"])
def test_a_query_is_never_program_text(library: Library, query: str) -> None:
    with contextlib.suppress(InputError):  # nothing to search for
        search(library, query)


def test_define(library: Library) -> None:
    definitions, uses = define(library, "toy_loud")
    assert [(item.name, item.value, item.section) for item in definitions] == [("TOY_LOUD", "0x0001", "2.2.1")]
    assert [hit.section for hit in uses] == ["2.2.1"]
    with pytest.raises(InputError, match="perhaps TOY_LOUD"):
        define(library, "TOY_LOUDEST")


def test_links_depend_on_what_is_there(library: Library) -> None:
    def cited() -> list[LinkState]:
        return [link.state for link in links_of(library, library.document("MS-TOY")) if link.place == "2.3.3"]

    assert cited() == [LinkState.ABSENT]
    library.add(read(OTHER.encode(), "MS-DTYP.md"))
    assert cited() == [LinkState.RESOLVED]
    library.add(read(OTHER.replace("2.3.3", "2.3.4").encode() + b"\nLater.\n", "newer.md"))
    assert cited() == [LinkState.DANGLING]


def test_statistics(library: Library) -> None:
    totals, documents = statistics(library)
    assert totals["documents"] == 1
    assert documents["MS-TOY"] == {key: value for key, value in totals.items() if key != "documents"}
    assert (totals["sections"], totals["layouts"], totals["notes"], totals["terms"]) == (19, 1, 3, 3)
    assert (totals["requirements"], totals["dangling"]) == (14, 0)


def test_where_the_library_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUGFEST_LIBRARY", "/a")
    assert library_folder() == Path("/a")
    monkeypatch.delenv("PLUGFEST_LIBRARY")
    monkeypatch.setenv("XDG_DATA_HOME", "/b")
    assert library_folder() == Path("/b/plugfest/library")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/c")
    assert library_folder() == Path("/c/.local/share/plugfest/library")


def test_the_examples_of_the_package(library: Library) -> None:
    result = doctest.testmod(plugfest.specs, extraglobs={"folder": library.database.path.parent})
    assert result.attempted > 0
    assert result.failed == 0


def test_the_example_of_the_guide(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(library.database.path.parent))
    guide = (Path(__file__).parents[2] / "docs" / "howto" / "keep-documents.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    for old, new in {
        "MS-SRVS": "MS-TOY",
        "MS-SMB2": "MS-TOY",
        "3.1.4.8": "2.1",
        "3.1.4": "2.1",
        "signing": "shout",
    }.items():
        assert old in example
        example = example.replace(old, new)
    printed: list[str] = []
    exec(example, {"print": lambda *values: printed.append(" ".join(map(str, values)))})
    assert printed[0] == "83 84 Paragraph"
    assert printed[1].endswith("MAY A pigeon MAY rest.")
    assert printed[2].startswith("2.2.1 TOY_LOUD")
