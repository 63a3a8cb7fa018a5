"""Citations of specifications in plugfest's own source: docstrings, comments and requirement ids.

`[MS-SMB2] 3.3.5.7` and the id `MS-SMB2:3.3.5.7:1b40ce92aa` cite a section. This works without the library.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).resolve().parents[1]
_DOCUMENT = r"(?P<document>M[SC]-[A-Z0-9]+(?:[-+_][A-Z0-9]+)*)"
_CITATION = re.compile(rf"\[{_DOCUMENT}\]\s+(?:sections?\s+)?(?P<rest>(?:[0-9]+|[A-Z](?=\.))(?:\.[0-9]+)*.*)")
_END = re.compile(r"\.(?:\s|$)|[:;()\[\]\"]")
_NUMBERS = re.compile(r"(?:^|,\s+(?:and\s+)?|\s+and\s+|\s+to\s+)((?:[0-9]+|[A-Z](?=\.))(?:\.[0-9]+)*)(?![\w-])")
_ID = re.compile(rf"{_DOCUMENT}:(?P<number>[0-9A-Z][0-9.]*):(?P<hash>[0-9a-f]{{10}})(?:~[0-9]+)?(?:\.[0-9]+)?")


class Use(StrEnum):
    """What a place in our source does with a section."""

    IMPLEMENTS = "implements"
    TESTS = "tests"
    OTHER = "other"


class Citation(NamedTuple):
    """One place that cites one section."""

    document: str
    section: str
    path: str
    """Relative to the package."""
    line: int
    name: str
    """The function or class around it, dotted; empty at the top of a module."""
    use: Use
    requirement: str = ""
    """The requirement's id, where one is cited."""


_IMPLEMENTING = ("protocols", "net", "wire")


def use_of(path: str) -> Use:
    """What a file of the package does, by the package it is in."""
    parts = Path(path).parts
    if parts[:2] == ("conformance", "cases"):
        return Use.TESTS
    return Use.IMPLEMENTS if parts and parts[0] in _IMPLEMENTING else Use.OTHER


def citations(package: Path = PACKAGE) -> Iterator[Citation]:
    """Every citation in the Python files of a package."""
    for file in sorted(package.rglob("*.py")):
        path = file.relative_to(package).as_posix()
        if use_of(path) is Use.OTHER:
            continue
        yield from citations_in(file.read_text(encoding="utf-8"), path)


def citations_in(source: str, path: str) -> Iterator[Citation]:
    """Every citation in one source text, each section once a line."""
    if "MS-" not in source and "MC-" not in source:
        return
    scopes = _scopes(source)
    use = use_of(path)
    for number, line in enumerate(source.splitlines(), 1):
        if "MS-" not in line and "MC-" not in line:
            continue
        name = ""
        for first, last, scope in scopes:
            if first <= number <= last:
                name = scope
        for document, section, requirement in sorted(_in_line(line)):
            yield Citation(document, section, path, number, name, use, requirement)


def _in_line(line: str) -> set[tuple[str, str, str]]:
    found = {(match["document"], match["number"], match[0]) for match in _ID.finditer(line)}
    for part in line.split("[")[1:]:  # a citation ends where the next one begins
        if match := _CITATION.match("[" + part):
            rest = _END.split(match["rest"], maxsplit=1)[0]
            numbers = _NUMBERS.findall(rest)
            found |= {(match["document"], number, "") for number in numbers[:1]}
            found |= {(match["document"], number, "") for number in numbers[1:] if "." in number}
    return found


def _scopes(source: str) -> list[tuple[int, int, str]]:
    """First line, last line and dotted name of each function and class, outer ones first; decorators included."""
    result: list[tuple[int, int, str]] = []

    def walk(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{prefix}{child.name}"
                first = min([child.lineno, *(decorator.lineno for decorator in child.decorator_list)])
                result.append((first, child.end_lineno or child.lineno, name))
                walk(child, f"{name}.")
            else:
                walk(child, prefix)

    walk(ast.parse(source), "")
    return result


def of_section(found: Iterable[Citation], document: str, section: str) -> list[Citation]:
    """The citations of a section and of those below it."""
    return [
        citation
        for citation in found
        if citation.document == document and (citation.section == section or citation.section.startswith(f"{section}."))
    ]
