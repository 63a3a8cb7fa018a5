"""`MS-SRVS:NetrShareEnum` on the command line: a method of a raw interface, compiled from the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plugfest.errors import InputError

if TYPE_CHECKING:
    from plugfest.simulate.model import InterfaceModel
    from plugfest.simulate.simulation import Simulator
    from plugfest.wire.ndr import Interface, Request


class Methods:
    """Finds methods by name; interfaces are compiled once."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._compiled: dict[str, list[tuple[InterfaceModel, Interface]]] = {}

    def interfaces(self, document: str) -> list[tuple[InterfaceModel, Interface]]:
        """The raw interfaces of a document."""
        from plugfest.simulate.compiler import compile_interface

        if document not in self._compiled:
            models = [one for one in self._simulator.interfaces(document) if one.kind == "raw" and one.calls]
            self._compiled[document] = [(model, compile_interface(model)[0]) for model in models]
        return self._compiled[document]

    def find(self, document: str, name: str) -> tuple[InterfaceModel, Interface, type[Request[Any]]]:
        """A method by its name, or as `interface.Method`. Raises InputError."""
        wanted_interface, _, wanted = name.rpartition(".")
        names: list[str] = []
        for model, interface in self.interfaces(document):
            if wanted_interface and model.name != wanted_interface:
                continue
            for method in interface.methods:
                if method.__name__ == wanted:
                    return model, interface, method
                names.append(method.__name__)
            for call in model.calls:
                if call.name == wanted and call.missing:
                    raise InputError(f"{document}:{wanted} has no codec: {call.missing}")
        from plugfest.specs.library import nearest

        raise InputError(f"{document} has no method {wanted}{nearest(wanted, names)}")
