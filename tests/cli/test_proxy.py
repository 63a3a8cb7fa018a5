"""`plugfest proxy` as a user runs it: a line a message, and a capture that tshark reads."""

from __future__ import annotations

import re
import signal
import subprocess
import sys

import pytest

from plugfest.cli.main import main
from tests.peers import need, run

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("protection", ["sign", "encrypt"])
def test_what_a_user_sees(private_smbd, tmp_path, protection):
    smbclient, tshark = need("smbclient", "smbclient"), need("tshark", "tshark")
    capture = tmp_path / "run.pcapng"
    command = [sys.executable, "-m", "plugfest", "proxy", "--to", f"{private_smbd.host}:{private_smbd.port}", "-v"]
    with subprocess.Popen(
        [*command, "--listen", "127.0.0.1:0", "--capture", str(capture)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        started = process.stdout.readline()
        found = re.search(r"relays (\S+):(\d+) to ", started)
        assert found, started
        user = f"{private_smbd.user}%{private_smbd.password}"
        address = (f"//{found[1]}/share", "-p", found[2], "-U", user, f"--client-protection={protection}")
        run(smbclient, *address, "-c", "put /etc/hostname sent; ls; del sent")
        process.send_signal(signal.SIGTERM)
        printed, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    lines = printed.splitlines()
    messages = [line for line in lines if "→ SMB2" in line or "← SMB2" in line]
    assert re.search(r"^ +[\d.]+ #1 → SMB2 NEGOTIATE Request MessageId 0, dialects 2\.0\.2 2\.1 3\.0", messages[0])
    assert "← SMB2 NEGOTIATE Response STATUS_SUCCESS" in messages[1]
    hidden = [line for line in messages if "SMB2 TRANSFORM_HEADER" in line]
    created = [line for line in messages if "SMB2 CREATE Request MessageId" in line and 'name "sent"' in line]
    assert bool(hidden) == (protection == "encrypt")
    assert bool(created) == (protection == "sign")
    assert "    Header.Command: NEGOTIATE (0)" in lines
    seen = run(tshark, "-r", str(capture), "-T", "fields", "-e", "smb2.cmd", "-Y", "smb2.cmd")
    commands = [number for line in seen.splitlines() if line[:1].isdigit() for number in line.split(",")]
    assert len(commands) == len(messages) - len(hidden)
    assert len(run(tshark, "-r", str(capture), "-Y", "_ws.malformed").splitlines()) <= 1  # a warning about root


def test_misuse(capsys, tmp_path):
    for arguments, reason in (
        (["--to", "127.0.0.1"], "--to '127.0.0.1': HOST:PORT is wanted"),
        (["--to", "127.0.0.1:445", "--listen", "nowhere"], "--listen 'nowhere': HOST:PORT is wanted"),
        (["--to", "127.0.0.1:445", "--capture", str(tmp_path / "none" / "run.pcapng")], "is no folder"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(["proxy", *arguments])
        assert ended.value.code == 2
        assert reason in capsys.readouterr().err
