"""What people type, and what they write into a TOML file."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugfest.errors import InputError
from plugfest.net.configuration import (
    dialects_between,
    make_share,
    parse_listen,
    parse_mutant,
    parse_share,
    parse_user,
    read_configuration,
    server_config,
)
from plugfest.net.storage import DirectoryStorage
from plugfest.protocols.ms_smb2.constants import DIALECTS, Dialect


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("127.0.0.1:0", ("127.0.0.1", 0)),
        (":4455", ("127.0.0.1", 4455)),
        ("[::1]:445", ("::1", 445)),
        ("localhost:65535", ("localhost", 65535)),
    ],
)
def test_a_place_to_listen(text: str, place: tuple[str, int]) -> None:
    assert parse_listen(text) == place


@pytest.mark.parametrize("text", ["", "4455", "host:", "host:smb", "host:65536", "host:-1"])
def test_no_place_to_listen(text: str) -> None:
    with pytest.raises(InputError, match="HOST:PORT"):
        parse_listen(text)


def test_a_user_with_groups() -> None:
    user = parse_user("alice:pass:Administrators,Staff")
    assert (user.name, user.groups) == ("alice", frozenset(("Administrators", "Staff")))


@pytest.mark.parametrize("text", ["alice", ":secret", ""])
def test_no_user(text: str) -> None:
    with pytest.raises(InputError, match="NAME:PASSWORD"):
        parse_user(text)


def test_a_share_on_disk(tmp_path: Path) -> None:
    share = parse_share(f"docs={tmp_path},ro,encrypt")
    assert (share.name, share.read_only, share.encrypt_data) == ("docs", True, True)
    assert isinstance(share.storage, DirectoryStorage)


def test_a_share_in_memory() -> None:
    share = parse_share("scratch")
    assert not isinstance(share.storage, DirectoryStorage)
    assert not share.read_only


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("=", "NAME or NAME=PATH"),
        ("docs=", "NAME or NAME=PATH"),
        ("docs,rw", "unknown option 'rw'"),
        ("docs=/no/such/folder", "no folder"),
    ],
)
def test_no_share(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        parse_share(text)


def test_a_file_is_no_share(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(InputError, match="no folder"):
        make_share("docs", str(file))


def test_dialects() -> None:
    assert dialects_between(None, None) == DIALECTS
    assert dialects_between("2.1", "3.0") == (Dialect.SMB_2_1, Dialect.SMB_3_0)
    with pytest.raises(InputError, match="no dialect is between"):
        dialects_between("3.0", "2.1")
    with pytest.raises(InputError, match=r"'1\.0' is no dialect"):
        dialects_between("1.0", None)


def test_a_mutant() -> None:
    mutant = parse_mutant("MS-SRVS:3.1.4.8:cd9e53458c:change")
    assert (mutant.rule, mutant.operator) == ("MS-SRVS:3.1.4.8:cd9e53458c", "change")
    with pytest.raises(InputError, match="RULE"):
        parse_mutant("MS-SRVS")


def test_names_are_unlike() -> None:
    alice = parse_user("alice:a")
    with pytest.raises(InputError, match=r"share IPC\$ is there twice"):
        server_config(users=[alice], shares=[parse_share("ipc$")])
    with pytest.raises(InputError, match="user ALICE is there twice"):
        server_config(users=[alice, parse_user("ALICE:b")])


def test_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    file = tmp_path / "server.toml"
    file.write_text(
        """
        name = "LAB"
        listen = "127.0.0.1:0"
        min_dialect = "3.0"
        require_signing = true

        [[users]]
        name = "alice"
        password = "secret"
        groups = ["Administrators"]

        [[shares]]
        name = "docs"
        path = "data"
        comment = "Beside the file"
        read_only = true
        users = ["alice"]
        """,
        encoding="utf-8",
    )
    keywords = read_configuration(file)
    assert keywords.pop("listen") == "127.0.0.1:0"
    config = server_config(**keywords)
    assert (config.name, config.require_message_signing) == ("LAB", True)
    assert config.dialects == (Dialect.SMB_3_0, Dialect.SMB_3_0_2, Dialect.SMB_3_1_1)
    share = config.shares[0]
    assert (share.name, share.remark, share.read_only, share.users) == (
        "docs",
        "Beside the file",
        True,
        frozenset(("alice",)),
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nmae = 'x'", "nmae is unknown"),
        ("require_signing = 'yes'", "require_signing is to be true or false, not 'yes'"),
        ("users = [{name = 'a'}]", r"users\[0\]\.password is missing"),
        ("users = ['a:b']", r"users\[0\] is to be a table"),
        ("[[shares]]\nname = 's'\nwritable = true", r"shares\[0\]\.writable is unknown"),
        ("[[shares]]\nname = 's'\npath = 'absent'", "share s: .*absent is no folder"),
        ("[[shares]]\nname = 's'\nmax_uses = true", r"max_uses is to be a number"),
        ("max_dialect = '4'", "'4' is no dialect"),
        ("=", "line 1"),
    ],
)
def test_a_file_that_is_wrong(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "server.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=reason) as caught:
        read_configuration(file)
    assert str(caught.value).startswith(str(file))
    assert "\n" not in str(caught.value)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_configuration(tmp_path / "absent.toml")
