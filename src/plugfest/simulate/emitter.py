"""An interface as Python that a person can read: structures, unions, requests and responses, each with its section.

What runs and what is committed come from the same text: `compiler` executes what `emit` writes.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from plugfest.simulate.model import (
    Call,
    EnumOf,
    EnumType,
    Field,
    InterfaceModel,
    StructureType,
    Type,
    UnionOf,
    UnionType,
)
from plugfest.wire import ndr
from plugfest.wire.ndr import types as kinds
from plugfest.wire.ndr.layout import OCTETS
from plugfest.wire.ndr.structure import NdrStructure

WIDTH = 120
_QUOTED = re.compile(r'"[^"]*"')
_UNUSED = re.compile(r"opnum|not_?used|reserved|_\d+$", re.IGNORECASE)
_PRIMITIVES = {value: name for name, value in vars(kinds).items() if isinstance(value, kinds.Primitive)}
_OPAQUE = {kinds.Guid: ("Guid", "UUID", "UUID(int=0)"), kinds.ContextHandle: ("ContextHandle", "bytes", "bytes(20)")}
_TAKEN = frozenset({*dir(NdrStructure), "opnum", "response", "self"})
_MODULE_NAMES = frozenset(
    {*ndr.__all__, "Annotated", "Any", "ClassVar", "TypeAlias", "UUID", "OpenEnum", "None", "annotations"}
)


@dataclass(frozen=True)
class Departures:
    """Where the emitted code is not what the IDL says, and why."""

    default_arms: Mapping[str, str] = field(default_factory=dict)
    """Unions that get an empty default arm: name → reason, which becomes their docstring."""
    defaults: Mapping[str, str] = field(default_factory=dict)
    """`Method.Parameter` or `STRUCTURE.member` → the default in Python."""
    names: Mapping[str, str] = field(default_factory=dict)
    """`STRUCTURE.member` → the name that the document's own sections give it."""
    methods: tuple[str, ...] = ()
    """The methods that are wanted; all where none is named."""


