"""[MS-FSA]: the object store: what a file server answers from.

Operations are functions on an Open; they raise `Refused` with the status of the document, and `MustWait` where the hook
`Volume.before` says so. Nothing here waits, or asks for the time but through `Volume.clock`.
"""

from plugfest.protocols.ms_fsa.close import close_file
from plugfest.protocols.ms_fsa.create import open_file
from plugfest.protocols.ms_fsa.directory import query_directory
from plugfest.protocols.ms_fsa.fsctl import duplicate_extents, fs_control
from plugfest.protocols.ms_fsa.memory import MemoryStorage
from plugfest.protocols.ms_fsa.model import MustWait, Open, StoppedOnSymlink, Volume, everyone_may_all
from plugfest.protocols.ms_fsa.query_info import query_information
from plugfest.protocols.ms_fsa.read_write import flush, read, write
from plugfest.protocols.ms_fsa.security import maximal_access, query_security, set_security
from plugfest.protocols.ms_fsa.security_context import SecurityContext
from plugfest.protocols.ms_fsa.set_info import set_information
from plugfest.protocols.ms_fsa.storage import ExtendedAttribute, Metadata, Space, Storage, StreamState
from plugfest.protocols.ms_fsa.volume_info import query_volume_information, set_volume_information

__all__ = [
    "ExtendedAttribute",
    "MemoryStorage",
    "Metadata",
    "MustWait",
    "Open",
    "SecurityContext",
    "Space",
    "StoppedOnSymlink",
    "Storage",
    "StreamState",
    "Volume",
    "close_file",
    "duplicate_extents",
    "everyone_may_all",
    "flush",
    "fs_control",
    "maximal_access",
    "open_file",
    "query_directory",
    "query_information",
    "query_security",
    "query_volume_information",
    "read",
    "set_information",
    "set_security",
    "set_volume_information",
    "write",
]
