"""The page in a real browser: no complaint, no request, and everything that a hand on it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.render.html.room import MOST_BYTES
from tests.browser.chromium import Tab

SHOWN = "getComputedStyle(document.querySelector({0!r})).display !== 'none'"

SECONDS = 2.0
"""A page of any size opens in this time."""


def wait(tab: Tab) -> None:
    """Until the page has filtered: it waits until nobody types."""
    tab.value("new Promise(done => setTimeout(done, 300))")


def look_for(tab: Tab, words: str) -> None:
    """Type words into the search field."""
    tab.value(f"document.getElementById('words').value = {words!r}")
    tab.value("document.getElementById('words').dispatchEvent(new Event('input'))")
    wait(tab)


@pytest.mark.parametrize("name", ["broken", "hostile", "large"])
def test_it_opens_without_complaint_and_asks_for_nothing(tab: Tab, pages: Path, name: str) -> None:
    file = pages / f"{name}.html"
    tab.open(file)
    assert tab.complaints() == []
    assert tab.requests() == [file.as_uri()]
    assert tab.value("document.querySelectorAll('main > section').length") >= 8


def test_a_page_of_any_size_opens_in_a_moment(tab: Tab, pages: Path) -> None:
    """By the processor's time, since the machine has other things to do while tests run."""
    file = pages / "large.html"
    assert 3_000_000 < file.stat().st_size < MOST_BYTES
    tab.open(file)
    assert tab.work() < SECONDS


def test_the_policy_stops_everything_else(tab: Tab, pages: Path) -> None:
    tab.open(pages / "broken.html")
    tab.value(
        "new Promise(done => {const image = new Image(); image.onerror = image.onload = () => done();"
        "image.src = 'https://example.invalid/x.png'; document.body.append(image);"
        "const script = document.createElement('script'); script.textContent = 'window.pwned = 1';"
        "document.body.append(script)})"
    )
    assert tab.value("window.pwned") is None
    assert len([text for text in tab.complaints() if "Content Security Policy" in text]) == 2


