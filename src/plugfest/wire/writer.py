"""Generates the writer of a structure: `write(_v, _s) → bytes`, `_s` being how far behind the base they will be put.

In the generated code `_x_NAME` are the bytes of a field with the padding before them, `_n_NAME` without, `_o_NAME` is
the offset of a buffer; runs are packed last, when every link is known.
"""

from __future__ import annotations

from plugfest.wire.layout import (
    Array,
    Bytes,
    Chain,
    CountOf,
    Data,
    Field,
    Int,
    LengthOf,
    Nested,
    Next,
    OffsetOf,
    Sized,
    Utf16,
    Utf16Sized,
    _Bytes0,
    _Utf16Z,
)
from plugfest.wire.plan import Plan, Unit


def writer(plan: Plan) -> str:
    """The source of the writer."""
    layout = plan.layout
    lines = [*(f"{field.name} = _v.{field.name}" for field in layout.fields), "_p = _s"]
    parts: list[str] = []
    packs: list[str] = []
    for segment in plan.inline:
        if isinstance(segment, list):
            parts.append(f"_x_{segment[0].field}")
            size = _pack(plan, segment, packs)
            lines += [*(check for unit in segment for check in unit.check), f"_p += {size}"]
        else:
            parts.append(f"_x_{segment.name}")
            lines += _conditional(segment, _inline(plan, segment, packs), [f"_x_{segment.name} = b''"])
    first = parts[0] if plan.inline and isinstance(plan.inline[0], list) else ""
    for entry in plan.linked:
        parts.append(f"_x_{entry.name}")
        lines += _conditional(entry, _linked(plan, entry), [f"_x_{entry.name} = b''", f"_o_{entry.name} = 0"])
    lines += _links(plan)
    if packs:
        lines += ["try:", *(f"    {line}" for line in packs), "except _struct_error as _error: _bad(_error)"]
    if plan.rest:
        verbatim = f"{first} + {plan.rest}" if first else f"_bytes({plan.rest})"
        lines.append(f"if _type({plan.rest}) is _Verbatim: return {verbatim}")
        parts.append(plan.rest)
    lines.append(f"_r = _join(({', '.join(parts)}))" if len(parts) != 1 else f"_r = {parts[0]}")
    if layout.minimum:  # what was decoded goes out as it came, however short
        unset = " or ".join(f"_v.{field.name} is None" for field in layout.fields if field.link)
        lines.append(f"if _len(_r) < {layout.minimum} and ({unset}): _r = _r.ljust({layout.minimum}, b'\\0')")
    return "\n    ".join(["def write(_v, _s):", *lines, "return _r"])


def _present(entry: Field) -> str:
    """The condition under which a field is written; what is None and is not computed is left out."""
    return f"({entry.when}) and {entry.name} is not None" if entry.optional and not entry.link else entry.when


def _conditional(entry: Field, lines: list[str], otherwise: list[str]) -> list[str]:
    if not entry.when:
        return lines
    return [
        f"if {_present(entry)}:",
        *(f"    {line}" for line in lines),
        "else:",
        *(f"    {line}" for line in otherwise),
    ]


def _pack(plan: Plan, units: list[Unit], packs: list[str], before: str = "", condition: str = "") -> int:
    """Add the statement that packs a run to `packs`; the size."""
    name, size = plan.run(units)
    target = f"_x_{units[0].field}"
    line = f"{target} = {before}{name}_pack({', '.join(value for unit in units for value in unit.pack)})"
    packs.append(f"if {condition}: {line}" if condition else line)
    return size


def _inline(plan: Plan, entry: Field, packs: list[str]) -> list[str]:
    """A field of variable size, aligned or conditional, at `_p`."""
    name = entry.name
    lines, before = [], ""
    if entry.align > 1:
        lines = [f"_g_{name} = {plan.gaps(entry.align)}[-_p % {entry.align}]", f"_p += _len(_g_{name})"]
        before = f"_g_{name} + "
    unit = plan.unit(entry)
    if unit is not None:
        condition = _present(entry) if entry.when else ""
        return [*lines, f"_p += {_pack(plan, [unit], packs, before, condition)}"]
    lines += [f"_n_{name} = {_encoded(plan, entry, '_p')}", f"_p += _len(_n_{name})"]
    return [*lines, f"_x_{name} = {before}_n_{name}"]


def _encoded(plan: Plan, entry: Field, position: str) -> str:
    """The expression for the bytes of a field of variable size."""
    name, form = entry.name, entry.form
    match form:
        case Sized() | Data():
            return name
        case Utf16() | Utf16Sized():
            return f"{name}.encode('utf-16-le', 'surrogatepass')"
        case _Utf16Z():
            return f"{name}.encode('utf-16-le', 'surrogatepass') + b'\\0\\0'"
        case _Bytes0():
            return f"{name} + b'\\0'"
        case Nested():
            return f"{name}.encode()"
        case Chain():
            return f"_write_chain({name}, {form.align})"
        case Array(item=Int() as item):
            return f"_write_integers({name}, {plan.item(item)}, _bad)"
    return f"_write_structures({name}, {position}, {form.align})"  # the reader has refused all else


def _linked(plan: Plan, entry: Field) -> list[str]:
    name, form = entry.name, entry.form
    padding = plan.padding_of(name)
    gap = f"{plan.gaps(form.align)}[-_p % {form.align}]" if form.align > 1 else "b''"
    gap = f"{padding} or {gap}" if padding else gap
    lines = [f"_g = {gap}", f"_o_{name} = _p + _len(_g)"] if gap != "b''" else [f"_o_{name} = _p"]
    lines += [
        f"_n_{name} = {_encoded(plan, entry, f'_o_{name}')}",
        f"_x_{name} = _g + _n_{name}" if gap != "b''" else f"_x_{name} = _n_{name}",
        f"_p += _len(_x_{name})",
    ]
    always = any(isinstance(f.link, OffsetOf) and f.link.field == name and f.link.always for f in plan.layout.fields)
    return [
        f"if {name}:",
        *(f"    {line}" for line in lines),
        f"else: _n_{name} = _x_{name} = b''; _o_{name} = {'_p' if always else '0'}",
    ]


def _links(plan: Plan) -> list[str]:
    """The statements that compute what is None."""
    lines = []
    for entry in plan.layout.fields:
        match entry.link:
            case LengthOf(field=field):
                value = f"_len({field})" if isinstance(plan.layout.named(field).form, Bytes) else f"_len(_n_{field})"
            case OffsetOf(field=field):
                value = f"_o_{field}"
            case CountOf(field=field):
                value = f"_len({field})"
            case Next():
                value, field = "0", entry.name
            case _:
                continue
        when = _present(plan.layout.named(field))
        lines.append(f"if {entry.name} is None: {entry.name} = {f'{value} if {when} else 0' if when else value}")
    return lines
