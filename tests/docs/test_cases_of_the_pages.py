"""The cases that the pages show: a reader copies one into a file of their own, runs it, and proves it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from plugfest.cli.main import main

ROOT = Path(__file__).parents[2]
PAGES = ["docs/tutorial.md", "docs/howto/write-a-case.md"]


@pytest.mark.parametrize("page", PAGES)
def test_they_are_short_run_and_are_proven(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)
    assert len([line for line in block.splitlines() if line]) <= 10
    monkeypatch.setenv("PLUGFEST_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("PLUGFEST_LIBRARY", str(tmp_path / "library"))
    monkeypatch.chdir(tmp_path)
    Path("my_cases.py").write_text(block)
    for command in ("test", "cases prove"):
        with pytest.raises(SystemExit) as ended:
            main([*command.split(), "--suite", "my_cases.py", "--json"])
        document = json.loads(capsys.readouterr().out)
        assert ended.value.code == 0, document
    assert document["holds"]
    assert len(document["matrix"]) == 1
