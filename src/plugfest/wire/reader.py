"""Generates the reader of a structure: `read(_b, _s, _e, _base, _pad) → value, end`, which reads one from _b[_s:_e].

Positions in the generated code: `_p` where the next field in line begins, `_h` where the fixed part ends, `_c` up to
where bytes are claimed, `_o` and `_z` begin and end of a buffer. `_odd` is set where the buffers do not lie as the
writer would lay them; then `rest` keeps all behind the first run as it came.
"""

from __future__ import annotations

from plugfest.wire.layout import (
    Array,
    Chain,
    Data,
    Field,
    Nested,
    Sized,
    Utf16,
    Utf16Sized,
    _Bytes0,
    _Utf16Z,
)
from plugfest.wire.plan import Plan, Unit

_UTF16 = "'utf-16-le', 'surrogatepass'"


def reader(plan: Plan) -> str:
    """The source of the reader."""
    body, position, first = [], "_s", "_s"
    for segment in plan.inline:
        if isinstance(segment, list) and position == "_s":
            lines, size = _run(plan, segment, position)
            body += lines
            position = first = f"_s + {size}"
            continue
        if position != "_p":
            body.append(f"_p = {position}")
            position = "_p"
        body += _run_here(plan, segment) if isinstance(segment, list) else _conditional(segment, _inline(plan, segment))
    body.append(f"_c = _h = {position}" if plan.linked else f"_c = {position}")
    for entry in plan.linked:
        body += _conditional(entry, _linked(plan, entry))
    start = [f"{name} = b''" for entry in plan.linked if (name := plan.padding_of(entry.name))]
    odd = any("_odd = True" in line for line in body)
    if odd:
        start.append("_odd = False")
    if plan.rest:
        body += _remainder(plan.rest, first if odd else "")
    values = ", ".join(field.name for field in plan.layout.fields)
    end = f"return _cls({values}), {'_e' if plan.rest else '_c'}"
    return "\n    ".join(["def read(_b, _s, _e, _base, _pad=0):", *start, *body, end])


def _conditional(entry: Field, lines: list[str]) -> list[str]:
    if not entry.when:
        return lines
    return [f"if {entry.when}:", *(f"    {line}" for line in lines), f"else: {entry.name} = _default_{entry.name}"]


def _unclaimed(plan: Plan, name: str, position: str) -> str:
    """The statement for bytes that the writer would not write so."""
    return "_odd = True" if plan.rest else f"_fail({name!r}, {position}, 'bytes lie before it that no field claims')"


def _run(plan: Plan, units: list[Unit], position: str) -> tuple[list[str], int]:
    """A run of fixed fields at `position`, and its size."""
    name, size = plan.run(units)
    raw = [local for unit in units for local in unit.raw]
    return [
        f"if _e - {position} < {size}: _short(_fail, {name}_names, {position}, _e)",
        f"{', '.join(raw)}{',' if len(raw) == 1 else ''} = {name}_unpack(_b, {position})",
        *(line for unit in units for line in unit.build),
    ], size


def _run_here(plan: Plan, units: list[Unit]) -> list[str]:
    """The same at `_p`."""
    lines, size = _run(plan, units, "_p")
    return [*lines, f"_p += {size}"]


def _inline(plan: Plan, entry: Field) -> list[str]:
    """A field of variable size, aligned or conditional, at `_p`."""
    lines, name = [], entry.name
    if entry.align > 1:
        lines += [
            f"_o = _p + (_base - _p) % {entry.align}",
            f"if _o > _e: _fail({name!r}, _p, 'ends in the padding before it')",
            f"if _o != _p and _b[_p:_o].strip(b'\\0'): {_unclaimed(plan, name, '_p')}",
            "_p = _o",
        ]
    unit = plan.unit(entry)
    if unit is not None:
        return lines + _run_here(plan, [unit])
    match entry.form:
        case Sized(length=length):
            return [*lines, *_sized(name, length, f"{name} = _b[_p:_z]")]
        case Utf16Sized(length=length):
            return [*lines, _even(name, length, "_p"), *_sized(name, length, f"{name} = _b[_p:_z].decode({_UTF16})")]
        case _Utf16Z():
            return [*lines, f"{name}, _p = _utf16z(_b, _p, _e, _fail, {name!r})"]
        case _Bytes0():
            return [*lines, f"{name}, _p = _bytesz(_b, _p, _e, _fail, {name!r})"]
        case Nested():
            return [*lines, f"{name}, _p = {plan.named('class', entry.type)}._read(_b, _p, _e, _p)"]
        case Array(length=length):
            if not length:
                return [*lines, *_array(plan, entry, "_p", "_e", "_p")]
            check = f"if {length} > _e - _p: _fail({name!r}, _p, f'{{{length}}} bytes wanted, {{_e - _p}} left')"
            return [*lines, check, *_array(plan, entry, "_p", f"_p + {length}", "_p")]
    raise TypeError(f"{plan.layout.name}.{name} cannot lie here")


