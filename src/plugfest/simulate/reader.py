"""From the lines of an appendix to interfaces and declarations. What cannot be read is reported, the rest comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from plugfest.simulate.nodes import Constant, Declaration, Header, Import, Method, Named, Tagged, Typedef
from plugfest.simulate.parser import IdlSyntaxError, parse
from plugfest.simulate.preprocessor import Preprocessor
from plugfest.simulate.sources import Line


class Problem(msgspec.Struct, frozen=True):
    """Something that could not be read."""

    line: int
    subject: str
    reason: str
    quote: str = ""


class InterfaceText(msgspec.Struct):
    """One interface as it stands: its head and its methods in order."""

    header: Header
    methods: list[Method] = msgspec.field(default_factory=list)


class Unit(msgspec.Struct):
    """All IDL of a document, read but not resolved."""

    interfaces: list[InterfaceText] = msgspec.field(default_factory=list)
    types: list[tuple[Typedef | Tagged, str]] = msgspec.field(default_factory=list)
    """Types in order, and the interface that each stands in; empty for one outside."""
    constants: list[Constant] = msgspec.field(default_factory=list)
    imports: list[Import] = msgspec.field(default_factory=list)
    problems: list[Problem] = msgspec.field(default_factory=list)
    declared: dict[str, int] = msgspec.field(default_factory=dict)
    """Names declared ahead: name → line."""
    macros: dict[str, str] = msgspec.field(default_factory=dict)
    """What the preprocessor knew at the end."""


class Piece(NamedTuple):
    """A declaration, the head of an interface, or its closing brace."""

    kind: str
    lines: list[Line]

    @property
    def text(self) -> str:
        """Its text."""
        return "\n".join(line.text for line in self.lines)


_TOKEN = re.compile(r'L?"(?:[^"\\\n]|\\.)*"|[{}()\[\];]')
_HEAD = re.compile(
    r"\s*(?:\[[^{};]*\]\s*)?(?:interface|library|coclass|dispinterface|module)\b"
    r"|[^{};]*\binterface\s+\w+\s*(?::\s*\w+\s*)?\{$"
    r"|[^{};]*\buuid\s*\([^{};]*\]\s*(?:(?!struct\b|union\b|enum\b)\w+\s*){0,2}(?::\s*\w+\s*)?\{$",
    re.DOTALL,
)
"""The head of an interface, also one that lacks a bracket or the word."""
_UNOPENED = re.compile(r"\s*(?:\[[^{};]*\]\s*)?interface\s+\w+\s*(?::\s*\w+\s*)?$", re.DOTALL)
_OPENS = re.compile(r"\s*[{:;]")
_BEHIND_CLOSE = re.compile(r"\s*(?:[;\[}]|$)")
_RESTART = re.compile(
    r"\s*(?:typedef|struct|union|enum|const|interface|import)\b|\s*(?!else|return|case)[A-Za-z_]\w*\s+\*?\s*[A-Za-z_]\w*\s*\($"
    r"|\s*(?:HRESULT|NTSTATUS|DWORD|NET_API_STATUS|error_status_t|long|void|ULONG|BOOLEAN|HCALL)\s+\w+\s*\("
)
_CERTAIN = re.compile(r"\s*(?:typedef\b|interface\s+\w+\s*[:{]|\[\s*object\b|\[\s*uuid\s*\()")
"""What cannot stand inside a declaration: another must have ended before, without saying so."""
_NAMED = re.compile(
    r"\b(?P<kind>interface|library|coclass|dispinterface|module)\s+(?P<name>\w+)\s*(?::\s*(?P<base>\w+))?"
)
_LAST_NAME = re.compile(r"(?P<name>\w+)\s*(?::\s*(?P<base>\w+)\s*)?\{\s*$")
_HEAD_ATTRIBUTE = re.compile(r"\b(?:(?:uuid|version|pointer_default)\s*\([^()]*\)|object\b|local\b|ms_union\b)")
_ATTRIBUTES = re.compile(r"\s*(?:\[[^\]]*\]\s*)*")
_CALLED = re.compile(r"\b([A-Za-z_]\w*)\s*\(")
_KEYWORDS = frozenset(
    ["typedef", "struct", "union", "enum", "const", "interface", "import", "library", "coclass", "cpp_quote"]
)
_FILE_NAME = re.compile(r"\S+\.(?:idl|h)$", re.IGNORECASE)


def pieces(lines: Iterable[Line]) -> Iterator[Piece]:
    """Cut the text into declarations by its brackets."""
    current: list[Line] = []
    depth = 0
    braces = 0
    for line in lines:
        if not current and _is_prose(line.text):
            continue
        if current and _UNOPENED.match("\n".join(part.text for part in current)) and not _OPENS.match(line.text):
            yield Piece("unopened", current)
            current, depth, braces = [], 0, 0
        if depth + braces and _CERTAIN.match(line.text) and current:
            yield Piece("declaration", current)
            current, depth, braces = [], 0, 0
        start = 0
        for match in _TOKEN.finditer(line.text):
            token = match[0]
            head = ""
            if token in "([":
                depth += 1
            elif token in ")]":
                depth = max(depth - 1, 0)
            elif token == "{":
                so_far = "\n".join([*(part.text for part in current), line.text[start : match.end()]])
                if braces == 0 and _HEAD.match(so_far):
                    head = "head"
                else:
                    braces += 1
            elif token == "}":
                if braces:
                    braces -= 1
                elif _closes(line.text[start:], match.start() - start, depth):
                    head = "close"
            elif token == ";" and not braces and (True):
                head = "declaration" if not depth or match.end() == len(line.text.rstrip()) else ""
            if head:
                part = line.text[start : match.end()]
                if part.strip():
                    current.append(Line(line.number, part))
                if head != "close" or len(current) == 1:
                    yield Piece(head, current)
                else:
                    *before, last = current
                    yield Piece("declaration", [*before, Line(last.number, last.text[:-1])])
                    yield Piece("close", [Line(last.number, "}")])
                current, depth, braces, start = [], 0, 0, match.end()
        rest = line.text[start:]
        if rest.strip():
            current.append(Line(line.number, rest))
    if current:
        yield Piece("declaration", current)


def _closes(text: str, at: int, depth: int) -> bool:
    """Is the brace at that place the end of an interface, and not one too many in a declaration?"""
    alone = text.strip() in ("}", "};")
    return alone or (not depth and not text[:at].strip() and bool(_BEHIND_CLOSE.match(text[at + 1 :])))


def _is_prose(text: str) -> bool:
    """A sentence between two declarations, or a heading."""
    text = text.strip()
    if text.startswith(("#", "/", "**")) or _FILE_NAME.match(text) or re.match(r"\[(?:MS|MC|RFC)-?[\w-]*\]", text):
        return True
    words = text.split()
    if words[0] in _KEYWORDS or text[-1] in "{(":
        return False
    if text[0].isupper() and text[-1] in ".:" and len(words) > 3 and not re.search(r"[;{}=]", text):
        return True
    plain = sum(word.strip(",.;:").isalpha() and word.islower() for word in words)
    return len(words) > 6 and (plain > len(words) // 2 or " is " in text or " are " in text)


class UnitReader:
    """Collects what an appendix declares."""

    def __init__(self) -> None:
        self.unit = Unit()
        self._scopes: list[str] = []
        self._opened: list[InterfaceText | None] = []

    def read(self, lines: Iterable[Line]) -> Unit:
        """Read it all."""
        preprocessor = Preprocessor()
        for piece in pieces(preprocessor.run(lines)):
            self._piece(piece)
        self.unit.macros = preprocessor.macros
        known = {constant.name for constant in self.unit.constants}
        for name, (value, line) in preprocessor.constants.items():
            if value and name not in known:
                self.unit.constants.append(Constant(name, value, line))
        return self.unit

    def _piece(self, piece: Piece) -> None:
        if piece.kind == "close":
            if self._opened:
                self._opened.pop()
            return
        if piece.kind in ("head", "unopened"):
            self._head(piece)
            return
        if not piece.text.strip(" ;\n\t"):
            return
        if self._opened and self._opened[-1] is None and not re.match(r"\s*(?:typedef|import)", piece.text):
            return  # the inside of a coclass or library
        self._declaration(piece)

    def _head(self, piece: Piece) -> None:
        try:
            header: Header = parse(piece.text, "header")
        except IdlSyntaxError as error:
            found = _NAMED.search(piece.text) or _LAST_NAME.search(piece.text)
            self._problem(piece, error, found["name"] if found else "")
            header = _repaired(piece.text, found)
            header = msgspec.structs.replace(header, line=piece.lines[0].number)
        else:
            header = msgspec.structs.replace(header, line=piece.lines[header.line - 1].number if header.line else 0)
        if header.kind != "interface":
            self._opened.append(None)
            return
        made = InterfaceText(header)
        self.unit.interfaces.append(made)
        self._opened.append(made)

    def _problem(self, piece: Piece, error: IdlSyntaxError, subject: str) -> None:
        line = piece.lines[min(error.line, len(piece.lines)) - 1]
        reason = f"no IDL: unexpected {error.token}"
        self.unit.problems.append(Problem(line.number, subject, reason, line.text.strip()))

    def _declaration(self, piece: Piece) -> None:
        """Parse; where that fails, report the place and go on where something new seems to begin."""
        text = piece.text if piece.text.rstrip().endswith(";") else piece.text + ";"
        try:
            found: list[Declaration] = parse(text)
        except IdlSyntaxError as error:
            self._recover(piece, error)
            return
        for declaration in found:
            self._keep(placed(declaration, piece.lines))

    def _recover(self, piece: Piece, error: IdlSyntaxError) -> None:
        failed = min(error.line, len(piece.lines)) - 1
        restarts = [at for at, line in enumerate(piece.lines) if at and _RESTART.match(line.text)]
        after = next((at for at in restarts if at >= failed), 0)
        split = after or next((at for at in reversed(restarts) if at < failed), 0)
        if split:
            first = Piece("declaration", piece.lines[:split])
            if after:
                self._problem(piece, error, _subject(first.text))
                self._broken(first)
            elif not _is_noise(first.text):
                self._declaration(first)
            self._declaration(Piece("declaration", piece.lines[split:]))
            return
        self._problem(piece, error, _subject(piece.text))
        self._broken(piece)

    def _broken(self, piece: Piece) -> None:
        """A method that could not be read still takes an opnum."""
        if re.match(r"\s*typedef\b", piece.text):
            return
        name = _subject(piece.text)
        if name and self._opened and self._opened[-1]:
            line = piece.lines[0].number
            self._opened[-1].methods.append(Method(name, Named("void"), (), (), line, broken=True))

    def _keep(self, declaration: Declaration) -> None:
        unit, inside = self.unit, self._opened[-1] if self._opened else None
        match declaration:
            case Import():
                unit.imports.append(declaration)
            case Constant():
                unit.constants.append(declaration)
            case Method():
                if inside is not None:
                    inside.methods.append(declaration)
            case Tagged(type=Named(name=name)):
                unit.declared.setdefault(name, declaration.line)
            case Typedef() | Tagged():
                unit.types.append((declaration, inside.header.name if inside else ""))


def _repaired(text: str, named: re.Match[str] | None) -> Header:
    """A head that is no IDL as it stands: its name, its base, and the attributes that can be made out."""
    known = named.groupdict() if named else {}
    name, kind = known.get("name", "unnamed"), known.get("kind", "interface")
    base = f": {known['base']}" if known.get("base") else ""
    attributes = ", ".join(_HEAD_ATTRIBUTE.findall(text))
    try:
        header: Header = parse(f"[{attributes}] {kind} {name} {base} {{", "header")
    except IdlSyntaxError:
        return Header(name, kind=kind)
    return header


def _is_noise(text: str) -> bool:
    return not re.search(r"[(){};\[\]]", text)


def _subject(text: str) -> str:
    """The name of what a piece declares, as far as it can be seen."""
    if re.match(r"\s*typedef\b", text):
        tag = re.match(r"\s*typedef\s*(?:\[[^\]]*\]\s*)*(?:struct|union|enum)\s+(\w+)", text)
        return tag[1].lstrip("_") if tag else ""
    attributes = _ATTRIBUTES.match(text)
    method = _CALLED.search(text, attributes.end() if attributes else 0)
    return method[1] if method else ""


def placed(declaration: Declaration, lines: list[Line]) -> Declaration:
    """The lines in a piece as lines of the file."""

    def place(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(place(one) for one in value)
        if not isinstance(value, msgspec.Struct):
            return value
        changed = {name: place(getattr(value, name)) for name in value.__struct_fields__ if name != "line"}
        if "line" in value.__struct_fields__:
            at = value.line  # type: ignore[attr-defined]
            changed["line"] = lines[min(at, len(lines)) - 1].number if at else lines[0].number
        return type(value)(**changed)

    return place(declaration)  # type: ignore[return-value]
