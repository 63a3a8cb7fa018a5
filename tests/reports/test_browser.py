"""The page as a reader sees it, in Chromium: desktop and phone, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from plugfest.records import VerdictKind
from plugfest.reports import report_html
from plugfest.reports.exchanges import FIRST_SHOWN, LAST_SHOWN
from tests.browser import Browser, browser
from tests.reports.example import LEVELS, RUN, STATEMENTS, VERDICTS
from tests.reports.test_html import hostile

SHOWN = "document.querySelectorAll('.case:not([hidden])').length"
CASE = "document.getElementById('case-ms_srvs-share_enum-py-test_unknown_level')"
WINDOWS = [(390, 844, False), (390, 844, True), (1280, 900, False), (1280, 900, True)]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as running:
        yield running


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    before = [msgspec.structs.replace(one, kind=VerdictKind.PASS, known="") for one in VERDICTS]
    text = report_html(RUN, VERDICTS, STATEMENTS, levels=LEVELS, before=(RUN, before))
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(text, encoding="utf-8")
    return file


def choose(page: Browser, field: str, value: str) -> int:
    """Fill in a filter as a reader does; gives how many cases are left."""
    page.run(
        f"(f => {{ f.value = {value!r}; f.dispatchEvent(new Event('input')); }})(document.getElementById('{field}'))"
    )
    return int(page.run(SHOWN))


def lightness(page: Browser, what: str) -> float:
    """Of a colour of the page: 0 to 255."""
    red, green, blue = page.run(f"getComputedStyle(document.body).{what}.match(/\\d+/g).slice(0, 3).map(Number)")
    return float(red + green + blue) / 3


CONTRAST = """(selector => {
  const numbers = text => text.match(/[\\d.]+/g).map(Number);
  const light = rgb => rgb.slice(0, 3).map(one => one / 255)
    .map(one => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, index) => sum + one * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = one => { const c = getComputedStyle(one).backgroundColor;
    return c.startsWith("rgb(") ? numbers(c) : ground(one.parentElement); };
  return [...document.querySelectorAll(selector)].filter(one => one.offsetParent).map(one => {
    const [a, b] = [light(numbers(getComputedStyle(one).color)), light(ground(one))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); }).reduce((a, b) => Math.min(a, b), 21);
})"""
"""The least ratio of contrast (WCAG 1.4.3) among the elements of a selector."""


@pytest.mark.parametrize("dark", [False, True])
def test_can_be_read_and_reached_by_keyboard(chromium: Browser, report: Path, dark: bool) -> None:
    chromium.open(report, 1280, 900, dark=dark)
    chromium.run(f"{CASE}.open = true")
    chromium.until(f"{CASE}.querySelectorAll('.message').length > 0")
    for selector in ("h1", ".dim", ".badge", ".chip", ".pick", ".tag", ".tested", ".label .summary", ".section"):
        assert chromium.run(f"{CONTRAST}({selector!r})") >= 4.5, selector
    unnamed = "filter(one => !(one.textContent || one.ariaLabel))"
    assert chromium.run(f"[...document.querySelectorAll('button, input, select')].{unnamed}.length") == 0
    unreachable = (
        "[...document.querySelectorAll('button, input, select, summary, a[href]')].filter(one => one.tabIndex < 0)"
    )
    assert chromium.run(f"{unreachable}.length") == 0


@pytest.mark.parametrize(("width", "height", "dark"), WINDOWS)
def test_looks(chromium: Browser, report: Path, width: int, height: int, dark: bool) -> None:
    """Nothing is wider than the window, and text stands out from its ground."""
    chromium.open(report, width, height, dark=dark)
    assert chromium.run("document.documentElement.scrollWidth <= innerWidth")
    ground, text = lightness(chromium, "backgroundColor"), lightness(chromium, "color")
    assert (ground < 60 and text > 180) if dark else (ground > 200 and text < 80)
    chromium.run("document.getElementById('theme').click()")  # auto → light
    assert lightness(chromium, "backgroundColor") > 200
    chromium.run("localStorage.clear()")
    assert chromium.problems == []
    assert set(chromium.requests) <= {report.as_uri()}


@pytest.mark.parametrize(("width", "height", "dark"), WINDOWS[::3])
def test_filters(chromium: Browser, report: Path, width: int, height: int, dark: bool) -> None:
    chromium.open(report, width, height, dark=dark)
    everything = len(VERDICTS)
    assert chromium.run(SHOWN) == everything
    for field, value in (
        ("text", "unknown_level"),
        ("place", "3.1.4.8"),
        ("document", "MS-SMB2"),
        ("level", "SHOULD"),
        ("change", "new"),
    ):
        assert 0 < choose(chromium, field, value) < everything, field
        assert choose(chromium, field, "") == everything
    assert choose(chromium, "text", "nothing has this") == 0
    assert chromium.run("!document.getElementById('nothing').hidden")
    chromium.run("document.getElementById('reset').click()")
    chromium.run("document.querySelector('.chip.fail').click()")
    assert chromium.run(SHOWN) == sum(one.kind is VerdictKind.FAIL and not one.known for one in VERDICTS)
    chromium.run("document.querySelector('.chip.fail').click()")
    chromium.run("document.querySelector('.pick[data-place=\"MS-SRVS 3.1.4.8\"]').click()")
    assert 0 < chromium.run(SHOWN) < everything
    assert chromium.problems == []


@pytest.mark.parametrize(("width", "height", "dark"), WINDOWS[::3])
def test_a_message_unfolds(chromium: Browser, report: Path, width: int, height: int, dark: bool) -> None:
    chromium.open(report, width, height, dark=dark)
    messages = VERDICTS[1].exchange.messages
    chromium.run(f"{CASE}.open = true")
    chromium.until(f"{CASE}.querySelectorAll('.message').length === {len(messages)}")
    assert chromium.run(f"{CASE}.querySelectorAll('.message.sent').length") == sum(one.sent for one in messages)
    assert messages[3].summary in chromium.run(f"{CASE}.querySelectorAll('.message')[3].innerText")
    chromium.run(f"{CASE}.querySelectorAll('.message')[3].open = true")
    chromium.until(f"{CASE}.querySelectorAll('.message')[3].querySelector('tbody') !== null")
    shown = chromium.run(f"{CASE}.querySelectorAll('.message')[3].innerText")
    for field in messages[3].fields:
        assert field.value in shown
    assert messages[3].data[:8].hex(" ") in shown
    assert "first 4096 bytes" in shown
    row = f"{CASE}.querySelectorAll('.message')[3].querySelector('tr[data-from]')"
    chromium.run(f"{row}.dispatchEvent(new MouseEvent('mouseover', {{bubbles: true}}))")
    assert chromium.run(f"{CASE}.querySelectorAll('.hex .on').length") > 0
    assert chromium.run("document.documentElement.scrollWidth <= innerWidth")
    assert chromium.problems == []


def test_a_hostile_peer_runs_nothing(chromium: Browser, tmp_path: Path) -> None:
    run, verdicts = hostile()
    file = tmp_path / "report.html"
    file.write_text(report_html(run, verdicts, STATEMENTS), encoding="utf-8")
    chromium.open(file, 1280, 900)
    chromium.run("document.getElementById('unfold').click()")
    chromium.until("document.querySelectorAll('.message').length === document.querySelectorAll('.case').length")
    chromium.run("document.querySelectorAll('.message').forEach(one => { one.open = true; })")
    chromium.until("document.querySelectorAll('.message tbody').length === document.querySelectorAll('.case').length")
    assert chromium.run("document.querySelectorAll('img').length") == 0
    assert chromium.run("document.scripts.length") == 2
    assert chromium.problems == []


def test_of_very_many_messages_the_first_and_the_last_are_shown(chromium: Browser, tmp_path: Path) -> None:
    messages = tuple(msgspec.structs.replace(VERDICTS[1].exchange.messages[0], number=n + 1) for n in range(5000))
    verdict = msgspec.structs.replace(
        VERDICTS[1], exchange=msgspec.structs.replace(VERDICTS[1].exchange, messages=messages)
    )
    file = tmp_path / "report.html"
    file.write_text(report_html(RUN, [verdict], {}), encoding="utf-8")
    assert file.stat().st_size < 400_000
    chromium.open(file, 1280, 900)
    chromium.run(f"{CASE}.open = true")
    chromium.until(f"{CASE}.querySelectorAll('.message').length === {FIRST_SHOWN + LAST_SHOWN}")
    assert "4600 messages more" in chromium.run(f"{CASE}.querySelector('.left').innerText")
    assert chromium.run(f"[...{CASE}.querySelectorAll('.number')].at(-1).innerText") == "5000"
