"""What the checks of captures share: the handshake that shows how things stand, and names for the story."""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import CapturedHandshake, Endpoint, Facts, KeyDatabase, StoredCertificate


def spoken(end: Endpoint) -> str:
    """``192.0.2.10:992``, ``[2001:db8::1]:992``."""
    return f"[{end.ip}]:{end.port}" if ":" in end.ip else f"{end.ip}:{end.port}"


def latest_served(facts: Facts) -> Iterator[CapturedHandshake]:
    """Of each server and server name, the last handshake in which the server showed its certificate.

    An earlier one may show what was mended since.
    """
    last: dict[tuple[str, str], CapturedHandshake] = {}
    for handshake in facts.all(CapturedHandshake):
        if handshake.served:
            key = spoken(handshake.server), (handshake.sni or "").lower()
            if key not in last or last[key].start <= handshake.start:
                last[key] = handshake
    yield from last.values()


def certificate_of(end: Endpoint) -> str:
    """The name under which findings about a server's certificate belong together."""
    return f"certificate of {spoken(end)}"


def suites_of(end: Endpoint) -> str:
    """The name under which findings about a server's cipher suites belong together."""
    return f"cipher suites of {spoken(end)}"


def own_certificates(facts: Facts) -> list[StoredCertificate]:
    """The certificates of key databases that have a private key and could be read."""
    return [
        entry
        for database in facts.all(KeyDatabase)
        for entry in database.certificates
        if entry.has_key and entry.certificate is not None
    ]
