"""[MS-FSA] 2.1.4.14, 2.1.5.14, 2.1.5.17: access checks, and security descriptors that are queried and set."""

from __future__ import annotations

import msgspec
import pytest

from plugfest.protocols.ms_dtyp import Ace, AceFlags, AceType, Acl, SdControl, SecurityDescriptor
from plugfest.protocols.ms_dtyp.sid import ADMINISTRATORS, EVERYONE
from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fsa import (
    SecurityContext,
    close_file,
    maximal_access,
    query_security,
    set_security,
)
from plugfest.protocols.ms_fsa.constants import (
    ACCESS_SYSTEM_SECURITY,
    DELETE,
    FILE_ALL_ACCESS,
    FILE_DELETE_CHILD,
    FILE_DIRECTORY_FILE,
    FILE_GENERIC_READ,
    FILE_LIST_DIRECTORY,
    FILE_OVERWRITE,
    FILE_READ_ATTRIBUTES,
    FILE_READ_DATA,
    MAXIMUM_ALLOWED,
    READ_CONTROL,
    WRITE_DAC,
    WRITE_OWNER,
)
from tests.protocols.ms_fsa.store import ALICE, BOB, Store, refused, token

S = NtStatus
OWNER, GROUP, DACL, SACL = 1, 2, 4, 8
PRESENT = SdControl.SE_DACL_PRESENT | SdControl.SE_SELF_RELATIVE


def descriptor(*masks: tuple[object, int], owner: object = ALICE, flags: int = 0) -> bytes:
    aces = tuple(Ace(mask=mask, sid=sid, flags=AceFlags(flags)) for sid, mask in masks)  # type: ignore[arg-type]
    return SecurityDescriptor(owner, None, Acl(aces), control=PRESENT).encode()  # type: ignore[arg-type]


def protect(store: Store, path: str, security: bytes) -> None:
    """Straight in the storage."""
    node = store.storage.root if not path else store.volume.lookup(store.storage.root, path)[0]  # type: ignore[index]
    store.storage.metadata(node).security = security


def test_what_is_granted(store: Store) -> None:
    store.make("f")
    protect(store, "f", descriptor((BOB, FILE_GENERIC_READ)))
    protect(store, "", descriptor((EVERYONE, 0x2)))
    assert store.open("f", 0x80000000, context=store.bob).granted_access == FILE_GENERIC_READ
    assert store.open("f", MAXIMUM_ALLOWED, context=store.bob).granted_access == FILE_GENERIC_READ
    assert store.open("f", MAXIMUM_ALLOWED | FILE_READ_DATA, context=store.bob).granted_access == FILE_GENERIC_READ
    for access in (0x2, 0x40000000, DELETE, MAXIMUM_ALLOWED | DELETE, WRITE_DAC):
        with refused(S.STATUS_ACCESS_DENIED):
            store.open("f", access, context=store.bob)
    with refused(S.STATUS_ACCESS_DENIED):
        store.open("f", FILE_READ_DATA, disposition=FILE_OVERWRITE, context=store.bob)
    assert store.open("f", MAXIMUM_ALLOWED).granted_access == READ_CONTROL | WRITE_DAC  # the owner


def test_the_directory_lends_rights(store: Store) -> None:
    store.make("f")
    protect(store, "f", descriptor())
    protect(store, "", descriptor((BOB, FILE_DELETE_CHILD)))
    assert store.open("f", DELETE, context=store.bob).granted_access == DELETE
    with refused(S.STATUS_ACCESS_DENIED):
        store.open("f", FILE_READ_ATTRIBUTES, context=store.bob)
    protect(store, "", descriptor((BOB, FILE_LIST_DIRECTORY)))
    open_ = store.open("f", FILE_READ_ATTRIBUTES, context=store.bob)
    assert maximal_access(open_) == FILE_READ_ATTRIBUTES


def test_adding_to_a_directory(store: Store) -> None:
    protect(store, "", descriptor((BOB, 0x2)))
    close_file(store.create("f", context=store.bob))
    with refused(S.STATUS_ACCESS_DENIED):
        store.create("d", options=FILE_DIRECTORY_FILE, context=store.bob)
    protect(store, "", descriptor((BOB, 0x4)))
    close_file(store.create("d", options=FILE_DIRECTORY_FILE, context=store.bob))
    with refused(S.STATUS_ACCESS_DENIED):
        store.create("g", context=store.bob)
    restorer = SecurityContext(token(BOB, "SeRestorePrivilege"))
    close_file(store.create("g", context=restorer))


