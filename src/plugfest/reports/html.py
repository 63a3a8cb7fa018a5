"""The report as one HTML file: no external resource, nothing that a peer sent can become markup or script."""

from __future__ import annotations

import base64
import hashlib
import re
import shlex
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote

from jinja2 import BaseLoader, Environment, StrictUndefined, Template
from markupsafe import Markup

from plugfest.records import Run, Verdict
from plugfest.reports.changes import Change, differences
from plugfest.reports.exchanges import MAX_BYTES_SHOWN, pack
from plugfest.reports.model import UNFINISHED, Judged, Standing, count, judge, printable
from plugfest.reports.sections import Section, State, Titles, sections


def report_html(
    run: Run,
    verdicts: Sequence[Verdict],
    statements: Mapping[str, str],
    *,
    base: str = "",
    levels: Mapping[str, str] | None = None,
    titles: Titles | None = None,
    before: tuple[Run, Sequence[Verdict]] | None = None,
) -> str:
    """A run as a page; `base` is the way from the page's folder to the run's, for the links to captures.

    `statements` holds the sentences of requirements by id and `titles` those of sections, as far as the user's
    library has them; `levels` the requirements' levels, by default from the facts that travel with the program;
    `before` an earlier run, to tell what is different.
    """
    judged = judge(verdicts, statements, levels)
    counts = count(judged)
    style, script = _resource("report.css"), _resource("report.js") + _resource("exchange.js")
    return _template().render(
        run=run,
        unfinished="" if run.finished else UNFINISHED,
        judged=judged,
        groups=_groups(judged),
        counts=counts,
        new=sum(number for one, number in counts.items() if one.new),
        documents=sorted({name for one in judged for name in one.documents}),
        levels=sorted({_keyword(citation.level) for one in judged for citation in one.citations if citation.level}),
        maps=sections(judged, titles),
        difference=differences(before[0], before[1], judged) if before else None,
        messages=sum(len(one.verdict.exchange.messages) for one in judged),
        exchanges=pack(judged),
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        link=lambda path: _link(base, path),
    )


_GROUPS = (
    ("New findings", "What nobody has explained yet.", lambda one: one.standing.new),
    ("Unexpected passes", "The profile expects these to fail.", lambda one: one.verdict.unexpected_pass),
    ("Known deviations", "The target's profile explains these.", lambda one: one.standing is Standing.KNOWN),
    ("Held", "The peer does what the document says.", lambda one: one.standing is Standing.PASS),
    ("Not applicable", "The target lacks what these need.", lambda one: one.standing is Standing.NOT_APPLICABLE),
)


def _groups(judged: Sequence[Judged]) -> list[tuple[str, str, list[tuple[int, Judged]]]]:
    """Title, explanation, and members with their places in `judged`; each is in the first group that takes it."""
    groups: list[tuple[str, str, list[tuple[int, Judged]]]] = []
    rest = list(enumerate(judged))
    for title, explanation, takes in _GROUPS:
        members = [(place, one) for place, one in rest if takes(one)]
        rest = [(place, one) for place, one in rest if not takes(one)]
        if members:
            groups.append((title, explanation, members))
    return groups


def _bar(counts: Mapping[Any, int]) -> list[tuple[Any, float, float]]:
    """What, start and width of each part of a bar, in percent; none so thin that it cannot be seen."""
    total = sum(counts.values())
    widths = {one: max(number / total * 100, 1.5) for one, number in counts.items()}
    scale = 100 / (sum(widths.values()) or 1)
    bar, start = [], 0.0
    for one, width in widths.items():
        bar.append((one, round(start, 2), round(width * scale, 2)))
        start += width * scale
    return bar


def _keyword(level: str) -> str:
    """`MUST NOT` → `MUST`: what a reader filters by."""
    return level.partition(" ")[0]


def _places(one: Judged) -> str:
    """The sections that a case is about, for the filters: `|MS-SRVS 3.1.4.8|MS-SRVS 2.2.2.4|`."""
    found = dict.fromkeys(f"{citation.document} {citation.section}" for citation in one.citations)
    return "|" + "".join(f"{place}|" for place in found)


def _again(case: str, run: Run) -> str:
    """The command that runs a case once more."""
    return shlex.join(["plugfest", "test", "--replay", printable(case), "--run", run.id])


def _link(base: str, path: str) -> str:
    """A relative link; a colon in a name does not make a scheme of it."""
    return quote(f"{base.rstrip('/')}/{path}" if base else path, safe="/")


def _seconds(value: float) -> str:
    """A duration for people."""
    if value < 1:
        return f"{value * 1000:.0f} ms"
    return f"{value:.1f} s" if value < 60 else f"{int(value // 60)} min {int(value % 60)} s"


def _when(started: str) -> str:
    """`2026-11-20T09:41:07Z` → `2026-11-20 09:41 UTC`."""
    found = re.match(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)", started)
    return f"{found[1]} {found[2]} UTC" if found else started


def _tally(section: Section) -> str:
    """`3 hold, 1 not tested`, of its own requirements."""
    return ", ".join(f"{number} {state.words}" for state in State if (number := section.own[state]))


def _anchor(case: str) -> str:
    """The id of a case's element."""
    return "case-" + re.sub(r"[^A-Za-z0-9_]+", "-", case)


def _finalize(value: Any) -> Any:
    """Whatever the template prints passes here, before it is escaped."""
    if isinstance(value, Markup):
        return value
    return printable(str(value)) if value is not None else ""


@cache
def _resource(name: str) -> str:
    return (resources.files("plugfest.reports") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=BaseLoader(),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"limit": MAX_BYTES_SHOWN, "State": State, "Change": Change, "Standing": Standing}
    environment.filters |= {
        "seconds": _seconds,
        "when": _when,
        "anchor": _anchor,
        "bar": _bar,
        "keyword": _keyword,
        "places": _places,
        "again": _again,
        "tally": _tally,
    }
    return environment.from_string(_resource("report.html"))


def _hash(text: str) -> str:
    """For the content security policy: this script and this style, and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
