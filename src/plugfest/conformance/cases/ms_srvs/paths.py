r"""[MS-SRVS] 3.1.4.29 to 3.1.4.31: the type of a path, its canonical form, and the comparison of two.

Nothing is opened: paths need not exist.
"""

from __future__ import annotations

from typing import Any

from plugfest.conformance import case, expect
from plugfest.conformance.cases.ms_srvs.calls import called, outcome, refused
from plugfest.conformance.needs import log_on
from plugfest.net import RpcClient
from plugfest.protocols.ms_srvs.constants import NetApiStatus, PathType
from plugfest.protocols.ms_srvs.types import NetprPathCanonicalize, NetprPathCompare, NetprPathType

_NO_SERVER = "no-server-has-this-name"
_TYPES = {
    r"loft\pigeon.txt": PathType.ITYPE_PATH_RELND,
    r"loft\*.txt": PathType.ITYPE_PATH_RELND_WC,
    r"\loft\pigeon.txt": PathType.ITYPE_PATH_ABSND,
    r"\loft\pigeon.?": PathType.ITYPE_PATH_ABSND_WC,
    r"C:\loft\pigeon.txt": PathType.ITYPE_PATH_ABSD,
    r"C:\loft\*": PathType.ITYPE_PATH_ABSD_WC,
    "C:": PathType.ITYPE_DEVICE_DISK,
    "LPT1": PathType.ITYPE_DEVICE_LPT,
    "COM1": PathType.ITYPE_DEVICE_COM,
    r"\\tower": PathType.ITYPE_UNC_COMPNAME,
    r"\\tower\loft\pigeon.txt": PathType.ITYPE_UNC,
    r"\\tower\loft\*": PathType.ITYPE_UNC_WC_PATH,
    r"\\*": PathType.ITYPE_UNC_WC,
}
"""3.1.1.9: path → type."""
_INVALID = ("<", ">", '"', "|")
"""3.1.1.9: characters that are in no path."""
_LONG = "a" * 261
_DEPTH = "\\".join(["a" * 100] * 2)
"""201 characters: too long for old-style paths only."""
_ROOM = 1024


async def _type(rpc: RpcClient, path: str, requirement: str = "", flags: int = 0) -> int:
    response = await expect.returns(called(rpc, NetprPathType(None, path, flags)), requirement=requirement)
    return int(response.PathType)


@case(covers=["MS-SRVS:3.1.4.29:a15978d012", "MS-SRVS:3.1.4.29:6c02b7d579"], needs=[log_on])
async def test_types(srvsvc: RpcClient) -> None:
    """A path's type is the one that the algorithm gives."""
    for path, kind in _TYPES.items():
        expect.equal(await _type(srvsvc, path), kind, f"type of {path}")


@case(covers="MS-SRVS:3.1.4.29:8540629db5", needs=[log_on])
async def test_type_is_one_of_the_values(srvsvc: RpcClient) -> None:
    """Whatever the path, its type is one of those that there are."""
    known = {int(kind) for kind in PathType}
    for path in _TYPES:
        kind = await _type(srvsvc, path)
        expect.true(kind in known, expected="a value of 2.2.2.9", actual=f"{kind} for {path}")


@case(covers="MS-SRVS:3.1.4.29:397b00ef5f", needs=[log_on])
async def test_no_path_and_a_long_one(srvsvc: RpcClient) -> None:
    """An empty path and one of 261 characters are refused."""
    for path in ("", _LONG):
        await refused(srvsvc, NetprPathType(None, path), NetApiStatus.ERROR_INVALID_NAME)


@case(covers="MS-SRVS:3.1.4.29:ff88a184e8", needs=[log_on])
async def test_flags_of_type(srvsvc: RpcClient) -> None:
    """Flags is 0 or 1."""
    for flags in (2, 0x80000000):
        await refused(srvsvc, NetprPathType(None, "loft", flags), NetApiStatus.ERROR_INVALID_PARAMETER)


@case(covers="MS-SRVS:3.1.4.29:ab8f427adf", needs=[log_on])
async def test_old_style_rules(srvsvc: RpcClient) -> None:
    """With Flags 1 a path has 128 characters at most, and names 8 and 3."""
    expect.equal(await _type(srvsvc, r"loft\pigeon.txt", flags=1), PathType.ITYPE_PATH_RELND, "type, old style")
    for path in (_DEPTH, "pigeonhole.txt", "pigeon.text"):
        await refused(srvsvc, NetprPathType(None, path, 1), NetApiStatus.ERROR_INVALID_NAME)


@case(covers="MS-SRVS:3.1.4.29:e1be768f0e", needs=[log_on])
async def test_long_rules(srvsvc: RpcClient) -> None:
    """With Flags 0 names may be long, up to 255 characters."""
    expect.equal(await _type(srvsvc, "pigeonhole.text"), PathType.ITYPE_PATH_RELND, "type of a long name")
    await refused(srvsvc, NetprPathType(None, "a" * 256), NetApiStatus.ERROR_INVALID_NAME)


