"""[MS-FSA] 2.1.5.10: FSCTLs."""

from __future__ import annotations

import pytest

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fsa import (
    ExtendedAttribute,
    Open,
    SecurityContext,
    close_file,
    duplicate_extents,
    fs_control,
    read,
    set_information,
    write,
)
from plugfest.protocols.ms_fsa.constants import FILE_DIRECTORY_FILE, FILE_READ_DATA, FILE_WRITE_DATA
from plugfest.protocols.ms_fscc.constants import FileInformationClass, ReparseTag
from plugfest.protocols.ms_fscc.constants import FsctlCode as F
from plugfest.protocols.ms_fscc.fsctl import (
    AllocatedRange,
    AllocatedRanges,
    FileLevelTrimRange,
    FileLevelTrimReply,
    FileLevelTrimRequest,
    FileRegionInfo,
    IntegrityInformation,
    IsPathnameValidRequest,
    NtfsVolumeData,
    ObjectIdBuffer,
    QueryFileRegionsReply,
    SetZeroDataRequest,
)
from plugfest.protocols.ms_fscc.reparse import ReparseDataBuffer, ReparseGuidDataBuffer, SymbolicLinkData
from tests.protocols.ms_fsa.store import ALICE, Store, delete, refused, standard, token

S = NtStatus
UNIT = 0x10000


def control(open_: Open, code: int, data: bytes = b"", limit: int = 4096) -> bytes:
    return fs_control(open_, code, data, limit)[0]


def ranges(open_: Open, offset: int = 0, length: int = 1 << 30) -> list[tuple[int, int]]:
    data = control(open_, F.FSCTL_QUERY_ALLOCATED_RANGES, AllocatedRange(offset, length).encode())
    return [(one.file_offset, one.length) for one in AllocatedRanges.decode(data).ranges]


def zero(open_: Open, start: int, end: int) -> None:
    control(open_, F.FSCTL_SET_ZERO_DATA, SetZeroDataRequest(start, end).encode(), 0)


def test_sparse(store: Store) -> None:
    open_ = store.create("f")
    write(open_, 0, b"x" * (4 * UNIT))
    assert ranges(open_) == [(0, 4 * UNIT)]
    control(open_, F.FSCTL_SET_SPARSE)
    assert open_.attributes & 0x200
    zero(open_, UNIT, 3 * UNIT)
    assert ranges(open_) == [(0, UNIT), (3 * UNIT, UNIT)]
    assert ranges(open_, UNIT + 5, 2 * UNIT) == [(3 * UNIT, 5)]
    assert ranges(open_, 5, 10) == [(5, 10)]
    assert standard(open_).allocation_size == 2 * UNIT
    assert standard(open_).end_of_file == 4 * UNIT
    assert read(open_, UNIT - 1, 3) == b"x\0\0"
    data, status = fs_control(open_, F.FSCTL_QUERY_ALLOCATED_RANGES, AllocatedRange(0, 1 << 30).encode(), 16)
    assert (len(data), status) == (16, S.STATUS_BUFFER_OVERFLOW)
    close_file(open_)
    again = store.open("f")
    assert standard(again).allocation_size == 2 * UNIT
    control(again, F.FSCTL_SET_SPARSE, b"\0")
    assert not again.attributes & 0x200
    assert ranges(again) == [(0, 4 * UNIT)]


def test_sparse_streams_mark_the_file(store: Store) -> None:
    store.make("f:s", b"x")
    stream = store.open("f:s")
    control(stream, F.FSCTL_SET_SPARSE, b"\1")
    assert store.open("f").file.metadata.attributes & 0x200
    assert not store.open("f").attributes & 0x200
    delete(stream)
    metadata = stream.file.metadata
    close_file(stream)
    assert not metadata.attributes & 0x200


