"""A severity in, a badge out: a shape and a word, so that colour says nothing alone."""

from __future__ import annotations

from typing import Final

from ssldiag.model import Severity
from ssldiag.render.html.markup import Html, tag

SHAPES: Final = {Severity.ERROR: "✕", Severity.WARNING: "▲", Severity.INFO: "●"}


def badge(severity: Severity) -> Html:
    """The severity as a reader meets it everywhere on the page."""
    shape = tag("span", SHAPES[severity], aria_hidden="true")
    return tag("span", shape, " ", severity.value.capitalize(), cls=f"sev {severity.value}")
