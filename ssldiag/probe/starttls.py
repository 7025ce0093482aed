"""The dialogues that come before TLS, by the name of their protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ssldiag.probe.dial import Prelude
from ssldiag.probe.model import Target

PRELUDES: Mapping[str, Callable[[], Prelude]] = {}
"""Protocol -> what makes a new dialogue."""


class UnknownProtocol(ValueError):
    """There is no such protocol; the text says which there are."""


def prelude(target: Target) -> Callable[[], Prelude] | None:
    """What makes the dialogue of a target; None where TLS begins at once. Raises UnknownProtocol."""
    if target.starttls is None:
        return None
    known = PRELUDES.get(target.starttls.lower())
    if known is None:
        names = ", ".join(sorted(PRELUDES)) or "none yet"
        raise UnknownProtocol(f"--starttls {target.starttls}: is none of the protocols known ({names})")
    return known
