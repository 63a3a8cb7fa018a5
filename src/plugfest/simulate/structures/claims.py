"""Sentences that say that a structure lies in a field: "an array of X structures", "a Y, as specified in 2.3"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from plugfest.simulate.structures.sketch import Sentence, key
from plugfest.specs.inline import LINK

_KIND = (
    r"(?:data )?(?:structure|packet|message|header|object|element|record|entry|entries|format|type|union|identifier|PDU"
    r"|block|value|instance|item|attribute|context|descriptor|token|command|request|response)s?"
)
_SECTION = re.compile(r"(?:#|\.md#)Section_([0-9A-Z][0-9A-Z.]*)$")
_OTHER = re.compile(r"(?:\.\./)+([A-Z][\w+-]*)/\1\.md#Section_([0-9A-Z][0-9A-Z.]*)$")
_CITED = re.compile(r"\[(M[SC]-[A-Z0-9]+(?:[-+_][A-Z0-9]+)*)\],?\s+(?:in\s+)?section\s+(\d+(?:\.\d+)+)")
_GIVEN = re.compile(
    r"(?:\b|_)(?:structures?|formatted|format|array|list|type|layout|form|sequence|identifier|SID|encoded|header|PDU|packet"
    r"|object)\b[^.;]{0,120}?\b(?:specified|defined|described|documented|detailed|in|by|see)\b[^.;]{0,60}$"
    r"|\b(?:structures?|PDU|header|object|array|element|packet)s? \((?:see )?(?:sections? )?$"
    r"|\b(?:array|list|sequence|series|set|collection) of [\w -]{1,60}\((?:see )?(?:sections? )?$"
    r"|^(?:(?:An?|The|This MUST be an?|This field MUST be an?) )?[\w -]{1,60}\((?:see )?(?:sections? )?$",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(r"(?:If|When|Otherwise|For|In|Used|This field is used|See|For more)\b")
_WORDS = r"(?:[\w'-]+ ){0,4}"
_SUFFIX = re.compile(
    r"\s*(?:\([^)]*\)|--?\s*\w+ representation"
    r"|\b(?:structure|packet|request values|response values|values|format)\b)\s*",
    re.IGNORECASE,
)


_TOKEN = re.compile(r"\(([A-Z][A-Z0-9]*_[A-Z0-9_]+)\)")
"""The name that a title has in parentheses: `Short Format Name (CLIPRDR_SHORT_FORMAT_NAME)`."""
_OWN = r"\(?§\)?(?:\[\])?s?(?: \((?:section )?[\d.]+\))?"
_CLAIMS = (
    re.compile(rf"\b(?:an?|the|one|single|of|more|following|this|these|two) {_WORDS}{_OWN} {_KIND}\b", re.I),
    re.compile(rf"\b(?:array|list|sequence|set|series|collection|number|instance|copy)s? of {_WORDS}{_OWN}", re.I),
    re.compile(
        r"^(?:An?|The|One|This (?:is|MUST be) an?"
        r"|(?:This|The) (?:\w+ )?(?:field )?(?:is|contains|specifies|MUST contain) an?) "
        rf"(?:\w+ )?{_OWN}(?= (?:\w+ing|that|which|as|structure|of|for|with|used)\b|,|\.|$)"
    ),
    re.compile(rf"^{_OWN}(?: {_KIND})?(?: \([^)]*\))?(?:,? (?:as|that|which|containing|with)\b|\.|$)"),
    re.compile(rf"\b(?:header|structure|packet)s?,? (?:as )?(?:specified|defined|described) (?:in|by) (?:the )?{_OWN}"),
    re.compile(rf"\boffset to (?:the |an? ){_OWN}"),
    re.compile(rf"\bsize of (?:an? |the )?{_OWN}"),
    re.compile(rf"\bof type {_OWN}|\bformatted as (?:an? )?{_OWN}"),
)


_ELSEWHERE = re.compile(
    r"\b(?:fields?|values?|members?|bits?|flags?|parameters?|PDU header) (?:in|of|from) (?:the |an? |this |each )?"
    r"(?:\w+ ){0,2}$"
    r"|\b(?:corresponding|preceding|previous) (?:\w+ ){0,2}$|\bvalue of (?:the )?\w+ in (?:the |an? )?$"
    r"|\b(?<!specified )(?<!defined )(?<!described )(?<!format )in the $"
    r"|\b(?:using|sent by|received in|returned by|receives?|sends?) (?:the |an? )?(?:\w+ )?$"
)
"""What goes before the name of a structure that only has to do with the field."""
_TABLE = re.compile(r"\btable,? (?:as )?(?:specified|defined|described|given) in (?:\w+ )?$")
_SEVERAL = re.compile(r"\b(?:array|list|sequence|number) of (?:the |one or more |zero or more )?((?:\w+ )?\w+)s\b")


class Claim(NamedTuple):
    """A structure that a sentence says lies in the field."""

    document: str
    """Empty for the document that speaks."""
    section: str
    name: str
    sentence: Sentence


def bare(title: str) -> str:
    """A section's title without what is not the structure's name."""
    return _SUFFIX.sub(" ", title).strip() or title


def claims(sentences: Iterable[Sentence], conditional: Callable[[Sentence], bool], names: Names) -> Iterator[Claim]:
    """Every claim of the sentences, in order; what holds only under a condition does not count."""
    first = 0
    for number, sentence in enumerate(sentences):
        first = first or sentence.line
        if sentence.listed or (_CONDITIONAL.match(sentence.text) and not conditional(sentence)):
            continue
        yield from _in_sentence(sentence, names, late=sentence.line > first or (number > 1 and sentence.line == first))


class Names:
    """The names of a document's structures."""

    def __init__(self, titles: Iterable[tuple[str, str]]) -> None:
        """`titles`: section and title of each layout."""
        self.places: dict[str, str | None] = {}
        written: set[str] = set()
        for section, title in titles:
            own = [bare(title), *_TOKEN.findall(title)]
            written.update(name for name in own if len(name) > 2)
            for name in dict.fromkeys((*map(key, own), key(title))):
                self.places[name] = section if self.places.get(name, section) == section else None
        words = sorted(written, key=len, reverse=True)
        self.loose: dict[str, str | None] = {}
        for section, title in titles:
            spoken = _spoken(bare(title))
            self.loose[spoken] = section if spoken not in self.loose else None
        self.pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, words))})(?![\w])") if words else None

    def section(self, name: str) -> str | None:
        """The section of the one structure of that name."""
        return self.places.get(key(name)) or self.places.get(key(bare(name)))