class Emitter:
    """Writes one interface."""

    def __init__(self, model: InterfaceModel, departures: Departures | None = None) -> None:
        self.model = model
        self.departures = departures or Departures()
        self.types = model.types
        self.call_names: dict[str, str] = {}
        self.names = self._unique_names()
        self.boxes: dict[str, str] = {}
        self.imported: set[str] = {"Interface"}
        self.others: set[str] = set()
        self.written: set[str] = set()

    def _unique_names(self) -> dict[str, str]:
        """Names of types that Python or this module uses for something else get an underscore."""
        taken = set(_MODULE_NAMES)
        for call in self.model.calls:  # a method may be called Request
            name = call.name
            while name in taken or f"{name}Response" in taken or keyword.iskeyword(name):
                name += "_"
            self.call_names[call.name] = name
            taken |= {name, f"{name}Response"}
        made = {}
        for name in self.types:
            python = name
            while python in taken or keyword.iskeyword(python) or not python.isidentifier():
                python += "_"
            taken.add(python)
            made[name] = python
        return made

    # --- the module -----------------------------------------------------------------------------------------------

    def module(self) -> str:
        """The whole module."""
        model = self.model
        wanted = self.departures.methods
        served = [call for call in model.calls if not call.missing and (call.name in wanted or not wanted)]
        served = [call for call in served if not _keeps_a_number(call)]
        used = reachable(self.types, (one for call in served for one in (*call.request, *call.response)))
        types = []
        for name in self.types:
            if name in used:
                types.append(self._type(self.types[name]))
                self.written.add(name)
        calls = [self._call(call) for call in served]
        interface = self._interface([self.call_names[call.name] for call in served])
        place = f"[{model.document}] {model.section}".strip()
        head = [
            f'"""{place}, revision {model.revision}: the interface {model.name}.',
            "",
            f"Written by `plugfest simulate {model.document} --emit`; changes belong into what writes it.",
            '"""',
            "",
            "from __future__ import annotations",
            "",
        ]
        parts = [*self._boxed(), *types, *(["# --- methods " + "-" * 106] if calls else []), *calls, interface]
        body = "\n\n\n".join(part for part in parts).rstrip() + "\n"
        return "\n".join([*head, *self._imports(body)]) + "\n\n\n" + body

    def _imports(self, body: str) -> Iterator[str]:
        typing = sorted({"Annotated", "ClassVar", "Any"} & _words(body))
        if typing:
            yield f"from typing import {', '.join(typing)}"
        if "UUID" in _words(body):
            yield "from uuid import UUID"
        yield ""
        if "OpenEnum" in self.others:
            yield "from plugfest.wire import OpenEnum"
        one = f"from plugfest.wire.ndr import {', '.join(sorted(self.imported, key=_import_key))}"
        if len(one) <= WIDTH:
            yield one
        else:
            yield "from plugfest.wire.ndr import ("
            yield from (f"    {name}," for name in sorted(self.imported, key=_import_key))
            yield ")"

    def _interface(self, methods: list[str]) -> str:
        model = self.model
        name = constant_name(model)
        uuid = f'UUID("{model.uuid}")' if model.uuid else "UUID(int=0)"
        lines = [f"{name} = Interface(", f'    name="{model.name}",', f"    uuid={uuid},"]
        lines.append(f"    major={model.major},")
        if model.minor:
            lines.append(f"    minor={model.minor},")
        listed = f"    methods=({', '.join(methods)}{',' if len(methods) == 1 else ''}),"
        if len(listed) <= WIDTH:
            lines.append(listed)
        else:
            lines += ["    methods=(", *(f"        {method}," for method in methods), "    ),"]
        if model.pipe:
            lines.append(f'    pipe="{model.pipe}",')
        lines += [f"    opnums={model.opnums},", ")"]
        missing = [f"{call.opnum} {call.name}" for call in model.calls if call.missing]
        if missing:
            lines.insert(0, "\n".join(f"# without a codec: {one}" for one in missing))
        return "\n".join(lines)

    def _boxed(self) -> Iterator[str]:
        self.imported |= {"NdrStructure"} if self.boxes else set()
        for layout, name in self.boxes.items():
            yield "\n".join([
                f"class {name}(NdrStructure, frozen=True):",
                '    """A pointer behind a pointer: either of them may be NULL."""',
                "",
                *self._member("target", layout, "None"),
            ])  # fmt: skip

    # --- types ----------------------------------------------------------------------------------------------------

    def _type(self, node: Type) -> str:
        match node:
            case EnumType():
                self.others.add("OpenEnum")
                lines = [f"class {self.names[node.name]}(OpenEnum):", f'    """{cited(node)}"""', ""]
                return "\n".join(
                    lines + [f"    {python_name(name, ())} = {value}" for name, value in _once(node.members)]
                )
            case UnionType():
                return self._union(node)
        self.imported.add("NdrStructure")
        lines = [f"class {self.names[node.name]}(NdrStructure, frozen=True):", f'    """{cited(node)}"""', ""]
        return "\n".join([*lines, *self._fields(node.name, node.fields)])

    def _union(self, node: UnionType) -> str:
        self.imported.add("Union")
        name = self.names[node.name]
        lines = [f"{name} = Union("]
        if node.arms:
            lines.append("    {")
            enum = node.discriminant.name if isinstance(node.discriminant, EnumOf) else ""
            enumerators = {value: label for label, value in self.types[enum].members} if enum else {}  # type: ignore[union-attr]
            for tag, arm in node.arms.items():
                label = enumerators.get(tag)
                key = f"{self.names[enum]}.{python_name(label, ())}" if label else str(tag)
                line = f"        {key}: {self._layout(arm, quoted=True)},"
                lines.append(line if len(line) <= WIDTH else f"        {tag}: {self._layout(arm, quoted=True)},")
            lines.append("    },")
        else:
            lines.append("    {},")
        primitive = _primitive(node.discriminant)
        if primitive is not kinds.ULong:
            lines.append(f"    discriminant={self._layout(primitive)},")
        reason = self.departures.default_arms.get(node.name, "")
        default = node.default if node.default is not None else (kinds.Empty if reason else None)
        if default is not None:
            lines.append(f"    default={self._layout(default, quoted=True)},")
        lines += ["    ms_union=True,"] if node.ms_union else []
        lines += ["    encapsulated=True,"] if node.encapsulated else []
        lines.append(")")
        lines.append(f'"""{cited(node)}{f" {reason}" if reason else ""}"""')
        hint = self._arms_hint(node)
        alias = self._alias(node)
        long = f"{alias} = {hint}"
        if len(long) > WIDTH and " | " in hint:
            inside = [f"    {hint}"] if len(hint) + 4 <= WIDTH else _alternatives(hint)
            long = "\n".join([f"{alias} = (", *inside, ")"])
        return long + "\n\n" + "\n".join(lines) if hint != "None" else "\n".join(lines)

    def _alias(self, node: UnionType) -> str:
        return f"{self.names[node.name].rstrip('_')}_ARM"

    def _arms_hint(self, node: UnionType) -> str:
        """What a union's value can be, without None."""
        found: list[str] = []
        for arm in (*node.arms.values(), node.default):
            if arm is None or arm is kinds.Empty:
                continue
            hint = "Any" if self._cyclic(node, arm) else self._hint(arm)
            found += [part for part in hint.split(" | ") if part != "None" and part not in found]
        return "Any" if "Any" in found else " | ".join(found) or "None"

    def _cyclic(self, node: UnionType, arm: Any) -> bool:
        """Does the arm use a type that comes behind the union?"""
        order = list(self.types)
        return any(order.index(name) > order.index(node.name) for name in _names(arm) if name in self.types)

    # --- members --------------------------------------------------------------------------------------------------

    def _fields(self, owner: str, found: list[Field]) -> Iterator[str]:
        told = {one.name: self.departures.names.get(f"{owner}.{one.name}", one.name) for one in found}
        found = [Field(told[one.name], _renamed(one.type, told)) for one in found]
        renamed = self._member_names(found)
        for one in found:
            layout = _renamed(one.type, renamed)
            computed = isinstance(_primitive(_bare(one.type)), kinds.Primitive) and self._is_computed(one, found)
            default = self.departures.defaults.get(f"{owner}.{one.name}") or (
                "None" if computed else self._default(layout)
            )
            yield from self._member(renamed[one.name], layout, default, computed)

    def _member_names(self, found: list[Field]) -> dict[str, str]:
        """The documents' names, with an underscore where Python or the module needs them for something else."""
        words: set[str] = set()
        for one in found:
            words |= _words(_QUOTED.sub("", self._layout(one.type))) | _words(self._hint(one.type))
        renamed: dict[str, str] = {}
        for one in found:
            name = python_name(one.name, words)
            while name in renamed.values():
                name += "_"
            renamed[one.name] = name
        return renamed

    def _is_computed(self, one: Field, found: list[Field]) -> bool:
        """Can the encoder tell the number from another member?"""
        if isinstance(one.type, kinds.Discriminant | kinds.Maximum):
            return True
        for other in found:
            for node in _chain(other.type):
                if isinstance(node, UnionOf) and node.switch_is == one.name:
                    return self._tells(self.types[node.name])
                for attribute in ("size_is", "length_is"):
                    if ndr_inverted(getattr(node, attribute, ""), one.name):
                        return True
        return False

    def _tells(self, union: Type) -> bool:
        """Do the arms' types differ, so that the value tells the discriminant?"""
        assert isinstance(union, UnionType)
        hints = [self._hint(arm).removesuffix(" | None") for arm in union.arms.values() if arm is not kinds.Empty]
        return bool(hints) and len(set(hints)) == len(hints) and all(hint in self.names.values() for hint in hints)

    def _member(self, name: str, layout: Any, default: str, computed: bool = False) -> list[str]:
        hint, shown = self._hint(layout), self._layout(layout)
        if computed and "None" not in hint:
            hint += " | None"
        head = f"    {name}: {hint}" if hint == shown else f"    {name}: Annotated[{hint}, {shown}]"
        if len(f"{head} = {default}") <= WIDTH:
            return [f"{head} = {default}"]
        if len(head) + len(" = (") <= WIDTH:
            return [f"{head} = (", f"        {default}", "    )"]
        inner = f"        {hint}, {shown}"
        inside = [inner] if len(inner) <= WIDTH else [f"        {hint},", f"        {shown},"]
        return [f"    {name}: Annotated[", *inside, f"    ] = {default}"]

    def _layout(self, node: Any, quoted: bool = False) -> str:
        """The layout as it is written. `quoted`: structures that may come later stand in quotation marks."""
        match node:
            case str():
                return f'"{self.names[node]}"' if quoted and self._is_ahead(node) else self.names[node]
            case EnumOf(primitive=primitive):
                return self._layout(primitive)
            case UnionOf(name=name, switch_is=switch_is):
                return f'{self.names[name]}.on("{switch_is}")' if switch_is else self.names[name]
            case kinds.Primitive():
                return self._import(_PRIMITIVES[node])
            case kinds.Opaque():
                return self._import(_OPAQUE[node][0])
            case kinds.Range(inner=inner, low=low, high=high):
                return f"{self._import('Range')}({self._layout(inner)}, {low}, {high})"
            case kinds.Unique(target=target) | kinds.Full(target=target) if self._needs_box(target):
                return f"{self._import(type(node).__name__)}({self._box(target)})"
            case kinds.String(size_is="", capacity=0):
                return self._import("WString" if node.element is kinds.WChar else "CString")
            case kinds.Discriminant(union=name):
                return f'{self._import("Discriminant")}("{name}")'
            case kinds.Maximum(array=name):
                return f'{self._import("Maximum")}("{name}")'
            case _ if node is kinds.Empty:
                return self._import("Empty")
        arguments = []
        for one in fields(node):
            value = getattr(node, one.name)
            if one.name in ("target", "element"):
                arguments.append(self._layout(value, quoted))
            elif value not in ("", 0) or one.name == "count":
                text = repr(value).replace("'", '"')
                early = one.name in ("size_is", "count") or (one.name == "capacity" and isinstance(node, kinds.Varying))
                arguments.append(
                    text if early or (one.name == "length_is" and len(arguments) == 2) else f"{one.name}={text}"
                )
        return f"{self._import(type(node).__name__)}({', '.join(arguments)})"

    def _is_ahead(self, name: str) -> bool:
        return name not in self.written

    def _needs_box(self, target: Any) -> bool:
        return isinstance(target, kinds.Unique | kinds.Full)

    def _box(self, target: Any) -> str:
        if target not in self.boxes:
            words = "".join(c if c.isalnum() or c == "_" else " " for c in self._layout(target)).split()
            self.boxes[target] = "PointerTo" + "".join(word[0].upper() + word[1:] for word in words)
        return self.boxes[target]

    def _import(self, name: str) -> str:
        self.imported.add(name)
        return name

    def _hint(self, node: Any) -> str:
        """The Python type."""
        match node:
            case str():
                return self.names[node]
            case EnumOf(name=name):
                return self.names[name]
            case UnionOf(name=name):
                union = self.types.get(name)
                if not isinstance(union, UnionType) or self._arms_hint(union) == "None":
                    return "Any"
                return f"{self._alias(union)} | None"
            case kinds.Range(inner=inner):
                return self._hint(inner)
            case kinds.Primitive():
                return "float" if node.code in "fd" else "int"
            case kinds.Opaque():
                return _OPAQUE[node][1]
            case kinds.Unique(target=target) | kinds.Full(target=target):
                hint = self._box(target) if self._needs_box(target) else self._hint(target)
                return hint if hint.endswith("| None") else f"{hint} | None"
            case kinds.Ref(target=target):
                return self._hint(target)
            case kinds.String(element=element):
                return "str" if element is kinds.WChar else "bytes"
            case kinds.Discriminant() | kinds.Maximum():
                return "int | None"
            case kinds.Pipe(element=element):
                return f"tuple[{self._elements(element)}, ...]"
        return self._elements(node.element)

    def _elements(self, element: Any) -> str:
        if element in OCTETS:
            return "bytes"
        return "str" if element is kinds.WChar else f"tuple[{self._hint(element)}, ...]"

    def _default(self, node: Any) -> str:
        match node:
            case str():
                return f"{self.names[node]}()"
            case EnumOf(name=name):
                members = self.types[name].members  # type: ignore[union-attr]
                return f"{self.names[name]}.{python_name(members[0][0], ())}" if members else f"{self.names[name]}(0)"
            case kinds.Range(low=low, high=high):
                return str(low if low > 0 or high < 0 else 0)
            case kinds.Primitive():
                return "0.0" if node.code in "fd" else "0"
            case kinds.Opaque():
                return _OPAQUE[node][2]
            case kinds.Ref(target=target):
                return self._default(target)
            case kinds.String(element=element):
                return '""' if element is kinds.WChar else 'b""'
            case kinds.Fixed(element=element, count=count):
                if element in OCTETS:
                    return f"bytes({count})"
                return f'"\\0" * {count}' if element is kinds.WChar else f"({self._default(element)},) * {count}"
            case (
                kinds.Conformant(element=element)
                | kinds.ConformantVarying(element=element)
                | kinds.Varying(element=element)
            ):
                return 'b""' if element in OCTETS else '""' if element is kinds.WChar else "()"
            case kinds.Pipe():
                return "()"
        return "None"

    # --- methods --------------------------------------------------------------------------------------------------

    def _call(self, call: Call) -> str:
        cite = (
            f'    """[{self.model.document}] {call.section}."""' if call.section else f'    """Opnum {call.opnum}."""'
        )
        self.imported |= {"Response", "Request"}
        name = self.call_names[call.name]
        answer = [f"class {name}Response(Response, frozen=True):", cite]
        if call.response:
            answer += ["", *self._fields(f"{call.name}Response", [_top(one) for one in call.response])]
        head = f"class {name}(Request[{name}Response], frozen=True):"
        if len(head) > WIDTH:
            head = f"class {name}(\n    Request[{name}Response], frozen=True\n):"
        asked = [head, cite, ""]
        asked.append(f"    opnum: ClassVar[int] = {call.opnum}")
        if call.request:
            asked += ["", *self._fields(call.name, [_top(one) for one in call.request])]
        return "\n".join(answer) + "\n\n\n" + "\n".join(asked)


