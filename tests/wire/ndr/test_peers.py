"""impacket builds and we decode, we build and impacket decodes: every example of MS-SRVS, and types of MS-LSAT."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from plugfest.protocols.ms_srvs.types import SRVSVC
from plugfest.wire.ndr import NDR, NDR64, Conformant, NdrStructure, Request, ULong, Unique, fields
from tests.protocols.ms_srvs.examples import EXAMPLES
from tests.wire.ndr.kinds import RpcSid, RpcUnicodeString

srvs = pytest.importorskip("impacket.dcerpc.v5.srvs")
lsat = pytest.importorskip("impacket.dcerpc.v5.lsat")
lsad = pytest.importorskip("impacket.dcerpc.v5.lsad")


class TrustInformation(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.12 LSAPR_TRUST_INFORMATION."""

    Name: RpcUnicodeString = RpcUnicodeString()
    Sid: Annotated[RpcSid | None, Unique(RpcSid)] = None


class ReferencedDomainList(NdrStructure, frozen=True):
    """[MS-LSAT] 2.2.12 LSAPR_REFERENCED_DOMAIN_LIST."""

    Entries: Annotated[int | None, ULong] = None
    Domains: Annotated[tuple[TrustInformation, ...] | None, Unique(Conformant(TrustInformation, "Entries"))] = None
    MaxEntries: Annotated[int, ULong] = 0


def _numbers_and_texts(value: Any) -> list[Any]:
    """What an impacket structure says, without the names."""
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in _numbers_and_texts(item)]
    if hasattr(value, "fields") and hasattr(value, "commonHdr"):
        names = [name for name, *_ in value.structure]
        return [leaf for name in names for leaf in _numbers_and_texts(value[name])]
    return [value]


ANSWERED = [method for method in SRVSVC.methods if method.response().__name__ in EXAMPLES]


@pytest.mark.parametrize("is_64", [False, True], ids=["NDR", "NDR64"])
@pytest.mark.parametrize("name", [name for name, value in EXAMPLES.items() if isinstance(value, Request)])
def test_impacket_reads_our_requests(name: str, is_64: bool) -> None:
    wire = EXAMPLES[name].encode(syntax=NDR64 if is_64 else NDR)
    theirs = getattr(srvs, name)(wire, isNDR64=is_64)
    assert theirs.getData() == wire or len(theirs.getData()) == len(wire)
    said = [str(leaf).rstrip("\0") for leaf in _numbers_and_texts(theirs)]
    for row in fields(type(EXAMPLES[name]).decode(EXAMPLES[name].encode())):
        assert row.value == "NULL" or row.value.strip('"') in said, row


@pytest.mark.parametrize("is_64", [False, True], ids=["NDR", "NDR64"])
@pytest.mark.parametrize("method", ANSWERED, ids=lambda method: method.__name__)
def test_we_read_what_impacket_answers(method: type[Request[Any]], is_64: bool) -> None:
    syntax = NDR64 if is_64 else NDR
    ours = EXAMPLES[method.response().__name__]
    theirs = getattr(srvs, method.response().__name__)(ours.encode(syntax=syntax), isNDR64=is_64)
    assert method.response().decode(theirs.getData(), syntax=syntax).encode() == ours.encode()


def test_conformant_structures_and_unicode_strings() -> None:
    theirs = lsat.LSAPR_REFERENCED_DOMAIN_LIST()
    domain = lsad.LSAPR_TRUST_INFORMATION()
    domain["Name"] = "BUILTIN"
    domain["Sid"].fromCanonical("S-1-5-32")
    other = lsad.LSAPR_TRUST_INFORMATION()
    other["Name"] = "EXAMPLE"
    other["Sid"].fromCanonical("S-1-5-21-1-2-3")
    theirs["Domains"].append(domain)
    theirs["Domains"].append(other)
    theirs["Entries"] = 2
    theirs["MaxEntries"] = 32
    wire = theirs.getData() + theirs.getDataReferents(len(theirs.getData()))
    ours = ReferencedDomainList.decode(wire)
    assert ours.Domains is not None
    assert [(d.Name.Buffer, d.Sid.SubAuthority) for d in ours.Domains if d.Sid] == [
        ("BUILTIN", (32,)),
        ("EXAMPLE", (21, 1, 2, 3)),
    ]
    assert len(ours.encode()) == len(wire)
