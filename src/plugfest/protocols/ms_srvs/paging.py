"""[MS-SRVS] 3.1.4.1, 3.1.4.2, 3.1.4.5, 3.1.4.8, 3.1.4.24, 3.1.4.45: how an enumeration is told page by page.

ResumeHandle, PreferedMaximumLength and TotalEntries work alike in all of them; each has requirements of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from plugfest.protocols.ms_srvs.constants import MAX_PREFERRED_LENGTH, NetApiStatus
from plugfest.protocols.ms_srvs.fillings import Filling
from plugfest.protocols.rules import Rules

T = TypeVar("T")


class PagingRules(msgspec.Struct, frozen=True, kw_only=True):
    """The requirements of one method; empty where it has none that can be tested."""

    beginning: str
    onward: str
    unlimited: str
    limited: str
    total: str
    unstored: str
    resumable: str
    last: str
    exhausted: str = ""
    attempt: str = ""
    too_small: bool = False
    """Its return codes have NERR_BufTooSmall, for a page on which not even one entry fits."""


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
STICKY_SHARES = msgspec.structs.replace(
    SHARES,
    beginning="MS-SRVS:3.1.4.9:e4d66a75fb",
    unstored="MS-SRVS:3.1.4.9:ddaf5d07b2",
    attempt="MS-SRVS:3.1.4.9:5de327e0cc",
    too_small=True,
)
CONNECTIONS = PagingRules(
    beginning="MS-SRVS:3.1.4.1:2d338ea279",
    onward="MS-SRVS:3.1.4.1:ad40ac2667",
    exhausted="MS-SRVS:3.1.4.1:14c86a6321",
    unlimited="MS-SRVS:3.1.4.1:49a4db2566",
    limited="MS-SRVS:3.1.4.1:49d68f2c6a",
    total="MS-SRVS:3.1.4.1:b1cd25d989",
    unstored="MS-SRVS:3.1.4.1:e42be1c486",
    resumable="MS-SRVS:3.1.4.1:76e53b3db3",
    last="MS-SRVS:3.1.4.1:6e60db9281",
)
FILES = PagingRules(
    beginning="MS-SRVS:3.1.4.2:22b2e4573c",
    onward="MS-SRVS:3.1.4.2:83dabca628",
    exhausted="MS-SRVS:3.1.4.2:179dc4c602",
    unlimited="MS-SRVS:3.1.4.2:9424e9e382",
    limited="MS-SRVS:3.1.4.2:01b4d10b9b",
    total="MS-SRVS:3.1.4.2:b428662d2e",
    unstored="MS-SRVS:3.1.4.2:7e1ddca9e3",
    resumable="MS-SRVS:3.1.4.2:85a3699162",
    last="MS-SRVS:3.1.4.2:1dc67e0d2f",
    too_small=True,
)
TRANSPORTS = PagingRules(
    beginning="MS-SRVS:3.1.4.24:9b3c0a9ea9",
    onward="MS-SRVS:3.1.4.24:21c121300e",
    unlimited="MS-SRVS:3.1.4.24:444b96ade1",
    limited="MS-SRVS:3.1.4.24:9c76c9dd1e",
    total="MS-SRVS:3.1.4.24:9006b057a4",
    unstored="MS-SRVS:3.1.4.24:4c557adbf5",
    resumable="MS-SRVS:3.1.4.24:a30c9a85f3",
    last="MS-SRVS:3.1.4.24:80ccce241d",
    too_small=True,
)
ALIASES = PagingRules(
    beginning="MS-SRVS:3.1.4.45:8c746723f3",
    onward="MS-SRVS:3.1.4.45:3fd4128f16",
    unlimited="MS-SRVS:3.1.4.45:a916bff8ae",
    limited="MS-SRVS:3.1.4.45:696e6482de",
    total="MS-SRVS:3.1.4.45:806bb5ec06",
    unstored="MS-SRVS:3.1.4.45:e76b4f9fc0",
    resumable="MS-SRVS:3.1.4.45:3529ac512e",
    last="MS-SRVS:3.1.4.45:12c212d481",
    too_small=True,
)


def enumeration(
    rules: Rules,
    ids: PagingRules,
    filling: Filling,
    request: Any,
    entries: Sequence[tuple[int, Mapping[str, Any]]],
    size: int,
) -> tuple[Any, int, int | None, NetApiStatus]:
    """InfoStruct, TotalEntries, ResumeHandle and the return value of an enumeration.

    `entries` are the members of what passes the qualifiers, with its place in the list, from 1; `size` is the list's.
    """
    first = resume(rules, ids, request.ResumeHandle, size)
    filled = [(index, filling.filled(rules, values)) for index, values in entries if index > first]
    told = page(rules, ids, filled, request.PreferedMaximumLength, request.ResumeHandle, first)
    taken = rules.value(filling.rule, told.entries) if filling.rule else told.entries
    info = type(request.InfoStruct)(request.InfoStruct.Level, filling.container(Buffer=taken))  # type: ignore[misc]
    return info, told.total, told.resume, told.status


def resume(rules: Rules, ids: PagingRules, handle: int | None, size: int) -> int:
    """How many entries of the list were enumerated before."""
    if not handle:  # from the beginning
        return rules.value(ids.beginning, 0)
    if handle >= size:  # nothing is left
        return size if not ids.exhausted or rules.on(ids.exhausted) else 0
    return handle if rules.on(ids.onward) else 0


def page(
    rules: Rules, ids: PagingRules, entries: Sequence[tuple[int, T]], preferred: int, handle: int | None, first: int
) -> Page[T]:
    """As many entries as PreferedMaximumLength lets through, and what goes with them.

    `entries` come with their place in the list, from 1; `first` is how many were enumerated before.
    """
    if preferred == MAX_PREFERRED_LENGTH:  # all there are
        preferred = rules.value(ids.unlimited, preferred)
        preferred = rules.value(ids.attempt, preferred) if ids.attempt else preferred
    taken = list(entries)
    if preferred != MAX_PREFERRED_LENGTH and rules.on(ids.limited):
        taken = taken[: _fitting(taken, preferred)]
    more = len(taken) < len(entries)
    handle_after = None
    if handle is not None or not rules.on(ids.unstored):  # without a handle none is given back
        last = taken[-1][0] if taken else first
        handle_after = rules.value(ids.resumable, rules.value(ids.last, last)) if more else 0
    status = NetApiStatus.NERR_Success
    if more:
        nothing = ids.too_small and not taken
        status = rules.value(ids.limited, NetApiStatus.NERR_BufTooSmall if nothing else NetApiStatus.ERROR_MORE_DATA)
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
