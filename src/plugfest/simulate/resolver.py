"""From names to layouts: typedefs followed, attributes applied, every type a method needs in the terms of NDR."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any

from plugfest.simulate.model import EnumOf, EnumType, Field, StructureType, Type, UnionOf, UnionType
from plugfest.simulate.nodes import (
    Array,
    Attribute,
    Attributes,
    Enum,
    Function,
    Member,
    Named,
    Pipe,
    Pointer,
    SafeArray,
    Struct,
    Typedef,
    TypeNode,
    Union,
    attribute,
)
from plugfest.simulate.scope import Definition, Scope, tag_of
from plugfest.wire.ndr import types as ndr

BASE = {
    "boolean": ndr.Boolean, "byte": ndr.Byte, "char": ndr.Char, "unsigned char": ndr.Byte, "signed char": ndr.Small,
    "wchar_t": ndr.WChar, "small": ndr.Small, "unsigned small": ndr.USmall, "short": ndr.Short,
    "unsigned short": ndr.UShort, "long": ndr.Long, "unsigned long": ndr.ULong, "int": ndr.Long, "signed": ndr.Long,
    "unsigned int": ndr.ULong, "unsigned": ndr.ULong, "hyper": ndr.Hyper, "unsigned hyper": ndr.UHyper,
    "__int64": ndr.Hyper, "_int64": ndr.Hyper, "unsigned __int64": ndr.UHyper, "__int32": ndr.Long,
    "unsigned __int32": ndr.ULong, "__int16": ndr.Short, "unsigned __int16": ndr.UShort, "__int8": ndr.Small,
    "unsigned __int8": ndr.USmall, "__int3264": ndr.Int3264, "unsigned __int3264": ndr.UInt3264,
    "float": ndr.Float, "double": ndr.Double, "error_status_t": ndr.ErrorStatus, "long long": ndr.Hyper,
    "unsigned short int": ndr.UShort, "unsigned long int": ndr.ULong, "short int": ndr.Short, "long int": ndr.Long,
    "unsigned long long": ndr.UHyper,
}  # fmt: skip
GUIDS = frozenset(["GUID", "UUID", "CLSID", "IID", "uuid_t", "FMTID"])
TEXT = (ndr.WChar, ndr.Char, ndr.Byte, ndr.USmall, ndr.UShort)
_POINTERS = {"ref": ndr.Ref, "unique": ndr.Unique, "ptr": ndr.Full, "full": ndr.Full}


class Unresolved(Exception):
    """A type that has no layout: why, and which name is to blame if it is one."""

    def __init__(self, reason: str, name: str = "", line: int = 0) -> None:
        super().__init__(reason)
        self.name = name
        self.line = line


@dataclass
class Level:
    """One pointer or array between a declarator and the type at its end."""

    pointer: Any = None
    """Ref, Unique or Full; None for an array."""
    bound: str | None = None
    size_is: str = ""
    length_is: str = ""
    first_is: str = ""


class Resolver:
    """Resolves the types of one interface."""

    def __init__(self, scope: Scope, default: str, ms_union: bool, interfaces: frozenset[str] = frozenset()) -> None:
        self.scope = scope
        self.default = _POINTERS.get(default, ndr.Unique)
        self.ms_union = ms_union
        self.interfaces = interfaces
        self.types: dict[str, Type] = {}
        """In order: what lies in another comes first, where that is possible."""
        self._busy: dict[str, Type] = {}
        self._failed: dict[str, Unresolved] = {}

    # --- declarators ----------------------------------------------------------------------------------------------

    def layout(self, member: Member, *, top: bool = False, inside: str = "") -> Any:
        """The layout of a parameter (`top`) or a member. Raises Unresolved."""
        if attribute(member.attributes, "ignore"):
            return ndr.UInt3264  # [MS-RPCE] 2.2.4: a placeholder, and nothing behind it
        levels: list[Level] = []
        leaf, attributes = self._flatten(member.type, list(member.attributes), levels, 0)
        if attribute(attributes, "context_handle"):
            if levels and not levels[-1].size_is:
                levels.pop()
            node: Any = ndr.ContextHandle
        elif attribute(attributes, "iid_is") or leaf in self._interface_names():
            while levels and levels[-1].pointer and len(levels) > 1:
                levels.pop()
            node = self._structure_name("MInterfacePointer", member.line)
        else:
            node = self._leaf(leaf, attributes, inside or member.name, member.line)
        self._pointer_kinds(levels, attributes, top)
        self._extents(levels, attributes)
        return self._wrapped(node, levels, attributes, member)

    def _interface_names(self) -> set[TypeNode]:
        return {Named(name) for name in (*self.interfaces, "IUnknown", "IDispatch")}

    def _flatten(
        self, node: TypeNode, attributes: list[Attribute], levels: list[Level], depth: int
    ) -> tuple[TypeNode, tuple[Attribute, ...]]:
        """Follow typedefs down to a base type or a type with a body; note pointers and arrays on the way."""
        if depth > 64:
            raise Unresolved("a type that is defined by itself")
        match node:
            case Pointer(target=target):
                levels.append(Level(pointer=self.default))
                return self._flatten(target, attributes, levels, depth + 1)
            case Array(element=element, bound=bound):
                levels.append(Level(bound=bound))
                return self._flatten(element, attributes, levels, depth + 1)
            case Named(name=name) if name not in BASE and name not in ("void", "handle_t") and name not in GUIDS:
                found = self.scope.find(name)
                if found is None:
                    if name in self.interfaces or name in ("IUnknown", "IDispatch"):
                        return node, tuple(attributes)
                    raise Unresolved(f"{name} is defined nowhere", name)
                return self._followed(found, attributes, levels, depth)
        return node, tuple(attributes)

    def _followed(
        self, found: Definition, attributes: list[Attribute], levels: list[Level], depth: int
    ) -> tuple[TypeNode, tuple[Attribute, ...]]:
        definition = found.node
        inherited = [one for one in definition.attributes if not attribute(tuple(attributes), one.name)]
        if isinstance(definition.type, Struct | Union | Enum):
            return Named(found.name), (*attributes, *inherited)
        kind = next((_POINTERS[one.name] for one in inherited if one.name in _POINTERS), None)
        at = len(levels)
        leaf, after = self._flatten(
            definition.type, [*attributes, *(one for one in inherited if one.name not in _POINTERS)], levels, depth + 1
        )
        if kind and at < len(levels) and levels[at].pointer:
            levels[at].pointer = kind
        return leaf, after

    def _pointer_kinds(self, levels: list[Level], attributes: Attributes, top: bool) -> None:
        explicit = next((_POINTERS[one.name] for one in attributes if one.name in _POINTERS), None)
        outer = next((level for level in levels if level.pointer), None)
        if outer is None:
            return
        if explicit:
            outer.pointer = explicit
        elif top and levels[0] is outer:
            outer.pointer = ndr.Ref

    def _extents(self, levels: list[Level], attributes: Attributes) -> None:
        """Give the arguments of size_is and its like to pointers and arrays, from the outside in."""
        for one in attributes:
            if one.name not in ("size_is", "max_is", "length_is", "last_is", "first_is"):
                continue
            for level, text in zip(levels, one.arguments, strict=False):
                if text is None:
                    continue
                told = self._constants(text)
                if one.name in ("max_is", "last_is"):
                    told = str(int(told) + 1) if told.lstrip("-").isdigit() else f"{told} + 1"
                kind = {"size_is": "size_is", "max_is": "size_is", "first_is": "first_is"}.get(one.name, "length_is")
                setattr(level, kind, told)

    def _constants(self, text: str) -> str:
        """An expression with constants as numbers."""
        value = self.scope.value(text)
        if value is not None:
            return str(value)
        text = re.sub(r"sizeof\((\w+)\)", lambda m: str(self.scope.value(m[0]) or m[0]), text)
        return re.sub(r"(?<![\w.])[A-Za-z_]\w*", lambda m: str(self.scope.values.get(m[0], m[0])), text)

    def _wrapped(self, node: Any, levels: list[Level], attributes: Attributes, member: Member) -> Any:
        """The layout from the inside out."""
        string = attribute(attributes, "string") is not None
        reach = attribute(attributes, "range")
        if reach and isinstance(node, ndr.Primitive) and all(one.pointer and not one.size_is for one in levels):
            low, high = (self.scope.value(text or "") for text in (*reach.arguments, None, None)[:2])
            if low is not None and high is not None and not string:
                node = ndr.Range(node, low, high)
        text_level = levels[-1] if levels and string and node in TEXT else None
        for level in reversed(levels):
            is_text = level is text_level
            if level.pointer:
                if is_text:
                    node = ndr.String(_character(node), level.size_is)
                elif level.size_is or level.length_is:
                    node = self._array(node, level, None, member)
                node = level.pointer(node)
            elif is_text:
                capacity = self._bound(level, member)
                node = ndr.String(_character(node), level.size_is, 0 if level.size_is else capacity or 0)
            else:
                node = self._array(node, level, self._bound(level, member), member)
        return node

    def _bound(self, level: Level, member: Member) -> int | None:
        if level.bound is None or level.size_is:
            return None
        value = self.scope.value(level.bound)
        if value is None:
            raise Unresolved(f"the bound {level.bound} of {member.name} has no value", level.bound, member.line)
        return value

    def _array(self, element: Any, level: Level, capacity: int | None, member: Member) -> Any:
        if capacity is not None:
            if level.length_is:
                return ndr.Varying(element, capacity, level.length_is)
            return ndr.Fixed(element, capacity)
        if level.length_is or level.first_is:
            return ndr.ConformantVarying(element, level.size_is, level.length_is, level.first_is)
        return ndr.Conformant(element, level.size_is)

    # --- types ----------------------------------------------------------------------------------------------------

    def _leaf(self, leaf: TypeNode, attributes: Attributes, inside: str, line: int) -> Any:
        match leaf:
            case Named(name="void" | "VOID"):
                raise Unresolved("a pointer to void says nothing of what is sent", "", line)
            case Named(name="handle_t"):
                raise Unresolved("a binding handle is not sent", "", line)
            case Named(name=name) if name in BASE:
                return BASE[name]
            case Named(name=name) if name in GUIDS:
                return ndr.Guid
            case Named(name=name):
                return self._named(name, attributes)
            case Struct() | Union() | Enum():
                return self._body(leaf, inside, attributes, self.scope.document, line)
            case Pipe(element=element):
                return ndr.Pipe(self.layout(Member("", element, ())))
            case SafeArray():
                raise Unresolved("SAFEARRAY belongs to object interfaces", "", line)
            case Function():
                raise Unresolved("a function is not sent", "", line)
        raise Unresolved("no type that can be sent", "", line)

    def _structure_name(self, name: str, line: int) -> Any:
        found = self.scope.find(name) or self.scope.find("tagMInterfacePointer")
        if found is None:
            raise Unresolved(f"{name} is defined nowhere", name, line)
        return self._named(found.name, ())

    def _named(self, name: str, attributes: Attributes) -> Any:
        found = self.scope.find(name)
        if found is None:
            raise Unresolved(f"{name} is defined nowhere", name)
        node = found.node
        shown = node.name if isinstance(node, Typedef) else tag_of(node.type).split(" ")[-1].lstrip("_")
        if shown in GUIDS:
            return ndr.Guid
        return self._body(node.type, shown, (*attributes, *node.attributes), found.document, node.line)

    def _body(self, node: TypeNode, name: str, attributes: Attributes, document: str, line: int) -> Any:
        if name in self._failed:
            raise self._failed[name]
        try:
            match node:
                case Enum():
                    return self._enum(node, name, attributes, document, line)
                case Union(switch=Member()):
                    return self._encapsulated(node, name, document, line)
                case Union():
                    return self._union(node, name, attributes, document, line)
                case Struct():
                    return self._structure(node, name, document, line)
        except Unresolved as error:
            self._failed[name] = error
            self._busy.pop(name, None)
            raise
        raise Unresolved("no type that can be sent", name, line)

    def _enum(self, node: Enum, name: str, attributes: Attributes, document: str, line: int) -> EnumOf:
        if name not in self.types:
            if not node.members:
                raise Unresolved(f"{name} has no members", name, line)
            made = EnumType(name, document, "", line, list(self.scope.enumerators(node)))
            self.types[name] = made
        return EnumOf(name, ndr.Enum32 if attribute(attributes, "v1_enum") else ndr.Enum16)

    def _structure(self, node: Struct, name: str, document: str, line: int) -> str:
        if name in self.types or name in self._busy:
            return name
        made = StructureType(name, document, "", line)
        self._busy[name] = made
        for index, member in enumerate(node.members):
            inside = f"{name}_{member.name or index}"
            shown = member.name or f"unnamed_{index}"
            made.fields.append(Field(shown, self.layout(member, inside=inside)))
        if not made.fields:
            raise Unresolved(f"{name} has no members", name, line)
        self._done(name, made)
        return name

    def _done(self, name: str, made: Type) -> None:
        self._busy.pop(name, None)
        self.types[name] = made

    def _encapsulated(self, node: Union, name: str, document: str, line: int) -> str:
        """A structure of the discriminant and the union behind it ([C706] 14.3.8)."""
        if name in self.types or name in self._busy:
            return name
        assert node.switch is not None
        made = StructureType(name, document, "", line)
        self._busy[name] = made
        made.fields.append(Field(node.switch.name, self.layout(node.switch)))
        union = UnionType(f"{name}_{node.arms_name}", document, "", line, made.fields[0].type, encapsulated=True)
        self._arms(node, union)
        self.types[union.name] = union
        made.fields.append(Field(node.arms_name, UnionOf(union.name, node.switch.name)))
        self._done(name, made)
        return name

    def _union(self, node: Union, name: str, attributes: Attributes, document: str, line: int) -> UnionOf:
        switch_is = attribute(attributes, "switch_is")
        switched = self._constants(switch_is.arguments[0] or "") if switch_is and switch_is.arguments else ""
        if name in self.types or name in self._busy:
            return UnionOf(name, switched)
        kind = attribute(attributes, "switch_type")
        discriminant: Any = ndr.ULong
        if kind and kind.arguments and kind.arguments[0]:
            discriminant = self.layout(Member("", Named(kind.arguments[0])))
        made = UnionType(name, document, "", line, discriminant)
        made.ms_union = self.ms_union or attribute(attributes, "ms_union") is not None
        self._busy[name] = made
        self._arms(node, made)
        self._done(name, made)
        return UnionOf(name, switched)

    def _arms(self, node: Union, made: UnionType) -> None:
        for arm in node.arms:
            layout: Any = ndr.Empty
            if arm.member is not None and arm.member.type != Named("void"):
                layout = self.layout(arm.member, inside=f"{made.name}_{arm.member.name}")
            for label in arm.labels:
                value = self.scope.value(label)
                if value is None:
                    raise Unresolved(f"case {label} has no value", label, made.line)
                made.arms.setdefault(value, layout)
                if label.isidentifier():
                    made.labels.setdefault(value, label)
            if arm.default:
                made.default = layout


def _character(node: Any) -> Any:
    return ndr.WChar if node in (ndr.WChar, ndr.UShort) else ndr.Char


def names_in(expression: str) -> set[str]:
    """The names in an expression."""
    try:
        tree = ast.parse(expression or "0", mode="eval")
    except SyntaxError:
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
