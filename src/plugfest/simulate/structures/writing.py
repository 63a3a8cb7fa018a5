"""Generates the writer of a derived structure: `write(_v, _s) → bytes`, `_s` being how far behind the base they go.

In the generated code `_x_NAME` are the bytes of a member, `_at_NAME` is where it begins, counted from the base; runs
are packed last, when every length, count and offset is known.
"""

from __future__ import annotations

import struct

from plugfest.simulate.structures.model import (
    Array,
    BitField,
    Condition,
    Filler,
    Fixed,
    Guid,
    Inner,
    Left,
    Member,
    Message,
    Number,
    Own,
    Reference,
    Region,
    Terminated,
    Text,
)
from plugfest.simulate.structures.plan import CODECS, CODES, Plan, base_of
from plugfest.simulate.structures.reading import _same, run_parts


def writer(plan: Plan, placing: bool = False) -> str:
    """The source of the writer; instead, of `place(_v, _s)`, which tells where each member lies and how long it is."""
    lines = [f"{plan.local(member)} = _v.{plan.local(member)}" for member in plan.members]
    lines.append("_p = _s")
    if plan.located:
        lines.append("_odd = False")
    parts: list[tuple[str, str]] = []
    packs: list[str] = []
    helpers: list[str] = []
    run: list[Member] = []
    for member in plan.members:
        if plan.unit(member) is not None and (not run or _same(plan, run, member)):
            run.append(member)
            continue
        lines += _run(plan, run, parts, packs)
        run = [member] if plan.unit(member) is not None else []
        if not run:
            lines += _member(plan, member, helpers, packs)
            if not (isinstance(member.form, Region) or (isinstance(member.form, BitField) and not member.form.first)):
                parts.append((f"_at_{plan.local(member)}", f"_x_{plan.local(member)}"))
    lines += _run(plan, run, parts, packs)
    lines += _links(plan)
    if packs:
        again = [f"    {line}" for line in packs]
        fills = [f"    {line}" for member in plan.members for line in _filled(plan, member)]
        lines += ["try:", *again, "except _errors:", *fills, "    try:", *(f"    {line}" for line in again)]
        lines.append("    except _errors as _error: _bad(_error)")
    if placing:
        return "\n".join([*helpers, "def place(_v, _s):", *(f"    {line}" for line in [*lines, _placed(plan, parts)])])
    placed = ", ".join(f"({at} - _s, {name})" for at, name in parts)
    whole = f"_assemble(({placed}{',' if parts else ''}), _v.rest)"
    odd = "_odd or " if plan.located else ""
    found = {plan.local(member) for member in plan.members if member.at}
    names = [n for _, name in parts for n in ([f"_g{name[2:]}", name] if name[3:] in found else [name])]
    lines += [
        f"_r = {names[0]}" if len(names) == 1 else f"_r = _join(({', '.join(names)}))",
        f"if {odd}_v.rest: return {'not _odd and ' if odd else ''}_behind(_r, _v.rest) or {whole}",
        "return _r",
    ]
    return "\n".join([*helpers, "def write(_v, _s):", *(f"    {line}" for line in lines)])


def _run(plan: Plan, run: list[Member], parts: list[tuple[str, str]], packs: list[str]) -> list[str]:
    if not run:
        return []
    form, _, _ = run_parts(plan, run)
    codec = struct.Struct(form)
    name = plan.local(run[0])
    pack = plan.keep("pack", name, codec.pack)
    values: list[str] = []
    checks: list[str] = []
    for member in run:
        local = plan.local(member)
        checks += _checked(plan, member)
        if isinstance(member.form, BitField) and not member.form.first:
            values[-1] += f" | {local} << {member.form.shift}" if member.form.shift else f" | {local}"
        elif isinstance(member.form, Inner):
            values += [f"{local}.{own}" for own, *_ in plan.inside(member)]
        else:
            values.append(_packed(member, local))
    packs += [*checks, f"_x_{name} = {pack}({', '.join(values)})"]
    parts.append((f"_at_{name}", f"_x_{name}"))
    return [f"_at_{name} = _p", f"_p += {codec.size}"]


def _placed(plan: Plan, parts: list[tuple[str, str]]) -> str:
    """The statement that gives the places of all members, by their locals."""
    known = {name.removeprefix("_x_") for _, name in parts}
    entries: list[str] = []
    start, offset, whole = "", 0, (0, 0)
    for member in plan.members:
        local, form = plan.local(member), member.form
        if local in known:
            start, offset = local, 0
        if isinstance(form, Region):
            entries.append(f"{local!r}: (_at_{local} - _s, 0)")
            continue
        if isinstance(form, BitField):
            if form.first:
                whole = (offset, form.unit)
                offset += form.unit
            entries.append(f"{local!r}: (_at_{start} - _s + {whole[0]}, {whole[1]})")
        elif plan.unit(member) is not None:
            size = member.extent.bits // 8  # type: ignore[union-attr]
            entries.append(f"{local!r}: (_at_{start} - _s + {offset}, {size})")
            offset += size
        else:
            entries.append(f"{local!r}: (_at_{local} - _s, len(_x_{local}))")
    return f"return {{{', '.join(entries)}}}"


