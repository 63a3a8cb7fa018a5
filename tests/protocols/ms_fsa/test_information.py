"""[MS-FSA] 2.1.5.12, 2.1.5.13, 2.1.5.15, 2.1.5.16: information that is queried and set."""

from __future__ import annotations

import pytest

from plugfest.protocols.ms_erref import NtStatus
from plugfest.protocols.ms_fsa import (
    SecurityContext,
    close_file,
    query_information,
    query_volume_information,
    read,
    set_information,
    set_volume_information,
    write,
)
from plugfest.protocols.ms_fsa.constants import (
    FILE_ALL_ACCESS,
    FILE_READ_DATA,
    FILE_WRITE_ATTRIBUTES,
    FILE_WRITE_DATA,
)
from plugfest.protocols.ms_fscc import file_information as f
from plugfest.protocols.ms_fscc import volume_information as v
from plugfest.protocols.ms_fscc.constants import FileInformationClass as C
from plugfest.protocols.ms_fscc.constants import FsInformationClass as V
from plugfest.protocols.ms_fscc.constants import ModeFlags
from plugfest.protocols.ms_fscc.names import short_name
from tests.protocols.ms_fsa.store import ALICE, Store, basic, delete, refused, set_basic, standard, streams, token

S = NtStatus
FIXED = {
    C.FileAccessInformation: 4,
    C.FileAlignmentInformation: 4,
    C.FileAttributeTagInformation: 8,
    C.FileBasicInformation: 40,
    C.FileCompressionInformation: 16,
    C.FileEaInformation: 4,
    C.FileIdInformation: 24,
    C.FileInternalInformation: 8,
    C.FileModeInformation: 4,
    C.FileNetworkOpenInformation: 56,
    C.FilePositionInformation: 8,
    C.FileStandardInformation: 24,
}


@pytest.mark.parametrize("information_class", FIXED, ids=lambda value: value.name)
def test_classes_of_fixed_size(store: Store, information_class: C) -> None:
    store.make("f", b"content")
    open_ = store.open("f")
    size = FIXED[information_class]
    with refused(S.STATUS_INFO_LENGTH_MISMATCH):
        query_information(open_, information_class, size - 1)
    data, status = query_information(open_, information_class, size)
    assert (len(data), status) == (size, S.STATUS_SUCCESS)
    value = getattr(f, information_class.name).decode(data)
    parts = f.FileAllInformation.decode(query_information(open_, C.FileAllInformation, 1000)[0])
    name = information_class.name.removeprefix("File").replace("Information", "_information").lower()
    if hasattr(parts, name):
        assert getattr(parts, name) == value


def test_values(store: Store) -> None:
    store.make("some file", b"content")
    open_ = store.open("some file", 0x12019F, options=0x6)
    read(open_, 0, 3)
    value = f.FileAllInformation.decode(query_information(open_, C.FileAllInformation, 1000)[0])
    assert value.access_information.access_flags == 0x12019F
    assert value.internal_information.index_number == open_.file.id
    assert value.mode_information.mode == ModeFlags(0x6)
    assert value.position_information.current_byte_offset == 3
    assert value.standard_information.end_of_file == 7
    assert value.name_information.file_name == "\\some file"
    identity = f.FileIdInformation.decode(query_information(open_, C.FileIdInformation, 24)[0])
    assert identity.file_id == open_.file.id.to_bytes(16, "little")
    assert identity.volume_serial_number == store.volume.serial_number


