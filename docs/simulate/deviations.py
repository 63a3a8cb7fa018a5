"""Writes which rules of MS-SMB2, MS-FSCC, MS-NLMP and MS-RPCE the messages of captures break.

    python docs/simulate/deviations.py CAPTURES

CAPTURES is a folder with captures and, perhaps, an `index.csv` that tells the password of encrypted ones. The rules and
the derived structures come from the library that PLUGFEST_LIBRARY names. Why each one is a deviation, and not a rule
that was misread, stands below in our own words; what is new gets `not looked at yet`.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from plugfest.capture.dissect import Dissector
from plugfest.capture.secrets import Secrets
from plugfest.capture.streams import read_streams
from plugfest.capture.violations import Judged, derived_by, judge_messages
from plugfest.cli.simulate_rules import rule_text
from plugfest.simulate.rules.judge import RuleBook
from plugfest.simulate.rules.model import FieldRule, Use
from plugfest.simulate.simulation import Simulator
from plugfest.specs import open_library

HERE = Path(__file__).parent
DOCUMENTS = ("MS-SMB2", "MS-FSCC", "MS-NLMP", "MS-RPCE")
_PASSWORD = re.compile(r"ntlmssp\.nt_password:(\S+)")

WHY = {
    "MS-SMB2 2.2.1.2 Reserved#2": "Clients put a number here, as the first version of the protocol did with the process"
    " id; 0xFEFF is the most frequent.",
    "MS-SMB2 2.2.2 StructureSize": "A server answers READ on a broken pipe with an error status and the body of a READ"
    " response, whose StructureSize is 17, in place of an ERROR response.",
    "MS-SMB2 2.2.1.2 Command": "smbtorture sends a command that does not exist.",
    "MS-SMB2 2.2.13 SecurityFlags": "smbtorture sets bits that are reserved.",
    "MS-SMB2 2.2.13 SmbCreateFlags": "smbtorture sets bits that are reserved.",
    "MS-SMB2 2.2.13 ImpersonationLevel": "smbtorture asks for levels that do not exist.",
    "MS-SMB2 2.2.13 RequestedOplockLevel": "smbtorture asks for a level that does not exist.",
    "MS-SMB2 2.2.13 CreateOptions": "Clients hand on options that a file has only on the machine that opens it;"
    " smbtorture also sets bits that are reserved.",
    "MS-SMB2 2.2.13.2 DataOffset": "Clients give the place where the data of a context would be, where there is none.",
    "MS-SMB2 2.2.14 Reserved2": "Servers leave bytes that they do not clear.",
    "MS-SMB2 2.2.26 LockCount": "smbtorture sends a LOCK request without a lock.",
    "MS-SMB2 2.2.26.1 Reserved": "smbtorture fills the field.",
    "MS-SMB2 2.2.31 OutputOffset": "Clients say where output would begin in a request that carries none.",
    "MS-FSCC 2.4.22 Reserved2": "One server leaves bytes of its own here.",
    "MS-NLMP 2.2.2.10 Reserved": "One client writes the revision of NTLMSSP into the first reserved byte, not into the"
    " last byte of the structure.",
    "MS-NLMP 2.2.2.10 NTLMRevisionCurrent": "The same client: the revision stands three bytes before its place.",
}


class Deviation(NamedTuple):
    """One rule, and where it is broken."""

    rule: FieldRule
    times: int
    checked: int
    """How often it was applied."""
    files: int
    first: Judged
    file: str

    @property
    def place(self) -> str:
        """`MS-SMB2 2.2.13 CreateOptions`."""
        return f"{self.rule.document} {self.rule.section} {self.rule.field}"


def captures(folder: Path) -> Iterator[tuple[Path, Secrets | None]]:
    """The captures below a folder, with what opens them."""
    passwords = {}
    for index in folder.rglob("index.csv"):
        with index.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if found := _PASSWORD.match(row.get("decrypt_with") or ""):
                    passwords[index.parent / row["file"]] = found[1]
    for path in sorted(folder.rglob("*.pcap*")) + sorted(folder.rglob("*.cap")):
        yield path, Secrets.of(password=passwords[path]) if path in passwords else None


def judgements(simulator: Simulator, folder: Path) -> Iterator[tuple[Path, Judged]]:
    """Every rule applied to every message of every capture."""
    derive = derived_by(simulator.shelf, DOCUMENTS)

    def book(name: str) -> RuleBook | None:
        return simulator.rules.book(name) if name in DOCUMENTS else None

    for path, secrets in captures(folder):
        messages = Dissector(secrets).messages(read_streams(path))
        for one in judge_messages(messages, book, derive):
            yield path, one


def deviations(simulator: Simulator, folder: Path) -> tuple[list[Deviation], Counter[str]]:
    """What is broken, and how many rules of each document were applied."""
    checked: Counter[tuple[str, str]] = Counter()
    broken: dict[tuple[str, str], list[tuple[Path, Judged]]] = {}
    documents: dict[tuple[str, str], str] = {}
    for path, one in judgements(simulator, folder):
        key = (one.rule.requirement, rule_text(one.rule))
        checked[key] += 1
        documents[key] = one.rule.document
        if not one.kept:
            broken.setdefault(key, []).append((path, one))
    found = [
        Deviation(
            places[0][1].rule,
            len(places),
            checked[key],
            len({path for path, _ in places}),
            places[0][1],
            places[0][0].name,
        )
        for key, places in broken.items()
    ]
    return sorted(found, key=lambda one: (one.place, one.rule.requirement)), Counter(documents.values())


def page(found: list[Deviation], applied: Counter[str], totals: dict[str, int]) -> str:
    """The page."""
    lines = [
        "# Deviations in captures",
        "",
        "<!-- Written by deviations.py. -->",
        "",
        "Rules that `plugfest simulate` reads from the sentences of field definitions, held against captures of",
        "Windows, Samba, smbtorture and others. Each row names the first frame; tshark shows the same bytes there.",
        "",
        "| document | rules that judge what is sent | of them applied |",
        "| --- | ---: | ---: |",
    ]
    lines += [f"| {name} | {totals[name]} | {applied[name]} |" for name in DOCUMENTS]
    lines += [
        "",
        "| rule | field | level | who | broken | applied | captures | first: file, frame, value |",
        "| --- | --- | --- | --- | ---: | ---: | ---: | --- |",
    ]
    for one in found:
        rule = one.rule
        value = one.first.value
        shown = f"0x{value:X}" if isinstance(value, int) else value.hex() if isinstance(value, bytes) else str(value)
        lines.append(
            f"| {rule.requirement} `{rule_text(rule).replace('|', chr(92) + '|')}` | {rule.section} `{rule.field}` |"
            f" {rule.level} | {rule.actor} | {one.times} | {one.checked} | {one.files} |"
            f" {one.file}, {one.first.message.frame}, {shown} |"
        )
    lines += ["", "## Why they are deviations", ""]
    for place in dict.fromkeys(one.place for one in found):
        lines.append(f"- `{place}`: {WHY.get(place, 'not looked at yet.')}")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the page."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    with open_library() as library:
        simulator = Simulator(library)
        found, applied = deviations(simulator, Path(arguments[0]))
        totals = {name: sum(one.use is Use.SENT for one in simulator.rules.fields(name).rules) for name in DOCUMENTS}
    (HERE / "deviations.md").write_text(page(found, applied, totals), encoding="utf-8")
    print(f"{len(found)} rules are broken somewhere")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
