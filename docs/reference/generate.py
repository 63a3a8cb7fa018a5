"""Writes the reference pages that follow from the code; a test checks that they are up to date.

python docs/reference/generate.py [--check]
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

import click

from plugfest.cli.main import cli
from plugfest.conformance import expect, needs
from plugfest.records import VerdictKind

HERE = Path(__file__).parent
NOTE = "<!-- Written by generate.py. Change the code, then run `make reference`. -->\n\n"
HIDDEN = ("progress",)
VERDICTS = {
    VerdictKind.PASS: "Every expectation held.",
    VerdictKind.FAIL: "A MUST is broken.",
    VerdictKind.DEVIATION: "A SHOULD is not followed.",
    VerdictKind.INCONCLUSIVE: "The peer or the transport failed outside what the case expects: nothing is known.",
    VerdictKind.NOT_APPLICABLE: "A role, dialect, capability, credential or permission is absent, with the reason.",
    VerdictKind.ERROR: "Anything else: plugfest itself broke.",
}


def help_of(command: click.Command, name: str, parent: click.Context | None = None) -> list[str]:
    """A command's help, and that of its subcommands."""
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100)
    lines = [f"## `{context.command_path}`", "", "```text", command.get_help(context).rstrip(), "```", ""]
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            inner = command.get_command(context, child)
            if inner is not None:
                lines += help_of(inner, child, context)
    return lines


def command_line() -> str:
    """Every command with its options."""
    return "\n".join(["# Command line", "", NOTE, *help_of(cli, "plugfest")])


def first_line(thing: object) -> str:
    """What a docstring says first."""
    return (thing.__doc__ or "").strip().split("\n")[0]


def writing_cases() -> str:
    """Verdicts, expectations and needs."""
    lines = ["# Verdicts, expectations, needs", "", NOTE, "## Verdicts", ""]
    lines += [f"`{kind.value}`\n: {VERDICTS[kind]}\n" for kind in VerdictKind]
    for title, module in (("Expectations", expect), ("Needs", needs)):
        lines += [f"## {title}", ""]
        for name in sorted(vars(module)):
            value = getattr(module, name)
            own = inspect.isfunction(value) and value.__module__ == module.__name__
            if name.startswith("_") or name in HIDDEN or not (own or isinstance(value, needs.Need)):
                continue
            lines.append(f"`{name}`\n: {first_line(value) if own else value.name}\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


PAGES = {"command-line.md": command_line, "cases.md": writing_cases}


def main() -> int:
    """Write the pages, or with --check say which are not up to date."""
    stale = []
    for name, page in PAGES.items():
        path, text = HERE / name, page().rstrip() + "\n"
        if not path.exists() or path.read_text() != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text)
    if stale:
        print(f"{'not up to date' if '--check' in sys.argv else 'written'}: {', '.join(stale)}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