def test_names(store: Store) -> None:
    store.mkdir("Dir")
    store.make("Dir\\long name here")
    store.make("SHORT.TXT")
    open_ = store.open("dir\\LONG name here")
    for information_class, name in (
        (C.FileNormalizedNameInformation, "Dir\\long name here"),
        (C.FileAlternateNameInformation, short_name("long name here")),
    ):
        data, status = query_information(open_, information_class, 100)
        assert status == S.STATUS_SUCCESS
        assert f.FileNameInformation.decode(data).file_name == name
        data, status = query_information(open_, information_class, 8)
        assert status == S.STATUS_BUFFER_OVERFLOW
        assert data == (2 * len(name)).to_bytes(4, "little") + name[:2].encode("utf-16-le")
        with refused(S.STATUS_INFO_LENGTH_MISMATCH):
            query_information(open_, information_class, 7)
    data = query_information(store.open("short.txt"), C.FileAlternateNameInformation, 100)[0]
    assert f.FileNameInformation.decode(data).file_name == "SHORT.TXT"
    with refused(S.STATUS_OBJECT_NAME_NOT_FOUND):
        query_information(store.open(""), C.FileAlternateNameInformation, 100)
    data, status = query_information(open_, C.FileAllInformation, 106)
    assert (len(data), status) == (106, S.STATUS_BUFFER_OVERFLOW)
    with refused(S.STATUS_INFO_LENGTH_MISMATCH):
        query_information(open_, C.FileAllInformation, 103)


@pytest.mark.parametrize(
    ("number", "status"),
    [
        (C.FileQuotaInformation, S.STATUS_NOT_SUPPORTED),
        (C.FileHardLinkInformation, S.STATUS_NOT_SUPPORTED),
        (C.FileNameInformation, S.STATUS_NOT_SUPPORTED),
        (C.FilePipeInformation, S.STATUS_INVALID_PARAMETER),
        (C.FileDirectoryInformation, S.STATUS_INVALID_INFO_CLASS),
        (C.FileRenameInformation, S.STATUS_INVALID_INFO_CLASS),
        (200, S.STATUS_INVALID_INFO_CLASS),
    ],
)
def test_classes_that_cannot_be_queried(store: Store, number: int, status: NtStatus) -> None:
    store.make("f")
    with refused(status):
        query_information(store.open("f"), number, 1000)


def test_attributes_need_a_right(store: Store) -> None:
    store.make("f")
    open_ = store.open("f", FILE_WRITE_DATA)
    for number in (C.FileBasicInformation, C.FileNetworkOpenInformation, C.FileAttributeTagInformation):
        with refused(S.STATUS_ACCESS_DENIED):
            query_information(open_, number, 100)
    query_information(open_, C.FileStandardInformation, 24)


def test_streams(store: Store) -> None:
    store.make("f", b"1234")
    store.make("f:named", b"12")
    open_ = store.open("f:named")
    assert streams(open_) == ["::$DATA", ":named:$DATA"]
    data, status = query_information(open_, C.FileStreamInformation, 50)
    assert status == S.STATUS_BUFFER_OVERFLOW
    assert len(data) == 24 + 14
    with refused(S.STATUS_INFO_LENGTH_MISMATCH):
        query_information(open_, C.FileStreamInformation, 31)
    store.mkdir("d")
    assert streams(store.open("d")) == []
    close_file(store.create("d:s"))
    assert streams(store.open("d")) == [":s:$DATA"]


# --- setting ----------------------------------------------------------------------------------------------------------


def test_times_are_set(store: Store) -> None:
    store.make("f")
    open_ = store.open("f")
    store.clock.tick(100)
    set_basic(open_, 1, 2, 3, 4, 0x2)
    value = basic(open_)
    assert (value.creation_time, value.last_access_time, value.last_write_time, value.change_time) == (1, 2, 3, 4)
    assert value.file_attributes == 0x2
    store.clock.tick(100)
    set_basic(open_, attributes=0x80)
    value = basic(open_)
    assert value.change_time == 4  # it was set through this open
    assert value.file_attributes == 0x80


def test_times_that_were_set_stay_for_this_open(store: Store) -> None:
    store.make("f")
    first, second = store.open("f"), store.open("f")
    set_basic(first, write=50, change=60)
    store.clock.tick(100)
    write(first, 0, b"x")
    value = basic(first)
    assert (value.last_write_time, value.change_time, value.last_access_time) == (50, 60, store.clock.now)
    write(second, 0, b"y")
    value = basic(first)
    assert (value.last_write_time, value.change_time) == (store.clock.now, store.clock.now)


