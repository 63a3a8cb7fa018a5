"""The evidence of one verdict as a zip that can be sent: capture, decoded exchange, sentence, question, versions."""

from __future__ import annotations

import io
import json
import platform
import shlex
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from plugfest.records import Message, Run, Verdict, VerdictKind
from plugfest.reports.jsonfile import verdict_json
from plugfest.reports.model import Citation, Judged, judge, printable
from plugfest.reports.sections import Titles

_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""Of the time that zip files know: the same verdict gives the same bytes."""


def evidence_pack(
    run: Run, verdict: Verdict, statements: Mapping[str, str], *, titles: Titles | None = None
) -> tuple[bytes, list[str]]:
    """The zip and the names in it; the captures are read from the run's folder. Raises OSError."""
    (judged,) = judge([verdict], statements)
    record = verdict_json(judged)
    exchange = record.pop("exchange")
    files: dict[str, bytes] = {
        name: printable(text).encode()
        for name, text in (
            ("question.md", question(run, judged, titles or {})),
            ("requirement.md", _requirements(run, judged, titles or {})),
            ("exchange.txt", exchange_text(verdict.exchange.messages)),
            ("exchange.json", json.dumps(exchange, indent=1) + "\n"),
            ("verdict.json", json.dumps(record, indent=1) + "\n"),
            ("versions.json", json.dumps(_versions(run), indent=1) + "\n"),
            ("again.md", _again(run, verdict)),
        )
    }
    for path in (verdict.exchange.capture, verdict.exchange.decrypted, verdict.exchange.keys):
        if path:
            files[f"capture/{Path(path).name}"] = (Path(run.folder) / path).read_bytes()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return stream.getvalue(), sorted(files)


def question(run: Run, one: Judged, titles: Titles) -> str:
    """What the document says, what was sent, what came, what was expected, and what is asked of its owner."""
    verdict = one.verdict
    about = one.citations[0] if one.citations else None
    lines = [f"# {_heading(about, verdict)}", ""]
    if about:
        lines += ["## What the document says", "", *_citation(run, about, titles), ""]
    lines += ["## What was sent, and what came", "", f"{_flat(verdict.title)} (`{_flat(verdict.case)}`)", ""]
    lines += ["```text", *_ladder(verdict.exchange.messages), "```", ""]
    if verdict.expected or verdict.actual:
        lines += [f"Expected: {_flat(verdict.expected)}", "", f"Came: {_flat(verdict.actual)}", ""]
    elif verdict.reason:
        lines += [f"Verdict: {verdict.kind.value}, {_flat(verdict.reason)}", ""]
    lines += ["## The question", "", *_asked(about, verdict), ""]
    lines += [
        "Every message stands decoded in `exchange.txt`; the bytes are in `capture/`; `again.md` runs it again.",
        "",
    ]
    return "\n".join(lines)


def _heading(about: Citation | None, verdict: Verdict) -> str:
    return _flat(f"[{about.document}] {about.section}: {verdict.title}" if about else verdict.title)


def _asked(about: Citation | None, verdict: Verdict) -> list[str]:
    """What the owner of the document can decide."""
    where = _flat(f"section {about.section} of [{about.document}]") if about else "the document"
    if verdict.kind not in (VerdictKind.FAIL, VerdictKind.DEVIATION):
        return [f"Is what was seen here what {where} means?"]
    word = "requires" if verdict.kind is VerdictKind.FAIL else "recommends"
    lines = [
        f"We read {where} so that it {word} what we expected; the implementation does otherwise.",
        "",
        f"1. Is our reading of {where} right?",
        "2. If it is: is the implementation wrong, or is its behaviour permitted by another section?",
        "3. If it is not: which words lead to the right reading, and can the document be made to say so?",
    ]
    if verdict.known:
        lines += ["", f"What is known of this target: {_flat(verdict.known)}"]
    return lines


def _requirements(run: Run, one: Judged, titles: Titles) -> str:
    lines = ["# Requirements", ""]
    for citation in one.citations:
        lines += [*_citation(run, citation, titles), ""]
    return "\n".join(lines)


def _citation(run: Run, citation: Citation, titles: Titles) -> list[str]:
    """Where it stands, and the sentence where the library has it."""
    title = titles.get(citation.document, {}).get(citation.section, "")
    revision = run.revisions.get(citation.document, "")
    place = [
        f"[{citation.document}]",
        f"revision {revision}," if revision else "",
        f"section {citation.section}",
        title,
    ]
    lines = [_flat(" ".join(place)), "", _flat(f"`{citation.id}` {citation.level}"), ""]
    if citation.statement:
        return [*lines, f"> {_flat(citation.statement)}"]
    return [*lines, "(The sentence is not in this library; the section has it.)"]


def _ladder(messages: tuple[Message, ...]) -> Iterator[str]:
    for one in messages:
        yield f"{one.number:4} {'-->' if one.sent else '<--'} {_flat(f'{one.name}  {one.summary}')}".rstrip()


def exchange_text(messages: tuple[Message, ...]) -> str:
    """Every message with its fields and bytes."""
    lines = []
    for one in messages:
        way = "sent" if one.sent else "received"
        lock = ", encrypted on the wire" if one.encrypted else ""
        head = f"{one.number} {way} after {one.time * 1000:.1f} ms on connection {one.connection}{lock}: {one.name}"
        lines.append(_flat(f"{head}  {one.summary}").rstrip() + (f"  [{one.section}]" if one.section else ""))
        lines += [
            f"  {one_.offset if one_.offset >= 0 else '':>6}  {_flat(one_.name)} = {_flat(one_.value)}"
            for one_ in one.fields
        ]
        for start in range(0, len(one.data), 16):
            row = one.data[start : start + 16]
            text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
            lines.append(f"    {start:04x}  {row.hex(' '):<47}  {text}")
        lines.append("")
    return "\n".join(lines) + "\n"


def _versions(run: Run) -> dict[str, Any]:
    return {
        "plugfest": run.version,
        "python": platform.python_version(),
        "system": platform.system(),
        "run": run.id,
        "started": run.started,
        "target": run.target,
        "profile": run.profile,
        "capabilities": run.capabilities,
        "documents": run.revisions,
    }


def _again(run: Run, verdict: Verdict) -> str:
    """The commands, for whoever ran it and for whoever gets this."""
    case = printable(verdict.case)
    profile = ["--profile", printable(run.profile)] if run.profile and run.profile != "embedded" else []
    file, _, name = case.partition("[")[0].rpartition("::")
    theirs = [
        "plugfest",
        "test",
        *profile,
        "smb://USER:PASSWORD@HOST:PORT/SHARE",
        "-k",
        f"{Path(file).stem} and {name}",
    ]
    ours = ["plugfest", "test", "--replay", case, "--run", run.id]
    return "\n".join(
        [
            f"# Run `{_flat(case)}` again",
            "",
            f"With plugfest {run.version}, where run {run.id} is kept:",
            "",
            f"    {shlex.join(ours)}",
            "",
            "Anywhere, against any server (a suite of your own is named with --suite):",
            "",
            f"    {shlex.join(theirs)}",
            "",
        ]
    )


def _flat(text: str) -> str:
    """On one line, and printable."""
    return " ".join(printable(text).split())
