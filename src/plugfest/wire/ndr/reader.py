"""Generates the function that decodes a structure: places first, then referents in the order of [C706] 14.3.12.

Every type is read in two steps. `scalars` reads what stands in its place and leaves raw values in locals; `value` reads
the referents that follow and gives the expression of the Python value. Between them lies whatever surrounds the type.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from plugfest.wire.enums import Members
from plugfest.wire.ndr import runtime
from plugfest.wire.ndr.layout import (
    OCTETS,
    Member,
    alignment,
    arms_alignment,
    boxed,
    dimensions,
    has_referents,
    inner,
    is_conformant,
    is_structure,
    members,
    only_strings,
    substituted,
)
from plugfest.wire.ndr.source import Body, Code, Place
from plugfest.wire.ndr.structure import NdrStructure, Parameters
from plugfest.wire.ndr.types import (
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
    WString,
)


@dataclass
class Raw:
    """What `scalars` left: the locals that hold it, and what `value` must know to go on."""

    names: list[str]
    parts: list[Raw] = field(default_factory=list)
    scope: dict[str, str] = field(default_factory=dict)
    """Numbers that expressions may use: member → local."""
    arms: dict[Any, Raw] = field(default_factory=dict)
    done: str = ""
    """The expression, where everything was read already."""
    rows: list[str] = field(default_factory=list)
    """How many elements each row has, where an array has several dimensions."""


def reader_name(cls: type[NdrStructure]) -> str:
    """The name of the function that reads a structure."""
    return f"read_{cls.__name__}_{id(cls):x}"


class _ReaderBody(Body):
    def aligning(self, to: int) -> str:
        return f"pos = pos + {to - 1} & -{to}"

    def out(self, code: str, what: list[str], places: list[Place]) -> None:
        unpack, size = self.packer(code, "unpack_from")
        if what:
            self.line(f"{', '.join(what)}{',' if len(what) == 1 else ''} = {unpack}(data, pos)", *places)
        self.line(f"pos += {size}")


class Reader:
    """The generator of one function."""

    def __init__(self, code: Code, syntax: TransferSyntax) -> None:
        self.code = code
        self.syntax = syntax
        self.body: Body = _ReaderBody(code.scope)
        self.needed: list[type[NdrStructure]] = []
        """Structures behind pointers, which have functions of their own."""
        self.hoisted = ""
        """The local with the maximum count that stood in front of the structure."""
        self.scopes: list[dict[str, str]] = [{}]
        self.discriminants: dict[str, str] = {}
        """Members that are only there as discriminants: member → local."""
        self.maxima: dict[str, str] = {}
        """Members that are only there as the maximum count of an array: array → local."""
        self.last = ""
        """The local with the place of the last character read, where nothing but strings is read: then `pos` lags."""
        code.scope.setdefault("rt", runtime)

    def generate(self, cls: type[NdrStructure]) -> None:
        """Define the function for a structure, or for the parameters of a method."""
        if issubclass(cls, Parameters):
            self.body.forget(8)  # they begin a stub
            expression = self._parameters(cls)
        else:
            raw = self._structure_scalars(cls)
            self.body.flush()
            expression = self._structure_value(cls, raw)
        self.body.flush()
        self.body.line(f"return {expression}, pos")
        self.code.define(reader_name(cls), f"def {reader_name(cls)}(data, pos, size, text, seen):", self.body.lines)

    def _parameters(self, cls: type[NdrStructure]) -> str:
        """Parameters come one after the other, each with its referents."""
        scope = self.scopes[-1]
        expressions = []
        waiting: list[tuple[Place, str, str]] = []
        for member in members(cls):
            place = Place(cls.__name__, member.name)
            node = member.type
            while isinstance(node, Ref):  # no bytes of its own as a parameter
                node = node.target
            if is_structure(node):
                expressions.append(self.full(node, place))
                continue
            raw = self.scalars(node, place)
            if isinstance(inner(node), Primitive):
                scope[member.name] = raw.names[0]
            if has_referents(node):
                self.body.flush()
            expression = self.value(node, raw, place, member)
            if isinstance(node, Pointer) and isinstance(node.target, Conformant):
                if substituted(node.target.size_is, scope) is None:
                    waiting.append((place, expression, node.target.size_is))
            elif isinstance(node, Conformant) and substituted(node.size_is, scope) is None:
                self.body.flush()
                local = self.body.local("v")
                self.body.line(f"{local} = {expression}")
                expression = local
                waiting.append((place, expression, node.size_is))
            expressions.append(expression)
        self.body.flush()
        for place, expression, size_is in waiting:  # the parameter that tells the size came later
            self._correlate(f"len({expression})", size_is, place, f"{expression} is not None and ")
        self.code.scope[cls.__name__ + f"_{id(cls):x}"] = cls
        return f"{cls.__name__}_{id(cls):x}({', '.join(expressions)})"

    # --- what stands in place -------------------------------------------------------------------------------------

    def full(self, node: Any, place: Place, member: Member | None = None) -> str:
        """Read a type with all that belongs to it; give the expression."""
        if is_structure(node):
            self.needed.append(node)
            local = self.body.local("v")
            self.body.flush()
            self.body.line(f"{local}, pos = {reader_name(node)}(data, pos, size, text, seen)")
            self.body.forget()
            return local
        if box := boxed(node):
            items = f"{self.full(box, place)}.items"
            if node.size_is:
                self._correlate(f"len({items})", node.size_is, place)
            return items
        raw = self.scalars(node, place)
        self.body.flush()
        return self.value(node, raw, place, member)

    def scalars(self, node: Any, place: Place) -> Raw:
        """Read what stands in place."""
        syntax, body = self.syntax, self.body
        match node:
            case Range() | Primitive():
                code, size = syntax.shape(inner(node))
                raw = body.local("n")
                body.add(code, size, size, raw, place)
                return Raw([raw])
            case Opaque(size=size):
                raw = body.local("o")
                body.add(f"{size}s", size, 4, raw, place)
                return Raw([raw])
            case _ if isinstance(node, Pointer):
                raw = body.local("ref")
                body.add(syntax.word, syntax.pointer, syntax.pointer, raw, place)
                return Raw([raw])
            case String():
                return self._string(node, place)
            case Fixed() | Conformant() | Varying() | ConformantVarying():
                return self._array(node, place)
            case Union():
                return self._union(node, place)
            case type():
                return self._structure_scalars(node, embedded=True)
            case Discriminant():
                self.discriminants[place.field] = local = body.local("tag")
                body.flush()
                body.line(f"{local} = None")
                return Raw([], done=local)
            case Maximum(array=array):
                self.maxima[array] = local = body.local("most")
                body.flush()
                body.line(f"{local} = None")
                return Raw([], done=local)
            case Pipe():
                return Raw([self._pipe(node, place)])
        return Raw([], done="None")  # Empty

    def _pipe(self, node: Pipe, place: Place) -> str:
        """[C706] 14.3.5: chunks, each with its count in front, up to one of no elements."""
        body, chunks = self.body, self.body.local("chunks")
        count = body.local("count")
        body.flush()
        body.line(f"{chunks} = []")
        with body.block("while True:"):
            self._words_into([count], place)
            body.line(f"if not {count}: break")
            raw = self._elements(node.element, count, place)
            body.flush()
            expression = self._elements_value(node.element, raw, place, None) if not raw.done else raw.done
            body.flush()
            body.line(f"{chunks}.append({expression})")
        value = body.local("v")
        body.line(f"{value} = tuple({chunks})")
        return value

    def _structure_scalars(self, cls: type[NdrStructure], embedded: bool = False) -> Raw:
        body = self.body
        if not embedded and is_conformant(cls):
            self.hoisted = self._words(["most"], Place(cls.__name__, members(cls)[-1].name))[0]
        body.align(alignment(cls, self.syntax))
        raw = Raw([])
        self.scopes.append(raw.scope)
        for member in members(cls):
            part = self.scalars(member.type, Place(cls.__name__, member.name))
            if isinstance(inner(member.type), Primitive):
                raw.scope[member.name] = part.names[0]
            raw.parts.append(part)
            raw.names += part.names
        if self.syntax.is_64 and not is_conformant(cls):
            body.align(alignment(cls, self.syntax))
        self.scopes.pop()
        return raw

    def _words(self, hints: list[str], place: Place) -> list[str]:
        """Read counts and offsets right here."""
        return self._words_into([self.body.local(hint) for hint in hints], place)

    def _words_into(self, names: list[str], place: Place) -> list[str]:
        self.body.align(self.syntax.pointer)
        for name in names:
            self.body.add(self.syntax.word, self.syntax.pointer, self.syntax.pointer, name, place)
        self.body.flush()
        return names

    def _counts(self, node: Any, place: Place) -> tuple[str, str, str]:
        """Maximum count, offset and actual count; empty where the type has none."""
        most = first = count = ""
        fixed = isinstance(node, Fixed | Varying) or (isinstance(node, String) and node.capacity)
        hints = [] if isinstance(node, Fixed | Conformant) else ["first", "count"]
        if fixed:
            most = str(node.count if isinstance(node, Fixed) else node.capacity)
        elif self.hoisted:
            most, self.hoisted = self.hoisted, ""
        else:
            hints = ["most", *hints]
        names = self._words(hints, place) if hints else []
        if "most" in hints:
            most = names.pop(0)
        if names:
            first, count = names
        if place.field in self.maxima:
            self.body.line(f"{self.maxima[place.field]} = {most}")
        if not fixed and node.size_is:
            self._correlate(most, node.size_is, place)
        if count and not isinstance(node, String) and node.length_is:
            self._correlate(count, node.length_is, place)
        return most, first, count

    def _correlate(self, found: str, expression: str, place: Place, condition: str = "") -> None:
        """[MS-RPCE] 3.1.1.5.3.1: two values that must agree."""
        wanted = substituted(expression, self.scopes[-1])
        if wanted is not None:
            self.body.flush()
            message = f"{place.structure!r}, {place.field!r}, pos, {found}, {expression!r}, {wanted}"
            self.body.line(f"if {condition}{found} != {wanted}: rt.mismatch({message})")

    def _string(self, node: String, place: Place) -> Raw:
        """[C706] 14.3.4."""
        body = self.body
        value, stop = body.local("s"), body.local("stop")
        where = f"{place.structure!r}, {place.field!r}, pos"
        if node == WString and not self.hoisted and not self.syntax.is_64:
            return self._wide_string(value, stop, where, place)
        most, first, count = self._counts(node, place)
        body.line(f"rt.check_string({where}, {first}, {count}, {most})")
        if node.element is WChar:
            body.line(f"{stop} = (pos >> 1) + {count} - 1")
            body.line(f"if text[{stop}] != '\\0': rt.unterminated({where})", place)
            body.line(f"{value} = text[pos >> 1:{stop}]")
            body.line(f"pos = {stop} + 1 << 1")
        else:
            body.line(f"{stop} = pos + {count} - 1")
            body.line(f"if data[{stop}]: rt.unterminated({where})", place)
            body.line(f"{value} = data[pos:{stop}]")
            body.line(f"pos = {stop} + 1")
        body.forget(node.element.size)
        return Raw([value], done=value)

    def _wide_string(self, value: str, last: str, where: str, place: Place) -> Raw:
        """The common string, in few steps: its offset is 0 and its two counts are the same."""
        where += " + 12"
        body, both, count, at = self.body, self.body.local("both"), self.body.local("count"), self.body.local("at")
        unpack, _ = body.packer("QI", "unpack_from")
        if self.last:
            body.line(f"{at} = {self.last} + 2 & -2")
            body.line(f"pos = {at} + {at}")
        else:
            body.align(4)
            body.flush()
        body.line(f"{both}, {count} = {unpack}(data, pos)", place._replace(end=12))
        body.line(f"if {both} != {count} or not {count}:")
        body.line(f"    rt.check_string({where}, {both} >> 32, {count}, {both} & 0xFFFFFFFF)")
        if not self.last:
            body.line(f"{at} = pos >> 1")
        last = self.last or last
        body.line(f"{last} = {at} + 5 + {count}")
        body.line(f"if text[{last}] != '\\0': rt.unterminated({where})", place)
        body.line(f"{value} = text[{at} + 6:{last}]")
        if not self.last:
            body.line(f"pos = {last} + 1 << 1")
            body.forget(2)
        return Raw([value], done=value)

    def _array(self, node: Any, place: Place) -> Raw:
        """[C706] 14.3.3."""
        if len(levels := dimensions(node)) > 1:
            return self._several(levels, place)
        most, first, count = self._counts(node, place)
        if first:
            where = f"{place.structure!r}, {place.field!r}, pos"
            begins = substituted(getattr(node, "first_is", ""), self.scopes[-1]) or "0"
            test = (
                f"{first} != {begins} or {first} + {count} > {most}"
                if begins != "0"
                else f"{first} or {count} > {most}"
            )
            self.body.line(f"if {test}: rt.bad_extent({where}, {first}, {count}, {most})")
        return self._elements(node.element, count or most, place)

    def _several(self, levels: list[Any], place: Place) -> Raw:
        """[C706] 14.3.3.4: all maximum counts, then all offsets and actual counts, then the elements row by row."""
        body = self.body
        most = self._words([f"most{depth}" for depth in range(len(levels))], place)
        if isinstance(levels[0], ConformantVarying):
            words = self._words([hint for _ in levels for hint in ("first", "count")], place)
            where = f"{place.structure!r}, {place.field!r}, pos"
            for number, (first, count) in enumerate(zip(words[::2], words[1::2], strict=True)):
                bad = f"rt.bad_extent({where}, {first}, {count}, {most[number]})"
                body.line(f"if {first} or {count} > {most[number]}: {bad}")
            most = words[1::2]
        for level, count in zip(levels, most, strict=True):
            for expression in (getattr(level, "length_is", "") or level.size_is,):
                if expression:
                    self._correlate(count, expression, place)
        total = body.local("total")
        body.line(f"{total} = {' * '.join(most)}")
        raw = self._elements(levels[-1].element, total, place)
        raw.rows = most[1:]
        return raw

    def _elements(self, element: Any, count: str, place: Place) -> Raw:
        body, syntax = self.body, self.syntax
        value = body.local("a")
        where = f"{place.structure!r}, {place.field!r}, pos, size, {count}"
        if element in OCTETS or element is WChar:
            body.align(element.size)
            body.flush()
            stop = body.local("stop")
            body.line(f"{stop} = pos + {count}" + (" * 2" if element is WChar else ""))
            body.line(f"if {stop} > size: rt.short_array({where}, {element.size})")
            body.line(f"{value} = " + (f"text[pos >> 1:{stop} >> 1]" if element is WChar else f"data[pos:{stop}]"))
            body.line(f"pos = {stop}")
            body.forget(element.size)
            return Raw([value], done=value)
        if isinstance(element, Primitive):
            code, width = syntax.shape(element)
            body.align(width)
            body.flush()
            body.line(f"{value} = rt.numbers({where}, {code!r}, {width}, data)")
            body.line(f"pos += {count} * {width}")
            body.forget(width)
            return Raw([value])
        if isinstance(element, Ref) and not syntax.is_64:  # [C706] 14.3.11: their placeholders are left out
            body.flush()
            body.line(f"if {count} > size - pos: rt.short_array({where}, 1)")
            body.line(f"{value} = range({count})")
            return Raw([value], [Raw([body.local("ref")])])
        return self._constructed(element, count, value, place)

    def _constructed(self, element: Any, count: str, value: str, place: Place) -> Raw:
        """Elements that are structures, pointers, strings, unions or arrays."""
        body, align = self.body, alignment(element, self.syntax)
        body.align(align)
        body.flush()
        trial = _ReaderBody(body.scope, body.numbers)
        trial.forget(align)
        self.body = trial
        raw = self.scalars(element, place)
        self.body = body
        where = f"{place.structure!r}, {place.field!r}, pos, size, {count}"
        if not trial.lines and trial.run_size and trial.run_size % align == 0:
            iterate, width = body.packer("".join(code for code, _, _ in trial.run), "iter_unpack")
            stop = body.local("stop")
            body.line(f"{stop} = pos + {count} * {width}")
            body.line(f"if {stop} > size: rt.short_array({where}, {width})")
            body.line(f"{value} = {iterate}(data[pos:{stop}])")
            body.line(f"pos = {stop}")
            body.forget(align)
            return Raw([value], [raw])
        body.line(f"if {count} > size - pos: rt.short_array({where}, 1)")
        body.line(f"{value} = []")
        with body.block(f"for _ in range({count}):"):
            raw = self.scalars(element, place)
            body.flush()
            body.line(f"{value}.append(({''.join(name + ', ' for name in raw.names)}))")
        return Raw([value], [raw])

    def _union(self, node: Union, place: Place) -> Raw:
        """[C706] 14.3.8."""
        body, syntax = self.body, self.syntax
        scope = self.scopes[-1]
        wanted = substituted(node.switch_is, scope)
        if node.encapsulated:
            if wanted is None:
                raise TypeError(f"{place.structure}.{place.field}: an encapsulated union needs its discriminant first")
            tag = wanted
        else:
            code, width = syntax.shape(node.discriminant)
            tag = body.local("tag")
            if syntax.is_64:
                body.align(alignment(node, syntax))
            body.add(code, width, width, tag, place)
            body.flush()
            self._correlate(tag, node.switch_is, place)
            if node.switch_is in self.discriminants:
                body.line(f"{self.discriminants[node.switch_is]} = {tag}")
        if node.ms_union or syntax.is_64:
            body.align(arms_alignment(node, syntax))
        body.flush()
        raw = Raw([tag, body.local("arm")])
        choices = [*node.arms.items(), *([] if node.default is None else [(None, node.default)])]
        for index, (value, arm) in enumerate(choices):
            header = "else:" if value is None else f"{'el' if index else ''}if {tag} == {value}:"
            with body.block(header if choices[0][0] is not None else "if True:"):
                raw.arms[value] = inside = self.scalars(arm, place)
                body.flush()
                names = inside.names
                body.line(f"{raw.names[1]} = {names[0] if len(names) == 1 else '(' + ', '.join(names) + ')'}")
        if node.default is None:
            body.line(f"else: rt.no_arm({place.structure!r}, {place.field!r}, pos, {tag})")
        return raw

    # --- what follows ---------------------------------------------------------------------------------------------

    def value(self, node: Any, raw: Raw, place: Place, member: Member | None = None) -> str:
        """Read the referents that follow; give the expression of the value."""
        if raw.rows:
            element = dimensions(node)[-1].element
            flat = raw.done or self._elements_value(element, raw, place, member)
            for count in reversed(raw.rows):
                flat = f"rt.rows({flat}, {count})"
            return flat
        if raw.done:
            return raw.done
        kind = member.enum if member else None
        match node:
            case Range(low=low, high=high):
                self.body.flush()
                where = f"{place.structure!r}, {place.field!r}, pos, {raw.names[0]}, {low}, {high}"
                self.body.line(f"if not {low} <= {raw.names[0]} <= {high}: rt.out_of_range({where})")
                return self._number(raw.names[0], kind)
            case Primitive():
                return self._number(raw.names[0], kind)
            case Opaque():
                if node is not Guid:
                    return raw.names[0]
                self.code.scope["UUID"] = UUID
                return f"UUID(bytes_le={raw.names[0]})"
            case Union():
                return self._union_value(node, raw, place)
            case type():
                return self._structure_value(node, raw)
        if isinstance(node, Pointer):
            return self._referent(node, raw.names[0], place, member)
        if isinstance(node, Pipe):
            return raw.names[0]
        return self._elements_value(node.element, raw, place, member)

    def _number(self, name: str, kind: Any) -> str:
        return f"{self.body.constant(kind.__name__, _members(kind))}[{name}]" if kind else name

    def _referent(self, node: Any, ref: str, place: Place, member: Member | None) -> str:
        """[C706] 14.3.11, 14.3.12."""
        body = self.body
        if isinstance(node, Ref):
            return self.full(node.target, place, member)
        value = body.local("v")
        key = ""
        if isinstance(node, Full):
            key = f"{ref}, {_KEYS.setdefault(node.target, len(_KEYS))}"
            with body.block(f"if ({key}) in seen:"):
                body.line(f"{value} = rt.shared({place.structure!r}, {place.field!r}, pos, seen[{key}])")
        with body.block(f"{'el' if key else ''}if {ref}:"):
            if key:
                body.line(f"seen[{key}] = rt.OPEN")
            inside = self.full(node.target, place, member)
            body.flush()
            body.line(f"{value} = {inside}")
            if isinstance(node.target, Union):
                body.line(f"if {value} is None: {value} = rt.NOTHING")
            if key:
                body.line(f"seen[{key}] = {value}")
        with body.block("else:"):
            body.line(f"{value} = None")
        return value

    def _structure_value(self, cls: type[NdrStructure], raw: Raw) -> str:
        self.scopes.append(raw.scope)
        expressions = []
        for member, part in zip(members(cls), raw.parts, strict=True):
            place = Place(cls.__name__, member.name)
            expressions.append(self.value(member.type, part, place, member))
        self.scopes.pop()
        name = f"{cls.__name__}_{id(cls):x}"
        self.code.scope[name] = cls
        return f"{name}({', '.join(expressions)})"

    def _elements_value(self, element: Any, raw: Raw, place: Place, member: Member | None) -> str:
        body = self.body
        kind = member.enum if member else None
        if isinstance(element, Primitive):
            if not kind:
                return raw.names[0]
            return f"tuple([{self._number('n', kind)} for n in {raw.names[0]}])"
        body.flush()
        names = raw.parts[0].names
        target = "(" + "".join(name + ", " for name in names) + ")"
        if isinstance(element, Ref) and not self.syntax.is_64:
            target = names[0]
        out = body.local("out")
        if strings := not self.syntax.is_64 and only_strings(element):
            self.last = body.local("last")
            body.line(f"{self.last} = (pos >> 1) - 1")
        start = len(body.lines)
        body.line(f"{out} = []")
        with body.block(f"for {target} in {raw.names[0]}:"):
            expression = self.value(element, raw.parts[0], place, member)
            body.flush()
            body.line(f"{out}.append({expression})")
        if strings:
            body.line(f"pos = {self.last} + 1 << 1")
            self.last = ""
        if len(body.lines) == start + 3:  # nothing follows: one expression does
            del body.lines[start:]
            return f"tuple([{expression} for {target} in {raw.names[0]}])"
        return f"tuple({out})"

    def _union_value(self, node: Union, raw: Raw, place: Place) -> str:
        body = self.body
        tag, arm = raw.names
        value = body.local("v")
        body.flush()
        choices = list(raw.arms.items())
        for index, (number, inside) in enumerate(choices):
            header = "else:" if number is None else f"{'el' if index else ''}if {tag} == {number}:"
            with body.block(header if choices[0][0] is not None else "if True:"):
                if len(inside.names) == 1:
                    body.line(f"{inside.names[0]} = {arm}")
                elif inside.names:
                    body.line(f"{', '.join(inside.names)} = {arm}")
                chosen = node.default if number is None else node.arms[number]
                expression = "None" if chosen is Empty else self.value(chosen, inside, place)
                body.flush()
                body.line(f"{value} = {expression}")
        return value


_MEMBERS: dict[Any, Members] = {}
_KEYS: dict[Any, int] = {}
"""A number for each type that full pointers point to: only pointers to the same type share a referent."""


def _members(kind: Any) -> Members:
    return _MEMBERS.setdefault(kind, Members(kind))
