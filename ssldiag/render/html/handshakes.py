"""Handshake documents in, their section out: what failed as ladders with verdicts, all of them as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ssldiag.bundle.model import Document
from ssldiag.capture.judged import moment
from ssldiag.render.handshake_ladder import rungs
from ssldiag.render.handshake_names import PLATFORMS
from ssldiag.render.html.handshake_back import fields, handshake, seconds
from ssldiag.render.html.links import Links
from ssldiag.render.html.markup import EMPTY, Html, esc, folded, join, prose, tag, told, wide_table
from ssldiag.render.html.room import Room
from ssldiag.render.ladder_svg import Arrow, Drawing, drawing

LADDERS = 60
"""Ladders drawn: 5 KB each, and more kinds of failure are seldom in one capture."""

OPEN = 2
"""Ladders that are open from the start, each of another cause."""

MARKS: Final = {"failed": "✕", "incomplete": "?", "completed": "✓"}

COLUMNS = ("Frame", "Client", "Server", "Outcome", "Version", "Suite", "Name", "Took", "In")

LOGS = 8
"""Entries of what each side will have logged: the platforms that a table knows, for both sides."""


def handshakes(found: Sequence[Document], links: Links, room: Room) -> Html:
    """The section's content."""
    failed = [each for each in found if _outcome(each) != "completed"]
    failed.sort(key=lambda each: _outcome(each) != "failed")
    stories = _stories(failed, found, links, room)
    more = len(failed) - len(stories)
    tail = tag("p", f"and {more:,} more without success, in the table", cls="soft") if more else EMPTY
    return join((_counts(found), *stories, tail, _table(found, len(stories), links, room)))


