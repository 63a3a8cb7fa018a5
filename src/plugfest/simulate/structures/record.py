"""`Record`: what a decoded derived structure is an instance of, and the classes made for each."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Self

import msgspec

from plugfest.errors import WireError
from plugfest.simulate.structures.model import DerivedStructure, Fixed, Inner, Member, Union
from plugfest.simulate.structures.runtime import Pieces
from plugfest.wire import Structure

Lookup = Callable[[Inner], DerivedStructure | None]
_CALLED = frozenset({"any", "bytes", "int", "len", "max", "min", "tuple"})
"""What the generated code calls."""
_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


class Record(Structure, frozen=True):
    """A decoded structure. Members that are None are computed when it is encoded, or are not there."""

    __derived__: ClassVar[DerivedStructure]
    __codecs__: ClassVar[Codecs]

    @classmethod
    def decode(cls, data: bytes, start: int = 0, end: int | None = None, base: int | None = None) -> Self:
        """Decode data[start:end]; offsets count from `base` (default: `start`). What is left over goes to `rest`."""
        if type(data) is not bytes:
            data = bytes(data)
        stop = len(data) if end is None else min(end, len(data))
        if start > stop:
            raise WireError(cls.__name__, "", start, "it begins behind the end")
        return cls._read(data, start, stop, start if base is None else base, 1)[0]

    def replace(self, **values: Any) -> Self:
        """The same with other values."""
        return msgspec.structs.replace(self, **values)


def attributes(names: Sequence[str]) -> list[str]:
    """Python's names for the document's, all different."""
    result: list[str] = []
    taken = {"rest", "encode", "decode", "replace"}
    for name in names:
        own = plain = attribute(name)
        number = 1
        while own in taken:
            number += 1
            own = f"{plain}_{number}"
        taken.add(own)
        result.append(own)
    return result


def attribute(name: str) -> str:
    """`StructureSize` → `structure_size`."""
    own = "_".join(word.lower() for word in _WORDS.findall(name)) or "field"
    if own[0].isdigit():
        own = f"field_{own}"
    return f"{own}_" if keyword.iskeyword(own) or own in _CALLED else own


class Codecs:
    """The classes of derived structures, each made once; `lookup` finds the structures that lie in others."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._classes: dict[tuple[str, str, str], type[Record]] = {}

    def inner(self, inner: Inner) -> type[Record]:
        """The class of a nested structure."""
        found = self._lookup(inner)
        if found is None:
            raise KeyError(f"{inner.document} {inner.section} {inner.name}")
        return self.of(found)

    def of(self, structure: DerivedStructure) -> type[Record]:
        """The class of a structure; its codec is compiled at first use."""
        place = (structure.document, structure.section, structure.title)
        if place not in self._classes:
            self._classes[place] = self._make(structure)
        return self._classes[place]

    def _make(self, structure: DerivedStructure) -> type[Record]:
        stored = stored_members(structure.members)
        names = attributes([member.name for member in stored])
        name = re.sub(r"\W+", "_", structure.name).strip("_") or "Structure"
        made: Any = msgspec.defstruct(
            f"S{name}" if name[0].isdigit() else name,
            [*((own, Any, None) for own in names), ("rest", Pieces, ())],
            bases=(Record,),
            namespace={
                "__derived__": structure,
                "__codecs__": self,
                "__document_names__": dict(zip(names, (member.name for member in stored), strict=True)),
                "_read": staticmethod(_reading(self, structure)),
                "_write": staticmethod(_writing(self, structure)),
            },
            frozen=True,
        )
        cls: type[Record] = made
        return cls


def stored_members(members: Sequence[Member]) -> list[Member]:
    """The members that a record has: of a union whose ways to be read are equally long, those of one way."""
    result: list[Member] = []
    for member in members:
        arm = overlay(member)
        result += stored_members(arm) if arm else [member]
    return result


def overlay(member: Member) -> tuple[Member, ...] | None:
    """The way with the most members of a union that takes the same bytes in all ways; None for what is no such one."""
    if not isinstance(member.form, Union) or not isinstance(member.extent, Fixed):
        return None
    arms = [arm.members for arm in member.form.arms]
    if any(not all(isinstance(part.extent, Fixed) for part in arm) for arm in arms):
        return None
    return max(arms, key=len)


def _reading(codecs: Codecs, structure: DerivedStructure) -> Callable[..., Any]:
    def read(*arguments: Any) -> Any:
        return _compiled(codecs, structure)[0](*arguments)

    return read


def _writing(codecs: Codecs, structure: DerivedStructure) -> Callable[..., Any]:
    def write(*arguments: Any) -> Any:
        return _compiled(codecs, structure)[1](*arguments)

    return write


def _compiled(codecs: Codecs, structure: DerivedStructure) -> tuple[Callable[..., Any], Callable[..., Any]]:
    from plugfest.simulate.structures.codec import generate

    cls: Any = codecs.of(structure)
    cls._read, cls._write = (staticmethod(function) for function in generate(cls))
    return cls._read, cls._write
