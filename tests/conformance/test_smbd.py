"""The private smbd: it listens, says what it is told to, and nothing of it is left."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from plugfest.conformance import smbd as module
from plugfest.conformance.smbd import SmbdUnavailable

pytestmark = pytest.mark.integration


def processes_of(folder: Path) -> list[str]:
    """Command lines of the processes that know this folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes()
        except OSError:
            continue
        if str(folder).encode() in line:
            found.append(line.replace(b"\0", b" ").decode())
    return found


def test_runs_and_leaves_nothing(private_smbd):
    with module.private_smbd(settings={"server string": "another one"}) as second:
        assert second.port != private_smbd.port
        assert second.folder != private_smbd.folder
        assert len({second.user, second.user2, second.administrator}) == 3
        assert "server string = another one" in (second.folder / "smb.conf").read_text()
        assert "smbd version" in second.log()
        assert second.url("enc") == f"smb://{second.user}:{second.password}@127.0.0.1:{second.port}/enc"
        with socket.create_connection((second.host, second.port), 5):
            pass
        assert processes_of(second.folder)
    assert processes_of(second.folder) == []
    assert not second.folder.exists()
    with socket.socket() as probe:
        assert probe.connect_ex((second.host, second.port)) != 0
    assert processes_of(private_smbd.folder)


def test_folder_of_the_callers(private_smbd, tmp_path_factory):
    folder = tmp_path_factory.mktemp("s")
    if len(str(folder)) > 60:
        pytest.skip(f"{folder} is too long for Unix sockets")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)
    with module.private_smbd(folder) as smbd:
        (smbd.files / "kept").write_text("here")
    assert (folder / "share" / "kept").read_text() == "here"


@pytest.mark.parametrize(
    ("replaced", "value", "reason"),
    [
        ("shutil.which", lambda name, path=None: None, "smbd is not installed"),
        ("os.geteuid", lambda: 1000, "needs root"),
    ],
)
def test_why_there_can_be_none(monkeypatch, replaced, value, reason):
    if replaced != "shutil.which":
        monkeypatch.setattr(module.shutil, "which", lambda name, path=None: name)
    monkeypatch.setattr(f"{module.__name__}.{replaced}", value)
    with pytest.raises(SmbdUnavailable, match=reason), module.private_smbd():
        pass


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"lock directory": "/proc/nowhere"}, "pdbedit could not add .*mkdir failed"),
        ({"ncalrpc dir": "/proc/nowhere"}, "smbd ended at once"),
    ],
)
def test_configuration_that_is_refused(private_smbd, settings, reason):
    with pytest.raises(SmbdUnavailable, match=reason) as caught, module.private_smbd(settings=settings):
        pass
    assert "\n" not in str(caught.value)
