"""UUIDs of RPC interfaces, and who declares them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from uuid import UUID

from plugfest import simulate
from plugfest.capture.interfaces import emitted
from plugfest.protocols.ms_rpce.endpoint_mapper import EPT
from plugfest.protocols.ms_srvs.types import SRVSVC


def test_interfaces_are_found_by_their_uuid() -> None:
    assert SRVSVC in emitted(SRVSVC.uuid)
    assert EPT in emitted(EPT.uuid)
    assert emitted(UUID(int=0)) == ()


def test_documents_that_share_an_interface_are_both_found() -> None:
    (first, second) = emitted(UUID("12345778-1234-abcd-ef00-0123456789ab"))
    assert first.name == second.name == "lsarpc"


def test_everything_emitted_is_found() -> None:
    import importlib

    table = tomllib.loads((Path(simulate.__file__).parent / "emitted.toml").read_text())
    for entry in table["module"]:
        module = importlib.import_module("plugfest.protocols." + entry["path"].removesuffix(".py").replace("/", "."))
        interface = getattr(module, entry["interface"].upper())
        assert interface in emitted(interface.uuid)
