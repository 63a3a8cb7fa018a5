"""[MS-SRVS] 3.1.1.9: the type of a path, and 3.1.4.30: its canonical form."""

from __future__ import annotations

import re

from plugfest.protocols.ms_srvs.constants import PathType
from plugfest.protocols.rules import Rules

_INVALID = frozenset('<>"|')
_DEVICE = re.compile(r"(LPT|COM)[0-9]+:?", re.IGNORECASE)
_SYSTEM_DEVICE = re.compile(r"\\DEV\\(LPT|COM)[0-9]+:?", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")
_MAX_PATH = 260
_MAX_OLD_PATH = 128
_MAX_COMPONENT = 255
_OLD_COMPONENT = re.compile(r"[^.]{1,8}(\.[^.]{1,3})?\.?|\.\.?")
_DEVICES = {"LPT": PathType.ITYPE_DEVICE_LPT, "COM": PathType.ITYPE_DEVICE_COM}


class InvalidName(Exception):
    """It is no path: ERROR_INVALID_NAME."""


def is_path(rules: Rules, path: str, old_style: bool) -> bool:
    """3.1.4.29: is its length, and that of its components, as the rules of names have it?"""
    if not 0 < len(path) <= _MAX_PATH and rules.on("MS-SRVS:3.1.4.29:397b00ef5f"):
        return False
    components = [part for part in re.split(r"[\\/]", path) if part and not _DRIVE.fullmatch(part)]
    if old_style:
        valid = len(path) <= _MAX_OLD_PATH and all(_is_old(part) for part in components)
        return valid or not rules.on("MS-SRVS:3.1.4.29:ab8f427adf")
    valid = all(len(part) <= _MAX_COMPONENT for part in components)
    return valid or not rules.on("MS-SRVS:3.1.4.29:e1be768f0e")


def _is_old(component: str) -> bool:
    return bool(_OLD_COMPONENT.fullmatch(component) or _DEVICE.fullmatch(component))


def path_type(rules: Rules, path: str) -> PathType:
    """3.1.1.9. Raises InvalidName."""
    if _INVALID & set(path) and rules.on("MS-SRVS:3.1.1.9:d16a34d2ee"):
        raise InvalidName
    if path.startswith("\\\\"):
        return _unc_type(path)
    if path.startswith("\\"):
        return _rooted_type(path)
    if _DRIVE.match(path):
        if len(path) == 2:
            return PathType.ITYPE_DEVICE_DISK
        return _with_wildcard(path[2:], PathType.ITYPE_PATH_ABSD_WC, PathType.ITYPE_PATH_ABSD)
    if _DEVICE.fullmatch(path):
        return _DEVICES[path[:3].upper()]
    return _with_wildcard(path, PathType.ITYPE_PATH_RELND_WC, PathType.ITYPE_PATH_RELND)


def _with_wildcard(text: str, wild: PathType, plain: PathType) -> PathType:
    return wild if "*" in text or "?" in text else plain


def _unc_type(path: str) -> PathType:
    name, separator, rest = path[2:].partition("\\")
    if name.startswith("."):
        if name == "." and separator:
            return _with_wildcard(rest, PathType.ITYPE_PATH_ABSD_WC, PathType.ITYPE_PATH_ABSD)
        raise InvalidName
    if name.startswith("*"):
        if path == "\\\\*":
            return PathType.ITYPE_UNC_WC
        raise InvalidName
    if not name or (separator and not rest):
        raise InvalidName
    if not separator:
        return PathType.ITYPE_UNC_COMPNAME
    return _with_wildcard(rest, PathType.ITYPE_UNC_WC_PATH, PathType.ITYPE_UNC)


def _rooted_type(path: str) -> PathType:
    if path.upper().startswith("\\DEV"):
        if _SYSTEM_DEVICE.fullmatch(path):
            return _DEVICES[path[5:8].upper()]
        raise InvalidName
    return _with_wildcard(path, PathType.ITYPE_PATH_ABSND_WC, PathType.ITYPE_PATH_ABSND)


def canonical(path: str) -> str:
    r"""3.1.4.30, note 113: `\` between components, no `.` and `..`, devices in upper case and without a colon.

    Raises InvalidName where it leads out of its own root.
    """
    text = path.replace("/", "\\")
    if _DEVICE.fullmatch(text) or _SYSTEM_DEVICE.fullmatch(text):
        return text.upper().rstrip(":")
    root = _root(text)
    components: list[str] = []
    for part in text[len(root) :].split("\\"):
        if part == "..":
            if not components:
                raise InvalidName
            components.pop()
        elif part not in ("", "."):
            components.append(part)
    return (root.upper() if _DRIVE.match(root) else root) + "\\".join(components)


def _root(text: str) -> str:
    r"""What `..` does not lead out of: a computer and its share, a drive, or the backslash at the beginning."""
    if text.startswith("\\\\"):
        parts = text[2:].split("\\", 2)
        return text if len(parts) < 3 else "\\\\" + parts[0] + "\\" + parts[1] + "\\"
    found = re.match(r"[A-Za-z]:\\?|\\", text)
    return found[0] if found else ""
