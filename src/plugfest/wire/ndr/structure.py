"""`NdrStructure`: what every structure, request and response of an RPC interface is declared as."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from typing import Any, ClassVar, Generic, Self, TypeVar
from uuid import UUID

import msgspec

from plugfest.errors import WireError
from plugfest.wire.ndr.types import NDR, TransferSyntax

R = TypeVar("R", bound="NdrStructure")


class NdrStructure(msgspec.Struct, frozen=True, gc=False):
    """A typed, immutable structure whose NDR layout stands in the annotations of its members.

    The codec is generated at first use. Decoding is bounded; bad input raises WireError and nothing else. A count or a
    discriminant that is None is computed by the encoder; any other value is sent as it is, true or not. Referent ids
    are not kept.
    """

    @classmethod
    def decode(cls, data: bytes, *, syntax: TransferSyntax = NDR) -> Self:
        """Decode a whole stub. Raises WireError, also for bytes left over."""
        value, end = cls.decode_from(data, syntax=syntax)
        if end != len(data):
            raise WireError(cls.__name__, "", end, f"{len(data) - end} bytes left over")
        return value

    @classmethod
    def decode_from(cls, data: bytes, *, syntax: TransferSyntax = NDR) -> tuple[Self, int]:
        """Decode from the beginning of a stub; give the value and where it ends. Raises WireError."""
        return _codec()[0](cls, data, syntax)  # type: ignore[no-any-return]

    def encode(self, *, syntax: TransferSyntax = NDR, referents: Iterator[int] | None = None) -> bytes:
        """The stub. `referents` gives the referent ids; Windows' and Samba's row where there is none."""
        return _codec()[1](self, syntax, count(0x00020000, 4) if referents is None else referents)


@cache
def _codec() -> tuple[Callable[..., Any], Callable[..., bytes]]:
    from plugfest.wire.ndr.codec import decode, encode  # it needs this module; an import in each call would cost more

    return decode, encode


class Parameters(NdrStructure, frozen=True):
    """The parameters of a method in one direction: one after the other, each with all it points to."""


class Response(Parameters, frozen=True):
    """The [out] parameters and the return value of a method."""


class Request(Parameters, Generic[R], frozen=True):
    """The [in] parameters of a method. `class NetrRemoteTOD(Request[NetrRemoteTODResponse], frozen=True)`."""

    opnum: ClassVar[int] = -1

    @classmethod
    def response(cls) -> type[R]:
        """The class of its responses."""
        bases: tuple[Any, ...] = getattr(cls, "__orig_bases__", ())
        answers = [typing.get_args(base)[0] for base in bases if typing.get_origin(base) is Request]
        if not answers:
            raise TypeError(f"{cls.__name__} does not say what its response is")
        return answers[0]  # type: ignore[no-any-return]


class Interface(msgspec.Struct, frozen=True):
    """An RPC interface: what is bound to, and its methods."""

    name: str
    uuid: UUID
    major: int
    minor: int = 0
    methods: tuple[type[Request[Any]], ...] = ()
    pipe: str = ""
    """The named pipe of its endpoint."""
    opnums: int = 0
    """How many operation numbers it has, in use or not."""

    def method(self, opnum: int) -> type[Request[Any]] | None:
        """The method with that opnum, if it is declared."""
        return next((method for method in self.methods if method.opnum == opnum), None)
