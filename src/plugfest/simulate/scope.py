"""The names that a document's IDL may use: its own, those of the documents it imports, and the values of constants."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from plugfest.simulate.nodes import Enum, Struct, Tagged, Typedef, TypeNode, Union
from plugfest.simulate.reader import Problem, Unit

COMMON = ("MS-DTYP", "MS-RPCE", "MS-DCOM", "MS-OAUT")
"""Where a name is looked for that no import brings."""


@dataclass(frozen=True)
class Definition:
    """A type with a name: where it stands, and what it is."""

    document: str
    name: str
    node: Typedef | Tagged
    interface: str = ""


@dataclass
class Scope:
    """The names of one document, and behind them those of the imported ones."""

    document: str
    unit: Unit
    imports: list[Scope] = field(default_factory=list)
    fallback: list[Scope] = field(default_factory=list)
    types: dict[str, Definition] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)
    """Imported files of documents that are not in the library."""
    borrowed: dict[str, str] = field(default_factory=dict)
    """Names found in a document that is not imported: name → document."""

    def __post_init__(self) -> None:
        for node, interface in self.unit.types:
            for name in _names(node):
                self.types.setdefault(name, Definition(self.document, name, node, interface))

    def _chain(self, seen: set[str]) -> Iterator[Scope]:
        if self.document in seen:
            return
        seen.add(self.document)
        yield self
        for other in self.imports:
            yield from other._chain(seen)

    def find(self, name: str) -> Definition | None:
        """The definition of a name. A tag is found behind any of the words struct, union and enum."""
        if " " in name:
            return self._find(name) or self._find(name.split(" ")[1])
        return self._find(name)

    def _find(self, name: str) -> Definition | None:
        for scope in self._chain(set()):
            if found := scope.types.get(name):
                return found
        for scope in self.fallback:
            if found := scope.types.get(name):
                self.borrowed[name] = scope.document
                return found
        return None

    def all_unresolved(self) -> list[str]:
        """Imported files that are not in the library, those of the imported documents included."""
        return [file for scope in self._chain(set()) for file in scope.unresolved]

    def learn_values(self) -> None:
        """Evaluate constants and enumerations, in the order in which they can be."""
        for scope in self.imports:
            if not scope.values:
                scope.learn_values()
            self.values = {**scope.values, **self.values}
        waiting = [(constant.name, constant.value) for constant in self.unit.constants]
        for _ in range(4):
            for node, _ in self.unit.types:
                if isinstance(node.type, Enum):
                    self.values.update(dict(self.enumerators(node.type)))
            waiting = [(name, text) for name, text in waiting if not self._learn(name, text)]

    def _learn(self, name: str, text: str) -> bool:
        value = self.value(text)
        if value is not None:
            self.values[name] = value
        return value is not None

    def enumerators(self, enum: Enum) -> Iterator[tuple[str, int]]:
        """The members of an enumeration with their values."""
        following = 0
        for name, text in enum.members:
            value = self.value(text) if text is not None else following
            if value is None:
                value = self.values.get(name, following)
            yield name, value
            self.values.setdefault(name, value)
            following = value + 1

    def value(self, text: str) -> int | None:
        """The value of a constant expression; None if it is none."""
        text = re.sub(r"\b(0[xX][0-9A-Fa-f]+|\d+)[uUlL]+\b", r"\1", text.strip())
        try:
            tree = ast.parse(text, mode="eval")
        except SyntaxError:
            return None
        return evaluate(tree.body, self.values.get)


_BINARY: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.FloorDiv: lambda a, b: a // b if b else 0,
    ast.Div: lambda a, b: a // b if b else 0,
    ast.Mod: lambda a, b: a % b if b else 0,
    ast.BitOr: lambda a, b: a | b,
    ast.BitAnd: lambda a, b: a & b,
    ast.BitXor: lambda a, b: a ^ b,
    ast.LShift: lambda a, b: a << min(b, 64),
    ast.RShift: lambda a, b: a >> min(b, 64),
}
_SIZES = {"wchar_t": 2, "WCHAR": 2, "char": 1, "BYTE": 1, "DWORD": 4, "ULONG": 4, "unsigned_long": 4, "GUID": 16}


def evaluate(node: ast.expr, known: Callable[[str], int | None]) -> int | None:
    """The value of a constant expression."""
    match node:
        case ast.Constant(value=int(value)):
            return value
        case ast.Name(id=name):
            return known(name)
        case ast.Call(func=ast.Name(id="sizeof"), args=[ast.Name(id=name)]):
            return _SIZES.get(name)
        case ast.Call(func=ast.Name(id="ord"), args=[ast.Constant(value=str(text))]):
            return ord(text) if len(text) == 1 else None
        case ast.UnaryOp(op=op, operand=operand):
            inner = evaluate(operand, known)
            if inner is None:
                return None
            return {ast.USub: -inner, ast.UAdd: inner, ast.Invert: ~inner}.get(type(op))
        case ast.BinOp(left=left, op=op, right=right):
            a, b = evaluate(left, known), evaluate(right, known)
            operation = _BINARY.get(type(op))
            return None if a is None or b is None or operation is None else operation(a, b)
    return None


def tag_of(node: TypeNode) -> str:
    """`struct _A` for a structure with that tag; empty for what has none."""
    if isinstance(node, Struct | Union | Enum) and node.tag:
        return f"{type(node).__name__.lower()} {node.tag}"
    return ""


def _names(node: Typedef | Tagged) -> Iterator[str]:
    if isinstance(node, Typedef):
        yield node.name
    if tag := tag_of(node.type):
        yield tag
        yield tag.split(" ")[1]  # some documents leave the word struct out
