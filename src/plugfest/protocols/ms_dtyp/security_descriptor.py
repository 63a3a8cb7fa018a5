"""[MS-DTYP] 2.4.3 ACCESS_MASK, 2.4.4 ACE, 2.4.5 ACL, 2.4.6 SECURITY_DESCRIPTOR, 2.4.7 SECURITY_INFORMATION."""

from __future__ import annotations

import struct
from typing import Annotated, ClassVar, Self

import msgspec

from plugfest.errors import WireError
from plugfest.protocols.ms_dtyp.sid import Sid
from plugfest.wire import U8, U16, U32, Flags, OpenEnum, Structure


class SecurityInformation(Flags):
    """[MS-DTYP] 2.4.7: which parts of a security descriptor are meant."""

    OWNER_SECURITY_INFORMATION = 0x00000001
    GROUP_SECURITY_INFORMATION = 0x00000002
    DACL_SECURITY_INFORMATION = 0x00000004
    SACL_SECURITY_INFORMATION = 0x00000008
    LABEL_SECURITY_INFORMATION = 0x00000010
    ATTRIBUTE_SECURITY_INFORMATION = 0x00000020
    SCOPE_SECURITY_INFORMATION = 0x00000040
    BACKUP_SECURITY_INFORMATION = 0x00010000
    UNPROTECTED_SACL_SECURITY_INFORMATION = 0x10000000
    UNPROTECTED_DACL_SECURITY_INFORMATION = 0x20000000
    PROTECTED_SACL_SECURITY_INFORMATION = 0x40000000
    PROTECTED_DACL_SECURITY_INFORMATION = 0x80000000


class AceType(OpenEnum):
    """[MS-DTYP] 2.4.4.1 AceType."""

    ACCESS_ALLOWED_ACE_TYPE = 0x00
    ACCESS_DENIED_ACE_TYPE = 0x01
    SYSTEM_AUDIT_ACE_TYPE = 0x02
    ACCESS_ALLOWED_OBJECT_ACE_TYPE = 0x05
    ACCESS_DENIED_OBJECT_ACE_TYPE = 0x06
    SYSTEM_AUDIT_OBJECT_ACE_TYPE = 0x07
    ACCESS_ALLOWED_CALLBACK_ACE_TYPE = 0x09
    ACCESS_DENIED_CALLBACK_ACE_TYPE = 0x0A
    SYSTEM_MANDATORY_LABEL_ACE_TYPE = 0x11
    SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE = 0x12
    SYSTEM_SCOPED_POLICY_ID_ACE_TYPE = 0x13


class AceFlags(Flags):
    """[MS-DTYP] 2.4.4.1 AceFlags."""

    OBJECT_INHERIT_ACE = 0x01
    CONTAINER_INHERIT_ACE = 0x02
    NO_PROPAGATE_INHERIT_ACE = 0x04
    INHERIT_ONLY_ACE = 0x08
    INHERITED_ACE = 0x10
    SUCCESSFUL_ACCESS_ACE_FLAG = 0x40
    FAILED_ACCESS_ACE_FLAG = 0x80


class SdControl(Flags):
    """[MS-DTYP] 2.4.6 Control: the names of its bits without the document's spaces."""

    SE_OWNER_DEFAULTED = 0x0001
    SE_GROUP_DEFAULTED = 0x0002
    SE_DACL_PRESENT = 0x0004
    SE_DACL_DEFAULTED = 0x0008
    SE_SACL_PRESENT = 0x0010
    SE_SACL_DEFAULTED = 0x0020
    SE_DACL_TRUSTED = 0x0040
    SE_SERVER_SECURITY = 0x0080
    SE_DACL_AUTO_INHERIT_REQ = 0x0100
    SE_SACL_AUTO_INHERIT_REQ = 0x0200
    SE_DACL_AUTO_INHERITED = 0x0400
    SE_SACL_AUTO_INHERITED = 0x0800
    SE_DACL_PROTECTED = 0x1000
    SE_SACL_PROTECTED = 0x2000
    SE_RM_CONTROL_VALID = 0x4000
    SE_SELF_RELATIVE = 0x8000


_PLAIN = (AceType.ACCESS_ALLOWED_ACE_TYPE, AceType.ACCESS_DENIED_ACE_TYPE, AceType.SYSTEM_AUDIT_ACE_TYPE)
_ACE_HEADER = struct.Struct("<BBH")


class Ace(msgspec.Struct, frozen=True):
    """[MS-DTYP] 2.4.4. Of types but allow, deny and audit the body is kept in `data`."""

    type: AceType = AceType.ACCESS_ALLOWED_ACE_TYPE
    flags: AceFlags = AceFlags(0)
    mask: int = 0
    sid: Sid = Sid()
    data: bytes = b""
    """What follows the SID; of other types the whole body."""

    @property
    def is_plain(self) -> bool:
        """Allow, deny or audit: mask and SID count."""
        return self.type in _PLAIN

    def encode(self) -> bytes:
        """The bytes, AceSize included, filled up to four."""
        body = self.mask.to_bytes(4, "little") + self.sid.encode() + self.data if self.is_plain else self.data
        body += bytes(-len(body) % 4)
        return _ACE_HEADER.pack(self.type, self.flags, len(body) + 4) + body

    @classmethod
    def read(cls, data: bytes, position: int, end: int) -> tuple[Self, int]:
        """One ACE and where it ends. Raises WireError."""
        if end - position < _ACE_HEADER.size:
            raise WireError("ACE", "Header", position, f"4 bytes wanted, {end - position} left")
        kind, flags, size = _ACE_HEADER.unpack_from(data, position)
        stop = position + size
        if size < _ACE_HEADER.size or stop > end:
            raise WireError("ACE", "AceSize", position + 2, f"{size} does not fit in {end - position} bytes")
        if AceType(kind) not in _PLAIN:
            return cls(AceType(kind), AceFlags(flags), data=data[position + 4 : stop]), stop
        if size < 16:
            raise WireError("ACE", "Sid", position + 4, f"{size} bytes hold no mask and SID")
        mask = int.from_bytes(data[position + 4 : position + 8], "little")
        sid, behind = Sid._read(data, position + 8, stop, position + 8)
        return cls(AceType(kind), AceFlags(flags), mask, sid, data[behind:stop]), stop


