"""What the reader and the writer of a structure share: its fields cut into runs of fixed size, and their scope.

Locals of the generated code that are not fields begin with an underscore.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn
from uuid import UUID

from plugfest.errors import LocalProtocolError, WireError
from plugfest.wire import runtime
from plugfest.wire.declaration import is_enum, read_layout
from plugfest.wire.enums import Members
from plugfest.wire.layout import Bits, Bytes, Field, Int, Layout, LengthOf, Nested, Padding, _Guid, _Rest
from plugfest.wire.names import document_name


class Unit(NamedTuple):
    """A field, or the Bits that share an integer, as part of a run."""

    field: str
    """The field; the first one of Bits."""
    code: str
    """Its struct code."""
    size: int
    raw: list[str]
    """The locals that it is unpacked to."""
    build: list[str]
    """The statements that make values of them."""
    check: list[str]
    """The statements before it is packed."""
    pack: list[str]
    """The expressions that are packed."""


class Plan:
    """How one structure is read and written."""

    def __init__(self, cls: Any) -> None:
        self.layout: Layout = read_layout(cls)
        fields, defaults = cls.__struct_fields__, cls.__struct_defaults__
        self.scope: dict[str, Any] = {
            "_cls": cls,
            "_UUID": UUID,
            "_Verbatim": runtime.Verbatim,
            "_struct_error": struct.error,
            "_fail": _failing(cls),
            "_bad": _refusing(cls),
            "_len": len,
            "_type": type,
            "_bytes": bytes,
            "_join": b"".join,
            **{f"_{name}": getattr(runtime, name) for name in runtime.__all__},
            **{
                f"_default_{name}": value
                for name, value in zip(fields[len(fields) - len(defaults) :], defaults, strict=True)
            },
        }
        self.segments = self._segments()
        self.rest = next((f.name for f in self.layout.fields if isinstance(f.form, _Rest)), "")
        self.inline = [
            s for s in self.segments if isinstance(s, list) or not (s.linked or isinstance(s.form, Padding | _Rest))
        ]
        """What lies one behind the other: runs (lists of units) and fields that stand alone."""
        self.linked = [s for s in self.segments if isinstance(s, Field) and s.linked]
        """Then come the buffers that offsets point to, and what no field claims."""

        first = self.inline[0] if self.inline else []
        self.first = sum(unit.size for unit in first) if isinstance(first, list) else 0
        """Bytes in the run that the structure begins with."""
        for entry in self.layout.fields:
            if isinstance(entry.link, LengthOf):
                target = self.layout.named(entry.link.field)
                if not isinstance(target.form, Bytes) and self.unit(target) is not None:
                    raise TypeError(f"{self.layout.name}.{entry.name}: {target.name} has no length to tell")

    def padding_of(self, name: str) -> str:
        """The field that keeps the bytes before the buffer of that field."""
        fields = self.layout.fields
        return next((f.name for f in fields if isinstance(f.form, Padding) and f.form.field == name), "")

    def named(self, prefix: str, kind: type[Any], value: Any = None) -> str:
        """A name in the scope of the generated code for a class, or for what is made of it."""
        name = key = f"_{prefix}_{kind.__name__}"
        number = 1
        while key in self.scope and self.scope[f"{key} of"] is not kind:
            number += 1
            key = f"{name}_{number}"
        if key not in self.scope:
            self.scope[f"{key} of"] = kind
            self.scope[key] = kind if value is None else value
        return key

    def members(self, hint: Any) -> str:
        """The name of the table of an enumeration's members; empty for other types."""
        return self.named("enum", hint, Members(hint)) if is_enum(hint) else ""

    def item(self, item: Int) -> str:
        """The name of what an array of integers is made of: byte order, struct code and size of one."""
        self.scope[f"_item_{item.code}"] = (self.layout.order, item.code, item.size)
        return f"_item_{item.code}"

    def gaps(self, align: int) -> str:
        """The name of a table of paddings by their length."""
        self.scope[f"_gaps{align}"] = tuple(bytes(size) for size in range(align))
        return f"_gaps{align}"

    def run(self, units: list[Unit]) -> tuple[str, int]:
        """Put the struct of a run into the scope; its name and size."""
        codec = struct.Struct(self.layout.order + "".join(unit.code for unit in units))
        name = f"_run_{units[0].field}"
        self.scope[f"{name}_unpack"] = codec.unpack_from
        self.scope[f"{name}_pack"] = codec.pack
        self.scope[f"{name}_names"] = tuple((unit.field, unit.size) for unit in units)
        return name, codec.size

    def unit(self, entry: Field, local: str = "", source: str = "") -> Unit | None:
        """The field as part of a run; None where its size is not fixed. `source`: the expression that is written."""
        local = local or entry.name
        source = source or local
        match entry.form:
            case Int(code=code, size=size):
                table = self.members(entry.type)
                return Unit(local, code, size, [local], [f"{local} = {table}[{local}]"] if table else [], [], [source])
            case Bytes(size=size):
                return Unit(local, f"{size}s", size, [local], [], [], [f"_exact({source}, {size})"])
            case _Guid():
                part = "bytes_le" if self.layout.order == "<" else "bytes"
                return Unit(local, "16s", 16, [local], [f"{local} = _UUID({part}={local})"], [], [f"{source}.{part}"])
            case Nested():
                return self._flattened(entry, local, source)
        return None

    def _flattened(self, entry: Field, local: str, source: str) -> Unit | None:
        """A nested structure of fixed size as if its fields were ours."""
        inner = read_layout(entry.type)
        if inner.order != self.layout.order or inner.minimum:
            return None
        units = []
        for part in inner.fields:
            if part.when or part.link or part.align > 1:
                return None
            unit = self.unit(part, f"_{local}_{part.name}", f"{source}.{part.name}")
            if unit is None:
                return None
            units.append(unit)
        values = ", ".join(f"_{local}_{part.name}" for part in inner.fields)
        build = [line for unit in units for line in unit.build]
        return Unit(
            local,
            "".join(unit.code for unit in units),
            sum(unit.size for unit in units),
            [raw for unit in units for raw in unit.raw],
            [*build, f"{local} = {self.named('class', entry.type)}({values})"],
            [],
            [expression for unit in units for expression in unit.pack],
        )

    def _segments(self) -> list[list[Unit] | Field]:
        """The fields in order: runs of fixed ones, and those that stand alone."""
        segments: list[list[Unit] | Field] = []
        waiting: list[Field] = []
        for entry in self.layout.fields:
            unit: Unit | None = None
            if isinstance(entry.form, Bits):
                waiting.append(entry)
                if sum(part.form.width for part in waiting) < entry.form.unit.size * 8:
                    continue
                unit, waiting = self._bits(waiting), []
            elif waiting:
                break
            elif not (entry.when or entry.align > 1):
                unit = self.unit(entry)
            if unit is None:
                segments.append(entry)
            elif segments and isinstance(segments[-1], list):
                segments[-1].append(unit)
            else:
                segments.append([unit])
        if waiting:
            raise TypeError(f"{self.layout.name}.{waiting[0].name}: bits do not fill their integer")
        return segments

    def _bits(self, entries: list[Field]) -> Unit:
        whole = entries[0].form.unit
        if any(entry.form.unit != whole for entry in entries) or sum(e.form.width for e in entries) != whole.size * 8:
            raise TypeError(f"{self.layout.name}.{entries[0].name}: bits do not fill their integer")
        raw = f"_bits_{entries[0].name}"
        build, check, pack, shift = [], [], [], 0
        for entry in entries:
            mask = (1 << entry.form.width) - 1
            value = f"{raw} >> {shift} & {mask:#x}"
            table = self.members(entry.type)
            build.append(f"{entry.name} = {table}[{value}]" if table else f"{entry.name} = {value}")
            check.append(f"if not 0 <= {entry.name} <= {mask:#x}: _bad(f'{{{entry.name}}} in {entry.form.width} bits')")
            pack.append(f"{entry.name} << {shift}" if shift else entry.name)
            shift += entry.form.width
        return Unit(entries[0].name, whole.code, whole.size, [raw], build, check, [" | ".join(pack)])


def _failing(cls: type[Any]) -> Callable[[str, int, str], NoReturn]:
    def fail(field: str, offset: int, reason: str) -> NoReturn:
        raise WireError(cls.__name__, document_name(cls, field), offset, reason)

    return fail


def _refusing(cls: type[Any]) -> Callable[[object], NoReturn]:
    def bad(reason: object) -> NoReturn:
        raise LocalProtocolError(f"{cls.__name__} cannot be encoded: {reason}")

    return bad
