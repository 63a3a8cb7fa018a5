"""The only place with sockets, clocks and randomness: the client driver, the server's host."""

from plugfest.net.connect import connect
from plugfest.net.file import File
from plugfest.net.loop import run
from plugfest.net.rpc import RpcClient, open_rpc
from plugfest.net.tree import Tree
from plugfest.net.url import SmbUrl, parse_url

__all__ = ["File", "RpcClient", "SmbUrl", "Tree", "connect", "open_rpc", "parse_url", "run"]
