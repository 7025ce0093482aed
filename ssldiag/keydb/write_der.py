"""Tags and contents in, DER out (ITU-T X.690): the few elements that PKCS#12 is made of."""

from __future__ import annotations

from ssldiag.keydb import der

NULL = b"\x05\x00"


def element(tag: int, *parts: bytes) -> bytes:
    """An element around the parts, its length in the shortest form (X.690 10.1)."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def sequence(*parts: bytes) -> bytes:
    """A SEQUENCE of elements."""
    return element(der.SEQUENCE, *parts)


def set_of(*parts: bytes) -> bytes:
    """A SET OF, in the order that DER wants (X.690 11.6)."""
    return element(der.SET, *sorted(parts))


def integer(value: int) -> bytes:
    """An INTEGER that is not negative."""
    return element(der.INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(content: bytes) -> bytes:
    """An OCTET STRING."""
    return element(der.OCTET_STRING, content)


def explicit(number: int, content: bytes) -> bytes:
    """An explicit context tag, constructed."""
    return element(0xA0 | number, content)


def oid(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER (X.690 8.19)."""
    first, second, *rest = map(int, dotted.split("."))
    return element(der.OID, *(_base128(value) for value in (first * 40 + second, *rest)))


def _base128(value: int) -> bytes:
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(value & 0x7F | 0x80)
    return bytes(reversed(groups))
