"""[MS-DTYP] 2.5.2 tokens, 2.5.3.2 the access check, 2.5.3.4 how a new object gets its security descriptor."""

from __future__ import annotations

import msgspec

from plugfest.protocols.ms_dtyp.security_descriptor import Ace, AceFlags, AceType, Acl, SdControl, SecurityDescriptor
from plugfest.protocols.ms_dtyp.sid import ADMINISTRATORS, CREATOR_GROUP, CREATOR_OWNER, OWNER_RIGHTS, Sid

DELETE = 0x00010000
READ_CONTROL = 0x00020000
WRITE_DAC = 0x00040000
WRITE_OWNER = 0x00080000
SYNCHRONIZE = 0x00100000
ACCESS_SYSTEM_SECURITY = 0x01000000
MAXIMUM_ALLOWED = 0x02000000
GENERIC_ALL = 0x10000000
GENERIC_EXECUTE = 0x20000000
GENERIC_WRITE = 0x40000000
GENERIC_READ = 0x80000000
_GENERIC = GENERIC_ALL | GENERIC_EXECUTE | GENERIC_WRITE | GENERIC_READ


class GenericMapping(msgspec.Struct, frozen=True):
    """[MS-DTYP] 2.4.3: what the generic rights mean for a kind of object."""

    read: int
    write: int
    execute: int
    all: int

    def map(self, mask: int) -> int:
        """The mask with its generic rights replaced by what they stand for."""
        if not mask & _GENERIC:
            return mask
        mapped = mask & ~_GENERIC
        for bit, rights in (
            (GENERIC_READ, self.read),
            (GENERIC_WRITE, self.write),
            (GENERIC_EXECUTE, self.execute),
            (GENERIC_ALL, self.all),
        ):
            if mask & bit:
                mapped |= rights
        return mapped


FILE_MAPPING = GenericMapping(read=0x00120089, write=0x00120116, execute=0x001200A0, all=0x001F01FF)
"""[MS-SMB2] 2.2.13.1: of files, directories and pipes."""


class Token(msgspec.Struct, frozen=True):
    """[MS-DTYP] 2.5.2: who asks."""

    user: Sid
    primary_group: Sid
    groups: frozenset[Sid] = frozenset()
    privileges: frozenset[str] = frozenset()
    default_dacl: Acl | None = None

    def holds(self, sid: Sid) -> bool:
        """2.5.3.1.1 SidInToken."""
        return sid == self.user or sid in self.groups or sid == self.primary_group

    def has(self, privilege: str) -> bool:
        """Is this privilege, such as SeBackupPrivilege, there?"""
        return privilege in self.privileges


def granted_access(token: Token, descriptor: SecurityDescriptor, mapping: GenericMapping = FILE_MAPPING) -> int:
    """2.5.3.2 with MAXIMUM_ALLOWED: everything that the token may do, privileges included."""
    owner = descriptor.owner is not None and token.holds(descriptor.owner)
    dacl = descriptor.dacl
    allowed = mapping.all if dacl is None else _allowed_by(token, dacl, owner, mapping)
    if token.has("SeTakeOwnershipPrivilege"):
        allowed |= WRITE_OWNER
    if token.has("SeSecurityPrivilege"):
        allowed |= ACCESS_SYSTEM_SECURITY
    return allowed


def _allowed_by(token: Token, dacl: Acl, owner: bool, mapping: GenericMapping) -> int:
    """The first ACE that speaks of a right decides it."""
    allowed = denied = 0
    if owner and not any(ace.is_plain and ace.sid == OWNER_RIGHTS and _effective(ace) for ace in dacl.aces):
        allowed = READ_CONTROL | WRITE_DAC
    for ace in dacl.aces:
        if not ace.is_plain or not _effective(ace):
            continue
        if not (token.holds(ace.sid) or (owner and ace.sid == OWNER_RIGHTS)):
            continue
        mask = mapping.map(ace.mask)
        if ace.type == AceType.ACCESS_ALLOWED_ACE_TYPE:
            allowed |= mask & ~denied
        elif ace.type == AceType.ACCESS_DENIED_ACE_TYPE:
            denied |= mask & ~allowed
    return allowed


def _effective(ace: Ace) -> bool:
    return not ace.flags & AceFlags.INHERIT_ONLY_ACE


