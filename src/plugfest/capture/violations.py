"""The messages of a capture held against the field rules of their documents: what is broken, where, by whom.

Every structure is judged in two forms: as declared by hand, and as derived from the document where that succeeds, which
knows every field by the name that the rules have.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec

from plugfest.capture.buffers import held
from plugfest.capture.dissect import Dissected
from plugfest.errors import WireError
from plugfest.protocols.ms_nlmp import Message as NtlmMessage
from plugfest.protocols.ms_rpce.pdus import PacketType
from plugfest.protocols.ms_smb2.header import HEADER_SIZE, PROTOCOL_ID
from plugfest.records.requirements import Actor
from plugfest.simulate.rules.judge import Find, judged, place_of
from plugfest.simulate.rules.methods import MethodRule, MethodUse, expected
from plugfest.simulate.rules.model import FieldRule
from plugfest.simulate.structures.record import Record
from plugfest.simulate.structures.shelf import Shelf
from plugfest.wire.names import section_of
from plugfest.wire.structure import Structure

Derive = Callable[[str, str], Iterable[type[Structure]]]
"""The structures that are derived from a section: document, number."""


_TRAILER = bytes.fromhex("8ae3137102f43671")
"""[MS-RPCE] 2.2.2.13.1, signature."""
_COMMANDS = {1: "2.2.2.13.2", 2: "2.2.2.13.4", 3: "2.2.2.13.3"}
"""[MS-RPCE] 2.2.2.13: command → its structure."""
_COMMAND_MASK = 0x3FFF
_LAST_COMMAND = 0x4000


def derived_by(shelf: Shelf, documents: Container[str]) -> Derive:
    """The structures of some documents, each derived once."""

    @cache
    def derive(document: str, section: str) -> list[type[Structure]]:
        if document not in documents:
            return []
        return [shelf.codecs.of(one) for one in shelf.structures(document).compiled if one.section == section]

    return derive


class Judged(NamedTuple):
    """One rule applied to one structure of one message."""

    message: Dissected
    rule: FieldRule
    value: Any
    kept: bool


def judge_messages(messages: Iterable[Dissected], find: Find, derive: Derive) -> Iterator[Judged]:
    """Every rule that says something of a message."""
    for message in messages:
        actor = Actor.CLIENT if message.sent else Actor.SERVER
        told: set[tuple[str, str]] = set()
        for structure in _structures(message, derive):
            by_hand = not isinstance(structure, Record)
            for rule, value, kept in judged(structure, find, actor):
                place = (rule.section, rule.field)
                if by_hand:
                    told.add(place)
                elif place in told:
                    continue  # what was declared by hand need not be judged again as derived
                yield Judged(message, rule, value, kept)


def _structures(message: Dissected, derive: Derive) -> Iterator[Structure]:
    """What a message holds, in every form."""
    packet = message.packet
    if packet is not None and message.data.startswith(PROTOCOL_ID):
        if packet.header.is_async:
            yield from _decoded("MS-SMB2", "2.2.1.1", message.data, 0, HEADER_SIZE, 0, derive)
        else:
            yield packet.header
            yield from _derived(packet.header, message.data, 0, HEADER_SIZE, derive)
        if packet.body is not None:
            yield packet.body
            yield from _derived(packet.body, message.data, HEADER_SIZE, len(message.data), derive)
        found = held(packet, message.request)
        for value in found.values if found else ():
            yield value
            if isinstance(value, NtlmMessage):  # of its payload, and of what may be left out, the hand's form knows
                flags = int(value.negotiate_flags).to_bytes(4, "little")
                yield from _decoded("MS-NLMP", "2.2.2.5", flags, 0, 4, 0, derive)
                continue
            data = value.encode()
            yield from _derived(value, data, 0, len(data), derive)
    for call in message.calls:
        if call.pdu is not None:
            yield call.pdu.body
            if call.pdu.header.ptype == PacketType.AUTH3:
                yield from _decoded("MS-RPCE", "2.2.2.10", call.data, 0, len(call.data), 0, derive)
            if call.pdu.auth:
                yield from _decoded("MS-RPCE", "2.2.2.11", call.pdu.auth, 0, 8, 0, derive)
            yield from _trailer(call.stub_data, derive)


def _trailer(stub: bytes, derive: Derive) -> Iterator[Structure]:
    """[MS-RPCE] 2.2.2.13: the commands of a verification trailer behind a stub."""
    position = stub.find(_TRAILER)
    if position < 0 or position % 4:
        return
    position += len(_TRAILER)
    while position + 4 <= len(stub):
        command = int.from_bytes(stub[position : position + 2], "little")
        end = position + 4 + int.from_bytes(stub[position + 2 : position + 4], "little")
        section = _COMMANDS.get(command & _COMMAND_MASK, "")
        if section:
            yield from _decoded("MS-RPCE", section, stub[position:end], 0, end - position, 0, derive)
        if command & _LAST_COMMAND:
            return
        position = end


def _derived(value: Structure, data: bytes, start: int, end: int, derive: Derive) -> Iterator[Structure]:
    document, _, section = place_of(type(value)).partition(" ")
    if section:
        yield from _decoded(document, section, data, start, end, 0, derive)


def _decoded(
    document: str, section: str, data: bytes, start: int, end: int, base: int, derive: Derive
) -> Iterator[Structure]:
    for structure in derive(document, section):
        try:
            yield structure.decode(data, start, end, base)
        except WireError:
            continue


class JudgedCall(NamedTuple):
    """One rule of a method applied to a call: what it refuses was refused, or what was returned is listed."""

    message: Dissected
    rule: MethodRule
    returned: int
    kept: bool


def judge_calls(messages: Iterable[Dissected], rules: Callable[[str], Iterable[MethodRule]]) -> Iterator[JudgedCall]:
    """The RPC calls of a capture held against the rules of their methods; `rules` gives a document's."""
    requests: dict[tuple[int, int], Any] = {}
    for message in messages:
        for call in message.calls:
            if call.method is None or call.stub is None or call.pdu is None:
                continue
            key = (message.stream.number, call.pdu.header.call_id)
            if call.direction == "request":
                requests[key] = call.stub
                continue
            asked, returned = requests.pop(key, None), getattr(call.stub, "ReturnValue", None)
            document, _, section = section_of(call.method).partition(" ")
            if asked is not None and isinstance(returned, int):
                yield from _call(message, list(rules(document)), section, stub_values(asked), returned & 0xFFFFFFFF)


def _call(
    message: Dissected, rules: list[MethodRule], section: str, values: Mapping[str, Any], returned: int
) -> Iterator[JudgedCall]:
    for rule in rules:
        if rule.section == section and rule.use is MethodUse.RETURNS and rule.closed:
            yield JudgedCall(message, rule, returned, returned in {one.value for one in rule.codes})
    for rule in expected(rules, section, values):
        kept = returned == rule.status.value if rule.status else returned != 0
        yield JudgedCall(message, rule, returned, kept)


def stub_values(value: Any) -> Any:
    """The values of a stub by the IDL's names; of the structures in it, likewise."""
    if isinstance(value, msgspec.Struct):
        return {name: stub_values(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, list | tuple):
        return tuple(stub_values(one) for one in value)
    return value
