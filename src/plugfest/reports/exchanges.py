"""The exchanges of all cases as one compressed text, which the page unpacks when a case is first unfolded.

JSON, deflated, in base64. `strings` holds every text once: messages repeat names and values thousands of times.
`cases` has for each case its messages, of very many the first and the last: number, name, section, sent (1 or 0),
encrypted (1 or 0), summary, microseconds, connection, bytes (base64, the first MAX_BYTES_SHOWN), their number, and flat
triples of field name, value and offset; names, sections, summaries and values are indices into `strings`.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Collection, Sequence

from plugfest.records import Message
from plugfest.reports.model import Judged, Standing, printable

MAX_BYTES_SHOWN = 4096
"""Of one message; the rest is in the capture."""
FIRST_SHOWN, LAST_SHOWN = 100, 300
"""Messages of a case; how it ended matters more than how it went on."""
BUDGET = 1_000_000
"""Characters. Where it does not suffice, the bytes of what holds are left to the captures, then all bytes."""


def pack(judged: Sequence[Judged]) -> str:
    """The exchanges of these verdicts, in their order."""
    everything = tuple(Standing)
    broken = tuple(one for one in Standing if one is not Standing.PASS)
    texts = (_packed(judged, with_bytes) for with_bytes in (everything, broken, ()))
    return next((text for text in texts if len(text) <= BUDGET), "") or _packed(judged, ())


def _packed(judged: Sequence[Judged], with_bytes: Collection[Standing]) -> str:
    strings: dict[str, int] = {}

    def index(text: str) -> int:
        return strings.setdefault(text, len(strings))

    def row(message: Message, limit: int) -> list[object]:
        fields = [part for one in message.fields for part in (index(one.name), index(one.value), one.offset)]
        return [
            *(message.number, index(message.name), index(message.section), int(message.sent), int(message.encrypted)),
            *(index(message.summary), round(message.time * 1e6), message.connection),
            *(base64.b64encode(message.data[:limit]).decode(), len(message.data), fields),
        ]

    cases = []
    for one in judged:
        limit = MAX_BYTES_SHOWN if one.standing in with_bytes else 0
        cases.append([row(message, limit) for message in _shown(one.verdict.exchange.messages)])
    archive = {"strings": [printable(text) for text in strings], "cases": cases}
    return base64.b64encode(zlib.compress(json.dumps(archive, separators=(",", ":")).encode(), 9)).decode()


def _shown(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    if len(messages) <= FIRST_SHOWN + LAST_SHOWN:
        return messages
    return messages[:FIRST_SHOWN] + messages[-LAST_SHOWN:]