def test_a_large_hole_costs_nothing(store: Store) -> None:
    open_ = store.create("f")
    control(open_, F.FSCTL_SET_SPARSE)
    size = (1 << 43).to_bytes(8, "little")
    set_information(open_, FileInformationClass.FileEndOfFileInformation, size)
    write(open_, 1 << 42, b"x")
    assert ranges(open_, 0, 1 << 44) == [(1 << 42, UNIT)]
    assert read(open_, (1 << 42) - 1, 3) == b"\0x\0"


@pytest.mark.parametrize(("start", "end"), [(0, 10), (5, UNIT + 5), (UNIT, 2 * UNIT), (10, 10), (0, 1 << 40)])
def test_zeros(store: Store, start: int, end: int) -> None:
    size = 2 * UNIT + 100
    store.make("f", b"x" * size)
    open_ = store.open("f")
    zero(open_, start, end)
    wanted = bytearray(b"x" * size)
    wanted[start : min(end, size)] = bytes(min(end, size) - start)
    assert read(open_, 0, size) == wanted
    assert standard(open_).end_of_file == size


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (0, -5), (5, 4)])
def test_zeros_that_cannot_be(store: Store, start: int, end: int) -> None:
    store.make("f", b"x")
    with refused(S.STATUS_INVALID_PARAMETER):
        zero(store.open("f"), start, end)


def test_parameters_of_sparse_files(store: Store) -> None:
    store.mkdir("d")
    store.make("f", b"x")
    directory, file = store.open("d"), store.open("f")
    whole = AllocatedRange(0, 10).encode()
    for code, data in (
        (F.FSCTL_SET_SPARSE, b""),
        (F.FSCTL_SET_ZERO_DATA, bytes(16)),
        (F.FSCTL_QUERY_ALLOCATED_RANGES, whole),
        (F.FSCTL_QUERY_FILE_REGIONS, b""),
        (F.FSCTL_FILE_LEVEL_TRIM, bytes(8)),
    ):
        with refused(S.STATUS_INVALID_PARAMETER):
            control(directory, code, data)
    for data in (b"", bytes(15), AllocatedRange(-1, 5).encode(), AllocatedRange(5, (1 << 63) - 1).encode()):
        with refused(S.STATUS_INVALID_PARAMETER):
            control(file, F.FSCTL_QUERY_ALLOCATED_RANGES, data)
    with refused(S.STATUS_BUFFER_TOO_SMALL):
        control(file, F.FSCTL_QUERY_ALLOCATED_RANGES, whole, 15)
    assert control(file, F.FSCTL_QUERY_ALLOCATED_RANGES, AllocatedRange(100, 10).encode(), 0) == b""
    reader = store.open("f", FILE_READ_DATA)
    for code, data in ((F.FSCTL_SET_SPARSE, b""), (F.FSCTL_SET_ZERO_DATA, bytes(16))):
        with refused(S.STATUS_ACCESS_DENIED):
            control(reader, code, data)
    with refused(S.STATUS_ACCESS_DENIED):
        control(store.open("f", FILE_WRITE_DATA), F.FSCTL_QUERY_ALLOCATED_RANGES, whole)
    stream = store.open("f:s", disposition=3)
    delete(stream)
    with refused(S.STATUS_FILE_DELETED):
        zero(stream, 0, 1)
    store.volume.is_read_only = True
    for code, data in ((F.FSCTL_SET_SPARSE, b""), (F.FSCTL_SET_ZERO_DATA, bytes(16))):
        with refused(S.STATUS_MEDIA_WRITE_PROTECTED):
            control(file, code, data)


def test_trim(store: Store) -> None:
    store.make("f", b"x" * 20_000)
    open_ = store.open("f")
    request = FileLevelTrimRequest(ranges=(FileLevelTrimRange(1, 10_000), FileLevelTrimRange(5, 6))).encode()
    assert FileLevelTrimReply.decode(control(open_, F.FSCTL_FILE_LEVEL_TRIM, request)).num_ranges_processed == 1
    assert read(open_, 0, 20_000) == b"x" * 4096 + bytes(4096) + b"x" * (20_000 - 8192)
    assert control(open_, F.FSCTL_FILE_LEVEL_TRIM, request, 0) == b""
    for data, limit in ((b"", 100), (FileLevelTrimRequest().encode(), 100), (request, 3)):
        with refused(S.STATUS_INVALID_PARAMETER):
            control(open_, F.FSCTL_FILE_LEVEL_TRIM, data, limit)
    with refused(S.STATUS_ACCESS_DENIED):
        control(store.open("f", FILE_READ_DATA), F.FSCTL_FILE_LEVEL_TRIM, request)


