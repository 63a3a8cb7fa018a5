"""The enumerations that `protocols/` declares by hand, against the ones derived from the given documents."""

from __future__ import annotations

import enum
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

import pytest

import plugfest.protocols
from plugfest.simulate.constants.reading import constants_of
from plugfest.specs.markdown import read_markdown
from plugfest.wire import Flags, OpenEnum
from tests.protocols.captured import given

ALSO = {"MS-SMB2": ("MS-FSCC",), "MS-SRVS": ("MS-ERREF",), "MS-RPCE": ("MS-ERREF",), "MS-WKST": ("MS-ERREF",)}
"""Documents that a document takes constants from."""
BY_VALUE = {
    "MS-SMB2": {
        "Command": "SMB2 Packet Header - ASYNC.Command",
        "Dialect": "SMB2 NEGOTIATE Response.DialectRevision",
        "HashAlgorithm": "SMB2_PREAUTH_INTEGRITY_CAPABILITIES.HashAlgorithms",
    },
    "MS-NLMP": {"AvFlags": "AV_PAIR.AvId"},
    "MS-DTYP": {"SdControl": "SECURITY_DESCRIPTOR"},
}
"""Enumerations whose members the document does not name, or calls by words: the set that must have their values."""
C706 = "C706 defines it; the document extends it"
ELSEWHERE = {
    "MS-RPCE": dict.fromkeys(("PacketType", "PacketFlags", "ContextResult", "ProviderReason", "RejectReason"), C706)
    | {"FaultStatus": C706},
    "MS-SPNG": {"NegState": "RFC 4178 4.2.2"},
}
"""What stands in no table of the document, and where it stands."""
SINGLE = {("MS-NLMP", "NTLMSSP_ANONYMOUS"): "the letter J has `anonymous` in words (2.2.2.5)"}


def enumerations() -> Iterator[tuple[str, type[enum.Enum]]]:
    for package in pkgutil.iter_modules(plugfest.protocols.__path__):
        document = package.name.upper().replace("_", "-")
        if not document.startswith("MS-"):
            continue
        folder = f"{plugfest.protocols.__path__[0]}/{package.name}"
        for module in pkgutil.walk_packages([folder], f"plugfest.protocols.{package.name}."):
            for one in vars(importlib.import_module(module.name)).values():
                if isinstance(one, type) and issubclass(one, OpenEnum | Flags) and one.__module__ == module.name:
                    yield document, one


def plain_name(name: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")


@lru_cache(maxsize=32)
def derived(document: str) -> tuple[dict[str, set[int | str]], dict[str, set[int | str]]]:
    """Name → values, and place → values, of a document and of those that it takes constants from."""
    names: dict[str, set[int | str]] = defaultdict(set)
    places: dict[str, set[int | str]] = defaultdict(set)
    for own in (document, *ALSO.get(document, ())):
        path = given("specs") / f"{own}.md"
        for one in constants_of(own, read_markdown(path.read_bytes(), own).sections).sets:
            for member in one.members:
                names[plain_name(member.name)].add(member.value)
                places[one.place.partition(":")[2]].add(member.value)
    return names, places


ALL = list(enumerations())
FOUND = [(document, one) for document, one in ALL if one.__name__ not in ELSEWHERE.get(document, {})]


def test_what_is_explained_exists() -> None:
    declared = {(document, one.__name__) for document, one in ALL}
    assert {
        (document, name) for table in (ELSEWHERE, BY_VALUE) for document in table for name in table[document]
    } <= declared


@pytest.mark.parametrize(("document", "declared"), FOUND, ids=[f"{name}-{one.__name__}" for name, one in FOUND])
def test_values(document: str, declared: type[enum.Enum]) -> None:
    names, places = derived(document)
    if place := BY_VALUE.get(document, {}).get(declared.__name__):
        assert {one.value for one in declared} <= places[place]
        return
    for name, member in declared.__members__.items():
        if (document, name) not in SINGLE:
            assert member.value in names.get(plain_name(name), set()), name
