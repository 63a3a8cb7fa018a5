"""Citations of sections in source text."""

from __future__ import annotations

import pytest

from plugfest.records.citations import Use, citations, citations_in, of_section

SOURCE = '''"""[MS-TOY] 2.2.17 FLUSH, 2.2.19 READ and 2.2.21: dialects 3.0, 3.1.1."""


class Toy:
    """[MS-TOY] section 2.2.1. Before 3.1.1 it was [MS-OLD] 4."""

    def ping(self) -> None:
        # as in [MS-TOY] 3.1.1 (2.0 differs)
        rule("MS-TOY:3.1.1:0123456789~2")


@case(covers="MS-TOY:3.2:abcdef0123")
def test_it() -> None: ...
'''


def test_places() -> None:
    found = [(c.document, c.section, c.line, c.name, c.requirement) for c in citations_in(SOURCE, "wire/toy.py")]
    assert found == [
        ("MS-TOY", "2.2.17", 1, "", ""),
        ("MS-TOY", "2.2.19", 1, "", ""),
        ("MS-TOY", "2.2.21", 1, "", ""),
        ("MS-OLD", "4", 5, "Toy", ""),
        ("MS-TOY", "2.2.1", 5, "Toy", ""),
        ("MS-TOY", "3.1.1", 8, "Toy.ping", ""),
        ("MS-TOY", "3.1.1", 9, "Toy.ping", "MS-TOY:3.1.1:0123456789~2"),
        ("MS-TOY", "3.2", 12, "test_it", "MS-TOY:3.2:abcdef0123"),
    ]


@pytest.mark.parametrize(
    ("path", "use"),
    [
        ("protocols/ms_smb2/server.py", Use.IMPLEMENTS),
        ("net/client.py", Use.IMPLEMENTS),
        ("conformance/cases/ms_srvs/share_enum.py", Use.TESTS),
        ("specs/markdown.py", Use.OTHER),
    ],
)
def test_use(path: str, use: Use) -> None:
    assert {c.use for c in citations_in(SOURCE, path)} == {use}


def test_a_section_includes_those_below_it() -> None:
    found = list(citations_in(SOURCE, "wire/toy.py"))
    assert {c.section for c in of_section(found, "MS-TOY", "2.2")} == {"2.2.17", "2.2.19", "2.2.21", "2.2.1"}
    assert {c.section for c in of_section(found, "MS-TOY", "2.2.1")} == {"2.2.1"}


def test_our_own_source_has_citations_whose_places_are_true() -> None:
    found = list(citations())
    assert any(c.document == "MS-SMB2" and c.use is Use.IMPLEMENTS for c in found)