def test_hostile_text_runs_nothing(tab: Tab, pages: Path) -> None:
    tab.open(pages / "hostile.html")
    assert tab.value("document.images.length") == 0
    assert tab.value("document.scripts.length") == 1
    assert tab.value("document.querySelector('h1').textContent").startswith('"><script>alert(1)</script>')


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("name", ["broken", "hostile"])
def test_no_width_needs_scrolling_sideways(tab: Tab, pages: Path, name: str, width: int) -> None:
    tab.resize(width)
    tab.open(pages / f"{name}.html")
    tab.value("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert tab.value("document.documentElement.scrollWidth") <= width


def test_one_drawing_at_a_time(tab: Tab, pages: Path) -> None:
    tab.open(pages / "broken.html")
    assert tab.value(SHOWN.format("#picture .for-wide")) and not tab.value(
        SHOWN.format("#picture .for-narrow")
    )
    tab.resize(360)
    assert tab.value(SHOWN.format("#picture .for-narrow")) and not tab.value(
        SHOWN.format("#picture .for-wide")
    )


def test_search_shows_only_what_has_the_words(tab: Tab, pages: Path) -> None:
    tab.open(pages / "broken.html")
    all_of_them = tab.value("document.querySelectorAll('.finding').length")
    look_for(tab, "telnet 23")
    shown = tab.value("[...document.querySelectorAll('.finding')].filter(each => each.offsetParent).length")
    assert 0 < shown < all_of_them
    assert tab.value("document.getElementById('shown').textContent").endswith("entries")
    look_for(tab, "")
    shown = tab.value("[...document.querySelectorAll('.finding')].filter(each => each.offsetParent).length")
    assert shown == all_of_them


def test_severities_can_be_switched_off(tab: Tab, pages: Path) -> None:
    tab.open(pages / "broken.html")
    tab.value("document.querySelector('input[data-severity=error]').click()")
    texts = tab.value(
        "[...document.querySelectorAll('#findings > .finding')].filter(each => each.offsetParent)"
        ".map(each => each.textContent)"
    )
    assert 0 < len(texts) <= 3 and all("Warning" in text for text in texts)


def test_folding_and_sorting(tab: Tab, pages: Path) -> None:
    tab.open(pages / "broken.html")
    tab.value("document.getElementById('unfold').click()")
    assert tab.value("[...document.querySelectorAll('details')].every(each => each.open)")
    tab.value("document.getElementById('fold').click()")
    assert not tab.value("[...document.querySelectorAll('details')].some(each => each.open)")
    tab.value("document.querySelector('#about table th:nth-child(3) button').click()")
    tab.value(
        "[...document.querySelectorAll('#about table')].pop().querySelector('th:nth-child(3) button').click()"
    )
    sizes = tab.value(
        "[...[...document.querySelectorAll('#about table')].pop().tBodies[0].rows]"
        ".map(row => Number(row.cells[2].dataset.sort))"
    )
    assert sizes == sorted(sizes) and len(sizes) > 5


def test_a_link_into_something_folded_opens_it(tab: Tab, pages: Path) -> None:
    tab.open(pages / "broken.html")
    tab.value("document.querySelector('#f1 a[href^=\"#rule-\"]').click()")
    wait(tab)
    assert tab.value("document.getElementById('rule-ZVM101').open")
    tab.value("document.querySelector('#f1 .src a').click()")
    wait(tab)
    assert tab.value("document.querySelector(':target').offsetParent !== null")
    top = tab.value("document.querySelector(':target').getBoundingClientRect().top")
    assert -5 <= top <= 900


def test_without_scripts_all_of_it_is_there(tab: Tab, pages: Path) -> None:
    tab.without_scripts()
    tab.open(pages / "broken.html")
    assert not tab.value(SHOWN.format("#search")) and not tab.value(SHOWN.format("#severities"))
    assert tab.value("document.querySelectorAll('.finding').length") == 21
    assert tab.value("document.querySelector('details:not([open]) > summary').click() || true")
    assert tab.complaints() == []


def test_dark(tab: Tab, pages: Path) -> None:
    tab.open(pages / "broken.html")
    light = tab.value("getComputedStyle(document.body).backgroundColor")
    tab.dark()
    dark = tab.value("getComputedStyle(document.body).backgroundColor")
    assert light == "rgb(255, 255, 255)" and dark == "rgb(20, 24, 28)"


def test_the_keyboard_reaches_the_verdict_first(tab: Tab, pages: Path) -> None:
    tab.open(pages / "broken.html")
    for kind in ("keyDown", "keyUp"):
        tab.ask("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
    assert tab.value("document.activeElement.className") == "skip"
    assert tab.value("document.activeElement.getBoundingClientRect().left") >= 0
    for kind in ("keyDown", "keyUp"):
        tab.ask(
            "Input.dispatchKeyEvent",
            type=kind,
            key="Enter",
            code="Enter",
            windowsVirtualKeyCode=13,
            text="\r",
        )
    wait(tab)
    assert tab.value("document.activeElement.id") == "main"


def test_a_screen_reader_finds_names(tab: Tab, pages: Path) -> None:
    tab.open(pages / "broken.html")
    tab.ask("Accessibility.enable")
    nodes = [node for node in tab.ask("Accessibility.getFullAXTree")["nodes"] if not node.get("ignored")]
    roles = [node["role"]["value"] for node in nodes]
    for role in ("banner", "navigation", "main", "contentinfo"):
        assert roles.count(role) == 1
    wanted = ("link", "button", "checkbox", "searchbox", "region", "heading")
    nameless = [
        node for node in nodes if node["role"]["value"] in wanted and not node["name"]["value"].strip()
    ]
    assert nameless == []


def test_paper(tab: Tab, pages: Path, tmp_path: Path) -> None:
    tab.open(pages / "broken.html")
    tab.pdf(tmp_path / "bundle.pdf")
    paper = (tmp_path / "bundle.pdf").read_bytes()
    assert (
        paper.startswith(b"%PDF-") and 4 < paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") < 60
    )


def test_a_page_of_ten_thousand_findings_folds_and_stays_usable(tab: Tab, pages: Path) -> None:
    tab.open(pages / "large.html")
    assert tab.value("document.querySelectorAll('details').length") > 20
    height = tab.value("document.documentElement.scrollHeight")
    assert height < 400_000
    shown = tab.value("document.querySelectorAll('#findings > .finding').length")
    assert 20 <= shown <= 300
    assert "more finding" in tab.value("document.getElementById('findings').textContent")
    before = tab.work()
    look_for(tab, "9999")
    assert tab.work() - before < SECONDS
    assert tab.value("document.getElementById('shown').textContent").endswith("entries")


def test_what_a_page_carries_is_inert(tab: Tab, pages: Path) -> None:
    file = pages / "carrying.html"
    tab.open(file)
    assert tab.complaints() == [] and tab.requests() == [file.as_uri()]
    assert tab.value("document.getElementById('carried').type") == "application/zip"
    assert not tab.value(SHOWN.format("#carried"))


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_of_a_comparison(tab: Tab, pages: Path, width: int) -> None:
    file = pages / "diff.html"
    tab.resize(width)
    tab.open(file)
    assert tab.complaints() == [] and tab.requests() == [file.as_uri()]
    assert tab.value("document.scripts.length") == 0
    assert tab.value("document.documentElement.scrollWidth") <= width
    assert tab.value("document.querySelectorAll('.change').length") > 40
