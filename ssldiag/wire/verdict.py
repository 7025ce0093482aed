"""A finished handshake and its certificates in, the verdict out: why it ended, by whom, what each side will
have logged and what to do. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ssldiag.keydb.model import Certificate
from ssldiag.wire.judging.advice import advice
from ssldiag.wire.judging.faults import caveats
from ssldiag.wire.judging.rules import first_answer
from ssldiag.wire.judging.scene import Scene
from ssldiag.wire.judging.will_log import will_log
from ssldiag.wire.judging.wording import sentence
from ssldiag.wire.model import Handshake, Verdict

__all__ = ["judge"]


def judge(
    handshake: Handshake,
    certificates: Sequence[Certificate] = (),
    now: datetime | None = None,
    captured: bool = True,
) -> Verdict:
    """The verdict on one handshake.

    ``certificates`` are those of ``handshake.certificates``, parsed; they are matched by their bytes. ``now``
    is the moment by which they are judged, the time of the handshake if it is not given. Faults of the
    capture come first in ``why``; without ``captured`` the handshake was one's own, and no sentence speaks of
    a capture.
    """
    scene = Scene(handshake, certificates, now, captured)
    judgement = first_answer(scene)
    return Verdict(
        judgement.outcome,
        judgement.cause,
        judgement.by,
        judgement.confidence,
        " ".join(filter(None, (sentence(*caveats(scene)), judgement.why))),
        judgement.evidence,
        will_log(scene, judgement),
        advice(scene, judgement),
        tuple(dict.fromkeys(judgement.hypotheses)),
    )
