"""Interfaces at run time: what the emitter writes, executed."""

from __future__ import annotations

import sys
from itertools import count
from types import ModuleType

from plugfest.simulate.emitter import constant_name, emit
from plugfest.simulate.model import InterfaceModel
from plugfest.wire.ndr import Interface

_numbers = count()


def compile_interface(model: InterfaceModel) -> tuple[Interface, ModuleType]:
    """The interface with its methods, and the module in which its types are."""
    name = f"{__package__}.compiled_{next(_numbers)}_{model.name}"
    module = ModuleType(name, f"[{model.document}]: {model.name}")
    source = emit(model)
    sys.modules[name] = module  # annotations are resolved in the module that a class names
    exec(compile(source, f"<{model.document} {model.name}>", "exec"), module.__dict__)  # our own text
    interface = getattr(module, constant_name(model))
    assert isinstance(interface, Interface)
    return interface, module