def test_minus_one_stops_updates_and_minus_two_lets_them_go_on(store: Store) -> None:
    store.make("f")
    open_ = store.open("f")
    before = basic(open_)
    set_basic(open_, write=-1, change=-1, access=-1)
    store.clock.tick(100)
    write(open_, 0, b"x")
    assert basic(open_) == before
    set_basic(open_, write=-2, change=-2, access=-2)
    assert basic(open_) == before
    write(open_, 0, b"x")
    assert basic(open_).last_write_time == basic(open_).change_time == store.clock.now


@pytest.mark.parametrize("field", range(4))
def test_times_below_minus_two_are_none(store: Store, field: int) -> None:
    store.make("f")
    with refused(S.STATUS_INVALID_PARAMETER):
        set_basic(store.open("f"), *(-3 if number == field else 0 for number in range(4)))


def test_attributes(store: Store) -> None:
    store.make("f")
    store.mkdir("d")
    with refused(S.STATUS_INVALID_PARAMETER):
        set_basic(store.open("f"), attributes=0x10)
    with refused(S.STATUS_INVALID_PARAMETER):
        set_basic(store.open("d"), attributes=0x100)
    with refused(S.STATUS_ACCESS_DENIED):
        set_basic(store.open("f", FILE_ALL_ACCESS & ~FILE_WRITE_ATTRIBUTES), attributes=0x1)
    directory = store.open("d")
    set_basic(directory, attributes=0x3)
    assert basic(directory).file_attributes == 0x13
    root = store.open("")
    set_basic(root, attributes=0x7)
    assert basic(root).file_attributes == 0x11
    with refused(S.STATUS_INFO_LENGTH_MISMATCH):
        set_information(root, C.FileBasicInformation, bytes(39))


def set_number(open_: object, number: C, value: int) -> None:
    set_information(open_, number, value.to_bytes(8, "little", signed=True))  # type: ignore[arg-type]


def test_end_of_file(store: Store) -> None:
    store.make("f", b"0123456789")
    open_ = store.open("f")
    store.clock.tick(5)
    set_number(open_, C.FileEndOfFileInformation, 4)
    assert read(open_, 0, 100) == b"0123"
    set_number(open_, C.FileEndOfFileInformation, 10_000)
    assert read(open_, 0, 100) == b"0123" + bytes(96)
    assert (standard(open_).end_of_file, standard(open_).allocation_size) == (10_000, 12_288)
    assert basic(open_).last_write_time == store.clock.now
    for wrong in (-1, store.volume.max_file_size + 1):
        with refused(S.STATUS_INVALID_PARAMETER):
            set_number(open_, C.FileEndOfFileInformation, wrong)
    with refused(S.STATUS_ACCESS_DENIED):
        set_number(store.open("f", FILE_READ_DATA), C.FileEndOfFileInformation, 1)
    with refused(S.STATUS_INFO_LENGTH_MISMATCH):
        set_information(open_, C.FileEndOfFileInformation, b"1234567")
    store.mkdir("d")
    with refused(S.STATUS_INVALID_PARAMETER):
        set_number(store.open("d"), C.FileEndOfFileInformation, 1)
    with refused(S.STATUS_DISK_FULL):
        set_number(open_, C.FileEndOfFileInformation, 1 << 42)


def test_allocation(store: Store) -> None:
    store.make("f", b"x" * 10_000)
    open_ = store.open("f")
    set_number(open_, C.FileAllocationInformation, 100_000)
    assert (standard(open_).allocation_size, standard(open_).end_of_file) == (102_400, 10_000)
    set_number(open_, C.FileAllocationInformation, 5_000)
    assert (standard(open_).allocation_size, standard(open_).end_of_file) == (8_192, 8_192)
    set_number(open_, C.FileAllocationInformation, 8_192)
    with refused(S.STATUS_INVALID_PARAMETER):
        set_number(open_, C.FileAllocationInformation, -1)
    with refused(S.STATUS_DISK_FULL):
        set_number(open_, C.FileAllocationInformation, 1 << 42)
    with refused(S.STATUS_ACCESS_DENIED):
        set_number(store.open("f", FILE_READ_DATA), C.FileAllocationInformation, 1)
    named = store.open("f:s", disposition=3)
    delete(named)
    set_number(named, C.FileAllocationInformation, 10)
    set_number(named, C.FileEndOfFileInformation, 10)
    assert standard(named).end_of_file == 0


