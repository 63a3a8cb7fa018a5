"""Inline markup of the Markdown documents: links, emphasis, note marks, and the bold heads of definitions."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_LABEL = r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"
_TARGET = r"\(((?:[^()\s]|\([^()\s]*\))*)\)"
LINK = re.compile(_LABEL + _TARGET)
IMAGE = re.compile(r"!" + _LABEL + _TARGET)
_DOCUMENT = re.compile(r"M[SC]-[A-Z0-9]+(?:[-+_][A-Z0-9]+)*")
NOTE_MARK = re.compile(r"<(\d{1,4})>")
_STRONG = re.compile(r"\*\*(?=\S)((?:[^*]|\*(?!\*))+)(?<=\S)\*\*")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?![\s*])([^*]*[^\s*])\*(?![\w*])")

_BOLD = re.compile(r"\*\*((?:[^*]|\*[^*]+\*)+?)\*\*")
_OUTER_SIZE = re.compile(r"\s*\(([^()*]*)\)\s*:\s*")
_SIZE = re.compile(r"(.*?)\s*\(([^()*]*)\)?\s*")
_INNER_COLON = re.compile(r":(?=\s|$)")
_NO_NAMES = frozenset({"note", "important", "caution", "warning", "for example", "example", "notes"})


def fold(text: str) -> str:
    """Unicode NFKC, white space folded to single spaces."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


def without_links(text: str) -> str:
    """Put the label of each link in its place."""
    if "](" not in text:
        return text
    text = IMAGE.sub(r"\1", text)
    before = None
    while before != text:
        before, text = text, LINK.sub(_label, text)
    return text


def _label(link: re.Match[str]) -> str:
    """The label of a link. That of a link to another document lost its brackets to the markup; they are put back."""
    label = link[1]
    return f"[{label}]" if _DOCUMENT.fullmatch(label) and f"/{label}.md" in link[2] else label


def without_emphasis(text: str) -> str:
    """Remove the asterisks of bold and italic; those of pointers and patterns stay."""
    if "*" not in text:
        return text
    return _EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", text))


def plain(text: str) -> str:
    """The text as a reader sees it, with note marks, white space folded."""
    return fold(without_emphasis(without_links(text)))


def notes(text: str) -> tuple[int, ...]:
    """Numbers of the note marks in a text."""
    return tuple(int(number) for number in NOTE_MARK.findall(text)) if "<" in text else ()


def without_notes(text: str) -> str:
    """Remove the note marks."""
    return NOTE_MARK.sub("", text) if "<" in text else text


class FieldHead(NamedTuple):
    """The head of a definition: `**Name (4 bytes):** text` and its kin."""

    name: str
    size: str
    text: str


def field_head(text: str) -> FieldHead | None:
    """Take a paragraph that begins with a bold name and a colon apart; None if it does not."""
    if not text.startswith("**") or not (found := _BOLD.match(text)):
        return None
    bold, rest = found[1], text[found.end() :]
    size = ""
    if colon := _INNER_COLON.search(bold):
        name, inside = bold[: colon.start()], bold[colon.end() :].strip()
        if inside and " " in name and not rest.strip():  # a caption, bold as a whole
            return None
        rest = f"**{inside}**{rest}" if inside else rest.removeprefix(":")
    elif outer := _OUTER_SIZE.match(rest):
        name, size, rest = bold, outer[1], rest[outer.end() :]
    elif (stripped := rest.lstrip(" )")).startswith(":"):
        name, rest = bold, stripped[1:]
    else:
        return None
    if not size and (sized := _SIZE.fullmatch(name)):
        name, size = sized[1], sized[2]
    name = name.strip()
    if not name or name.lower() in _NO_NAMES:
        return None
    return FieldHead(name, size.strip(), rest.strip())
