"""From the declarations of documents to interfaces: imports joined, opnums counted, directions taken apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from uuid import UUID

from plugfest.simulate.model import Call, Field, InterfaceModel, UnionOf
from plugfest.simulate.nodes import Header, Member, Method, Named, attribute
from plugfest.simulate.reader import InterfaceText, Problem, Unit
from plugfest.simulate.resolver import Resolver, Unresolved, names_in
from plugfest.simulate.scope import COMMON, Scope
from plugfest.wire.ndr import types as ndr

_BASES = {"IUnknown": 3, "IDispatch": 7}
_VERSION = re.compile(r"(\d+)(?:\.(\d+))?")


class Linker:
    """Knows the units of all documents by name; `load` gives one, or None where the library has no such document."""

    def __init__(self, load: Callable[[str], Unit | None]) -> None:
        self._load = load
        self._scopes: dict[str, Scope | None] = {}

    def scope(self, document: str) -> Scope | None:
        """The names of a document; None if it has no IDL or is not there."""
        if document in self._scopes:
            return self._scopes[document]
        unit = self._load(document)
        if unit is None:
            self._scopes[document] = None
            return None
        scope = self._scopes[document] = Scope(document, unit)
        for declared in unit.imports:
            for file in declared.files:
                name = re.split(r"[._]", file.upper())[0]
                if name == document:
                    continue
                other = self.scope(name)
                if other is None:
                    scope.unresolved.append(file)
                else:
                    scope.imports.append(other)
        if document not in COMMON:
            scope.fallback = [other for name in COMMON if (other := self.scope(name)) and other not in scope.imports]
        scope.learn_values()
        return scope

    def interfaces(self, document: str) -> list[InterfaceModel]:
        """The interfaces of a document; what has no layout is noted in the scope's problems."""
        scope = self.scope(document)
        if scope is None:
            return []
        return [self._interface(scope, text) for text in scope.unit.interfaces]

    def _interface(self, scope: Scope, text: InterfaceText) -> InterfaceModel:
        header = text.header
        made = InterfaceModel(
            scope.document, "", "", header.name, _kind(header), *_identity(header, scope), header.line
        )
        default = attribute(header.attributes, "pointer_default")
        names = frozenset(one.header.name for one in scope.unit.interfaces)
        resolver = Resolver(
            scope,
            (default.arguments[0] if default and default.arguments else None) or "unique",
            attribute(header.attributes, "ms_union") is not None,
            names,
        )
        made.first_opnum = self._base_opnums(scope, header, set())
        opnum = made.first_opnum
        for method in text.methods:
            if attribute(method.attributes, "callback"):
                continue
            call = Call(method.name, opnum, "", method.line)
            opnum += 1
            if made.kind == "raw":
                self._directions(call, method, resolver, scope)
            made.calls.append(call)
        made.types = resolver.types
        return made

    def _base_opnums(self, scope: Scope, header: Header, seen: set[str]) -> int:
        """How many opnums the interfaces take that this one is derived from."""
        base = header.base
        if not base or base in seen:
            return 0
        if base in _BASES:
            return _BASES[base]
        seen.add(base)
        for other in [scope, *scope.imports, *scope.fallback]:
            for text in other.unit.interfaces:
                if text.header.name == base and text.header is not header:
                    own = sum(not attribute(method.attributes, "callback") for method in text.methods)
                    return own + self._base_opnums(other, text.header, seen)
        scope.problems.append(
            Problem(header.line, header.name, f"{base}, which it is derived from, is defined nowhere")
        )
        return 0

    def _directions(self, call: Call, method: Method, resolver: Resolver, scope: Scope) -> None:
        """[in] to the request, [out] to the response. A problem with one type costs the method its codec."""
        if method.broken:
            call.missing = "its declaration could not be read"
            return
        names: dict[str, Member] = {}
        try:
            for index, member in enumerate(method.parameters):
                if member.type == Named("handle_t") or _is_binding(member, scope):
                    continue
                name = member.name or f"parameter_{index}"
                names[name] = member
                layout = resolver.layout(member, top=True, inside=f"{method.name}_{name}")
                outward = attribute(member.attributes, "out") is not None
                if attribute(member.attributes, "in") or not outward:
                    call.request.append(Field(name, layout))
                if outward:
                    call.response.append(Field(name, layout))
            if method.result not in (Named("void"), Named("VOID")):
                result = resolver.layout(Member("ReturnValue", method.result))
                call.response.append(Field("ReturnValue", result))
        except Unresolved as error:
            call.missing = str(error)
            call.request.clear()
            call.response.clear()
            scope.problems.append(
                Problem(error.line or method.line, error.name or method.name, f"{error} ({method.name})")
            )
            return
        call.request = _with_hidden(call.request)
        call.response = _with_hidden(call.response)


