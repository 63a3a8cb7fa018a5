"""[MS-FSA] 2.1.5.1: what an open that is under way consists of."""

from __future__ import annotations

from plugfest.protocols.ms_dtyp import SecurityDescriptor
from plugfest.protocols.ms_fsa.constants import MODE
from plugfest.protocols.ms_fsa.extended_attributes import apply, parse
from plugfest.protocols.ms_fsa.model import File, Link, Open, Stream, Volume
from plugfest.protocols.ms_fsa.path import Place
from plugfest.protocols.ms_fsa.security_context import SecurityContext
from plugfest.protocols.ms_fsa.storage import ExtendedAttribute


class CreateRequest:
    """The inputs of 2.1.5.1, and its local variables."""

    __slots__ = (
        "allocation_size",
        "attributes",
        "context",
        "desired",
        "disposition",
        "extended_attributes",
        "granted",
        "is_directory",
        "options",
        "place",
        "security",
        "share_access",
        "volume",
    )

    def __init__(
        self,
        volume: Volume,
        context: SecurityContext,
        place: Place,
        desired: int,
        attributes: int,
        share_access: int,
        disposition: int,
        options: int,
    ) -> None:
        self.volume = volume
        self.context = context
        self.place = place
        self.desired = desired
        """DesiredAccess, generic rights mapped."""
        self.attributes = int(attributes)
        self.share_access = int(share_access)
        self.disposition = int(disposition)
        self.options = int(options)
        self.granted = 0
        """Open.GrantedAccess so far."""
        self.is_directory = False
        """StreamTypeToOpen is DirectoryStream."""
        self.extended_attributes: tuple[ExtendedAttribute, ...] = ()
        self.security: SecurityDescriptor | None = None
        self.allocation_size: int | None = None

    def read_eas(self, eas: bytes) -> None:
        """The list that the client gives. Raises Refused."""
        self.extended_attributes = apply((), parse(eas))

    def make_open(self, file: File, link: Link, stream: Stream, granted: int) -> Open:
        """Phase 3 and the end of the operation: the Open, in the lists that it belongs to."""
        open_ = Open(self.context, granted, self.share_access, self.options & MODE)
        open_.file = file
        open_.link = link
        open_.stream = stream
        open_.short_name = self.place.short_name
        file.opens.append(open_)
        stream.opens += 1
        if stream.opens == 1:
            file.streams.append(stream)
        file.volume.open_files[file.id] = file
        return open_