def _stories(failed: list[Document], found: Sequence[Document], links: Links, room: Room) -> list[Html]:
    drawn = Room(room.left * 2 // 3)
    causes = [(_outcome(each), _verdict(each).get("cause")) for each in failed[:LADDERS]]
    firsts = {causes.index(cause) for cause in list(dict.fromkeys(causes))[:OPEN]}
    told = enumerate(failed[:LADDERS])
    kept = drawn.keep(_story(each, number, number in firsts, links) for number, each in told)
    room.left -= room.left * 2 // 3 - drawn.left
    return kept


def _counts(found: Sequence[Document]) -> Html:
    numbers = Counter(_outcome(each) for each in found)
    said = [
        tag("li", f"{mark} {numbers[word]:,} {word}", cls=word)
        for word, mark in MARKS.items()
        if numbers[word]
    ]
    return tag("ul", *said, cls="counts")


def _outcome(document: Document) -> str:
    word = _verdict(document).get("outcome")
    return word if word in MARKS else "incomplete"


def _verdict(document: Document) -> Mapping[str, Any]:
    return fields(document.get("verdict"))


def _story(document: Document, number: int, is_open: bool, links: Links) -> Html:
    judged, outcome = _verdict(document), _outcome(document)
    heading = join(
        (
            tag("span", f"{MARKS[outcome]} {outcome}", cls=outcome),
            " ",
            prose(str(judged.get("cause", "")).replace("_", " "), 80),
            tag("span", f" {_end(document, 'client')} → {_end(document, 'server')}", cls="soft"),
        )
    )
    return folded(
        tag("h3", heading),
        tag(
            "p", links.file(_text(document, "file")), f", {_frames(document)}, {_when(document)}", cls="soft"
        ),
        told(_said(judged)),
        _ladder(drawing(rungs(handshake(document)))),
        told(_facts(document)),
        is_open=is_open,
        id=f"h{number + 1}",
        cls="card item",
    )


def _said(judged: Mapping[str, Any]) -> Iterator[tuple[str, Html]]:
    sure = str(judged.get("confidence", ""))
    by = judged.get("by")
    yield "Why", prose(str(judged.get("why", "")))
    yield "Ended by", prose(f"the {by} ({sure})" if by else "")
    yield "Do", prose(str(judged.get("advice", "")))
    for guess in _maps(judged.get("hypotheses"))[:4]:
        yield "Perhaps", prose(str(guess.get("why", "")))
    logged = [_logged(each) for each in _maps(judged.get("will_log"))[:LOGS]]
    yield "Logs will say", tag("ul", *logged, cls="plain") if logged else EMPTY


def _logged(entry: Mapping[str, Any]) -> Html:
    platform = PLATFORMS.get(str(entry.get("platform", "")), str(entry.get("platform", "")))
    validation = f", validation {entry['validation']}" if entry.get("validation") else ""
    said = f"{entry.get('code', '')} {entry.get('constant', '')}{validation} ({entry.get('confidence', '')})"
    return tag("li", prose(f"{entry.get('side', '')}, {platform}: {said}"))


def _facts(document: Document) -> Iterator[tuple[str, Html]]:
    ciphers = fields(document.get("ciphers"))
    offered = [str(each) for each in _list(ciphers.get("offered_names"))]
    yield "Offered", prose(", ".join([f"{document.get('client_version') or '?'}", *offered[:6]])
                           + (f" and {len(offered) - 6:,} more" if len(offered) > 6 else ""))  # fmt: skip
    chosen = [str(each) for each in (document.get("version"), ciphers.get("name")) if each]
    yield "Chosen", prose(", ".join(chosen))
    for each in _maps(document.get("certificates"))[:4]:
        dates = f"{str(each.get('not_before'))[:10]} to {str(each.get('not_after'))[:10]}"
        said = each.get("error") or f"{each.get('subject')}, issued by {each.get('issuer')}, {dates}"
        yield "Certificate", prose(f"{each.get('from')}: {said}", 400)
    for odd in _maps(document.get("oddities"))[:4]:
        yield "Odd", prose(f"{odd.get('what')} (frame {odd.get('frame')})", 300)


def _table(found: Sequence[Document], stories: int, links: Links, room: Room) -> Html:
    kept = room.keep(_row(each, links) for each in found)
    more = len(found) - len(kept)
    return folded(
        f"All handshakes ({len(found):,})",
        wide_table("All handshakes", COLUMNS, kept, f"and {more:,} more" if more else ""),
        is_open=not stories,
    )


def _row(document: Document, links: Links) -> Html:
    outcome, judged = _outcome(document), _verdict(document)
    cause = "" if outcome == "completed" else f": {str(judged.get('cause', '')).replace('_', ' ')}"
    took, frames = seconds(document.get("duration")), fields(document.get("frames"))
    ciphers = fields(document.get("ciphers"))
    cells = (
        esc(str(frames.get("first", ""))),
        esc(_end(document, "client")),
        esc(_end(document, "server")),
        tag("span", f"{MARKS[outcome]} {outcome}{cause}", cls=outcome),
        esc(_text(document, "version")),
        prose(str(ciphers.get("ibm_name") or ciphers.get("name") or ""), 60),
        prose(_text(document, "sni"), 80),
        esc(f"{took * 1000:,.0f} ms") if took is not None else EMPTY,
        links.file(_text(document, "file")),
    )
    drawn = [
        tag("td", cell, data_label=label, data_sort=_number(document, label))
        if cell
        else tag("td", cls="none")
        for label, cell in zip(COLUMNS, cells, strict=True)
    ]
    return tag("tr", *drawn, cls="item")


def _number(document: Document, label: str) -> float | None:
    """What a column of numbers is sorted by."""
    value = {"Frame": fields(document.get("frames")).get("first"), "Took": document.get("duration")}.get(
        label
    )
    return seconds(value)


def _ladder(drawn: Drawing) -> Html:
    sides = [
        tag("text", side, x=x, y=14, text_anchor="middle", font_weight=600)
        for side, x in (("client", drawn.client), ("server", drawn.server))
    ]
    lives = [
        tag("line", cls="life", x1=x, x2=x, y1=22, y2=drawn.height - 4) for x in (drawn.client, drawn.server)
    ]
    return tag(
        "svg",
        *sides,
        *lives,
        *(_rung(rung, drawn) for rung in drawn.rungs),
        cls="ladder",
        viewBox=f"0 0 {drawn.width} {drawn.height}",
        width=drawn.width,
        height=drawn.height,
        font_size=12,
        role="img",
        aria_label=_spoken(drawn),
    )


def _spoken(drawn: Drawing) -> str:
    """The ladder for a screen reader: who said what."""
    said = []
    for rung in drawn.rungs:
        side = "client" if rung.start < rung.stop else "server"
        words = " ".join(line.text for line in rung.lines)
        said.append(words if rung.kind == "cut" else f"{side}: {words}")
    return ("Ladder. " + "; ".join(said))[:1_500]


def _rung(rung: Arrow, drawn: Drawing) -> Html:
    parts = [tag("text", line.text, x=drawn.middle, y=line.y, text_anchor="middle") for line in rung.lines]
    if rung.kind != "cut":
        parts += [
            tag("line", x1=rung.start, y1=rung.y, x2=rung.stop, y2=rung.y, stroke="currentColor",
                stroke_width=2.5 if rung.kind == "alert" else 1.25,
                stroke_dasharray="5 3" if rung.kind == "encrypted" else None),
            tag("path", d=rung.head),
            tag("text", rung.frame, x=drawn.note, y=rung.y, text_anchor="end", font_size=9.5, cls="soft"),
            tag("text", rung.after, x=drawn.note, y=rung.y + 11, text_anchor="end", font_size=9.5,
                cls="soft"),
        ]  # fmt: skip
    return tag("g", *parts, cls=rung.kind)


def _end(document: Document, side: str) -> str:
    end = document.get(side)
    return f"{str(end.get('ip', ''))[:60]}:{end.get('port', '')}" if isinstance(end, Mapping) else ""


def _frames(document: Document) -> str:
    frames = fields(document.get("frames"))
    first, last = frames.get("first"), frames.get("last")
    return f"frame {first}" if first == last else f"frames {first} to {last}"


def _when(document: Document) -> str:
    start = seconds(document.get("start"))
    if start is None:
        return "at no known time"
    return f"{moment(start):%Y-%m-%d %H:%M:%S} UTC"


def _text(document: Document, key: str) -> str:
    value = document.get(key)
    return value if isinstance(value, str) else ""


def _maps(found: object) -> list[Mapping[str, Any]]:
    return [each for each in _list(found) if isinstance(each, Mapping)]


def _list(found: object) -> list[Any]:
    return list(found) if isinstance(found, list | tuple) else []
