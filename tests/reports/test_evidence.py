"""The pack: complete, the same every time, and nothing in it that a peer wrote can mislead."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import msgspec
import pytest

from plugfest.records import Run, Verdict
from plugfest.reports import evidence_pack
from tests.reports.example import RUN, STATEMENTS, VERDICTS
from tests.reports.test_html import hostile

FAIL = VERDICTS[1]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The example's run, with files where its captures are said to be."""
    for path in (FAIL.exchange.capture, FAIL.exchange.decrypted, FAIL.exchange.keys):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(path.encode())
    return msgspec.structs.replace(RUN, folder=str(tmp_path))


def opened(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_what_is_in_it(run: Run) -> None:
    data, names = evidence_pack(run, FAIL, STATEMENTS, titles={"MS-SRVS": {"3.1.4.8": "A title"}})
    files = opened(data)
    assert sorted(files) == names
    assert {name for name in names if name.startswith("capture/")} == {
        f"capture/{name}" for name in ("x.pcapng", "x.decrypted.pcapng", "keys.txt")
    }
    asked = files["question.md"]
    for text in (STATEMENTS[FAIL.requirement], "revision 36.0, section 3.1.4.8 A title", FAIL.expected, FAIL.actual):
        assert text in asked
    assert "   3 --> NetrShareEnum request" in asked
    assert STATEMENTS[FAIL.requirement] in files["requirement.md"]
    exchange = json.loads(files["exchange.json"])
    assert [one["name"] for one in exchange["messages"]] == [one.name for one in FAIL.exchange.messages]
    for message in FAIL.exchange.messages:
        assert f"[{message.section}]" in files["exchange.txt"]
        assert all(field.value in files["exchange.txt"] for field in message.fields)
    assert json.loads(files["versions.json"])["documents"] == RUN.revisions
    assert f"plugfest test --replay {FAIL.case} --run {RUN.id}" in files["again.md"]
    assert not any(run.folder in text for text in files.values())


def test_the_same_every_time(run: Run) -> None:
    assert evidence_pack(run, FAIL, STATEMENTS) == evidence_pack(run, FAIL, STATEMENTS)


def test_without_a_library_the_section_stands_for_the_sentence(run: Run) -> None:
    asked = opened(evidence_pack(run, FAIL, {})[0])["question.md"]
    assert "[MS-SRVS] revision 36.0, section 3.1.4.8" in asked
    assert "not in this library" in asked


def test_each_verdict_has_its_pack(run: Run) -> None:
    for verdict in VERDICTS:
        bare = msgspec.structs.replace(
            verdict, exchange=msgspec.structs.replace(verdict.exchange, capture="", decrypted="", keys="")
        )
        assert "## The question" in opened(evidence_pack(run, bare, STATEMENTS)[0])["question.md"]


def test_what_a_peer_wrote_stays_on_its_line(tmp_path: Path) -> None:
    run, verdicts = hostile()
    verdict: Verdict = msgspec.structs.replace(
        verdicts[1],
        title="a\n# b",
        actual="c\n```\n# d",
        exchange=msgspec.structs.replace(verdicts[1].exchange, capture="", keys=""),
    )
    files = opened(evidence_pack(run, verdict, {})[0])
    assert not [line for line in files["question.md"].splitlines() if line.startswith(("# b", "# d"))]
    assert "\x1b" not in "".join(files.values())
