"""Blocks of pseudocode in lists: `If` … `Else` … `EndIf`, `For` … `EndFor`, `Switch`, `Case`, `While`.

Their ends are written down, their beginnings look like many other sentences. So the text is scanned from its end: each
closer waits for an opener of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_END = re.compile(r"End\s?(If|ForEach|For|While|Switch|Case|Loop|Do)\b\.?(?!\s+\w)", re.IGNORECASE)
_OPENS = re.compile(r"(If|For(?: ?each)?|While|Switch|Case|Loop|Do)\b(?![-:]\w)", re.IGNORECASE)
_OPENS_INSIDE = re.compile(r"[.;]\s+(If|For each|While)\b[^.]*:$")
_ELSE = re.compile(r"(?:Else\s?If|Else)\b", re.IGNORECASE)
_WHOLE_ELSE = re.compile(r"Else[,:]?$", re.IGNORECASE)
_COMMENT = re.compile(r"\s//.*$")
_CONSEQUENCE = re.compile(r",\s|\bthen\s+\w|:\s")
_KEYWORD = re.compile(r"\b(?:MUST|SHOULD|MAY|SHALL)\b")
HEADING = re.compile(r"(?:Phase|Step|Stage|Part)\s+\d+\s*(?:--|[-–—:])")
"""An item that heads those after it, such as `Phase 3 -- Location of file`: no block reaches over it."""


def code(text: str) -> str:
    """A line of pseudocode without its comment."""
    return _COMMENT.sub("", text)


def closes(text: str) -> str:
    """The kind of block that a line closes; empty if none."""
    found = _END.match(text)
    return _kind(found[1]) if found else ""


def is_else(text: str) -> bool:
    """True for a line that begins another part of an `If`."""
    return bool(_ELSE.match(text)) and (code(text).endswith(":") or bool(_WHOLE_ELSE.match(code(text))))


def _kind(word: str) -> str:
    word = word.lower().replace(" ", "")
    return "for" if word.startswith("for") else word


def surely_opens(text: str) -> str:
    """The kind of block that a line opens without doubt: a bare condition with a colon, a loop, a case."""
    line = code(text)
    if found := _OPENS.match(line):
        kind = _kind(found[1])
        if kind in ("switch", "case"):
            return kind
        if not line.endswith((":", " then")) or _KEYWORD.search(line) or re.search(r"\bfollow", line):
            return ""
        return kind
    inside = _OPENS_INSIDE.search(line)
    return _kind(inside[1]) if inside else ""


def perhaps_opens(text: str, follows: str) -> str:
    """The kind of block that a line may open: it has a main clause too, or no colon."""
    line = code(text)
    found = _OPENS.match(line)
    if not found:
        return ""
    if not line.endswith(".") or _ELSE.match(follows) or closes(follows) or not _CONSEQUENCE.search(line):
        return _kind(found[1])
    return ""


def blocks(texts: Sequence[str]) -> dict[int, int]:
    """Opener → closer of the blocks in some lines.

    A line that may or may not open a block (`If x, the server does as follows:` can introduce a list as well) opens one
    only where the sure ones do not suffice.
    """
    if not any(closes(text) for text in texts):
        return {}
    sure_left = _sure_ones_waiting(texts)
    waiting: list[tuple[str, int]] = []
    result: dict[int, int] = {}
    for index in range(len(texts) - 1, -1, -1):
        text = texts[index]
        if HEADING.match(text):
            waiting.clear()  # what still waits is one end too many
            continue
        if kind := closes(text):
            waiting.append((kind, index))
            continue
        if not waiting:
            continue
        if kind := surely_opens(text):
            _match(kind, index, waiting, result)
        elif kind := perhaps_opens(text, texts[index + 1] if index + 1 < len(texts) else ""):
            same = _run(waiting, kind)
            if same and same > _run(sure_left[index], kind):
                _match(kind, index, waiting, result)
    return result


def _match(kind: str, index: int, waiting: list[tuple[str, int]], result: dict[int, int]) -> None:
    """Give an opener the innermost closer of its kind; closers inside of that one belong to nothing."""
    for position in range(len(waiting) - 1, -1, -1):
        if waiting[position][0] == kind:
            result[index] = waiting[position][1]
            del waiting[position:]
            return
        if kind == "if":  # an `If` without an end, inside of another kind of block
            return


def _run(waiting: Sequence[tuple[str, int]], kind: str) -> int:
    """How many of a kind wait before another kind does."""
    count = 0
    for other, _ in reversed(waiting):
        if other != kind:
            break
        count += 1
    return count


def _sure_ones_waiting(texts: Sequence[str]) -> list[list[tuple[str, int]]]:
    """For each place, the sure openers before it that wait for a closer, innermost last."""
    result: list[list[tuple[str, int]]] = []
    waiting: list[tuple[str, int]] = []
    for index, text in enumerate(texts):
        result.append(list(waiting))
        if HEADING.match(text):
            waiting.clear()
        elif kind := closes(text):
            if any(kind == other for other, _ in waiting):
                while waiting and waiting.pop()[0] != kind:
                    pass
        elif kind := surely_opens(text):
            waiting.append((kind, index))
    return result
