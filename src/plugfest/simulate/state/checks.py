"""Names of state variables that go astray.

- `state.case`: a name that differs from a defined one of the same owner by case only.
- `state.spelling`: a name almost that of a defined one, and defined nowhere itself.
- `state.undefined`: a name of an owner whose properties the document defines, which is not among them.

An owner counts where the document defines at least three properties of it. What another document of the library
defines for an owner of that name is not judged where the data model or the section refers to that document.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from plugfest.records.documents import Code, Field, Layout, Section, Table
from plugfest.records.findings import Finding
from plugfest.simulate.examples import binding
from plugfest.simulate.state.model import State
from plugfest.simulate.state.reading import DOTTED, referred, texts
from plugfest.specs.sentences import sentences

_ENOUGH = 3
_FILES = re.compile(
    r"(?:exe|dll|sys|xml|com|net|org|htm|html|txt|idl|acf|h|xsd|inf|ini|msi|log|dat|asp|aspx|mof)$", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z]\w+")
_FREE = re.compile(r"(?<![\w.*])(?=\w{9})[A-Za-z]*[a-z0-9]+[A-Z]\w*(?!\w|\.\w|\s:)")
"""A name that stands alone: no member of something, no declaration."""
_HUMPED = re.compile(r"(?=\w{9})[A-Za-z]*[a-z0-9]+[A-Z]\w*$")
Others = Callable[[str], State | None]
"""The state of another document, by its name."""


def check(state: State, sections: Iterable[Section], others: Others) -> Iterator[Finding]:
    """The findings of one document, one for each name and section."""
    bound = list(binding(sections))
    yield from _Dotted(state, bound, others).findings()
    yield from _by_case(state, bound)


class _Dotted:
    """Names with an owner."""

    def __init__(self, state: State, sections: Sequence[Section], others: Others) -> None:
        self.state, self.sections, self.others = state, sections, others
        self.owners = {owner: names for owner, names in state.owners().items() if len(names) >= _ENOUGH}
        self.model = {one.section for one in state.variables}
        self.bases = {name for section in sections if section.number in self.model for name in referred(section)}
        """The documents that the data model refers to: it extends theirs."""

    def findings(self) -> Iterator[Finding]:
        seen: set[tuple[str, str]] = set()
        for section in self.sections if self.owners else ():
            for text, line in texts(section):
                for sentence in sentences(text) if "." in text else ():
                    for owner, name in self.astray(sentence):
                        if (key := (f"{owner}.{name}", section.number)) not in seen:
                            seen.add(key)
                            yield from self.judge(owner, name, section, line, sentence)

    def astray(self, sentence: str) -> Iterator[tuple[str, str]]:
        """Each owner and name in `Open.Session.UserName` that no definition has."""
        for found in DOTTED.finditer(sentence):
            parts = found[1].split(".")
            for owner, name in pairwise(parts):
                names = self.owners.get(owner, {name})
                if name not in names and name not in self.owners and not _FILES.match(name):
                    yield owner, name

    def judge(self, owner: str, name: str, section: Section, line: int, sentence: str) -> Iterator[Finding]:
        names = self.owners[owner]
        by_case = {one.lower(): one for one in names}
        if right := by_case.get(name.lower(), ""):
            rule, reason = "state.case", f"{owner}.{right} differs by case only"
        elif section.number in self.model or _plural(name, names) or self.elsewhere(owner, name, section):
            return
        elif near := difflib.get_close_matches(name, sorted(names), n=1, cutoff=0.9):
            rule, right = "state.spelling", near[0]
            reason = f"{owner}.{right} is defined, {owner}.{name} is not"
        else:
            rule = "state.undefined"
            reason = f"none of the {len(names)} properties defined of {owner} has this name"
        place = next((one for one in self.state.variables if right and one.full.endswith(f"{owner}.{right}")), None)
        yield Finding(
            document=self.state.document, rule=rule, section=section.number, line=line, subject=f"{owner}.{name}",
            reason=reason, quote=sentence,
            other_section=place.section if place else "", other_line=place.line if place else 0,
        )  # fmt: skip

    def elsewhere(self, owner: str, name: str, section: Section) -> bool:
        """Does a document that the data model or the section refers to define it?"""
        for document in {*self.bases, *referred(section)} - {self.state.document}:
            other = self.others(document)
            known = other.owners() if other else {}
            if name in known.get(owner, ()) or (owner in known and name in known):
                return True
        return False


def _plural(name: str, names: set[str]) -> bool:
    """Is it the plural of a defined one, or one element of a defined list?"""
    return name.removesuffix("s") in names or any(f"{name}{kind}" in names for kind in ("List", "Table", "s"))


def _by_case(state: State, sections: Sequence[Section]) -> Iterator[Finding]:
    """Names without an owner, long and humped enough to be no words."""
    defined = {one.name.lower(): one for one in state.variables if not one.owner and _HUMPED.match(one.name)}
    if not defined:
        return
    names = {one.name for one in state.variables} | _declared(sections)
    seen: set[tuple[str, str]] = set()
    for section in sections:
        for text, line in texts(section):
            for found in _FREE.finditer(text):
                word = found[0]
                one = defined.get(word.lower())
                if one is None or word in names or (word, section.number) in seen or word[1:] == one.name[1:]:
                    continue  # `customFieldId` and `CustomFieldId` are a member and the type of it
                seen.add((word, section.number))
                yield Finding(
                    document=state.document, rule="state.case", section=section.number, line=line, subject=word,
                    reason=f"{one.name} differs by case only", other_section=one.section, other_line=one.line,
                    quote=next((sentence for sentence in sentences(text) if word in sentence), text),
                )  # fmt: skip


def _declared(sections: Sequence[Section]) -> set[str]:
    """What the document declares by other means: fields, IDL, tables, titles."""
    found: set[str] = set()
    for section in sections:
        found.update(_WORD.findall(section.title))
        for block in section.blocks:
            match block:
                case Field(name=name):
                    found.update(_WORD.findall(name))
                case Code(text=text):
                    found.update(_WORD.findall(text))
                case Table(rows=rows):
                    found.update(word for row in rows for word in _WORD.findall(row.cells[0]))
                case Layout(boxes=boxes):
                    found.update(word for box in boxes for word in _WORD.findall(box.name))
    return found
