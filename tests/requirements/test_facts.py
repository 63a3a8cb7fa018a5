"""Facts of documents."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from plugfest.errors import InputError
from plugfest.records.requirements import Facts, RequirementId, Untestable
from plugfest.requirements import extract, facts
from plugfest.requirements.facts import changes, documents, facts_of, find_fact, load_facts, render
from plugfest.requirements.importing import read
from plugfest.specs.library import open_library
from plugfest.specs.markdown import read_markdown

TOY = Path(__file__).parents[1] / "data" / "MS-TOY.md"


def toy_facts(old: Facts | None = None, edit: tuple[str, str] = ("", "")) -> Facts:
    text = TOY.read_text(encoding="utf-8").replace(*edit)
    document = read_markdown(text.encode())
    return facts_of(document.name, document.revision, document.date, extract(document), old)


@pytest.mark.parametrize("name", documents())
def test_committed_facts_are_whole(name: str) -> None:
    committed = load_facts(name)
    assert committed.document == name
    assert committed.revision
    ids = [RequirementId.parse(fact.id) for fact in committed.requirements]
    assert len({item.hash for item in ids}) == len(ids)
    assert all(
        item.document == name and item.section == fact.section
        for item, fact in zip(ids, committed.requirements, strict=True)
    )
    assert all((fact.testable is False) == (fact.reason is not None) for fact in committed.requirements)


def test_unknown_document() -> None:
    with pytest.raises(InputError, match="no facts of MS-NONE"):
        load_facts("MS-NONE")


def test_find_ignores_the_section() -> None:
    fact = load_facts("MS-SRVS").requirements[0]
    moved = fact.id.replace(f":{fact.section}:", ":9.9:")
    assert find_fact(moved) == fact
    assert find_fact("MS-NONE:1:0123456789") is None


def test_rendered_one_a_line_and_read_again() -> None:
    made = toy_facts()
    text = render(made)
    assert len(text.splitlines()) == len(made.requirements) + 2
    assert msgspec.json.decode(text, type=Facts) == made


def test_no_prose() -> None:
    text = render(toy_facts())
    assert "pigeon" not in text
    assert "slot" not in text


def test_human_decisions_are_kept_and_changes_told() -> None:
    old = toy_facts()
    first, *rest = old.requirements
    decided = msgspec.structs.replace(first, testable=False, reason=Untestable.INTERNAL)
    old = msgspec.structs.replace(old, requirements=(decided, *rest))
    new = toy_facts(old, ("The server MUST shout", "The server SHOULD shout"))
    assert new.requirements[0] == decided
    told = list(changes(old, new))
    assert [line.split()[0] for line in told] == ["added", "removed"]
    assert list(changes(new, new)) == []
    assert "section of" in next(changes(old, toy_facts(old, ("## 2.1 Transport", "## 2.9 Transport"))))


def test_made_from_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setattr(facts, "FOLDER", tmp_path)
    with open_library() as library:
        library.add(read(TOY.read_bytes(), "MS-TOY.md"))
    assert facts.main(["MS-TOY"]) == 0
    assert "MS-TOY 2.0: 14 requirements, 14 changes" in capsys.readouterr().out
    assert (tmp_path / "MS-TOY.json").read_text(encoding="utf-8") == render(toy_facts())
    assert facts.main([]) == 0
    assert "MS-SRVS: not in the library, left as it is" in capsys.readouterr().out
    assert [path.name for path in tmp_path.glob("*.json")] == ["MS-TOY.json"]
    with pytest.raises(InputError, match="MS-NONE is not in the library"):
        facts.main(["MS-NONE"])
