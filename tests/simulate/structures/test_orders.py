"""Structures whose document leaves their byte order to the protocols that use them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugfest.requirements.importing import import_paths
from plugfest.simulate.structures.shelf import Shelf
from plugfest.specs import open_library

LENDER = """# [MS-TOYD]: Toy Data

<a id="Section_2"></a>
# 2 Data Types

Unless otherwise specified, all multi-byte fields are big-endian.

<a id="Section_2.1"></a>
## 2.1 TOYD_MARK

{said}

```mermaid
packet-beta
  0-15: "Kind"
  16-31: "Fixed"
```

**Kind (2 bytes):** A kind.

**Fixed (2 bytes):** A number, in little-endian byte order.
"""
BORROWER = """# [MS-TOYU]: Toy User

<a id="Section_2"></a>
# 2 Messages

All fields are little-endian.

<a id="Section_2.1"></a>
## 2.1 TOYU_NOTE

```mermaid
packet-beta
  0-15: "Number"
  16-47: "Mark"
```

**Number (2 bytes):** A number.

**Mark (4 bytes):** A TOYD_MARK structure, as specified in [MS-TOYD](../MS-TOYD/MS-TOYD.md) section 2.1.
"""


@pytest.mark.parametrize(
    ("said", "kind"),
    [("Fields have an endianness specified by the protocol in question.", 1), ("It marks.", 0x0100)],
)
def test_what_a_document_lends_has_the_order_of_its_user(tmp_path: Path, said: str, kind: int) -> None:
    (tmp_path / "MS-TOYD.md").write_text(LENDER.format(said=said))
    (tmp_path / "MS-TOYU.md").write_text(BORROWER)
    with open_library(tmp_path / "library") as library:
        for _ in import_paths(library, [tmp_path / "MS-TOYD.md", tmp_path / "MS-TOYU.md"], 1):
            pass
        shelf = Shelf(library)
        note: Any = shelf.codecs.of(shelf.find("MS-TOYU", "TOYU_NOTE")[0]).decode(bytes.fromhex("0100 0100 0100"))
    assert (note.number, note.mark.kind, note.mark.fixed) == (1, kind, 1)
    assert note.encode() == bytes.fromhex("0100 0100 0100")
