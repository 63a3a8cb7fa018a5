"""[MS-SRVS] 3.1.4.5 and 3.1.4.8: ResumeHandle, PreferedMaximumLength and TotalEntries, which work alike in both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import msgspec

from plugfest.protocols.ms_srvs.constants import MAX_PREFERRED_LENGTH, NetApiStatus
from plugfest.protocols.rules import Rules

T = TypeVar("T")


class PagingRules(msgspec.Struct, frozen=True):
    """The requirements of one method."""

    beginning: str
    onward: str
    exhausted: str
    attempt: str
    unlimited: str
    limited: str
    total: str
    unstored: str
    resumable: str
    last: str


class Page(msgspec.Struct, Generic[T], frozen=True):
    """What one call returns of a list."""

    entries: tuple[T, ...]
    total: int
    resume: int | None
    status: NetApiStatus


SHARES = PagingRules(
    beginning="MS-SRVS:3.1.4.8:1187ea4d22",
    onward="MS-SRVS:3.1.4.8:9b302b8cc0",
    exhausted="MS-SRVS:3.1.4.8:0d4ae1878d",
    attempt="MS-SRVS:3.1.4.8:63f200b027",
    unlimited="MS-SRVS:3.1.4.8:44effb7cbc",
    limited="MS-SRVS:3.1.4.8:42fd8b2a8c",
    total="MS-SRVS:3.1.4.8:ac12e6cfff",
    unstored="MS-SRVS:3.1.4.8:f503ac642f",
    resumable="MS-SRVS:3.1.4.8:6b88ceb9ad",
    last="MS-SRVS:3.1.4.8:fc3d906443",
)
SESSIONS = PagingRules(
    beginning="MS-SRVS:3.1.4.5:48ac30bc76",
    onward="MS-SRVS:3.1.4.5:db89c404ee",
    exhausted="MS-SRVS:3.1.4.5:7060944031",
    attempt="MS-SRVS:3.1.4.5:d5a26a0253",
    unlimited="MS-SRVS:3.1.4.5:0907db8a19",
    limited="MS-SRVS:3.1.4.5:2441ff60b4",
    total="MS-SRVS:3.1.4.5:d76e54afee",
    unstored="MS-SRVS:3.1.4.5:e40080212d",
    resumable="MS-SRVS:3.1.4.5:0def12ed00",
    last="MS-SRVS:3.1.4.5:bbafd0d00e",
)


def resume(rules: Rules, ids: PagingRules, handle: int | None, size: int) -> int:
    """How many entries of the list were enumerated before."""
    if not handle:  # from the beginning
        return rules.value(ids.beginning, 0)
    if handle >= size:  # nothing is left
        return size if rules.on(ids.exhausted) else 0
    return handle if rules.on(ids.onward) else 0


def page(
    rules: Rules, ids: PagingRules, entries: Sequence[tuple[int, T]], preferred: int, handle: int | None, first: int
) -> Page[T]:
    """As many entries as PreferedMaximumLength lets through, and what goes with them.

    `entries` come with their place in the list, from 1; `first` is how many were enumerated before.
    """
    if preferred == MAX_PREFERRED_LENGTH:  # all there are
        preferred = rules.value(ids.unlimited, rules.value(ids.attempt, preferred))
    taken = list(entries)
    if preferred != MAX_PREFERRED_LENGTH and rules.on(ids.limited):
        taken = taken[: _fitting(taken, preferred)]
    more = len(taken) < len(entries)
    handle_after = None
    if handle is not None or not rules.on(ids.unstored):  # without a handle none is given back
        last = taken[-1][0] if taken else first
        handle_after = rules.value(ids.resumable, rules.value(ids.last, last)) if more else 0
    status = rules.value(ids.limited, NetApiStatus.ERROR_MORE_DATA) if more else NetApiStatus.NERR_Success
    # TotalEntries counts from where this call began
    total = rules.value(ids.total, len(entries))
    return Page(tuple(entry for _, entry in taken), total, handle_after, status)


def _fitting(entries: Sequence[tuple[int, Any]], room: int) -> int:
    """How many entries fit."""
    for count, (_, entry) in enumerate(entries):
        room -= entry_size(entry)
        if room < 0:
            return count
    return len(entries)


def entry_size(entry: Any) -> int:
    """The bytes of one entry in the returned buffer: 4 for each number or pointer, and what the pointers lead to."""
    size = 0
    for name in entry.__struct_fields__:
        value = getattr(entry, name)
        size += 4
        if isinstance(value, str):
            size += len(value.encode("utf-16-le", "surrogatepass")) + 2
        elif isinstance(value, bytes):
            size += len(value)
    return size
