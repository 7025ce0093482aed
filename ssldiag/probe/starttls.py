"""The dialogues that come before TLS, by the name of their protocol, and the ports where they are usual."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from ssldiag.probe.dial import Prelude
from ssldiag.probe.dialogue import Dialogue
from ssldiag.probe.dialogue_binary import BINARY
from ssldiag.probe.dialogue_lines import LINES
from ssldiag.probe.model import Target

PRELUDES: Mapping[str, Callable[[], Prelude]] = {
    name: partial(Dialogue, script) for name, script in (LINES | BINARY).items()
}
"""Protocol -> what makes a new dialogue."""

PORTS: Mapping[str, tuple[int, ...]] = {
    "ftp": (21,),
    "telnet": (23,),
    "lmtp": (24,),
    "smtp": (25, 587, 2525),
    "pop3": (110,),
    "nntp": (119,),
    "imap": (143,),
    "ldap": (389, 3268),
    "mysql": (3306,),
    "postgresql": (5432,),
}
"""Protocol -> ports where it begins in the clear, the usual one first (IANA; 3268: global catalogue; 24:
private mail; 2525: a second 587 of many a provider)."""

ALIASES: Mapping[str, str] = {"tn3270": "telnet", "postgres": "postgresql", "mariadb": "mysql"}

AUTO, NONE = "auto", "none"


class UnknownProtocol(ValueError):
    """There is no such protocol; the text says which there are."""


def protocol(word: str | None, port: int | None) -> str | None:
    """The protocol that a word means at a port: ``auto`` goes by the port, None where TLS begins at once.

    Raises UnknownProtocol.
    """
    name = (word or NONE).lower()
    if name == AUTO:
        return next((name for name, usual in PORTS.items() if port in usual), None)
    name = ALIASES.get(name, name)
    if name != NONE and name not in PRELUDES:
        names = ", ".join(sorted({AUTO, *PRELUDES, *ALIASES}))
        raise UnknownProtocol(f"{word}: is none of the protocols that begin before TLS ({names})")
    return None if name == NONE else name


def usual_port(word: str | None) -> int | None:
    """The port of a protocol where none is given; None for TLS from the first byte, and for ``auto``."""
    name = ALIASES.get((word or "").lower(), (word or "").lower())
    return PORTS[name][0] if name in PORTS else None


def prelude(target: Target) -> Callable[[], Prelude] | None:
    """What makes the dialogue of a target; None where TLS begins at once. Raises UnknownProtocol."""
    name = protocol(target.starttls, target.port)
    return None if name is None else PRELUDES[name]
