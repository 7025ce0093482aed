"""A host as people write it in, a :class:`Target` out: ``host``, ``host:port``, ``[address]:port``."""

from __future__ import annotations

from ssldiag.probe.model import Target
from ssldiag.probe.starttls import protocol, usual_port

DEFAULT_PORT = 443
MAX_HOST = 255
"""Characters: a name has at most 253 (RFC 1035 2.3.4), an address with a scope fewer."""


class NoTarget(ValueError):
    """It names no host and port; the text says why."""


def target(word: str, starttls: str | None = None, sni: str | None = None, port: int | None = None) -> Target:
    """Raises NoTarget, and UnknownProtocol. IPv6 with a port has brackets (RFC 3986 3.2.2).

    ``port`` is the default; without one it is the usual port of the protocol.
    """
    usual = port or usual_port(starttls) or DEFAULT_PORT
    text = word.strip().removeprefix("https://").rstrip("/")
    if text.startswith("["):
        host, closed, rest = text[1:].partition("]")
        if not closed or (rest and not rest.startswith(":")):
            raise NoTarget(f"{word}: is no [address]:port")
        digits = rest[1:] if rest else ""
        given = bool(rest)
    elif text.count(":") > 1:
        host, digits, given = text, "", False
    else:
        host, colon, digits = text.partition(":")
        given = bool(colon)
    if not host or len(host) > MAX_HOST or any(char.isspace() or char in "/@\0" for char in host):
        raise NoTarget(f"{word or 'nothing'}: is no host")
    number = _port(word, digits) if given else usual
    return Target(host, number, protocol(starttls, number), sni)


def _port(word: str, digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 5 and 0 < int(digits) < 65536):
        raise NoTarget(f"{word}: has no port from 1 to 65535")
    return int(digits)
