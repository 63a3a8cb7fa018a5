"""The modules that are emitted and committed, from `emitted.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from plugfest.simulate.emitter import Departures


@dataclass(frozen=True)
class EmittedModule:
    """A module under `plugfest/protocols` that is written from a document."""

    path: str
    document: str
    interface: str
    departures: Departures


@cache
def emitted_modules() -> tuple[EmittedModule, ...]:
    """All of them."""
    table = tomllib.loads(files(__package__).joinpath("emitted.toml").read_text(encoding="utf-8"))
    return tuple(
        EmittedModule(
            one["path"],
            one["document"],
            one["interface"],
            Departures(
                one.get("default_arms", {}),
                one.get("defaults", {}),
                one.get("names", {}),
                tuple(one.get("methods", ())),
            ),
        )
        for one in table["module"]
    )


def departures_of(document: str, interface: str) -> Departures:
    """Where the emitted code of an interface is not what its IDL says."""
    for one in emitted_modules():
        if (one.document, one.interface) == (document, interface):
            return one.departures
    return Departures()
