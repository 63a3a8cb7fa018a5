"""`simulate` a document: its interfaces, and the findings that trying to implement them makes."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from plugfest.errors import InputError
from plugfest.records.findings import Finding
from plugfest.simulate.checks import RESERVED, Checker
from plugfest.simulate.findings import identified
from plugfest.simulate.linker import Linker
from plugfest.simulate.model import InterfaceModel, StructureType, UnionType
from plugfest.simulate.reader import Unit, UnitReader
from plugfest.simulate.rules.shelf import RuleCounts, RuleShelf
from plugfest.simulate.sections import SectionDeclarations, section_declarations
from plugfest.simulate.sources import IdlText, appendix
from plugfest.simulate.structures.model import Refusal
from plugfest.simulate.structures.shelf import Shelf
from plugfest.simulate.vocabulary import Vocabulary
from plugfest.specs import Library, StoredDocument

VERSION = 2
"""Raised when reading changed, so that what is stored is made again."""
_SUN = re.compile(r"\bopaque\s+\w+\s*[<;]|\bprogram\s+\w+|\bversion\s+\w+\s*\{")


class InterfaceSummary(msgspec.Struct, frozen=True):
    """An interface for reports."""

    name: str
    kind: str
    uuid: str
    version: str
    methods: int
    codecs: int
    """Methods that can be encoded and decoded."""
    line: int
    pipe: str = ""


class Names(msgspec.Struct, frozen=True):
    """The constants and the state of a document for reports."""

    constants: int = 0
    """Values in all sets."""
    sets: dict[str, int] = {}
    """Sets of constants by kind."""
    refused: dict[str, int] = {}
    """Tables under a heading of values that have none, by reason."""
    variables: int = 0
    written: int = 0
    """Variables that a sentence sets."""
    uses: int = 0
    timers: int = 0


class Layouts(msgspec.Struct, frozen=True):
    """The packet layouts of a document for reports."""

    compiled: int = 0
    refused: tuple[Refusal, ...] = ()
    merged: int = 0
    """Those drawn apart that were compiled with the structure that they belong to."""
    examples: int = 0
    """Those in worked examples, which do not count."""


class Simulation(msgspec.Struct, frozen=True):
    """What became of a document."""

    document: str
    revision: str
    interfaces: tuple[InterfaceSummary, ...] = ()
    types: dict[str, int] = {}
    """How many structures, unions and enumerations the methods need."""
    findings: tuple[Finding, ...] = ()
    unresolved: tuple[str, ...] = ()
    """What it imports that no document of the library has; what may stand there is not judged."""
    refused: str = ""
    """The dialect of IDL that is not ours, if it is one."""
    names: Names = Names()
    layouts: Layouts = Layouts()
    rules: RuleCounts = RuleCounts()


class Simulator:
    """Simulates the documents of a library; what was read once is kept."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._documents = library.newest()
        self._texts: dict[str, IdlText] = {}
        self._units: dict[str, Unit | None] = {}
        self._sections: dict[str, SectionDeclarations] = {}
        self.linker = Linker(self._unit)
        self.vocabulary = Vocabulary(self._documents)
        self.shelf = Shelf(library)
        self.rules = RuleShelf(library, lambda name: self.sections(name).prototypes)

    def documents(self) -> list[str]:
        """All of them."""
        return sorted(self._documents)

    def with_idl(self) -> list[str]:
        """The documents that have IDL."""
        return [name for name in sorted(self._documents) if self._has_idl(self._documents[name])]

    def _has_idl(self, document: StoredDocument) -> bool:
        return any(
            "." not in number and re.search(r"Appendix\b.*\bIDL\b", title, re.IGNORECASE)
            for number, title in document.titles().items()
        )

    def document(self, name: str) -> StoredDocument:
        """A document of the library. Raises InputError."""
        return self.library.document(name)

    def text(self, name: str) -> IdlText:
        """The IDL of a document, as it stands."""
        if name not in self._texts:
            document = self._documents.get(name)
            found = appendix(document.sections()) if document and self._has_idl(document) else IdlText([], [])
            self._texts[name] = found
        return self._texts[name]

    def _unit(self, name: str) -> Unit | None:
        if name not in self._units:
            text = self.text(name)
            refused = not text.lines or bool(self._dialect(text))
            self._units[name] = None if refused else UnitReader().read(text.lines)
        return self._units[name]

    def _dialect(self, text: IdlText) -> str:
        """SunRPC's language, where it is that."""
        found = sum(bool(_SUN.search(line.text)) for line in text.lines)
        return "SunRPC" if found > 2 else ""

    def sections(self, name: str) -> SectionDeclarations:
        """What the other sections declare."""
        if name not in self._sections:
            unit = self._unit(name)
            self._sections[name] = section_declarations(self._documents[name].sections(), unit.macros if unit else {})
        return self._sections[name]

    def interfaces(self, name: str) -> list[InterfaceModel]:
        """The interfaces of a document, with the sections of their methods and types. Raises InputError."""
        document = self.document(name)
        if refused := self._dialect(self.text(document.name)):
            raise InputError(f"{document.name}: its IDL is {refused}'s, which is not read")
        models = self.linker.interfaces(document.name)
        for model in models:
            self._place(model, document)
        return models

    def _place(self, model: InterfaceModel, document: StoredDocument) -> None:
        text = self.text(document.name)
        model.revision = document.revision
        model.section = text.section(model.line)
        model.pipe = self._pipe(model, document.name)
        sections = self.sections(document.name)
        prototypes = {one.method.name: one.section for one in reversed(sections.prototypes)}
        for call in model.calls:
            call.section = prototypes.get(call.name) or sections.titles.get(call.name, ("", 0))[0]
        _skip_reserved(model, sections)
        for node in model.types.values():
            own = self._section_of(document.name, node.name, defined=True)
            if own:
                node.document, node.section = document.name, own
            else:
                node.section = self._section_of(node.document, node.name)

    def _pipe(self, model: InterfaceModel, name: str) -> str:
        """The named pipe: the interface's own name, else the one that the document speaks of most."""
        pipes = self.sections(name).pipes
        own = next((pipe for pipe in pipes if pipe.lower() == model.name.lower()), "")
        return own or max(pipes, key=lambda pipe: pipes[pipe], default="")

    def _section_of(self, document: str, name: str, defined: bool = False) -> str:
        if document not in self._documents:
            return ""
        sections = self.sections(document)
        for told in sections.types:
            if getattr(told.node, "name", "") == name:
                return told.section
        if defined:
            return ""
        return sections.titles.get(name, ("", 0))[0]

    def simulate(self, name: str) -> Simulation:
        """All of it."""
        found = self.interface_definitions(name)
        structures = self.shelf.structures(found.document)
        findings = identified((*found.findings, *self.vocabulary.findings(found.document), *structures.findings))
        return msgspec.structs.replace(
            found,
            findings=findings,
            names=self._names(found.document),
            layouts=Layouts(len(structures.compiled), structures.refused, structures.merged, structures.examples),
            rules=self.rules.counts(found.document),
        )

    def _names(self, name: str) -> Names:
        constants, state = self.vocabulary.constants(name), self.vocabulary.state(name)
        variables = state.variables if state else ()
        return Names(
            constants=sum(len(one.members) for one in constants.sets),
            sets=dict(Counter(one.kind.value for one in constants.sets)),
            refused=dict(Counter(one.reason.value for one in constants.refused)),
            variables=len(variables),
            written=sum(any(use.writes for use in one.uses) for one in variables),
            uses=sum(len(one.uses) for one in variables),
            timers=len(state.timers) if state else 0,
        )

    def interface_definitions(self, name: str) -> Simulation:
        """Its interfaces alone."""
        document = self.document(name)
        if refused := self._dialect(self.text(document.name)):
            reason = f"its IDL is {refused}'s, which is not read"
            line = self.text(document.name).lines[0].number
            finding = Finding(
                document=document.name, rule="idl.dialect", section=self.text(document.name).section(line), line=line,
                subject=refused, reason=reason,
            )  # fmt: skip
            return Simulation(document.name, document.revision, findings=(finding,), refused=refused)
        models = self.interfaces(document.name)
        scope = self.linker.scope(document.name)
        if scope is None:
            return Simulation(document.name, document.revision)
        checker = Checker(scope, self.text(document.name), self.sections(document.name), models)
        return Simulation(
            document.name,
            document.revision,
            tuple(_summary(model) for model in models),
            dict(Counter(_type_kinds(models))),
            tuple(checker.findings()),
            tuple(scope.unresolved),
        )


