"""Scenarios: the cases of one topic, and the messages that they exchange, as the embedded server answers them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
import msgspec

from plugfest.conformance.capabilities import detect
from plugfest.conformance.embedded import embedded_server
from plugfest.conformance.runner import run_suites
from plugfest.records import Case, Message, Verdict


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """The cases of one file."""

    id: str
    """`ms_srvs/share_enum`."""
    title: str
    """Beginning of the file's docstring."""
    cases: tuple[Case, ...]

    @property
    def requirements(self) -> list[str]:
        """What they cite, each once."""
        return list(dict.fromkeys(one for case in self.cases for one in case.covers))


def scenarios(cases: Sequence[Case]) -> list[Scenario]:
    """The cases by topic, in their order."""
    topics: dict[str, list[Case]] = {}
    for case in cases:
        topics.setdefault(case.id.partition("::")[0].removesuffix(".py"), []).append(case)
    return [Scenario(id=name, title=some[0].scenario, cases=tuple(some)) for name, some in topics.items()]


class _Keeper:
    """A pytest plugin that keeps the verdicts."""

    def __init__(self) -> None:
        self.verdicts: dict[str, Verdict] = {}

    def pytest_plugfest_verdict(self, verdict: Verdict) -> None:
        """One more."""
        self.verdicts[verdict.case] = verdict


def rehearse(cases: Sequence[Case], suites: Sequence[Path] = ()) -> dict[str, Verdict]:
    """The verdicts of these cases against the embedded server, with what was exchanged; nothing is kept."""
    keeper = _Keeper()
    with TemporaryDirectory(prefix="plugfest-") as folder, embedded_server() as setting:
        changed = msgspec.structs.replace(
            setting,
            capabilities=anyio.run(detect, setting.profile),
            folder=folder,
            allow_disruptive=True,
            only=tuple(case.id for case in cases),
        )
        run_suites(changed, suites, plugins=[keeper])
    return keeper.verdicts


def sequence(messages: Sequence[Message]) -> Iterator[Message]:
    """The messages as a person tells them: an RPC call stands for the SMB2 message that carried it."""
    for message, following in zip(messages, [*messages[1:], None], strict=True):
        carried = (
            following is not None
            and (following.time, following.connection, following.sent)
            == (message.time, message.connection, message.sent)
            and bool(following.section)
            and not following.section.startswith("MS-SMB2 ")
        )
        if not carried:
            yield message


def shared(exchanges: Sequence[Sequence[Message]]) -> int:
    """How many messages all these exchanges begin with: their set-up."""
    number = 0
    for messages in zip(*exchanges, strict=False):
        if len({(one.name, one.sent, one.summary, one.connection) for one in messages}) > 1:
            break
        number += 1
    return number
