"""[MS-SMB2] 3.3.5.15.11: FSCTL_QUERY_NETWORK_INTERFACE_INFO: where else this server can be reached."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from plugfest.protocols.ms_erref import NtStatus, Refused
from plugfest.protocols.ms_smb2.constants import Capabilities
from plugfest.protocols.ms_smb2.create import ANY_FILE_ID
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest, IoctlResponse, NetworkInterfaceInfo
from plugfest.protocols.ms_smb2.server.objects import Reply, Request

if TYPE_CHECKING:
    from plugfest.protocols.ms_smb2.server.core import Server

_LINK_SPEED = 1_000_000_000


def query_network_interface_info(server: Server, request: Request, body: IoctlRequest) -> Reply:
    """3.3.5.15.11: the address at which this connection arrived, which is the one that is listened on."""
    connection = request.connection
    if not connection.server_capabilities & Capabilities.SMB2_GLOBAL_CAP_MULTI_CHANNEL:
        raise Refused(NtStatus.STATUS_NOT_SUPPORTED)
    output = b""
    if connection.local_address:
        address = ipaddress.ip_address(connection.local_address.partition("%")[0])
        output = NetworkInterfaceInfo.of(1, _LINK_SPEED, address.packed).encode()
    if len(output) > body.max_output_response:
        raise Refused(NtStatus.STATUS_BUFFER_TOO_SMALL)
    return Reply(IoctlResponse(ctl_code=body.ctl_code, file_id=ANY_FILE_ID, output=output))
