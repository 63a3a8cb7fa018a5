"""Generates the reader and the writer of a structure as Python source, specialised to its layout.

Runs of fixed fields become one `struct` call; everything that the layout knows is decided here, not per message.
Locals of the generated code that are not fields begin with an underscore. `python -m plugfest.wire.codec MODULE:CLASS`
prints what is generated.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, NoReturn
from uuid import UUID

from plugfest.errors import LocalProtocolError, WireError
from plugfest.wire import runtime
from plugfest.wire.enums import Members
from plugfest.wire.layout import (
    Array,
    Bits,
    Bytes,
    Chain,
    CountOf,
    Data,
    Field,
    Int,
    Layout,
    LengthOf,
    Nested,
    OffsetOf,
    Padding,
    Sized,
    Utf16,
    Utf16Sized,
    _Bytes0,
    _Guid,
    _Rest,
    _Utf16Z,
    is_enum,
    read_layout,
)

_TEXT = (Utf16, Utf16Sized, _Utf16Z)


class _Unit:
    """A field, or several Bits, of fixed size inside a run: struct code, the locals it unpacks to, how they combine."""

    def __init__(self, code: str, size: int, raw: list[str], build: list[str], pack: list[str], names: str) -> None:
        self.code, self.size, self.raw, self.build, self.pack, self.names = code, size, raw, build, pack, names


class _Generator:
    def __init__(self, cls: type[Any]) -> None:
        self.cls = cls
        self.layout: Layout = read_layout(cls)
        fields = cls.__struct_fields__
        defaults = cls.__struct_defaults__
        values = dict(zip(fields[len(fields) - len(defaults) :], defaults, strict=True))
        self.scope: dict[str, Any] = {
            "_cls": cls,
            "_rt": runtime,
            "_UUID": UUID,
            "_WireError": WireError,
            "_struct_error": struct.error,
            "_fail": self._failing(),
            "_bad": self._refusing(),
            **{f"_D_{name}": value for name, value in values.items()},
        }
        self.runs = 0

    # --- what fails -----------------------------------------------------------------------------------------------

    def _failing(self) -> Callable[[str, int, str], NoReturn]:
        name = self.layout.name

        def fail(field: str, offset: int, reason: str) -> NoReturn:
            raise WireError(name, field, offset, reason)

        return fail

    def _refusing(self) -> Callable[[Exception], NoReturn]:
        name = self.layout.name

        def bad(error: Exception) -> NoReturn:
            raise LocalProtocolError(f"{name} cannot be encoded: {error}") from error

        return bad

    # --- fixed fields ---------------------------------------------------------------------------------------------

    def _converter(self, hint: Any) -> str:
        if not is_enum(hint):
            return ""
        key = f"_E_{hint.__name__}"
        self.scope.setdefault(key, Members(hint))
        return key

    def _unit(self, entry: Field, local: str) -> _Unit | None:
        """The field as part of a run; None where its size is not fixed."""
        match entry.form:
            case Int(code=code, size=size):
                convert = self._converter(entry.type)
                return _Unit(code, size, [local], [f"{local} = {convert}[{local}]"] if convert else [], [local], local)
            case Bytes(size=size):
                return _Unit(f"{size}s", size, [local], [], [f"_rt.exact({local}, {size})"], local)
            case _Guid():
                part = "bytes_le" if self.layout.order == "<" else "bytes"
                return _Unit("16s", 16, [local], [f"{local} = _UUID({part}={local})"], [f"{local}.{part}"], local)
            case Nested():
                return self._flattened(entry, local)
        return None

    def _flattened(self, entry: Field, local: str) -> _Unit | None:
        inner = read_layout(entry.type)
        if inner.order != self.layout.order or inner.minimum:
            return None
        units = []
        for field in inner.fields:
            unit = None
            if not (field.when or field.link or field.align > 1 or isinstance(field.form, Bits)):
                unit = self._unit(field, f"_{local}_{field.name}")
            if unit is None:
                return None
            unit.pack = [p.replace(f"_{local}_{field.name}", f"{local}.{field.name}") for p in unit.pack]
            units.append(unit)
        key = f"_K_{entry.type.__name__}"
        self.scope[key] = entry.type
        build = [line for unit in units for line in unit.build]
        build.append(f"{local} = {key}({', '.join(unit.names for unit in units)})")
        return _Unit(
            "".join(u.code for u in units),
            sum(u.size for u in units),
            [raw for u in units for raw in u.raw],
            build,
            [p for u in units for p in u.pack],
            local,
        )

    def _segments(self) -> list[list[_Unit] | Field]:
        """The fields in order: runs of fixed ones, and those that stand alone."""
        segments: list[list[_Unit] | Field] = []
        fields = iter(self.layout.fields)
        waiting: list[Field] = []
        for entry in fields:
            if isinstance(entry.form, Bits):
                waiting.append(entry)
                if sum(f.form.width for f in waiting) < entry.form.unit.size * 8:
                    continue
                unit: _Unit | None = self._bits(waiting)
                waiting = []
            else:
                unit = None if entry.when or entry.align > 1 else self._unit(entry, entry.name)
            if unit is None:
                segments.append(entry)
            elif segments and isinstance(segments[-1], list):
                segments[-1].append(unit)
            else:
                segments.append([unit])
        if waiting:
            raise TypeError(f"{self.layout.name}.{waiting[0].name}: bits do not fill their integer")
        return segments

    def _bits(self, entries: list[Field]) -> _Unit:
        unit = entries[0].form.unit
        raw = f"_bits_{entries[0].name}"
        build, pack, shift = [], [], 0
        for entry in entries:
            mask = (1 << entry.form.width) - 1
            value = f"({raw} >> {shift}) & {mask:#x}"
            convert = self._converter(entry.type)
            build.append(f"{entry.name} = {convert}[{value}]" if convert else f"{entry.name} = {value}")
            pack.append(f"({entry.name} & {mask:#x}) << {shift}")
            shift += entry.form.width
        return _Unit(unit.code, unit.size, [raw], build, [" | ".join(pack)], entries[0].name)

    def _run(self, units: list[_Unit]) -> tuple[str, int]:
        codec = struct.Struct(self.layout.order + "".join(u.code for u in units))
        name = f"_run{self.runs}"
        self.runs += 1
        self.scope[f"{name}_unpack"] = codec.unpack_from
        self.scope[f"{name}_pack"] = codec.pack
        self.scope[f"{name}_names"] = tuple((u.names, u.size) for u in units)
        return name, codec.size

    # --- reader ---------------------------------------------------------------------------------------------------

    def reader(self) -> str:
        lines = ["def read(_b, _s, _e, _base, _pad=0):", "    _p = _s"]
        late: list[Field] = []
        segments = self._segments()
        for segment in segments:
            if isinstance(segment, list):
                lines += self._read_run(segment)
            elif segment.linked or isinstance(segment.form, Padding | _Rest):
                late.append(segment)
            else:
                lines += self._conditional(segment, self._read_inline(segment), f"{segment.name} = _D_{segment.name}")
        lines += ["    _c = _h = _p", "    _un = b''"] if late else ["    _c = _p"]
        for entry in late:
            if isinstance(entry.form, Padding):
                lines.insert(1, f"    {entry.name} = b''")
            elif entry.linked:
                lines += self._conditional(entry, self._read_linked(entry), f"{entry.name} = _D_{entry.name}")
            else:
                lines += [
                    f"    {entry.name} = _un + _b[_c:_e] if _un else _b[_c:_e]",
                    f"    if _pad and len({entry.name}) < _pad and not {entry.name}.strip(b'\\0'): {entry.name} = b''",
                    "    _c = _e",
                ]
        lines.append(f"    return _cls({', '.join(f.name for f in self.layout.fields)}), _c")
        return "\n".join(lines)

    def _conditional(self, entry: Field, lines: list[str], otherwise: str) -> list[str]:
        if not entry.when:
            return lines
        return [f"    if {entry.when}:", *("    " + line for line in lines), "    else:", f"        {otherwise}"]

    def _read_run(self, units: list[_Unit]) -> list[str]:
        name, size = self._run(units)
        raw = [r for u in units for r in u.raw]
        target = ", ".join(raw) + ("," if len(raw) == 1 else "")
        return [
            f"    if _e - _p < {size}: _rt.short(_fail, {name}_names, _p, _e)",
            f"    {target} = {name}_unpack(_b, _p)",
            f"    _p += {size}",
            *(f"    {line}" for u in units for line in u.build),
        ]

    def _read_inline(self, entry: Field) -> list[str]:
        lines = []
        name = entry.name
        if entry.align > 1:
            lines += [
                f"    _p += -(_p - _base) % {entry.align}",
                f"    if _p > _e: _fail({name!r}, _p, 'ends in the padding before it')",
            ]
        unit = self._unit(entry, name)
        match entry.form:
            case _ if unit is not None:
                return lines + self._read_run([unit])
            case Sized(length=length) | Utf16Sized(length=length):
                value = f"_b[_p:_p + {length}]"
                if isinstance(entry.form, Utf16Sized):
                    value = f"_rt.text({value}, _fail, {name!r}, _p)"
                return [
                    *lines,
                    f"    if {length} > _e - _p: _fail({name!r}, _p, f'{{{length}}} bytes wanted, {{_e - _p}} left')",
                    f"    {name} = {value}",
                    f"    _p += {length}",
                ]
            case _Utf16Z():
                return [*lines, f"    {name}, _p = _rt.utf16z(_b, _p, _e, _fail, {name!r})"]
            case _Bytes0():
                return [*lines, f"    {name}, _p = _rt.bytesz(_b, _p, _e, _fail, {name!r})"]
            case Nested():
                self.scope[f"_K_{name}"] = entry.type
                return [*lines, f"    {name}, _p = _K_{name}._read(_b, _p, _e, _p)"]
            case Array():
                return [*lines, *self._read_array(entry, "_p", "_e")]
        raise TypeError(f"{self.layout.name}.{name} cannot lie here")

    def _read_array(self, entry: Field, position: str, end: str) -> list[str]:
        """Reads elements from `position`; leaves that behind the last one."""
        form, name = entry.form, entry.name
        lines, count = [], form.count or "None"
        if form.length:
            lines = [
                f"    _z = {position} + {form.length}",
                f"    if _z > {end}:",
                f"        _fail({name!r}, {position}, f'{{{form.length}}} bytes wanted, {{{end} - {position}}} left')",
            ]
            end = "_z"
        if form.item is not None:
            self.scope[f"_I_{name}"] = (self.layout.order, form.item.code, form.item.size)
            convert = self._converter(entry.type) or "None"
            call = f"_rt.integers(_b, {position}, {end}, {count}, _I_{name}, {convert}, _fail, {name!r})"
        else:
            self.scope[f"_K_{name}"] = entry.type
            call = f"_rt.structures(_b, {position}, {end}, {count}, _K_{name}, {form.align}, _base, _fail, {name!r})"
        return [*lines, f"    {name}, {position} = {call}"]

    def _read_linked(self, entry: Field) -> list[str]:
        form, name = entry.form, entry.name
        offset = form.offset
        present = form.count if isinstance(form, Array) and form.count else form.length
        empty = "''" if isinstance(form, _TEXT) else "()" if isinstance(form, Array | Chain) else "b''"
        take = {
            Data: [f"    {name} = _b[_o:_o + {form.length}]"],
            Utf16: [f"    {name} = _rt.text(_b[_o:_o + {form.length}], _fail, {name!r}, _o)"],
        }.get(type(form))
        if take is not None:
            take.append(f"    _z = _o + {form.length}")
        elif isinstance(form, Chain):
            self.scope[f"_K_{name}"] = entry.type
            take = [
                f"    _z = _o + {form.length}",
                f"    {name} = _rt.chain(_b, _o, _z, _K_{name}, {form.align}, _fail, {name!r})",
            ]
        else:
            take = ["    _q = _o", *self._read_array(entry, "_q", "_e"), "    _z = _q"]
        bound = f" or _o + {form.length} > _e" if form.length else " or _o > _e"
        reason = f"f'offset {{{offset}}} leads outside the message or into its fixed part'"
        align = form.align
        padding = next((f for f in self.layout.fields if isinstance(f.form, Padding) and f.form.field == name), None)
        irregular = f"{padding.name} = _b[_c:_o]" if padding else "_un += _b[_c:_o]"
        return [
            f"    if {present}:",
            f"        _o = _base + {offset}",
            f"        if _o < _h{bound}: _fail({name!r}, _o, {reason})",
            "        if _o > _c:",
            f"            if _o - _c != -(_c - _base) % {align} or _b[_c:_o].strip(b'\\0'): {irregular}",
            *(f"    {line}" for line in take),
            "        if _z > _c: _c = _z",
            f"    else: {name} = {empty}",
        ]

    # --- writer ---------------------------------------------------------------------------------------------------

    def writer(self) -> str:
        layout = self.layout
        lines = ["def write(_v, _s):", *(f"    {f.name} = _v.{f.name}" for f in layout.fields), "    _p = _s"]
        computed = next((f.name for f in layout.fields if f.link), None)
        if layout.minimum:  # what was decoded goes out as it came, however short
            lines.append(f"    _new = {computed} is None" if computed else "    _new = True")
        parts: list[str] = []
        packs: list[str] = []
        late: list[Field] = []
        for segment in self._segments():
            if isinstance(segment, list):
                lines += self._write_run(segment, parts, packs)
            elif segment.linked or isinstance(segment.form, Padding | _Rest):
                late.append(segment)
            else:
                parts.append(f"_x_{segment.name}")
                lines += self._conditional(segment, self._write_inline(segment), f"_x_{segment.name} = b''")
        for entry in late:
            if entry.linked:
                parts.append(f"_x_{entry.name}")
                lines += self._conditional(
                    entry, self._write_linked(entry), f"_x_{entry.name} = b''; _o_{entry.name} = 0"
                )
            elif isinstance(entry.form, _Rest):
                parts.append(entry.name)
        lines += self._links()
        lines += ["    try:", *packs] if packs else []
        lines += ["    except _struct_error as _error: _bad(_error)"] if packs else []
        lines.append(f"    _r = b''.join(({', '.join(parts)},))" if len(parts) != 1 else f"    _r = {parts[0]}")
        if layout.minimum:
            lines.append(f"    if _new and len(_r) < {layout.minimum}: _r = _r.ljust({layout.minimum}, b'\\0')")
        lines.append("    return _r")
        return "\n".join(lines)

    def _write_run(self, units: list[_Unit], parts: list[str], packs: list[str], indent: str = "        ") -> list[str]:
        name, size = self._run(units)
        parts.append(f"_x{name}")
        packs.append(f"{indent}_x{name} = {name}_pack({', '.join(p for u in units for p in u.pack)})")
        return [f"    _p += {size}"]

    def _write_inline(self, entry: Field) -> list[str]:
        name, form = entry.name, entry.form
        unit = self._unit(entry, name)
        lines = [f"    _g = -_p % {entry.align}"] if entry.align > 1 else []
        position = "_p + _g" if entry.align > 1 else "_p"
        if unit is not None:
            run, _ = self._run([unit])
            lines.append(f"    _x_{name} = {run}_pack({', '.join(unit.pack)})")
        else:
            lines.append(f"    _x_{name} = {self._encoded(entry, position)}")
        if entry.align > 1:
            lines.append(f"    _x_{name} = bytes(_g) + _x_{name}")
        elif isinstance(form, _Utf16Z | _Bytes0 | Sized | Utf16Sized | Nested | Array) or unit is not None:
            pass
        return [*lines, f"    _p += len(_x_{name})"]

    def _encoded(self, entry: Field, position: str) -> str:
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
                return f"_rt.write_chain({name}, {form.align})"
            case Array(item=Int() as item):
                self.scope[f"_I_{name}"] = (self.layout.order, item.code, item.size)
                return f"_rt.write_integers({name}, _I_{name}, _bad)"
            case Array():
                return f"_rt.write_structures({name}, {position}, {form.align})"
        raise TypeError(f"{self.layout.name}.{name} cannot lie here")

    def _write_linked(self, entry: Field) -> list[str]:
        name, form = entry.name, entry.form
        padding = next((f for f in self.layout.fields if isinstance(f.form, Padding) and f.form.field == name), None)
        gap = f"bytes(-_p % {form.align})" if form.align > 1 else "b''"
        lines = [f"    _o_{name} = _p", f"    _x_{name} = b''", f"    if {name}:"]
        lines.append(f"        _g = {padding.name} or {gap}" if padding else f"        _g = {gap}")
        lines += [
            f"        _o_{name} = _p + len(_g)",
            f"        _n_{name} = {self._encoded(entry, f'_o_{name}')}",
            f"        _x_{name} = _g + _n_{name}",
            f"        _p += len(_x_{name})",
        ]
        offset = self.layout.link_to(name, OffsetOf)
        if offset is None or not (isinstance(offset.link, OffsetOf) and offset.link.always):
            lines.append(f"    else: _o_{name} = 0")
        else:
            lines.append(f"    else: _n_{name} = b''")
        return lines

    def _links(self) -> list[str]:
        lines = []
        for entry in self.layout.fields:
            match entry.link:
                case LengthOf(field=field, plus=plus):
                    target = self.layout.named(field)
                    if target.linked:
                        value = f"(len(_n_{field}) if {field} else 0)"
                    elif isinstance(target.form, Bytes):
                        value = f"len({field})"
                    else:
                        value = f"len(_x_{field})"
                    value += f" + {plus}" if plus else ""
                case OffsetOf(field=field):
                    target = self.layout.named(field)
                    value = f"_o_{field}"
                case CountOf(field=field):
                    target = self.layout.named(field)
                    value = f"len({field})"
                case _:
                    continue
            if target.when:
                value = f"({value}) if ({target.when}) else 0"
            lines.append(f"    if {entry.name} is None: {entry.name} = {value}")
        return lines


def generate(cls: type[Any]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The reader and the writer of a structure. Raises TypeError where its declaration makes no sense."""
    generator = _Generator(cls)
    for source in (generator.reader(), generator.writer()):
        exec(compile(source, f"<codec of {cls.__name__}>", "exec"), generator.scope)  # our own text
    return generator.scope["read"], generator.scope["write"]


def source_of(cls: type[Any]) -> str:
    """The generated source, for people."""
    generator = _Generator(cls)
    return generator.reader() + "\n\n\n" + generator.writer()


if __name__ == "__main__":
    import importlib
    import sys

    module, name = sys.argv[1].split(":")
    print(source_of(getattr(importlib.import_module(module), name)))
