"""Reports as JSON Lines: one ``ssldiag.report/1`` document a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ssldiag.model import Report
from ssldiag.render.escape import json_text
from ssldiag.render.json import document
from ssldiag.render.style import Style


def render(reports: Iterable[Report], style: Style) -> Iterator[str]:
    """One report a line, written as soon as it is there."""
    return (json_text(document(report), indent=None) + "\n" for report in reports)
