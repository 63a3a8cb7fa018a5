"""Given captures held against the rules of the given documents: what is broken stands in the list of deviations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugfest.capture.dissect import Dissector
from plugfest.capture.streams import read_streams
from plugfest.capture.violations import Judged, derived_by, judge_calls, judge_messages
from plugfest.records.requirements import Actor
from plugfest.requirements.importing import import_paths
from plugfest.simulate.rules.methods import MethodUse
from plugfest.simulate.simulation import Simulator
from plugfest.specs import open_library
from tests.protocols.captured import given

DOCUMENTS = ("MS-SMB2", "MS-FSCC", "MS-NLMP", "MS-RPCE", "MS-WKST")
CAPTURES = (
    "samba/smb2_lock.pcap",
    "samba/rpc_wkssvc.pcap",
    "zeek_zeek/smb__smb_many_open_files_500.pcap.gz",
    "zeek_zeek/smb__smb2.delete-on-close-perms-delete-existing.pcap",
)
DEVIATIONS = Path(__file__).parents[2] / "docs" / "simulate" / "deviations.md"


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    folder = given("specs")
    with open_library(tmp_path_factory.mktemp("rules")) as library:
        for _ in import_paths(library, [folder / f"{name}.md" for name in DOCUMENTS], 1):
            pass
        yield Simulator(library)


def judged(simulator: Simulator, capture: str) -> list[Judged]:
    messages = Dissector().messages(read_streams(given("captures") / capture))
    return list(judge_messages(messages, simulator.rules.book, derived_by(simulator.shelf, DOCUMENTS)))


@pytest.mark.parametrize("capture", CAPTURES)
def test_what_is_broken_is_a_known_deviation(simulator: Simulator, capture: str) -> None:
    found = judged(simulator, capture)
    assert len({one.rule.requirement for one in found}) > 20
    known = set(re.findall(r"\| (MS-[^ |]+) ", DEVIATIONS.read_text(encoding="utf-8")))
    assert {one.rule.requirement for one in found if not one.kept} <= known


def test_smbtortures_lies_are_found_where_they_are(simulator: Simulator) -> None:
    broken = {
        (one.rule.section, one.rule.field): one for one in reversed(judged(simulator, CAPTURES[0])) if not one.kept
    }
    count = broken["2.2.26", "LockCount"]
    assert (count.message.frame, count.value, count.rule.actor) == (18, 0, Actor.CLIENT)
    assert broken["2.2.26.1", "Reserved"].value == 0x87654321


def test_a_code_that_the_method_does_not_list(simulator: Simulator) -> None:
    messages = Dissector().messages(read_streams(given("captures") / CAPTURES[1]))

    def rules(document: str) -> list[object]:
        return list(simulator.rules.methods(document).rules) if document == "MS-WKST" else []

    found = list(judge_calls(messages, rules))  # type: ignore[arg-type]
    [one] = [call for call in found if not call.kept]
    assert (one.rule.method, one.rule.use, one.returned) == ("NetrWkstaTransportEnum", MethodUse.RETURNS, 0x32)
