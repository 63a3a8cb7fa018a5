"""The tree of lists, from documents' flat ones."""

from __future__ import annotations

import textwrap

import pytest

from plugfest.records.documents import List, Paragraph
from plugfest.specs.markdown import read_markdown


def flat(tree: str) -> str:
    """A tree written with indentation as the damaged files have it."""
    return "\n".join(line.lstrip() for line in textwrap.dedent(tree).strip().split("\n"))


def read(body: str) -> str:
    """The body of a section as it is read, with its depths as indentation."""
    document = read_markdown(f"# [MS-TOY]: Toy\n\n# 1 Section\n\n{body}\n".encode())
    lines: list[str] = []
    for block in document.sections[0].blocks:
        if isinstance(block, List):
            lines += [f"{'  ' * item.depth}{item.marker} {item.text}" for item in block.items]
        elif isinstance(block, Paragraph):
            lines.append("  " * block.depth + block.text)
    return "\n".join(lines)


TREES = {
    "else and end": """
        - If *Toy* is loud:
          - Whisper.
          - If *Toy* is still loud, leave.
        - Else if *Toy* is quiet:
          - Shout.
        - Else:
          - Wait.
        - EndIf
        - Sleep.
        """,
    "loops and cases": """
        - For each *Toy* in **ToyList**:
          - Switch (*Toy*.**Kind**):
            - Case BALL, as it is played
              - Throw it.
            - EndCase
            - Case DOLL:
              - If it has a dress:
                - Dress it.
              - EndIf
            - EndCase
          - EndSwitch
        - EndFor
        """,
    "an instruction is no value": """
        - If **Box** is shut and:
          - If nobody has a key, then ask for one where:
            - **Name** is set to:
              - If **Owner** is present, its name.
              - Otherwise, that of the house.
          - If KEY_LOST is the answer, then the owner MUST break **Box**.
        """,
    "what is returned may be named in more than one way": """
        - The shop MUST return:
          - **Status** set to SOLD.
          - **Toy** set to the one on the shelf.
          - The **Bill** written before.
        - The shop MUST close.
        """,
    "a heading stands outside, though none is before it": """
        - The owner MUST complain under any of these conditions:
          - If **Box** is wet.
        - Phase 4 - Completion of play
          - The owner MUST shut **Box**.
        """,
    "an If that introduces a list, between real ones": """
        - If **Box** is open:
          - If **Box** is not empty, the owner MUST look into it with these inputs as follows:
            - **Toy** equal to the first one
            - **Lamp** equal to TRUE
          - Close the box. If this fails:
            - The operation MUST be failed.
          - EndIf
        - EndIf
        """,
    "parallel headings": """
        - Processing the BALL context:
          - If **IsBallKnown** is FALSE, the server MUST ignore the context.
          - The server MUST fail the request if any of the following conditions are satisfied.
            - If the **Size** of the context is less than that of BALL.
            - If **Count** is equal to zero.
          - The server MUST set **Toy.Ball** to the first one.
        - Processing the DOLL context:
          - If **IsDollKnown** is FALSE, the server MUST ignore the context.
        """,
    "values under a field": """
        - **Mode** MUST have the TOY_ON bit set.
        - The **Flags** field MUST be set to a combination of the following bit values, as specified in section 2:
          - TOY_LOUD if the toy is loud.
          - TOY_FAST if the toy is fast.
        - **Size** is set to the size.
        """,
    "a comma introduces too": """
        - If **Toy.Names** is empty,
          - Set **Count** to 1.
          - Set **Names** to "NONE".
        - Otherwise,
          - Set **Names** to **Toy.Names**.
        """,
    "phases": """
        - Phase 1 -- Look:
          - If it is dark, the operation MUST be failed.
        - Phase 2 -- Find
          - If it is found:
            - Take it.
          - EndIf
        """,
}


@pytest.mark.parametrize("name", TREES)
def test_trees(name: str) -> None:
    tree = textwrap.dedent(TREES[name]).strip()
    assert read("The procedure:\n\n" + flat(tree)) == "The procedure:\n" + tree


def test_a_list_without_introductions_stays_flat() -> None:
    items = "- One ball.\n- If it rains, two.\n- Three balls, see section 2.\n- **Name:** the toy's name."
    assert read(items) == items


def test_indentation_is_believed() -> None:
    items = "- One:\n- Two\n  - Three\n- Four"
    assert read(items) == items


def test_a_paragraph_inside_of_a_block_belongs_to_it() -> None:
    body = "- If (it is open) and\n(it is mine):\n\n- Take it.\n- EndIf\nThe end."
    assert read(body) == "- If (it is open) and\n  (it is mine):\n  - Take it.\n- EndIf\nThe end."


def test_a_paragraph_directly_after_an_item_is_a_paragraph() -> None:
    assert read("- One.\nTwo.\n\n- Three.") == "- One.\nTwo.\n- Three."


def test_one_end_too_many_does_not_move_what_is_around_it() -> None:
    body = "- If a is set:\n- Do b.\n- EndIf\n- EndIf\n- Do c."
    assert read(body) == "- If a is set:\n  - Do b.\n- EndIf\n- EndIf\n- Do c."
