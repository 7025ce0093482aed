"""What a bundle holds in, its page out, piece by piece: one HTML file that loads nothing and sends nothing.

Its policy names the digests of its one style sheet and its one script (CSP 3, 2.3.1). Without scripts all
of it is there; they only filter, sort and fold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from ssldiag.bundle.model import PageInput
from ssldiag.render.html import codes as codes_part
from ssldiag.render.html import findings as findings_part
from ssldiag.render.html.about import about
from ssldiag.render.html.certificates import certificates
from ssldiag.render.html.collect import collect
from ssldiag.render.html.console import console
from ssldiag.render.html.excerpts import Texts
from ssldiag.render.html.findings import Findings
from ssldiag.render.html.handshakes import handshakes
from ssldiag.render.html.head import head
from ssldiag.render.html.links import Links
from ssldiag.render.html.markup import EMPTY, Html, join, prose, tag
from ssldiag.render.html.picture_svg import drawings
from ssldiag.render.html.room import SHARES, Room
from ssldiag.render.html.rule_pages import pages
from ssldiag.render.html.sources import sources
from ssldiag.render.html.verdict import verdict, waiting
from ssldiag.render.html.windows import Shown, choose, cited_lines
from ssldiag.render.tally import count, tally
from ssldiag.render.text import PLATFORMS

PAGE: Final = Path(__file__).with_name("page")


LARGE = 1_000_000
"""Bytes of parts from which on a browser draws only what is on the screen: half a second of layout."""

ANCHOR: Final = re.compile(r' id="([a-z][\w-]*)"')
"""Anchors of finished markup; quotes in text are escaped, so text never looks like one."""


class Part(NamedTuple):
    """A section: its anchor, heading, how many things it has (for the contents) and what is in it."""

    anchor: str
    heading: str
    number: int
    content: Html


def page(given: PageInput, carried: str = "") -> Iterator[str]:
    """The page. ``carried`` is the element with what it carries (:mod:`ssldiag.bundle.carried`)."""
    rooms = {name: Room(share) for name, share in SHARES.items()}
    shown = choose(given.sources, cited_lines(given.report, given), SHARES["sources"])
    links = _links(given, shown)
    cards = codes_part.codes(given.explained, links, rooms["codes"])
    links = replace(links, codes=_there(links.codes, cards))
    rules = pages(given.rules, links, rooms["rules"])
    links = replace(links, rules=frozenset(code for code, _ in rules))
    found = findings_part.findings(given.report, _texts(given), links, rooms["findings"])
    links = replace(
        links,
        findings=_there(links.findings, found.articles),
        first=_there(links.first, found.articles),
    )
    parts = [part for part in _parts(given, links, rooms, found, cards, rules) if part.content]
    yield from _head(given, large=sum(len(part.content) for part in parts) > LARGE)
    yield _top(given)
    yield _contents(parts, len(given.sources))
    yield '<main id="main" tabindex="-1">\n'
    yield verdict(given, links, rooms["verdict"])
    for part in parts:
        yield "\n" + _section(part)
    yield from _sources(given, shown, links)
    yield "\n</main>\n"
    yield from _tail(given, carried)


def _links(given: PageInput, shown: tuple[Shown, ...]) -> Links:
    """All that could have an anchor; what finds no room is taken out before anything links to it."""
    numbers, first = findings_part.anchors(given.report)
    return Links(
        files={each.source.path: number for number, each in enumerate(shown, 1)},
        lines={each.source.path: frozenset(each.numbers) for each in shown},
        rules=frozenset(rule.code for rule in given.rules),
        codes=codes_part.anchors(given.explained),
        findings=numbers,
        first=first,
    )


def _there(anchors: Mapping[str, str], pieces: Iterable[Html]) -> dict[str, str]:
    """The anchors that these pieces really hold."""
    held = {found[1] for piece in pieces for found in ANCHOR.finditer(piece)}
    return {key: anchor for key, anchor in anchors.items() if anchor in held}


def _texts(given: PageInput) -> Texts:
    lines = {
        source.path: {
            stretch.first + index: text
            for stretch in source.stretches
            for index, text in enumerate(stretch.lines)
        }
        for source in given.sources
    }
    return Texts(lines, {source.path: source.kind for source in given.sources})


def _parts(
    given: PageInput,
    links: Links,
    rooms: Mapping[str, Room],
    found: Findings,
    cards: Sequence[Html],
    rules: Sequence[tuple[str, Html]],
) -> Iterator[Part]:
    """The sections between the verdict and the sources, in the order of the page."""
    report, now = given.report, given.report.judged_at
    yield Part(
        "picture",
        "How it hangs together",
        len(given.topology.nodes),
        drawings(given.topology, links, rooms["picture"]) if given.topology.nodes else EMPTY,
    )
    content = join((findings_part.tools(report.results), *found.articles, found.brief))
    yield Part("findings", "Findings", tally(report).findings, content if report.results else EMPTY)
    yield Part(
        "certificates",
        "Certificates",
        len(given.certificates),
        certificates(given.certificates, now, links, rooms["certificates"]) if given.certificates else EMPTY,
    )
    yield Part(
        "console",
        "Console time line",
        len(given.console),
        console(given.console, links, rooms["console"]) if given.console else EMPTY,
    )
    yield Part(
        "handshakes",
        "Handshakes",
        len(given.handshakes),
        handshakes(given.handshakes, links, rooms["handshakes"]) if given.handshakes else EMPTY,
    )
    yield Part("codes", "Codes and messages that occur", len(given.explained), join(cards))
    yield Part(
        "collect",
        "Not decided, and what would help",
        waiting(report),
        collect(given, links, rooms["collect"]),
    )
    yield Part("rules", "Rules behind the findings", len(rules), join(rule for _, rule in rules))
    yield Part("about", "About this bundle", len(given.plan.items), about(given, links, rooms["about"]))


def _sources(given: PageInput, shown: Sequence[Shown], links: Links) -> Iterator[str]:
    if not given.sources:
        return
    yield '\n<section id="sources" aria-labelledby="sources-title"><h2 id="sources-title">Sources</h2>\n'
    for listing in sources(shown, given.report, links):
        yield listing + "\n"
    if len(given.sources) > len(shown):
        more = count(len(given.sources) - len(shown), "more source")
        yield tag("p", f"and {more}, which the page has no room for", cls="soft")
    yield "</section>"


def _section(part: Part) -> Html:
    title = f"{part.anchor}-title"
    heading = tag("h2", part.heading, id=title)
    return tag("section", heading, Html("\n"), part.content, id=part.anchor, aria_labelledby=title)


def _head(given: PageInput, *, large: bool) -> Iterator[str]:
    title = join(("Support bundle: ", prose(given.report.snapshot.name, 120)))
    yield from head(title, _file("bundle.css"), given.made.version, _file("bundle.js"))
    yield f'\n<body{" class=large" * large}>\n<a class="skip" href="#main">Skip to the verdict</a>\n'


def _file(name: str) -> str:
    return (PAGE / name).read_text("utf-8")


def _top(given: PageInput) -> Html:
    """The banner: whose files, how many, judged when."""
    report = given.report
    facts = [
        ", ".join(PLATFORMS.get(word, word) for word in report.platforms),
        count(len(report.snapshot.sources), "file"),
        f"judged at {report.judged_at:%Y-%m-%d %H:%M} UTC",
        f"ssldiag {given.made.version}",
    ]
    return tag(
        "header",
        tag("p", "ssldiag support bundle", cls="kicker"),
        tag("h1", prose(report.snapshot.name, 200)),
        tag("p", prose(" · ".join(fact for fact in facts if fact), 400), cls="soft"),
    )


def _contents(parts: Sequence[Part], sources: int) -> Html:
    """The contents, and a place to type words to look for where scripts run."""
    entries = [("verdict", "Verdict", 0), *((part.anchor, part.heading, part.number) for part in parts)]
    if sources:
        entries.append(("sources", "Sources", sources))
    items = [
        tag(
            "li",
            tag("a", heading, tag("span", f" {number:,}", cls="n") if number else EMPTY, href=f"#{anchor}"),
            data_part=anchor,
        )
        for anchor, heading, number in entries
    ]
    search = tag(
        "div",
        tag("label", "Show only what has these words", for_="words"),
        tag("input", id="words", type="search", autocomplete="off", spellcheck="false"),
        tag("output", id="shown", for_="words"),
        tag("p", tag("button", "Unfold all", type="button", id="unfold"), " ",
            tag("button", "Fold all", type="button", id="fold")),
        id="search",
        hidden=True,
    )  # fmt: skip
    return tag("nav", search, tag("ul", *items), aria_label="Contents")


def _tail(given: PageInput, carried: str) -> Iterator[str]:
    said = f"Made by ssldiag {given.made.version}. This page loads nothing and sends nothing."
    yield tag("footer", tag("p", said, cls="soft"))
    yield carried
    yield tag("script", Html(_file("bundle.js")))
    yield "\n</body>\n</html>\n"
