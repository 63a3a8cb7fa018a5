"""Generates the function that encodes a structure, in the same two steps as the reader: places, then referents."""

from __future__ import annotations

from typing import Any

from plugfest.wire.ndr import runtime
from plugfest.wire.ndr.layout import (
    ARRAYS,
    OCTETS,
    Member,
    alignment,
    arms_alignment,
    boxed,
    chained,
    dimensions,
    has_referents,
    inner,
    inverted,
    is_conformant,
    is_structure,
    members,
    substituted,
    unions_switched_by,
)
from plugfest.wire.ndr.source import Body, Code, Place
from plugfest.wire.ndr.structure import NdrStructure, Parameters
from plugfest.wire.ndr.types import (
    Conformant,
    ConformantVarying,
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


def writer_name(cls: type[NdrStructure]) -> str:
    """The name of the function that writes a structure."""
    return f"write_{cls.__name__}_{id(cls):x}"


class _WriterBody(Body):
    def aligning(self, to: int) -> str:
        return f"out += bytes(-len(out) & {to - 1})"

    def out(self, code: str, what: list[str], places: list[Place]) -> None:
        pack, _ = self.packer(code, "pack")
        self.line(f"out += {pack}({', '.join(what)})", *places)


class Writer:
    """The generator of one function."""

    def __init__(self, code: Code, syntax: TransferSyntax) -> None:
        self.code = code
        self.syntax = syntax
        self.body: Body = _WriterBody(code.scope)
        self.needed: list[type[NdrStructure]] = []
        self.hoisted = False
        """Was the maximum count written in front of the structure?"""
        self.scopes: list[dict[str, str]] = [{}]
        """Members that expressions may use: member → local."""
        self.maxima: dict[str, str] = {}
        """Arrays whose maximum count another member tells: array → local."""
        code.scope.setdefault("rt", runtime)

    def generate(self, cls: type[NdrStructure]) -> None:
        """Define the function for a structure, or for the parameters of a method."""
        if issubclass(cls, Parameters):
            self.body.forget(8)
            locals_ = self._load(cls, "value")
            self.maxima = {m.type.array: locals_[m.name] for m in members(cls) if isinstance(m.type, Maximum)}
            for member in members(cls):
                node = member.type
                while isinstance(node, Ref):
                    node = node.target
                self.full(node, locals_[member.name], Place(cls.__name__, member.name))
        else:
            self._structure(cls, "value", embedded=False)
            self.body.flush()
            self._structure_referents(cls, "value")
        self.body.flush()
        self.body.line("return out")
        self.code.define(writer_name(cls), f"def {writer_name(cls)}(out, value, refs, shared):", self.body.lines)

    def _load(self, cls: type[NdrStructure], value: str) -> dict[str, str]:
        """Bring the members into locals; compute those that are None and tell something of another."""
        body = self.body
        body.flush()
        locals_ = {}
        for member in members(cls):
            locals_[member.name] = local = body.local("m")
            body.line(f"{local} = {value}.{member.name}")
        for member in members(cls):
            computed = self._computed(cls, member, locals_)
            if computed:
                body.line(f"if {locals_[member.name]} is None: {locals_[member.name]} = {computed}")
        self.scopes[-1] = locals_
        return locals_

    def _computed(self, cls: type[NdrStructure], member: Member, locals_: dict[str, str]) -> str | None:
        """What a count or a discriminant is, where it is left to us."""
        for other, union in unions_switched_by(cls, member.name):
            kinds: dict[Any, int] = {}
            for tag, arm in union.arms.items():
                kinds.setdefault([*chained(arm)][-1], tag)
            return f"{self.body.constant('tags', kinds)}.get(type({locals_[other.name]}))"
        for other in members(cls):
            for node in chained(other.type):
                local = locals_[other.name]
                for attribute in ("size_is", "length_is"):
                    found = inverted(getattr(node, attribute, ""), member.name, f"({self._length(node, local)})")
                    if found:
                        return f"0 if {local} is None else {found}"
        return None

    def _length(self, node: Any, value: str) -> str:
        """How many elements an array has, or a string with its terminator."""
        wide = getattr(node, "element", None) is WChar
        length = f"(len(rt.wide({value})) >> 1)" if wide else f"len({value})"
        return f"{length} + 1" if isinstance(node, String) else length

    # --- what stands in place -------------------------------------------------------------------------------------

    def full(self, node: Any, value: str, place: Place) -> None:
        """Write a type with all that belongs to it."""
        if is_structure(node):
            self.needed.append(node)
            self.body.flush()
            self.body.line(f"{writer_name(node)}(out, {value}, refs, shared)")
            self.body.forget()
            return
        if box := boxed(node):
            self.full(box, f"{self.body.constant('Items', box)}({value})", place)
            return
        self.scalars(node, value, place)
        if has_referents(node):
            self.body.flush()
            self.referents(node, value, place)

    def scalars(self, node: Any, value: str, place: Place) -> None:
        """Write what stands in place."""
        syntax, body = self.syntax, self.body
        match node:
            case Range() | Primitive():
                code, size = syntax.shape(inner(node))
                body.add(code, size, size, value, place)
            case Opaque(size=size):
                body.add(f"{size}s", size, 4, f"{value}.bytes_le" if node is Guid else value, place)
            case _ if isinstance(node, Pointer):
                ref = body.local("ref")
                body.flush()
                source = f"shared.id({value}, refs)" if isinstance(node, Full) else "next(refs)"
                body.line(f"{ref} = {source}" + ("" if isinstance(node, Ref) else f" if {value} is not None else 0"))
                body.add(syntax.word, syntax.pointer, syntax.pointer, ref, place)
            case String():
                self._string(node, value, place)
            case Fixed() | Conformant() | Varying() | ConformantVarying():
                self._array(node, value, place)
            case Pipe():
                self._pipe(node, value, place)
            case Union():
                self._union(node, value, place)
            case type():
                self._structure(node, value, embedded=True)

    def _structure(self, cls: type[NdrStructure], value: str, embedded: bool) -> None:
        body = self.body
        self.scopes.append({})
        locals_ = self._load(cls, value)
        if not embedded and is_conformant(cls):
            self._count(self._conformance(cls, value, locals_), Place(cls.__name__, members(cls)[-1].name))
            self.hoisted = True
        body.align(alignment(cls, self.syntax))
        for member in members(cls):
            self.scalars(member.type, locals_[member.name], Place(cls.__name__, member.name))
        if self.syntax.is_64 and not is_conformant(cls):
            body.align(alignment(cls, self.syntax))
        self.scopes.pop()

    def _conformance(self, cls: type[NdrStructure], value: str, locals_: dict[str, str]) -> str:
        """The maximum count that stands in front of a structure."""
        last = members(cls)[-1]
        inside = f"{value}.{last.name}"
        return (
            self._conformance(last.type, inside, {})
            if is_structure(last.type)
            else self._most(last.type, inside, locals_)
        )

    def _pipe(self, node: Pipe, value: str, place: Place) -> None:
        """[C706] 14.3.5."""
        chunk = self.body.local("chunk")
        with self.body.block(f"for {chunk} in {value}:"):
            self._count(self._length(node, chunk), place)
            self._elements(node.element, chunk, place)
            if has_referents(node.element):
                item = self.body.local("item")
                with self.body.block(f"for {item} in {chunk}:"):
                    self.referents(node.element, item, place)
        self._count("0", place)

    def _most(self, node: Any, value: str, scope: dict[str, str], place: Place | None = None) -> str:
        """The maximum count: what size_is says where the elements may be fewer, else their number."""
        length = self._length(node, value)
        if place is not None and place.field in self.maxima:
            told = self.maxima[place.field]
            return f"({substituted(node.size_is, scope) or length} if {told} is None else {told})"
        return length if isinstance(node, Conformant) else substituted(node.size_is, scope) or length

    def _count(self, value: str, place: Place) -> None:
        self.body.add(self.syntax.word, self.syntax.pointer, self.syntax.pointer, value, place)

    def _counts(self, node: Any, value: str, place: Place) -> None:
        """Maximum count, offset and actual count, as far as the type has them; refuse what does not fit."""
        length = self._length(node, value)
        where = f"{place.structure!r}, {place.field!r}, {length}"
        capacity = getattr(node, "capacity", 0)
        if isinstance(node, Fixed):
            self.body.flush()
            self.body.line(f"rt.exactly({where}, {node.count})")
            return
        if capacity:
            self.body.flush()
            self.body.line(f"rt.at_most({where}, {capacity})")
        elif self.hoisted:
            self.hoisted = False
        else:
            self._count(self._most(node, value, self.scopes[-1], place), place)
        if not isinstance(node, Conformant):
            self._count(substituted(getattr(node, "first_is", ""), self.scopes[-1]) or "0", place)
            self._count(length, place)

    def _string(self, node: String, value: str, place: Place) -> None:
        self._counts(node, value, place)
        self.body.flush()
        wide = node.element is WChar
        self.body.line(f"out += rt.wide({value}) + b'\\0\\0'" if wide else f"out += {value} + b'\\0'")
        self.body.forget(2 if wide else 1)

    def _array(self, node: Any, value: str, place: Place) -> None:
        if len(levels := dimensions(node)) > 1:
            self._several(levels, value, place)
            return
        self._counts(node, value, place)
        self._elements(node.element, value, place)

    def _several(self, levels: list[Any], value: str, place: Place) -> None:
        """[C706] 14.3.3.4."""
        flat, counts = self.body.local("flat"), self.body.local("counts")
        self.body.flush()
        element = levels[-1].element
        empty = "b''" if element in OCTETS else "''" if element is WChar else "()"
        self.body.line(f"{flat}, {counts} = rt.flattened({value}, {len(levels) - 1}, {empty})", place)
        for number in range(len(levels)):
            self._count(f"{counts}[{number}]", place)
        if not isinstance(levels[0], Conformant):
            for number in range(len(levels)):
                self._count("0", place)
                self._count(f"{counts}[{number}]", place)
        self._elements(element, flat, place)

    def _elements(self, element: Any, value: str, place: Place) -> None:
        body = self.body
        if element in OCTETS or element is WChar:
            body.align(element.size)
            body.flush()
            body.line(f"out += rt.wide({value})" if element is WChar else f"out += {value}", place)
            body.forget(element.size)
        elif isinstance(element, Primitive):
            code, size = self.syntax.shape(element)
            body.align(size)
            body.flush()
            body.line(f"out += rt.pack({code!r}, {value})", place)
            body.forget(size)
        elif not (isinstance(element, Ref) and not self.syntax.is_64):
            body.align(alignment(element, self.syntax))
            item = body.local("item")
            with body.block(f"for {item} in {value}:"):
                self.scalars(element, item, place)

    def _tag(self, node: Union) -> str:
        tag = substituted(node.switch_is, self.scopes[-1])
        if tag is None:
            raise TypeError(f"a union is switched by {node.switch_is!r}, which is no member beside it")
        return tag

    def _union(self, node: Union, value: str, place: Place) -> None:
        body, syntax = self.body, self.syntax
        tag = self._tag(node)
        if not node.encapsulated:
            code, width = syntax.shape(node.discriminant)
            if syntax.is_64:
                body.align(alignment(node, syntax))
            body.add(code, width, width, tag, place)
        if node.ms_union or syntax.is_64:
            body.align(arms_alignment(node, syntax))
        self._arms(node, tag, lambda arm: self.scalars(arm, value, place))
        if node.default is None:
            body.line(f"else: rt.no_encoding({place.structure!r}, {place.field!r}, {tag})")

    def _arms(self, node: Union, tag: str, write: Any) -> None:
        header = "if"
        for number, arm in node.arms.items():
            with self.body.block(f"{header} {tag} == {number}:"):
                write(arm)
            header = "elif"
        if node.default is not None:
            with self.body.block("else:" if node.arms else "if True:"):
                write(node.default)

    # --- what follows ---------------------------------------------------------------------------------------------

    def referents(self, node: Any, value: str, place: Place) -> None:
        """Write what the pointers in a type point to."""
        body = self.body
        if not has_referents(node):
            return
        if isinstance(node, Ref):
            self.full(node.target, value, place)
        elif isinstance(node, Pointer):
            condition = f"{value} is not None" + (f" and shared.first({value})" if isinstance(node, Full) else "")
            with body.block(f"if {condition}:"):
                if isinstance(node.target, Union):
                    inside = body.local("inside")
                    body.line(f"{inside} = None if {value} is rt.NOTHING else {value}")
                    value = inside
                self.full(node.target, value, place)
        elif isinstance(node, Union):
            self._arms(node, self._tag(node), lambda arm: self.referents(arm, value, place))
        elif isinstance(node, ARRAYS):
            levels, item = dimensions(node), body.local("item")
            flat = value if len(levels) == 1 else f"rt.flattened({value}, {len(levels) - 1})[0]"
            with body.block(f"for {item} in {flat}:"):
                self.referents(levels[-1].element, item, place)
        else:
            self._structure_referents(node, value)

    def _structure_referents(self, cls: type[NdrStructure], value: str) -> None:
        if not has_referents(cls):
            return
        self.scopes.append({})
        locals_ = self._load(cls, value)
        for member in members(cls):
            self.referents(member.type, locals_[member.name], Place(cls.__name__, member.name))
        self.scopes.pop()
