"""JSON reports hold everything."""

from __future__ import annotations

import json

import msgspec

from plugfest.reports import report_json
from tests.reports.example import LEVELS, RUN, STATEMENTS, VERDICTS


def test_everything_is_there() -> None:
    run = msgspec.structs.replace(RUN, folder="/somewhere/private")
    text = report_json(run, VERDICTS, STATEMENTS, levels=LEVELS)
    text.encode("ascii")
    assert "/somewhere/private" not in text
    report = json.loads(text)
    assert report["format"] == 1
    assert report["run"]["target"] == RUN.target
    assert report["counts"] == {
        "fail": 1,
        "error": 1,
        "deviation": 1,
        "inconclusive": 1,
        "known": 1,
        "pass": 2,
        "not_applicable": 1,
    }
    assert {v["case"] for v in report["verdicts"]} == {v.case for v in VERDICTS}
    first = report["verdicts"][0]
    assert (first["kind"], first["standing"]) == ("fail", "fail")
    assert first["requirements"][0]["level"] == "MUST"
    assert first["requirements"][0]["statement"].startswith("A made-up")
    message = VERDICTS[1].exchange.messages[3]
    shown = first["exchange"]["messages"][3]
    assert bytes.fromhex(shown["data"]) == message.data
    assert shown["fields"][0] == {"name": "InfoStruct.Level", "value": "9", "offset": 0}
