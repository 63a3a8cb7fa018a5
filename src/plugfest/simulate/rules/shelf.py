"""The rules of all documents of a library, read when they are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from plugfest.errors import InputError
from plugfest.simulate.rules.judge import RuleBook
from plugfest.simulate.rules.methods import MethodRules, method_rules
from plugfest.simulate.rules.model import FieldRules
from plugfest.simulate.rules.reader import field_rules
from plugfest.simulate.sections import Prototype
from plugfest.specs import Library


class RuleCounts(msgspec.Struct, frozen=True):
    """The rules of a document for reports: sentences, and what they became."""

    sentences: int = 0
    """With a MUST or SHOULD inside the field definitions of layouts."""
    compiled: int = 0
    told: int = 0
    """Rules for a situation that no field tells."""
    members: int = 0
    """The same sentences about members and parameters below IDL."""
    members_compiled: int = 0
    members_told: int = 0
    families: dict[str, int] = {}
    uses: dict[str, int] = {}
    refused: dict[str, int] = {}
    methods: int = 0
    method_rules: dict[str, int] = {}
    """By what they say."""
    demands: int = 0
    """Sentences that demand that a method returns or refuses something."""
    demands_refused: dict[str, int] = {}


class RuleShelf:
    """The documents of a library as rules."""

    def __init__(self, library: Library, prototypes: Callable[[str], Iterable[Prototype]] = lambda name: ()) -> None:
        self._library = library
        self._prototypes = prototypes
        self._fields: dict[str, FieldRules] = {}
        self._methods: dict[str, MethodRules] = {}
        self._books: dict[str, RuleBook | None] = {}

    def fields(self, name: str) -> FieldRules:
        """The field rules of a document. Raises InputError."""
        if name not in self._fields:
            document = self._library.document(name)
            sections = list(document.sections())
            self._fields[name] = field_rules(document.name, document.revision, sections, document.requirements())
        return self._fields[name]

    def methods(self, name: str) -> MethodRules:
        """The rules of a document's RPC methods. Raises InputError."""
        if name not in self._methods:
            document = self._library.document(name)
            self._methods[name] = method_rules(
                document.name,
                document.revision,
                list(document.sections()),
                document.requirements(),
                self.fields(name),
                self._prototypes(document.name),
            )
        return self._methods[name]

    def book(self, name: str) -> RuleBook | None:
        """The field rules of a document, to judge with; None if the library has no such document."""
        if name not in self._books:
            try:
                self._books[name] = RuleBook(self.fields(name))
            except InputError:
                self._books[name] = None
        return self._books[name]

    def counts(self, name: str) -> RuleCounts:
        """What the sentences of a document became."""
        fields, methods = self.fields(name), self.methods(name)
        return RuleCounts(
            sentences=fields.sentences,
            compiled=fields.compiled,
            told=fields.told,
            members=fields.members,
            members_compiled=fields.members_compiled,
            members_told=fields.members_told,
            families=dict(Counter(one.family for one in fields.rules)),
            uses=dict(Counter(one.use.value for one in fields.rules)),
            refused=dict(Counter(one.reason.value for one in fields.refused)),
            methods=methods.methods,
            method_rules=dict(Counter(one.use.value for one in methods.rules)),
            demands=methods.sentences,
            demands_refused=methods.refused,
        )
