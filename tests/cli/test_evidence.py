"""`plugfest evidence`, and tshark on what it packs."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from plugfest.cli.main import main
from tests.conformance.helpers import write_suite
from tests.peers import need, run

Plugfest = Callable[..., tuple[int, str, str]]
SUITE = '''
@case(MUST, needs=[share("encrypted")])
async def test_encrypted(session: Session, target: Target) -> None:
    """What goes over an encrypted share cannot be read on the wire."""
    tree = await session.tree_connect(target.profile.shares["encrypted"])
    await tree.write_file("a.txt", b"text")
    await tree.delete("a.txt")
    expect.true(False, "the impossible", "what can be")
'''


@pytest.fixture
def plugfest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Plugfest:
    monkeypatch.setenv("PLUGFEST_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "library"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        printed = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, printed.out, printed.err

    return call


def test_a_pack_that_tshark_opens(plugfest: Plugfest, tmp_path: Path) -> None:
    tshark = need("tshark", "tshark")
    assert plugfest("test", "--suite", str(write_suite(tmp_path, SUITE)))[0] == 1
    status, out, _ = plugfest("evidence", "test_encrypted", "--json")
    document = json.loads(out)
    assert (status, document["kind"], document["file"]) == (0, "fail", "evidence-mine.test_encrypted.zip")
    first = Path(document["file"]).read_bytes()
    with zipfile.ZipFile(document["file"]) as archive:
        archive.extractall(tmp_path / "pack")
    captures = tmp_path / "pack" / "capture"
    assert sorted(path.name for path in captures.iterdir()) == [
        "keys.txt",
        "test_encrypted.decrypted.pcapng",
        "test_encrypted.pcapng",
    ]
    on_the_wire = run(tshark, "-r", str(captures / "test_encrypted.pcapng"), "-Y", "smb2")
    assert "Encrypted SMB3" in on_the_wire
    assert "a.txt" not in on_the_wire
    assert "a.txt" in run(tshark, "-r", str(captures / "test_encrypted.decrypted.pcapng"), "-Y", "smb2")
    command = (captures / "keys.txt").read_text().splitlines()[0].removeprefix("# ")
    assert "a.txt" in run("sh", "-c", f"cd {captures} && {command}")
    assert "a.txt" in (tmp_path / "pack" / "exchange.txt").read_text()
    secrets = ["alice:secret", str(tmp_path)]
    texts = [path.read_text() for path in (tmp_path / "pack").glob("*.*")]
    assert not [text for text in texts if any(one in text for one in secrets)]
    assert plugfest("evidence", "test_encrypted", "--run", "last", "-o", "again/pack.zip")[0] == 0
    assert Path("again/pack.zip").read_bytes() == first


def test_misuse(plugfest: Plugfest, tmp_path: Path) -> None:
    assert plugfest("evidence", "nothing") == (2, "", "plugfest: no stored run has a case 'nothing'\n")
    plugfest("test", "--suite", str(write_suite(tmp_path, SUITE)))
    for capture in (tmp_path / "runs").rglob("*.pcapng"):
        capture.unlink()
    status, _, err = plugfest("evidence", "test_encrypted")
    assert (status, "No such file" in err) == (2, True)
