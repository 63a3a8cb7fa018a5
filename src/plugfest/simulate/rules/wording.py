"""Sentences taken apart: references and asides removed, then conditions and clauses, one for each keyword."""

from __future__ import annotations

import re
from typing import NamedTuple

from plugfest.records.requirements import Level
from plugfest.specs.inline import fold, without_notes

_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": " - ", "\u00a0": " ", "≤": "<=", "≥": ">="}
)
_PLACE = (
    r"(?:(?:sub)?sections?\s+\d+(?:\.\d+)*(?:(?:,|,? and|,? or|,? through)\s+(?:section\s+)?\d+(?:\.\d+)+)*|"
    r"\[[^\[\]]+\](?:,?\s+(?:sub)?sections?\s+[\dA-Z]+(?:\.\d+)*(?:\s+and\s+\d+(?:\.\d+)+)?|,?\s+Appendix \w+)?)"
)
_PLACES = rf"{_PLACE}(?:(?:,|,? and|,? or|;)\s+(?:in\s+)?{_PLACE})*"
_TOLD = r"(?:specified|defined|described|documented|listed|shown|given|detailed|discussed|explained|outlined)"
_ASIDES = (
    re.compile(
        r"\s*\((?:see|for more information|for (?:more )?details|as|also|specified|defined|described|which (?:is|"
        r"are))\b[^()]*(?:\([^()]*\)[^()]*)*\)", re.I),
    re.compile(rf"\s*\((?:in\s+)?{_PLACES}\)", re.I),
    re.compile(
        rf",?\s+(?:as|which\s+(?:is|are)|that\s+(?:is|are))\s+(?:further\s+)?{_TOLD}\s+(?:previously\s+|"
        rf"earlier\s+)?(?:in|by)\s+(?:the\s+(?:preceding|previous|following)\s+\w+|this (?:document|section)|"
        rf"{_PLACES})", re.I),
    re.compile(rf"\s+{_TOLD}\s+in\s+(?:the\s+)?{_PLACES}", re.I),
    re.compile(
        r",?\s+as\s+(?:specified|defined|described|shown|listed)\s+(?:previously|earlier|below|above|later|"
        r"here)(?:\s+in this section)?", re.I),
    re.compile(rf"(?<=\w)\s+(?:from|of|in)\s+{_PLACES}", re.I),
    re.compile(r"\s*\(MUST be [^()]*\)"),
)  # fmt: skip
_LEADERS = re.compile(
    r"^(?:Note:?\s+(?:that\s+)?|Therefore,\s+|Thus,\s+|Also,\s+|Additionally,\s+|In addition,\s+|Furthermore,\s+|"
    r"Note that,?\s+"
    r"|For (?:this|all) (?:request|response|message|structure|packet|record|PDU|call|command)s?,\s+|Finally,\s+|"
    r"However,\s+|\(?\w{1,2}\)\s+|[A-Z]{5,12}\s+(?=This|The))",
)
_KEYWORD = re.compile(
    r"(?<![\w\"])(MUST|SHALL|SHOULD)(\s+(?:NOT|not)\b)?(?![\w\"])(?:\s+(?:always|also|only|therefore|instead|"
    r"additionally|either|each|all|both|explicitly|then|further)\b(?!\s*,))*",
)
_CONDITION = re.compile(r"^(?:(?:Otherwise|Else),?\s+)?(if and only if|if|when|whenever|where|unless)\s+", re.I)
_TAIL_CONDITION = re.compile(
    r",?\s+(?:(?:but\s+)?(only\s+if|if and only if|if|when|whenever|unless))\s+(?!sent\b|sending\b|received\b|"
    r"receiving\b|read\b|reading\b|written\b|writing\b|processing\b|it is sent|this \w+ is sent|"
    r"the \w+ receives this message|the \w+ sends this message)",
)
_SITUATION = re.compile(
    r"^(?:for|in|on|during|after|before|upon|once|until|as)\s+(?!example|this (?:field|document)|addition)", re.I
)


class Clause(NamedTuple):
    """One keyword with what stands around it."""

    subject: str
    level: Level
    body: str
    """What follows the keyword, without the clause that follows."""
    described: str = ""
    """The subject as it stands, with what describes it."""

    @property
    def negative(self) -> bool:
        """MUST NOT or SHOULD NOT."""
        return self.level in (Level.MUST_NOT, Level.SHOULD_NOT)