def _sized(name: str, length: str, take: str) -> list[str]:
    return [
        f"_z = _p + {length}",
        f"if _z > _e: _fail({name!r}, _p, f'{{{length}}} bytes wanted, {{_e - _p}} left')",
        take,
        "_p = _z",
    ]


def _even(name: str, length: str, position: str) -> str:
    return f"if {length} & 1: _fail({name!r}, {position}, f'{{{length}}} bytes are no UTF-16')"


def _array(plan: Plan, entry: Field, start: str, end: str, then: str) -> list[str]:
    """Elements from `start`; `then` becomes the position behind the last one."""
    form, name, count = entry.form, entry.name, entry.form.count or "None"
    if form.item is not None:
        item = plan.item(form.item)
        table = plan.members(entry.type) or "None"
        return [f"{name}, {then} = _integers(_b, {start}, {end}, {count}, {item}, {table}, _fail, {name!r})"]
    kind = plan.named("class", entry.type)
    call = f"_structures(_b, {start}, {end}, {count}, {kind}, {form.align}, _base, _fail, {name!r})"
    if form.align == 1:
        return [f"{name}, {then}, _ = {call}"]
    return [f"{name}, {then}, _clean = {call}", f"if not _clean: {_unclaimed(plan, name, start)}"]


def _linked(plan: Plan, entry: Field) -> list[str]:
    """A buffer where its offset field says."""
    form, name = entry.form, entry.name
    offset, length = form.offset, form.length
    padding = plan.padding_of(name)
    lines = [
        f"_o = _base + {offset}",
        *([f"_z = _o + {length}"] if length else []),
        f"if _o < _h or {'_z' if length else '_o'} > _e: "
        f"_fail({name!r}, _o, f'offset {{{offset}}} leads outside the message or into its fixed part')",
    ]
    gap = f"_o < _c or _b[_c:_o] != {plan.gaps(form.align)}[(_base - _c) % {form.align}]"
    irregular = f"if {gap if form.align > 1 else '_o != _c'}:"
    if padding:
        lines += [irregular, f"    if _o > _c: {padding} = _b[_c:_o]", f"    else: {_unclaimed(plan, name, '_o')}"]
    else:
        lines.append(f"{irregular} {_unclaimed(plan, name, '_o')}")
    match form:
        case Data():
            lines.append(f"{name} = _b[_o:_z]")
            empty = "b''"
        case Utf16():
            lines += [_even(name, length, "_o"), f"{name} = _b[_o:_z].decode({_UTF16})"]
            empty = "''"
        case Chain():
            kind = plan.named("class", entry.type)
            lines.append(f"{name} = _chain(_b, _o, _z, {kind}, {form.align}, _fail, {name!r})")
            empty = "()"
        case _:
            lines += _array(plan, entry, "_o", "_z" if length else "_e", "_z")
            empty = "()"
    lines.append("_c = _z")
    present = form.count if isinstance(form, Array) and form.count else length
    return [
        f"if {present}:",
        *(f"    {line}" for line in lines),
        f"else: {name} = {empty}",
    ]


def _remainder(name: str, first: str) -> list[str]:
    """What no field claims; zeros fewer than `_pad` are the padding between elements of a chain."""
    found = f"if _c < _e and (_e - _c >= _pad or _b[_c:_e].strip(b'\\0')): {name} = _b[_c:_e]"
    verbatim = [f"if _odd: {name} = _Verbatim(_b[{first}:_e])"] if first else []
    return [*verbatim, f"el{found}" if first else found, f"else: {name} = b''"]
