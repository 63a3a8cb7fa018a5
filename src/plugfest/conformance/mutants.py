"""Mutants: which rules the embedded server marks, how each is marked, and so how it is broken."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import TypeVar

import msgspec

import plugfest.protocols
from plugfest.errors import InputError
from plugfest.protocols.rules import Mutant, Rules
from plugfest.records import RequirementId

T = TypeVar("T")
_ID = re.compile(r"\"([A-Z][A-Z0-9_+-]*:[0-9A-Z][0-9A-Z.]*:[0-9a-f]{10}(?:~[0-9]+)?(?:\.[0-9]+)?)\"")
_OPERATOR = re.compile(r"skip|change|empty|set:(?:0x[0-9A-Fa-f]+|[0-9]+)")


def key(requirement: str) -> str:
    """What identifies a requirement: its document and hash, wherever it stands."""
    parsed = RequirementId.parse(requirement)
    return f"{parsed.document}:{parsed.hash}"


def marked(folder: Path | None = None) -> dict[str, str]:
    """The rules that our protocols' source marks: key → the id as it is written there."""
    root = folder or Path(plugfest.protocols.__path__[0])
    found: dict[str, str] = {}
    for file in sorted(root.rglob("*.py")):
        if file.name == "rules.py":  # its examples
            continue
        for name in _ID.findall(file.read_text(encoding="utf-8")):
            found.setdefault(key(name), name)
    return found


class WatchedRules(Rules):
    """The rules in force, all of them, and a record of which are asked for and how."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, str] = {}
        """Rule → operator: `skip` where the server asks whether it is on, `change` where it asks for its value."""

    def on(self, rule: str) -> bool:
        """It is."""
        self.asked[rule] = "skip"
        return True

    def value(self, rule: str, value: T) -> T:
        """As it is."""
        self.asked.setdefault(rule, "change")
        return value


def overrides() -> dict[str, str]:
    """Key → operator, where `conformance/mutants.toml` knows better. Raises InputError."""
    text = resources.files("plugfest.conformance").joinpath("mutants.toml").read_text(encoding="utf-8")
    table = msgspec.toml.decode(text, type=dict[str, str])
    for rule, operator in table.items():
        if not _OPERATOR.fullmatch(operator):
            raise InputError(f"mutants.toml: {operator!r} is no operator (of {rule})")
    return {key(rule): operator for rule, operator in table.items()}


def mutant(rule: str, operator: str, known: dict[str, str]) -> Mutant:
    """How this rule is broken."""
    return Mutant(rule, known.get(key(rule), operator))
