"""Certificates that sides of handshakes showed, and codes they will have logged: counted, then rows.

Bounded: with too many different ones, what was counted becomes rows and counting begins anew. Rows of one
certificate add up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ssldiag.fleet.bounds import CERTIFICATES_KEPT
from ssldiag.fleet.records import Made, Row

Span = list[Any]
"""How often, and when first and last."""


class Shown:
    """Counts what handshakes showed, and what they will have been logged as."""

    def __init__(self) -> None:
        self._certificates: dict[tuple[str, str, str], Span] = {}
        self._codes: dict[tuple[str, ...], Span] = {}

    @property
    def full(self) -> bool:
        """Whether it is time for :meth:`rows`."""
        return len(self._certificates) + len(self._codes) > CERTIFICATES_KEPT

    def add(self, made: Made) -> None:
        """One handshake."""
        for side, digest in made.shown:
            host = made.client_ip  # its port says nothing
            if side == "server":
                host = f"{_bracketed(made.server_ip)}:{made.server_port}"
            _count(self._certificates, (digest, side, host), made.start)
        for side, platform, code, constant, confidence in made.logged:
            address = made.client_ip if side == "client" else made.server_ip
            _count(self._codes, (address, made.cause, platform, code, constant, confidence), made.start)

    def rows(self, seen: dict[str, Row]) -> Iterator[tuple[str, Row]]:
        """What was counted, with the names of its tables. Counting begins anew."""
        for (digest, side, host), (times, first, last) in self._certificates.items():
            yield (
                "certificates",
                {
                    **seen.get(digest, {"sha256": digest}),
                    "origin": "handshake",
                    "host": host,
                    "kind": side,
                    "seen": times,
                    "first_seen": first,
                    "last_seen": last,
                },
            )
        for (host, cause, platform, code, constant, confidence), (times, first, _) in self._codes.items():
            yield (
                "errors",
                {
                    "origin": "handshake",
                    "host": host,
                    "file": cause,
                    "platform": platform,
                    "code": code,
                    "constant": constant,
                    "count": times,
                    "confidence": confidence,
                    "seen_at": first,
                },
            )
        self._certificates.clear()
        self._codes.clear()


def _count(counted: dict[Any, Span], key: Any, when: datetime) -> None:
    span = counted.get(key)
    if span is None:
        counted[key] = [1, when, when]
    else:
        span[0] += 1
        span[1], span[2] = min(span[1], when), max(span[2], when)


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address
