"""Generates the reader of a derived structure: `read(_b, _s, _e, _base) → value, end`, which reads one from _b[_s:_e].

Positions in the generated code: `_p` where the next member in line begins, `_o` and `_z` begin and end of a member,
`_claimed` the spans of what offsets point to, `_h` where the first of these could begin, `_at_X` the start of a region.
"""

from __future__ import annotations

import struct

from plugfest.simulate.structures.model import (
    Array,
    BitField,
    Blob,
    Filler,
    Fixed,
    Guid,
    Inner,
    Measured,
    Member,
    Number,
    Own,
    Region,
    Remaining,
    Terminated,
    Text,
    Union,
)
from plugfest.simulate.structures.plan import CODECS, CODES, Plan, base_of, behind


def reader(plan: Plan) -> str:
    """The source of the reader."""
    lines: list[str] = ["_p = _s"]
    if plan.located:
        lines += ["_odd = False", "_h = -1", "_c = 0"]
    if plan.aligned:
        lines.append("_gaps = []")
    helpers: list[str] = []
    run: list[Member] = []
    started = False
    for member in plan.members:
        if plan.unit(member) is not None and (not run or _same(plan, run, member)):
            run.append(member)
            continue
        lines += _run(plan, run, started)
        run = [member] if plan.unit(member) is not None else []
        if not run:
            if isinstance(member.extent, Remaining) and not member.at:
                lines += _ended(plan, lines)
            first = plan.located and not started and (member.at is not None or isinstance(member.form, Region))
            lines += ["_h = _p"] if first else []
            started = started or first
            lines += _member(plan, member, started, helpers)
    lines += _run(plan, run, started)
    lines += _limit(plan, lines)
    absent = [f"_o_{local} = _z_{local} = -1" for local in plan.spans]
    lines = [*absent, *lines]
    return "\n".join([*helpers, "def read(_b, _s, _e, _base, _pad=0):", *(f"    {line}" for line in lines)])


def _same(plan: Plan, run: list[Member], member: Member) -> bool:
    """Whether a member can be unpacked with those before it: one byte order, bits of one integer together."""
    return len({order for one in [*run, member] for order in plan.orders(one)}) < 2


def run_parts(plan: Plan, run: list[Member]) -> tuple[str, list[str], list[tuple[str, int]]]:
    """Format, raw locals, and the names with their sizes of a run."""
    order, codes, raw, sizes = "<", "", [], []
    for member in run:
        form, local = member.form, plan.local(member)
        order = next(iter(plan.orders(member)), order)
        if isinstance(form, BitField):
            if form.first:
                codes += CODES[form.unit]
                raw.append(f"_bits_{local}")
                sizes.append((local, form.unit))
            continue
        unit = plan.unit(member)
        assert unit
        codes += unit[1]
        inside = plan.inside(member) if isinstance(form, Inner) else ()
        raw += [f"_{local}_{own}" for own, *_ in inside] or [local]
        sizes.append((local, unit[2]))
    return order + codes, raw, sizes


def _run(plan: Plan, run: list[Member], claim: bool) -> list[str]:
    if not run:
        return []
    form, raw, sizes = run_parts(plan, run)
    name = plan.local(run[0])
    codec = struct.Struct(form)
    unpack = plan.keep("unpack", name, codec.unpack_from)
    table = plan.keep("sizes", name, tuple(sizes))
    lines = [
        f"if _e - _p < {codec.size}: _short(_fail, {table}, _p, _e)",
        f"{', '.join(raw)}{',' if len(raw) == 1 else ''} = {unpack}(_b, _p)",
        *_converted(plan, run),
    ]
    if claim:
        plan.spans.append(name)
        lines.append(f"_o_{name}, _z_{name} = _p, _p + {codec.size}")
    return [*lines, f"_p += {codec.size}"]


