"""`plugfest simulate`: the rules that sentences became, and the reasons why others did not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from plugfest.cli.output import print_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugfest.simulate.rules.model import FieldRule
    from plugfest.simulate.rules.shelf import RuleCounts, RuleShelf

_NUMBERS = ("sentences", "compiled", "told", "members", "members_compiled", "members_told", "methods", "demands")
_TALLIES = ("families", "uses", "refused", "method_rules", "demands_refused")


def totals(found: Iterable[RuleCounts]) -> dict[str, Any]:
    """`rules`, summed over documents."""
    sums: dict[str, int] = dict.fromkeys(_NUMBERS, 0)
    tallies: dict[str, Counter[str]] = {name: Counter() for name in _TALLIES}
    for one in found:
        for name in _NUMBERS:
            sums[name] += getattr(one, name)
        for name, tally in tallies.items():
            tally.update(getattr(one, name))
    return {"rules": {**sums, **{name: dict(tally.most_common()) for name, tally in tallies.items()}}}


def summary(sums: dict[str, Any]) -> Iterator[str]:
    """The sums as lines for people."""
    rules = sums["rules"]
    for what, prefix in (("sentences", ""), ("members", "members_")):
        if total := rules[what]:
            compiled, told = rules[f"{prefix}compiled"], rules[f"{prefix}told"]
            where = "fields of layouts" if what == "sentences" else "members and parameters"
            yield (
                f"rules of {where}: {compiled + told} of {total} sentences ({100 * (compiled + told) / total:.1f} %),"
                f" {told} of them for situations that no field tells"
            )
    for reason, count in rules["refused"].items():
        yield f"  refused {count}: {reason}"
    if rules["methods"]:
        said = ", ".join(f"{count} {name}" for name, count in rules["method_rules"].items())
        refused = sum(rules["demands_refused"].values())
        yield f"rules of {rules['methods']} methods: {said or 'none'}; {refused} of {rules['demands']} demands refused"


def show_rules(shelf: RuleShelf, name: str, wanted: str) -> bool:
    """Print the rules of a structure or a section as Python; False if there are none."""
    found = [
        one
        for one in shelf.fields(name).rules
        if wanted.casefold() in (one.section.casefold(), one.structure.casefold())
    ]
    if found:
        click.echo()
        print_table(("requirement", "level", "who", "field", "use", "rule"), map(_row, found), fold=("rule",))
    return bool(found)


def _row(rule: FieldRule) -> tuple[str, ...]:
    return rule.requirement, rule.level.value, rule.actor.value, rule.field, rule.use.value, rule_text(rule)


def rule_text(rule: FieldRule) -> str:
    """A rule in Python's words."""
    from plugfest.simulate.rules.compiler import expression

    text = expression(rule.predicate) if rule.predicate else rule.status
    return f"{text} if {expression(rule.condition)}".strip() if rule.condition else text
