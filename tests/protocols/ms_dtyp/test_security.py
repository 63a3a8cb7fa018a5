"""SIDs, security descriptors, the access check, inheritance."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import InputError, WireError
from plugfest.protocols.ms_dtyp import (
    FILE_MAPPING,
    Ace,
    AceFlags,
    AceType,
    Acl,
    SdControl,
    SecurityDescriptor,
    Sid,
    Token,
    granted_access,
    new_descriptor,
)
from plugfest.protocols.ms_dtyp.sid import ADMINISTRATORS, CREATOR_OWNER, EVERYONE, LOCAL_SYSTEM, OWNER_RIGHTS

ALICE, BOB, STAFF = (Sid.parse(f"S-1-5-21-1-2-3-{number}") for number in (1000, 1001, 513))
ALLOW, DENY = AceType.ACCESS_ALLOWED_ACE_TYPE, AceType.ACCESS_DENIED_ACE_TYPE
BOTH = AceFlags.OBJECT_INHERIT_ACE | AceFlags.CONTAINER_INHERIT_ACE

sids = st.builds(
    lambda authority, parts: Sid(1, len(parts), authority, tuple(parts)),
    st.binary(min_size=6, max_size=6),
    st.lists(st.integers(0, 0xFFFFFFFF), max_size=15),
)
aces = st.builds(
    Ace,
    type=st.sampled_from([ALLOW, DENY, AceType.SYSTEM_AUDIT_ACE_TYPE]),
    flags=st.integers(0, 0xFF).map(AceFlags),
    mask=st.integers(0, 0xFFFFFFFF),
    sid=sids,
)
acls = st.builds(Acl, st.lists(aces, max_size=5).map(tuple))


def token(user: Sid = ALICE, *groups: Sid, privileges: frozenset[str] = frozenset()) -> Token:
    return Token(user, STAFF, frozenset({EVERYONE, *groups}), privileges)


@given(sids)
def test_a_sid_survives_bytes_and_text(sid: Sid) -> None:
    assert Sid.decode(sid.encode()) == sid
    assert Sid.parse(str(sid)) == sid
    assert len(sid.encode()) == sid.size


@pytest.mark.parametrize("text", ["", "S-1", "S-2-5-1", "S-1-5-4294967296", "S-1-5-", "s-1-5-1", "S-1-x"])
def test_what_is_no_sid(text: str) -> None:
    with pytest.raises(InputError):
        Sid.parse(text)


@given(st.builds(SecurityDescriptor, st.none() | sids, st.none() | sids, st.none() | acls, st.none() | acls))
def test_a_descriptor_survives_bytes(descriptor: SecurityDescriptor) -> None:
    again = SecurityDescriptor.decode(descriptor.encode())
    assert (again.owner, again.group, again.dacl, again.sacl) == (
        descriptor.owner,
        descriptor.group,
        descriptor.dacl,
        descriptor.sacl,
    )
    assert SecurityDescriptor.decode(again.encode()) == again


@given(st.binary(max_size=120))
def test_any_bytes_raise_nothing_but_wire_errors(data: bytes) -> None:
    for text in (data, b"\x01\0\x04\x80" + data):
        with contextlib.suppress(WireError):
            SecurityDescriptor.decode(text)


@pytest.mark.parametrize(
    ("entries", "asking", "wanted"),
    [
        ([(ALLOW, 0x1, ALICE)], token(), 0x1),
        ([(DENY, 0x1, ALICE), (ALLOW, 0x3, ALICE)], token(), 0x2),
        ([(ALLOW, 0x3, ALICE), (DENY, 0x1, ALICE)], token(), 0x3),
        ([(ALLOW, 0x1, BOB)], token(), 0),
        ([(ALLOW, 0x1, EVERYONE), (ALLOW, 0x2, STAFF)], token(), 0x3),
        ([(ALLOW, 0x80000000, ALICE)], token(), FILE_MAPPING.read),
        ([(ALLOW, 0x10000000, ALICE)], token(), FILE_MAPPING.all),
        ([], token(), 0),
    ],
)
def test_the_first_ace_that_speaks_of_a_right_decides(
    entries: list[tuple[AceType, int, Sid]], asking: Token, wanted: int
) -> None:
    dacl = Acl(tuple(Ace(type=kind, mask=mask, sid=sid) for kind, mask, sid in entries))
    assert granted_access(asking, SecurityDescriptor(BOB, STAFF, dacl)) == wanted


def test_owners_read_and_change_the_dacl_unless_their_rights_are_named() -> None:
    assert granted_access(token(), SecurityDescriptor(ALICE, STAFF, Acl())) == 0x00060000
    dacl = Acl((Ace(mask=0x1, sid=OWNER_RIGHTS),))
    assert granted_access(token(), SecurityDescriptor(ALICE, STAFF, dacl)) == 0x1


def test_no_dacl_allows_everything_and_privileges_add() -> None:
    assert granted_access(token(), SecurityDescriptor(BOB, STAFF)) == FILE_MAPPING.all
    backup = token(privileges=frozenset({"SeSecurityPrivilege", "SeTakeOwnershipPrivilege"}))
    assert granted_access(backup, SecurityDescriptor(BOB, STAFF, Acl())) == 0x01080000


def test_inherit_only_aces_do_not_count() -> None:
    dacl = Acl((Ace(flags=AceFlags.INHERIT_ONLY_ACE, mask=0x1, sid=ALICE),))
    assert granted_access(token(), SecurityDescriptor(BOB, STAFF, dacl)) == 0


def descriptor(*entries: Ace) -> SecurityDescriptor:
    return SecurityDescriptor(BOB, STAFF, Acl(entries), None, SdControl.SE_DACL_PRESENT)


def test_a_file_inherits_what_is_for_files() -> None:
    parent = descriptor(
        Ace(flags=AceFlags.OBJECT_INHERIT_ACE | AceFlags.INHERIT_ONLY_ACE, mask=0x1, sid=ALICE),
        Ace(flags=AceFlags.CONTAINER_INHERIT_ACE, mask=0x2, sid=ALICE),
        Ace(mask=0x4, sid=ALICE),
    )
    made = new_descriptor(parent, None, False, token())
    assert made.dacl == Acl((Ace(flags=AceFlags.INHERITED_ACE, mask=0x1, sid=ALICE),))
    assert made.owner == ALICE
    assert made.control & SdControl.SE_DACL_AUTO_INHERITED


def test_a_directory_inherits_and_passes_on() -> None:
    parent = descriptor(
        Ace(flags=BOTH, mask=0x1, sid=ALICE),
        Ace(flags=AceFlags.OBJECT_INHERIT_ACE, mask=0x2, sid=ALICE),
        Ace(flags=BOTH | AceFlags.NO_PROPAGATE_INHERIT_ACE, mask=0x4, sid=ALICE),
        Ace(flags=BOTH | AceFlags.INHERIT_ONLY_ACE, mask=0x8, sid=CREATOR_OWNER),
    )
    made = new_descriptor(parent, None, True, token())
    inherited = AceFlags.INHERITED_ACE
    assert made.dacl == Acl(
        (
            Ace(flags=inherited | BOTH, mask=0x1, sid=ALICE),
            Ace(flags=inherited | AceFlags.OBJECT_INHERIT_ACE | AceFlags.INHERIT_ONLY_ACE, mask=0x2, sid=ALICE),
            Ace(flags=inherited, mask=0x4, sid=ALICE),
            Ace(flags=inherited, mask=0x8, sid=ALICE),
            Ace(flags=inherited | BOTH | AceFlags.INHERIT_ONLY_ACE, mask=0x8, sid=CREATOR_OWNER),
        )
    )


def test_what_is_given_comes_first_and_may_be_protected() -> None:
    parent = descriptor(Ace(flags=BOTH, mask=0x1, sid=BOB))
    own = Ace(mask=0x80000000, sid=ALICE)
    given_one = SecurityDescriptor(None, None, Acl((own,)), None, SdControl.SE_DACL_PRESENT)
    made = new_descriptor(parent, given_one, False, token())
    assert made.dacl is not None
    assert [(ace.mask, ace.sid) for ace in made.dacl.aces] == [(FILE_MAPPING.read, ALICE), (0x1, BOB)]
    protected = SecurityDescriptor(
        None, None, Acl((own,)), None, SdControl.SE_DACL_PRESENT | SdControl.SE_DACL_PROTECTED
    )
    made = new_descriptor(parent, protected, False, token())
    assert made.dacl is not None
    assert len(made.dacl.aces) == 1


def test_without_anything_the_owner_the_system_and_administrators_remain() -> None:
    made = new_descriptor(None, None, False, token(ALICE, ADMINISTRATORS))
    assert made.owner == ADMINISTRATORS
    assert made.dacl is not None
    assert {ace.sid for ace in made.dacl.aces} == {ADMINISTRATORS, LOCAL_SYSTEM}