def _converted(plan: Plan, run: list[Member]) -> list[str]:
    """The statements that make values of what was unpacked."""
    lines, whole = [], ""
    for member in run:
        form, local = member.form, plan.local(member)
        match form:
            case BitField():
                whole = f"_bits_{local}" if form.first else whole
                shifted = f"{whole} >> {form.shift}" if form.shift else whole
                lines.append(f"{local} = {shifted} & {(1 << form.width) - 1:#x}")
            case Number(size=size) if size not in CODES:
                lines.append(f"{local} = int.from_bytes({local}, {form.order!r}, signed={form.signed})")
            case Guid():
                part = "bytes" if form.order == "big" else "bytes_le"
                lines.append(f"{local} = _UUID({part}={local})")
            case Text():
                lines.append(f"{local} = _text({local}, {CODECS[form.encoding]!r})")
            case Inner():
                cls = plan.keep("class", local, plan.codecs.inner(form))
                lines.append(f"{local} = {cls}({', '.join(f'_{local}_{own}' for own, *_ in plan.inside(member))})")
    return lines


def _member(plan: Plan, member: Member, claim: bool, helpers: list[str]) -> list[str]:
    """A member that stands alone."""
    local = plan.local(member)
    body = _located(plan, member, helpers) if member.at else _in_line(plan, member, claim, helpers)
    if not member.condition:
        return body
    absent = [f"{local} = None"]
    if isinstance(member.form, Region):
        absent.append(f"_at_{local} = _p")
    return [
        f"if {plan.condition(member.condition)}:",
        *(f"    {line}" for line in body),
        "else:",
        *(f"    {line}" for line in absent),
    ]


def _in_line(plan: Plan, member: Member, claim: bool, helpers: list[str]) -> list[str]:
    local = plan.local(member)
    lines = []
    if member.align > 1:
        lines += [
            f"_z = _p + (_base - _p) % {member.align}",
            f"if _z > _e: _fail({local!r}, _p, 'it ends in the padding')",
            f"if _b[_p:_z].strip(b'\\0'): _fail({local!r}, _p, 'the padding before it is not zero')",
            "_p = _z",
        ]
    if claim:
        lines.append("_o = _p")
    lines += _value(plan, member, helpers, "_p", "_e")
    if claim and not isinstance(member.form, Region):
        plan.spans.append(local)
        lines.append(f"_o_{local}, _z_{local} = _o, _p")
    return lines


def _located(plan: Plan, member: Member, helpers: list[str]) -> list[str]:
    """A member that lies where another one says; nothing is there where its length or its offset is 0."""
    assert member.at
    local, base = plan.local(member), base_of(plan, member.at)
    offset = plan.value(member.at.by)
    there = []
    if isinstance(member.extent, Measured):
        there.append(plan.named(member.extent.by.member))
    if not base.startswith("_at_"):
        there.append(plan.named(member.at.by.member))
    lines = [
        f"_q, _p = _p, {base} + {offset}",
        f"if not _s <= _p <= _e: _fail({local!r}, _p, 'it lies outside of the message')",
        f"_o_{local} = _p",
        "if _p != _q: _odd = True",
        *_value(plan, member, helpers, "_p", "_e"),
        f"_z_{local} = _p",
        "if _p < _q: _p = _q",
    ]
    plan.spans.append(local)
    if not there:
        return lines
    return [f"if {' and '.join(there)}:", *(f"    {line}" for line in lines), f"else: {local} = {empty(member)}"]


def empty(member: Member) -> str:
    """The value of what takes no bytes."""
    match member.form:
        case Blob():
            return "b''"
        case Text():
            return "''"
        case Array():
            return "()"
    return "None"


