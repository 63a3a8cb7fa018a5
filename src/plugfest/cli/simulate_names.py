"""`plugfest simulate`: constants and state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugfest.simulate.constants.model import Constants, ConstantSet
    from plugfest.simulate.simulation import Names
    from plugfest.simulate.state.model import State, Timer, Use, Variable


def totals(found: Iterable[Names]) -> dict[str, Any]:
    """`constants` and `state`, summed over documents."""
    constants: dict[str, int] = {"values": 0, "sets": 0}
    refused: dict[str, int] = {}
    state = {"variables": 0, "written": 0, "uses": 0, "timers": 0}
    for one in found:
        constants["values"] += one.constants
        for kind, count in one.sets.items():
            constants["sets"] += count
            constants[kind] = constants.get(kind, 0) + count
        for reason, count in one.refused.items():
            refused[reason] = refused.get(reason, 0) + count
        for name in state:
            state[name] += getattr(one, name)
    return {"constants": {**constants, "refused": refused}, "state": state}


def summary(sums: dict[str, Any]) -> Iterator[str]:
    """The sums as lines for people."""
    constants, state = sums["constants"], sums["state"]
    kinds = ", ".join(f"{constants[kind]} {kind}" for kind in ("enumeration", "flags", "codes") if kind in constants)
    yield f"constants: {constants['values']} values in {constants['sets']} sets" + (f" ({kinds})" if kinds else "")
    for reason, count in sorted(constants["refused"].items(), key=lambda item: -item[1]):
        yield f"  refused {count} {'table' if count == 1 else 'tables'}: {reason}"
    yield (
        f"state: {state['variables']} variables, {state['written']} of them written, {state['uses']} uses, "
        f"{state['timers']} timers"
    )


def show_constants(constants: Constants, wanted: str) -> bool:
    """Print the sets that bear a name or have a member of it; False if there are none."""
    found = [one for one in constants.sets if _is(one, wanted)]
    for one in found:
        size = f" ({one.size})" if one.size else ""
        click.echo(f"{one.place}{size}: {one.kind.value}, {one.document} {one.section} line {one.line}")
        for member in one.members:
            value = f"0x{member.value:0{member.digits}X}" if member.digits else repr(member.value)
            last = f" to {member.last:#x}" if member.last is not None else ""
            click.echo(f"  {member.name or '–'} = {value}{last}  line {member.line}")
    return bool(found)


def _is(one: ConstantSet, wanted: str) -> bool:
    names = {one.title, one.field, f"{one.title}.{one.field}", *(member.name for member in one.members)}
    return wanted.casefold() in {name.casefold() for name in names if name}


def show_state(state: State, wanted: str) -> bool:
    """Print the variables and timers of a name, or of an owner; False if there are none."""
    variables = [one for one in state.variables if wanted.casefold() in (one.full.casefold(), one.owner.casefold())]
    timers = [one for one in state.timers if one.name.casefold() == wanted.casefold()]
    for variable in variables:
        _show(f"{variable.full}: {variable.type or 'variable'}", state, variable)
    for timer in timers:
        _show(f"{timer.name}: timer", state, timer)
    return bool(variables or timers)


def _show(title: str, state: State, one: Variable | Timer) -> None:
    click.echo(f"{title}, {one.role}, {state.document} {one.section} line {one.line}")
    for verb, writes in (("written", True), ("read", False)):
        if places := _places(one.uses, writes):
            click.echo(f"  {verb} in {places}")


def _places(uses: Iterable[Use], writes: bool) -> str:
    return ", ".join(dict.fromkeys(use.section for use in uses if use.writes is writes))
