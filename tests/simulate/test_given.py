"""Every given document with IDL: what parses, what compiles, what encodes and decodes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import plugfest.protocols
from plugfest.errors import InputError
from plugfest.simulate.compiler import compile_interface
from plugfest.simulate.departures import EmittedModule, emitted_modules
from plugfest.simulate.emitter import emit
from plugfest.simulate.model import InterfaceModel
from plugfest.simulate.simulation import Simulator
from plugfest.wire.ndr import NDR, NDR64, NdrStructure
from tests.wire.ndr.strategies import values

EXAMPLES = 3


def _raw(documents: Simulator) -> Iterator[InterfaceModel]:
    for name in documents.with_idl():
        if name != "MS-UNMP":
            yield from (model for model in documents.interfaces(name) if model.kind == "raw" and model.calls)


def test_every_appendix_is_read(documents: Simulator) -> None:
    names = documents.with_idl()
    assert len(names) >= 70
    simulations = {name: documents.interface_definitions(name) for name in names}
    assert [name for name, one in simulations.items() if one.refused] == ["MS-UNMP"]
    findings = [finding for one in simulations.values() for finding in one.findings]
    assert not [finding for finding in findings if finding.rule == "idl.syntax"]
    for finding in findings:
        assert finding.line > 0, finding
        assert finding.section, finding
        assert finding.subject, finding
        assert finding.reason, finding


def test_sunrpc_is_refused_by_name(documents: Simulator) -> None:
    with pytest.raises(InputError, match="SunRPC"):
        documents.interfaces("MS-UNMP")
    (finding,) = documents.interface_definitions("MS-UNMP").findings
    assert (finding.rule, finding.subject) == ("idl.dialect", "SunRPC")


def test_no_method_of_a_raw_interface_is_without_codec(documents: Simulator) -> None:
    models = list(_raw(documents))
    assert len(models) >= 60
    assert not [f"{m.document} {call.name}: {call.missing}" for m in models for call in m.calls if call.missing]


@pytest.mark.timeout(600)
def test_round_trips(documents: Simulator) -> None:
    """Values built from the types of every raw interface, in both transfer syntaxes."""
    counted = 0
    for model in _raw(documents):
        interface, _ = compile_interface(model)
        for method in interface.methods:
            for cls in (method, method.response()):
                _round_trip(cls)
                counted += 1
    assert counted > 3000


def _round_trip(cls: type[NdrStructure]) -> None:
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(st.data())
    def check(data: Any) -> None:
        value = data.draw(values(cls))
        for syntax in (NDR, NDR64):
            stub = value.encode(syntax=syntax)
            assert cls.decode(stub, syntax=syntax).encode(syntax=syntax) == stub

    check()


@pytest.mark.parametrize("module", emitted_modules(), ids=lambda module: module.path)
def test_what_is_committed_is_what_the_document_gives(documents: Simulator, module: EmittedModule) -> None:
    model = next(one for one in documents.interfaces(module.document) if one.name == module.interface)
    committed = Path(plugfest.protocols.__file__).parent / module.path
    assert emit(model, module.departures) == committed.read_text(encoding="utf-8"), "emit it again"