def _value(plan: Plan, member: Member, helpers: list[str], start: str, end: str) -> list[str]:
    """Read the value at `_p`, and move `_p` behind it."""
    local, form = plan.local(member), member.form
    match form:
        case Region():
            lines = [f"_at_{local} = _p"]
            if isinstance(member.extent, Own):
                return [*lines, f"{local} = None"]
            lines += _span(plan, member, local)
            return [*lines, f"{local} = None", "_c, _odd = max(_c, _z), True"]
        case Array():
            return _array(plan, member, form, helpers)
        case Inner() if isinstance(member.extent, Own):
            return [f"{local}, _p = {plan.keep('class', local, plan.codecs.inner(form))}._read(_b, _p, _e, _base)"]
        case Inner():
            cls = plan.keep("class", local, plan.codecs.inner(form))
            return [*_span(plan, member, local), f"{local} = {cls}.decode(_b, _p, _z, _base)", "_p = _z"]
        case Union() if isinstance(member.extent, Own):
            return _choice(plan, member, form, helpers)
        case Text():
            codec = CODECS[form.encoding]
            return [*_span(plan, member, local), f"{local} = _text(_b[_p:_y], {codec!r})", "_p = _z"]
        case Number():
            read = f"int.from_bytes(_b[_p:_z], {form.order!r}, signed={form.signed})"
            return [*_span(plan, member, local), f"{local} = {read}", "_p = _z"]
        case Guid():
            part = "bytes" if form.order == "big" else "bytes_le"
            return [*_span(plan, member, local), f"{local} = _UUID({part}=_b[_p:_z])", "_p = _z"]
        case BitField():
            return _odd_bits(plan, member, form)
    return [*_span(plan, member, local), f"{local} = _b[_p:_y]", "_p = _z"]


def _odd_bits(plan: Plan, member: Member, form: BitField) -> list[str]:
    """Bits of a unit that `struct` does not know; the first of them reads it."""
    local = plan.local(member)
    before = plan.members[: plan.members.index(member) + 1]
    first = plan.local(next(m for m in reversed(before) if isinstance(m.form, BitField) and m.form.first))
    shifted = f"_bits_{first} >> {form.shift}" if form.shift else f"_bits_{first}"
    value = f"{local} = {shifted} & {(1 << form.width) - 1:#x}"
    if not form.first:
        return [value]
    return [
        f"_z = _p + {form.unit}",
        f"if _z > _e: _fail({local!r}, _p, f'{form.unit} bytes wanted, {{_e - _p}} left')",
        f"_bits_{local} = int.from_bytes(_b[_p:_z], {form.order!r})",
        "_p = _z",
        value,
    ]


def _span(plan: Plan, member: Member, local: str) -> list[str]:
    """Compute `_z`, where the member that begins at `_p` ends, and `_y`, where its content does."""
    extent = member.extent
    too_long = f"if not _p <= _z <= _e: _fail({local!r}, _p, f'{{_z - _p}} bytes wanted, {{_e - _p}} left')"
    match extent:
        case Fixed(bits=bits):
            return [f"_z = _y = _p + {bits // 8}", too_long]
        case Measured(by=by, unit=unit):
            size = plan.value(by)
            if unit == "characters" and isinstance(member.form, Text) and member.form.encoding.startswith("utf-16"):
                size = f"({size}) * 2"
            return [f"_z = _y = _p + {size}", too_long]
        case Terminated(by=by, unit=unit):
            return [
                f"_y = _until(_b, _p, _e, {by!r}, {unit}, _fail, {local!r})",
                f"_z = _y + {len(by)}",
            ]
        case Filler(before=before) if before:
            target = next(m for m in plan.members if plan.local(m) == plan.named(before))
            assert target.at
            there = [plan.named(target.at.by.member)]
            if isinstance(target.extent, Measured):
                there.append(plan.named(target.extent.by.member))
            if target.condition:
                there.append(plan.condition(target.condition))
            place = f"{base_of(plan, target.at)} + {plan.value(target.at.by)}"
            return [f"_z = _y = max(_p, min(_e, {place})) if {' and '.join(there)} else _p"]
        case Filler(to=to):
            return [f"_z = _y = min(_e, _p + (_base - _p) % {to})"]
        case Remaining():
            tail = behind(plan, member)
            return [f"_z = _y = _e - {tail}" if tail else "_z = _y = _e", too_long]
    raise TypeError(f"{plan.structure.place}.{member.name} has no size")


