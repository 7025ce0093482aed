"""Pages of the rules that occur in, folded articles out, so that a finding is explained without a network."""

from __future__ import annotations

from collections.abc import Sequence

from ssldiag.bundle.model import RulePage
from ssldiag.render.html.links import Links
from ssldiag.render.html.markup import Html, folded, join, prose, tag, told
from ssldiag.render.html.prose_pages import blocks, inline
from ssldiag.render.html.room import Room


def pages(rules: Sequence[RulePage], links: Links, room: Room) -> list[tuple[str, Html]]:
    """Code and page, as many as there is room for."""
    found = []
    for rule in rules:
        page = _page(rule, links)
        if not room.refused and room.takes(page):
            found.append((rule.code, page))
    return found


def _page(rule: RulePage, links: Links) -> Html:
    title, _, body = rule.doc.strip().partition("\n")
    heading = tag("h3", tag("code", rule.code), " ", tag("span", inline(rule.title or title)))
    details = told(
        (
            ("Name", rule.name),
            ("Severity", rule.severity),
            ("About", prose(rule.subject)),
            ("Releases", prose(rule.releases)),
            ("Certainty", prose(rule.certainty)),
            ("Messages", join((links.message(each) for each in rule.vendor_messages), ", ")),
            ("Fix", prose(rule.fix)),
        )
    )
    return folded(heading, blocks(body, 4), details, id=f"rule-{rule.code}", cls="card item")