class AclHeader(Structure, frozen=True):
    """[MS-DTYP] 2.4.5, without its ACEs."""

    acl_revision: Annotated[int, U8] = 2
    sbz1: Annotated[int, U8] = 0
    acl_size: Annotated[int, U16] = 8
    ace_count: Annotated[int, U16] = 0
    sbz2: Annotated[int, U16] = 0


class Acl(msgspec.Struct, frozen=True):
    """[MS-DTYP] 2.4.5. No ACE at all is not the same as no ACL: the one allows nobody, the other everybody."""

    aces: tuple[Ace, ...] = ()
    revision: int = 2

    def encode(self) -> bytes:
        """The bytes, AclSize included."""
        body = b"".join(ace.encode() for ace in self.aces)
        return AclHeader(self.revision, 0, len(body) + 8, len(self.aces)).encode() + body

    @classmethod
    def decode(cls, data: bytes, start: int = 0) -> Self:
        """The ACL at `start`. Raises WireError."""
        header, position = AclHeader._read(data, start, len(data), start)
        end = start + header.acl_size
        if end > len(data) or header.acl_size < 8:
            raise WireError("ACL", "AclSize", start + 2, f"{header.acl_size} does not fit in {len(data) - start} bytes")
        aces = []
        for _ in range(header.ace_count):
            ace, position = Ace.read(data, position, end)
            aces.append(ace)
        return cls(tuple(aces), header.acl_revision)


class _SelfRelative(Structure, frozen=True):
    """[MS-DTYP] 2.4.6, the fixed part."""

    revision: Annotated[int, U8] = 1
    sbz1: Annotated[int, U8] = 0
    control: Annotated[SdControl, U16] = SdControl.SE_SELF_RELATIVE
    offset_owner: Annotated[int, U32] = 0
    offset_group: Annotated[int, U32] = 0
    offset_sacl: Annotated[int, U32] = 0
    offset_dacl: Annotated[int, U32] = 0


class SecurityDescriptor(msgspec.Struct, frozen=True):
    """[MS-DTYP] 2.4.6. A DACL that is present and None (NULL) allows everybody everything."""

    SIZE: ClassVar[int] = 20

    owner: Sid | None = None
    group: Sid | None = None
    dacl: Acl | None = None
    sacl: Acl | None = None
    control: SdControl = SdControl.SE_SELF_RELATIVE
    sbz1: int = 0

    def encode(self) -> bytes:
        """Self-relative, in the order in which Windows puts the parts: SACL, DACL, owner, group."""
        parts: list[bytes] = []
        offsets = {"sacl": 0, "dacl": 0, "owner": 0, "group": 0}
        position = self.SIZE
        for name in offsets:
            value: Acl | Sid | None = getattr(self, name)
            if value is not None:
                offsets[name] = position
                parts.append(value.encode())
                position += len(parts[-1])
        control = self.control | SdControl.SE_SELF_RELATIVE
        if self.dacl is not None:
            control |= SdControl.SE_DACL_PRESENT
        if self.sacl is not None:
            control |= SdControl.SE_SACL_PRESENT
        head = _SelfRelative(
            1, self.sbz1, control, offsets["owner"], offsets["group"], offsets["sacl"], offsets["dacl"]
        )
        return head.encode() + b"".join(parts)

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Parts that are marked as absent are None, whatever their offsets say. Raises WireError."""
        head = _SelfRelative._read(data, 0, len(data), 0)[0]
        if head.revision != 1:
            raise WireError("SECURITY_DESCRIPTOR", "Revision", 0, f"{head.revision} is not 1")

        def sid(name: str, offset: int) -> Sid | None:
            if not offset:
                return None
            if not cls.SIZE <= offset <= len(data):
                raise WireError("SECURITY_DESCRIPTOR", name, 0, f"offset {offset} is outside of {len(data)} bytes")
            return Sid._read(data, offset, len(data), offset)[0]

        def acl(name: str, offset: int, present: bool) -> Acl | None:
            if not (offset and present):
                return None
            if not cls.SIZE <= offset <= len(data):
                raise WireError("SECURITY_DESCRIPTOR", name, 0, f"offset {offset} is outside of {len(data)} bytes")
            return Acl.decode(data, offset)

        return cls(
            sid("OffsetOwner", head.offset_owner),
            sid("OffsetGroup", head.offset_group),
            acl("OffsetDacl", head.offset_dacl, bool(head.control & SdControl.SE_DACL_PRESENT)),
            acl("OffsetSacl", head.offset_sacl, bool(head.control & SdControl.SE_SACL_PRESENT)),
            head.control,
            head.sbz1,
        )
