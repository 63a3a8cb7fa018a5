"""The reference follows from the code, and the pages lead to one another."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_reference_is_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "docs/reference/generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_links_between_pages_lead_somewhere() -> None:
    pages = [page for page in (ROOT / "docs").rglob("*.md") if "_build" not in page.parts] + [ROOT / "README.md"]
    assert len(pages) > 8
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+\.(?:md|png|html))\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page}: {target}"


def test_every_command_of_the_pages_exists() -> None:
    from plugfest.cli.main import cli

    known = set(cli.list_commands(None))  # type: ignore[arg-type]
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    for page in pages:
        for command in re.findall(r"^\$ plugfest (\w+)", page.read_text(), re.M):
            assert command in known, f"{page}: plugfest {command}"
