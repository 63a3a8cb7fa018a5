"""Decoding step by step, for people: every number, string and pointer with its byte offset in the stub.

This interprets the layout instead of running the generated codec; tests hold the two against each other.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any
from uuid import UUID

from plugfest.errors import WireError
from plugfest.records import FieldValue
from plugfest.wire.enums import Members
from plugfest.wire.ndr.layout import (
    OCTETS,
    Member,
    alignment,
    arms_alignment,
    dimensions,
    inner,
    is_conformant,
    is_structure,
    members,
)
from plugfest.wire.ndr.structure import NdrStructure, Parameters
from plugfest.wire.ndr.types import (
    NDR,
    Conformant,
    ConformantVarying,
    Discriminant,
    Empty,
    Fixed,
    Full,
    Guid,
    Maximum,
    Opaque,
    Pipe,
    Pointer,
    Primitive,
    Range,
    Ref,
    String,
    TransferSyntax,
    Union,
    Varying,
    WChar,
)
from plugfest.wire.text import text_of

Later = list[Callable[[], None]]
"""What follows the places: the referents, in order."""


def trace(cls: type[NdrStructure], data: bytes, syntax: TransferSyntax = NDR) -> list[FieldValue]:
    """The rows of a stub, in the order in which they lie in it. Raises WireError, as decoding does."""
    cls.decode_from(data, syntax=syntax)  # says what is wrong where something is
    tracer = _Tracer(data, syntax)
    try:
        if issubclass(cls, Parameters):
            tracer.parameters(cls)
        else:
            tracer.full(cls, "", None)
    except (struct.error, IndexError) as error:
        raise WireError(cls.__name__, "", tracer.pos, "the stub ends") from error
    return tracer.rows


class _Tracer:
    def __init__(self, data: bytes, syntax: TransferSyntax) -> None:
        self.data = data
        self.syntax = syntax
        self.pos = 0
        self.rows: list[FieldValue] = []
        self.hoisted: list[int] = []
        self.scopes: list[dict[str, int]] = [{}]
        self.seen: set[tuple[int, str]] = set()

    # --- reading --------------------------------------------------------------------------------------------------

    def _align(self, to: int) -> None:
        self.pos += -self.pos % to

    def _number(self, code: str, size: int) -> Any:
        self._align(size)
        (value,) = struct.unpack_from("<" + code, self.data, self.pos)
        self.pos += size
        return value

    def _word(self, name: str = "") -> int:
        value: int = self._number(self.syntax.word, self.syntax.pointer)
        if name:
            self._row(name, self.pos - self.syntax.pointer, str(value))
        return value

    def _row(self, name: str, offset: int, value: str) -> None:
        self.rows.append(FieldValue(name, value, offset))

    # --- types ----------------------------------------------------------------------------------------------------

    def parameters(self, cls: type[NdrStructure]) -> None:
        """One after the other, each with its referents."""
        for member in members(cls):
            node = member.type
            while isinstance(node, Ref):
                node = node.target
            self.full(node, member.name, member)

    def full(self, node: Any, path: str, member: Member | None) -> None:
        """A type with all that belongs to it."""
        if is_structure(node) and is_conformant(node):
            self.hoisted.append(self._word())
        for later in self.places(node, path, member):
            later()

    def places(self, node: Any, path: str, member: Member | None = None) -> Later:
        """What stands in place."""
        match node:
            case Range() | Primitive():
                return self._primitive(inner(node), path, member)
            case Opaque(size=size):
                self._align(4)
                raw = self.data[self.pos : self.pos + size]
                self._row(path, self.pos, text_of(UUID(bytes_le=raw) if node is Guid else raw))
                self.pos += size
                return []
            case _ if isinstance(node, Pointer):
                return self._pointer(node, path, member)
            case String():
                self._string(node, path)
                return []
            case Fixed() | Conformant() | Varying() | ConformantVarying():
                return self._array(node, path, member)
            case Pipe():
                return self._pipe(node, path, member)
            case Union():
                return self._union(node, path)
            case type():
                return self._structure(node, path)
            case Discriminant() | Maximum():
                return []
        if node is not Empty:
            raise TypeError(f"{path} cannot be traced")
        return []

    def _primitive(self, node: Primitive, path: str, member: Member | None) -> Later:
        code, size = self.syntax.shape(node)
        value = self._number(code, size)
        name = path.rsplit(".", 1)[-1]
        self.scopes[-1][name] = value
        shown = Members(member.enum)[value] if member and member.enum else value
        self._row(path, self.pos - size, text_of(shown))
        return []

    def _pointer(self, node: Any, path: str, member: Member | None) -> Later:
        ref = self._word()
        if not ref and not isinstance(node, Ref):
            self._row(path, self.pos - self.syntax.pointer, "NULL")
            return []
        key = (ref, repr(node.target))
        if isinstance(node, Full) and key in self.seen:
            self._row(path, self.pos - self.syntax.pointer, f"the same as before (referent 0x{ref:X})")
            return []
        self.seen.add(key)
        scope = self.scopes[-1]

        def follow() -> None:
            self.scopes.append(dict(scope))
            self.full(node.target, path, member)
            self.scopes.pop()

        return [follow]

    def _extent(self, node: Any) -> tuple[int, int]:
        """How many elements follow, and where in the array they begin."""
        if isinstance(node, Fixed):
            return node.count, 0
        capacity = getattr(node, "capacity", 0)
        most = capacity or (self.hoisted.pop() if self.hoisted else self._word())
        if isinstance(node, Conformant):
            return most, 0
        first = self._word()
        return self._word(), first

    def _string(self, node: String, path: str) -> None:
        count, _ = self._extent(node)
        start, size = self.pos, node.element.size
        self.pos += count * size
        raw = self.data[start : self.pos - size]
        text = raw.decode("utf-16-le", "surrogatepass") if node.element is WChar else raw
        self._row(path, start, text_of(text))

    def _array(self, node: Any, path: str, member: Member | None) -> Later:
        levels = dimensions(node)
        if len(levels) > 1:
            counts = [self._word() for _ in levels]
            if isinstance(node, ConformantVarying):
                counts = [(self._word(), self._word())[1] for _ in levels]
            indexes = [""]
            for count in counts:
                indexes = [f"{index}[{number}]" for index in indexes for number in range(count)]
            return self._elements(levels[-1].element, indexes, path, member)
        count, _ = self._extent(node)
        return self._some(node.element, count, path, member)

    def _some(self, element: Any, count: int, path: str, member: Member | None) -> Later:
        if element in OCTETS or element is WChar:
            self._align(element.size)
            start = self.pos
            self.pos += count * element.size
            raw = self.data[start : self.pos]
            self._row(path, start, text_of(raw.decode("utf-16-le", "surrogatepass") if element is WChar else raw))
            return []
        if not count:
            self._row(path, self.pos, "0 elements")
        return self._elements(element, [f"[{index}]" for index in range(count)], path, member)

    def _elements(self, element: Any, indexes: list[str], path: str, member: Member | None) -> Later:
        if isinstance(element, Ref) and not self.syntax.is_64:  # [C706] 14.3.11: their placeholders are left out
            return [lambda index=index: self.full(element.target, path + index, member) for index in indexes]  # type: ignore[misc]
        self._align(alignment(element, self.syntax))
        return [later for index in indexes for later in self.places(element, path + index, member)]

    def _pipe(self, node: Pipe, path: str, member: Member | None) -> Later:
        number = 0
        while count := self._word():
            for later in self._some(node.element, count, f"{path}[{number}]", member):
                later()
            number += 1
        return []

    def _union(self, node: Union, path: str) -> Later:
        if node.encapsulated:
            tag = self.scopes[-1][node.switch_is]
        else:
            code, size = self.syntax.shape(node.discriminant)
            if self.syntax.is_64:
                self._align(alignment(node, self.syntax))
            tag = self._number(code, size)
            self._row(f"{path} (discriminant)", self.pos - size, str(tag))
        if node.ms_union or self.syntax.is_64:
            self._align(arms_alignment(node, self.syntax))
        arm = node.arms.get(tag, node.default)
        return self.places(Empty if arm is None else arm, path)

    def _structure(self, cls: type[NdrStructure], path: str) -> Later:
        self._align(alignment(cls, self.syntax))
        self.scopes.append({})
        later: Later = []
        for member in members(cls):
            later += self.places(member.type, f"{path}.{member.name}" if path else member.name, member)
        self.scopes.pop()
        if self.syntax.is_64 and not is_conformant(cls):
            self._align(alignment(cls, self.syntax))
        return later