def _skip_reserved(model: InterfaceModel, sections: SectionDeclarations) -> None:
    """Leave room for an opnum that a table reserves and the IDL forgets, if the table tells the method behind it so."""
    declared = {call.name for call in model.calls}
    rows = {(one.section, one.name, one.opnum) for one in sections.opnums if not one.title}
    for section, name, opnum in sorted(rows, key=lambda row: row[2]):
        behind = [call for call in model.calls if call.opnum >= opnum]
        if model.kind != "raw" or name in declared or not behind or not RESERVED.search(name):
            continue
        if (section, behind[0].name, opnum + 1) in rows:
            model.skipped[name] = opnum
            for call in behind:
                call.opnum += 1


def _summary(model: InterfaceModel) -> InterfaceSummary:
    codecs = sum(not call.missing for call in model.calls) if model.kind == "raw" else 0
    version = f"{model.major}.{model.minor}"
    uuid = str(model.uuid or "")
    return InterfaceSummary(model.name, model.kind, uuid, version, len(model.calls), codecs, model.line, model.pipe)


def _type_kinds(models: list[InterfaceModel]) -> Iterator[str]:
    for model in models:
        for node in model.types.values():
            yield {StructureType: "structures", UnionType: "unions"}.get(type(node), "enumerations")


# --- what is kept ---------------------------------------------------------------------------------------------------


def fingerprint(library: Library) -> str:
    """The state of the library and of this program that a simulation hangs on."""
    digest = hashlib.blake2s(digest_size=16)
    for document in sorted(library.newest().values(), key=lambda one: one.name):
        digest.update(f"{document.name} {document.digest}\n".encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".lark"):
            digest.update(path.read_bytes())
    return f"{VERSION}-{digest.hexdigest()}"


def kept(library: Library, key: str) -> list[Simulation] | None:
    """The simulations of all documents that were kept under this key."""
    path = _kept_path(library)
    try:
        stored_key, found = msgspec.msgpack.decode(path.read_bytes(), type=tuple[str, list[Simulation]])
    except (OSError, msgspec.MsgspecError):
        return None
    return found if stored_key == key else None


def keep(library: Library, key: str, found: list[Simulation]) -> None:
    """Keep the simulations beside the library; where that cannot be written to, they are made anew next time."""
    path = _kept_path(library)
    try:
        path.write_bytes(msgspec.msgpack.encode((key, found)))
    except OSError:
        return


def forget(library: Library) -> None:
    """Forget what was kept."""
    _kept_path(library).unlink(missing_ok=True)


def _kept_path(library: Library) -> Path:
    return library.database.path.with_name("simulations.msgpack")
