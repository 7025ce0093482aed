"""The rules in order: the first that has an answer gives the verdict.

What is there comes before what is missing: text and alerts that can be read explain a failure even in a
damaged capture. Rules that rest on silence, sizes or order come behind those that ask whether the capture is
to blame.
"""

from __future__ import annotations

from collections.abc import Callable

from ssldiag.wire.judging import alerts, encrypted, faults, plain, silence
from ssldiag.wire.judging.model import Judgement
from ssldiag.wire.judging.scene import Scene

Rule = Callable[[Scene], Judgement | None]

RULES: tuple[Rule, ...] = (
    plain.starttls_refused,
    encrypted.completed,
    plain.plain_client,
    plain.plain_server,
    plain.hello_from_server,
    alerts.readable,
    faults.one_sided,
    silence.never_connected,
    silence.goodbye,
    silence.broken_record,
    faults.lost,
    faults.unanswered,
    faults.cut,
    encrypted.unreadable,
    silence.bad_choice,
    silence.closed,
    silence.stopped,
    faults.ended,
)


def first_answer(scene: Scene) -> Judgement:
    """The answer of the first rule that has one."""
    for rule in RULES:
        found = rule(scene)
        if found is not None:
            return found
    return silence.unknown(scene)
