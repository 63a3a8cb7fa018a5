"""Profiles, URLs, known deviations."""

from pathlib import Path

import pytest

from plugfest.conformance.targets import (
    Account,
    Capabilities,
    Deviation,
    Profile,
    Target,
    load_profile,
    parse_url,
    profile_names,
    resolve,
)
from plugfest.errors import InputError
from plugfest.records import Verdict, VerdictKind


def test_url() -> None:
    profile = parse_url("smb://DOM;al%40ice:s%3Acret@server:4455/a%20share")
    assert (profile.host, profile.port, profile.shares) == ("server", 4455, {"disk": "a share"})
    assert profile.user == Account("al@ice", "s:cret", "DOM")


def test_the_address_has_no_password() -> None:
    assert parse_url("smb://alice:secret@[::1]:4455/share").address == "smb://alice@[::1]:4455/share"
    assert parse_url("server").address == "smb://server:445"


@pytest.mark.parametrize(
    "url", ["http://server", "smb://", "smb://server:port/x", "smb://server:99999/", "smb://[::1/x"]
)
def test_bad_url_is_one_line_without_the_password(url: str) -> None:
    with pytest.raises(InputError, match=r"^target: ") as caught:
        parse_url(url.replace("//", "//alice:secret@") if url != "smb://" else url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", profile_names())
def test_shipped_profiles_load(name: str) -> None:
    assert load_profile(name).name == name


def test_the_url_goes_over_the_profile() -> None:
    profile = resolve("smb://carol:x@127.0.0.1:1/files", "samba-4.17")
    assert profile.user == Account("carol", "x")
    assert profile.shares["disk"] == "files"
    assert profile.shares["encrypted"] == load_profile("samba-4.17").shares["encrypted"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("host = 3", "Expected `str`"),
        ("hots = 'x'", "unknown field `hots`"),
        ("[[deviations]]\ncase = 'a'", "missing required field `reason`"),
        ("[[deviations]]\ncase = 'a'\nreason = ''", "length >= 1"),
        ("host =", "profile"),
    ],
)
def test_a_bad_profile_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(InputError, match=problem):
        load_profile(str(file))


def test_a_profile_without_a_host_wants_a_target() -> None:
    with pytest.raises(InputError, match="names no host"):
        resolve("", "samba-4.17")
    with pytest.raises(InputError, match=r"none of .*embedded"):
        load_profile("windows-95")


def test_known_deviations() -> None:
    requirement = "MS-SMB2:1.1:0000000001"
    profile = Profile(
        deviations=(
            Deviation(case="a", reason="old"),
            Deviation(case="b", reason="odd", requirement=requirement),
        )
    )

    def weighed(case: str, kind: VerdictKind, about: str = "") -> tuple[str, bool]:
        verdict = profile.weigh(Verdict(case=case, kind=kind, requirement=about))
        return verdict.known, verdict.unexpected_pass

    assert weighed("a", VerdictKind.FAIL) == ("old", False)
    assert weighed("a", VerdictKind.INCONCLUSIVE) == ("", False)
    assert weighed("a", VerdictKind.PASS) == ("", True)
    assert weighed("b", VerdictKind.DEVIATION, requirement) == ("odd", False)
    assert weighed("b", VerdictKind.FAIL, "MS-SMB2:1.1:0000000002") == ("", False)
    assert weighed("c", VerdictKind.PASS) == ("", False)


def test_what_a_target_lacks_as_a_whole_takes_one_entry() -> None:
    lacking = Deviation(case="ms_srvs/*", actual="opnum 30: nca_s_op_rng_error", reason="there is no opnum 30")
    profile = Profile(deviations=(lacking,))
    assert (
        profile.known("ms_srvs/paths.py::test_types", "x", "opnum 30: nca_s_op_rng_error (0x1C010002)")
        == lacking.reason
    )
    assert profile.known("ms_srvs/paths.py::test_types", "x", "opnum 31: nca_s_op_rng_error (0x1C010002)") == ""
    assert profile.known("ms_smb2/paths.py::test_types", "x", "opnum 30: nca_s_op_rng_error (0x1C010002)") == ""
    passed = profile.weigh(Verdict(case="ms_srvs/paths.py::test_types", kind=VerdictKind.PASS))
    assert not passed.unexpected_pass


def test_the_user_stands_for_the_administrator_where_it_is_one() -> None:
    profile = Profile(user=Account("root", "x"))
    assert Target(profile, Capabilities(administrator=True)).credentials("administrator").user == "root"
    with pytest.raises(InputError, match="names no administrator"):
        Target(profile, Capabilities()).credentials("administrator")


def test_a_profile_adds_to_one_that_comes_with_plugfest(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'base = "samba-4.17"\nhost = "fs1"\n[user]\nname = "alice"\n[shares]\ndisk = "files"\n'
        '[[deviations]]\ncase = "a.py::b"\nreason = "mine"\n'
    )
    base, found = load_profile("samba-4.17"), load_profile(str(file))
    assert (found.name, found.host, found.base) == ("mine", "fs1", "")
    assert found.user == Account("alice")
    assert found.shares == {**base.shares, "disk": "files"}
    assert found.deviations[1:] == base.deviations
    assert found.known("a.py::b", "") == "mine"
    file.write_text('base = "mine"\n')
    with pytest.raises(InputError, match="none of embedded, impacket"):
        load_profile(str(file))
