"""The only place with sockets, clocks and randomness: the client driver, the server's host."""

from plugfest.net.connect import connect
from plugfest.net.rpc import RpcClient, open_rpc
from plugfest.net.url import SmbUrl, parse_url

__all__ = ["RpcClient", "SmbUrl", "connect", "open_rpc", "parse_url"]