def normal(sentence: str) -> str:
    """A sentence without notes, references and asides, its typography made plain."""
    text = fold(without_notes(sentence).translate(_QUOTES))
    for pattern in _ASIDES:
        text = pattern.sub("", text)
    text = re.sub(r"\s+([,.;:])", r"\1", text)
    before = None
    while before != text:
        before, text = text, _LEADERS.sub("", text)
    text = text.strip().rstrip(".:;").strip()
    return re.sub(r",? and (MUST [^,;]*?),? otherwise$", r"; otherwise, it \1", text)


class Parts(NamedTuple):
    """A sentence: its condition, its main part, and the part after `otherwise`."""

    condition: str
    """Empty where there is none; begins with `unless` where the rule holds if it does not."""
    main: str
    otherwise: str
    only: str = ""
    """`only` where the sentence holds at most then, `exactly` where it does if and only if."""
    tail: bool = False
    """The condition stands at the end."""


def parts(text: str) -> Parts:
    """Take the condition off."""
    otherwise = ""
    if found := re.search(r"[;,.]?\s*(?:otherwise|else),?\s+(?=.*\b(?:MUST|SHOULD)\b)", text, re.I):
        if found.start() > 0:
            text, otherwise = text[: found.start()], text[found.end() :]
    if found := _CONDITION.match(text):
        word = found[1].lower()
        comma = _comma(text, found.end())
        if comma:
            inside, main = text[found.end() : comma[0]], text[comma[1] :]
            return Parts(f"unless {inside}" if word == "unless" else inside, main, otherwise)
    if (found := _SITUATION.match(text)) and (comma := _comma(text, found.end())):
        return Parts(text[: comma[0]], text[comma[1] :], otherwise)
    keyword = _KEYWORD.search(text)
    if keyword and (found := _TAIL_CONDITION.search(text, keyword.end())):
        if not _KEYWORD.search(text, found.end()):
            inside = text[found.end() :]
            word = found[1].lower()
            prefix = "unless " if word == "unless" else ""
            only = "exactly" if "and only" in word else "only" if "only" in word else ""
            only = only or ("only" if re.search(r"\b(?:MUST|SHOULD)(?: NOT)? only\b", text[: found.start()]) else "")
            return Parts(prefix + inside, text[: found.start()], otherwise, only, True)
    return Parts("", text, otherwise)


def _comma(text: str, start: int) -> tuple[int, int] | None:
    """Where the condition ends and the main part begins: the last comma before the keyword's own clause."""
    keyword = _KEYWORD.search(text, start)
    if not keyword:
        return None
    if found := re.search(r",?\s+then,?\s+", text[start : keyword.start()]):
        return start + found.start(), start + found.end()
    places = list(re.finditer(r",\s+", text[start : keyword.start()]))
    if not places:
        return None
    last = places[-1]
    return start + last.start(), start + last.end()


def clauses(text: str) -> list[Clause]:
    """The clauses of a sentence, one for each keyword; a subject that is not said again is empty."""
    found = list(_KEYWORD.finditer(text))
    result: list[Clause] = []
    subject = text[: found[0].start()].strip() if found else ""
    for index, keyword in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        body = text[keyword.end() : end].strip()
        following = ""
        if index + 1 < len(found):
            body, following = _cut(body)
        level = {"SHOULD": (Level.SHOULD, Level.SHOULD_NOT)}.get(keyword[1], (Level.MUST, Level.MUST_NOT))
        result.append(Clause(subject, level[bool(keyword[2])], body.rstrip(" ,;")))
        subject = following
    return result


def _cut(body: str) -> tuple[str, str]:
    """The body of one clause, and the subject of the next."""
    if found := re.search(r"(?:,?\s+(?:and|but|or)|[;,])(?:\s+(?:that|which|it))?$", body):
        return body[: found.start()], ""
    best = None
    for found in re.finditer(
        r"(?:,?\s+(?:and|but|while|whereas)(?:\s+that)?\s+|[;,]\s+(?:and\s+|but\s+|while\s+)?)", body
    ):
        best = found
    if best:
        return body[: best.start()], body[best.end() :].strip()
    return body, "?"
