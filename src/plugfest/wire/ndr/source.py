"""The text of generated code, with what each line of it reads or writes."""

from __future__ import annotations

import struct
import traceback
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, NamedTuple


class Place(NamedTuple):
    """A member of a structure; `end` is where it ends in the run of bytes that the line reads."""

    structure: str
    field: str
    end: int = 0


class Body(ABC):
    """The body of one function: lines, the run of fixed-size values not yet written out, what is known of alignment."""

    numbers: Iterator[int]

    def __init__(self, scope: dict[str, Any], numbers: Iterator[int] | None = None) -> None:
        self.scope = scope
        self.numbers = count() if numbers is None else numbers
        self.lines: list[tuple[str, tuple[Place, ...]]] = []
        self.indent = 1
        self.run: list[tuple[str, str, Place]] = []
        self.run_size = 0
        self.known, self.offset = 1, 0
        """The position before the run is `offset` modulo `known`."""

    def local(self, hint: str) -> str:
        """A new local name."""
        return f"{hint}_{next(self.numbers)}"

    def constant(self, hint: str, value: Any) -> str:
        """A global name of the generated code for a value."""
        name = f"{hint}_{id(value):x}" if not isinstance(value, str | int) else f"{hint}_{value}"
        self.scope.setdefault(name, value)
        return name

    def packer(self, code: str, what: str) -> tuple[str, int]:
        """The name of a method of the precompiled struct of that code, and its size."""
        made = struct.Struct("<" + code)
        name = f"{what}_{code.replace(' ', '')}"
        self.scope.setdefault(name, getattr(made, what))
        return name, made.size

    def line(self, text: str, *places: Place) -> None:
        """Add one line."""
        self.lines.append(("    " * self.indent + text, places))

    @contextmanager
    def block(self, header: str) -> Iterator[None]:
        """Lines under a header. What was known of alignment before is not known inside or behind."""
        self.flush()
        self.line(header)
        self.indent += 1
        self.forget()
        start = len(self.lines)
        yield
        self.flush()
        if len(self.lines) == start:
            self.line("pass")
        self.indent -= 1
        self.forget()

    def forget(self, known: int = 1) -> None:
        """Only this much is known of alignment from here on."""
        self.known, self.offset = known, 0

    def add(self, code: str, size: int, align: int, what: str, place: Place) -> None:
        """Put a fixed-size value into the run; `what` is the local that it is read to, or the expression written."""
        self.align(align)
        self.run_size += size
        self.run.append((code, what, place._replace(end=self.run_size)))

    def align(self, to: int) -> None:
        """Go on at a multiple of `to`."""
        if to > self.known:
            self.flush()
            self.line(self.aligning(to))
            self.forget(to)
        elif pad := -(self.offset + self.run_size) % to:
            self.run_size += pad
            self.run.append((f"{pad}x", "", Place("", "", self.run_size)))

    def flush(self) -> None:
        """Write out the run."""
        if not self.run:
            return
        code = "".join(code for code, _, _ in self.run)
        named = [(what, place) for _, what, place in self.run if what]
        self.out(code, [what for what, _ in named], [place for _, place in named])
        self.offset = (self.offset + self.run_size) % self.known
        self.run, self.run_size = [], 0

    @abstractmethod
    def aligning(self, to: int) -> str:
        """The statement that goes on to a multiple of `to`."""

    @abstractmethod
    def out(self, code: str, what: list[str], places: list[Place]) -> None:
        """Add the line that reads or writes a run."""


class Code:
    """All functions generated for one transfer syntax, in one namespace, and the places of their lines."""

    def __init__(self) -> None:
        self.scope: dict[str, Any] = {}
        self.places: dict[tuple[str, int], tuple[Place, ...]] = {}
        self.sources: dict[str, str] = {}
        self.files: set[str] = set()
        """What the functions call the files that they stand in."""

    def define(self, name: str, header: str, lines: list[tuple[str, tuple[Place, ...]]]) -> None:
        """Compile one function."""
        text = "\n".join([header, *(line for line, _ in lines)]) + "\n"
        filename = f"<ndr {name}>"
        self.files.add(filename)
        self.sources[name] = text
        for number, (_, places) in enumerate(lines, start=2):
            if places:
                self.places[filename, number] = places
        exec(compile(text, filename, "exec"), self.scope)  # our own text

    def place_of(self, error: BaseException) -> tuple[tuple[Place, ...], int]:
        """What the innermost line of ours was about when it raised, and the position that it had reached."""
        trace = traceback.walk_tb(error.__traceback__)
        *_, (frame, line) = (step for step in trace if step[0].f_code.co_filename in self.files)
        return self.places.get((frame.f_code.co_filename, line), ()), frame.f_locals.get("pos", 0)
