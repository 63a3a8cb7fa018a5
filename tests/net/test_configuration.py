"""What people type, and what they write into a TOML file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugfest.errors import InputError
from plugfest.net.configuration import (
    LIMITS,
    dialects_between,
    make_share,
    parse_limit,
    parse_listen,
    parse_mutant,
    parse_share,
    parse_user,
    read_configuration,
    server_config,
)
from plugfest.net.storage import DirectoryStorage
from plugfest.protocols.ms_smb2.constants import DIALECTS, Dialect
from plugfest.protocols.ms_smb2.server import Server, ServerConfig


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
        ("[[shares]]\nname = 's'\nmax_uses = true", r"max_uses is to be a whole number, not True"),
        ("max_dialect = '4'", "max_dialect: '4' is no dialect"),
        ("[[users]]\nname = 'a'\npassword = 'b'\ngroups = ['x', 1]", r"users\[0\]\.groups\[1\] is to be text, not 1"),
        ("[[users]]\nname = ''\npassword = 'b'", r"users\[0\]\.name is empty"),
        ("[[shares]]\nname = 's'\nusers = [['a']]", r"shares\[0\]\.users\[0\] is to be text, not \['a'\]"),
        ("[[shares]]\nname = 's'\nusers = 'a'", r"shares\[0\]\.users is to be a list, not 'a'"),
        ("[[shares]]\nname = 's'\nmax_uses = -1", r"shares\[0\]\.max_uses is to be from 0"),
        ("[[shares]]\nname = 'a\\b'", r"shares\[0\]: share .* is to have 1 to 80 characters"),
        ("[[shares]]\nname = 's'\n[[shares]]\nname = 'S'", "share S is there twice"),
        ("listen = 'nowhere'", "listen 'nowhere': HOST:PORT is wanted"),
        ("name = ''", "the server's name '' is to have 1 to"),
        ("drain = -1", "drain is to be 0 or more"),
        ("drain = 1.5", "drain is to be a whole number, not 1.5"),
        ("limits = 7", "limits is to be a table, not 7"),
        ("limits = {max_open = 7}", r"limits\.max_open is unknown"),
        ("limits = {max_opens = 0}", r"limits\.max_opens is to be from 1 to"),
        ("limits = {max_read_size = 99}", r"limits\.max_read_size is to be from 65536 to 8388608, not 99"),
        ("limits = {max_transact_size = 65536}", "max_write_size is to be no more than max_transact_size"),
        ("limits = {max_opens = '7'}", r"limits\.max_opens is to be a whole number, not '7'"),
        ('"a\\nb" = 1', r"'a\\nb' is unknown"),
        ("drain = " + 5000 * "1", "digits"),
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


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=True).replace("\\ud", "\\u0")


_KEYS = st.sampled_from(
    ["name", "listen", "users", "shares", "limits", "drain", "password", "groups", "path", "max_uses", "max_opens", "x"]
)
_VALUES = st.recursive(
    st.booleans() | st.integers(-5, 1 << 70) | st.text(max_size=5) | st.sampled_from(["3.0", "a:0", "."]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(table=st.dictionaries(_KEYS, _VALUES, max_size=5))
def test_any_table_is_read_or_refused_in_a_line(tmp_path: Path, table: dict[str, Any]) -> None:
    file = tmp_path / "server.toml"
    file.write_text("\n".join(f"{key} = {_toml(value)}" for key, value in table.items()), encoding="utf-8")
    _read_or_refused(file)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=40) | st.text("[]{}=.\"'\n#a1\\", max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused_in_a_line(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "server.toml"
    file.write_bytes(b'name = "x"\n' + data)
    _read_or_refused(file)


def _read_or_refused(file: Path) -> None:
    reason, keywords = "", {}
    try:
        keywords = read_configuration(file)
    except InputError as error:
        reason = str(error)
    if reason:
        assert reason.startswith(f"{file}: ")
        assert "\n" not in reason
        return
    for key in ("listen", "drain"):
        keywords.pop(key, None)
    Server(server_config(**keywords), random=bytes, now=0)


def test_limits_from_a_file_and_from_options(tmp_path: Path) -> None:
    file = tmp_path / "server.toml"
    file.write_text("drain = 3\n[limits]\nmax_opens = 7\nlogon_timeout = 5\n", encoding="utf-8")
    keywords = read_configuration(file)
    assert keywords.pop("drain") == 3
    config = server_config(**keywords)
    assert (config.max_opens, config.logon_timeout) == (7, 5)
    assert parse_limit("max_opens=9") == ("max_opens", 9)
    for text in ("max_opens", "max_opens=", "max_opens=x", "max_opens=0", "max_opens=99999999999", "opens=1"):
        with pytest.raises(InputError, match="--limit"):
            parse_limit(text)


def test_every_limit_is_a_field_and_its_default_within_bounds() -> None:
    config = ServerConfig()
    for name, (low, high) in LIMITS.items():
        assert low <= getattr(config, name) <= high


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_configuration(tmp_path / "absent.toml")
