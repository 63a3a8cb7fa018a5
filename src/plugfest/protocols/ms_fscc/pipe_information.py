"""[MS-FSCC] 2.4.37 to 2.4.39: named pipes."""

from __future__ import annotations

from typing import Annotated

from plugfest.protocols.ms_fscc.constants import (
    PipeCompletionMode,
    PipeConfiguration,
    PipeEnd,
    PipeReadMode,
    PipeState,
    PipeType,
)
from plugfest.wire import FILETIME, U32, Structure


class FilePipeInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.37."""

    read_mode: Annotated[PipeReadMode, U32] = PipeReadMode.FILE_PIPE_MESSAGE_MODE
    completion_mode: Annotated[PipeCompletionMode, U32] = PipeCompletionMode.FILE_PIPE_QUEUE_OPERATION


class FilePipeLocalInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.38."""

    named_pipe_type: Annotated[PipeType, U32] = PipeType.FILE_PIPE_MESSAGE_TYPE
    named_pipe_configuration: Annotated[PipeConfiguration, U32] = PipeConfiguration.FILE_PIPE_FULL_DUPLEX
    maximum_instances: Annotated[int, U32] = 0xFFFFFFFF
    current_instances: Annotated[int, U32] = 1
    inbound_quota: Annotated[int, U32] = 0
    read_data_available: Annotated[int, U32] = 0
    outbound_quota: Annotated[int, U32] = 0
    write_quota_available: Annotated[int, U32] = 0
    named_pipe_state: Annotated[PipeState, U32] = PipeState.FILE_PIPE_CONNECTED_STATE
    named_pipe_end: Annotated[PipeEnd, U32] = PipeEnd.FILE_PIPE_CLIENT_END


class FilePipeRemoteInformation(Structure, frozen=True):
    """[MS-FSCC] 2.4.39."""

    collect_data_time: Annotated[int, FILETIME] = 0
    maximum_collection_count: Annotated[int, U32] = 0
