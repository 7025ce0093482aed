"""Pieces of markup in, as many of them out as a part of the page has room for; the rest is counted.

The shares add up to less than 5,000,000 bytes, the most that a page may take for sources of any size.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ssldiag.render.html.markup import Html

SHARES: Final = {
    "head": 60_000,
    "verdict": 60_000,
    "picture": 200_000,
    "findings": 1_000_000,
    "certificates": 280_000,
    "console": 330_000,
    "handshakes": 460_000,
    "codes": 300_000,
    "collect": 150_000,
    "rules": 420_000,
    "sources": 800_000,
    "about": 150_000,
    "carried": 740_000,
}
"""Bytes for each part: our choice, after what a reader uses most."""

MOST_BYTES = 5_000_000


class Room:
    """What is left of a share."""

    def __init__(self, share: int) -> None:
        self.left = share
        self.refused = 0

    def takes(self, piece: Html) -> bool:
        """Whether the piece still fits; it counts as placed then, otherwise as left out."""
        size = len(piece.encode())
        if size > self.left:
            self.refused += 1
            return False
        self.left -= size
        return True

    def keep(self, pieces: Iterable[Html]) -> list[Html]:
        """The pieces that fit. The first that does not ends it, so that none is missing in between."""
        kept: list[Html] = []
        full = False
        for piece in pieces:
            full = full or not self.takes(piece)
            if not full:
                kept.append(piece)
        return kept
