"""The overview of a fleet in, its page out: one HTML file without scripts that loads nothing.

It looks as a bundle's page does and uses its style sheet, with a little of its own behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ssldiag.render.html.bundle_page import PAGE
from ssldiag.render.html.fleet_parts import PARTS, Part, attention
from ssldiag.render.html.fleet_values import Overview
from ssldiag.render.html.head import head
from ssldiag.render.html.markup import EMPTY, Html, join, prose, tag

STYLES: Final = ("bundle.css", "fleet.css")


def page(given: Overview) -> Iterator[str]:
    """The page."""
    parts = [part for part in (make(given) for make in PARTS) if part.content]
    css = "".join((PAGE / name).read_text("utf-8") for name in STYLES)
    yield from head(join(("Fleet: ", prose(given.title, 120))), css, given.version)
    yield '\n<body class="fleet">\n<a class="skip" href="#main">Skip to what needs attention</a>\n'
    yield _top(given)
    yield _contents(parts)
    yield '<main id="main" tabindex="-1">\n'
    yield _section(Part("verdict", "What needs attention", 0, attention(given)))
    for part in parts:
        yield "\n" + _section(part)
    yield "\n</main>\n"
    said = f"Made by ssldiag {given.version} from a dataset of {given.schema}. This page loads nothing."
    yield tag("footer", tag("p", said, cls="soft"))
    yield "\n</body>\n</html>\n"


def _top(given: Overview) -> Html:
    numbers = given.numbers
    facts = [
        f"{numbers.hosts:,} hosts" if numbers.hosts else "",
        f"{numbers.handshakes:,} handshakes in {numbers.files:,} capture files" if numbers.files else "",
        size(numbers.file_bytes) if numbers.file_bytes else "",
        f"as of {given.now:%Y-%m-%d %H:%M} UTC",
    ]
    return tag(
        "header",
        tag("p", "ssldiag fleet", cls="kicker"),
        tag("h1", prose(given.title, 200)),
        tag("p", prose(" · ".join(fact for fact in facts if fact), 400), cls="soft"),
    )


def size(number: int) -> str:
    """An amount of bytes as people say it."""
    for factor, word in ((10**12, "TB"), (10**9, "GB"), (10**6, "MB")):
        if number >= factor:
            return f"{number / factor:,.1f} {word}"
    return f"{number / 1000:,.0f} kB"


def _contents(parts: list[Part]) -> Html:
    entries = [Part("verdict", "What needs attention", 0, EMPTY), *parts]
    items = [
        tag(
            "li",
            tag(
                "a",
                part.heading,
                tag("span", f" {part.number:,}", cls="n") if part.number else EMPTY,
                href=f"#{part.anchor}",
            ),
        )
        for part in entries
    ]
    return tag("nav", tag("ul", *items), aria_label="Contents")


def _section(part: Part) -> Html:
    title = f"{part.anchor}-title"
    heading = tag("h2", part.heading, id=title)
    return tag("section", heading, Html("\n"), part.content, id=part.anchor, aria_labelledby=title)
