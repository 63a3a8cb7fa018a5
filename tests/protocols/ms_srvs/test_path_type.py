"""[MS-SRVS] 3.1.1.9 and 3.1.4.30: what a path is, and its canonical form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.protocols.ms_srvs.constants import PathType
from plugfest.protocols.ms_srvs.server.path_type import InvalidName, canonical, is_path, path_type
from plugfest.protocols.rules import RULES


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (r"\\server", PathType.ITYPE_UNC_COMPNAME),
        (r"\\*", PathType.ITYPE_UNC_WC),
        (r"\\server\share", PathType.ITYPE_UNC),
        (r"\\server\share\file.txt", PathType.ITYPE_UNC),
        (r"\\server\share\*.txt", PathType.ITYPE_UNC_WC_PATH),
        (r"\\.\C:\file", PathType.ITYPE_PATH_ABSD),
        (r"C:", PathType.ITYPE_DEVICE_DISK),
        (r"C:\one", PathType.ITYPE_PATH_ABSD),
        (r"C:\one\t?o", PathType.ITYPE_PATH_ABSD_WC),
        (r"\one\two", PathType.ITYPE_PATH_ABSND),
        (r"\one\*", PathType.ITYPE_PATH_ABSND_WC),
        (r"one\two", PathType.ITYPE_PATH_RELND),
        (r"one\tw*", PathType.ITYPE_PATH_RELND_WC),
        ("LPT1", PathType.ITYPE_DEVICE_LPT),
        ("com12:", PathType.ITYPE_DEVICE_COM),
        (r"\DEV\LPT1", PathType.ITYPE_DEVICE_LPT),
        (r"\dev\com1:", PathType.ITYPE_DEVICE_COM),
    ],
)
def test_types(path: str, kind: PathType) -> None:
    assert path_type(RULES, path) is kind


@pytest.mark.parametrize("path", ['a"b', "a<b", "a>b", "a|b", r"\\", r"\\server" + "\\", r"\\.x", r"\\*x", r"\DEVICE"])
def test_what_is_no_path(path: str) -> None:
    with pytest.raises(InvalidName):
        path_type(RULES, path)


@pytest.mark.parametrize(
    ("path", "old_style", "valid"),
    [
        ("", False, False),
        ("x" * 255, False, True),
        ("x" * 256, False, False),
        ("\\".join(["x" * 64] * 4), False, True),
        ("\\".join(["x" * 64] * 4) + "\\xx", False, False),
        (r"C:\longname\file.txt", True, True),
        (r"C:\longername\file.txt", True, False),
        (r"C:\name\file.text", True, False),
        ("\\".join(["x" * 8] * 15), True, False),
    ],
)
def test_lengths(path: str, old_style: bool, valid: bool) -> None:
    assert is_path(RULES, path, old_style) is valid


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("c:/one//two/", r"C:\one\two"),
        (r"c:\one\.\two\..\three", r"C:\one\three"),
        (r"\\server\share\x\..\y", r"\\server\share\y"),
        (r"\one\..", "\\"),
        ("lpt1:", "LPT1"),
        (r"\dev\com3:", r"\DEV\COM3"),
        ("one/./two", r"one\two"),
    ],
)
def test_canonical_forms(path: str, expected: str) -> None:
    assert canonical(path) == expected


@pytest.mark.parametrize("path", [r"C:\..", "..", r"\\server\share\..", r"one\..\..\two"])
def test_what_leads_out_of_its_root(path: str) -> None:
    with pytest.raises(InvalidName):
        canonical(path)


@given(st.text(st.sampled_from(r"\/.:*ab1CD"), max_size=30) | st.text(max_size=30))
def test_a_canonical_form_is_its_own(path: str) -> None:
    try:
        once = canonical(path)
    except InvalidName:
        return
    assert canonical(once) == once
    assert ".." not in once.split("\\")
