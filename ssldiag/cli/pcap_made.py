"""A handshake in, what the output needs of it out: made where the handshake was read, be it in a process of
its own, so that little has to be handed over and put together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ssldiag.capture.judged import Certificates, Judged, judge_one
from ssldiag.render.handshake_line import Lines
from ssldiag.wire.model import Handshake

REACHES: dict[str, Callable[[Judged], bool]] = {
    "error": lambda item: item.failed,
    "warning": lambda item: item.verdict.outcome != "completed",
    "info": lambda item: item.verdict.outcome != "completed" or bool(item.handshake.oddities),
    "never": lambda item: False,
}
"""``--fail-on`` and what reaches it."""


class Judge:
    """Judges handshakes; remembers certificates."""

    def __init__(self) -> None:
        self._certificates = Certificates()

    def __call__(self, handshake: Handshake) -> Judged:
        return judge_one(handshake, self._certificates)


class Line(NamedTuple):
    """A line, empty for a handshake that is not wanted; and whether that ``reached`` ``--fail-on``."""

    text: str
    reached: bool


class Liner:
    """Judges handshakes and writes a line of JSON for each, or for those alone that ``failed``."""

    def __init__(self, fail_on: str, failed: bool) -> None:
        self._judge = Judge()
        self._lines = Lines()
        self._fail_on = fail_on
        self._failed = failed

    def __call__(self, handshake: Handshake) -> Line:
        judged = self._judge(handshake)
        if self._failed and not judged.failed:
            return Line("", False)
        return Line(self._lines.line(judged) + "\n", REACHES[self._fail_on](judged))