def test_position_and_mode(store: Store) -> None:
    store.make("f")
    open_ = store.open("f", options=0x20)
    set_number(open_, C.FilePositionInformation, 77)
    assert query_information(open_, C.FilePositionInformation, 8)[0] == (77).to_bytes(8, "little")
    with refused(S.STATUS_INVALID_PARAMETER):
        set_number(open_, C.FilePositionInformation, -1)
    set_information(open_, C.FileModeInformation, (0x12).to_bytes(4, "little"))
    assert query_information(open_, C.FileModeInformation, 4)[0] == (0x12).to_bytes(4, "little")
    for mode in (0x0, 0x30, 0x8, 0x1000):
        with refused(S.STATUS_INVALID_PARAMETER):
            set_information(open_, C.FileModeInformation, mode.to_bytes(4, "little"))
    unbuffered = store.open("f", 0x120089, options=0x8)
    with refused(S.STATUS_INVALID_PARAMETER):
        set_number(unbuffered, C.FilePositionInformation, 77)
    set_information(unbuffered, C.FileModeInformation, (0x6).to_bytes(4, "little"))
    assert query_information(unbuffered, C.FileModeInformation, 4)[0] == (0xC).to_bytes(4, "little")


def test_valid_data_length(store: Store) -> None:
    store.make("f", b"x")
    with refused(S.STATUS_PRIVILEGE_NOT_HELD):
        set_number(store.open("f"), C.FileValidDataLengthInformation, 1)
    manager = SecurityContext(token(ALICE, "SeManageVolumePrivilege"))
    open_ = store.open("f", context=manager)
    set_number(open_, C.FileEndOfFileInformation, 100)
    set_number(open_, C.FileValidDataLengthInformation, 50)
    for wrong in (49, 101):
        with refused(S.STATUS_INVALID_PARAMETER):
            set_number(open_, C.FileValidDataLengthInformation, wrong)


@pytest.mark.parametrize(
    ("name", "privileges", "status"),
    [
        ("\\X", (), S.STATUS_INVALID_PARAMETER),
        ("much too long", (), S.STATUS_INVALID_PARAMETER),
        ("X", (), S.STATUS_PRIVILEGE_NOT_HELD),
        ("X", ("SeRestorePrivilege",), S.STATUS_SHORT_NAMES_NOT_ENABLED_ON_VOLUME),
    ],
)
def test_short_names_cannot_be_set(store: Store, name: str, privileges: tuple[str, ...], status: NtStatus) -> None:
    store.make("f")
    open_ = store.open("f", context=SecurityContext(token(ALICE, *privileges)))
    with refused(status):
        set_information(open_, C.FileShortNameInformation, f.FileNameInformation(file_name=name).encode())
    with refused(S.STATUS_INFO_LENGTH_MISMATCH):
        set_information(open_, C.FileShortNameInformation, b"\2")
    with refused(S.STATUS_ACCESS_DENIED):
        given = f.FileNameInformation(file_name="X").encode()
        set_information(store.open("f", FILE_READ_DATA), C.FileShortNameInformation, given)


def test_classes_that_cannot_be_set(store: Store) -> None:
    store.make("f")
    open_ = store.open("f")
    for number, status in (
        (C.FileQuotaInformation, S.STATUS_NOT_SUPPORTED),
        (C.FileStandardInformation, S.STATUS_INVALID_INFO_CLASS),
        (255, S.STATUS_INVALID_INFO_CLASS),
    ):
        with refused(status):
            set_information(open_, number, bytes(100))
    store.volume.is_read_only = True
    with refused(S.STATUS_MEDIA_WRITE_PROTECTED):
        set_basic(open_, write=5)
    set_number(open_, C.FilePositionInformation, 1)


