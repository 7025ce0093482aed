"""Addresses and ports in, one number for the connection out, the same for both directions.

:mod:`ssldiag.capture.headers` computes the same numbers for many packets at once.
"""

from __future__ import annotations

MASK = (1 << 64) - 1
MIX_A = 0x9E3779B97F4A7C15
MIX_B = 0xD6E8FEB86659FD93
"""Odd constants whose bits look random (the golden ratio; Pelle Evensen's): multiplying spreads every bit."""


def endpoint(address: bytes, port: int) -> int:
    """A number for an address and port: the very bits for IPv4, mixed for IPv6.

    All bytes are taken in little-endian order, those of the port too: most processors read them so at once.
    """
    swapped = port >> 8 | (port & 0xFF) << 8
    if len(address) == 4:
        return int.from_bytes(address, "little") << 16 | swapped
    first, second = int.from_bytes(address[:8], "little"), int.from_bytes(address[8:], "little")
    mixed = (first * MIX_A + second) & MASK
    mixed ^= mixed >> 31
    return (mixed * MIX_B + swapped) & MASK


def connection(source: int, target: int) -> tuple[int, int]:
    """The number of the connection, never 0; and 1 if the source is the larger endpoint, else 0."""
    low, high, side = (source, target, 0) if source <= target else (target, source, 1)
    mixed = (low * MIX_A) & MASK
    mixed ^= mixed >> 32
    mixed = ((mixed + high) * MIX_B) & MASK
    mixed ^= mixed >> 29
    return mixed or 1, side