def _spoken(name: str) -> str:
    """`SMB2_CREATE_CONTEXT` as `create context`: in words, without the protocol's name."""
    words = re.sub(r"[\s_]+", " ", name).strip().split(" ")
    return " ".join(words[1:] if len(words) > 2 and re.fullmatch(r"[A-Z]+\d*", words[0]) else words).casefold()


def _in_sentence(sentence: Sentence, names: Names, late: bool) -> Iterator[Claim]:
    """The claims of a sentence; `late`: it is behind those that say what the field is."""
    text = sentence.text
    for link in LINK.finditer(sentence.raw):
        label = " ".join(link[1].replace("*", "").split())
        at = text.find(label)
        if at < 0:
            continue
        if other := _OTHER.search(link[2]):
            place = (other[1], other[2])
        elif own := _SECTION.search(link[2]):
            place = ("", own[1])
        else:
            continue
        numeric = bool(re.fullmatch(r"(?:sections? )?[\d.]+", label))
        if _TABLE.search(text[:at]):
            continue
        if _GIVEN.search(text[:at]) if numeric else _named(text, at, at + len(label), late):
            yield Claim(*place, "" if numeric else label, sentence)
    for cited in _CITED.finditer(text):
        if _GIVEN.search(text[: cited.start()]):
            yield Claim(cited[1], cited[2], "", sentence)
    if several := _SEVERAL.search(text):
        section = names.loose.get(_spoken(several[1]))
        if section:
            yield Claim("", section, several[1], sentence)
    if names.pattern:
        for found in names.pattern.finditer(text):
            section = names.section(found[0])
            if section and _named(text, found.start(), found.end(), late):
                yield Claim("", section, found[0], sentence)


def _named(text: str, start: int, end: int, late: bool) -> bool:
    """Whether a sentence says that the structure named there is what the field has."""
    if _ELSEWHERE.search(text[:start]) or (late and re.search(r"\b[Tt]he (?:\w+ )?$", text[:start])):
        return False
    marked = f"{text[:start]}§{text[end:]}"
    return any(pattern.search(marked) for pattern in _CLAIMS)
