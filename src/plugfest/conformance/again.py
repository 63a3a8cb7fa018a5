"""How a run was started, so that one of its cases can be run again.

It holds the target's passwords. So it lies in a folder of its own beside the runs, readable by its owner only, never
in a run's folder, which people send around.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from plugfest.conformance.targets import Profile
from plugfest.errors import InputError

_FOLDER = "again"


class Invocation(msgspec.Struct, frozen=True, kw_only=True):
    """What has to be known to start a run like it."""

    profile: Profile
    suites: tuple[str, ...] = ()
    """Absolute paths; empty: the suites that come with plugfest."""
    allow_disruptive: bool = False


def remember(runs: Path, run_id: str, invocation: Invocation) -> None:
    """Keep how a run was started."""
    folder = runs / _FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / f"{run_id}.json", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.encode(invocation))


def recall(runs: Path, run_id: str, target: Profile | None = None) -> Invocation:
    """How a run was started. Raises InputError where that was not kept, unless a target is given now."""
    file = runs / _FOLDER / f"{run_id}.json"
    try:
        return msgspec.json.decode(file.read_bytes(), type=Invocation)
    except FileNotFoundError:
        if target:
            return Invocation(profile=target)
        raise InputError(f"nobody kept how run {run_id} was started: name the target again") from None
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(f"{file}: {error}") from None
