"""[MS-SMB2] 2.2.14: the response to the CREATE of a file."""

from __future__ import annotations

from plugfest.conformance import case, expect
from plugfest.conformance.fixtures import Unique
from plugfest.conformance.needs import disk_share, log_on
from plugfest.net.client import Tree
from plugfest.protocols.ms_smb2.constants import AccessMask, CreateAction, CreateDisposition, CreateOptions

_ACCESS = AccessMask.FILE_READ_DATA | AccessMask.FILE_WRITE_DATA | AccessMask.DELETE
_OPTIONS = CreateOptions.FILE_NON_DIRECTORY_FILE | CreateOptions.FILE_DELETE_ON_CLOSE
_ACTIONS = tuple(CreateAction)


@case(covers="MS-SMB2:2.2.14:ec793b4203", needs=[log_on, disk_share])
async def test_create_action(tree: Tree, unique: Unique) -> None:
    """Whatever the CreateDisposition, the response says by one of four values what was done."""
    for disposition in (CreateDisposition.FILE_OVERWRITE_IF, CreateDisposition.FILE_OPEN_IF):
        opening = tree.handle(unique("file"), _ACCESS, create_disposition=disposition, create_options=_OPTIONS)
        async with opening as handle:
            expect.one_of(handle.created.create_action, _ACTIONS, f"CreateAction after {disposition.name}")
