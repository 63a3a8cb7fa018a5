"""Names of what cases create on a target: recognised later, by whoever has to clean up."""

from __future__ import annotations

import re
import zlib

_NAME = re.compile(r"plugfest-[0-9]{8}-[0-9]+-")


def run_prefix(run_id: str) -> str:
    """What the names of everything that a run creates begin with: `2026-11-20-3` → `plugfest-20261120-3-`."""
    day, _, number = run_id.rpartition("-")
    made = f"plugfest-{day.replace('-', '')}-{number}-"
    return made if _NAME.fullmatch(made) else "plugfest-00000000-0-"


def name_for(run_id: str, case: str, purpose: str) -> str:
    """A name that no other case of the run uses: `plugfest-20261120-3-5c1d9a07-purpose`."""
    return f"{run_prefix(run_id)}{zlib.crc32(case.encode()):08x}-{purpose}"


def is_of_a_run(name: str) -> bool:
    """Whether only a run can have given that name."""
    return bool(_NAME.match(name))
