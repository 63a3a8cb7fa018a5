"""What `plugfest test` shows: a line a case while they run, then what did not hold, then how it ended."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from plugfest.cli.output import console
from plugfest.conformance.targets import Capabilities, Profile
from plugfest.records import RequirementId, Run, Verdict, VerdictKind
from plugfest.reports.model import Standing, count, judge, printable, standing
from plugfest.requirements.facts import find_fact

_LOOK = {
    Standing.PASS: ("✓", "green"),
    Standing.FAIL: ("✗", "bold red"),
    Standing.DEVIATION: ("≠", "yellow"),
    Standing.KNOWN: ("~", "cyan"),
    Standing.INCONCLUSIVE: ("?", "magenta"),
    Standing.NOT_APPLICABLE: ("-", "dim"),
    Standing.ERROR: ("!", "bold red"),
}
_WORDS = {Standing.KNOWN: "known deviation", Standing.NOT_APPLICABLE: "not applicable"}
_SYMBOLS_WIDE = 15


def word(one: Standing) -> str:
    """In running text."""
    return _WORDS.get(one, one.value)


class Face:
    """A pytest plugin that prints. Lines are grouped by topic: at once where cases run in order, else at the end."""

    def __init__(self, *, ordered: bool, verbose: bool = False) -> None:
        self.console: Console = console()
        self.verdicts: list[Verdict] = []
        self._ordered = ordered
        self._verbose = verbose
        self._topic = ""
        self._progress: Progress | None = None

    def begin(self, profile: Profile, capabilities: Capabilities) -> None:
        """Who is tested, and what it can do."""
        name = f"  (profile {profile.name})" if profile.name else ""
        self._print(f"target   {profile.address}{name}")
        if capabilities.dialects:
            self._print(f"speaks   {', '.join(capabilities.dialects)}")
            signing = "required" if capabilities.signing_required else "not required"
            self._print(
                f"signing  {signing}; {', '.join(capabilities.signing_algorithms) or 'no algorithm negotiated'}"
            )
            self._print(f"ciphers  {', '.join(capabilities.ciphers) or 'none'}")
        if capabilities.problem:
            self._print(f"nothing can be decided: {capabilities.problem}", "yellow")
        elif capabilities.log_on_problem:
            user = profile.user.name if profile.user else ""
            self._print(f"{user} cannot log on: {capabilities.log_on_problem}", "yellow")
            self._print("the cases that need a session are inconclusive", "yellow")
        elif capabilities.share_problem:
            there = f" (there is {', '.join(capabilities.shares)})" if capabilities.shares else ""
            self._print(f"{profile.shares['disk']} is no share of the target{there}", "yellow")
            self._print("the cases that need it are inconclusive", "yellow")

    def pytest_plugfest_selected(self, cases: Sequence[str]) -> None:
        """How many there are; told once more where some run beside one another and others in turn."""
        if self._progress:
            task = self._progress.tasks[0]
            self._progress.update(task.id, total=(task.total or 0) + len(cases))
        elif self.console.is_terminal:
            self._progress = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                console=self.console,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._progress.add_task("cases", total=len(cases))
            self._progress.start()

    def pytest_plugfest_verdict(self, verdict: Verdict) -> None:
        """One more."""
        self.verdicts.append(verdict)
        if self._ordered:
            self._line(verdict)
        if self._progress:
            self._progress.advance(self._progress.task_ids[0])

    def stop(self) -> None:
        """No more cases."""
        if self._progress:
            self._progress.stop()
            self._progress = None

    def end(self, run: Run) -> None:
        """What did not hold, and the summary."""
        if not self._ordered:
            for verdict in sorted(self.verdicts, key=lambda one: one.case):
                self._line(verdict)
        reasons = Counter(v.reason for v in self.verdicts if v.kind is VerdictKind.INCONCLUSIVE)
        for judged in judge(self.verdicts, {}):
            shared = judged.standing is Standing.INCONCLUSIVE and reasons[judged.verdict.reason] > 1
            if (judged.standing.new and not shared) or judged.verdict.unexpected_pass:
                self._block(judged.verdict, Path(run.folder))
        for reason, number in reasons.items():
            if number > 1:
                self._print(f"\n? {number} cases inconclusive: {reason}", "magenta")
        self._print("")
        counts = counts_text(self.verdicts) if self.verdicts or run.finished else "no case came to its end"
        unfinished = "" if run.finished else "interrupted, cases are missing: "
        self._print(f"{unfinished}{counts}; {run.duration:.1f} s", "bold")
        self._print(f"report   plugfest report {run.id} --format html")
        self._print(f"captures {run.folder}")

    def _print(self, text: str, style: str = "") -> None:
        self.console.print(Text(printable(text), style))

    def _line(self, verdict: Verdict) -> None:
        topic, _, name = verdict.case.partition("::")
        if topic != self._topic:
            self._topic = topic
            document, _, file = topic.rpartition("/")
            heading = " ".join(part for part in (document.upper().replace("_", "-"), file.removesuffix(".py")) if part)
            self._print(f"\n{heading}", "bold")
        kind = standing(verdict)
        symbol, style = _LOOK[kind]
        line = Text(f"  {symbol} {word(kind):<{_SYMBOLS_WIDE}} ", style)
        line.append(name or verdict.case, "")
        tail = verdict.title if self._verbose else ""
        if kind is not Standing.PASS:
            tail = verdict.known or verdict.reason
        if tail:
            line.append(f"  {printable(tail)}", "dim")
        if verdict.unexpected_pass:
            line.append("  passes, though the profile says it does not", "yellow")
        if self.console.is_terminal:
            line.truncate(self.console.width, overflow="ellipsis")
        self.console.print(line)

    def _block(self, verdict: Verdict, folder: Path) -> None:
        kind = standing(verdict)
        symbol, style = _LOOK[kind]
        title = "unexpected pass" if verdict.unexpected_pass else word(kind)
        self._print(f"\n{symbol} {title}  {verdict.case}", style)
        rows = [("", verdict.title), ("requirement", self._requirement(verdict))]
        if verdict.expected:
            rows += [("expected", verdict.expected), ("actual", verdict.actual)]
        elif verdict.reason:
            rows.append(("reason", verdict.reason))
        if verdict.exchange.capture:
            rows.append(("capture", str(folder / verdict.exchange.capture)))
        rows.append(("again", shlex.join(["plugfest", "test", "--replay", verdict.case])))
        if verdict.detail:
            rows.append(("traceback", verdict.detail if self._verbose else "shown with -v, kept in the report"))
        for name, value in rows:
            if value:
                self._print(f"    {name:<12} {value}" if name else f"    {value}")

    @staticmethod
    def _requirement(verdict: Verdict) -> str:
        name = verdict.requirement or next(iter(verdict.covers), "")
        if not name:
            return ""
        parsed, fact = RequirementId.parse(name), find_fact(name)
        return f"{name}  {fact.level.value if fact else 'level unknown'}  [{parsed.document}] section {parsed.section}"


def counts_text(verdicts: Sequence[Verdict]) -> str:
    """`2 fail, 40 pass`."""
    counts = count(judge(verdicts, {}))
    return ", ".join(f"{number} {word(kind)}" for kind, number in counts.items()) or "no case was selected"


def held(verdicts: Sequence[Verdict]) -> bool:
    """Nothing new that somebody has to look at."""
    return not any(standing(verdict).new for verdict in verdicts)


def as_json(run: Run, verdicts: Sequence[Verdict]) -> dict[str, object]:
    """The run as one JSON document; the exchanges stay in the store."""
    return {
        "run": run,
        "held": run.finished and held(verdicts),
        "counts": {kind.value: number for kind in VerdictKind if (number := sum(v.kind is kind for v in verdicts))},
        "verdicts": [
            {
                "case": verdict.case,
                "verdict": verdict.kind,
                "title": verdict.title,
                "covers": verdict.covers,
                "requirement": verdict.requirement,
                "level": fact.level if verdict.requirement and (fact := find_fact(verdict.requirement)) else "",
                "expected": verdict.expected,
                "actual": verdict.actual,
                "reason": verdict.reason,
                "known": verdict.known,
                "unexpected_pass": verdict.unexpected_pass,
                "duration": round(verdict.duration, 4),
                "messages": len(verdict.exchange.messages),
                "capture": verdict.exchange.capture,
            }
            for verdict in sorted(verdicts, key=lambda one: one.case)
        ],
    }


def progress_line(what: str, done: int, total: int) -> None:
    """Progress of something long, on a terminal's last line; nothing in a pipe."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[2K{done}/{total} {what[:100]}")
        sys.stderr.flush()


def progress_end() -> None:
    """The line goes."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[2K")
        sys.stderr.flush()
