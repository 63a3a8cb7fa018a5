"""Sentences of a specification's text: a small splitter that knows the documents' idioms.

Input is plain text with its note marks (`<12>`): a mark after the full stop belongs to the sentence before it.
"""

from __future__ import annotations

import re

_END = re.compile(r"[.!?][\"'”’)\]]*((?:\s?<\d{1,4}>)*)(\s+|(?<=>)(?=[A-Z]))")
_ABBREVIATIONS = frozenset(
    {"i.e", "e.g", "etc", "vs", "cf", "sec", "no", "nos", "fig", "inc", "corp", "ltd", "co", "approx", "dept", "est"}
    | {"et", "al", "v", "ver", "p", "pp", "st", "mr", "mrs", "dr", "jr", "u.s", "a.k.a", "viz", "resp"}
)
_WORD_BEFORE = re.compile(r"([A-Za-z][A-Za-z.]*|\d+)$")
_MARK = re.compile(r"<\d{1,4}>")
_LOWER_NAME = re.compile(r"[a-z][a-z0-9]*\*?[A-Z_]")
"""An identifier that begins in lower case: `shi0_netname`, `bReserved`."""


def sentences(text: str) -> list[str]:
    """Split plain text into its sentences; nothing is lost but the white space between them."""
    result: list[str] = []
    start = 0
    for found in _END.finditer(text):
        if found.end() >= len(text):
            break
        if _is_end(text, start, found):
            result.append(text[start : found.end()].strip())
            start = found.end()
    rest = text[start:].strip()
    if rest:
        result.append(rest)
    return result


def _is_end(text: str, start: int, found: re.Match[str]) -> bool:
    follows = text[found.end() :]
    first = follows[0]
    if first == "<" and _MARK.match(follows):  # it belongs to this sentence
        return False
    if first.islower() and not _LOWER_NAME.match(follows):
        return False
    if first in ",;:)]}=":
        return False
    before = text[start : found.start()]
    if not before or before[-1] in ".\\/":  # an ellipsis, a path
        return False
    if found[1]:  # a note mark closes the sentence
        return True
    if text[found.start()] != ".":
        return True
    word = _WORD_BEFORE.search(before)
    if not word:
        return True
    if word[1].lower() in _ABBREVIATIONS:
        return _ends_anyway(word[1].lower(), follows)
    if len(word[1]) == 1 and word[1].isalpha() and word[1].isupper() and not before[: word.start()].rstrip():
        return False  # `A. The …`: an enumerator
    return not (word[1].isdigit() and not before[: word.start()].strip())


def _ends_anyway(word: str, follows: str) -> bool:
    """`etc.` and `no.` can end a sentence."""
    if word in ("etc", "al"):
        return True
    return word in ("no", "inc", "co", "p", "st") and not follows[0].isdigit()