def test_the_system_acl_needs_a_privilege(store: Store) -> None:
    store.make("f")
    for disposition in (1, 3):
        with refused(S.STATUS_PRIVILEGE_NOT_HELD):
            store.open("f", ACCESS_SYSTEM_SECURITY | FILE_READ_DATA, disposition=disposition)
    with refused(S.STATUS_PRIVILEGE_NOT_HELD):
        store.create("g", ACCESS_SYSTEM_SECURITY)
    auditor = SecurityContext(token(ALICE, "SeSecurityPrivilege"))
    sacl = Acl((Ace(AceType.SYSTEM_AUDIT_ACE_TYPE, mask=1, sid=EVERYONE),))
    open_ = store.open("f", ACCESS_SYSTEM_SECURITY | READ_CONTROL, context=auditor)
    given = SecurityDescriptor(sacl=sacl, control=SdControl.SE_SACL_PRESENT | SdControl.SE_SELF_RELATIVE)
    set_security(open_, SACL, given.encode())
    assert SecurityDescriptor.decode(query_security(open_, SACL)).sacl == sacl
    with refused(S.STATUS_ACCESS_DENIED):
        query_security(store.open("f", READ_CONTROL), SACL)
    with refused(S.STATUS_PRIVILEGE_NOT_HELD):
        store.create("h", security=given.encode())


def test_taking_ownership(store: Store) -> None:
    store.make("f")
    protect(store, "f", descriptor())
    taker = SecurityContext(token(BOB, "SeTakeOwnershipPrivilege"))
    open_ = store.open("f", WRITE_OWNER, context=taker)
    set_security(open_, OWNER, SecurityDescriptor(BOB).encode())
    with refused(S.STATUS_INVALID_OWNER):
        set_security(open_, OWNER, SecurityDescriptor(ADMINISTRATORS).encode())
    with refused(S.STATUS_INVALID_OWNER):
        set_security(open_, OWNER, SecurityDescriptor().encode())
    with refused(S.STATUS_INVALID_PRIMARY_GROUP):
        set_security(open_, GROUP, SecurityDescriptor().encode())
    set_security(open_, GROUP, SecurityDescriptor(group=EVERYONE).encode())
    assert store.open("f", WRITE_DAC, context=store.bob).granted_access == WRITE_DAC


def test_set_and_query(store: Store) -> None:
    store.make("f")
    open_ = store.open("f")
    set_security(open_, DACL, descriptor((BOB, 0x80000000)))
    found = SecurityDescriptor.decode(query_security(open_, OWNER | GROUP | DACL))
    assert found.owner == ALICE
    assert found.dacl == Acl((Ace(mask=FILE_GENERIC_READ, sid=BOB),))  # generic rights are mapped
    assert found.control == PRESENT
    parts = SecurityDescriptor.decode(query_security(open_, OWNER))
    assert (parts.owner, parts.group, parts.dacl) == (ALICE, None, None)
    assert store.open("f", FILE_READ_DATA, context=store.bob)
    set_security(open_, DACL | 0x80000000, descriptor((BOB, 1)))
    assert SecurityDescriptor.decode(query_security(open_, DACL)).control & SdControl.SE_DACL_PROTECTED
    set_security(open_, DACL | 0x20000000, descriptor((BOB, 1)))
    assert not SecurityDescriptor.decode(query_security(open_, DACL)).control & SdControl.SE_DACL_PROTECTED


def test_a_null_dacl_is_not_an_empty_one(store: Store) -> None:
    store.make("f")
    open_ = store.open("f")
    set_security(open_, DACL, SecurityDescriptor(control=PRESENT).encode())
    found = SecurityDescriptor.decode(query_security(open_, DACL))
    assert found.dacl is None
    assert found.control & SdControl.SE_DACL_PRESENT
    assert store.open("f", FILE_ALL_ACCESS, context=store.bob)
    set_security(open_, DACL, SecurityDescriptor(dacl=Acl(()), control=PRESENT).encode())
    assert SecurityDescriptor.decode(query_security(open_, DACL)).dacl == Acl(())
    with refused(S.STATUS_ACCESS_DENIED):
        store.open("f", FILE_READ_DATA, context=store.bob)


