"""The C preprocessor as far as IDL needs it: comments, macros, conditions; each line keeps its number."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from plugfest.simulate.sources import Line

_DEFINED = {"__midl": "700", "MIDL_PASS": "1"}
"""What MIDL defines itself."""
_ANNOTATIONS = frozenset(
    [
        "IN",
        "OUT",
        "OPTIONAL",
        "FAR",
        "far",
        "__RPC_FAR",
        "__stdcall",
        "__cdecl",
        "STDMETHODCALLTYPE",
        "__RPC_STUB",
        "__RPC_USER",
        "_stdcall",
        "pascal",
        "CALLBACK",
        "APIENTRY",
        "WINAPI",
        "__RPC__in",
        "__RPC__out",
        "__RPC_API",
        "inline",
    ]
)
"""Words of C headers that say nothing about the wire."""
_WORD = re.compile(r'L?"(?:[^"\\]|\\.)*"|\b[A-Za-z_]\w*')
_DIRECTIVE = re.compile(r"\s*#\s*([a-z]+)\b\s*(.*)")
_MACRO = re.compile(r"([A-Za-z_]\w*)(\([^)]*\))?\s*(.*)", re.DOTALL)
_QUOTED = re.compile(r'\s*cpp_quote\s*\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)\s*;?\s*$')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_UNFINISHED = re.compile(r'\s*cpp_quote\s*\((?!.*"\s*\)\s*;?\s*$)')
_REVISION = re.compile(r"\s*\[M[SC]-\w+\]\s*[-–—]\s*v\d+")
_COPYRIGHT = re.compile(r"\s*Copyright\b")
_FOOTER = re.compile(r"\s*(?:\d+\s*/\s*\d+\s*$|Copyright\b|Release:\s+\w+ \d+, \d{4})")
"""What pages end with: the revision, the title, the copyright, the date and the number of the page."""
_COMPILERS = re.compile(r"\s*(?:midl_pragma\b|importlib\s*\()")
"""What only tells MIDL something."""
_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|//.*|/\*')
_DEPTH = 16


class Preprocessor:
    """Takes lines and gives those that remain. `macros` may be handed on to another text."""

    def __init__(self, macros: Mapping[str, str] = _DEFINED) -> None:
        self.macros = dict(macros)
        self.constants: dict[str, tuple[str, int]] = {}
        """Macros with a value, whether MIDL sees them or only C does: name → (value, line)."""
        self._functions: dict[str, tuple[list[str], str]] = {}
        """Macros with parameters: name → (parameters, value)."""
        self._in_comment = False
        self._skipping: list[bool] = []

    def run(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines without comments and directives, macros replaced."""
        for line in _joined(_without_footers(list(lines))):
            text = self._uncommented(line.text)
            if not text.strip():
                continue
            directive = _DIRECTIVE.match(text)
            if directive and not (directive[1] == "define" and any(self._skipping)):
                self._directive(directive[1], directive[2].strip(), line.number)
            elif any(self._skipping):
                continue
            elif quoted := _QUOTED.match(text):
                self._quoted("".join(_STRING.findall(quoted[1])).replace('\\"', '"'), line.number)
            elif _COMPILERS.match(text):
                continue
            else:
                yield Line(line.number, self.expanded(text))

    def expanded(self, text: str, depth: int = 0) -> str:
        """Macros replaced by what they stand for."""

        def replace(match: re.Match[str]) -> str:
            word = match[0]
            if word in _ANNOTATIONS:
                return ""
            value = self.macros.get(word)
            if value is None or depth > _DEPTH:
                return word
            return self.expanded(value, depth + 1)

        text = _WORD.sub(replace, text)
        for name in self._functions:
            if depth <= _DEPTH and name in text:
                text = self._called(name, text, depth)
        return text

    def _called(self, name: str, text: str, depth: int) -> str:
        """Calls of a macro with parameters replaced; arguments have no parentheses in them."""
        names, value = self._functions[name]

        def replace(match: re.Match[str]) -> str:
            given = dict(zip(names, (part.strip() for part in match[1].split(",")), strict=False))
            made = re.sub(r"[A-Za-z_]\w*", lambda word: given.get(word[0], word[0]), value)
            return self.expanded(made, depth + 1)

        return re.sub(rf"\b{name}\s*\(([^()]*)\)", replace, text)

    def _uncommented(self, text: str) -> str:
        kept = ""
        while text:
            if self._in_comment:
                _, end, text = text.partition("*/")
                if not end:
                    break
                self._in_comment = False
                kept += " "
                continue
            match = next((m for m in _COMMENT.finditer(text) if m[0][0] != '"'), None)
            if match is None:
                return kept + text
            kept += text[: match.start()]
            if match[0] != "/*":
                break
            self._in_comment = True
            text = text[match.end() :]
        return kept

    def _directive(self, name: str, rest: str, line: int) -> None:
        match name:
            case "ifdef":
                self._skipping.append(rest.split(" ", maxsplit=1)[0] not in self.macros)
            case "ifndef":
                self._skipping.append(rest.split(" ", maxsplit=1)[0] in self.macros)
            case "if":
                self._skipping.append(not self._holds(rest))
            case "elif" | "else" if self._skipping:
                self._skipping[-1] = not self._skipping[-1]
            case "endif" if self._skipping:
                self._skipping.pop()
            case "define" if not any(self._skipping):
                self._define(rest, line)

    def _define(self, rest: str, line: int) -> None:
        macro = _MACRO.match(rest)
        if not macro:
            return
        name, value = macro[1], macro[3].strip()
        if macro[2]:
            self._functions[name] = ([part.strip() for part in macro[2][1:-1].split(",")], value)
            return
        self.macros[name] = value
        self.constants[name] = (self.expanded(value), line)

    def _quoted(self, text: str, line: int) -> None:
        """What is meant for C only may still tell the value of a constant."""
        directive = _DIRECTIVE.match(text)
        macro = _MACRO.match(directive[2]) if directive and directive[1] == "define" else None
        if macro and macro[3] and not macro[2]:
            self.constants.setdefault(macro[1], (self.expanded(macro[3].strip()), line))
            if re.fullmatch(r"\(?(?:0[xX][0-9A-Fa-f]+|\d+)\)?[uUlL]*", macro[3].strip()):
                self.macros.setdefault(macro[1], macro[3].strip())

    def _holds(self, condition: str) -> bool:
        text = re.sub(r"defined\s*\(?\s*(\w+)\s*\)?", lambda match: "1" if match[1] in self.macros else "0", condition)
        text = _WORD.sub(lambda match: self.macros.get(match[0]) or "0", text)
        text = text.replace("||", " or ").replace("&&", " and ").replace("!", " not ").replace("not =", "!=")
        try:
            tree = ast.parse(text.strip(), mode="eval")
        except SyntaxError:
            return False
        allowed = (ast.Expression, ast.BoolOp, ast.Compare, ast.UnaryOp, ast.Constant, ast.boolop, ast.cmpop, ast.Not)
        if not all(isinstance(node, allowed) for node in ast.walk(tree)):
            return False
        return bool(eval(compile(tree, "<condition>", "eval"), {"__builtins__": {}}))  # numbers only


def _without_footers(lines: list[Line]) -> Iterator[Line]:
    """The lines without what ends the pages of a printed document."""
    at = 0
    while at < len(lines):
        if _REVISION.match(lines[at].text):
            title = next((n for n, line in enumerate(lines[at + 1 : at + 4], 1) if _COPYRIGHT.match(line.text)), 0)
            at += title
        elif not _FOOTER.match(lines[at].text):
            yield lines[at]
        at += 1


def _joined(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines that end with a backslash, and quotations that go on, with the ones after them."""
    pending: Line | None = None
    for line in lines:
        current = Line(pending.number, f"{pending.text} {line.text}") if pending else line
        if current.text.rstrip().endswith("\\"):
            pending = Line(current.number, current.text.rstrip()[:-1])
            continue
        if _UNFINISHED.match(current.text) and pending is None:
            pending = current
            continue
        pending = None
        yield current
    if pending:
        yield pending
