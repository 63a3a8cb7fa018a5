"""The exchanges in one text: whole where they are small, without what can be done without where they are not."""

from __future__ import annotations

import base64
import json
import random
import zlib
from typing import Any

import msgspec
import pytest

from plugfest.records import Exchange, Verdict
from plugfest.reports import exchanges
from plugfest.reports.model import Standing, judge
from tests.reports.example import VERDICTS


def unpacked(text: str) -> Any:
    return json.loads(zlib.decompress(base64.b64decode(text)))


def with_noise(verdict: Verdict, size: int) -> Verdict:
    """The verdict with messages that do not compress."""
    noise = random.Random(verdict.case)
    messages = tuple(msgspec.structs.replace(one, data=noise.randbytes(size)) for one in VERDICTS[1].exchange.messages)
    return msgspec.structs.replace(verdict, exchange=Exchange(messages=messages))


def test_everything_is_there() -> None:
    judged = judge(VERDICTS, {})
    archive = unpacked(exchanges.pack(judged))
    for one, rows in zip(judged, archive["cases"], strict=True):
        for message, row in zip(one.verdict.exchange.messages, rows, strict=True):
            name, section, sent, encrypted, summary, micros, connection, data, size, fields = row[1:]
            told = [archive["strings"][index] for index in (name, section, summary)]
            assert told == [message.name, message.section, message.summary]
            assert (sent, encrypted, connection) == (message.sent, message.encrypted, message.connection)
            assert micros == round(message.time * 1e6)
            assert (base64.b64decode(data), size) == (message.data[: exchanges.MAX_BYTES_SHOWN], len(message.data))
            assert [archive["strings"][index] for index in fields[1::3]] == [field.value for field in message.fields]


@pytest.mark.parametrize(("budget", "kept"), [(10_000_000, {"pass", "fail"}), (35_000, {"fail"}), (10_000, set())])
def test_bytes_give_way_to_the_budget(monkeypatch: pytest.MonkeyPatch, budget: int, kept: set[str]) -> None:
    monkeypatch.setattr(exchanges, "BUDGET", budget)
    judged = [one for one in judge([with_noise(one, 4000) for one in VERDICTS], {}) if not one.verdict.unexpected_pass]
    judged = [one for one in judged if one.standing in (Standing.PASS, Standing.FAIL)]
    text = exchanges.pack(judged)
    assert len(text) <= budget
    rows = {one.standing.value: unpacked(text)["cases"][place] for place, one in enumerate(judged)}
    assert {name for name, messages in rows.items() if messages[0][8]} == kept