def regions(open_: Open, data: bytes = b"", limit: int = 4096) -> list[tuple[int, int, int]]:
    reply = QueryFileRegionsReply.decode(control(open_, F.FSCTL_QUERY_FILE_REGIONS, data, limit))
    return [(one.file_offset, one.length, int(one.desired_usage)) for one in reply.region]


def test_regions(store: Store) -> None:
    from plugfest.protocols.ms_fscc.constants import RegionUsage

    cached = RegionUsage.FILE_REGION_USAGE_VALID_CACHED_DATA
    store.make("f", b"x" * 100)
    open_ = store.open("f")
    assert regions(open_) == [(0, 100, 1)]
    set_information(open_, FileInformationClass.FileEndOfFileInformation, (300).to_bytes(8, "little"))
    assert regions(open_) == [(0, 100, 1), (100, 200, 0)]
    assert regions(open_, FileRegionInfo(50, 20, cached).encode()) == [(50, 20, 1)]
    assert regions(open_, FileRegionInfo(150, 20, cached).encode()) == [(150, 20, 0)]
    assert control(open_, F.FSCTL_QUERY_FILE_REGIONS, FileRegionInfo(300, 1, cached).encode()) == b""
    assert fs_control(open_, F.FSCTL_QUERY_FILE_REGIONS, b"", 40)[1] == S.STATUS_BUFFER_OVERFLOW
    for data, limit, status in (
        (b"x", 100, S.STATUS_BUFFER_TOO_SMALL),
        (b"", 39, S.STATUS_BUFFER_TOO_SMALL),
        (FileRegionInfo(0, 0, cached).encode(), 100, S.STATUS_INVALID_PARAMETER),
        (FileRegionInfo(0, 5).encode(), 100, S.STATUS_INVALID_PARAMETER),
        (FileRegionInfo(-1, 5, cached).encode(), 100, S.STATUS_INVALID_PARAMETER),
    ):
        with refused(status):
            control(open_, F.FSCTL_QUERY_FILE_REGIONS, data, limit)


def test_compression(store: Store) -> None:
    store.mkdir("d")
    directory = store.open("d")
    assert control(directory, F.FSCTL_GET_COMPRESSION) == b"\0\0"
    control(directory, F.FSCTL_SET_COMPRESSION, b"\1\0")
    assert control(directory, F.FSCTL_GET_COMPRESSION) == b"\2\0"
    inherited, plain = store.create("d\\f"), store.create("d\\g", options=0x8000)
    assert (inherited.attributes, plain.attributes) == (0x820, 0x20)
    control(inherited, F.FSCTL_SET_COMPRESSION, b"\0\0")
    assert inherited.attributes == 0x20
    for data in (b"", b"\0", b"\3\0"):
        with refused(S.STATUS_INVALID_PARAMETER):
            control(plain, F.FSCTL_SET_COMPRESSION, data)
    with refused(S.STATUS_INVALID_PARAMETER):
        control(plain, F.FSCTL_GET_COMPRESSION, b"", 1)
    with refused(S.STATUS_ACCESS_DENIED):
        control(store.open("d\\g", FILE_READ_DATA), F.FSCTL_SET_COMPRESSION, b"\2\0")


