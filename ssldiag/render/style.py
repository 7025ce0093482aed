"""What a renderer is told about its reader: how wide, how much, how many hosts."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import Severity
from ssldiag.render.layout import FALLBACK_COLUMNS

PER_RULE = 20
"""Findings of one rule that the text report prints: a screen full; the rest is one line with their number."""


@dataclass(frozen=True, slots=True)
class Style:
    """How to render a report.

    ``columns`` bounds lines of text. ``several`` says that a list of reports was asked for, even if one
    comes. ``fail_on`` is None for ``never``.
    """

    columns: int = FALLBACK_COLUMNS
    colour: bool = False
    verbose: bool = False
    quiet: bool = False
    several: bool = False
    per_rule: int = PER_RULE
    fail_on: Severity | None = Severity.ERROR
