"""The names of a library's documents: constants and state variables, and what contradicts itself in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from plugfest.records.documents import Section
from plugfest.records.findings import Finding
from plugfest.simulate.constants import across
from plugfest.simulate.constants.checks import ERROR_CODES, check, error_codes
from plugfest.simulate.constants.model import Constants
from plugfest.simulate.constants.reading import constants_of
from plugfest.simulate.state import checks as state_checks
from plugfest.simulate.state.model import State
from plugfest.simulate.state.reading import referred, state_of
from plugfest.specs import StoredDocument


class Vocabulary:
    """Constants and state of each document; what was read once is kept."""

    def __init__(self, documents: Mapping[str, StoredDocument]) -> None:
        self._documents = documents
        self._constants: dict[str, Constants] = {}
        self._states: dict[str, State | None] = {}

    def constants(self, name: str) -> Constants:
        """The constants of a document."""
        if name not in self._constants:
            self._constants[name] = constants_of(name, self._documents[name].sections())
        return self._constants[name]

    def state(self, name: str) -> State | None:
        """The abstract data model of a document; None if the library does not have the document."""
        if name not in self._states:
            document = self._documents.get(name)
            self._states[name] = state_of(name, document.sections()) if document else None
        return self._states[name]

    @cached_property
    def codes(self) -> dict[str, frozenset[int]]:
        """The error codes of [MS-ERREF]; none where the library does not have it."""
        return error_codes(self.constants(ERROR_CODES)) if ERROR_CODES in self._documents else {}

    @cached_property
    def _shared_names(self) -> dict[str, dict[str, across.Values]]:
        return across.index({name: self.constants(name) for name in self._documents})

    def findings(self, name: str) -> Iterator[Finding]:
        """What contradicts itself in the constants and the state of a document."""
        sections: list[Section] = list(self._documents[name].sections())
        state = self.state(name)
        assert state
        yield from check(self.constants(name), sections, self.codes)
        yield from state_checks.check(state, sections, self.state)
        spoken_of: set[str] = set()

        def refers(other: str) -> bool:
            if not spoken_of:
                spoken_of.update(name for section in sections for name in referred(section))
            return other in spoken_of

        yield from across.check(name, self._shared_names, self.codes, refers)
