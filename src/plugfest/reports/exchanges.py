"""The exchanges of all cases as one compressed text, which the page unpacks when a case is first unfolded.

JSON, deflated, in base64. `strings` holds every text once: messages repeat names and values thousands of times.
`cases` has for each case its messages: name, section, sent (1 or 0), encrypted (1 or 0), summary, microseconds,
connection, bytes (base64, the first MAX_BYTES_SHOWN), their number, and flat triples of field name, value and offset;
names, sections, summaries and values are indices into `strings`.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence

from plugfest.records import Message
from plugfest.reports.model import Judged, printable

MAX_BYTES_SHOWN = 4096
"""Of one message; the rest is in the capture."""


def pack(judged: Sequence[Judged]) -> str:
    """The exchanges of these verdicts, in their order."""
    strings: dict[str, int] = {}

    def index(text: str) -> int:
        return strings.setdefault(text, len(strings))

    def row(message: Message) -> list[object]:
        fields = [part for one in message.fields for part in (index(one.name), index(one.value), one.offset)]
        return [
            *(index(message.name), index(message.section), int(message.sent), int(message.encrypted)),
            *(index(message.summary), round(message.time * 1e6), message.connection),
            *(base64.b64encode(message.data[:MAX_BYTES_SHOWN]).decode(), len(message.data), fields),
        ]

    cases = [[row(message) for message in one.verdict.exchange.messages] for one in judged]
    archive = {"strings": [printable(text) for text in strings], "cases": cases}
    return base64.b64encode(zlib.compress(json.dumps(archive, separators=(",", ":")).encode(), 9)).decode()