@case(covers=["MS-SRVS:3.1.1.9:d16a34d2ee"], needs=[log_on])
async def test_invalid_characters(srvsvc: RpcClient) -> None:
    """Some characters are in no path."""
    for character in _INVALID:
        await refused(srvsvc, NetprPathType(None, f"loft{character}"), NetApiStatus.ERROR_INVALID_NAME)


@case(covers="MS-SRVS:3.1.4.29:6b97f1065e", needs=[log_on])
async def test_what_the_algorithm_refuses(srvsvc: RpcClient) -> None:
    """What is no path by the algorithm is refused."""
    for path in (r"\\", r"\\*\loft", r"\\tower" + "\\", r"\DEVICE"):
        await refused(srvsvc, NetprPathType(None, path), NetApiStatus.ERROR_INVALID_NAME)


# --- NetprPathCanonicalize --------------------------------------------------------------------------------------------


def _request(
    path: str, prefix: str = "", kind: int = 0, flags: int = 0, room: int = _ROOM, name: str | None = None
) -> Any:
    return NetprPathCanonicalize(name, path, room, prefix, kind, flags)


async def _canonical(rpc: RpcClient, request: Any, requirement: str = "") -> tuple[str, int]:
    """The canonical path and its type."""
    response = await expect.returns(called(rpc, request), requirement=requirement)
    text = response.Outbuf.decode("utf-16-le", "replace").partition("\0")[0]
    return text, int(response.PathType)


@case(covers="MS-SRVS:3.1.4.30:35fb9ed078", needs=[log_on])
async def test_canonical_form(srvsvc: RpcClient) -> None:
    """Slashes become backslashes, and `.` and `..` are resolved."""
    for path in (r"C:/loft/pigeon", r"C:\loft\.\pigeon", r"C:\loft\nest\..\pigeon"):
        expect.equal((await _canonical(srvsvc, _request(path)))[0], r"C:\loft\pigeon", f"canonical form of {path}")


@case(covers=["MS-SRVS:3.1.4.30:0286fe6d23", "MS-SRVS:3.1.4.30:4bdf410cff"], needs=[log_on])
async def test_type_of_the_canonical_path(srvsvc: RpcClient) -> None:
    """PathType comes back as the type of the canonical path."""
    for path, kind in ((r"C:\loft", PathType.ITYPE_PATH_ABSD), (r"\\tower\loft\x", PathType.ITYPE_UNC)):
        expect.equal((await _canonical(srvsvc, _request(path)))[1], kind, f"PathType for {path}")


@case(covers=["MS-SRVS:3.1.4.30:dd5ad30354", "MS-SRVS:3.1.4.30:a20faa7ad0"], needs=[log_on])
async def test_prefix(srvsvc: RpcClient) -> None:
    """The prefix stands before the path."""
    for rule in ("MS-SRVS:3.1.4.30:dd5ad30354", "MS-SRVS:3.1.4.30:a20faa7ad0"):
        found, _ = await _canonical(srvsvc, _request("pigeon", prefix="C:\\loft\\"), rule)
        expect.equal(found, r"C:\loft\pigeon", "canonical path, with a prefix", requirement=rule)


@case(covers="MS-SRVS:3.1.4.30:7bbc9cec48", needs=[log_on])
async def test_separator(srvsvc: RpcClient) -> None:
    """Between a prefix without separator and the path there is one."""
    found, _ = await _canonical(srvsvc, _request("pigeon", prefix=r"C:\loft"))
    expect.equal(found, r"C:\loft\pigeon", "canonical path, with a prefix that has no separator")


@case(covers=["MS-SRVS:3.1.4.30:873be1b00b", "MS-SRVS:3.1.4.30:ca60fb4781"], needs=[log_on])
async def test_path_is_validated(srvsvc: RpcClient) -> None:
    """With PathType 0 the path is validated first, even where its canonical form would be valid."""
    validated = _request(r"a<b\..\loft")
    await expect.returns(
        called(srvsvc, validated), NetApiStatus.ERROR_INVALID_NAME, requirement="MS-SRVS:3.1.4.30:873be1b00b"
    )
    await expect.returns(
        called(srvsvc, _request("a<b")), NetApiStatus.ERROR_INVALID_NAME, requirement="MS-SRVS:3.1.4.30:ca60fb4781"
    )


@case(covers=["MS-SRVS:3.1.4.30:61a71c9af6", "MS-SRVS:3.1.4.30:ca60fb4781~2"], needs=[log_on])
async def test_prefix_is_validated(srvsvc: RpcClient) -> None:
    """The prefix is validated as a path is."""
    for prefix, rule in ((r"a<b\..", "MS-SRVS:3.1.4.30:61a71c9af6"), ("a|b", "MS-SRVS:3.1.4.30:ca60fb4781~2")):
        given = called(srvsvc, _request("pigeon", prefix=prefix))
        await expect.returns(given, NetApiStatus.ERROR_INVALID_NAME, requirement=rule)


