"""[MS-SMB2] 3.3.4.13 to 3.3.4.16: shares that come, change and go while the server runs."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from plugfest.protocols import ms_fsa
from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import ShareFlags
from plugfest.protocols.ms_smb2.server.objects import STYPE_DISKTREE, STYPE_SPECIAL, Share
from plugfest.protocols.ms_srvs.server import Share as ServiceShare
from plugfest.protocols.ms_srvs.types import SHARE_INFO_503_I

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_ENABLE_CA, _ENCRYPT_DATA = 0x4000, 0x8000
"""[MS-SRVS] 2.2.4.29: the flags that stand in the Share by themselves."""
_SETTABLE = 0x00103F33
"""The flags that are kept in Share.flags: all of 2.2.4.29 but for those two."""
_ADMINISTRATORS_ONLY: frozenset[str] = frozenset()


def told(share: Share) -> ServiceShare:
    """3.3.4.16."""
    flags = int(share.flags) | _ENABLE_CA * share.is_ca | _ENCRYPT_DATA * share.encrypt_data
    return ServiceShare(_info(share), flags, share.is_persistent, share.is_marked_for_deletion)


def _info(share: Share) -> SHARE_INFO_503_I:
    return SHARE_INFO_503_I(
        shi503_netname=share.name,
        shi503_type=share.type,
        shi503_remark=share.remark,
        shi503_max_uses=share.max_uses,
        shi503_current_uses=share.current_uses,
        shi503_path=share.path,
        shi503_passwd=None,
        shi503_servername=share.server_name,
        shi503_security_descriptor=share.security_descriptor,
    )


def _lookup(server: Server, server_name: str, name: str) -> Share | None:
    wanted = (name.casefold(), server_name.casefold())
    return next((one for one in server.share_list if (one.name.casefold(), one.server_name.casefold()) == wanted), None)


def find(server: Server, server_name: str, name: str) -> Share:
    """The share of this name and server name. Raises Refused where there is none."""
    share = _lookup(server, server_name, name)
    if share is None:
        raise Refused(NtStatus.STATUS_BAD_NETWORK_NAME)
    return share


def register(server: Server, given: ServiceShare) -> None:
    """3.3.4.13. Raises Refused where there is a share of this name, or nothing that it could show."""
    info = given.info
    if _lookup(server, given.server_name, given.name) is not None:
        raise Refused(NtStatus.STATUS_OBJECT_NAME_COLLISION)
    share = Share(
        name=given.name,
        server_name=given.server_name,
        type=info.shi503_type,
        remark=info.shi503_remark or "",
        path=info.shi503_path or "",
        max_uses=info.shi503_max_uses,
        security_descriptor=info.shi503_security_descriptor or None,
        users=_ADMINISTRATORS_ONLY if info.shi503_type & STYPE_SPECIAL else None,
        is_persistent=given.is_persistent,
        is_kept=True,
    )
    share = _mounted(server, share)
    server.share_list.append(share)
    _set_flags(share, given.flags)


def _mounted(server: Server, share: Share) -> Share:
    """With the volume that its path leads to. Raises Refused where there is none."""
    if share.type & 0xFF != STYPE_DISKTREE:
        return share
    volume_of = _share_of_path(server, share.path)
    if volume_of is not None:
        return dataclasses.replace(share, volume=volume_of.volume, volume_id=volume_of.volume_id)
    storage = _storage(server, share.path)
    if storage is None:
        raise Refused(NtStatus.STATUS_OBJECT_PATH_NOT_FOUND)
    return server.opened(dataclasses.replace(share, storage=storage))


def _share_of_path(server: Server, path: str) -> Share | None:
    """A share that shows this folder already, or the server's own drive."""
    wanted = _folded(path)
    every = (*server.share_list, server.drive)
    return next((one for one in every if one.volume is not None and _folded(one.path) == wanted), None)


def _storage(server: Server, path: str) -> ms_fsa.Storage | None:
    if server.config.open_folder is not None:
        return server.config.open_folder(path)
    return None


def _folded(path: str) -> str:
    r"""Drives have no case, nor does what is below them; paths of the host have."""
    if re.match(r"[A-Za-z]:", path):
        return path.replace("/", "\\").rstrip("\\").casefold()
    return path.rstrip("/")


def has_directory(server: Server, path: str, context: ms_fsa.SecurityContext) -> bool:
    """Is there a folder of that path? Raises Refused where the caller may not look into it."""
    share = _share_of_path(server, path)
    if share is None:
        storage = _storage(server, path)
        if storage is None:
            return False
        share = server.opened(Share("", path=path, storage=storage))
        try:
            _look(share, context)
        finally:
            _close(storage)
        return True
    _look(share, context)
    return True


def _look(share: Share, context: ms_fsa.SecurityContext) -> None:
    """Open the root directory for reading. Raises Refused."""
    assert share.volume is not None
    file_list_directory, share_all = 0x1, 0x7
    open_, _ = ms_fsa.open_file(share.volume, context, "", file_list_directory, share_access=share_all)
    ms_fsa.close_file(open_)


def _close(storage: ms_fsa.Storage) -> None:
    close = getattr(storage, "close", None)
    if close is not None:
        close()


def update(server: Server, given: ServiceShare) -> None:
    """3.3.4.14. Raises Refused where there is no such share."""
    share = find(server, given.server_name, given.name)
    info = given.info
    share.security_descriptor = info.shi503_security_descriptor or None
    share.remark = info.shi503_remark or ""
    share.max_uses = info.shi503_max_uses
    share.is_persistent = given.is_persistent
    share.is_marked_for_deletion = given.is_marked_for_deletion
    share.is_kept = True
    _set_flags(share, given.flags)


def _set_flags(share: Share, flags: int) -> None:
    kept = int(share.flags) & ~_SETTABLE
    share.flags = ShareFlags(kept | flags & _SETTABLE)
    share.is_ca = bool(flags & _ENABLE_CA)
    share.encrypt_data = bool(flags & _ENCRYPT_DATA)


def deregister(server: Server, given: ServiceShare) -> None:
    """3.3.4.15: the share goes, and with it every open and tree connect. Raises Refused where there is none."""
    share = find(server, given.server_name, given.name)
    server.share_list.remove(share)
    for tree_connect in server.tree_connect_table:
        if tree_connect.share is share:
            server.end_tree_connect(tree_connect)
    if share.storage is not None and share.is_kept and not any(one.volume is share.volume for one in server.share_list):
        _close(share.storage)


def restore(server: Server, kept: ServiceShare) -> None:
    """[MS-SRVS] 3.1.3: a share that was kept. One whose folder is gone stays without files until it is deleted."""
    if _lookup(server, kept.server_name, kept.name) is not None:
        update(server, kept)
        return
    try:
        register(server, kept)
    except Refused:
        info = kept.info
        lost = Share(kept.name, kept.server_name, info.shi503_type, info.shi503_remark or "", info.shi503_path or "")
        lost.max_uses, lost.is_kept = info.shi503_max_uses, True
        server.share_list.append(lost)
