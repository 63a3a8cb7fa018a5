"""A scope for sentences of our own, and what they become."""

from __future__ import annotations

from plugfest.records.requirements import Actor
from plugfest.simulate.rules import model as m
from plugfest.simulate.rules.compiler import expression
from plugfest.simulate.rules.scope import Constants, Listed, Scope, key
from plugfest.simulate.rules.sentence import Above, Statement, read

FIELDS = ("Length", "Flags", "Wings", "Name", "Colour", "Header")


def scope(field: str = "Wings", **changes: object) -> Scope:
    """The scope of a field of a pigeon."""
    plain = Scope(
        document="MS-TOYR",
        section="2.2.1",
        structure="PIGEON Request",
        field=field,
        size="4 bytes",
        fields={key(name): name for name in FIELDS},
        constants=Constants([]),
        sender=Actor.CLIENT,
    )
    return plain._replace(**changes)  # type: ignore[arg-type]


def values(*numbers: int, **named: int) -> Listed:
    """A list of values, as a table gives it."""
    found = tuple(m.Number(value=one) for one in numbers) + tuple(m.Number(value=v, name=n) for n, v in named.items())
    return Listed(found, (), True)


def statements(sentence: str, where: Scope | None = None, above: Above | None = None) -> list[Statement]:
    """What a sentence becomes; it has to become something."""
    found, reason = read(sentence, where or scope(), above)
    assert reason is None, reason
    return found


def rules(sentence: str, where: Scope | None = None, above: Above | None = None) -> list[str]:
    """What a sentence becomes, as text: use, predicate, condition."""
    return [told(one) for one in statements(sentence, where, above)]


def told(one: Statement) -> str:
    """A statement as text, short."""
    text = one.use.value if one.use is not m.Use.SENT else ""
    if one.predicate is not None:
        text += f" {expression(one.predicate)}"
    if one.condition is not None:
        text += f" if {expression(one.condition)}"
    text = text.replace("get(values, ", "(").replace("values, ", "").replace("'", "")
    return f"{text} {one.status}".strip()


def refused(sentence: str, where: Scope | None = None, above: Above | None = None) -> m.Reason:
    """Why a sentence is refused; it has to be."""
    found, reason = read(sentence, where or scope(), above)
    assert reason is not None, [told(one) for one in found]
    return reason