def emit(model: InterfaceModel, departures: Departures | None = None) -> str:
    """The module of an interface."""
    return Emitter(model, departures).module()


def excerpt(model: InterfaceModel, name: str) -> str:
    """What the module says of one type or method; empty if it has none of that name."""
    emitter = Emitter(model)
    call = next((one for one in model.calls if one.name == name), None)
    if call is not None:
        return emitter._call(call) if not call.missing else f"# {name}: {call.missing}"
    if name not in model.types:
        return ""
    used = reachable(model.types, [Field("", name)])
    emitter.written |= set(model.types)
    return "\n\n\n".join(emitter._type(model.types[one]) for one in model.types if one in used)


def constant_name(model: InterfaceModel) -> str:
    """What the interface is called in its module."""
    return model.name.upper()


def cited(node: Type) -> str:
    """`[MS-SRVS] 2.2.4.22.`, or the document alone where it has no section of its own."""
    return f"[{node.document}] {node.section}." if node.section else f"[{node.document}], its IDL only."


def python_name(name: str, taken: Iterable[str]) -> str:
    """A name that Python can use."""
    words = set(taken)
    while keyword.iskeyword(name) or name in _TAKEN or name in words or name.startswith("__"):
        name = name.lstrip("_") if name.startswith("__") else name + "_"
    return name