def _array(plan: Plan, member: Member, form: Array, helpers: list[str]) -> list[str]:
    local, extent = plan.local(member), member.extent
    counted = isinstance(extent, Measured) and extent.unit == "elements"
    if isinstance(form.element, Number) and form.element.size in CODES and form.align <= 1:
        item = plan.item(local, form.element)
        if counted:
            assert isinstance(extent, Measured)
            span = [
                f"_z = _p + ({plan.value(extent.by)}) * {form.element.size}",
                f"if not _p <= _z <= _e: _fail({local!r}, _p, f'{{_z - _p}} bytes wanted, {{_e - _p}} left')",
            ]
        else:
            span = _span(plan, member, local)
        return [*span, f"{local} = _integers(_b, _p, _z, {item}, _fail, {local!r})", "_p = _z"]
    if form.next:
        assert isinstance(form.element, Inner)
        cls = plan.codecs.inner(form.element)
        link = next(a for a, name in cls.__document_names__.items() if name == form.next)
        name = plan.keep("class", local, cls)
        return [
            *_span(plan, member, local),
            f"{local}, _p = _chain({name}, {link!r}, _b, _p, _z, _base, _fail, {local!r}) if _z > _p else ((), _p)",
        ]
    read = _element(plan, member, form, helpers)
    if counted:
        assert isinstance(extent, Measured)
        count, span, end = plan.value(extent.by), [f"_n = {plan.value(extent.by)}"], "_e"
        span.append(
            f"if _n < 0 or _n > (_e - _p) * 8: _fail({local!r}, _p, f'{{_n}} elements, {{_e - _p}} bytes left')"
        )
        count = "_n"
    else:
        count, span, end = "None", _span(plan, member, local), "_z"
    gaps = "_gaps" if form.align > 1 else "None"
    call = f"_elements({read}, _b, _p, {end}, _base, {count}, {form.align}, {gaps}, _fail, {local!r})"
    return [*span, f"{local}, _p = {call}"]


def _element(plan: Plan, member: Member, form: Array, helpers: list[str]) -> str:
    """The name of the function that reads one element."""
    local = plan.local(member)
    if isinstance(form.element, Inner) and isinstance(form.extent, Own):
        cls = plan.keep("class", local, plan.codecs.inner(form.element))
        name = f"_one_{local}"
        helpers += [f"def {name}(_b, _p, _e, _base):", f"    return {cls}._read(_b, _p, _e, _base)"]
        return name
    element = Member(name=member.name, form=form.element, extent=form.extent)
    plan.locals[id(element)] = local
    plan.scope[f"_keep_{local}"] = element  # its identity is its key
    lines = _value(plan, element, helpers, "_p", "_e")
    name = f"_one_{local}"
    helpers += [f"def {name}(_b, _p, _e, _base):", *(f"    {line}" for line in lines), f"    return {local}, _p"]
    return name


def _choice(plan: Plan, member: Member, form: Union, helpers: list[str]) -> list[str]:
    raise TypeError(f"{plan.structure.place}.{member.name}: the ways to read it differ in size")


def _ended(plan: Plan, before: list[str]) -> list[str]:
    """Before what takes all that is left: the end of the structure, where a member tells it."""
    extent = plan.structure.extent
    if not isinstance(extent, Measured) or "_end = _e" in before:
        return []
    total = plan.value(extent.by)
    return [
        "_end = _e",
        f"_e = _s + {total}",
        "if not _p <= _e <= _end: _fail('', _s, f'{_e - _s} bytes in all, {_p - _s} read, {_end - _s} there')",
    ]


def _limit(plan: Plan, lines: list[str]) -> list[str]:
    """Build the record: what lies between the members that offsets point to is kept."""
    values = ", ".join(plan.local(member) for member in plan.members)
    spans = ", ".join(f"(_o_{local}, _z_{local})" for local in plan.spans)
    end = "_end" if any(line == "_end = _e" for line in lines) else "_e"
    gaps = "tuple((_o - _s, _z) for _o, _z in _gaps)" if plan.aligned else ""
    if not plan.located:
        return [
            f"_rest = ((_p - _s, _b[_p:{end}]),) if _pad and _p < {end} else ()",
            f"return _cls({values}, _rest{f' + {gaps}' if gaps else ''}), _p",
        ]
    return [
        "if _c < _p: _c = _p",
        f"_rest = _unclaimed(_b, _s, _h, _c, ({spans},)) if _odd else ()",
        f"if _pad and _c < {end}: _rest += ((_c - _s, _b[_c:{end}]),)",
        f"return _cls({values}, _rest{f' + {gaps}' if gaps else ''}), _c",
    ]
