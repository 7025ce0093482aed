"""A password, salt and number of rounds in, a key out: the derivation that PKCS#12 brought along (RFC 7292
B.2).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Protocol

FOR_KEY, FOR_VECTOR, FOR_MAC = 1, 2, 3  # RFC 7292 B.3


class Hash(Protocol):
    """What is needed of a hash object."""

    @property
    def block_size(self) -> int: ...

    def digest(self) -> bytes: ...


def derive(digest: str, password: bytes, salt: bytes, purpose: int, rounds: int, size: int) -> bytes:
    """The key derivation of PKCS#12 (RFC 7292 B.2)."""
    make: Callable[..., Hash] = getattr(hashlib, digest)
    block = make(usedforsecurity=False).block_size
    state = _filled(salt, block) + _filled(password, block)
    out = b""
    while True:
        step = make(bytes([purpose]) * block + state, usedforsecurity=False).digest()
        for _ in range(rounds - 1):
            step = make(step, usedforsecurity=False).digest()
        out += step
        if len(out) >= size:
            return out[:size]
        add = int.from_bytes(_filled(step, block)[:block], "big") + 1
        pieces = (state[at : at + block] for at in range(0, len(state), block))
        sums = (int.from_bytes(piece, "big") + add & (1 << 8 * block) - 1 for piece in pieces)
        state = b"".join(number.to_bytes(block, "big") for number in sums)


def _filled(data: bytes, block: int) -> bytes:
    """``data`` repeated up to the next multiple of the block."""
    size = -(-len(data) // block) * block
    return (data * (size // len(data) + 1))[:size] if data else b""
