"""The colours of the page: text against what it stands on, light and dark, as WCAG 2.2 AA asks (1.4.3)."""

from __future__ import annotations

import re

import pytest

from ssldiag.render.html.bundle_page import PAGE

CSS = (PAGE / "bundle.css").read_text("utf-8")

BLOCKS = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)

TEXT = ("ink", "soft", "bad", "warn", "info", "good", "link")
SYNTAX = ("key", "str", "num", "com")
PAIRS = [
    *((colour, ground) for colour in TEXT for ground in ("paper", "panel")),
    *(
        (colour, ground)
        for colour in (*SYNTAX, "bad", "warn", "info", "ink", "soft")
        for ground in ("panel", "hit")
    ),
    *((colour, "paper") for colour in SYNTAX),
    *(
        ("bad", "bad-soft"),
        ("warn", "warn-soft"),
        ("info", "info-soft"),
        ("link", "hit"),
        ("link", "bad-soft"),
    ),
    *(("ink", "bad-soft"), ("soft", "bad-soft"), ("ink", "info-soft"), ("soft", "info-soft"), ("ink", "hit")),
    *(("ink", "warn-soft"), ("soft", "warn-soft"), ("mark-ink", "mark")),
]


def colours(scheme: str) -> dict[str, str]:
    """The variables of a scheme; dark ones stand upon the light ones."""
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", BLOCKS[0]))
    return (
        light if scheme == "light" else light | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", BLOCKS[1]))
    )


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(scheme: str) -> None:
    known = colours(scheme)
    weak = {pair: contrast(known[pair[0]], known[pair[1]]) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_have_enough_contrast(scheme: str) -> None:
    known = colours(scheme)
    shapes = [(shape, "paper") for shape in ("bad", "warn", "good", "soft", "ink", "link")]
    assert all(contrast(known[shape], known[ground]) >= 3 for shape, ground in shapes)


def test_every_colour_is_a_variable() -> None:
    assert len(BLOCKS) == 2
    rest = re.sub(r":root \{.*?\}", "", CSS, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b(?=[;\s])", rest) == []
    assert set(re.findall(r"var\(--([a-z-]+)\)", rest)) <= {*colours("light"), "mono"}
