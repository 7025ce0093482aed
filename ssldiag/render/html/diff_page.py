"""What changed between two bundles in, a page out that looks like theirs; it loads and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ssldiag import __version__
from ssldiag.bundle.changes import PARTS, Change, Cited, Difference, Side, in_short
from ssldiag.model import Severity
from ssldiag.render.html.head import head
from ssldiag.render.html.markup import EMPTY, Html, cut, esc, folded, join, listed, prose, tag
from ssldiag.render.html.room import Room
from ssldiag.render.html.severity import badge

STYLE: Final = Path(__file__).with_name("page") / "bundle.css"

MARKS: Final = {"new": ("+", "new"), "gone": ("−", "gone"), "changed": ("~", "changed")}

SENTENCE = 800
"""Characters of one change; JSON has all of it."""

QUOTED = 240
"""Characters of a quoted line: three of a terminal."""

ALIKE = 10
"""Changes of one rule that come before those of others: the rest of them differ only in their places."""

OPEN = 60
"""Changes of a part that are shown before the rest folds: two screens."""

PART_BYTES = 600_000
"""Bytes of one part: seven of them and the rest stay below 5,000,000."""


def page(difference: Difference) -> Iterator[str]:
    """The page."""
    title = ("What changed: ", prose(difference.old.name, 80), " to ", prose(difference.new.name, 80))
    yield from head(join(title), STYLE.read_text("utf-8"), __version__)
    yield '\n<body>\n<a class="skip" href="#main">Skip to the changes</a>\n'
    yield _top(difference)
    parts = [(part, heading, difference.of(part)) for part, heading in PARTS.items()]
    parts = [each for each in parts if each[2]]
    yield _contents(parts)
    yield '<main id="main" tabindex="-1">\n'
    yield _lead(difference)
    for part, heading, changes in parts:
        yield "\n" + _section(part, heading, changes)
    yield "\n</main>\n"
    said = f"Made by ssldiag {__version__}. This page loads nothing, runs nothing and sends nothing."
    yield tag("footer", tag("p", said, cls="soft"))
    yield "\n</body>\n</html>\n"


def _top(difference: Difference) -> Html:
    return tag(
        "header",
        tag("p", "ssldiag: what changed", cls="kicker"),
        tag("h1", prose(difference.old.name, 120), " → ", prose(difference.new.name, 120)),
        tag("p", join(dict.fromkeys(map(_judged, (difference.old, difference.new))), " → "), cls="soft"),
    )


def _judged(side: Side) -> Html:
    return prose(
        f"judged at {side.judged_at[:16].replace('T', ' ')} UTC" if side.judged_at else "not judged", 60
    )


def _contents(parts: list[tuple[str, str, tuple[Change, ...]]]) -> Html:
    items = [tag("li", tag("a", "In short", href="#lead"))]
    for part, heading, changes in parts:
        number = tag("span", f" {len(changes):,}", cls="n")
        items.append(tag("li", tag("a", heading, number, href=f"#{part}")))
    return tag("nav", tag("ul", *items), aria_label="Contents")


def _lead(difference: Difference) -> Html:
    title = tag("h2", "In short", id="lead-title")
    return tag(
        "section",
        title,
        *(tag("p", prose(sentence, SENTENCE), cls="lead") for sentence in difference.lead),
        _numbers(difference),
        listed((prose(f"Bear in mind: {note}", SENTENCE) for note in difference.notes), "next plain")
        if difference.notes
        else EMPTY,
        id="lead",
        aria_labelledby="lead-title",
    )


def _numbers(difference: Difference) -> Html:
    """Findings of both sides by severity, as a table."""
    rows = []
    for severity in Severity:
        old, new = (side.number(severity.value) for side in (difference.old, difference.new))
        if old or new:
            before, now = (
                tag("td", f"{number:,}", data_label=label)
                for number, label in ((old, "before"), (new, "now"))
            )
            rows.append(tag("tr", tag("th", badge(severity), scope="row"), before, now))
    if not rows:
        return EMPTY
    header = tag("tr", *(tag("th", text, scope="col") for text in ("Findings", "before", "now")))
    return tag("table", tag("thead", header), tag("tbody", *rows), cls="numbers")


def _section(part: str, heading: str, changes: tuple[Change, ...]) -> Html:
    room = Room(PART_BYTES)
    first, _ = in_short(changes, ALIKE, len(changes))
    told = set(map(id, first))
    ordered = (*first, *(change for change in changes if id(change) not in told))
    kept = room.keep(_change(change) for change in ordered)
    title = f"{part}-title"
    opened = min(OPEN, len(first))
    rest = kept[opened:]
    left = len(changes) - len(kept)
    more = tag("p", f"and {left:,} more, in the JSON document", cls="soft") if left else EMPTY
    tail = folded(f"{len(rest) + left:,} more", tag("ul", *rest, cls="changes"), more) if rest else more
    return tag(
        "section",
        tag("h2", heading, id=title),
        tag("ul", *kept[:opened], cls="changes"),
        tail,
        id=part,
        aria_labelledby=title,
    )


def _change(change: Change) -> Html:
    sign, word = MARKS[change.kind]
    mark = tag("span", tag("span", sign, aria_hidden="true"), " ", word, cls=f"kind {word}")
    severity = next((each for each in Severity if each.value == change.severity), None)
    return tag(
        "li",
        mark,
        tag(
            "div",
            tag("p", join((badge(severity), " ")) if severity else EMPTY, prose(change.what, SENTENCE)),
            _quoted(change),
        ),
        cls=f"change {word}",
    )


def _quoted(change: Change) -> Html:
    """The line on each side, or the places alone where no line is known."""
    rows = [
        _row(place, sign, cls)
        for place, sign, cls in ((change.old, "−", "del"), (change.new, "+", "ins"))
        if place is not None and place.text.strip()
    ]
    if rows:
        return tag("div", *rows, cls="src both")
    places = list(dict.fromkeys(str(place) for place in (change.old, change.new) if place is not None))
    if not places or change.part == "file":
        return EMPTY
    return tag(
        "p", join((tag("span", esc(place, 200), cls="place") for place in places), " → "), cls="soft at"
    )


def _row(place: Cited, sign: str, cls: str) -> Html:
    return join(
        (
            tag("span", esc(str(place), 120), cls="place"),
            tag("code", tag("span", sign, " ", cls="sign"), esc(cut(place.text.strip(), QUOTED)), cls=cls),
        )
    )