def new_descriptor(
    parent: SecurityDescriptor | None,
    given: SecurityDescriptor | None,
    is_directory: bool,
    token: Token,
    mapping: GenericMapping = FILE_MAPPING,
) -> SecurityDescriptor:
    """2.5.3.4.1 CreateSecurityDescriptor, with auto-inheritance: what a new file or directory is protected by."""
    owner = (given.owner if given else None) or _default_owner(token)
    group = (given.group if given else None) or token.primary_group
    control = SdControl.SE_SELF_RELATIVE
    dacl: Acl | None = None
    inherited = _inherited(parent.dacl if parent else None, is_directory, owner, group, mapping)
    if given is not None and given.control & SdControl.SE_DACL_PRESENT:
        control |= given.control & SdControl.SE_DACL_PROTECTED
        own = tuple(_mapped(ace, owner, group, mapping) for ace in given.dacl.aces) if given.dacl else ()
        if given.dacl is None:
            dacl = None
        elif control & SdControl.SE_DACL_PROTECTED or not inherited:
            dacl = Acl(own, given.dacl.revision)
        else:
            dacl = Acl((*own, *inherited), given.dacl.revision)
        control |= SdControl.SE_DACL_PRESENT
    elif inherited:
        dacl = Acl(inherited)
        control |= SdControl.SE_DACL_PRESENT | SdControl.SE_DACL_AUTO_INHERITED
    else:
        dacl = token.default_dacl or default_dacl(owner, mapping)
        control |= SdControl.SE_DACL_PRESENT
    sacl = given.sacl if given else None
    if sacl is not None:
        control |= SdControl.SE_SACL_PRESENT
    return SecurityDescriptor(owner, group, dacl, sacl, control)


def _default_owner(token: Token) -> Sid:
    return ADMINISTRATORS if token.holds(ADMINISTRATORS) else token.user


def default_dacl(owner: Sid, mapping: GenericMapping = FILE_MAPPING) -> Acl:
    """What protects an object that is told nothing: its owner, the system and the administrators may do everything."""
    from plugfest.protocols.ms_dtyp.sid import LOCAL_SYSTEM

    holders = dict.fromkeys((owner, ADMINISTRATORS, LOCAL_SYSTEM))
    return Acl(tuple(Ace(mask=mapping.all, sid=sid) for sid in holders))


def _mapped(ace: Ace, owner: Sid, group: Sid, mapping: GenericMapping) -> Ace:
    """2.5.3.4.7: generic rights and creator SIDs of an ACE that is in effect become real ones."""
    if not ace.is_plain or not _effective(ace):
        return ace
    sid = {CREATOR_OWNER: owner, CREATOR_GROUP: group}.get(ace.sid, ace.sid)
    return msgspec.structs.replace(ace, mask=mapping.map(ace.mask), sid=sid)


def _inherited(
    parent: Acl | None, is_directory: bool, owner: Sid, group: Sid, mapping: GenericMapping
) -> tuple[Ace, ...]:
    """2.5.3.4.4 ComputeInheritedACLfromParent."""
    aces: list[Ace] = []
    for ace in parent.aces if parent else ():
        flags = ace.flags
        for_files = bool(flags & AceFlags.OBJECT_INHERIT_ACE)
        for_directories = bool(flags & AceFlags.CONTAINER_INHERIT_ACE)
        onward = not flags & AceFlags.NO_PROPAGATE_INHERIT_ACE
        kept = AceFlags.INHERITED_ACE | (flags & ~AceFlags(0x1F))
        if not is_directory:
            if for_files:
                aces.append(_mapped(_with(ace, kept), owner, group, mapping))
            continue
        inheritance = flags & (AceFlags.OBJECT_INHERIT_ACE | AceFlags.CONTAINER_INHERIT_ACE)
        if for_directories:
            plain = _mapped(_with(ace, kept), owner, group, mapping)
            changed = (plain.mask, plain.sid) != (ace.mask, ace.sid)
            if onward and not changed:
                aces.append(_with(plain, kept | inheritance))
            else:
                aces.append(plain)
                if onward:  # what stands for the creator is passed on as it is
                    aces.append(_with(ace, kept | inheritance | AceFlags.INHERIT_ONLY_ACE))
        elif for_files and onward:
            aces.append(_with(ace, kept | inheritance | AceFlags.INHERIT_ONLY_ACE))
    return tuple(aces)


def _with(ace: Ace, flags: AceFlags) -> Ace:
    return msgspec.structs.replace(ace, flags=AceFlags(flags))