@case(covers="MS-SRVS:3.1.4.30:ca60fb4781~3", needs=[log_on])
async def test_no_canonical_form(srvsvc: RpcClient) -> None:
    """A path that leads out of its root has no canonical form."""
    await refused(srvsvc, _request(r"C:\.."), NetApiStatus.ERROR_INVALID_NAME)


@case(covers="MS-SRVS:3.1.4.30:24a3bd8fb5", needs=[log_on])
async def test_room(srvsvc: RpcClient) -> None:
    """A buffer that is too small is told so."""
    await refused(srvsvc, _request(r"C:\loft\pigeon", room=10), NetApiStatus.NERR_BufTooSmall)


@case(covers="MS-SRVS:3.1.4.30:709ffe2db3", needs=[log_on])
async def test_flags_of_canonicalize(srvsvc: RpcClient) -> None:
    """There are no flags: the call fails with any."""
    code = await outcome(srvsvc, _request("loft", flags=1))
    failed = code != NetApiStatus.NERR_Success
    expect.true(failed, expected="the call fails", actual=NetApiStatus(code).name)


# --- NetprPathCompare -------------------------------------------------------------------------------------------------


def _comparison(one: str, other: str, kind: int = 0, flags: int = 0, name: str | None = None) -> Any:
    return NetprPathCompare(name, one, other, kind, flags)


async def _compared(rpc: RpcClient, request: Any, expected: int, requirement: str = "") -> None:
    what = f"comparison of {request.PathName1} and {request.PathName2}, Flags {request.Flags}"
    expect.equal(await outcome(rpc, request, requirement), expected, what, requirement=requirement)


@case(covers="MS-SRVS:3.1.4.31:4d4af233d9", needs=[log_on])
async def test_order(srvsvc: RpcClient) -> None:
    """0 for the same path, -1 and 1 for one before and behind the other."""
    for one, other, expected in ((r"C:\b", r"C:\b", 0), (r"C:\a", r"C:\b", -1), (r"C:\b", r"C:\a", 1)):
        await _compared(srvsvc, _comparison(one, other), expected)


@case(covers="MS-SRVS:3.1.4.31:1c81ac1842", needs=[log_on])
async def test_canonical_forms_are_compared(srvsvc: RpcClient) -> None:
    """With Flags 0 the canonical forms are compared."""
    await _compared(srvsvc, _comparison(r"C:\loft\x\..\nest", "C:/loft/nest"), 0)


@case(covers="MS-SRVS:3.1.4.31:b455708fed", needs=[log_on])
async def test_canonical_already(srvsvc: RpcClient) -> None:
    """With Flags 1 the paths are compared as they are."""
    order = await outcome(srvsvc, _comparison(r"C:\a\.\b", r"C:\a\b", PathType.ITYPE_PATH_ABSD, 1))
    expect.not_equal(order, 0, "comparison of two forms of one path, Flags 1")


@case(covers=["MS-SRVS:3.1.4.31:71330e9e7c", "MS-SRVS:3.1.4.31:00b59aca6b"], needs=[log_on])
async def test_types_differ(srvsvc: RpcClient) -> None:
    """Paths of different types are not in order: 1, even where the first is less as text."""
    for rule in ("MS-SRVS:3.1.4.31:71330e9e7c", "MS-SRVS:3.1.4.31:00b59aca6b"):
        await _compared(srvsvc, _comparison("a", r"b\*"), 1, rule)


@case(covers="MS-SRVS:3.1.4.31:14597c934c", needs=[log_on])
async def test_comparison_of_what_is_no_path(srvsvc: RpcClient) -> None:
    """With Flags 0 both have to be paths."""
    for one, other in (("a<b", "a"), ("a", "a>b")):
        await refused(srvsvc, _comparison(one, other), NetApiStatus.ERROR_INVALID_NAME)


@case(covers="MS-SRVS:3.1.4.31:e185d1b59e", needs=[log_on])
async def test_flags_of_compare(srvsvc: RpcClient) -> None:
    """Flags is 0 or 1."""
    await refused(srvsvc, _comparison("a", "a", flags=2), NetApiStatus.ERROR_INVALID_PARAMETER)


@case(
    covers=["MS-SRVS:3.1.4.29:f823303659", "MS-SRVS:3.1.4.30:f6c21159ad", "MS-SRVS:3.1.4.31:fa2814dc97"],
    needs=[log_on],
)
async def test_server_names_are_ignored(srvsvc: RpcClient) -> None:
    """Whatever the ServerName, this server answers."""
    requests: dict[str, Any] = {
        "MS-SRVS:3.1.4.29:f823303659": NetprPathType(_NO_SERVER, "loft"),
        "MS-SRVS:3.1.4.30:f6c21159ad": _request("loft", name=_NO_SERVER),
        "MS-SRVS:3.1.4.31:fa2814dc97": _comparison("loft", "loft", name=_NO_SERVER),
    }
    for rule, request in requests.items():
        await expect.returns(called(srvsvc, request), requirement=rule)
