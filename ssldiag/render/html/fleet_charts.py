"""Numbers in, small drawings out: bars without text in them, so that they shrink to any width."""

from __future__ import annotations

from collections.abc import Sequence

from ssldiag.render.html.fleet_values import Day, Month
from ssldiag.render.html.markup import EMPTY, Html, join, tag

HEIGHT = 100


def bar(part: int, whole: int, kind: str = "all") -> Html:
    """A bar as long as its share of the longest one."""
    share = 100 * part / whole if whole else 0.0
    rect = tag("rect", x=0, y=0, width=max(share, 0.6 if part else 0.0), height=10, cls=kind)
    return tag("svg", rect, viewBox="0 0 100 10", preserveAspectRatio="none", cls="bar", aria_hidden="true")


def trend(days: Sequence[Day], what: str, bad: str) -> Html:
    """A column a day: all of it, and the bad part at its foot. The numbers are in the table below."""
    most = max((day.total for day in days), default=0)
    if not most:
        return EMPTY
    step = 100 / max(len(days), 7)
    columns = []
    for number, day in enumerate(days):
        for amount, kind in ((day.total, "all"), (day.bad, "bad")):
            height = HEIGHT * amount / most
            title = tag("title", f"{day.day}: {day.bad:,} {bad} of {day.total:,} {what}")
            columns.append(
                tag("rect", title, x=number * step + step * 0.1, y=HEIGHT - height, width=step * 0.8,
                    height=height, cls=kind)
            )  # fmt: skip
    drawing = tag(
        "svg",
        *columns,
        viewBox=f"0 0 100 {HEIGHT}",
        preserveAspectRatio="none",
        cls="trend",
        role="img",
        aria_label=f"{what} by day, {bad} at the foot",
    )
    ends = join((tag("span", str(days[0].day)), tag("span", str(days[-1].day) if len(days) > 1 else "")))
    return join((drawing, tag("p", ends, cls="axis")))


def ends(months: Sequence[Month]) -> Html:
    """A row a month: its name, a bar, the number."""
    most = max((month.number for month in months), default=0)
    rows = [
        tag(
            "li",
            tag("span", month.label, cls="name"),
            bar(month.number, most, month.state),
            tag("span", f"{month.number:,}", cls="n"),
        )
        for month in months
    ]
    return tag("ol", *rows, cls="bars")
