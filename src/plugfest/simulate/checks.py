"""Cross-checks: the sections of a document against its appendix, and the appendix against itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from plugfest.records.findings import Finding
from plugfest.simulate.model import InterfaceModel
from plugfest.simulate.nodes import (
    Array,
    Attributes,
    Enum,
    Function,
    Member,
    Method,
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
from plugfest.simulate.reader import InterfaceText, Problem
from plugfest.simulate.resolver import BASE, GUIDS
from plugfest.simulate.scope import Scope, tag_of
from plugfest.simulate.sections import OpnumText, Prototype, SectionDeclarations, SectionType
from plugfest.simulate.sources import IdlText

RESERVED = re.compile(
    r"opnum|notused|unused|reserved|notimpl|intentionally|onlyused|placeholder|local_?only|_?dummy", re.IGNORECASE
)
_WIRE = (
    "in", "out", "string", "unique", "ref", "ptr", "size_is", "length_is", "max_is", "first_is", "last_is", "range",
    "switch_is", "switch_type", "context_handle", "iid_is", "case", "default", "v1_enum", "callback",
)  # fmt: skip
_KNOWN = frozenset({"IUnknown", "IDispatch", "void", "handle_t", "VOID"})


class Checker:
    """Checks one document."""

    def __init__(
        self, scope: Scope, text: IdlText, sections: SectionDeclarations, interfaces: list[InterfaceModel]
    ) -> None:
        self.scope = scope
        self.text = text
        self.sections = sections
        self.interfaces = interfaces
        self._unresolved = scope.all_unresolved()
        self._lines = {line.number: line.text for line in text.lines}
        self.methods: dict[str, list[tuple[Method, int, str]]] = {}
        """Name → (method, opnum, interface)."""
        for model, source in zip(interfaces, scope.unit.interfaces, strict=True):
            called = [one for one in source.methods if not attribute(one.attributes, "callback")]
            for call, method in zip(model.calls, called, strict=True):
                self.methods.setdefault(method.name, []).append((method, call.opnum, model.name))
            for method in source.methods:
                if method not in called:
                    self.methods.setdefault(method.name, []).append((method, -1, model.name))

    def findings(self) -> Iterator[Finding]:
        """All findings."""
        yield from self._problems()
        yield from self._undefined()
        yield from self._opnums()
        yield from self._signatures()
        yield from self._types()
        yield from self._missing()

    def _finding(self, rule: str, subject: str, line: int, reason: str, **rest: object) -> Finding:
        section = str(rest.pop("section", "")) or self.text.section(line)
        quote = str(rest.pop("quote", "")) or self._lines.get(line, "").strip()
        return Finding(
            document=self.scope.document, rule=rule, section=section, line=line, subject=subject, reason=reason,
            quote=quote, **rest,  # type: ignore[arg-type]
        )  # fmt: skip

    # --- the appendix by itself -----------------------------------------------------------------------------------

    def _problems(self) -> Iterator[Finding]:
        seen: set[tuple[str, str]] = set()
        for problem in self.scope.unit.problems:
            yield self._finding("idl.syntax", problem.subject, problem.line, problem.reason, quote=problem.quote)
        for problem in self.scope.problems:
            rule = _rule_of(problem)
            if rule == "idl.undefined-type" or (rule == "idl.undefined-base" and self._unresolved):
                continue  # found again below, wherever it is used
            if (problem.subject, rule) not in seen:
                seen.add((problem.subject, rule))
                yield self._finding(rule, problem.subject, problem.line, problem.reason)

    def _undefined(self) -> Iterator[Finding]:
        """Types that are used and defined nowhere, or only where nothing is imported from."""
        interfaces = {one.header.name for one in self.scope.unit.interfaces} | set(self.scope.unit.declared) | _KNOWN
        interfaces |= {one.header.name for scope in self._reach() for one in scope.unit.interfaces}
        reported: set[str] = set()
        for name, line, user in self._uses():
            if name in BASE or name in GUIDS or name in interfaces or name in reported:
                continue
            self.scope.borrowed.pop(name, None)
            found = self.scope.find(name)
            if found is None:
                if self._unresolved:
                    continue  # it may be there
                reported.add(name)
                where = next(
                    (t for t in self.sections.types if name in (getattr(t.node, "name", ""), tag_of(t.node.type))), None
                )
                told = f"; only section {where.section} defines it" if where else ""
                yield self._finding("idl.undefined-type", name, line, f"{user} uses {name}, which no IDL defines{told}")
            elif name in self.scope.borrowed and not self._unresolved:
                reported.add(name)
                reason = f"{user} uses {name} of {found.document}, which the IDL does not import"
                yield self._finding("idl.not-imported", name, line, reason)

    def _reach(self) -> list[Scope]:
        return [*self.scope.imports, *self.scope.fallback]

    def _uses(self) -> Iterator[tuple[str, int, str]]:
        for node, _ in self.scope.unit.types:
            user = node.name if isinstance(node, Typedef) else tag_of(node.type)
            yield from ((name, line or node.line, user) for name, line in names_of(node.type, node.line))
        for source in self.scope.unit.interfaces:
            for method in source.methods:
                for member in method.parameters:
                    found = names_of(member.type, member.line or method.line)
                    yield from ((name, line, method.name) for name, line in found)
                yield from ((name, line, method.name) for name, line in names_of(method.result, method.line))

    # --- sections against the appendix ----------------------------------------------------------------------------

    def _opnums(self) -> Iterator[Finding]:
        """Opnums told that are not those of the methods' places; a row of methods shifted alike is one finding."""
        wrong: dict[tuple[str, int], OpnumText] = {}
        for told in self.sections.opnums:
            found = [one for one in self.methods.get(told.name, []) if one[1] >= 0]
            if len(found) == 1 and found[0][1] != told.opnum:
                key = (found[0][2], found[0][1])
                if key not in wrong or told.title:
                    wrong[key] = told
        previous: tuple[str, int, int] | None = None
        rows: list[list[tuple[tuple[str, int], OpnumText]]] = []
        for key, told in sorted(wrong.items()):
            shift = told.opnum - key[1]
            if previous != (key[0], key[1] - 1, shift):
                rows.append([])
            rows[-1].append((key, told))
            previous = (*key, shift)
        for row in rows:
            yield self._shifted(row)
        for model in self.interfaces:
            for name, opnum in model.skipped.items():
                yield self._forgotten(model, name, opnum)

    def _forgotten(self, model: InterfaceModel, name: str, opnum: int) -> Finding:
        told = next(one for one in self.sections.opnums if one.name == name)
        behind = next(call for call in model.calls if call.opnum == opnum + 1)
        return self._finding(
            "idl.opnum", name, told.line,
            f"opnum {opnum} is reserved in the table, but {model.name} in the appendix leaves it out; "
            f"{behind.name}, which has opnum {opnum + 1}, has its place",
            section=told.section, quote=told.quote,
            other_section=self.text.section(behind.line), other_line=behind.line,
        )  # fmt: skip

    def _shifted(self, row: list[tuple[tuple[str, int], OpnumText]]) -> Finding:
        (interface, opnum), told = row[0]
        method = next(one for one, number, name in self.methods[told.name] if (name, number) == (interface, opnum))
        place = "title" if told.title else "table"
        more = f"; so it goes on for {len(row) - 1} more up to {row[-1][1].name}" if len(row) > 1 else ""
        return self._finding(
            "idl.opnum", told.name, told.line,
            f"opnum {told.opnum} in the {place}, {opnum} by its place in the interface {interface}{more}",
            section=told.section, quote=told.quote,
            other_section=self.text.section(method.line), other_line=method.line,
        )  # fmt: skip

    def _signatures(self) -> Iterator[Finding]:
        titled = {section: name for name, (section, _) in self.sections.titles.items() if name in self.methods}
        declared = {(one.section, one.method.name) for one in self.sections.prototypes}
        for prototype in self.sections.prototypes:
            name, title = prototype.method.name, titled.get(prototype.section, prototype.method.name)
            meant = name if (prototype.section, title) in declared else title
            candidates = [one for one, _, _ in self.methods.get(meant, []) if not one.broken]
            if not candidates:
                continue
            if meant != name:
                reason = f"the prototype in its section is called {name}"
                node = msgspec.structs.replace(prototype.method, name=meant)
                yield self._compared("idl.signature", node, prototype, candidates[0].line, reason)
            differences = [self.differs(prototype.method, one) for one in candidates]
            if all(differences):
                best = min(range(len(candidates)), key=lambda index: len(differences[index]))
                node = msgspec.structs.replace(prototype.method, name=meant)
                for reason in differences[best]:
                    yield self._compared("idl.signature", node, prototype, candidates[best].line, reason)

    def _compared(
        self, rule: str, node: Method | Typedef, where: Prototype | SectionType, other: int, reason: str
    ) -> Finding:
        return self._finding(
            rule, node.name, node.line, reason, section=where.section,
            quote=self._lines.get(other, "").strip(), other_section=self.text.section(other), other_line=other,
        )  # fmt: skip

    def differs(self, one: Method, other: Method) -> list[str]:
        """In what the method in the section differs from that in the appendix; empty where it does not."""
        found: list[str] = []
        if not self.alike(one.result, other.result):
            mine, theirs = self._told(one.result), self._told(other.result)
            found.append(f"returns {mine} in the section, {theirs} in the appendix")
        here, there = self._parameters(one), self._parameters(other)
        if len(here) != len(there):
            found.append(f"{len(here)} parameters in the section, {len(there)} in the appendix")
            return found
        for first, second in zip(here, there, strict=True):
            found += self._member_differs(first, second, "parameter")
        return found

    def _member_differs(self, first: Member, second: Member, what: str) -> list[str]:
        found = []
        name = first.name or second.name
        if first.name != second.name and first.name and second.name:
            found.append(f"{what} {first.name} in the section is {second.name} in the appendix")
        if not self.alike(first.type, second.type):
            mine, theirs = self._told(first.type), self._told(second.type)
            found.append(f"{what} {name} is {mine} in the section, {theirs} in the appendix")
        attributes = self._attributes(first.attributes), self._attributes(second.attributes)
        if attributes[0] != attributes[1]:
            here, there = (" ".join(sorted(a - b)) for a, b in (attributes, attributes[::-1]))
            told = f"{here} in the section, {there} in the appendix" if here and there else ""
            told = told or (f"{here} in the section only" if here else f"{there} in the appendix only")
            found.append(f"{what} {name} has {told}")
        return found

    def _attributes(self, found: Attributes) -> set[str]:
        """The attributes that matter on the wire, in one spelling, constants as numbers."""
        made = set()
        for one in found:
            if one.name in _WIRE:
                plain = [self._argument(one.name, argument or "") for argument in one.arguments]
                made.add(f"[{one.name}({','.join(plain)})]" if plain else f"[{one.name}]")
        return made

    def _argument(self, attribute_name: str, text: str) -> str:
        if attribute_name == "switch_type":
            return self.shown(Named(" ".join(text.split())))
        value = self.scope.value(text) if text else None
        return str(value) if value is not None else re.sub(r"\s+|[()]", "", text)

    def _parameters(self, method: Method) -> list[Member]:
        """Parameters, without binding handles, which are not sent."""
        return [one for one in method.parameters if self.shown(one.type) != "handle_t"]

    def alike(self, one: TypeNode, other: TypeNode) -> bool:
        """The same type, whatever it is called."""
        mine, theirs = self.shown(one), self.shown(other)
        if mine == theirs or ("SAFEARRAY" in mine and "SAFEARRAY" in theirs):
            return True
        return self._is_unknown(one) or self._is_unknown(other)  # what it is cannot be said

    def _is_unknown(self, node: TypeNode) -> bool:
        """Does it hang on a name that no IDL defines?"""
        return any(
            name not in BASE and name not in _KNOWN and not self.scope.find(name) for name, _ in names_of(node, 0)
        )

    def _told(self, node: TypeNode) -> str:
        """A type as it is written, and what it comes to."""
        written, meant = self.spelled(node), self.shown(node)
        return written if written == meant else f"{written} ({meant})"

    def spelled(self, node: TypeNode) -> str:
        """A type as it is written."""
        match node:
            case Pointer(target=target):
                return f"{self.spelled(target)} *"
            case Array(element=element, bound=bound):
                return f"{self.spelled(element)} [{bound or ''}]"
            case Named(name=name):
                return name
        return self.shown(node)

    def _types(self) -> Iterator[Finding]:
        for told in self.sections.types:
            node = told.node
            if not isinstance(node, Typedef):
                continue
            definition = self.scope.find(node.name)
            if definition is None or not isinstance(definition.node, Typedef) or node.name in self.scope.borrowed:
                continue
            reasons = self._type_differs(node.type, definition.node.type)
            for reason in reasons:
                if definition.document != self.scope.document:
                    there = f"{reason.replace('the appendix', definition.document)} (which the appendix imports)"
                    yield self._finding("idl.type", node.name, node.line, there, section=told.section, quote=node.name)
                else:
                    yield self._compared("idl.type", node, told, definition.node.line, reason)

    def _type_differs(self, one: TypeNode, other: TypeNode) -> list[str]:
        match one, other:
            case Struct(members=mine), Struct(members=theirs):
                return self._members_differ(mine, theirs)
            case Enum(), Enum():
                return self._enums_differ(one, other)
            case Union(arms=mine_arms), Union(arms=their_arms):
                pairs = [
                    {label: self.shown(arm.member.type) if arm.member else "nothing" for arm in arms
                     for label in (self._labels(arm.labels) or ["default"])}
                    for arms in (mine_arms, their_arms)
                ]  # fmt: skip
                labels = sorted({str(k) for k in pairs[0].keys() ^ pairs[1].keys()})
                found = [f"case {label} is in one of them only" for label in labels]
                return found + [
                    f"case {label} is {kind} in the section, {pairs[1][label]} in the appendix"
                    for label, kind in pairs[0].items()
                    if label in pairs[1] and pairs[1][label] != kind
                ]
        if (
            type(one) is not type(other)
            and isinstance(one, Struct | Union | Enum)
            and isinstance(other, Struct | Union | Enum)
        ):
            return [f"a {type(one).__name__.lower()} in the section, a {type(other).__name__.lower()} in the appendix"]
        if isinstance(one, Struct | Union | Enum) or isinstance(other, Struct | Union | Enum):
            return []
        return (
            [] if self.alike(one, other) else [f"{self._told(one)} in the section, {self._told(other)} in the appendix"]
        )

    def _labels(self, labels: tuple[str, ...]) -> list[str]:
        return [str(value) if (value := self.scope.value(label)) is not None else label for label in labels]

    def _members_differ(self, mine: tuple[Member, ...], theirs: tuple[Member, ...]) -> list[str]:
        if len(mine) != len(theirs):
            names = {one.name for one in mine} ^ {one.name for one in theirs}
            differing = ", ".join(sorted(names)) or "same names"
            return [f"{len(mine)} members in the section, {len(theirs)} in the appendix ({differing})"]
        found: list[str] = []
        for first, second in zip(mine, theirs, strict=True):
            found += self._member_differs(first, second, "member")
        return found

    def _enums_differ(self, one: Enum, other: Enum) -> list[str]:
        mine, theirs = self._numbers(one), self._numbers(other)
        found = [f"{name} is in the section only" for name in mine if name not in theirs]
        found += [f"{name} is in the appendix only" for name in theirs if name not in mine]
        return found + [
            f"{name} is {value} in the section, {theirs[name]} in the appendix"
            for name, value in mine.items()
            if theirs.get(name, value) != value
        ]

    def _numbers(self, enum: Enum) -> dict[str, str]:
        """The members with their values; one that stands there twice has both."""
        found: dict[str, str] = {}
        for name, value in self.scope.enumerators(enum):
            found[name] = f"{found[name]} and {value}" if name in found else str(value)
        return found

    def _missing(self) -> Iterator[Finding]:
        """Methods in one place only."""
        if not self.sections.opnums and not self.sections.prototypes:
            return
        declared = {one.method.name for one in self.sections.prototypes}
        for name, found in self.methods.items():
            method, opnum, interface = found[0]
            if (
                name in declared
                or name in self.sections.mentioned
                or RESERVED.search(name)
                or opnum < 0
                or _is_unknown(interface)
            ):
                continue
            reason = f"opnum {opnum} of {interface} in the appendix, and no section names it"
            yield self._finding("idl.method-without-section", name, method.line, reason)
        seen = set()
        for told in self.sections.opnums:
            if told.name in self.methods or told.name in seen or RESERVED.search(told.name) or not told.title:
                continue
            seen.add(told.name)
            yield self._finding(
                "idl.method-without-idl", told.name, told.line,
                f"opnum {told.opnum} in its title, and no interface of the appendix has it",
                section=told.section, quote=told.quote,
            )  # fmt: skip

    # --- types as text --------------------------------------------------------------------------------------------

    def shown(self, node: TypeNode, depth: int = 0) -> str:
        """A type with typedefs of base types and pointers followed, so that spelling does not count."""
        match node:
            case Pointer(target=target):
                return f"{self.shown(target, depth + 1)} *"
            case Array(element=element, bound=bound):
                size = "" if bound is None else value if (value := self.scope.value(bound)) is not None else bound
                return f"{self.shown(element, depth + 1)} [{size}]"
            case Pipe(element=element):
                return f"pipe {self.shown(element, depth + 1)}"
            case SafeArray(element=element):
                return f"SAFEARRAY({self.shown(element, depth + 1)})"
            case Named(name=name):
                return self._shown_name(name, depth)
            case Struct() | Union() | Enum():
                return f"{type(node).__name__.lower()} {node.tag or '{…}'}".strip()
            case Function():
                return "a function"
        return "?"

    def _shown_name(self, name: str, depth: int) -> str:
        if name in BASE:
            return f"{BASE[name].name}"
        found = self.scope.find(name) if depth < 32 else None
        if found is None:
            return name.rsplit(" ", maxsplit=1)[-1].lstrip("_")
        node = found.node
        if isinstance(node.type, Struct | Union | Enum):
            tag = node.type.tag or getattr(node, "name", "")
            return tag.lstrip("_").removeprefix("tag")
        return self.shown(node.type, depth + 1)


def _rule_of(problem: Problem) -> str:
    if "is defined nowhere" in problem.reason:
        return "idl.undefined-base" if "derived" in problem.reason else "idl.undefined-type"
    return "idl.no-layout"


def _is_unknown(interface: str) -> bool:
    """Is it one that every document may repeat?"""
    return interface in ("IUnknown", "IDispatch")


def names_of(node: TypeNode, line: int) -> Iterator[tuple[str, int]]:
    """The names that a type uses, and where."""
    match node:
        case Named(name=name):
            yield name, line
        case Pointer(target=inner) | Array(element=inner) | Pipe(element=inner) | SafeArray(element=inner):
            yield from names_of(inner, line)
        case Struct(members=members):
            for member in members:
                yield from names_of(member.type, member.line or line)
        case Union(arms=arms):
            for arm in arms:
                if arm.member:
                    yield from names_of(arm.member.type, arm.member.line or line)
        case Function(result=result, parameters=parameters):
            yield from names_of(result, line)
            for member in parameters:
                yield from names_of(member.type, member.line or line)


def interface_names(found: list[InterfaceText]) -> set[str]:
    """The names of interfaces."""
    return {one.header.name for one in found}
