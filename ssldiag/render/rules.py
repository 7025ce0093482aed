"""Rules as a table, as JSON or as Markdown; and the page of one rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ssldiag.model import Rule
from ssldiag.render.escape import json_text, visible
from ssldiag.render.layout import Line, cells, clip, pad, wrap
from ssldiag.render.markdown import code, text
from ssldiag.render.pages import family, message_name
from ssldiag.render.paint import painted
from ssldiag.render.reflow import reflow
from ssldiag.render.style import Style

SCHEMA = "ssldiag.rules/1"

TITLE_LEAST = 30
"""A title cut shorter says nothing that the name does not."""

LEVELS_OF = {"ZVM": "z/VM releases", "IBMI": "IBM i releases"}
"""By family, what a page calls the levels that a rule applies to; rules of other families apply to all."""

COLUMNS = ("code", "severity", "name", "releases", "title")


def table(rules: Sequence[Rule], style: Style) -> Iterator[str]:
    """A line a rule; titles are cut where ``style.columns`` ends (0 for no end)."""
    fields = ((rule.code, rule.severity.value, rule.name, rule.releases, rule.title) for rule in rules)
    rows = [COLUMNS, *(tuple(map(visible, row)) for row in fields)]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)][:-1]
    yield from painted((_row(row, widths, style.columns) for row in rows), style.colour)


def _row(row: tuple[str, ...], widths: Sequence[int], columns: int) -> Line:
    code, severity, name, releases = (pad(value, width) for value, width in zip(row, widths, strict=False))
    room = columns - sum(widths) - 2 * len(widths)
    title = row[-1] if columns <= 0 else clip(row[-1], room) if room >= TITLE_LEAST else ""
    tone = row[1] if row[1] in ("error", "warning", "info") else "strong"
    return (f"{code}  ", "strong"), (f"{severity}  ", tone), (f"{name}  {releases}  {title}", "")


def pages(rules: Sequence[Rule], style: Style) -> Iterator[str]:
    """The page of each rule as text."""
    for index, rule in enumerate(rules):
        yield from painted(((), *_page(rule, style)) if index else _page(rule, style), style.colour)


def _page(rule: Rule, style: Style) -> Iterator[Line]:
    yield (
        (f"{rule.severity}[{visible(rule.code)}]", rule.severity.value),
        (f" {visible(rule.name)}", "strong"),
    )
    yield ()
    yield from reflow(rule.doc, style.columns)
    for label, values in details(rule).items():
        first, *rest = wrap(visible("; ".join(values)), style.columns - 20)
        yield (pad(label, 18) + "  ", "strong"), (first, "")
        yield from (((" " * 20 + more, ""),) for more in rest)


def details(rule: Rule) -> dict[str, tuple[str, ...]]:
    """What a page says besides its text: label to values, those without any left out."""
    found = {
        "Subject": (rule.subject,),
        LEVELS_OF.get(family(rule.code), ""): (rule.releases,),
        "Certainty": (rule.certainty,),
        "Messages": tuple(map(message_name, rule.vendor_messages)),
        "Can follow from": rule.caused_by,
        "Fix": tuple(line for line in rule.fix.split("\n") if line.strip()),
        "Sources": rule.sources,
        "Check file": (rule.file,),
    }
    return {
        label: kept
        for label, values in found.items()
        if label and (kept := tuple(value for value in values if value))
    }


def json_list(rules: Sequence[Rule]) -> Iterator[str]:
    """An ``ssldiag.rules/1`` document."""
    yield json_text({"schema": SCHEMA, "rules": [_fields(rule) for rule in rules]}) + "\n"


def _fields(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "subject": rule.subject,
        "title": rule.title,
        "releases": rule.releases,
        "certainty": rule.certainty,
        "vendor_messages": list(rule.vendor_messages),
        "caused_by": list(rule.caused_by),
        "fix": rule.fix,
        "sources": list(rule.sources),
        "file": rule.file,
        "page": rule.doc,
    }


def markdown_table(rules: Sequence[Rule], link: str = "") -> Iterator[str]:
    """A Markdown table; ``link`` is a format such as ``{code}.md`` for what codes lead to."""
    yield "| " + " | ".join(COLUMNS) + " |\n"
    yield "|" + " --- |" * len(COLUMNS) + "\n"
    for rule in rules:
        first = f"[{rule.code}]({link.format(code=rule.code)})" if link else code(rule.code)
        cells = (first, rule.severity.value, rule.name, code(rule.releases), text(rule.title))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def markdown_page(rule: Rule) -> str:
    """The page of a rule as a Markdown file. Pages are written by us, in Markdown: they are not escaped."""
    title, _, body = rule.doc.strip().partition("\n")
    lines = [f"# {rule.code} {rule.name}", "", f"**{rule.severity.value.capitalize()}.** {title}", body, ""]
    lines += [f"- **{label}:** {'; '.join(values)}" for label, values in details(rule).items()]
    return "\n".join(lines).rstrip() + "\n"
