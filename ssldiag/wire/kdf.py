"""How TLS makes keys of secrets: HKDF-Expand-Label of TLS 1.3 and the PRFs before it. Bytes in, bytes out."""

from __future__ import annotations

import hmac
from hashlib import md5, sha1


def expand_label(hash_name: str, secret: bytes, label: str, size: int) -> bytes:
    """HKDF-Expand-Label with an empty context (RFC 8446 7.1)."""
    name = b"tls13 " + label.encode("ascii")
    info = size.to_bytes(2, "big") + bytes((len(name),)) + name + b"\0"
    block, out, step = b"", b"", 0
    while len(out) < size:
        step += 1
        block = hmac.digest(secret, block + info + bytes((step,)), hash_name)
        out += block
    return out[:size]


def _p_hash(hash_name: str, secret: bytes, seed: bytes, size: int) -> bytes:
    """RFC 5246 5."""
    out, a = b"", seed
    while len(out) < size:
        a = hmac.digest(secret, a, hash_name)
        out += hmac.digest(secret, a + seed, hash_name)
    return out[:size]


def prf(hash_name: str | None, secret: bytes, label: bytes, seed: bytes, size: int) -> bytes:
    """The PRF of TLS 1.2 with a hash (RFC 5246 5); with None that of TLS 1.0 and 1.1 (RFC 2246 5)."""
    seed = label + seed
    if hash_name is not None:
        return _p_hash(hash_name, secret, seed, size)
    half = (len(secret) + 1) // 2
    one = _p_hash(md5().name, secret[:half], seed, size)
    two = _p_hash(sha1().name, secret[-half:], seed, size)
    return bytes(x ^ y for x, y in zip(one, two, strict=True))
