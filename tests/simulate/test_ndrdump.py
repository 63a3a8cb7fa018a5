"""Samba's ndrdump reads to the last byte what the emitted codecs of four interfaces encode, in NDR and NDR64."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from plugfest.protocols.ms_lsat.types import LSARPC
from plugfest.protocols.ms_samr.types import SAMR
from plugfest.protocols.ms_scmr.types import SVCCTL
from plugfest.protocols.ms_wkst.types import WKSSVC
from plugfest.wire.ndr import NDR, NDR64, Request, TransferSyntax
from tests.peers import need, run
from tests.wire.ndr.strategies import values

OTHERWISE = {
    "SamrSetSecurityObject": "Samba reads the security descriptor in it, which here is any bytes",
    "LsarOpenPolicy": "Samba ties ObjectAttributes' members together, which the document says are ignored",
    "LsarOpenPolicy2": "as LsarOpenPolicy",
    **dict.fromkeys(
        ["RSetServiceStatus", "RNotifyBootConfigStatus", "REnumServiceGroupW"], "Samba knows it without its parameters"
    ),
    **dict.fromkeys(
        ["RChangeServiceConfigA", "RCreateServiceA", "ROpenServiceA", "RGetServiceDisplayNameA", "RGetServiceKeyNameA",
         "REnumServicesStatusExA"], "Samba reads its strings as UTF-16",
    ),
    **dict.fromkeys(["RGetServiceDisplayNameW", "RGetServiceKeyNameW"], "Samba has a [unique] string for [ref]"),
    **dict.fromkeys(["RChangeServiceConfig2A", "RChangeServiceConfig2W"], "Samba has bytes in place of the union"),
    "NetrWkstaSetInfo": "Samba has a [ref] pointer for the [unique] one",
}  # fmt: skip
METHODS = [(interface.name, method) for interface in (SAMR, LSARPC, SVCCTL, WKSSVC) for method in interface.methods]


@pytest.mark.parametrize("syntax", [NDR, NDR64], ids=lambda syntax: syntax.name)
@pytest.mark.parametrize(("pipe", "method"), METHODS, ids=lambda one: getattr(one, "__name__", ""))
def test_ndrdump_reads_our_requests(
    pipe: str, method: type[Request[Any]], syntax: TransferSyntax, tmp_path: Path
) -> None:
    if method.__name__ in OTHERWISE:
        pytest.skip(OTHERWISE[method.__name__])
    ndrdump = need("ndrdump", "samba-testsuite")
    options = ["--ndr64"] if syntax is NDR64 else []

    @settings(
        max_examples=1,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def check(data: st.DataObject) -> None:
        stub = tmp_path / "stub"
        stub.write_bytes(data.draw(values(method)).encode(syntax=syntax))
        shown = run(ndrdump, *options, pipe, str(method.opnum), "in", str(stub), status=None)
        if f"Function number '{method.opnum}' not found" in shown:
            pytest.skip("this Samba does not know the method")
        assert "dump OK" in shown
        assert "WARNING" not in shown  # of bytes left over

    check()
