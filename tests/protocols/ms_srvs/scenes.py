"""Calls, alone or one after the other, that together reach every rule that the service marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from plugfest.protocols.ms_dtyp import Acl, SecurityDescriptor
from plugfest.protocols.ms_srvs import types as t
from plugfest.protocols.ms_srvs.client import enum, session_enum, share_enum
from plugfest.protocols.ms_srvs.settings import SERVER_INFO_103_IGNORED, SERVER_INFO_599_SETTINGS, SET_LEVELS, Handling
from tests.protocols.ms_srvs.helpers import SD, Constant

Scene = tuple[Any, ...]
"""Requests; a function among them changes the server by itself."""
_OTHER_SD = SecurityDescriptor(dacl=Acl()).encode()
LONG = "x" * 1100
DFS = [kind for kind in t.SRVSVC.methods if kind.__name__.startswith("NetrDfs")]

_ENUMERATIONS: tuple[tuple[Any, tuple[int, ...], int], ...] = (
    (t.NetrShareEnumSticky, (0, 1, 2, 501, 502, 503), 1),
    (t.NetrConnectionEnum, (0, 1, 7), 1),
    (t.NetrFileEnum, (2, 3, 7), 3),
    (t.NetrServerTransportEnum, (0, 1, 2, 3), 1),
    (t.NetrServerAliasEnum, (0, 1), 0),
)


def _queries() -> Iterator[Any]:
    yield from (share_enum(level) for level in (0, 1, 2, 501, 502, 503, 7))
    yield from (share_enum(1, name) for name in ("", "\\\\anything", "\\\\cluster", "nick"))
    yield share_enum(1, preferred=60)
    yield from (share_enum(1, preferred=60, resume=resume) for resume in (0, 2, 9))
    yield from (session_enum(level, "server") for level in (0, 1, 2, 10, 502, 7))
    yield session_enum(1, preferred=80)
    yield from (session_enum(1, preferred=80, resume=resume) for resume in (0, 1, 9))
    names = ("\\\\host2", "host2", "\\\\nowhere", "\\\\" + LONG)
    yield from (session_enum(1, client_name=name) for name in names)
    yield from (session_enum(1, user_name=name) for name in ("bob", "nobody", LONG))
    yield from (t.NetrShareGetInfo(None, "data", level) for level in (0, 1, 2, 501, 502, 503, 1005, 7))
    yield from (t.NetrShareGetInfo(name, "scoped", 1) for name in (None, "", "\\\\cluster", "anything"))
    yield from (t.NetrShareGetInfo(None, name, 1) for name in ("nothing", "dat", ""))
    yield t.NetrShareGetInfo("anything", "data", 1)
    yield from (
        t.NetrServerGetInfo(name, level) for name in (None, "me") for level in (100, 101, 102, 103, 502, 503, 7)
    )
    yield t.NetrServerGetInfo(LONG, 100)
    yield t.NetrRemoteTOD("me")
    for kind, levels, of_pages in _ENUMERATIONS:
        yield from (enum(kind, level, **_qualifier(kind, "data")) for level in levels)
        yield from _pages(kind, of_pages)
    yield from (enum(t.NetrConnectionEnum, 1, Qualifier=name, ServerName="me") for name in ("\\\\host2", "", LONG))
    yield enum(t.NetrFileEnum, 3, BasePath="C:\\data\\sub", ServerName="me")
    yield enum(t.NetrFileEnum, 3, UserName="BOB")
    yield from (enum(t.NetrFileEnum, 3, **{name: LONG}) for name in ("BasePath", "UserName"))
    yield from (t.NetrFileGetInfo("me", number, level) for number, level in ((21, 2), (22, 3), (99, 2), (21, 7)))
    yield from (t.NetrShareCheck("me", device) for device in ("c:/data/", "C:\\IPC$", "Z:"))
    yield from (t.NetrServerDiskEnum("me", level) for level in (0, 1))
    yield t.NetrServerDiskEnum(None, 0, t.DISK_ENUM_CONTAINER(Buffer=(t.DISK_INFO("Q:"),)), 0, 3)
    yield from (t.NetrServerStatisticsGet("me", "Service", *numbers) for numbers in ((0, 0), (1, 0), (0, 1)))


def _qualifier(kind: Any, qualifier: str) -> dict[str, str]:
    return {"Qualifier": qualifier} if kind is t.NetrConnectionEnum else {}


def _pages(kind: Any, level: int) -> Iterator[Any]:
    for preferred, resume in ((40, None), (70, 0), (70, 1), (200, 0), (200, 1), (0xFFFFFFFF, 9), (3, 0)):
        yield enum(
            kind,
            level,
            PreferedMaximumLength=preferred,
            ResumeHandle=resume,
            ServerName="me",
            **_qualifier(kind, "\\\\10.0.0.1"),
        )


def _share_2(name: str | None, **members: Any) -> t.SHARE_INFO_2:
    defaults: dict[str, Any] = {"netname": name, "type": 0, "remark": "new", "max_uses": 9, "path": "C:\\new"}
    return t.SHARE_INFO_2(**{f"shi2_{key}": value for key, value in (defaults | members).items()})


def _share_502(name: str | None, **members: Any) -> t.SHARE_INFO_502_I:
    defaults: dict[str, Any] = {"netname": name, "remark": "new", "max_uses": 9, "path": "C:\\new"}
    return t.SHARE_INFO_502_I(**{f"shi502_{key}": value for key, value in (defaults | members).items()})


def _share_503(name: str | None, **members: Any) -> t.SHARE_INFO_503_I:
    defaults: dict[str, Any] = {"netname": name, "remark": "new", "max_uses": 9, "path": "C:\\new"}
    return t.SHARE_INFO_503_I(**{f"shi503_{key}": value for key, value in (defaults | members).items()})


def _additions() -> Iterator[Scene]:
    for members in (
        {},
        {"type": 0x40000000},
        {"type": 0x06000000},
        {"max_uses": 0},
        {"max_uses": 0xFFFFFFFF},
        {"type": 1, "path": "queue"},
        {"type": 77},
        {"remark": "r" * 49},
        {"path": ""},
        {"path": "C:\\new\\.."},
        {"path": "new"},
        {"path": "C:\\nosuch"},
        {"path": "C:\\forbidden"},
        {"permissions": 1},
        {"current_uses": 1},
        {"passwd": "secret"},
    ):
        yield (t.NetrShareAdd("me", 2, _share_2("fresh", **members), 0),)
    for name in ("", None, "n" * 81, "pipe", "DATA", "scoped"):
        yield (t.NetrShareAdd(None, 2, _share_2(name), 0),)
    yield (t.NetrShareAdd(None, 2, _share_2("n" * 81), None),)
    yield (t.NetrShareAdd(None, 502, _share_502("fresh", security_descriptor=SD), 0),)
    yield (t.NetrShareAdd(None, 502, _share_502("fresh", security_descriptor=b"bad"), 0),)
    for name in ("scoped", "data"):
        yield (t.NetrShareAdd(None, 503, _share_503(name, servername="cluster"), 0),)
    yield (t.NetrShareAdd(None, 503, _share_503("fresh", servername="cluster", max_uses=0xFFFFFFFF), 0),)
    for member, value in (("permissions", 1), ("current_uses", 1), ("passwd", "secret")):
        yield (t.NetrShareAdd(None, 503, _share_503("fresh", **{member: value}), 0),)
    yield (t.NetrShareAdd(None, 1, t.SHARE_INFO_1("fresh"), 0),)


def _changes() -> Iterator[Scene]:
    infos: tuple[tuple[int, Any], ...] = (
        (1, t.SHARE_INFO_1("data", 0x06000000, "changed")),
        (2, _share_2("data", type=0x06000000, path="C:\\data")),
        (2, _share_2("other")),
        (502, _share_502("data", type=0x06000000, path="C:\\data", security_descriptor=SD + b"")),
        (502, _share_502("other", type=0x06000000, path="C:\\data")),
        (502, _share_502("data", type=3, path="C:\\data")),
        (502, _share_502("data", type=0x06000000, path="C:\\other")),
        (503, _share_503("data", type=0x06000000, path="C:\\data")),
        (503, _share_503("other", type=0x06000000, path="C:\\data")),
        (503, _share_503("data", type=3, path="C:\\data")),
        (503, _share_503("data", type=0x06000000, path="C:\\other")),
        (1004, t.SHARE_INFO_1004("changed")),
        (1004, t.SHARE_INFO_1004("r" * 49)),
        *((1005, t.SHARE_INFO_1005(flags)) for flags in (0x1F00, 0x10, 0x01, 0x2000)),
        (1006, t.SHARE_INFO_1006(4)),
        (1501, t.SHARE_INFO_1501_I(shi1501_security_descriptor=_OTHER_SD)),
        (1501, t.SHARE_INFO_1501_I(shi1501_security_descriptor=b"bad")),
        (0, t.SHARE_INFO_0("data")),
    )
    for level, info in infos:
        yield (t.NetrShareSetInfo(None, "data", level, info, 0),)
    yield (t.NetrShareSetInfo(None, "IPC$", 502, _share_502("IPC$", security_descriptor=SD), 0),)
    for server, name in ((None, ""), (None, "nosuch"), ("anything", "data"), ("\\\\cluster", "scoped")):
        yield (t.NetrShareSetInfo(server, name, 1004, t.SHARE_INFO_1004("changed"), None),)


def _deletions() -> Iterator[Scene]:
    for kind in (t.NetrShareDel, t.NetrShareDelSticky, t.NetrShareDelStart):
        for server, name in ((None, "data"), ("anything", "data"), ("\\\\cluster", "scoped"), (None, "scoped")):
            yield (kind(server, name, 0),)
        yield from ((kind(None, name, 1),) for name in ("data", "nosuch", "last", ""))
    printer = t.NetrShareAdd(None, 2, _share_2("printer", type=1, path="queue"))
    yield printer, t.NetrShareDel(None, "printer")
    yield printer, t.NetrShareDelEx("me", 503, _share_503("printer"))
    for name, server in (("data", None), ("scoped", "cluster"), ("scoped", None), ("nosuch", None), ("", None)):
        yield (t.NetrShareDelEx("me", 503, _share_503(name, servername=server)),)
    yield (t.NetrShareDelEx(None, 2, _share_2("data")),)
    handle = bytes(4) + bytes(range(1, 17))
    yield t.NetrShareDelStart(None, "data"), t.NetrShareDelCommit(handle)
    yield (t.NetrShareDelCommit(handle),)
    anew = (t.NetrShareDel(None, "data"), t.NetrShareAdd(None, 2, _share_2("data")))
    yield t.NetrShareDelStart(None, "data"), *anew, t.NetrShareDelCommit(handle)


def _settings() -> Iterator[Scene]:
    get = tuple(t.NetrServerGetInfo(None, level) for level in (102, 103, 502, 503))
    yield (t.NetrServerSetInfo("me", 1005, t.SERVER_INFO_1005("changed"), 0), *get)
    good: dict[str, Any] = {f"sv599_{name}": _good(setting) for name, setting in SERVER_INFO_599_SETTINGS.items()}
    good["sv599_domain"] = None
    whole = t.SERVER_INFO_599(**good)
    yield (t.NetrServerSetInfo(None, 599, whole, 0), *get)
    for name, setting in SERVER_INFO_599_SETTINGS.items():
        if setting.range_rule:
            bad = msgspec.structs.replace(whole, **{f"sv599_{name}": setting.high + 1 if setting.high < 2**31 else 0})
            yield (t.NetrServerSetInfo(None, 599, bad, 0), *get)
    members: dict[str, Any] = {"sv102_users": 5, "sv102_disc": 6, "sv102_announce": 7, "sv102_anndelta": 8}
    plain = t.SERVER_INFO_102(**members)
    yield (t.NetrServerSetInfo(None, 102, plain, 0), *get)
    for member, value in (("users", 0), ("disc", 0), ("hidden", 2), ("announce", 0), ("anndelta", 65536)):
        yield (t.NetrServerSetInfo(None, 102, msgspec.structs.replace(plain, **{f"sv102_{member}": value}), 0), *get)
    for name in SERVER_INFO_103_IGNORED:
        given: dict[str, Any] = {f"sv102_{name}": "changed" if name == "name" else 1}
        yield (t.NetrServerSetInfo(None, 102, msgspec.structs.replace(plain, **given), 0), *get)
    for level in SET_LEVELS:
        kind = getattr(t, f"SERVER_INFO_{level}")
        name = kind.__struct_fields__[0].partition("_")[2]
        if level >= 1010:
            value = _good(SERVER_INFO_599_SETTINGS[name]) if level >= 1500 else 1
            yield (t.NetrServerSetInfo(None, level, kind(value), None), *get)
    yield (t.NetrServerSetInfo(None, 101, t.SERVER_INFO_101(sv101_comment="changed"), None), *get)
    for level in (502, 503):
        kind = getattr(t, f"SERVER_INFO_{level}")
        part = {f"sv{level}_{n}": good[f"sv599_{n}"] for n in _names(kind)}
        yield (t.NetrServerSetInfo(None, level, kind(**part), None), *get)
    yield from ((t.NetrServerSetInfo(None, level, getattr(t, f"SERVER_INFO_{level}")(), 0),) for level in (100, 103))


def _names(kind: Any) -> list[str]:
    return [member.partition("_")[2] for member in kind.__struct_fields__]


def _good(setting: Any) -> int:
    """A number that is valid, and not the one that is there."""
    if setting.handling is Handling.IGNORED:
        return 12
    return int(setting.low if setting.low == setting.high else min(setting.low + 1, setting.high))


def _transports() -> Iterator[Scene]:
    name, told = "\\Device\\NetbiosSmb", enum(t.NetrServerTransportEnum, 2)

    def info(level: int, address: bytes | None = b"SECOND", **members: Any) -> Any:
        kind = getattr(t, f"SERVER_TRANSPORT_INFO_{level}")
        values = {"transportname": name, "transportaddress": address} | members
        return kind(**{f"svti{level}_{key}": value for key, value in values.items()})

    yield t.NetrServerTransportAdd("me", 0, info(0)), told
    yield t.NetrServerTransportAdd(None, 0, info(0, networkaddress="0000")), told
    yield (t.NetrServerTransportAdd(None, 1, info(0)),)
    for level in (0, 1, 2, 3):
        yield t.NetrServerTransportAddEx("me", level, info(level)), told
    yield (t.NetrServerTransportAddEx(None, 4, None),)
    yield t.NetrServerTransportAddEx(None, 2, info(2, domain="DOMAIN", flags=4)), told
    for wrong in ({"address": None}, {"transportname": None}, {"domain": "d" * 16}, {"flags": 1}):
        yield (t.NetrServerTransportAddEx(None, 2, info(2, **wrong)),)
    yield (t.NetrServerTransportAddEx(None, 2, info(2, transportname="\\Device\\Nwlnk")),)
    yield (t.NetrServerTransportAddEx(None, 2, info(2, b"SERVER")),)
    for address in (b"cluster", b"nosuch", None):
        yield t.NetrServerTransportDel("me", 3, info(0, address)), told
        yield t.NetrServerTransportDelEx("me", 1, info(1, address)), told
    yield (t.NetrServerTransportDelEx(None, 2, info(2)),)


def _aliases() -> Iterator[Scene]:
    told = enum(t.NetrServerAliasEnum, 0)

    def info(alias: str, target: str = "SERVER", default: int = 0, reserved: int = 0) -> t.SERVER_ALIAS_INFO_0:
        return t.SERVER_ALIAS_INFO_0(alias, target, default, reserved)

    for one in (
        info("new"),
        info("new", "nosuch"),
        info(""),
        info("new", default=1),
        info("NICK"),
        info("new", reserved=1),
    ):
        yield t.NetrServerAliasAdd("me", 0, one), told
    yield t.NetrServerAliasAdd(None, 0, info("", default=1)), t.NetrServerAliasAdd(None, 0, info("", default=1)), told
    yield t.NetrServerAliasAdd(None, 0, info("", default=1)), t.NetrServerAliasDel(None, 0, info("", default=1)), told
    for one in (info("nick"), info("nosuch"), info(""), info("nick", "other")):
        yield t.NetrServerAliasDel(None, 0, one), told
    yield (t.NetrServerAliasAdd(None, 1, None),)
    yield (t.NetrServerAliasDel(None, 1, None),)


def _texts() -> Iterator[Any]:
    for path in (
        "C:\\a",
        "C:\\*",
        "\\\\host\\share",
        "\\a",
        "a<b",
        "",
        "x" * 261,
        "x" * 256,
        "long name.text",
        "a.b.c",
    ):
        yield from (t.NetprPathType("me", path, flags) for flags in (0, 1))
    yield t.NetprPathType(None, "a", 2)
    for path, prefix in (("..\\b", "C:\\a"), ("b", "C:\\a\\"), ("b", "a<"), ("a<", ""), ("..", ""), ("./b", "")):
        yield t.NetprPathCanonicalize("me", path, 40, prefix)
    yield from (t.NetprPathCanonicalize(None, "abc", size) for size in (0, 4, 8))
    yield t.NetprPathCanonicalize(None, "", 40, "C:\\a")
    yield t.NetprPathCanonicalize(None, "b", 40, "a\\..\\" * 60)
    yield t.NetprPathCanonicalize(None, "abc", 40, "", 0, 1)
    for one, other in (("C:\\a", "C:\\.\\a"), ("a", "b"), ("b", "a"), ("a", "C:\\a"), ("C:\\b", "a"), ("a<", "a")):
        yield from (t.NetprPathCompare("me", one, other, 0, flags) for flags in (0, 1, 2))
    for name, kind in (("name", 4), ("a/b", 4), ("n" * 300, 4), ("name", 0), (" x", 4), ("a*", 11), ("a*b", 11)):
        yield from (t.NetprNameValidate("me", name, kind, flags) for flags in (0, 1, 0x80000000))
        yield from (t.NetprNameCanonicalize("me", name, 300, kind, flags) for flags in (0, 1, 2, 0x80000000))
        yield t.NetprNameCanonicalize("me", name, 3, kind, 1)
        yield from (t.NetprNameCompare("me", name, "NAME", kind, flags) for flags in (0, 1, 2, 0x80000000))
    yield t.NetprNameCompare(None, "secret", "SECRET", 2, 0x80000000)
    for name, information in (("file.txt", 4), ("file.txt", 8), ("nosuch", 4)):
        for share in ("data", "nosuch"):
            yield t.NetrpGetFileSecurity("me", share, name, information)
            descriptor = t.ADT_SECURITY_DESCRIPTOR(Buffer=SD + b"\1")
            yield t.NetrpSetFileSecurity("me", share, name, information, descriptor)
    yield from (kind() for kind in DFS)


def _ends() -> Iterator[Any]:
    for client, user in (("\\\\10.0.0.1", None), (None, "BOB"), ("host2", None), ("\\\\" + LONG, None), (None, LONG)):
        yield t.NetrSessionDel("me", client, user)
    yield from (t.NetrSessionDel(None, client, user) for client, user in ((None, None), (None, "nobody")))
    yield from (t.NetrFileClose("me", number) for number in (21, 99))


def _twins(server: Constant) -> None:
    server.sessions.append(server.sessions[0])


SCENES: list[Scene] = [
    (_twins, t.NetrSessionDel(None, "\\\\10.0.0.1", None)),
    *((request,) for request in (*_queries(), *_texts(), *_ends())),
    *_additions(),
    *_changes(),
    *_deletions(),
    *_settings(),
    *_transports(),
    *_aliases(),
]
