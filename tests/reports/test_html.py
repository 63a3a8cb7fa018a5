"""The page: complete, self-contained, and safe from what peers send."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from plugfest.records import Exchange, FieldValue, Message, Run, Verdict, VerdictKind
from plugfest.reports import report_html
from tests.reports.example import HOSTILE, LEVELS, RUN, STATEMENTS, VERDICTS

CHROMIUM = shutil.which("chromium")
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
    bars = re.findall(r'<rect class="(\w+)" x="([\d.]+)%" width="([\d.]+)%"', html)
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
        "41.2 ms",
    ):
        assert text in fail
    assert fail.count('<details class="message') == 4
    assert '<span class="dim">InfoStruct.ShareInfo.Buffer[0].</span>shi1_netname' in fail
    assert VERDICTS[1].exchange.messages[0].data.hex() in fail
    assert "the first 4096 are shown" in fail
    links = {a["href"] for a in page.all("a")}
    assert links == {
        f"../runs/2026-11-20-1/captures/ms_srvs.share_enum.x/{name}"
        for name in ("x.pcapng", "x.decrypted.pcapng", "keys.txt")
    }


def test_a_row_knows_which_bytes_it_is(html: str) -> None:
    assert re.search(r'data-from="12" data-to="14"><td class="offset">12</td><td class="name">.*?Command', html)
    assert 'data-from="100" data-to="110"' in html, "the last field reaches to the end of the message"


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
    assert len(page.all("script")) == 1
    assert not page.all("img")
    for _, attributes in page.elements:
        assert not any(name.startswith("on") for name in attributes)
    for attributes in page.all("a"):
        assert ":" not in (attributes["href"] or "")
    assert "\\ud800" in html
    assert not re.search("[\x00-\x08\x1b\ud800-\udfff]", html)


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_in_a_browser(tmp_path: Path) -> None:
    """The script runs under its policy, and no other does."""
    assert CHROMIUM
    run, verdicts = hostile()
    file = tmp_path / "report.html"
    verdicts += VERDICTS
    file.write_text(report_html(run, verdicts, STATEMENTS, levels=LEVELS), encoding="utf-8")
    flags = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
    command = [CHROMIUM, *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert 'class="scripted"' in done.stdout
    assert f">{len(verdicts)} cases</output>" in done.stdout
    assert "<img" not in done.stdout


def test_no_verdicts_and_many() -> None:
    assert "No case was run" in report_html(RUN, [], {})
    many = [msgspec.structs.replace(VERDICTS[0], case=f"a::{n}") for n in range(300)]
    text = report_html(RUN, many, {})
    assert text.count('class="case pass"') == 300
    assert len(text) < 10_000_000
