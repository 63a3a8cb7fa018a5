"""The map of a document: what became of the requirements of each section, folded into the sections above."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from plugfest.records import Actor, Fact, RequirementId, VerdictKind
from plugfest.reports.model import Judged, section_key
from plugfest.requirements.facts import documents, load_facts

Titles = Mapping[str, Mapping[str, str]]
"""Document → section → title, as far as the user's library holds them."""


class State(StrEnum):
    """What a run says of a requirement, what presses most first."""

    FAILS = "fails"
    DEVIATES = "deviates"
    HOLDS = "holds"
    NOT_TESTED = "not_tested"
    """No case cites it, or none of those that do could decide."""
    NOT_TESTABLE = "not_testable"
    """No test over the network decides it; the facts say why."""

    @property
    def words(self) -> str:
        """As it is written for people, after a number."""
        return {"fails": "fail", "deviates": "deviate", "holds": "hold"}.get(self.value, self.value.replace("_", " "))


_DECIDED = {VerdictKind.FAIL: State.FAILS, VerdictKind.DEVIATION: State.DEVIATES, VerdictKind.PASS: State.HOLDS}


@dataclass(slots=True)
class Section:
    """A section, and all below it."""

    document: str
    number: str
    title: str = ""
    own: Counter[State] = field(default_factory=Counter)
    children: list[Section] = field(default_factory=list)

    @property
    def counts(self) -> dict[State, int]:
        """Requirements by what became of them, those of the sections below included; none that are zero."""
        total = self.own.copy()
        for child in self.children:
            total.update(child.counts)
        return {state: total[state] for state in State if total[state]}

    @property
    def state(self) -> State:
        """The most pressing one of its own requirements."""
        return next(state for state in State if self.own[state])

    @property
    def partly(self) -> bool:
        """Something of its own holds or not, and something that could be tested was not."""
        return self.state not in (State.NOT_TESTED, State.NOT_TESTABLE) and bool(self.own[State.NOT_TESTED])

    def walk(self) -> Iterator[Section]:
        """The sections with requirements of their own, in the document's order."""
        if self.own.total():
            yield self
        for child in self.children:
            yield from child.walk()


def sections(judged: Sequence[Judged], titles: Titles | None = None) -> list[Section]:
    """The documents that the verdicts cite, each as the root of its sections; what binds only clients is left out."""
    states = _states(judged)
    names = sorted({document for document, _ in states})
    return [_document(name, states, (titles or {}).get(name, {})) for name in names]


def _states(judged: Sequence[Judged]) -> dict[tuple[str, str], tuple[str, State]]:
    """Document and hash of each cited requirement → its section, and what became of it.

    A verdict that does not hold says something of the requirement in question only, a pass of all that it cites.
    """
    order = list(State)
    found: dict[tuple[str, str], tuple[str, State]] = {}
    for one in judged:
        for position, citation in enumerate(one.citations):
            if not citation.section:
                continue
            decides = position == 0 or one.verdict.kind is VerdictKind.PASS
            state = _DECIDED.get(one.verdict.kind, State.NOT_TESTED) if decides else State.NOT_TESTED
            key = (citation.document, RequirementId.parse(citation.id).hash)
            before = found.get(key, (citation.section, State.NOT_TESTED))[1]
            found[key] = (citation.section, min(state, before, key=order.index))
    return found


def _document(name: str, states: Mapping[tuple[str, str], tuple[str, State]], titles: Mapping[str, str]) -> Section:
    facts = {RequirementId.parse(fact.id).hash: fact for fact in _facts(name) if fact.actor is not Actor.CLIENT}
    of_this = {key: placed for (document, key), placed in states.items() if document == name}
    root = Section(name, "")
    nodes = {"": root}
    for key in {**facts, **of_this}:
        section, state = of_this.get(key, ("", State.NOT_TESTED))
        fact = facts.get(key)
        if fact and fact.testable is False and state is State.NOT_TESTED:
            state = State.NOT_TESTABLE
        _node(nodes, name, fact.section if fact else section, titles).own[state] += 1
    for node in nodes.values():
        node.children.sort(key=lambda child: section_key(child.number))
    return root


def _facts(name: str) -> Sequence[Fact]:
    return load_facts(name).requirements if name in documents() else ()


def _node(nodes: dict[str, Section], document: str, number: str, titles: Mapping[str, str]) -> Section:
    """The section of that number, made with those above it where it is not there yet."""
    if number not in nodes:
        nodes[number] = Section(document, number, titles.get(number, ""))
        _node(nodes, document, number.rpartition(".")[0], titles).children.append(nodes[number])
    return nodes[number]
