"""Runs, their verdicts and the exchanges that prove them: one SQLite file, and one folder a run for captures.

Only the controller of a run writes; anybody may read meanwhile.
"""

from __future__ import annotations

import difflib
import os
import re
import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from plugfest.errors import InputError
from plugfest.records import Exchange, Run, Verdict, VerdictKind
from plugfest.store.database import Database

_SCHEMA = """
CREATE TABLE run (
    number   INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    finished INTEGER NOT NULL DEFAULT 0,
    record   BLOB NOT NULL
);
CREATE TABLE verdict (
    number   INTEGER PRIMARY KEY,
    run      TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    case_id  TEXT NOT NULL,
    kind     TEXT NOT NULL,
    record   BLOB NOT NULL,
    exchange BLOB NOT NULL,
    UNIQUE (run, case_id)
);
"""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_run = msgspec.msgpack.Decoder(Run)
_verdict = msgspec.msgpack.Decoder(Verdict)
_exchange = msgspec.msgpack.Decoder(Exchange)
_encoder = msgspec.msgpack.Encoder()


def _encode(record: Run | Verdict | Exchange) -> bytes:
    """A record as MessagePack. Halves of surrogate pairs, which a peer may send, become escapes."""
    try:
        return _encoder.encode(record)
    except UnicodeEncodeError:
        return _encoder.encode(_escaped(msgspec.to_builtins(record, builtin_types=(bytes,))))


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_escaped(key): _escaped(one) for key, one in value.items()}
    return [_escaped(one) for one in value] if isinstance(value, list | tuple) else value


def runs_folder() -> Path:
    """Where runs are kept: `$PLUGFEST_RUNS`, else `plugfest/runs` in the user's data folder."""
    if given := os.environ.get("PLUGFEST_RUNS"):
        return Path(given)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "plugfest" / "runs"