def test_object_ids(store: Store) -> None:
    store.make("f")
    store.make("g")
    open_ = store.open("f")
    with refused(S.STATUS_OBJECTID_NOT_FOUND):
        control(open_, F.FSCTL_GET_OBJECT_ID)
    with refused(S.STATUS_OBJECTID_NOT_FOUND):
        control(open_, F.FSCTL_SET_OBJECT_ID_EXTENDED, bytes(48))
    first = control(open_, F.FSCTL_CREATE_OR_GET_OBJECT_ID)
    assert first == control(open_, F.FSCTL_CREATE_OR_GET_OBJECT_ID) == control(open_, F.FSCTL_GET_OBJECT_ID)
    assert ObjectIdBuffer.decode(first).birth_object_id == first[:16]
    assert control(store.open("g"), F.FSCTL_CREATE_OR_GET_OBJECT_ID)[:16] != first[:16]
    control(open_, F.FSCTL_SET_OBJECT_ID_EXTENDED, bytes(range(48)))
    assert control(open_, F.FSCTL_GET_OBJECT_ID) == first[:16] + bytes(range(48))
    control(open_, F.FSCTL_DELETE_OBJECT_ID)
    control(open_, F.FSCTL_DELETE_OBJECT_ID)
    with refused(S.STATUS_ACCESS_DENIED):
        control(open_, F.FSCTL_SET_OBJECT_ID, bytes(64))
    restorer = store.open("f", context=SecurityContext(token(ALICE, "SeRestorePrivilege")))
    control(restorer, F.FSCTL_SET_OBJECT_ID, bytes(range(64)))
    with refused(S.STATUS_OBJECT_NAME_COLLISION):
        control(restorer, F.FSCTL_SET_OBJECT_ID, bytes(range(64)))
    for code, data, limit in (
        (F.FSCTL_GET_OBJECT_ID, b"", 63),
        (F.FSCTL_CREATE_OR_GET_OBJECT_ID, b"", 63),
        (F.FSCTL_SET_OBJECT_ID, bytes(63), 0),
        (F.FSCTL_SET_OBJECT_ID_EXTENDED, bytes(49), 0),
    ):
        with refused(S.STATUS_INVALID_PARAMETER):
            control(restorer, code, data, limit)
    reader = store.open("f", FILE_READ_DATA)
    for code, data in ((F.FSCTL_DELETE_OBJECT_ID, b""), (F.FSCTL_SET_OBJECT_ID_EXTENDED, bytes(48))):
        with refused(S.STATUS_ACCESS_DENIED):
            control(reader, code, data)
    store.volume.is_read_only = True
    with refused(S.STATUS_MEDIA_WRITE_PROTECTED):
        control(restorer, F.FSCTL_DELETE_OBJECT_ID)


def reparse(tag: int, data: bytes = b"data") -> bytes:
    return ReparseDataBuffer(ReparseTag(tag), data_buffer=data).encode()


def test_reparse_points(store: Store) -> None:
    open_ = store.create("f")
    given = reparse(ReparseTag.IO_REPARSE_TAG_NFS)
    with refused(S.STATUS_NOT_A_REPARSE_POINT):
        control(open_, F.FSCTL_GET_REPARSE_POINT)
    with refused(S.STATUS_NOT_A_REPARSE_POINT):
        control(open_, F.FSCTL_DELETE_REPARSE_POINT, given)
    control(open_, F.FSCTL_SET_REPARSE_POINT, given)
    assert open_.attributes == 0x420
    assert control(open_, F.FSCTL_GET_REPARSE_POINT) == given
    data, status = fs_control(open_, F.FSCTL_GET_REPARSE_POINT, b"", 10)
    assert (data, status) == (given[:10], S.STATUS_BUFFER_OVERFLOW)
    with refused(S.STATUS_BUFFER_TOO_SMALL):
        control(open_, F.FSCTL_GET_REPARSE_POINT, b"", 7)
    control(open_, F.FSCTL_SET_REPARSE_POINT, reparse(ReparseTag.IO_REPARSE_TAG_NFS, b"other"))
    for code in (F.FSCTL_SET_REPARSE_POINT, F.FSCTL_DELETE_REPARSE_POINT):
        with refused(S.STATUS_IO_REPARSE_TAG_MISMATCH):
            control(open_, code, reparse(ReparseTag.IO_REPARSE_TAG_DFS))
    control(open_, F.FSCTL_DELETE_REPARSE_POINT, reparse(ReparseTag.IO_REPARSE_TAG_NFS, b""))
    assert open_.attributes == 0x20


