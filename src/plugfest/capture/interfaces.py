"""Which RPC interface a UUID means: those emitted under `protocols/`, and what a library adds."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable
from functools import cache
from uuid import UUID

from plugfest import protocols
from plugfest.wire.ndr import Interface

Find = Callable[[UUID], tuple[Interface, ...]]
"""UUID → its interfaces: several documents may share one, each with methods of its own."""
_MODULES = ("types", "endpoint_mapper")


def emitted(uuid: UUID) -> tuple[Interface, ...]:
    """The interfaces of that UUID under `protocols/`. The first question imports them all."""
    return _emitted().get(uuid, ())


@cache
def _emitted() -> dict[UUID, tuple[Interface, ...]]:
    found: dict[UUID, tuple[Interface, ...]] = {}
    for package in pkgutil.iter_modules(protocols.__path__, f"{protocols.__name__}."):
        for name in _MODULES:
            path = f"{package.name}.{name}"
            if not package.ispkg or importlib.util.find_spec(path) is None:
                continue
            for value in vars(importlib.import_module(path)).values():
                if isinstance(value, Interface) and value not in found.get(value.uuid, ()):
                    found[value.uuid] = (*found.get(value.uuid, ()), value)
    return found
