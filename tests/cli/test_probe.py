"""`plugfest probe` against smbd, beside nmap on the same server, and where there is nothing to find."""

from __future__ import annotations

import json
import re
import socket

import pytest

from plugfest.cli.main import main
from plugfest.conformance.embedded import embedded_server
from tests.peers import need, run

pytestmark = pytest.mark.integration
NMAP_NAMES = {
    "Distributed File System": "SMB2_GLOBAL_CAP_DFS",
    "Leasing": "SMB2_GLOBAL_CAP_LEASING",
    "Multi-credit operations": "SMB2_GLOBAL_CAP_LARGE_MTU",
    "Multiple Channel support": "SMB2_GLOBAL_CAP_MULTI_CHANNEL",
    "Persistent handles": "SMB2_GLOBAL_CAP_PERSISTENT_HANDLES",
    "Directory Leasing": "SMB2_GLOBAL_CAP_DIRECTORY_LEASING",
    "Encryption support": "SMB2_GLOBAL_CAP_ENCRYPTION",
}
ONLY_TO_WHO_ASKS = {"SMB2_GLOBAL_CAP_MULTI_CHANNEL", "SMB2_GLOBAL_CAP_ENCRYPTION"}
"""nmap says of itself that it can do neither, so it is not shown them."""
SIGNING = {
    "Message signing enabled but not required": "enabled",
    "Message signing enabled and required": "enabled and required",
}


def probe(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["probe", *arguments])
    printed = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, printed.out, printed.err


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    status, out, err = probe(capsys, *arguments, "--json")
    assert (status, err) == (0, "")
    answer: dict[str, object] = json.loads(out)
    return answer


def supported(findings) -> set[str]:
    return {each["name"] for each in findings if each["supported"]}


def test_what_smbd_can_do(private_smbd, capsys):
    answer = found(capsys, private_smbd.url())
    assert list(answer["dialects"]) == ["2.0.2", "2.1", "3.0", "3.0.2", "3.1.1"]
    assert set(answer["ciphers"]) == {"AES-128-CCM", "AES-128-GCM", "AES-256-CCM", "AES-256-GCM"}
    assert set(answer["signing_algorithms"]) == {"HMAC-SHA256", "AES-CMAC", "AES-GMAC"}
    assert (answer["compression"], answer["problems"], answer["guest"]) == ([], [], False)
    assert answer["max_read_size"] == 8388608
    assert answer["credits"] > 4000
    assert {"srvsvc", "samr", "lsarpc"} <= set(answer["pipes"])
    assert {"share", "enc", "hidden$", "IPC$"} <= set(answer["shares"])
    codes = supported(answer["control_codes"])
    assert {"FSCTL_SET_SPARSE", "FSCTL_SRV_COPYCHUNK", "FSCTL_SRV_REQUEST_RESUME_KEY"} <= codes
    assert "FSCTL_QUERY_NETWORK_INTERFACE_INFO" in codes
    assert "FSCTL_GET_NTFS_VOLUME_DATA" not in codes
    assert {"FileAllInformation", "FileStreamInformation"} <= supported(answer["file_classes"])
    assert "FileIdInformation" not in supported(answer["file_classes"])
    assert "FileFsSizeInformation" in supported(answer["file_system_classes"])
    assert "FileIdBothDirectoryInformation" in supported(answer["directory_classes"])
    assert supported(answer["create_contexts"]) == {"MxAc", "QFid", "DHnQ", "DH2Q", "RqLs"}
    assert list(private_smbd.files.glob("plugfest-probe-*")) == []


def test_reading_only_makes_nothing(private_smbd, capsys):
    before = private_smbd.files.stat().st_mtime_ns
    answer = found(capsys, private_smbd.url(), "--read-only")
    assert private_smbd.files.stat().st_mtime_ns == before
    assert "FSCTL_SET_SPARSE" not in {each["name"] for each in answer["control_codes"]}
    assert "FileAllInformation" in supported(answer["file_classes"])


def test_nmap_agrees(private_smbd, capsys):
    """Its scripts ask for dialects, security mode and capabilities."""
    scripts = "smb-protocols,smb2-security-mode,smb2-capabilities"
    port = str(private_smbd.port)
    printed = run(
        *(need("nmap", "nmap"), "-Pn", "-n", "-p", port, "--script", scripts),
        *("--script-args", f"smbport={port}", private_smbd.host),
        deadline=60,
    )
    listed = re.search(r"smb-protocols:.*?\n\| +dialects: *\n((?:\|_? +[\d:]+\n)+)", printed)
    assert listed, printed
    answer = found(capsys, private_smbd.url())
    assert re.findall(r"\d{3}", listed[1].replace(":", "")) == [revision(one) for one in answer["dialects"]]
    mode = re.search(r"smb2-security-mode:.*?\n\| +([\d:]+): *\n\|_? +(Message signing [a-z ]+)", printed)
    assert mode, printed
    assert mode[1].replace(":", "") == "311"
    assert answer["signing"]["3.1.1"] == SIGNING[mode[2]]
    part = printed[printed.index("smb2-capabilities") :]
    for dialect, capabilities in answer["dialects"].items():
        shown = re.search(rf"\| +{':?'.join(revision(dialect))}: *\n((?:\|_? +[A-Z][A-Za-z -]+\n)+)", part)
        assert shown, f"{dialect}\n{printed}"
        theirs = {NMAP_NAMES[line.lstrip("|_ ")] for line in shown[1].splitlines()}
        assert theirs == set(capabilities) - ONLY_TO_WHO_ASKS, dialect


def revision(dialect: str) -> str:
    """As nmap writes it: `3.0.2` is `302`, `2.1` is `210`."""
    return dialect.replace(".", "").ljust(3, "0")


def test_the_table_and_our_own_server(capsys):
    with embedded_server() as embedded:
        profile = embedded.profile
        user = profile.user
        assert user is not None
        address = f"smb://{user.name}:{user.password}@{profile.host}:{profile.port}"
        status, out, err = probe(capsys, address)
        on_a_share = found(capsys, f"{address}/share")
    assert (status, err) == (0, "")
    assert re.search(r"^dialect 3\.1\.1\t", out, re.M)
    assert re.search(r"^pipes\t.*srvsvc", out, re.M)
    assert "FSCTL_QUERY_NETWORK_INTERFACE_INFO" in supported(on_a_share["control_codes"])


def test_a_wrong_password_leaves_what_everybody_may_see(private_smbd, capsys):
    url = private_smbd.url().replace(private_smbd.password, "wrong")
    status, out, err = probe(capsys, url, "--json")
    answer = json.loads(out)
    assert "3.1.1" in answer["dialects"]
    assert answer["pipes"] == []
    (problem,) = answer["problems"]
    assert "STATUS_LOGON_FAILURE" in problem
    assert (status, err) == (1, f"plugfest: {problem}\n")


def test_no_such_share(private_smbd, capsys):
    url = private_smbd.url().rpartition("/")[0] + "/absent"
    status, out, err = probe(capsys, url)
    assert re.search(r"^pipes\t.*srvsvc", out, re.M)
    assert status == 1
    assert re.fullmatch(r"plugfest: .*STATUS_BAD_NETWORK_NAME.*\n", err)


def test_nobody_listens(capsys):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        status, out, err = probe(capsys, f"smb://alice:secret@127.0.0.1:{unused.getsockname()[1]}/share")
    assert (status, out) == (3, "")
    assert "cannot be reached" in err


def test_no_address(capsys):
    status, _, err = probe(capsys, "http://alice@fileserver")
    assert status == 2
    assert "its scheme is http" in err