def test_reparse_points_of_others(store: Store) -> None:
    from uuid import UUID

    def of(guid: int) -> bytes:
        return ReparseGuidDataBuffer(ReparseTag(0x99), reparse_guid=UUID(int=guid), data_buffer=b"x").encode()

    open_ = store.create("f")
    with refused(S.STATUS_IO_REPARSE_DATA_INVALID):
        control(open_, F.FSCTL_SET_REPARSE_POINT, of(0))
    control(open_, F.FSCTL_SET_REPARSE_POINT, of(1))
    assert control(open_, F.FSCTL_GET_REPARSE_POINT) == of(1)
    with refused(S.STATUS_REPARSE_ATTRIBUTE_CONFLICT):
        control(open_, F.FSCTL_SET_REPARSE_POINT, of(2))


def test_reparse_points_that_cannot_be(store: Store) -> None:
    store.mkdir("d")
    store.make("d\\f", b"x")
    file = store.open("d\\f")
    mount_point, symlink = ReparseTag.IO_REPARSE_TAG_MOUNT_POINT, ReparseTag.IO_REPARSE_TAG_SYMLINK
    for data, status in (
        (b"1234567", S.STATUS_IO_REPARSE_DATA_INVALID),
        (bytes(16385), S.STATUS_IO_REPARSE_DATA_INVALID),
        (reparse(symlink) + b"x", S.STATUS_IO_REPARSE_DATA_INVALID),
        (reparse(1), S.STATUS_IO_REPARSE_TAG_INVALID),
        (reparse(mount_point), S.STATUS_NOT_A_DIRECTORY),
        (reparse(symlink), S.STATUS_ACCESS_DENIED),  # a privilege
    ):
        with refused(status):
            control(file, F.FSCTL_SET_REPARSE_POINT, data)
    with refused(S.STATUS_DIRECTORY_NOT_EMPTY):
        control(store.open("d"), F.FSCTL_SET_REPARSE_POINT, reparse(mount_point))
    with refused(S.STATUS_ACCESS_DENIED):
        control(store.open("d\\f", FILE_READ_DATA), F.FSCTL_SET_REPARSE_POINT, reparse(symlink))
    maker = SecurityContext(token(ALICE, "SeCreateSymbolicLinkPrivilege"))
    with refused(S.STATUS_IO_REPARSE_DATA_INVALID):
        control(store.open("d\\f", context=maker), F.FSCTL_SET_REPARSE_POINT, reparse(symlink))
    file.file.metadata.extended_attributes = (ExtendedAttribute(b"A", b"1"),)
    with refused(S.STATUS_EAS_NOT_SUPPORTED):
        control(file, F.FSCTL_SET_REPARSE_POINT, reparse(ReparseTag.IO_REPARSE_TAG_NFS))
    store.volume.is_read_only = True
    with refused(S.STATUS_MEDIA_WRITE_PROTECTED):
        control(file, F.FSCTL_SET_REPARSE_POINT, reparse(symlink))


def test_a_symbolic_link_as_clients_make_it(store: Store) -> None:
    from plugfest.protocols.ms_fsa import StoppedOnSymlink

    maker = SecurityContext(token(ALICE, "SeCreateSymbolicLinkPrivilege"))
    open_ = store.create("link", options=FILE_DIRECTORY_FILE | 0x200000, context=maker)
    link = SymbolicLinkData.of("target\\x", "target\\x", 1)
    control(open_, F.FSCTL_SET_REPARSE_POINT, reparse(ReparseTag.IO_REPARSE_TAG_SYMLINK, link.encode()))
    with pytest.raises(StoppedOnSymlink) as stopped:
        store.open("link\\below")
    assert SymbolicLinkData.decode(stopped.value.data).substitute_name == "target\\x"