def _checked(plan: Plan, member: Member) -> list[str]:
    """Bits must fit."""
    local, form = plan.local(member), member.form
    if not isinstance(form, BitField):
        return []
    mask = (1 << form.width) - 1
    return [f"if not 0 <= {local} <= {mask:#x}: _bad(f'{{{local}}} in {form.width} bits')"]


def _filled(plan: Plan, member: Member) -> list[str]:
    """What is not given and not computed is zero."""
    local, form = plan.local(member), member.form
    if member.condition or member.at or not isinstance(member.extent, Fixed) or isinstance(form, Array | Region):
        return ["pass"]
    if isinstance(form, Inner):
        cls = plan.keep("class", local, plan.codecs.inner(form))
        size = member.extent.bits // 8
        return [f"{local} = {cls}.decode({local}.encode() if {local} is not None else bytes({size}))"]
    zero = "0"
    if isinstance(form, Guid):
        zero = "_UUID(int=0)"
    elif not isinstance(form, BitField) and (not isinstance(form, Number) or form.size not in CODES):
        zero = "0" if isinstance(form, Number) else "b''" if not isinstance(member.extent, Fixed) else ""
        zero = zero or f"bytes({member.extent.bits // 8})"
    return [f"if {local} is None: {local} = {zero}"]


def _packed(member: Member, local: str) -> str:
    """The expression that is packed."""
    form = member.form
    match form:
        case BitField():
            return f"{local} << {form.shift}" if form.shift else local
        case Number(size=size) if size in CODES:
            return local
        case Number(size=size):
            return f"{local}.to_bytes({size}, {form.order!r}, signed={form.signed})"
        case Guid():
            return f"{local}.{'bytes' if form.order == 'big' else 'bytes_le'}"
        case Text():
            return f"_exact(_text_bytes({local}, {CODECS[form.encoding]!r}), {member.extent.bits // 8})"  # type: ignore[union-attr]
    assert isinstance(member.extent, Fixed)
    return f"_exact({local}, {member.extent.bits // 8})"


def _member(plan: Plan, member: Member, helpers: list[str], packs: list[str]) -> list[str]:
    """The statements that make `_x_NAME` and `_at_NAME` of a member that stands alone."""
    local = plan.local(member)
    if isinstance(member.form, Region):
        return [f"_at_{local} = _p"]
    if isinstance(member.form, BitField):
        return _odd_bits(plan, member, packs)
    lines = []
    if member.at:
        lines += _located(plan, member)
    elif member.align > 1:
        lines.append(f"if {local} is not None: _p += -_p % {member.align}")
    place = "_o" if member.at else "_p"
    later = _late(plan, member)
    if later:  # a number that another member may be computed into
        assert isinstance(member.extent, Fixed)
        packs += [f"if {local} is not None: _x_{local} = {_number(member, local)}", f"else: _x_{local} = b''"]
        lines += [f"_at_{local} = {place}", f"_p += {member.extent.bits // 8} if {local} is not None else 0"]
        return lines
    lines += [
        f"_at_{local} = {place}",
        f"_x_{local} = {_bytes(plan, member, helpers, f'_at_{local}')}",
    ]
    if member.at:
        return [
            *lines,
            f"_g_{local} = b''",
            f"if _x_{local}:",
            f"    if _o > _p: _g_{local} = bytes(_o - _p)",
            "    elif _o < _p: _odd = True",
            f"    if _o + len(_x_{local}) > _p: _p = _o + len(_x_{local})",
        ]
    return [*lines, f"_p += len(_x_{local})"]


def _number(member: Member, local: str) -> str:
    """The expression for the bytes of an integer that stands alone."""
    form = member.form
    assert isinstance(form, Number)
    return f"{local}.to_bytes({form.size}, {form.order!r}, signed={form.signed})"


def _late(plan: Plan, member: Member) -> bool:
    return isinstance(member.form, Number) and isinstance(member.extent, Fixed) and not member.at


def _located(plan: Plan, member: Member) -> list[str]:
    """Find `_o`: where the offset that is given says, else behind what there is."""
    assert member.at
    reference, base = member.at.by, base_of(plan, member.at)
    base = "0" if base == "_base" else base
    offset = plan.named(reference.member)
    align = _alignment(member)
    behind = f"_p + (-_p % {align})" if align > 1 else "_p"
    return [f"_o = {behind} if {offset} is None else {base} + {plan.value(reference)}"]


def _alignment(member: Member) -> int:
    if member.align > 1:
        return member.align
    if isinstance(member.form, Array):
        return member.form.align
    return 1


