"""What happens to connections in, the lines of a trace out.

The layouts are ours (``docs/pool/trace.md``): their ids have a T where IBM's have a digit. DTCSSL022E alone
is z/VM's own, as it was seen on a console.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.pool.admin.shown import shown
from ssldiag.pool.admin.units import protocol, socket

Address = tuple[str, int]

PIECE = 512
"""Bytes of data on one line: 1,024 hexadecimal digits; a TLS record gives 32 lines of them."""

LONGEST = 400
"""Characters of what a partner or OpenSSL says on one line."""


def state(server: str, connection: int, local: Address, foreign: Address, before: str, after: str) -> str:
    """A change of state (CONNECTIONS and above)."""
    return (
        f"DTCSSLT01I {server} conn {connection} {socket(local)} {socket(foreign)} state {before} -> "
        f"{_short(after)}"
    )


def handshake(server: str, connection: int, version: str, cipher: str, label: str, reused: bool) -> str:
    """A handshake that succeeded (NORMAL and above)."""
    hit = "hit" if reused else "miss"
    return (
        f"DTCSSLT02I {server} conn {connection} handshake ok {protocol(version)} {_short(cipher)} "
        f"label {_short(label)} cache {hit}"
    )


def data(server: str, connection: int, direction: str, content: bytes, most: int) -> Iterator[str]:
    """The first ``most`` bytes of a send or receive, all of them for -1, in hexadecimal."""
    wanted = content if most < 0 else content[:most]
    for at in range(0, max(len(wanted), 1), PIECE):
        where = f"{len(content)}" if at == 0 else f"+{at}"
        digits = wanted[at : at + PIECE].hex()
        yield f"DTCSSLT03I {server} conn {connection} {direction} {where} {digits}".rstrip()


def message(server: str, connection: int, direction: str, text: str) -> str:
    """A message of TLS (FLOW and DEBUG)."""
    return f"DTCSSLT04I {server} conn {connection} {direction} {_short(text)}"


def failure(rc: int, reason: str) -> str:
    """A handshake that failed: return code of System SSL, and its text."""
    return f"DTCSSL022E Handshake failed rc: {rc} reason: {_short(reason)}"


def failed(server: str, connection: int, foreign: Address, detail: str) -> str:
    """Which connection that was, and what OpenSSL said (CONNECTIONS and above)."""
    return f"DTCSSLT05I {server} conn {connection} {socket(foreign)} failed: {_short(detail)}"


def explanation(server: str, rc: int, text: str) -> str:
    """What a return code means and what to do."""
    return f"DTCSSLT06I {server} rc {rc}: {_short(text)}"


def _short(text: str) -> str:
    safe = shown(text[: LONGEST + 1])
    return safe if len(safe) <= LONGEST else f"{safe[: LONGEST - 3]}..."
