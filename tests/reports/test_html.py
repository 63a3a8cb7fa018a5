"""The page: complete, self-contained, and safe from what peers send."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from html.parser import HTMLParser

import msgspec
import pytest

from plugfest.records import Exchange, FieldValue, Message, Run, Verdict, VerdictKind
from plugfest.reports import report_html
from tests.reports.example import HOSTILE, LEVELS, RUN, STATEMENTS, VERDICTS

VOID = {"meta", "input", "link", "br", "hr", "img"}


class Page(HTMLParser):
    """Elements with their attributes, the text of each, and whether every one is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.setdefault(self.open[-1] if self.open else "", []).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def classes(self, name: str) -> list[dict[str, str | None]]:
        return [a for _, a in self.elements if name in (a.get("class") or "").split()]


@pytest.fixture
def html() -> str:
    return report_html(RUN, VERDICTS, STATEMENTS, levels=LEVELS, base="../runs/2026-11-20-1")


@pytest.fixture
def page(html: str) -> Page:
    return Page(html)


def test_well_formed_with_every_case_once(page: Page) -> None:
    assert page.open == []
    assert sorted(a["id"] or "" for a in page.classes("case")) == sorted(
        "case-" + re.sub(r"\W+", "-", v.case) for v in VERDICTS
    )
    standings = [a["data-standing"] for a in page.classes("case")]
    assert standings == ["fail", "error", "deviation", "inconclusive", "pass", "known", "pass", "not_applicable"]


def test_verdicts_are_words_and_icons_not_colours_alone(html: str, page: Page) -> None:
    badges = re.findall(r'<span class="badge (\w+)"><svg.*?href="#i-(\w+)"/></svg>([^<]+)</span>', html)
    assert len(badges) == len(VERDICTS)
    symbols = {a["id"] for a in page.all("symbol")}
    for standing, icon, word in badges:
        assert standing == icon
        assert f"i-{icon}" in symbols
        assert word.lower().startswith(standing.split("_")[0])
    assert {a["href"] for a in page.all("use")} <= {f"#{symbol}" for symbol in symbols}


def test_head(html: str) -> None:
    for text in (
        RUN.target,
        RUN.id,
        "2026-11-20 09:41 UTC",
        "revision 36.0",
        "AES-128-GMAC",
        "4 new findings",
        "12.4 s",
    ):
        assert text in html
    bars = re.findall(r'<rect class="(\w+)" x="([\d.]+)%" width="([\d.]+)%"', html[: html.index("</header>")])
    assert [b[0] for b in bars] == ["fail", "error", "deviation", "inconclusive", "known", "pass", "not_applicable"]
    assert sum(float(b[2]) for b in bars) == pytest.approx(100, abs=0.1)


def test_a_verdict_shows_its_requirement_and_its_exchange(html: str, page: Page) -> None:
    fail = html[html.index('id="case-ms_srvs-share_enum-py-test_unknown_level"') :]
    fail = fail[: fail.index('class="case error"')]
    for text in (
        "MS-SRVS:3.1.4.8:00a1b2c3d4",
        "MUST",
        STATEMENTS[VERDICTS[1].requirement],
        "ERROR_INVALID_LEVEL",
        "4 messages",
        "plugfest test --replay ms_srvs/share_enum.py::test_unknown_level --run 2026-11-20-1",
    ):
        assert text in fail
    links = {a["href"] for a in page.all("a")}
    assert links == {
        f"../runs/2026-11-20-1/captures/ms_srvs.share_enum.x/{name}"
        for name in ("x.pcapng", "x.decrypted.pcapng", "keys.txt")
    }


def test_the_exchanges_are_packed(html: str) -> None:
    archive = json.loads(zlib.decompress(base64.b64decode(re.findall(r'data-limit="4096">(.*?)<', html)[0])))
    number = int(re.findall(r'id="case-ms_srvs-share_enum-py-test_unknown_level".*?data-number="(\d+)"', html)[0])
    messages = VERDICTS[1].exchange.messages
    rows = archive["cases"][number]
    assert [archive["strings"][row[1]] for row in rows] == [one.name for one in messages]
    assert base64.b64decode(rows[0][8]) == messages[0].data
    assert [row[9] for row in rows] == [len(one.data) for one in messages]
    assert max(len(base64.b64decode(row[8])) for row in rows) == 4096
    assert [archive["strings"][index] for index in rows[0][10][::3]] == [one.name for one in messages[0].fields]