def _bytes(plan: Plan, member: Member, helpers: list[str], position: str) -> str:
    """The expression for the bytes of a member; nothing for one that is None."""
    local, form = plan.local(member), member.form
    written = _written(plan, member, helpers, position)
    if isinstance(member.extent, Terminated):
        written = f"{written} + {member.extent.by!r}"
        return f"{written} if {local} is not None else b''"
    if isinstance(member.extent, Filler):
        if member.extent.before:
            target = next(m for m in plan.members if plan.local(m) == plan.named(member.extent.before))
            there = plan.local(target)
            align = _alignment(target)
            missing = f"bytes(-_p % {align}) if {there} else b''" if align > 1 else "b''"
        else:
            missing = f"bytes(-_p % {member.extent.to})"
        return f"{local} if {local} is not None else {missing}"
    missing = "b''"
    if isinstance(member.extent, Fixed) and not member.condition and not member.at:
        missing = f"bytes({member.extent.bits // 8})"
    return f"{written} if {local} is not None else {missing}" if not isinstance(form, Array) else f"{written}"


def _written(plan: Plan, member: Member, helpers: list[str], position: str) -> str:
    local, form = plan.local(member), member.form
    match form:
        case Array():
            return _array(plan, member, form, helpers, position)
        case Inner():
            return f"{local}.encode({position})"
        case Text():
            return f"_text_bytes({local}, {CODECS[form.encoding]!r})"
        case Number() | Guid():
            return _number(member, local) if isinstance(form, Number) else _packed(member, local)
    if isinstance(member.extent, Fixed):
        return f"_exact({local}, {member.extent.bits // 8})"
    return local


def _array(plan: Plan, member: Member, form: Array, helpers: list[str], position: str) -> str:
    local = plan.local(member)
    if isinstance(form.element, Number) and form.element.size in CODES and form.align <= 1:
        return f"_write_integers({local} or (), {plan.item(local, form.element)})"
    if form.next:
        assert isinstance(form.element, Inner)
        cls = plan.codecs.inner(form.element)
        link = next(a for a, name in cls.__document_names__.items() if name == form.next)
        return f"_write_chain({local} or (), {link!r}, {position}, {max(form.align, 1)})"
    name = f"_put_{local}"
    if isinstance(form.element, Inner) and isinstance(form.extent, Own):
        helpers += [f"def {name}(_v, _p):", "    return _v.encode(_p)"]
    else:
        element = Member(name=member.name, form=form.element, extent=form.extent)
        plan.locals[id(element)] = local
        plan.scope[f"_keep_w_{local}"] = element
        expression = _bytes(plan, element, helpers, "_p")
        helpers += [f"def {name}({local}, _p):", f"    return {expression}"]
    return f"_write_elements({name}, {local} or (), {position}, {max(form.align, 1)})"


def _odd_bits(plan: Plan, member: Member, packs: list[str]) -> list[str]:
    """Bits of a unit that `struct` does not know: packed with the first of them."""
    assert isinstance(member.form, BitField)
    local = plan.local(member)
    if not member.form.first:
        return []
    start = plan.members.index(member)
    group = [member]
    for later in plan.members[start + 1 :]:
        if not isinstance(later.form, BitField) or later.form.first:
            break
        group.append(later)
    packs += [line for entry in group for line in _checked(plan, entry)]
    whole = " | ".join(_packed(entry, plan.local(entry)) for entry in group)
    packs.append(f"_x_{local} = ({whole}).to_bytes({member.form.unit}, {member.form.order!r})")
    return [f"_at_{local} = _p", f"_p += {member.form.unit}"]


def _links(plan: Plan) -> list[str]:
    """The statements that compute what is None."""
    lines = []
    for local, (kind, reference, member) in plan.links.items():
        target = plan.local(member)
        match kind:
            case "elements":
                measure = f"len({target} or ())"
            case "characters":
                wide = isinstance(member.form, Text) and member.form.encoding.startswith("utf-16")
                measure = f"len(_x_{target}) // 2" if wide else f"len(_x_{target})"
            case "offset":
                assert member.at
                base = base_of(plan, member.at)
                place = f"_at_{target}" if base == "_base" else f"_at_{target} - {base}"
                lines.append(
                    f"if {local} is None: {local} = ({_inverse(plan, reference, place)}) if _x_{target} else 0"
                )
                continue
            case "total":
                measure = "_p - _s"
            case _:
                measure = _size(plan, member)
        teller = next(one for one in plan.members if plan.local(one) == local)
        there = f" and {plan.condition(told)}" if (told := _decidable(teller.condition)) else ""
        lines.append(f"if {local} is None{there}: {local} = {_inverse(plan, reference, measure)}")
    return lines


def _decidable(condition: Condition | None) -> Condition | None:
    """A condition on other members: neither the end of the structure nor the kind of the message."""
    return None if isinstance(condition, Left | Message) else condition


def _size(plan: Plan, member: Member) -> str:
    local = plan.local(member)
    if isinstance(member.form, Region):
        return f"_p - _at_{local}"
    return f"len(_x_{local})"


def _inverse(plan: Plan, reference: Reference, measure: str) -> str:
    """The value that a member has to have for a reference to tell `measure`."""
    if reference.table:
        return f"{ {size: value for value, size in reference.table} }.get({measure}, 0)"
    text = measure
    for name in reference.less:
        text = f"{text} + ({plan.named(name)} or 0)"
    if reference.plus:
        text = f"{text} - {reference.plus}" if reference.plus > 0 else f"{text} + {-reference.plus}"
    if reference.times != 1 or reference.over != 1:
        text = f"({text}) * {reference.over} // {reference.times}"
    return text
