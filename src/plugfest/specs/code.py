"""Program text that lost its fence: IDL, C, XML and the like, one paragraph a line with blank lines between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, Self

_C_START = re.compile(
    r"""
      (?:typedef|struct|union|enum|interface|import|importlib|cpp_quote|midl_pragma|\#define|\#include|\#if\w*|\#endif
        |extern|const)\b
    | \[\s*(?:in|out|string|size_is|unique|ref|ptr|range|uuid|object|switch_is|switch_type|case|default|length_is
        |context_handle|handle|v1_enum|pointer_default|public|retval|local|id|propget|propput|helpstring|annotation|max_is|first_is
        |iid_is|unicast|fault_status|comm_status|transmit_as|ignore|call_as|version|restricted|dual)\b[^.]*$
    | \[\s*$ | [\]{}]\s*[;,]?\s*$ | \}\s*[\w*,\s\[\]]*[;,]\s*$ | \)\s*;\s*$
    | \*\w+\s*[,;]\s*$ | // | /\*
    | (?:case|default)\b[^.]*:\s*$
    | (?:(?:un)?signed\s+|const\s+|struct\s+|union\s+|enum\s+)*
        [A-Za-z_]\w*(?:\s*\*+\s*|\s+)\w+\s*(?:\[[^\]]*\]\s*)*;
    | (?:[A-Za-z_]\w*\s+){1,3}\**\w+\s*\(\s*$
    """,
    re.VERBOSE,
)
_XML_START = re.compile(r"</?(?!a id=|details|summary)[A-Za-z?!][\w:.-]*(?=[\s/>?]|$)")
_XML_LINE = re.compile(r".*>$|[^>]*$|.*=\s*[\"'].*[\"'/]$")
_ASN1 = re.compile(r"[A-Za-z][\w-]*(?:\s*\{[^}]*\})?\s*::=")
_CODE_END = re.compile(r"[;,{}()\[\]|]\s*(?://.*)?$")
_PROSE = re.compile(r"\]\(|\*\*\S")
_MARKUP_LINE = re.compile(r"\||```|<a id=|#{1,6} |!\[|<\d+> Section")


class CodeRun(NamedTuple):
    """A run of lines that are program text: lines[start:stop] with the blank ones between."""

    stop: int
    text: str
    language: str

    @classmethod
    def at(cls, lines: list[str], start: int, end: int) -> Self | None:
        """The run that begins at this line; None if the line is prose."""
        language = _language(lines[start])
        if not language:
            return None
        depth, stop, index = 0, start, start
        while index < end:
            line = lines[index]
            if not line.strip():
                index += 1
                continue
            if _MARKUP_LINE.match(line):
                break
            if depth <= 0 and index > start and not _continues(line, language):
                break
            if depth > 0 and _PROSE.search(line):
                break
            if language == "xml":  # a tag that is not closed goes on
                depth = int(line.rfind("<") > line.rfind(">") or (depth > 0 and ">" not in line))
            else:
                depth += sum(line.count(c) for c in "({[") - sum(line.count(c) for c in ")}]")
            index += 1
            stop = index
        return cls(stop, "\n".join(lines[start:stop]), language)


def _language(line: str) -> str:
    if line[0] == "<":
        return "xml" if _XML_START.match(line) and _XML_LINE.match(line) and "](" not in line else ""
    if _PROSE.search(line):
        return ""
    if _ASN1.match(line):
        return "asn1"
    return "idl" if _C_START.match(line) else ""


def _continues(line: str, language: str) -> bool:
    if language == "xml":
        return _language(line) == "xml" or line[0] in " \t"
    return _language(line) == language


def listed_code(items: Sequence[str]) -> str:
    """The language of a list whose items are really the lines of a program; empty if it is a list."""
    languages = [_language(item) for item in items]
    if not languages[0]:
        return ""
    alike = sum(1 for item, language in zip(items, languages, strict=True) if language or _CODE_END.search(item))
    return languages[0] if alike * 2 > len(items) else ""
