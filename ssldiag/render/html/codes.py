"""Return codes and message ids that occur in, what they mean out, and where they were seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ssldiag.bundle.model import Explained
from ssldiag.errors.model import CONFIDENCES, PLATFORMS
from ssldiag.render.html.links import Links
from ssldiag.render.html.markup import EMPTY, Html, folded, join, prose, tag, told
from ssldiag.render.html.room import Room

MOST = 1_000
"""Codes explained: our tables have 3,000, of which a host's logs show some dozens."""

USUAL, FEW = 2, 3
"""The rank of messages that tell nothing is wrong, and how many of them stay open."""

PLACES = 6
"""Places named for one code."""

READINGS = 4
"""Readings of one number told: the likeliest come first."""

SIDES = 4
"""What the other side logs, told for one reading."""


def anchors(explained: Sequence[Explained]) -> dict[str, str]:
    """Query to anchor, for codes of which something is known."""
    known = [each.query for each in explained[:MOST] if each.entries]
    return {query: f"code-{number}" for number, query in enumerate(known, 1)}


def codes(explained: Sequence[Explained], links: Links, room: Room) -> list[Html]:
    """A card for each code that is known, those of the usual course folded, then a line with the others."""
    known = [each for each in explained[:MOST] if each.entries]
    known.sort(key=lambda each: _rank(each.query))
    cards = room.keep(_card(each, links) for each in known)
    usual = sum(1 for each in known[: len(cards)] if _rank(each.query) == USUAL)
    split = len(cards) - usual if usual > FEW else len(cards)
    parts = cards[:split]
    if split < len(cards):
        parts.append(folded(f"{usual:,} messages of information", *cards[split:]))
    if rest := sum(1 for each in explained if each.entries) - len(cards):
        parts.append(tag("p", f"and {rest:,} more, which the page has no room for", cls="soft"))
    if unknown := [each for each in explained if not each.entries]:
        parts.append(_unknown(unknown, links))
    return parts


def _rank(query: str) -> int:
    """Errors and bare return codes first, then warnings, then what tells of the usual course."""
    return {"W": 1, "I": USUAL, "R": USUAL}.get(query[-1:], 0) if query[:3].isalpha() else 0


def _card(explained: Explained, links: Links) -> Html:
    first, *others = explained.entries[:READINGS]
    return tag(
        "article",
        tag("h3", tag("code", explained.query), " ", tag("span", prose(_name(first)), cls="soft")),
        _reading(first),
        _others(others, len(explained.entries) - READINGS),
        tag("p", "Seen at ", _places(explained, links), cls="soft") if explained.places else EMPTY,
        id=links.codes.get(explained.query),
        cls="card item",
    )


def _others(others: Sequence[Mapping[str, Any]], more: int) -> Html:
    if not others:
        return EMPTY
    parts = [join((tag("h4", prose(_name(each))), _reading(each))) for each in others]
    tail = tag("p", f"and {more:,} more readings", cls="soft") if more > 0 else EMPTY
    return folded(f"Other readings of this number: {len(others) + max(more, 0)}", *parts, tail)


def _name(entry: Mapping[str, Any]) -> str:
    platform = PLATFORMS.get(str(entry.get("platform", "")), str(entry.get("platform", "")))
    named = str(entry.get("constant") or entry.get("text") or "")
    return ", ".join(part for part in (platform, str(entry.get("api", "")), named) if part)


def _reading(entry: Mapping[str, Any]) -> Html:
    confidence = str(entry.get("confidence", ""))
    sure = CONFIDENCES.get(confidence, "")
    source = f"{entry.get('source', '')} ({confidence}{': ' if sure else ''}{sure})"
    return told(
        (
            ("Unverified", prose(f"{sure}.") if confidence == "unverified" else EMPTY),
            ("Meaning", prose(str(entry.get("meaning", "")))),
            ("Cause", prose(str(entry.get("cause", "")))),
            ("Do", prose(str(entry.get("recovery", "")))),
            ("Other side", _sides(entry.get("other_side") or ())),
            ("In a capture", prose(str(entry.get("look_for", "")))),
            ("Source", tag("small", prose(source))),
        )
    )


def _sides(sides: Sequence[Mapping[str, Any]]) -> Html:
    """What it logs, and whether that was measured."""
    parts = []
    for side in sides[:SIDES]:
        platform = PLATFORMS.get(str(side.get("platform", "")), str(side.get("platform", "")))
        number = "" if side.get("code") is None else f" {side['code']}"
        basis = "" if side.get("basis") == "measured" else " (not measured)"
        parts.append(prose(f"{platform}{number} {side.get('text') or side.get('constant', '')}{basis}"))
    return join(parts, "; ")


def _places(explained: Explained, links: Links) -> Html:
    shown = [links.line(file, number) for file, number in explained.places[:PLACES]]
    more = len(explained.places) - len(shown)
    return join((join(shown, ", "), f" and {more:,} more" if more else ""))


def _unknown(unknown: Sequence[Explained], links: Links) -> Html:
    shown = [join((tag("code", each.query), " at ", _places(each, links))) for each in unknown[:40]]
    more = f"; and {len(unknown) - 40:,} more" if len(unknown) > 40 else ""
    return tag("p", "Our tables do not know: ", join(shown, "; "), more, cls="soft")