def reachable(types: Mapping[str, Type], roots: Iterable[Field]) -> set[str]:
    """The types that some members need."""
    found: set[str] = set()
    waiting = [name for one in roots for name in _names(one.type)]
    while waiting:
        name = waiting.pop()
        if name in found or name not in types:
            continue
        found.add(name)
        node = types[name]
        if isinstance(node, StructureType):
            waiting += [inner for one in node.fields for inner in _names(one.type)]
        elif isinstance(node, UnionType):
            waiting += [
                inner for arm in (*node.arms.values(), node.default, node.discriminant) for inner in _names(arm)
            ]
    return found


def _top(one: Field) -> Field:
    """A parameter without the [ref] pointers that have no bytes."""
    node = one.type
    while isinstance(node, kinds.Ref):
        node = node.target
    return Field(one.name, node)


def _names(node: Any) -> list[str]:
    """The types that a layout names."""
    match node:
        case str():
            return [node]
        case EnumOf(name=name) | UnionOf(name=name):
            return [name]
    for part in ("target", "element"):
        if hasattr(node, part):
            return _names(getattr(node, part))
    return []


def _chain(node: Any) -> Iterator[Any]:
    yield node
    while isinstance(node, kinds.Ref | kinds.Unique | kinds.Full):
        node = node.target
        yield node