def _is_binding(member: Member, scope: Scope) -> bool:
    """Is its type another name of handle_t?"""
    node = member.type
    for _ in range(8):
        if not isinstance(node, Named):
            return False
        if node.name == "handle_t":
            return True
        found = scope.find(node.name)
        if found is None:
            return False
        node = found.node.type
    return False


def _with_hidden(fields: list[Field]) -> list[Field]:
    """Add members for what is on the wire only as a discriminant or a maximum count, being no parameter here."""
    known = {field.name for field in fields if isinstance(_number(field.type), ndr.Primitive | ndr.Range)}
    made: list[Field] = []
    hidden: set[str] = set()
    for field in fields:
        node = _behind(field.type)
        if isinstance(node, UnionOf) and node.switch_is.isidentifier() and node.switch_is not in known | hidden:
            hidden.add(node.switch_is)
            made.append(Field(node.switch_is, ndr.Discriminant(field.name)))
        elif isinstance(node, ndr.ConformantVarying) or (isinstance(node, ndr.String) and node.size_is):
            wanted = names_in(node.size_is)
            if not node.size_is or not wanted <= known:
                name = node.size_is if node.size_is.isidentifier() else f"{field.name}_maximum"
                if name not in {one.name for one in fields} | hidden:
                    hidden.add(name)
                    made.append(Field(name, ndr.Maximum(field.name)))
        made.append(field)
    return made


def _behind(node: object) -> object:
    while isinstance(node, ndr.Ref | ndr.Unique | ndr.Full):
        node = node.target
    return node


def _number(node: object) -> object:
    """A number, perhaps behind [ref] pointers, that expressions can use."""
    while isinstance(node, ndr.Ref):
        node = node.target
    return getattr(node, "primitive", node)


def _kind(header: Header) -> str:
    if attribute(header.attributes, "local"):
        return "local"
    if attribute(header.attributes, "object", "dual", "odl", "oleautomation") or header.base:
        return "object"
    return "raw"


def _identity(header: Header, scope: Scope) -> tuple[UUID | None, int, int, str]:
    """UUID, version and base."""
    given = attribute(header.attributes, "uuid")
    text = (given.arguments[0] if given and given.arguments else "") or ""
    uuid = None
    try:
        uuid = UUID(text.strip('{}"')) if text else None
    except ValueError:
        scope.problems.append(Problem(header.line, header.name, "its UUID is none"))
    version = attribute(header.attributes, "version")
    match = _VERSION.match((version.arguments[0] if version and version.arguments else "") or "0.0")
    return uuid, int(match[1]) if match else 0, int(match[2] or 0) if match else 0, header.base


def used_types(fields: Iterable[Field]) -> set[str]:
    """The names of types that some fields use directly."""
    found: set[str] = set()

    def look(node: object) -> None:
        match node:
            case str():
                found.add(node)
            case _ if hasattr(node, "name") and type(node).__name__ in ("EnumOf", "UnionOf"):
                found.add(node.name)
            case _:
                for part in ("target", "element"):
                    if hasattr(node, part):
                        look(getattr(node, part))

    for field in fields:
        look(field.type)
    return found
