"""`plugfest call` against smbd: the same answers as rpcclient's, with no code written for the interfaces."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from plugfest.cli.main import cli
from plugfest.conformance.smbd import Smbd, private_smbd
from plugfest.errors import InputError, StatusError
from plugfest.requirements.importing import import_paths
from plugfest.specs import open_library
from tests.dcerpcd import PASSWORD, USER, private_dcerpcd
from tests.peers import need, run
from tests.protocols.captured import given

DOCUMENTS = ("MS-DTYP", "MS-SRVS", "MS-SAMR", "MS-LSAT", "MS-LSAD", "MS-DSSP")
SAM = ("MS-SAMR:SamrConnect", "ServerName=null", "DesiredAccess=0x02000000")
NAME = '{"Length": 22, "MaximumLength": 22, "Buffer": "PRIVATESMBD"}'
LOOKUP = ("+", "SamrLookupDomainInSamServer", "ServerHandle=@ServerHandle", f"Name={NAME}")
DOMAIN = (
    *SAM,
    *LOOKUP,
    "+",
    "SamrOpenDomain",
    "ServerHandle=@ServerHandle",
    "DesiredAccess=0x02000000",
    "DomainId=@DomainId",
)
POLICY = ("SystemName=null", "ObjectAttributes={}", "DesiredAccess=0x02000000")


@pytest.fixture(scope="module")
def smbd() -> Iterator[Smbd]:
    need("smbd", "samba")
    need("rpcclient", "smbclient")
    with private_smbd() as running:
        yield running


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    paths = [given("specs", f"{name}.md") for name in DOCUMENTS]
    with open_library(folder) as opened:
        for _ in import_paths(opened, paths, 1):
            pass
    return folder


@pytest.fixture
def call(smbd: Smbd, library: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(library))

    def called(*arguments: str) -> Any:
        url = f"smb://{smbd.user}:{smbd.password}@{smbd.host}:{smbd.port}"
        result = CliRunner().invoke(
            cli, ["call", url, *arguments, "--json"], catch_exceptions=False, standalone_mode=False
        )
        answers = json.loads(result.output)
        return (answers[-1] if isinstance(answers, list) else answers)["answer"]

    return called


@pytest.fixture
def rpcclient(smbd: Smbd) -> Any:
    def told(command: str) -> str:
        user = f"{smbd.user}%{smbd.password}"
        return str(run(need("rpcclient", "smbclient"), "-p", str(smbd.port), "-U", user, smbd.host, "-c", command))

    return told


def _sid(tree: dict[str, Any]) -> str:
    """[MS-DTYP] 2.4.2.1."""
    authority = int(tree["IdentifierAuthority"]["Value"], 16)
    return "-".join(["S-1", str(authority), *map(str, tree["SubAuthority"])])


def _value(text: str, name: str) -> str:
    found = re.search(rf"{name}\s*:\s*(.*?)\s*$", text, re.MULTILINE)
    assert found, text
    return found[1]


@pytest.mark.integration
def test_srvsvc(call: Any, rpcclient: Any) -> None:
    info = call("MS-SRVS:NetrServerGetInfo", "ServerName=null", "Level=101")["InfoStruct"]
    told = rpcclient("srvinfo")
    assert info["sv101_name"] in told
    assert info["sv101_platform_id"] == int(_value(told, "platform_id"))
    assert f"{info['sv101_version_major']}.{info['sv101_version_minor']}" == _value(told, "os version")
    assert info["sv101_version_type"] == int(_value(told, "server type"), 16)
    shares = call(
        "MS-SRVS:NetrShareEnum", 'InfoStruct={"Level": 2, "ShareInfo": {}}', "PreferedMaximumLength=0xFFFFFFFF"
    )
    buffer = shares["InfoStruct"]["ShareInfo"]["Buffer"]
    told = rpcclient("netshareenumall")
    assert [one["shi2_netname"] for one in buffer] == re.findall(r"netname: (.*)", told)
    assert [one["shi2_path"] for one in buffer] == re.findall(r"path:\t(.*)", told)
    share = call("MS-SRVS:NetrShareGetInfo", "NetName=share", "Level=502")["InfoStruct"]
    told = rpcclient("netsharegetinfo share 502")
    assert (share["shi502_netname"], share["shi502_remark"], share["shi502_path"]) == tuple(
        _value(told, name) for name in ("netname", "remark", "path")
    )


@pytest.mark.integration
def test_samr(call: Any, rpcclient: Any) -> None:
    users = call(*DOMAIN, "+", "SamrEnumerateUsersInDomain", "DomainHandle=@DomainHandle", "EnumerationContext=0",
                 "UserAccountControl=0", "PreferedMaximumLength=65535")["Buffer"]["Buffer"]  # fmt: skip
    told = re.findall(r"user:\[(.*?)\] rid:\[0x(\w+)\]", rpcclient("enumdomusers"))
    assert [(one["Name"]["Buffer"], one["RelativeId"]) for one in users] == [(name, int(rid, 16)) for name, rid in told]
    found = call(*SAM, *LOOKUP)["DomainId"]
    assert _sid(found) == re.findall(r"Domain SID: (\S+)", rpcclient("lookupdomain PRIVATESMBD"))[0]
    rules = call(*DOMAIN, "+", "SamrQueryInformationDomain", "DomainHandle=@DomainHandle",
                 "DomainInformationClass=DomainPasswordInformation")["Buffer"]  # fmt: skip
    told = rpcclient("querydominfo 1")
    assert rules["MinPasswordLength"] == int(_value(told, "Minimum password length"))
    assert rules["PasswordProperties"] == int(_value(told, "password_properties"), 16)
    name = users[0]["Name"]["Buffer"]
    size = len(name) * 2
    names = json.dumps([{"Length": size, "MaximumLength": size, "Buffer": name}])
    rids = call(*DOMAIN, "+", "SamrLookupNamesInDomain", "DomainHandle=@DomainHandle", "Count=1", f"Names={names}")
    told = rpcclient(f"samlookupnames domain {name}")
    assert [f"0x{rid:x}" for rid in rids["RelativeIds"]["Element"]] == re.findall(r": (0x\w+) \(", told)
    password = call("MS-SAMR:SamrGetDomainPasswordInformation", "Unused=null")["PasswordInformation"]
    assert password["MinPasswordLength"] == int(_value(rpcclient("getdompwinfo"), "min_password_length"))


@pytest.mark.integration
def test_lsarpc_and_dssetup(call: Any, rpcclient: Any) -> None:
    found = call("MS-LSAD:LsarOpenPolicy2", *POLICY, "+", "LsarEnumerateAccounts", "PolicyHandle=@PolicyHandle",
                 "EnumerationContext=0", "PreferedMaximumLength=8192")["EnumerationBuffer"]["Information"]  # fmt: skip
    assert [_sid(one["Sid"]) for one in found] == re.findall(r"^(S-1-\S+)", rpcclient("lsaenumsid"), re.MULTILINE)
    names = '[{"Length": 8, "MaximumLength": 8, "Buffer": "root"}]'
    looked = call("MS-LSAT:LsarOpenPolicy2", *POLICY, "+", "LsarLookupNames", "PolicyHandle=@PolicyHandle", "Count=1",
                  f"Names={names}", 'TranslatedSids={"Sids": null, "Entries": 0}', "LookupLevel=LsapLookupWksta",
                  "MappedCount=0")  # fmt: skip
    sid = (
        f"{_sid(looked['ReferencedDomains']['Domains'][0]['Sid'])}-{looked['TranslatedSids']['Sids'][0]['RelativeId']}"
    )
    assert sid == re.findall(r"root (S-1-\S+)", rpcclient("lookupnames root"))[0]
    role = call("MS-DSSP:DsRolerGetPrimaryDomainInformation", "InfoLevel=DsRolePrimaryDomainInfoBasic")
    told = re.findall(r"Machine Role = \[(\d+)\]", rpcclient("dsroledominfo"))
    roles = ["StandaloneWorkstation", "MemberWorkstation", "StandaloneServer", "MemberServer"]
    assert role["DomainInfo"]["MachineRole"] == f"DsRole_Role{roles[int(told[0])]}"


@pytest.mark.integration
@pytest.mark.parametrize("level", ["connect", "integrity", "privacy"])
def test_over_tcp(library: Path, monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    """The endpoint mapper tells the port; a log-on at each level, and the answer that rpcclient gets."""
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(library))
    with private_dcerpcd() as samba:
        url = f"tcp://{USER}:{PASSWORD}@{samba.host}"
        arguments = [
            "call",
            "--level",
            level,
            url,
            "MS-SRVS:NetrServerGetInfo",
            "ServerName=null",
            "Level=101",
            "--json",
        ]
        result = CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False)
        binding = f"ncacn_ip_tcp:{samba.host}[seal]"
        user = f"{USER}%{PASSWORD}"
        told = run(need("rpcclient", "smbclient"), "-s", str(samba.configuration), "-U", user, binding, "-c", "srvinfo")
    info = json.loads(result.output)["answer"]["InfoStruct"]
    assert info["sv101_name"] in told
    assert info["sv101_version_type"] == int(_value(told, "server type"), 16)


@pytest.mark.integration
def test_what_is_typed_wrong(call: Any) -> None:
    with pytest.raises(InputError, match="there is no Levle"):
        call("MS-SRVS:NetrServerGetInfo", "Levle=101")
    with pytest.raises(InputError, match="a number is wanted"):
        call("MS-SRVS:NetrServerGetInfo", "Level=high")
    with pytest.raises(InputError, match=r"^Level: 0 to 4294967295 is wanted, not -1$"):
        call("MS-SRVS:NetrServerGetInfo", "Level=-1")
    with pytest.raises(InputError, match="Level is given twice: 100 and 101"):
        call("MS-SRVS:NetrServerGetInfo", "Level=100", "Level=101")
    with pytest.raises(InputError, match="no answer so far"):
        call("MS-SRVS:NetrServerGetInfo", "Level=@Level")
    with pytest.raises(StatusError, match=r"op_rng_error|BAD_STUB|fault"):
        call("MS-SRVS:NetrServerStatisticsGet", "Level=0", "Options=0")