def test_the_map_and_what_is_different(html: str, page: Page) -> None:
    places = {a["data-place"] for a in page.all("button") if a.get("data-place")}
    assert {"MS-SRVS 3.1.4.8", "MS-SMB2 3.3.5.7"} <= places
    assert "Since " not in html
    old = [msgspec.structs.replace(one, kind=VerdictKind.PASS) for one in VERDICTS[:3]]
    titles = {"MS-SRVS": {"3.1.4.8": "A <b>title</b>"}}
    both = report_html(RUN, VERDICTS, STATEMENTS, titles=titles, before=(RUN, old))
    assert "A &lt;b&gt;title&lt;/b&gt;" in both
    assert f"{len(VERDICTS) - 3} cases more" in both
    assert 'data-change="new"' in both


def test_our_own_words_without_a_library(html: str) -> None:
    assert "made-up" in html
    bare = report_html(RUN, VERDICTS, {})
    assert "made-up" not in bare
    assert "in our words; the sentence is shown where the library holds MS-SRVS" in bare


def test_known_deviations_have_their_reason(html: str) -> None:
    known = html[html.index("Known deviations") : html.index("<h2>Held")]
    assert "Samba returns the whole list" in known


def test_nothing_comes_from_outside(page: Page, html: str) -> None:
    for _, attributes in page.elements:
        for name in ("src", "srcset", "data", "action", "style"):
            assert name not in attributes
        assert not any(name.startswith("on") for name in attributes)
        for value in attributes.values():
            assert not re.match(r"\s*(https?:|//|javascript:|data:)", value or "")
    assert "@import" not in html
    assert "url(" not in html


def test_the_policy_allows_this_script_and_style_only(page: Page, html: str) -> None:
    policy = next(a["content"] or "" for a in page.all("meta") if a.get("http-equiv"))
    assert "default-src 'none'" in policy
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy


def hostile() -> tuple[Run, list[Verdict]]:
    """Every text of every record is an attack."""
    field = FieldValue(HOSTILE, HOSTILE, 0)
    message = Message(
        number=1,
        time=0,
        sent=False,
        connection=1,
        name=HOSTILE,
        section=HOSTILE,
        data=b"x",
        fields=(field,),
        summary=HOSTILE,
    )
    verdicts = [
        Verdict(
            case=f"{HOSTILE}::{kind.value}",
            kind=kind,
            title=HOSTILE,
            covers=(HOSTILE,),
            requirement=HOSTILE,
            expected=HOSTILE,
            actual=HOSTILE,
            reason=HOSTILE,
            known=HOSTILE,
            detail=HOSTILE,
            exchange=Exchange(
                messages=(message,), capture=f"javascript:{HOSTILE}".replace("\ud800", ""), keys="a b#c?.txt"
            ),
        )
        for kind in VerdictKind
    ]
    run = msgspec.structs.replace(
        RUN,
        target=HOSTILE,
        started=HOSTILE,
        profile=HOSTILE,
        capabilities={HOSTILE: HOSTILE},
        revisions={HOSTILE: HOSTILE},
    )
    return run, verdicts


def test_a_hostile_peer_injects_nothing() -> None:
    run, verdicts = hostile()
    html = report_html(run, verdicts, {HOSTILE: HOSTILE})
    html.encode("utf-8")
    page = Page(html)
    assert page.open == []
    assert [a.get("type") for a in page.all("script")] == ["text/plain", None]
    assert not page.all("img")
    for _, attributes in page.elements:
        assert not any(name.startswith("on") for name in attributes)
    for attributes in page.all("a"):
        assert ":" not in (attributes["href"] or "")
    assert "\\ud800" in html
    assert not re.search("[\x00-\x08\x1b\ud800-\udfff]", html)


def test_no_verdicts_and_many() -> None:
    assert "No case was run" in report_html(RUN, [], {})
    many = [msgspec.structs.replace(VERDICTS[0], case=f"a::{n}") for n in range(300)]
    text = report_html(RUN, many, {})
    assert text.count('class="case pass"') == 300
    assert len(text) < 10_000_000
