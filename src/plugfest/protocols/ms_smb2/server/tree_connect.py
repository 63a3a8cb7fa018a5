"""[MS-SMB2] 3.3.5.7: receiving a TREE_CONNECT request; 3.3.5.8: TREE_DISCONNECT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugfest.protocols.ms_dtyp import SecurityDescriptor, granted_access
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import AccessMask, Capabilities, Dialect, ShareFlags, ShareType
from plugfest.protocols.ms_smb2.server.objects import (
    FULL_ACCESS,
    READ_ACCESS,
    STYPE_PRINTQ,
    Drop,
    Reply,
    Request,
    Session,
    Share,
    TreeConnect,
)
from plugfest.protocols.ms_smb2.tree_connect import (
    TreeConnectRequest,
    TreeConnectResponse,
    TreeDisconnectRequest,
    TreeDisconnectResponse,
)

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_MAX_HOST = 255
_MAX_SHARE = 80


def tree_connect(server: Server, request: Request, body: TreeConnectRequest) -> Reply:
    """3.3.5.7."""
    connection, session, rules = request.connection, request.session, server.rules
    assert session is not None
    named = not (session.is_anonymous or session.is_guest)
    protected = request.header.is_signed or request.chain.encrypted is not None
    if connection.dialect == Dialect.SMB_3_1_1 and named and not protected:
        if rules.on("MS-SMB2:3.3.5.7:0b583bc42d"):
            raise Drop
    host_name, share_name = _names(server, body.path)
    share = server.find_share(share_name, host_name)
    if share is None or share.is_lost:
        raise Refused(rules.value("MS-SMB2:3.3.5.7:5563641637", NtStatus.STATUS_BAD_NETWORK_NAME))
    if share.encrypt_data and not connection.can_encrypt:
        raise Refused(rules.value("MS-SMB2:3.3.5.7:669626928f", NtStatus.STATUS_ACCESS_DENIED))
    can = connection.client_capabilities & Capabilities.SMB2_GLOBAL_CAP_ENCRYPTION
    if share.encrypt_data and connection.is_smb3 and not can:
        raise Refused(rules.value("MS-SMB2:3.3.5.7:8f7304f1bd", NtStatus.STATUS_ACCESS_DENIED))
    if not _may_connect(session, share) and rules.on("MS-SMB2:3.3.5.7:3f8edd59e4"):
        raise Refused(rules.value("MS-SMB2:3.3.5.7:1c13487fcf", NtStatus.STATUS_ACCESS_DENIED))
    if share.current_uses >= share.max_uses and rules.on("MS-SMB2:3.3.5.7:5381d492b3"):
        raise Refused(NtStatus.STATUS_REQUEST_NOT_ACCEPTED)
    tree = _allocate(server, session, share, _maximal_access(server, session, share))
    return Reply(
        TreeConnectResponse(
            share_type=_share_type(server, share),
            share_flags=_share_flags(server, request, share),
            capabilities=share.capabilities,
            maximal_access=rules.value("MS-SMB2:3.3.5.7:d6d39c42b8", tree.maximal_access),
        ),
        tree_id=tree.tree_id,
    )


def _names(server: Server, path: str) -> tuple[str, str]:
    r"""2.2.9: `\\server\share`; [MS-DTYP] 2.2.49."""
    parts = path.split("\\")
    well_formed = (
        len(parts) == 4 and not parts[0] and not parts[1] and 0 < len(parts[2]) <= _MAX_HOST and len(parts[3]) > 0
    )
    if not well_formed:
        if server.rules.on("MS-SMB2:3.3.5.7:3ba768e18b"):
            raise Refused(NtStatus.STATUS_INVALID_PARAMETER)
        raise Refused(NtStatus.STATUS_BAD_NETWORK_NAME)
    return parts[2], parts[3] if len(parts[3]) <= _MAX_SHARE else ""


def _may_connect(session: Session, share: Share) -> bool:
    """Share.ConnectSecurity: administrators everywhere; others where they are named, or where nobody is.

    Guests where nobody is named; who gives no name gets no further than the pipes.
    """
    if session.is_anonymous:
        return share.is_pipe
    if share.users is None:
        return True
    return session.user is not None and (session.user.is_administrator or session.user.name in share.users)


def _maximal_access(server: Server, session: Session, share: Share) -> AccessMask:
    """What the share is for, as far as Share.FileSecurity allows it to this user."""
    access = READ_ACCESS if share.read_only else FULL_ACCESS
    if share.security_descriptor is not None:
        descriptor = SecurityDescriptor.decode(share.security_descriptor)
        access &= AccessMask(granted_access(server.security_context(session).token, descriptor))
        if not access:
            server.statistics.permerrors += 1
            raise Refused(NtStatus.STATUS_ACCESS_DENIED)
    return access


def _allocate(server: Server, session: Session, share: Share, access: AccessMask) -> TreeConnect:
    tree_id = server.rules.value("MS-SMB2:3.3.5.7:73e308bdfb", session.next_tree_id)
    session.next_tree_id += 1
    if session.tree_connect_table and not server.rules.on("MS-SMB2:3.3.5.7:b5f1438150"):
        tree_id = next(iter(session.tree_connect_table))
    tree = TreeConnect(tree_id, session, share, server.now, access)
    session.tree_connect_table[tree_id] = tree
    tree.global_id = server.tree_connect_table.add(tree)
    share.current_uses += 1
    return tree


def _share_type(server: Server, share: Share) -> ShareType:
    rules = server.rules
    if share.is_pipe:
        return rules.value("MS-SMB2:3.3.5.7:d144afd616", ShareType.SMB2_SHARE_TYPE_PIPE)
    if share.type & 0xFF == STYPE_PRINTQ:
        return rules.value("MS-SMB2:3.3.5.7:cfa6f6f341", ShareType.SMB2_SHARE_TYPE_PRINT)
    return rules.value("MS-SMB2:3.3.5.7:2e1a24b2b0", ShareType.SMB2_SHARE_TYPE_DISK)


def _share_flags(server: Server, request: Request, share: Share) -> ShareFlags:
    flags = share.flags
    if share.encrypt_data and request.connection.is_smb3 and server.rules.on("MS-SMB2:3.3.5.7:57e177d0aa"):
        flags |= ShareFlags.SMB2_SHAREFLAG_ENCRYPT_DATA
    return flags


def tree_disconnect(server: Server, request: Request, body: TreeDisconnectRequest) -> Reply:
    """3.3.5.8."""
    assert request.tree_connect is not None
    if server.rules.on("MS-SMB2:3.3.5.8:9e38e93cac"):
        server.end_tree_connect(request.tree_connect)
    return Reply(TreeDisconnectResponse(), server.rules.value("MS-SMB2:3.3.5.8:1628b07cad", NtStatus.STATUS_SUCCESS))
