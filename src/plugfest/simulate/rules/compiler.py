"""From a predicate to Python: an expression that a reader understands, compiled once.

The function takes the values of a structure by the document's names. It gives True or False, or None where a member
that it needs is not among the values, or is of another kind than the rule thinks: then nothing is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any as Anything
from uuid import UUID

from plugfest.simulate.rules import model as m

Values = Mapping[str, Anything]
WHOLE = ""
"""The key under which a structure's own size in bytes stands among its values."""


TOLD = "(told)"
"""The key under which stands whether the situation of a rule is given."""


class Unknown(Exception):
    """A value that the rule needs is not there."""


def compiled(predicate: m.Predicate) -> Callable[[Values], bool | None]:
    """The function of a predicate."""
    return _function(expression(predicate))


@lru_cache(maxsize=8192)
def _function(text: str) -> Callable[[Values], bool | None]:
    inner = eval(f"lambda values: {text}", dict(_NAMES))

    def judge(values: Values) -> bool | None:
        try:
            return bool(inner(values))
        except Unknown:
            return None

    return judge


def expression(node: m.Predicate) -> str:
    """A predicate as Python text."""
    match node:
        case m.Compare(left=left, operator=operator, right=right):
            return _compare(left, operator, right)
        case m.Between(value=inner, least=least, most=most):
            return f"{value(least, True)} <= {value(inner, True)} <= {value(most, True)}"
        case m.OneOf(value=inner, values=values, ranges=ranges):
            listed = ", ".join(value(one) for one in values)
            inside = "".join(f", range({low}, {high} + 1)" for low, high in ranges)
            return f"one_of({value(inner)}, ({listed}{',' * bool(values)}){inside})"
        case m.OnlyBits(value=inner, mask=mask):
            return f"{value(inner, True)} & ~{mask:#x} == 0"
        case m.HasBits(value=inner, mask=mask):
            return f"{value(inner, True)} & {mask:#x} == {mask:#x}"
        case m.Contains(value=inner, values=values, every=every):
            listed = ", ".join(value(one) for one in values)
            return f"contains({value(inner)}, ({listed},), every={every})"
        case m.MultipleOf(value=inner, of=of):
            return f"{value(inner, True)} % {of} == 0"
        case m.Present(member=member):
            return f"present(values, {', '.join(map(repr, member.path))})"
        case m.Ends(value=inner, characters=characters):
            return f"terminated({value(inner)}, {characters})"
        case m.Kind(value=inner, kind=kind, bits=bits):
            return f"is_{kind}({value(inner)}, {bits})"
        case m.Ordered(value=inner, order=order):
            return f"ordered({value(inner)}, {order!r})"
        case m.Told():
            return f"get(values, {TOLD!r})"
        case m.Not(of=inner):
            return f"not ({expression(inner)})"
        case m.All(of=parts):
            return " and ".join(f"({expression(part)})" for part in parts)
        case m.Any(of=parts):
            return f"any_of(values, {', '.join(f'lambda values: {expression(part)}' for part in parts)})"


def value(node: m.Value, number: bool = False) -> str:
    """A value as Python text; with `number`, what is no number counts as unknown."""
    match node:
        case m.Number(value=known):
            return str(known) if known < 10 else f"{known:#x}"
        case m.Text(value=text):
            return repr(text)
        case m.Member(path=path):
            text = f"get(values, {', '.join(map(repr, path))})"
            return f"number({text})" if number else text
        case m.Measure(of=of, unit=unit):
            return f"{unit}({value(of)})"
        case m.Whole():
            return f"get(values, {WHOLE!r})"
        case m.Bits(of=of, first=first, count=count):
            return f"({value(of, True)} >> {first} & {(1 << count) - 1:#x})"
        case m.Sum(left=left, operator=operator, right=right):
            return f"({value(left, True)} {operator} {value(right, True)})"


def _compare(left: m.Value, operator: str, right: m.Value) -> str:
    if operator in ("==", "!="):
        text = f"equal({value(left)}, {value(right)})"
        return text if operator == "==" else f"not {text}"
    return f"{value(left, True)} {operator} {value(right, True)}"


# --- what the expressions use -----------------------------------------------------------------------------------------


def get(values: Values, *path: str) -> Anything:
    """The value at a path. Raises Unknown."""
    found: Anything = values
    for name in path:
        if not isinstance(found, Mapping) or name not in found:
            raise Unknown(".".join(path))
        found = found[name]
    if found is None:
        raise Unknown(".".join(path))
    return found


def present(values: Values, *path: str) -> bool:
    """A member is there, and not empty. Raises Unknown where the structure has no such member."""
    *above, name = path
    holder = get(values, *above) if above else values
    if not isinstance(holder, Mapping) or name not in holder:
        raise Unknown(name)
    found = holder[name]
    return found is not None and found not in (b"", "", ())


def number(found: Anything) -> int:
    """A number. Raises Unknown for anything else."""
    if isinstance(found, int):
        return found
    raise Unknown