def _bare(node: Any) -> Any:
    return node.inner if isinstance(node, kinds.Range) else node


def _primitive(node: Any) -> Any:
    if isinstance(node, kinds.Discriminant | kinds.Maximum):
        return kinds.ULong
    return node.primitive if isinstance(node, EnumOf) else _bare(node)


def _renamed(node: Any, renamed: Mapping[str, str]) -> Any:
    """The layout with the names of members as Python has them."""
    changes: dict[str, Any] = {}
    if isinstance(node, str | EnumOf | kinds.Primitive | kinds.Opaque) or node is kinds.Empty:
        return node
    for one in fields(node):
        value = getattr(node, one.name)
        if one.name in ("target", "element"):
            changes[one.name] = _renamed(value, renamed)
        elif one.name in ("size_is", "length_is", "first_is", "switch_is", "union", "array") and value:
            changes[one.name] = _with_names(value, renamed)
    return type(node)(**{one.name: changes.get(one.name, getattr(node, one.name)) for one in fields(node)})


def _with_names(expression: str, renamed: Mapping[str, str]) -> str:
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError:
        return expression
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = renamed.get(node.id, node.id)
    return ast.unparse(tree)


def _words(text: str) -> set[str]:
    return set("".join(c if c.isalnum() or c == "_" else " " for c in text).split())


def _alternatives(hint: str) -> Iterator[str]:
    first, *rest = hint.split(" | ")
    yield f"    {first}"
    yield from (f"    | {one}" for one in rest)


def _keeps_a_number(call: Call) -> bool:
    """Is the method a placeholder: without parameters, and called so?"""
    return not call.request and len(call.response) <= 1 and bool(_UNUSED.search(call.name))


def _once(members: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Enumerators, each name once."""
    seen: set[str] = set()
    for name, value in members:
        if name not in seen:
            seen.add(name)
            yield name, value


def _import_key(name: str) -> tuple[int, str]:
    """The order that isort gives: constants, classes, functions."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2, name.lower())


def ndr_inverted(expression: str, name: str) -> bool:
    """Can the encoder compute `name` from an expression with it?"""
    from plugfest.wire.ndr.layout import inverted

    try:
        return inverted(expression, name, "x") is not None
    except SyntaxError:
        return False
