"""Import of files, folders and archives: whole, or not at all."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugfest.errors import Error
from plugfest.requirements import importing
from plugfest.requirements.importing import Outcome, import_paths
from plugfest.specs import sources
from plugfest.specs.library import Library, open_library

TOY = (Path(__file__).parents[1] / "data" / "MS-TOY.md").read_text(encoding="utf-8")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library") as opened:
        yield opened


def run(library: Library, *paths: Path, jobs: int = 1) -> list[Outcome]:
    count, *outcomes = import_paths(library, paths, jobs)
    assert count == len(outcomes)
    return [outcome for outcome in outcomes if isinstance(outcome, Outcome)]


def reasons(library: Library, *paths: Path) -> str:
    outcomes = run(library, *paths)
    assert library.names() == []
    [outcome] = outcomes
    assert not outcome.added
    assert "\n" not in outcome.reason
    return outcome.reason


def archive(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/"), text)
    return path


def documents(folder: Path, count: int) -> list[str]:
    folder.mkdir()
    names = [f"MS-TOY{number}" for number in range(count)]
    for name in names:
        (folder / f"{name}.md").write_text(TOY.replace("MS-TOY", name))
    return names


def test_a_folder_with_a_bad_file_in_it(library: Library, tmp_path: Path) -> None:
    names = documents(tmp_path / "specs", 2)
    (tmp_path / "specs" / "readme.md").write_text("# Read me\n")
    (tmp_path / "specs" / "notes.txt").write_text("no document")
    outcomes = run(library, tmp_path / "specs")
    assert [outcome.name for outcome in outcomes if outcome.added] == names
    [bad] = [outcome for outcome in outcomes if outcome.reason]
    assert "readme.md" in bad.reason
    assert [outcome.added for outcome in run(library, tmp_path / "specs")] == [False] * 3


def test_several_processes_give_the_same(library: Library, tmp_path: Path) -> None:
    names = documents(tmp_path / "specs", importing.FEW + 2)
    assert [outcome.name for outcome in run(library, tmp_path / "specs", jobs=2)] == names
    assert library.names() == names
    assert [outcome.added for outcome in run(library, tmp_path / "specs", jobs=2)] == [False] * len(names)


def _dies(source: sources.Source) -> None:
    os._exit(9)


def test_a_process_that_is_ended_is_told_in_words(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents(tmp_path / "specs", importing.FEW + 1)
    monkeypatch.setattr(importing, "_read_in_worker", _dies)
    with pytest.raises(Error, match="add again to go on"):
        run(library, tmp_path / "specs", jobs=2)
    assert library.names() == []


def test_an_archive(library: Library, tmp_path: Path) -> None:
    path = archive(tmp_path / "specs.zip", **{"deep__MS-TOY.md": TOY, "other.txt": "x"})
    [outcome] = run(library, path)
    assert outcome.added
    assert outcome.origin == f"{path}!deep/MS-TOY.md"


def test_one_file_given_twice_is_read_once(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "MS-TOY.md"
    path.write_text(TOY)
    assert len(run(library, path, tmp_path, path)) == 1


@pytest.mark.parametrize("name", ["..__evil.md", "__etc__evil.md", "a__..__..__evil.md", "..\\evil.md", "C:__evil.md"])
def test_an_archive_that_reaches_outside(library: Library, tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "evil.zip", **{"MS-TOY.md": TOY, name: TOY})
    assert "outside of itself" in reasons(library, path)


def test_a_bomb(library: Library, tmp_path: Path) -> None:
    path = archive(tmp_path / "bomb.zip", **{"MS-TOY.md": TOY, "bomb.md": "\0" * (8 << 20)})
    assert "unpacks to more" in reasons(library, path)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_does_not_stop_the_rest(library: Library, tmp_path: Path, method: int) -> None:
    path = tmp_path / "damaged.zip"
    with zipfile.ZipFile(path, "w", method) as file:
        file.writestr("MS-TOY.md", TOY)
        file.writestr("MS-TOYS.md", TOY.replace("MS-TOY", "MS-TOYS"))
    damaged = bytearray(path.read_bytes())
    for place in range(100, 600):
        damaged[place] ^= 0x5A
    path.write_bytes(damaged)
    bad, good = run(library, path)
    assert "damaged.zip!MS-TOY.md: " in bad.reason
    assert "\n" not in bad.reason
    assert (good.name, good.added) == ("MS-TOYS", True)


def test_many_members_that_are_too_much_together(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_ARCHIVE_BYTES", len(TOY) * 2)
    path = archive(tmp_path / "many.zip", **{f"MS-TOY{number}.md": TOY for number in range(3)})
    assert "unpacks to more" in reasons(library, path)


def test_files_that_cannot_be_read(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no such file" in reasons(library, tmp_path / "gone.md")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\3\4 and then nothing")
    assert "not a zip archive" in reasons(library, broken)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no document in it" in reasons(library, empty)
    monkeypatch.setattr(sources, "MAX_BYTES", 1000)
    large = tmp_path / "large.md"
    large.write_text(TOY)
    assert "too large" in reasons(library, large)


def test_contents_and_text_that_disagree_are_imported_and_told(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "MS-TOY.md"
    path.write_text(TOY.replace("## 2.1 Transport\n", "Nothing.\n"))
    [outcome] = run(library, path)
    assert outcome.added
    [finding] = outcome.findings
    assert "section 2.1 Transport" in finding


def test_an_interrupted_import_leaves_no_half_document(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = documents(tmp_path / "specs", 2)
    outcomes = import_paths(library, [tmp_path / "specs"], 1)
    assert next(outcomes) == 2
    next(outcomes)

    def interrupted(sql: str, values: object) -> None:
        if "requirements" in sql:
            raise KeyboardInterrupt

    monkeypatch.setattr(library.database, "many", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(outcomes)
    monkeypatch.undo()
    assert library.names() == names[:1]
    assert library.database.row("SELECT count(*) FROM sections WHERE id / 1000000 > 1") == (0,)
    assert [outcome.added for outcome in run(library, tmp_path / "specs")] == [False, True]