# --- the volume -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("information_class", "fixed"),
    [
        (V.FileFsAttributeInformation, 16),
        (V.FileFsControlInformation, 48),
        (V.FileFsDeviceInformation, 8),
        (V.FileFsFullSizeInformation, 32),
        (V.FileFsObjectIdInformation, 64),
        (V.FileFsSectorSizeInformation, 28),
        (V.FileFsSizeInformation, 24),
        (V.FileFsVolumeInformation, 24),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_volume_classes(information_class: V, fixed: int) -> None:
    store = Store(label="data", volume_id=bytes(range(16)), read_only=True)
    root = store.open("", 0x80)
    data, status = query_volume_information(root, information_class, 1000)
    assert status == S.STATUS_SUCCESS
    assert getattr(v, information_class.name).decode(data).encode() == data
    with refused(S.STATUS_INFO_LENGTH_MISMATCH):
        query_volume_information(root, information_class, fixed - 1)
    cut, status = query_volume_information(root, information_class, fixed)
    assert cut == data[:fixed]
    assert status == (S.STATUS_SUCCESS if len(data) == fixed else S.STATUS_BUFFER_OVERFLOW)


def test_volume_values(store: Store) -> None:
    root = store.open("", 0x80)
    full = v.FileFsFullSizeInformation.decode(query_volume_information(root, V.FileFsFullSizeInformation, 32)[0])
    store.make("f", b"x" * 100_000)
    after = v.FileFsFullSizeInformation.decode(query_volume_information(root, V.FileFsFullSizeInformation, 32)[0])
    unit = after.sectors_per_allocation_unit * after.bytes_per_sector
    assert unit == 4096
    assert full.total_allocation_units * unit == store.storage.capacity
    lost = full.actual_available_allocation_units - after.actual_available_allocation_units
    assert lost * unit >= 100_000
    assert (
        v.FileFsAttributeInformation.decode(
            query_volume_information(root, V.FileFsAttributeInformation, 100)[0]
        ).file_system_name
        == "NTFS"
    )


def test_volume_classes_that_are_refused(store: Store) -> None:
    root = store.open("", 0x80)
    for number, status in (
        (V.FileFsLabelInformation, S.STATUS_NOT_SUPPORTED),
        (V.FileFsDriverPathInformation, S.STATUS_NOT_SUPPORTED),
        (V.FileFsObjectIdInformation, S.STATUS_OBJECT_NAME_NOT_FOUND),
        (99, S.STATUS_INVALID_INFO_CLASS),
    ):
        with refused(status):
            query_volume_information(root, number, 1000)
    for number, status in (
        (V.FileFsControlInformation, S.STATUS_VOLUME_NOT_UPGRADED),
        (V.FileFsSizeInformation, S.STATUS_NOT_SUPPORTED),
        (99, S.STATUS_INVALID_INFO_CLASS),
        (V.FileFsObjectIdInformation, S.STATUS_ACCESS_DENIED),
    ):
        with refused(status):
            set_volume_information(root, number, bytes(range(64)))
    with refused(S.STATUS_INVALID_INFO_CLASS):
        set_volume_information(root, V.FileFsObjectIdInformation, b"")


def test_an_administrator_sets_the_volumes_object_id(store: Store) -> None:
    from plugfest.protocols.ms_dtyp.sid import ADMINISTRATORS

    administrator = SecurityContext(token(ALICE, groups=frozenset({ADMINISTRATORS})))
    root = store.open("", 0x80, context=administrator)
    set_volume_information(root, V.FileFsObjectIdInformation, bytes(range(64)))
    assert query_volume_information(root, V.FileFsObjectIdInformation, 64)[0][:16] == bytes(range(16))
    close_file(root)
    for operation in (
        lambda: query_volume_information(root, V.FileFsSizeInformation, 100),
        lambda: set_volume_information(root, V.FileFsObjectIdInformation, bytes(64)),
        lambda: set_information(root, C.FileBasicInformation, bytes(40)),
    ):
        with refused(S.STATUS_FILE_CLOSED):
            operation()