@pytest.mark.parametrize(
    ("access", "part"),
    [
        (FILE_ALL_ACCESS & ~WRITE_DAC, DACL),
        (FILE_ALL_ACCESS & ~WRITE_OWNER, OWNER),
        (FILE_ALL_ACCESS & ~WRITE_OWNER, GROUP),
        (FILE_ALL_ACCESS, SACL),
    ],
)
def test_rights_to_set(store: Store, access: int, part: int) -> None:
    store.make("f")
    with refused(S.STATUS_ACCESS_DENIED):
        set_security(store.open("f", access), part, descriptor((BOB, 1)))


def test_rights_to_query(store: Store) -> None:
    store.make("f")
    open_ = store.open("f", FILE_ALL_ACCESS & ~READ_CONTROL)
    for part in (OWNER, GROUP, DACL):
        with refused(S.STATUS_ACCESS_DENIED):
            query_security(open_, part)
    close_file(open_)
    with refused(S.STATUS_FILE_CLOSED):
        query_security(open_, OWNER)
    with refused(S.STATUS_FILE_CLOSED):
        set_security(open_, OWNER, b"")


def test_garbage(store: Store) -> None:
    store.make("f")
    with refused(S.STATUS_INVALID_SECURITY_DESCR):
        set_security(store.open("f"), DACL, b"garbage")
    with refused(S.STATUS_INVALID_PARAMETER):
        store.create("g", security=b"garbage")
    store.volume.is_read_only = True
    with refused(S.STATUS_MEDIA_WRITE_PROTECTED):
        set_security(store.open("f"), DACL, descriptor())
    protect(store, "f", b"garbage")
    with refused(S.STATUS_INVALID_SECURITY_DESCR):
        store.open("f", FILE_READ_DATA)


def test_at_creation(store: Store) -> None:
    given = descriptor((BOB, FILE_READ_DATA))
    open_ = store.create("f", security=given)
    found = SecurityDescriptor.decode(query_security(open_, OWNER | DACL))
    assert found.dacl == Acl((Ace(mask=FILE_READ_DATA, sid=BOB),))  # nothing is inherited besides
    with refused(S.STATUS_INVALID_OWNER):
        store.create("g", security=descriptor(owner=ADMINISTRATORS))
    without = SecurityDescriptor().encode()
    inherited = SecurityDescriptor.decode(query_security(store.create("h", security=without), DACL))
    assert inherited.dacl is not None
    assert {ace.sid for ace in inherited.dacl.aces} == {EVERYONE}


def test_inheritance(store: Store) -> None:
    both = int(AceFlags.OBJECT_INHERIT_ACE | AceFlags.CONTAINER_INHERIT_ACE)
    given = SecurityDescriptor.decode(descriptor((EVERYONE, FILE_ALL_ACCESS), flags=both))
    automatic = SdControl.SE_DACL_AUTO_INHERITED
    for control, mark in ((PRESENT, 0), (PRESENT | automatic, 0x10)):
        protect(store, "", msgspec.structs.replace(given, control=control).encode())
        for path, options, flags in (("f", 0, 0), ("d", FILE_DIRECTORY_FILE, 3)):
            open_ = store.create(f"{path}{mark}", options=options)
            found = SecurityDescriptor.decode(query_security(open_, DACL))
            assert found.dacl == Acl((Ace(mask=FILE_ALL_ACCESS, sid=EVERYONE, flags=AceFlags(flags | mark)),))
            assert found.control == control


def test_a_directory_is_not_kept_for_oneself_by_those_who_may_only_read(store: Store) -> None:
    store.mkdir("d")
    protect(store, "d", descriptor((EVERYONE, FILE_GENERIC_READ)))
    store.open("d", FILE_READ_DATA, 0, context=store.bob)
    store.open("d", FILE_READ_DATA, 1)
    with refused(S.STATUS_ACCESS_DENIED):
        store.mkdir("e")
        protect(store, "e", descriptor((EVERYONE, FILE_GENERIC_READ)))
        store.open("e", FILE_READ_DATA, 0, options=0x20000, context=store.bob)


def test_many_descriptors_do_not_fill_memory() -> None:
    context = SecurityContext(token())
    for number in range(3000):
        context.granted(descriptor((EVERYONE, number)))
        context.new_security(descriptor((EVERYONE, number)), False, None)
    assert len(context._granted) <= 1024
    assert len(context._inherited) <= 1024