class RunStore:
    """The runs in one folder: `runs.sqlite`, and a folder a run."""

    def __init__(self, folder: Path | None = None) -> None:
        """The runs in `folder`, which is made if it is not there; `runs_folder()` by default."""
        self.folder = folder or runs_folder()
        self._database = Database(self.folder / "runs.sqlite", [_SCHEMA])

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def create(self, run: Run) -> Run:
        """Keep a new run. Its id, unless given, is its day and a number; its folder is made."""
        if run.id and (run.id == "last" or not _ID.fullmatch(run.id)):
            raise InputError(f"{run.id!r} cannot name a run: letters, digits, '-', '_' and '.', but not 'last'")
        with self._database.transaction():
            run = msgspec.structs.replace(run, id=run.id or self._next_id(run.started[:10]), finished=False, folder="")
            try:
                self._database.execute("INSERT INTO run (id, record) VALUES (?, ?)", run.id, _encode(run))
            except sqlite3.IntegrityError as error:
                raise InputError(f"there is a run {run.id} already") from error
        run = self._placed(run)
        Path(run.folder).mkdir(parents=True, exist_ok=True)
        return run

    def add_verdict(self, run_id: str, verdict: Verdict) -> None:
        """Keep a verdict and its exchange; a later one for the same case replaces it."""
        record = _encode(msgspec.structs.replace(verdict, exchange=Exchange()))
        exchange = zlib.compress(_encode(verdict.exchange), 6)
        try:
            self._database.execute(
                "INSERT OR REPLACE INTO verdict (run, case_id, kind, record, exchange) VALUES (?, ?, ?, ?, ?)",
                *(run_id, verdict.case, verdict.kind.value, record, exchange),
            )
        except sqlite3.IntegrityError as error:
            raise InputError(f"there is no run {run_id!r}") from error

    def finish(
        self,
        run_id: str,
        *,
        duration: float,
        finished: bool = True,
        capabilities: dict[str, str] | None = None,
        revisions: dict[str, str] | None = None,
    ) -> Run:
        """The run is over, or cut off: then it is not `finished`. What was learned while it ran is added to it."""
        run = self._load(run_id)
        run = msgspec.structs.replace(
            run,
            duration=duration,
            finished=finished,
            capabilities=run.capabilities if capabilities is None else capabilities,
            revisions=run.revisions if revisions is None else revisions,
        )
        self._database.execute("UPDATE run SET record = ?, finished = ? WHERE id = ?", _encode(run), finished, run_id)
        return self._placed(run)

    def run(self, name: str = "last") -> Run:
        """The run of that id or of a prefix that only one has; `last` is the latest. Raises InputError."""
        if name == "last":
            row = self._database.row("SELECT id FROM run ORDER BY number DESC LIMIT 1")
            if row is None:
                raise InputError(f"no run is kept in {self.folder} yet: `plugfest test TARGET` makes one")
            return self._placed(self._load(row[0]))
        ids = [row[0] for row in self._database.rows("SELECT id FROM run ORDER BY number DESC")]
        found = [name] if name in ids else [one for one in ids if name and one.startswith(name)]
        if len(found) == 1:
            return self._placed(self._load(found[0]))
        if found:
            raise InputError(f"{name!r} may be any of the runs {_listed(found)}")
        near = difflib.get_close_matches(name, ids, 3, 0.5) or ids[:3]
        raise InputError(f"there is no run {name!r}" + (f"; there is {_listed(near)}" if near else ""))

    def runs(self) -> list[Run]:
        """Every run, the latest first."""
        rows = self._database.rows("SELECT record FROM run ORDER BY number DESC")
        return [self._placed(_run.decode(row[0])) for row in rows]

    def before(self, run: Run) -> Run | None:
        """The last earlier run on the same target that has verdicts; None if there is none.

        The embedded server has another port each time.
        """
        earlier = False
        for other in self.runs():
            same = run.profile == other.profile == "embedded" or run.target == other.target
            if earlier and same and not other.replays and self.counts(other.id):
                return other
            earlier = earlier or other.id == run.id
        return None

    def finished(self, run_id: str) -> bool:
        """Whether the run came to its end."""
        row = self._database.row("SELECT finished FROM run WHERE id = ?", run_id)
        return bool(row and row[0])

    def counts(self, run_id: str) -> dict[VerdictKind, int]:
        """How many verdicts of each kind a run has; kinds without any are left out."""
        rows = self._database.rows("SELECT kind, count(*) FROM verdict WHERE run = ? GROUP BY kind", run_id)
        counts = {VerdictKind(kind): int(count) for kind, count in rows}
        return {kind: counts[kind] for kind in VerdictKind if kind in counts}

    def verdicts(
        self, run_id: str, kinds: Iterable[VerdictKind] | None = None, *, exchanges: bool = True
    ) -> list[Verdict]:
        """The verdicts of a run in the order they fell, of some `kinds` only; `exchanges=False` leaves those out."""
        wanted = None if kinds is None else {kind.value for kind in kinds}
        query = f"SELECT kind, record, {'exchange' if exchanges else 'NULL'} FROM verdict WHERE run = ? ORDER BY number"
        verdicts = []
        for kind, record, exchange in self._database.execute(query, run_id):
            if wanted is not None and kind not in wanted:
                continue
            verdict = _verdict.decode(record)
            if exchange is not None:
                verdict = msgspec.structs.replace(verdict, exchange=_exchange.decode(zlib.decompress(exchange)))
            verdicts.append(verdict)
        return verdicts

    def _load(self, run_id: str) -> Run:
        row = self._database.row("SELECT record FROM run WHERE id = ?", run_id)
        if row is None:
            raise InputError(f"there is no run {run_id!r}")
        return _run.decode(row[0])

    def _placed(self, run: Run) -> Run:
        """With the folder where it lies now: the store may have been moved since."""
        return msgspec.structs.replace(run, folder=str(self.folder / run.id))

    def _next_id(self, day: str) -> str:
        ids = self._database.rows("SELECT id FROM run WHERE id LIKE ?", f"{day}-%")
        numbers = [int(tail) for (one,) in ids if (tail := one[len(day) + 1 :]).isdigit()]
        return f"{day}-{max(numbers, default=0) + 1}"


def _listed(ids: list[str]) -> str:
    shown = ", ".join(ids[:5])
    return f"{shown} and {len(ids) - 5} more" if len(ids) > 5 else shown
