"""Where a layout contradicts itself, and where it only seems to."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugfest.requirements.importing import import_paths
from plugfest.simulate.structures.shelf import Shelf
from plugfest.specs import open_library

TEXT = """# [MS-TOYC]: Toy Checks

<a id="Section_2"></a>
# 2 Messages

<a id="Section_2.1"></a>
## 2.1 TOYC_ONE

```mermaid
packet-beta
{boxes}
```

**ItemSize (8 bytes):** {text}
"""


@pytest.mark.parametrize(
    ("boxes", "text", "rules"),
    [
        (['0-31: "ItemSize"'], "A size.", ["layout.drawing"]),
        (['0-63: "ItemSize"'], "A size.", []),
        (['0-31: "ItemSize (8 bytes)"'], "A size.", []),
        (['0-31: "ItemSize"', '32-63: "...B"'], "A size.", []),
        (['0-63: "ItemSize"'], "A size, which ITEMSIZE stands for.", []),
        (['0-63: "ItemSize"'], "A size, which itemSize stands for.", ["layout.case"]),
    ],
)
def test_findings(tmp_path: Path, boxes: list[str], text: str, rules: list[str]) -> None:
    path = tmp_path / "MS-TOYC.md"
    path.write_text(TEXT.format(boxes="\n".join(f"  {box}" for box in boxes), text=text))
    with open_library(tmp_path / "library") as library:
        for _ in import_paths(library, [path], 1):
            pass
        found = Shelf(library).structures("MS-TOYC").findings
    assert [finding.rule for finding in found] == rules
