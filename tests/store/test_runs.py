"""Runs and verdicts in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from plugfest.errors import InputError
from plugfest.records import Run, Verdict, VerdictKind
from plugfest.store.runs import RunStore, runs_folder
from tests.reports.example import RUN, VERDICTS

NEW = Run(id="", target="smb://alice@fs1/share", started="2026-11-20T10:00:00Z")
# what came off the wire may hold half of a surrogate pair, which no encoding keeps
STORED = [
    msgspec.structs.replace(
        v, actual=v.actual.replace("\ud800", r"\ud800"), reason=v.reason.replace("\ud800", r"\ud800")
    )
    for v in VERDICTS
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    store = RunStore(tmp_path / "runs")
    yield store
    store.close()


def test_where_runs_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLUGFEST_RUNS", str(tmp_path / "here"))
    assert runs_folder() == tmp_path / "here"
    monkeypatch.delenv("PLUGFEST_RUNS")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert runs_folder() == tmp_path / "plugfest" / "runs"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert runs_folder() == tmp_path / ".local" / "share" / "plugfest" / "runs"


def test_a_run_gets_a_day_a_number_and_a_folder(store: RunStore) -> None:
    ids = [store.create(NEW).id for _ in range(11)]
    assert ids == [f"2026-11-20-{n}" for n in range(1, 12)]
    assert store.create(msgspec.structs.replace(NEW, started="2026-11-21T00:00:01Z")).id == "2026-11-21-1"
    run = store.run("2026-11-20-3")
    assert Path(run.folder).is_dir()
    folder = str(store.folder / "2026-11-20-3")
    assert run == msgspec.structs.replace(NEW, id="2026-11-20-3", finished=False, folder=folder)


def test_a_run_that_was_cut_off_is_not_finished(store: RunStore) -> None:
    run = store.finish(store.create(NEW).id, duration=2.5, finished=False)
    assert store.run() == run
    assert (run.finished, run.duration, store.finished(run.id)) == (False, 2.5, False)
    assert store.finish(run.id, duration=3.5).finished
    assert store.finished(run.id)


def test_everything_comes_back(store: RunStore, tmp_path: Path) -> None:
    run = store.create(msgspec.structs.replace(RUN, id=""))
    for verdict in VERDICTS:
        store.add_verdict(run.id, verdict)
    assert not store.finished(run.id)
    done = store.finish(run.id, duration=9.5, capabilities={"dialects": "3.1.1"})
    assert store.finished(run.id)
    store.close()
    (tmp_path / "runs").rename(tmp_path / "moved")
    again = RunStore(tmp_path / "moved")
    folder = str(tmp_path / "moved" / run.id)
    assert again.run() == msgspec.structs.replace(done, folder=folder)
    assert (again.run().duration, again.run().capabilities) == (9.5, {"dialects": "3.1.1"})
    assert again.run().revisions == RUN.revisions
    assert again.verdicts(run.id) == STORED
    again.close()


def test_some_verdicts(store: RunStore) -> None:
    run = store.create(NEW)
    for verdict in VERDICTS:
        store.add_verdict(run.id, verdict)
    broken = store.verdicts(run.id, [VerdictKind.FAIL, VerdictKind.DEVIATION], exchanges=False)
    assert [v.kind for v in broken] == [VerdictKind.FAIL, VerdictKind.DEVIATION, VerdictKind.DEVIATION]
    assert not any(v.exchange.messages for v in broken)
    assert store.counts(run.id) == {
        VerdictKind.PASS: 2,
        VerdictKind.FAIL: 1,
        VerdictKind.DEVIATION: 2,
        VerdictKind.INCONCLUSIVE: 1,
        VerdictKind.NOT_APPLICABLE: 1,
        VerdictKind.ERROR: 1,
    }


def test_a_case_has_one_verdict(store: RunStore) -> None:
    run = store.create(NEW)
    store.add_verdict(run.id, Verdict(case="a::b", kind=VerdictKind.ERROR))
    store.add_verdict(run.id, Verdict(case="a::b", kind=VerdictKind.PASS))
    assert [v.kind for v in store.verdicts(run.id)] == [VerdictKind.PASS]


def test_exchanges_are_kept_small(store: RunStore) -> None:
    run = store.create(NEW)
    store.add_verdict(run.id, VERDICTS[0])
    with sqlite3.connect(store.folder / "runs.sqlite") as database:
        (size,) = database.execute("SELECT length(exchange) FROM verdict").fetchone()
    database.close()
    assert 0 < size < len(msgspec.msgpack.encode(VERDICTS[0].exchange)) / 3


def test_names_of_runs(store: RunStore) -> None:
    with pytest.raises(InputError, match="no run is kept"):
        store.run()
    with pytest.raises(InputError, match="there is no run 'x'"):
        store.run("x")
    for started in ("2026-11-20", "2026-11-20", "2026-12-01"):
        store.create(msgspec.structs.replace(NEW, started=f"{started}T10:00:00Z"))
    store.create(msgspec.structs.replace(NEW, id="nightly"))
    assert store.run("last").id == store.run().id == store.run("night").id == "nightly"
    assert store.run("2026-12").id == "2026-12-01-1"
    assert [run.id for run in store.runs()] == ["nightly", "2026-12-01-1", "2026-11-20-2", "2026-11-20-1"]
    with pytest.raises(InputError, match=r"'2026-11' may be any of the runs 2026-11-20-2, 2026-11-20-1"):
        store.run("2026-11")
    with pytest.raises(InputError, match="there is no run 'nihgtly'; there is nightly"):
        store.run("nihgtly")
    with pytest.raises(InputError, match="there is no run ''"):
        store.run("")


@pytest.mark.parametrize("name", ["last", "../up", "a/b", "-x", "a b"])
def test_names_that_no_run_may_have(store: RunStore, name: str) -> None:
    with pytest.raises(InputError, match="cannot name a run"):
        store.create(msgspec.structs.replace(NEW, id=name))


def test_what_the_store_refuses(store: RunStore) -> None:
    store.create(msgspec.structs.replace(NEW, id="one"))
    with pytest.raises(InputError, match="there is a run one already"):
        store.create(msgspec.structs.replace(NEW, id="one"))
    with pytest.raises(InputError, match="there is no run 'two'"):
        store.add_verdict("two", Verdict(case="a::b", kind=VerdictKind.PASS))
    with pytest.raises(InputError, match="there is no run 'two'"):
        store.finish("two", duration=1.0)


def test_two_controllers_at_once(store: RunStore) -> None:
    other = RunStore(store.folder)
    assert [store.create(NEW).id, other.create(NEW).id, store.create(NEW).id] == [f"2026-11-20-{n}" for n in (1, 2, 3)]
    other.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "runs.sqlite").write_bytes(b"this is something else" * 100)
    with pytest.raises(InputError, match=r"runs\.sqlite"):
        RunStore(tmp_path)
