"""Addresses: what is understood, what is refused and why, and that no message shows a password."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import InputError
from plugfest.net import SmbUrl, parse_url
from plugfest.protocols.ms_nlmp import Credentials


def test_everything_that_an_address_can_say():
    address = parse_url("smb://CORP;alice:se%3Acret%40@fs1.example:4455/share%20one")
    assert address == SmbUrl("fs1.example", 4455, Credentials("alice", "se:cret@", "CORP"), "share one")
    assert str(address) == "smb://CORP;alice@fs1.example:4455/share one"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smb://fs1", SmbUrl("fs1")),
        ("smb://fs1/", SmbUrl("fs1")),
        ("SMB://alice@fs1/share/", SmbUrl("fs1", 445, Credentials("alice"), "share")),
        ("smb://alice:@fs1", SmbUrl("fs1", 445, Credentials("alice", ""))),
        ("smb://[::1]:4455/share", SmbUrl("::1", 4455, Credentials(), "share")),
        ("smb://127.0.0.1/hidden$", SmbUrl("127.0.0.1", 445, Credentials(), "hidden$")),
        ("smb://%C3%A4nne@fs1/%E6%96%87", SmbUrl("fs1", 445, Credentials("änne"), "文")),
    ],
)
def test_parts_and_defaults(url, expected):
    assert parse_url(url) == expected


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://fs1/share", "scheme is http"),
        ("fs1/share", "scheme is missing"),
        ("smb:///share", "no host"),
        ("smb://fs1:0/share", "port 0"),
        ("smb://fs1:70000/share", "out of range"),
        ("smb://fs1:https/share", "https"),
        ("smb://fs1/share/folder", "/folder|: folder"),
        ("smb://:secret@fs1/share", "without a user"),
        ("smb://CORP;@fs1/share", "without a user"),
        ("smb://a%FFb@fs1/share", "UTF-8"),
        ("smb://fs1/share?x=1", "percent-encoded"),
        ("smb://[::1/share", "IPv6"),
    ],
)
def test_what_is_refused_and_why(url, reason):
    with pytest.raises(InputError, match=reason):
        parse_url(url)


def test_no_error_shows_the_password():
    with pytest.raises(InputError) as caught:
        parse_url("smb://alice:secret@fs1:99999/share")
    assert "secret" not in str(caught.value)


@given(st.text())
def test_no_other_error(url):
    for text in (url, f"smb://{url}"):
        with contextlib.suppress(InputError):
            parse_url(text)
