"""The examples of the page about the client run, one behind the other, against smbd."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[2] / "docs/howto/use-the-client.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.M | re.S)


@pytest.mark.anyio
@pytest.mark.integration
async def test_every_example_runs(private_smbd):
    names: dict[str, Any] = {"url": private_smbd.url()}
    assert len(EXAMPLES) > 8
    for example in EXAMPLES:
        code = compile(example, str(PAGE), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        running = eval(code, names)  # our own page
        if inspect.isawaitable(running):
            await running
