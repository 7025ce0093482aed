"""Asks ``ssldiag explain`` what a fault file wants asked, shows the answer, and holds it against the file."""

from __future__ import annotations

from collections.abc import Iterable

from ssldiag.lab import compare, diagnose
from ssldiag.lab.fault import ExplainWish
from ssldiag.lab.stage import Ran, Stage

LINES = 14
"""Lines of an answer that are shown."""


def explained(stage: Stage, wishes: Iterable[ExplainWish]) -> None:
    """Every question of a fault file."""
    for wish in wishes:
        lines = diagnose.explained(wish.query, wish.platform)
        platform = f" --platform {wish.platform}" if wish.platform else ""
        command = f"ssldiag explain {wish.query}{platform}"
        stage.add(Ran(command, tuple(lines[:LINES]), 0, len(lines) > LINES))
        text = compare.squeezed("\n".join(lines))
        for word in wish.says or ("",):
            ok = bool(text) and compare.squeezed(word) in text
            stage.judge(f"explain {wish.query}", word or "an answer", compare.shortened(lines), ok)