def equal(left: Anything, right: Anything) -> bool:
    """Equal, whatever form the values have. Raises Unknown where they cannot be compared."""
    if isinstance(left, UUID) and isinstance(right, str):
        return str(left) == right.lower()
    if isinstance(left, str) or isinstance(right, str):
        return _text(left) == _text(right)
    if isinstance(left, bytes | UUID) != isinstance(right, bytes | UUID):
        raw, other = (left, right) if isinstance(left, bytes | UUID) else (right, left)
        if isinstance(other, int):
            return _bytes_equal(raw, other)
        raise Unknown
    if isinstance(left, int) != isinstance(right, int):
        raise Unknown
    if isinstance(left, int) and isinstance(right, int) and min(left, right) < 0 <= max(left, right):
        return any(1 << bits - 1 <= max(left, right) == min(left, right) + (1 << bits) for bits in (8, 16, 32, 64))
    return bool(left == right)


def _bytes_equal(raw: bytes | UUID, wanted: int) -> bool:
    data = raw.bytes_le if isinstance(raw, UUID) else raw
    if wanted == 0:
        return not any(data)
    return wanted in (int.from_bytes(data, "little"), int.from_bytes(data, "big"))


def _text(found: Anything) -> str:
    if isinstance(found, bytes):
        wide = len(found) > 1 and len(found) % 2 == 0 and not any(found[1::2])
        found = found[::2].decode("latin-1") if wide else found.decode("latin-1")
    if not isinstance(found, str):
        raise Unknown
    return found.rstrip("\0")


def one_of(found: Anything, values: Sequence[Anything], *ranges: range) -> bool:
    """Is it among the values, or inside a range?"""
    if any(equal(found, one) for one in values):
        return True
    return bool(ranges) and any(number(found) in one for one in ranges)


def contains(found: Anything, values: Sequence[Anything], every: bool) -> bool:
    """Does an array hold one of the values, or nothing but them?"""
    if not isinstance(found, list | tuple):
        raise Unknown
    return all(one in values for one in found) if every else any(one in values for one in found)


def bytes_(found: Anything) -> int:
    """How many bytes a value takes, where it tells. Raises Unknown."""
    if isinstance(found, bytes):
        return len(found)
    if isinstance(found, UUID):
        return 16
    if isinstance(found, Mapping) and WHOLE in found:
        return number(found[WHOLE])
    if isinstance(found, list | tuple):
        return sum(bytes_(one) for one in found)
    raise Unknown


def characters(found: Anything) -> int:
    """How many characters a string has."""
    if isinstance(found, str):
        return len(found)
    raise Unknown


def elements(found: Anything) -> int:
    """How many elements an array has."""
    if isinstance(found, list | tuple):
        return len(found)
    raise Unknown


def terminated(found: Anything, wanted: int) -> bool:
    """Does a string end with null characters? One that was decoded without them does not tell."""
    if isinstance(found, bytes):
        return found.endswith(b"\0" * wanted)
    raise Unknown


def ordered(found: Anything, order: str) -> bool:
    """Values have no byte order any more. Raises Unknown."""
    raise Unknown


def any_of(values: Values, *parts: Callable[[Values], bool]) -> bool:
    """One of them holds; what is not known does not matter where another one does."""
    unknown = False
    for part in parts:
        try:
            if part(values):
                return True
        except Unknown:
            unknown = True
    if unknown:
        raise Unknown
    return False


def is_unsigned(found: Anything, bits: int) -> bool:
    """An unsigned integer of so many bits; 0: of any size."""
    return number(found) >= 0 and (not bits or number(found) < 1 << bits)


def is_signed(found: Anything, bits: int) -> bool:
    """A signed integer of so many bits."""
    return not bits or -(1 << (bits - 1)) <= number(found) < 1 << (bits - 1)


def is_guid(found: Anything, bits: int) -> bool:
    """A GUID, or 16 bytes."""
    return isinstance(found, UUID) or (isinstance(found, bytes) and len(found) == 16)


def is_string(found: Anything, bits: int) -> bool:
    """A string; bytes may be one, so many bits to a character."""
    if isinstance(found, bytes):
        return len(found) % (bits // 8 or 1) == 0
    return isinstance(found, str)


def is_structure(found: Anything, bits: int) -> bool:
    """A structure that was decoded. What is still bytes does not tell."""
    if isinstance(found, Mapping):
        return True
    raise Unknown


def is_array(found: Anything, bits: int) -> bool:
    """An array."""
    if isinstance(found, list | tuple):
        return True
    raise Unknown


_NAMES: dict[str, Anything] = {
    "get": get,
    "present": present,
    "number": number,
    "equal": equal,
    "one_of": one_of,
    "contains": contains,
    "bytes": bytes_,
    "characters": characters,
    "elements": elements,
    "terminated": terminated,
    "any_of": any_of,
    "ordered": ordered,
    "is_unsigned": is_unsigned,
    "is_signed": is_signed,
    "is_guid": is_guid,
    "is_string": is_string,
    "is_structure": is_structure,
    "is_array": is_array,
}
