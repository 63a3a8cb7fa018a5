"""The subjects of clauses: the field itself however it is described, several fields, or somebody who acts."""

from __future__ import annotations

import re

from plugfest.simulate.rules.references import is_self
from plugfest.simulate.rules.scope import Scope

AGENT = re.compile(
    r"^(?:(?:then )?(?:the|a|an|all|any|each|every)\s+)?(?:\w+[ -]){0,3}?(?P<who>clients?(?: implementations?)?|"
    r"servers?(?: implementations?)?|senders?|receivers?|recipients?|implementations?|implementers?|applications?|"
    r"peers?|protocol clients?|callers?|clients? and servers?|requestors?|responders?|producers?|writers?|"
    r"readers?|parsers?|decoders?|encoders?|publishers?|subscribers?|initiators?|acceptors?|processors?|creators?|"
    r"originators?|endpoints?)$",
    re.I,
)
_DESCRIBED = re.compile(
    r"^(?:(?:an?|the|one|two|three|four|eight|sixteen|these|reserved|unused|padding)\b|(?:reserved|unused|"
    r"padding)[,;.]?$|\d|(?:UCHAR|USHORT|ULONG|WORD|DWORD)\b)(?!.*\b(?:if|when|unless|where|whether)\b)",
    re.I,
)
_RELATIVE = re.compile(
    r"(?:\s+(?:that|which)|,\s+(?:that|which|and(?: it| this(?: value| field)?)?|whose value|the value of which|"
    r"it)|\s+(?:whose|the) (?:value|contents?)(?: of which)?|[.;]\s+(?:it|this(?: value| field)?|the value)|"
    r"\s+and|;|,|\s+its value)$",
    re.I,
)
_BARE = re.compile(
    r"^(?:can|may|is|are|specif(?:y|ies)|contains?|indicates?|represents?|defines?|holds?|reserved|not used|"
    r"not currently used|unused|used|optional|arbitrary|currently)\b(?!.*\b(?:if|when it|unless|where|whether|"
    r"only)\b).*?(?:,?\s+and|,?\s+but|;|,|\s+that|\s+which)(?:\s+(?:it|this field|its value|this value|"
    r"the value))?$",
    re.I,
)
_SO = re.compile(
    r"^.*(?:,? so|,? therefore,?|; thus,?|, thus,?|[;.]|, hence)\s+(?P<then>it|this|this field|the field|"
    r"this value|the value|the value of this field|its value|this (?:bit|flag|parameter|member))$",
    re.I,
)
_HARMLESS = re.compile(
    r"^(?P<subject>.+?)\s+(?:is|are|was|were|contains?|specif(?:y|ies)|indicates?|can be|can contain|represents?|"
    r"identif(?:y|ies)|defines?|holds?|stores?|describes?|has|have|determines?|provides?|MAY be|"
    r"reserved)\b(?!.*\b(?:if|when|unless|where|whether|valid only|only valid|only if|in case)\b).*?(?:,?\s+and|"
    r",\s+but|\s+but|;|,)(?:\s+(?:that|which|it|this field|its value|the value))?$",
    re.I,
)


def bare(text: str) -> str:
    """The subject without what describes it: `A 32-bit unsigned integer that` is the field itself."""
    text = re.sub(r"^(?:and|but|then|that)\s+", "", text.strip()).rstrip(",")
    if not text or is_self(text):
        return text or "this field"
    if text.lower() in ("and", "which", "that", "value", "values", "contents", "the content", "the contents"):
        return "this field"
    if found := _SO.match(text):
        return found["then"]
    if ", and " in text and is_self(text.rsplit(", and ", 1)[1]) and "field" in text.rsplit(", and ", 1)[1]:
        return "this field"
    if re.fullmatch(r"an? (?:[\w-]+ ){0,5}(?:field|integer|value|number)", text, re.I):
        return "this field"
    if _BARE.match(text):
        return "this field"
    if found := _HARMLESS.match(text):
        inner = found["subject"].strip()
        if is_self(inner):
            return inner
        described = _DESCRIBED.match(inner) and not re.match(r"^the\s", inner, re.I)
        return "this field" if described else inner
    if _DESCRIBED.match(text) and (found := _RELATIVE.search(text)):
        before = text[: found.start()]
        if re.match(
            r"^the (?:size|length|number|count|offset|type|version|family|minor|major|identifier|index|address)\b",
            before,
            re.I,
        ) and re.match(r"[,;]\s*(?:that|which|and|it|this|whose)", found[0]):
            return "this field"
        if not re.match(r"^the\s", before, re.I):
            return "this field"
        return re.sub(r"\s+field$", " field", before)
    return text


def subsequent(subject: str, scope: Scope) -> list[str]:
    """`All of the subsequent fields`, or preceding ones: their names."""
    if re.fullmatch(r"all (?:of )?the preceding fields", subject, re.I):
        names = list(scope.fields.values())
        return [f"the {name} field" for name in names[: names.index(scope.field)]] if scope.field in names else []
    if not re.fullmatch(
        r"(?:all (?:of )?)?(?:the )?(?:subsequent|following|remaining) fields(?: in (?:this|the) \w+)?", subject, re.I
    ):
        return []
    names = list(scope.fields.values())
    return [f"the {name} field" for name in names[names.index(scope.field) + 1 :]] if scope.field in names else []


def plural(subject: str) -> list[str]:
    """`The X and Y fields` as its parts."""
    if (bare := re.fullmatch(r"(\w+) and (\w+)", subject)) and all(
        re.search(r"[a-z][A-Z0-9]|_", one) for one in bare.groups()
    ):
        return [f"the {name} field" for name in bare.groups()]
    found = re.match(
        r"^(?:both )?(?:the )?(?P<first>[\w]+(?:, [\w]+)*),? and (?:the )?(?P<last>[\w]+) (?:fields|members|bits|"
        r"flags)$",
        subject,
        re.I,
    )
    return [f"the {name} field" for name in (*found["first"].split(", "), found["last"])] if found else []
