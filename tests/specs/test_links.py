"""Links and citations, judged."""

from __future__ import annotations

import pytest

from plugfest.specs.links import LinkState, links
from plugfest.specs.markdown import read_markdown

OTHERS = {"MS-OTHER": {"1": "Introduction", "2.1": "Transport"}}


def states(text: str) -> list[tuple[str, str, str, LinkState]]:
    glossary = f"# 1 Introduction\n\n## 1.1 Glossary\n\n{_TERM}\n\n"
    body = f"# [MS-TOY]: Toy\n\n{glossary}# 2 Ping Request\n\n{text}\n\n# 3 Ping Response\n"
    document = read_markdown(body.encode())
    return [(link.label, link.target, link.place, link.state) for link in links(document, OTHERS.get)]


_TERM = '<a id="gt_ball"></a>\n**ball**: It is round.'


@pytest.mark.parametrize(
    ("text", "target", "place", "state"),
    [
        ("[Ping Response](#Section_3)", "MS-TOY", "3", LinkState.RESOLVED),
        ("section [1.1](#Section_1.1)", "MS-TOY", "1.1", LinkState.RESOLVED),
        ("[Ping (section 2)](#Section_2)", "MS-TOY", "2", LinkState.RESOLVED),
        ("[the answer](#Section_3)", "MS-TOY", "3", LinkState.RESOLVED),
        ("[x](#Section_9)", "MS-TOY", "9", LinkState.DANGLING),
        ("[1.1](#Section_3)", "MS-TOY", "3", LinkState.MISLABELLED),
        ("[Ping Response](#Section_2)", "MS-TOY", "2", LinkState.MISLABELLED),
        ("[**balls**](#gt_ball)", "MS-TOY", "gt_ball", LinkState.RESOLVED),
        ("[**cube**](#gt_cube)", "MS-TOY", "gt_cube", LinkState.DANGLING),
        ("[MS-OTHER](../MS-OTHER/MS-OTHER.md)", "MS-OTHER", "", LinkState.RESOLVED),
        ("[y](../MS-OTHER/MS-OTHER.md#Section_2.1)", "MS-OTHER", "2.1", LinkState.RESOLVED),
        ("[y](../MS-OTHER/MS-OTHER.md#Section_2.2)", "MS-OTHER", "2.2", LinkState.DANGLING),
        ("[y](../MS-GONE/MS-GONE.md#Section_2.2)", "MS-GONE", "2.2", LinkState.ABSENT),
        ("[web](https://example.org/)", "", "https://example.org/", LinkState.OUTSIDE),
    ],
)
def test_links(text: str, target: str, place: str, state: LinkState) -> None:
    [(_, *found)] = states(text)
    assert found == [target, place, state]


def test_a_label_with_a_number_that_is_no_section_is_no_mistake() -> None:
    assert [found[3] for found in states("the [2.1](#Section_3) dialect")] == [LinkState.RESOLVED]


def test_a_label_that_says_more_than_the_title_is_no_mistake() -> None:
    body = "# [MS-TOY]: Toy\n\n# 2 Ping\n\n# 3 Ping (PING_V1)\n\nSee [Ping (PING_V1)](#Section_2).\n"
    assert [link.state for link in links(read_markdown(body.encode()), OTHERS.get)] == [LinkState.RESOLVED]


def test_citations_in_words() -> None:
    found = states(
        "as in [MS-OTHER](../MS-OTHER/MS-OTHER.md) section 2.1, [MS-OTHER] sections 1, 2.1 and 2.9;"
        " [MS-GONE] section 3."
    )
    assert [(label, state) for label, _, _, state in found] == [
        ("[MS-OTHER]", LinkState.RESOLVED),
        ("[MS-OTHER] section 2.1", LinkState.RESOLVED),
        ("[MS-OTHER] section 1", LinkState.RESOLVED),
        ("[MS-OTHER] section 2.1", LinkState.RESOLVED),
        ("[MS-OTHER] section 2.9", LinkState.DANGLING),
        ("[MS-GONE] section 3", LinkState.ABSENT),
    ]