def test_others(store: Store) -> None:
    store.make("f", b"x")
    open_ = store.open("f")
    assert IntegrityInformation.decode(control(open_, F.FSCTL_GET_INTEGRITY_INFORMATION)).cluster_size_in_bytes == 4096
    volume = NtfsVolumeData.decode(control(open_, F.FSCTL_GET_NTFS_VOLUME_DATA))
    assert (volume.bytes_per_sector, volume.bytes_per_cluster) == (512, 4096)
    assert control(open_, F.FSCTL_IS_PATHNAME_VALID, IsPathnameValidRequest(path_name="a\\b:c").encode()) == b""
    for code, data, limit, status in (
        (F.FSCTL_GET_INTEGRITY_INFORMATION, b"", 15, S.STATUS_INVALID_PARAMETER),
        (F.FSCTL_GET_NTFS_VOLUME_DATA, b"", 95, S.STATUS_BUFFER_TOO_SMALL),
        (F.FSCTL_IS_PATHNAME_VALID, b"", 0, S.STATUS_INVALID_PARAMETER),
        (F.FSCTL_IS_PATHNAME_VALID, IsPathnameValidRequest(path_name="a:").encode(), 0, S.STATUS_OBJECT_NAME_INVALID),
        (F.FSCTL_OFFLOAD_READ, b"", 0, S.STATUS_INVALID_DEVICE_REQUEST),
        (0x12345678, b"", 0, S.STATUS_INVALID_DEVICE_REQUEST),
    ):
        with refused(status):
            control(open_, code, data, limit)
    close_file(open_)
    with refused(S.STATUS_FILE_CLOSED):
        control(open_, F.FSCTL_GET_COMPRESSION)


def test_duplicate_extents(store: Store) -> None:
    store.make("source", b"a" * 4096 + b"b" * 4096)
    store.make("target", b"-" * 16384)
    store.mkdir("d")
    source, target = store.open("source"), store.open("target")
    duplicate_extents(source, 4096, target, 8192, 4096)
    duplicate_extents(source, 0, target, 0, 0)
    assert read(target, 0, 16384) == b"-" * 8192 + b"b" * 4096 + b"-" * 4096
    for one, offset, other, to, length, status in (
        (source, 1, target, 0, 4096, S.STATUS_INVALID_PARAMETER),
        (source, 0, target, 0, 100, S.STATUS_INVALID_PARAMETER),
        (source, 0, target, -4096, 4096, S.STATUS_INVALID_PARAMETER),
        (source, 8192, target, 0, 4096, S.STATUS_NOT_SUPPORTED),
        (source, 0, target, 16384, 4096, S.STATUS_NOT_SUPPORTED),
        (source, 0, source, 0, 4096, S.STATUS_NOT_SUPPORTED),
        (store.open("d"), 0, target, 0, 4096, S.STATUS_NOT_SUPPORTED),
        (store.open("source", FILE_WRITE_DATA), 0, target, 0, 4096, S.STATUS_INVALID_PARAMETER),
        (source, 0, store.open("target", FILE_READ_DATA), 0, 4096, S.STATUS_ACCESS_DENIED),
    ):
        with refused(status):
            duplicate_extents(one, offset, other, to, length)
    other_store = Store()
    other_store.make("f", b"x" * 4096)
    with refused(S.STATUS_INVALID_PARAMETER):
        duplicate_extents(source, 0, other_store.open("f"), 0, 4096)
    control(source, F.FSCTL_SET_SPARSE)
    with refused(S.STATUS_NOT_SUPPORTED):
        duplicate_extents(source, 0, target, 0, 4096)
    control(target, F.FSCTL_SET_SPARSE)
    duplicate_extents(source, 0, target, 16384, 4096)
    assert read(target, 16384, 5000) == b"a" * 4096
