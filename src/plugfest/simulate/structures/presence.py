"""Which fields are there only under a condition, and the condition."""

from __future__ import annotations

import dataclasses
import itertools
import re

from plugfest.simulate.structures.conditions import condition, negated
from plugfest.simulate.structures.context import Context, Refused, integer
from plugfest.simulate.structures.model import Compare, Condition, Left, Message, Reason
from plugfest.simulate.structures.sketch import Part, Sentence
from plugfest.specs.inline import plain

_SUBJECT = r"(?:[Tt]his (?:optional )?field|[Tt]he field|[Ii]t|[Tt]his (?:\w+ )?(?:structure|value|member|data))"
_LEADING = re.compile(
    rf"(?P<condition>(?:Only )?(?:[Ii]f|[Ww]hen) .+?), (?:then )?{_SUBJECT} "
    r"(?:MUST (?:also )?be|is|will be|MUST|SHOULD be) "
    r"(?P<no>NOT be |not |not be )?(?:only )?(?:present|included|sent|omitted)\b"
)
_CONTAINS = re.compile(
    rf"(?P<condition>(?:[Ii]f|[Ww]hen) .+?), (?:then )?"
    rf"(?:{_SUBJECT} (?:will |MUST )?contains? an? (?:list|array)|an? (?:list|array)) of\b"
)
_TRAILING = re.compile(
    rf"^(?:{_SUBJECT}|[\w ]+?) (?P<no>MUST NOT be|is not|will not be)?(?:MUST be|is|will be|SHOULD be|are)? ?(?:only )?"
    r"(?:present|included|sent|exists?|(?P<omitted>omitted))(?: only| and only)?,? "
    r"(?P<word>if and only if|only if|only when|if|when|unless) "
    r"(?P<condition>[^;]+?)(?:; otherwise.*|,? and (?:.* )?MUST (?:NOT|be present otherwise).*)?\.?$"
)
_SHORT = re.compile(r"\((?:present )?(?:only )?(?P<condition>if [^)]+)\)")
_OPENING = re.compile(
    r"^(?:(?:An?|The|This(?: is an?)?|This field (?:is|contains) an?) )?(?:\w+[- ]){0,2}?[Oo]ptional\b"
    r"|^This field is optional\b"
)
_CHAIN = re.compile(
    r"\b(?:If|When) this field is not present,? (?:then )?(?:all|none) of the (?:subsequent|following) fields",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(r"\b(?:[Tt]his (?:\w+ )?field|[Ii]t|[Tt]his) (?:is|MAY be|can be) (?:optional|omitted)\b")
_ROLE = re.compile(
    r"\bMUST be (?:present|included) (?:only in|in all \w+ except) (?P<role>request|response)\b", re.IGNORECASE
)


def optional(part: Part) -> Sentence | bool:
    """The sentence that says that a field is not always there."""
    sentences = part.definition.sentences
    if sentences and (_OPENING.match(sentences[0].text) or sentences[0].text.startswith("If present,")):
        return sentences[0]
    subject = rf"(?:{_SUBJECT}|(?:[Tt]he )?{re.escape(part.name)}(?: field)?)"
    there = re.compile(
        rf"^(?:[^,;]*, )?(?:then )?{subject} (?:MUST|is|are|will|SHOULD|MAY|can)?(?: only| not| NOT)*(?: be)?"
        r"(?: only| not| NOT)* ?(?:present|included(?! in\b)|omitted|absent|exists?|sent)\b(?P<rest>.*)"
    )
    for sentence in sentences:
        if _OPTIONAL.search(sentence.text):
            return sentence
        found = there.match(sentence.text)
        if found and (
            re.match(r",? (?:only|if|when|unless|and|in|for)\b", found["rest"])
            or re.search(r"\b(?:not|NOT|omitted|absent)\b", found[0][: found.start("rest")])
            or re.match(r"(?:If|When)\b", sentence.text)
        ):
            return sentence
    return "optional" in part.size.lower()


def presence(context: Context, part: Part, sized: bool = False) -> Condition | None:
    """The condition under which a field is there; None if it always is. `sized`: its size is told, and can be 0.

    Raises Refused where the field is optional and nothing in the message tells if it is there.
    """
    for sentence in part.definition.sentences:
        found = _told(context, _of_this(sentence, part.name), part.bits is None)
        if found is not None:
            return found
        if role := _ROLE.search(sentence.text):
            said = role["role"].lower()
            return Message(role=f"not {said}" if "except" in role[0] else said)  # type: ignore[arg-type]
    if _in_chain(context, part):
        return Left()
    if found := _by_table(context, part) or _elsewhere(context, part):
        return found
    sentence_or = optional(part)
    if sized or not sentence_or:
        return None
    if _tail(context, part):
        return Left()
    raise Refused(Reason.NO_CONDITION, part, sentence_or if isinstance(sentence_or, Sentence) else None)


def _in_chain(context: Context, part: Part) -> bool:
    """A field from which on those that follow are there only if those before them are."""
    chained = False
    for one in context.whole:
        chained = chained or any(_CHAIN.search(sentence.text) for sentence in one.definition.sentences)
        if one is part:
            return chained
    return False


def _of_this(sentence: Sentence, name: str) -> Sentence:
    """The sentence with `this field` for the field's name."""
    text = re.sub(rf"\b[Tt]he {re.escape(name)} field\b", "this field", sentence.text)
    return sentence if text == sentence.text else dataclasses.replace(sentence, text=text)


def _elsewhere(context: Context, part: Part) -> Condition | None:
    """What the definitions of other fields say of when this one is there."""
    name = f"the {part.name} field".casefold()
    for other in context.parts:
        for sentence in other.definition.sentences if other is not part else ():
            if name in sentence.text.casefold():
                text = re.sub(r"\b[Tt]his (?:field|value)\b", f"the {other.name} field", sentence.text)
                told = _told(context, _of_this(dataclasses.replace(sentence, text=text), part.name), False)
                if told is not None:
                    return told
    return None


def _by_table(context: Context, part: Part) -> Condition | None:
    """The values of an earlier field whose meaning is that this one is there."""
    there = re.compile(
        rf"\b{re.escape(part.name)}(?:,? (?:and )?\w+)*?(?: fields?)? (?:is|are) (?P<no>not )?(?:all )?present\b"
    )
    for earlier in itertools.takewhile(lambda one: one is not part, context.parts):
        rows = [value for table in earlier.definition.tables for value in table.values]
        found = {integer(row.value): match for row in rows if (match := there.search(plain(row.meaning)))}
        values = tuple(number for number, match in found.items() if number is not None and not match["no"])
        if values and len(found) == len(rows):
            return Compare(member=earlier.name, operator="is", values=values)
    return None


def _told(context: Context, sentence: Sentence, variable: bool) -> Condition | None:
    if found := _LEADING.match(sentence.text):
        made = condition(found["condition"], context.names)
        absent = bool(found["no"]) != found[0].endswith("omitted")
        return negated(made) if made and absent else made
    if variable and (found := _CONTAINS.match(sentence.text)):
        return condition(found["condition"], context.names)
    if found := _TRAILING.match(sentence.text) or _SHORT.search(sentence.text):
        made = condition(found["condition"], context.names)
        groups = found.groupdict()
        absent = (bool(groups.get("no")) != (groups.get("word") == "unless")) != bool(groups.get("omitted"))
        return negated(made) if made and absent else made
    return None


def _tail(context: Context, part: Part) -> bool:
    """All that follows is optional too, so that the end of the structure tells what is there."""
    index = next(i for i, one in enumerate(context.whole) if one is part)
    behind = context.whole[index + 1 :]
    return all(optional(one) and one.bits is not None for one in behind)


def holds_anyway(sentence: Sentence) -> bool:
    """A sentence with a condition that decides if the field is there, not what is in it."""
    return bool(_CONTAINS.match(sentence.text) or _LEADING.match(sentence.text))
