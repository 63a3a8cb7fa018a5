"""subunit: the streams of test results that Samba's tools read, version 1 (lines of text) and version 2 (packets)."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from plugfest.records import Run, Verdict
from plugfest.reports.junit import explanation
from plugfest.reports.model import UNFINISHED, Judged, Standing, judge, printable

_WORDS = {
    Standing.PASS: "success",
    Standing.FAIL: "failure",
    Standing.DEVIATION: "failure",
    Standing.ERROR: "error",
    Standing.INCONCLUSIVE: "error",
    Standing.KNOWN: "xfail",
    Standing.NOT_APPLICABLE: "skip",
}
_NOT_FINISHED = "plugfest::finished"
"""The test that stands for the rest of a run that was cut off."""
_IN_PROGRESS = 2
_STATUS = {"success": 3, "uxsuccess": 4, "skip": 5, "failure": 6, "error": 6, "xfail": 7}
_VERSION, _ID, _TIME, _RUNNABLE, _FILE, _MIME, _END = 0x2000, 0x0800, 0x0200, 0x0100, 0x0040, 0x0020, 0x0010


def report_subunit(
    run: Run, verdicts: Sequence[Verdict], statements: Mapping[str, str], *, levels: Mapping[str, str] | None = None
) -> str:
    """A run in version 1; what the profile knows is an expected failure.

    Each file of cases is a test suite, as Samba's tools have it; others take these lines for output.
    """
    lines = [f"progress: {len(verdicts) + (not run.finished)}"]
    suites: dict[str, list[tuple[Judged, datetime]]] = {}
    for one, began in _in_time(run, verdicts, statements, levels):
        suites.setdefault(_name(one).rpartition("::")[0] or "cases", []).append((one, began))
    for suite, members in suites.items():
        lines.append(f"testsuite: {suite}")
        for one, began in members:
            lines += _test(one, began)
        words = {_word(one) for one, _ in members}
        result = next((word for word in ("error", "failure", "uxsuccess") if word in words), "success")
        lines.append(f"testsuite-{result}: {suite}")
    if not run.finished:
        lines += ["testsuite: plugfest", f"test: {_NOT_FINISHED}", f"error: {_NOT_FINISHED} [", UNFINISHED, "]"]
        lines.append("testsuite-error: plugfest")
    return "\n".join(lines) + "\n"


def _test(one: Judged, began: datetime) -> list[str]:
    """The lines of one case."""
    name, word, text = _name(one), _word(one), _text(one)
    ended = began + timedelta(seconds=one.verdict.duration)
    lines = [f"time: {_clock(began)}", f"test: {name}", f"time: {_clock(ended)}"]
    if not text:
        return [*lines, f"{word}: {name}"]
    details = [" ]" if line == "]" else line for line in text.splitlines()]  # "]" ends the details
    return [*lines, f"{word}: {name} [", *details, "]"]


def report_subunit2(
    run: Run, verdicts: Sequence[Verdict], statements: Mapping[str, str], *, levels: Mapping[str, str] | None = None
) -> bytes:
    """A run in version 2: for each case a packet that begins it, its text where there is some, and its result."""
    packets = []
    ended = _began(run)
    for one, began in _in_time(run, verdicts, statements, levels):
        name, text = _name(one), _text(one)
        ended = began + timedelta(seconds=one.verdict.duration)
        packets.append(_packet(_IN_PROGRESS, name, began))
        if text:
            packets.append(_packet(0, name, ended, text))
        packets.append(_packet(_STATUS[_word(one)], name, ended))
    if not run.finished:
        packets.append(_packet(0, _NOT_FINISHED, ended, UNFINISHED))
        packets.append(_packet(_STATUS["error"], _NOT_FINISHED, ended))
    return b"".join(packets)


def _began(run: Run) -> datetime:
    try:
        return datetime.fromisoformat(run.started.replace("Z", "+00:00")).astimezone(UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def _in_time(
    run: Run, verdicts: Sequence[Verdict], statements: Mapping[str, str], levels: Mapping[str, str] | None
) -> list[tuple[Judged, datetime]]:
    """The verdicts in the order they fell, each with the time when its case began (as if none ran beside it)."""
    judged = {one.verdict.case: one for one in judge(verdicts, statements, levels)}
    clock = _began(run)
    found = []
    for verdict in verdicts:
        found.append((judged[verdict.case], clock))
        clock += timedelta(seconds=verdict.duration)
    return found


def _name(one: Judged) -> str:
    """The case's id on one line."""
    return " ".join(printable(one.verdict.case).split()) or "case"


def _word(one: Judged) -> str:
    return "uxsuccess" if one.verdict.unexpected_pass else _WORDS[one.standing]


def _text(one: Judged) -> str:
    """Why it is no pass."""
    match one.standing:
        case Standing.PASS:
            return ""
        case Standing.NOT_APPLICABLE:
            return printable(one.verdict.reason)
        case Standing.KNOWN:
            return printable(f"known {one.verdict.kind.value}: {one.verdict.known}")
        case _:
            return printable(f"{one.verdict.kind.value}: {one.verdict.reason}\n") + explanation(one)


def _clock(when: datetime) -> str:
    return when.strftime("%Y-%m-%d %H:%M:%S.%fZ")


def _packet(status: int, name: str, when: datetime, text: str = "") -> bytes:
    """One packet: signature, flags, length, the parts that the flags announce, CRC-32."""
    flags = _VERSION | _ID | _TIME | _RUNNABLE | status
    content = int(when.timestamp()).to_bytes(4, "big") + _number(when.microsecond * 1000) + _bytes(name)
    if text:
        flags |= _FILE | _MIME | _END
        content += _bytes("text/plain;charset=utf8") + _bytes("reason") + _bytes(text)
    head = b"\xb3" + flags.to_bytes(2, "big")
    length = len(head) + len(content) + 4
    size = next(n for n in (1, 2, 3, 4) if length + n < 1 << (8 * n - 2))
    packet = head + _number(length + size, size) + content
    return packet + zlib.crc32(packet).to_bytes(4, "big")


def _number(value: int, size: int = 0) -> bytes:
    """The two high bits say how many bytes follow the first."""
    size = size or next(n for n in (1, 2, 3, 4) if value < 1 << (8 * n - 2))
    return (value | (size - 1) << (8 * size - 2)).to_bytes(size, "big")


def _bytes(text: str) -> bytes:
    data = text.encode()[: (1 << 22) - 64]
    return _number(len(data)) + data
