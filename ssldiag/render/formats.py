"""The formats of a report: one table from the word of ``--format`` to what writes it, loaded on use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from importlib import import_module
from typing import cast

from ssldiag.model import Report
from ssldiag.render.style import Style

Renderer = Callable[[Iterable[Report], Style], Iterator[str]]

MODULES = {
    "text": "ssldiag.render.text:render",
    "json": "ssldiag.render.json:render",
    "jsonl": "ssldiag.render.json:render_lines",
    "sarif": "ssldiag.render.sarif:render",
    "junit": "ssldiag.render.junit:render",
    "markdown": "ssldiag.render.markdown:render",
}

ReportFormat = StrEnum("ReportFormat", {word.upper(): word for word in MODULES})  # type: ignore[misc]
"""The words as the command line takes them."""


def renderer(word: str) -> Renderer:
    """What writes reports in this format. It takes them one by one: many hosts need not be in memory."""
    module, _, name = MODULES[word].partition(":")
    return cast(Renderer, getattr(import_module(module), name))
