"""[MS-SRVS] 3.1.4.5 and 3.1.4.8 enumerate alike: how their paging is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from plugfest.conformance import expect
from plugfest.conformance.cases.ms_srvs.calls import Changed, called, complete, member, patiently
from plugfest.conformance.verdicts import NotApplicable
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.client import entries, session_enum, share_enum
from plugfest.protocols.ms_srvs.constants import MAX_PREFERRED_LENGTH, NetApiStatus

_LISTED = (NetApiStatus.NERR_Success, NetApiStatus.ERROR_MORE_DATA)


class Enumeration(NamedTuple):
    """A method that enumerates, at a level that tells the entries apart."""

    request: Callable[[int, int | None], Any]
    """From PreferedMaximumLength and ResumeHandle."""
    members: tuple[str, ...]
    things: str

    def names(self, found: Iterable[Any]) -> list[tuple[str, ...]]:
        """What tells the entries apart."""
        return [tuple(member(one, name) or "" for name in self.members) for one in found]

    def told(self, response: Any) -> list[tuple[str, ...]]:
        """The same, of a response."""
        return self.names(entries(response))


SHARES = Enumeration(
    lambda preferred, resume: share_enum(0, preferred=preferred, resume=resume), ("netname",), "shares"
)
SESSIONS = Enumeration(
    lambda preferred, resume: session_enum(1, preferred=preferred, resume=resume), ("cname", "username"), "sessions"
)


async def whole(rpc: RpcClient, enumeration: Enumeration) -> list[Any]:
    """All entries, not judged; there have to be two at least."""
    request = enumeration.request(MAX_PREFERRED_LENGTH, None)
    found = await complete(rpc, request)
    if len(found) < 2:
        raise NotApplicable(f"the target tells fewer than two {enumeration.things}")
    return list(found)


async def page(
    rpc: RpcClient,
    enumeration: Enumeration,
    preferred: int = MAX_PREFERRED_LENGTH,
    resume: int | None = None,
    requirement: str = "",
) -> Any:
    """One call, which is expected to succeed."""
    request = enumeration.request(preferred, resume)
    return await expect.returns(called(rpc, request), *_LISTED, requirement=requirement)


async def unchanged(rpc: RpcClient, enumeration: Enumeration, before: list[Any]) -> list[tuple[str, ...]]:
    """The list as it was read before, if it still is the same; others use the server, too."""
    now = await complete(rpc, enumeration.request(MAX_PREFERRED_LENGTH, None))
    names = enumeration.names(before)
    if enumeration.names(now) != names:
        raise Changed(f"the list of {enumeration.things} changed meanwhile")
    return names


def least(entry: Any) -> int:
    """Bytes that an entry takes in any representation: 4 for a number or a pointer, and the strings."""
    return 4 * len(entry.__struct_fields__) + sum(2 * len(text) + 2 for text in _strings(entry))


def most(entry: Any) -> int:
    """Bytes that suffice for an entry: 8 for a number or a pointer, and the strings, each filled up."""
    return 8 * len(entry.__struct_fields__) + sum(2 * len(text) + 10 for text in _strings(entry))


def _strings(entry: Any) -> list[str]:
    values = (getattr(entry, name) for name in entry.__struct_fields__)
    return [value for value in values if isinstance(value, str)]


def too_short(enumeration: Enumeration, everything: list[Any]) -> int:
    """A PreferedMaximumLength that holds each entry, but surely not all of them."""
    length = max(most(entry) for entry in everything)
    if sum(least(entry) for entry in everything) <= length:
        raise NotApplicable(f"the target's {enumeration.things} are too few for two answers")
    return length


@patiently
async def starts_at_the_beginning(rpc: RpcClient, enumeration: Enumeration) -> None:
    """NULL and 0 begin with the entry after which 1 goes on."""
    everything = await whole(rpc, enumeration)
    from_null = enumeration.told(await page(rpc, enumeration, resume=None))
    from_zero = enumeration.told(await page(rpc, enumeration, resume=0))
    after_one = enumeration.told(await page(rpc, enumeration, resume=1))
    await unchanged(rpc, enumeration, everything)
    expect.equal(from_null[1:], after_one, f"{enumeration.things} from NULL, without the first")
    expect.equal(from_zero[1:], after_one, f"{enumeration.things} from 0, without the first")


@patiently
async def goes_on_after_the_index(rpc: RpcClient, enumeration: Enumeration) -> None:
    """A handle in the list is the number of entries to leave out."""
    everything = await whole(rpc, enumeration)
    handles = sorted({1, len(everything) // 2, len(everything) - 1})
    told = {handle: enumeration.told(await page(rpc, enumeration, resume=handle)) for handle in handles}
    names = await unchanged(rpc, enumeration, everything)
    for handle in handles:
        expect.equal(told[handle], names[handle:], f"{enumeration.things} from {handle}")


@patiently
async def nothing_behind_the_end(rpc: RpcClient, enumeration: Enumeration) -> None:
    """A handle behind the list is no error."""
    everything = await whole(rpc, enumeration)
    handles = (len(everything) + 1, 0x7FFFFFFF)
    responses = [
        await expect.returns(called(rpc, enumeration.request(MAX_PREFERRED_LENGTH, handle)), NetApiStatus.NERR_Success)
        for handle in handles
    ]
    await unchanged(rpc, enumeration, everything)
    for handle, response in zip(handles, responses, strict=True):
        expect.equal(len(entries(response)), 0, f"{enumeration.things} from {handle}")


@patiently
async def as_many_as_fit(rpc: RpcClient, enumeration: Enumeration) -> None:
    """With a limit as many come as fit, and the return value says that there are more."""
    everything = await whole(rpc, enumeration)
    length = too_short(enumeration, everything)
    request = enumeration.request(length, 0)
    response = await expect.returns(called(rpc, request), NetApiStatus.ERROR_MORE_DATA)
    await unchanged(rpc, enumeration, everything)
    count = len(entries(response))
    size = sum(least(entry) for entry in everything[:count])
    expect.true(
        0 < count < len(everything) and size <= length,
        expected=f"some of {len(everything)} {enumeration.things}, in no more than {length} bytes",
        actual=f"{count} in {size} bytes",
    )
    size = sum(most(entry) for entry in everything[: count + 1])
    expect.true(
        size > length,
        expected=f"as many {enumeration.things} as fit in {length} bytes",
        actual=f"{count}, where one more takes {size} bytes",
    )


@patiently
async def total_counts_from_here(rpc: RpcClient, enumeration: Enumeration) -> None:
    """TotalEntries counts what is left from where the call began, however much of it was returned."""
    everything = await whole(rpc, enumeration)
    for resume in (None, 1):
        response = await page(rpc, enumeration, resume=resume)
        expect.equal(response.TotalEntries, len(entries(response)), f"TotalEntries from {resume or 0}")
    total = (await page(rpc, enumeration, resume=0)).TotalEntries
    limited = (await page(rpc, enumeration, most(everything[0]), 0)).TotalEntries
    await unchanged(rpc, enumeration, everything)
    expect.equal(limited, total, "TotalEntries where not all fit")


async def no_handle_without_one(rpc: RpcClient, enumeration: Enumeration) -> None:
    """Who gives no handle gets none."""
    response = await page(rpc, enumeration, resume=None)
    expect.equal(response.ResumeHandle, None, "ResumeHandle")


async def first_page(rpc: RpcClient, enumeration: Enumeration, everything: list[Any]) -> Any:
    """An answer that leaves something out; not applicable where the target does not do that."""
    response = await page(rpc, enumeration, too_short(enumeration, everything), 0)
    if response.ReturnValue != NetApiStatus.ERROR_MORE_DATA:
        raise NotApplicable("the target returns all entries, whatever PreferedMaximumLength says")
    return response


@patiently
async def handle_is_the_last_index(rpc: RpcClient, enumeration: Enumeration) -> None:
    """The handle says how many entries were told so far, which is the index of the last one."""
    everything = await whole(rpc, enumeration)
    response = await first_page(rpc, enumeration, everything)
    await unchanged(rpc, enumeration, everything)
    expect.equal(response.ResumeHandle, len(entries(response)), "ResumeHandle")


@patiently
async def pages_make_the_whole(rpc: RpcClient, enumeration: Enumeration) -> None:
    """With the handles that come back, page after page, everything is told once."""
    everything = await whole(rpc, enumeration)
    length = too_short(enumeration, everything)
    response = await first_page(rpc, enumeration, everything)
    told = enumeration.told(response)
    while response.ReturnValue == NetApiStatus.ERROR_MORE_DATA and len(told) <= len(everything):
        response = await page(rpc, enumeration, length, response.ResumeHandle)
        told += enumeration.told(response)
    expect.equal(told, await unchanged(rpc, enumeration, everything), f"{enumeration.things}, page after page")
