"""Chosen lines of sources in, folded listings out: an anchor for each line, and findings beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ssldiag.model import Report, TextPlace
from ssldiag.render.html.code_lines import Span, line
from ssldiag.render.html.links import Links, short_path
from ssldiag.render.html.markup import EMPTY, Html, esc, folded, join, tag
from ssldiag.render.html.windows import LINE, Shown
from ssldiag.render.tally import count

CODES = 4
"""Findings named beside a line."""

Cited = Mapping[int, Mapping[str, tuple[Span, ...]]]
"""Line to the codes of the findings that name it, and what each one marks."""


def cited(report: Report) -> dict[str, dict[int, dict[str, tuple[Span, ...]]]]:
    """What findings say of lines, by file."""
    found: dict[str, dict[int, dict[str, tuple[Span, ...]]]] = defaultdict(lambda: defaultdict(dict))
    for root in report.results:
        for result in root.walk():
            for item in result.finding.evidence:
                place = item.place
                if isinstance(place, TextPlace) and len(found[place.file][place.line]) < CODES:
                    span = (place.column - 1, place.column - 1 + max(place.width, 1))
                    codes = found[place.file][place.line]
                    codes[result.finding.code] = (*codes.get(result.finding.code, ()), span)
    return found


def sources(shown: Sequence[Shown], report: Report, links: Links) -> Iterator[Html]:
    """A listing for each source."""
    told = cited(report)
    for each in shown:
        yield _listing(each, told.get(each.source.path, {}), links)


def _listing(shown: Shown, told: Cited, links: Links) -> Html:
    source = shown.source
    number = links.files[source.path]
    errors = f" · {len(told):,} cited" if told else ""
    summary = join(
        (
            tag("h3", esc(short_path(source.path))),
            " ",
            tag(
                "span",
                esc(source.kind_text or source.kind, 80),
                f", {count(source.lines, 'line')}{errors}",
                cls="soft",
            ),
        )
    )
    content = tag("div", *_rows(shown, number, told, links), cls="src") if shown.numbers else EMPTY
    return folded(summary, _said(shown), content, id=f"s{number}", cls="card source")


def _said(shown: Shown) -> Html:
    """What of the source is not here."""
    if not shown.left_out:
        return EMPTY
    what = (
        "None of its lines is"
        if not shown.numbers
        else f"{len(shown.numbers):,} of {shown.source.lines:,} lines are"
    )
    return tag("p", f"{what} here: those that findings cite, with their neighbours, come first.", cls="soft")


def _rows(shown: Shown, number: int, told: Cited, links: Links) -> Iterator[Html]:
    texts = {
        stretch.first + index: text
        for stretch in shown.source.stretches
        for index, text in enumerate(stretch.lines)
    }
    previous = 0
    for at in shown.numbers:
        if at != previous + 1:
            yield tag("i", f"⋮ {count(at - previous - 1, 'line')} left out", cls="gap")
        previous = at
        here = told.get(at, {})
        marks = [span for spans in here.values() for span in spans]
        anchor = f"s{number}-{at}"
        yield Html(f'<a id="{anchor}" href="#{anchor}">{"<b>▸</b>" if here else ""}{at}</a>')
        beside = join((" ", tag("small", links.told(tuple(here))))) if here else EMPTY
        yield tag(
            "code", line(texts[at], shown.source.kind, LINE, marks), beside, cls="hit" if here else None
        )
    rest = shown.source.lines - previous
    if rest > 0:
        yield tag("i", f"⋮ {count(rest, 'line')} left out", cls="gap")
