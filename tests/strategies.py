"""Hypothesis strategies that build values of any `Structure` from its layout."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from plugfest.wire import Structure
from plugfest.wire.declaration import is_enum, read_layout
from plugfest.wire.enums import Members
from plugfest.wire.layout import (
    Array,
    Bits,
    Bytes,
    Chain,
    Data,
    Field,
    Int,
    Nested,
    Padding,
    Sized,
    Utf16,
    Utf16Sized,
    _Bytes0,
    _Guid,
    _Rest,
    _Utf16Z,
)

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@st.composite
def structures(draw: st.DrawFn, cls: type[Structure], rest: bool = True) -> Any:
    """Values that encode: links are left to the encoder, conditional fields are there where their condition holds."""
    defaults = dict(zip(reversed(cls.__struct_fields__), reversed(cls.__struct_defaults__), strict=False))
    values: dict[str, Any] = {}
    for entry in read_layout(cls).fields:
        if entry.link or (entry.when and not eval(entry.when, {}, values)):
            values[entry.name] = defaults[entry.name]
        elif isinstance(entry.form, Padding):
            values[entry.name] = draw(st.sampled_from([b"", b"\1", b"no zeros"])) if values[entry.form.field] else b""
        else:
            values[entry.name] = draw(_values(entry, rest))
    return cls(**values)


def _integers(hint: Any, low: int, high: int) -> st.SearchStrategy[Any]:
    numbers = st.integers(low, high) | st.sampled_from([low, high])
    if not is_enum(hint):
        return numbers
    known = [member for member in hint.__members__.values() if low <= member <= high]
    return st.sampled_from(known) | numbers.map(Members(hint).__getitem__) if known else numbers.map(hint)


def _values(entry: Field, rest: bool) -> st.SearchStrategy[Any]:
    match entry.form:
        case Int(code=code, size=size):
            bits = size * 8
            return _integers(
                entry.type, *((0, 2**bits - 1) if code.isupper() else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1))
            )
        case Bits(width=width):
            return _integers(entry.type, 0, 2**width - 1)
        case Bytes(size=size):
            return st.binary(min_size=size, max_size=size)
        case _Guid():
            return st.uuids()
        case Data() | Sized():
            return st.binary(max_size=40)
        case Utf16() | Utf16Sized():
            return _TEXT
        case _Utf16Z():
            return _TEXT.map(lambda text: text.replace("\0", ""))
        case _Bytes0():
            return st.binary(max_size=20).map(lambda data: data.replace(b"\0", b""))
        case Array(item=Int() as item):
            one = _values(Field(entry.name, item, entry.type), rest)
            return st.lists(one, max_size=5).map(tuple)
        case Array() | Chain():
            return st.lists(structures(entry.type, rest=False), max_size=3).map(tuple)
        case Nested():
            return structures(entry.type, rest)
        case _Rest():
            return st.binary(max_size=9) if rest else st.just(b"")
    raise TypeError(f"no strategy for {entry.form}")


def agree(built: Any, decoded: Any) -> bool:
    """True where all that was given in `built` is in `decoded`; what the encoder computed (None) is anything."""
    if built is None:
        return True
    if isinstance(built, Structure):
        names = built.__struct_fields__
        return type(built) is type(decoded) and all(agree(getattr(built, n), getattr(decoded, n)) for n in names)
    if isinstance(built, tuple):
        return len(built) == len(decoded) and all(map(agree, built, decoded))
    return bool(built == decoded)


def slack(value: Structure) -> int:
    """Bytes at the end that a shorter message could lack."""
    last = read_layout(type(value)).fields[-1]
    if isinstance(last.form, _Rest):
        return len(getattr(value, last.name))
    return slack(getattr(value, last.name)) if isinstance(last.form, Nested) else 0
