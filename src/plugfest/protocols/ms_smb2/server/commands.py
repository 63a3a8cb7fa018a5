"""[MS-SMB2] 3.3.5: which handler processes which command; 3.3.5.16: receiving a CANCEL request."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from plugfest.protocols.ms_smb2.constants import Command
from plugfest.protocols.ms_smb2.server import (
    change_notify,
    create,
    ioctl,
    negotiate,
    oplocks,
    query_directory,
    query_info,
    read_write,
    session_setup,
    tree_connect,
)
from plugfest.protocols.ms_smb2.server.objects import Reply, Request
from plugfest.protocols.ms_smb2.server.waiting import Cancelled, Waiter

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

Handler = Callable[["Server", Request, Any], Reply | Waiter]

HANDLERS: dict[int, Handler] = {
    Command.NEGOTIATE: negotiate.negotiate,
    Command.SESSION_SETUP: session_setup.session_setup,
    Command.LOGOFF: session_setup.logoff,
    Command.TREE_CONNECT: tree_connect.tree_connect,
    Command.TREE_DISCONNECT: tree_connect.tree_disconnect,
    Command.CREATE: create.create,
    Command.CLOSE: create.close,
    Command.FLUSH: read_write.flush,
    Command.READ: read_write.read,
    Command.WRITE: read_write.write,
    Command.IOCTL: ioctl.ioctl,
    Command.ECHO: read_write.echo,
    Command.QUERY_DIRECTORY: query_directory.query_directory,
    Command.CHANGE_NOTIFY: change_notify.change_notify,
    Command.QUERY_INFO: query_info.query_info,
    Command.SET_INFO: query_info.set_info,
    Command.OPLOCK_BREAK: oplocks.acknowledge,
}


def cancel(server: Server, request: Request) -> None:
    """3.3.5.16: whatever waits under this AsyncId or MessageId is taken back. There is no response to this itself."""
    header, connection = request.header, request.connection
    if header.is_async:
        target = connection.async_command_list.get(header.async_id)
    else:
        target = connection.request_list.get(header.message_id)
    if target is not None:
        server.waiting.wake_one(target, Cancelled())
