"""The password of a key database in, a stash file (.sth) out, and back.

The classic form of 129 octets: the password, a zero octet and random filling, each octet XORed with F5. It
hides the password from a glance and from nothing else, so the file is as secret as the password. GSKit 8
still writes this form when it is asked to (seen in a file of known password); its later form of 193 octets
is not read.
"""

from __future__ import annotations

from collections.abc import Callable

from ssldiag.keydb.store import StoreError

SIZE = 129
LONGEST = SIZE - 1
MASK = 0xF5


def encode(password: bytes, random: Callable[[int], bytes]) -> bytes:
    """The stash file of a password. Raises :class:`StoreError`."""
    if not 0 < len(password) <= LONGEST:
        raise StoreError(f"a password of 1 to {LONGEST} octets can be stashed, not one of {len(password)}")
    if b"\0" in password:
        raise StoreError("a password with a NUL character cannot be stashed")
    plain = (password + b"\0").ljust(SIZE, b"\0")
    fill = random(SIZE - len(password) - 1)
    return bytes(octet ^ MASK for octet in plain[: SIZE - len(fill)] + fill)


def decode(data: bytes) -> bytes:
    """The password in a stash file. Raises :class:`StoreError`."""
    if len(data) != SIZE:
        raise StoreError(f"it is no stash file of the classic form ({SIZE} bytes), but of {len(data)} bytes")
    password, end, _ = bytes(octet ^ MASK for octet in data).partition(b"\0")
    if not end or not password:
        raise StoreError("it is no stash file of the classic form: there is no password in it")
    return password
