"""What a rule finds: the verdict without what is derived from it."""

from __future__ import annotations

from typing import Literal

from ssldiag.wire.model import Confidence, Outcome
from ssldiag.wire.values import value

By = Literal["client", "server", "network"] | None


@value(frozen=True, slots=True)
class Judgement:
    """A rule's answer. ``by`` is the side whose doing the cause names: who refused, closed, sent plain text
    or stayed silent. ``why`` are sentences; ``hypotheses`` pairs of a cause and its reason, likeliest first.
    """

    outcome: Outcome
    cause: str
    by: By
    confidence: Confidence
    why: str
    evidence: tuple[int, ...] = ()
    hypotheses: tuple[tuple[str, str], ...] = ()
