"""The first bytes of a file, its size and its name in, the kind of key database out: a word of
``kinds.KINDS`` or None.

The content decides; the name only where the content says nothing. A stash file is known by what it lacks,
and never looked at again.
"""

from __future__ import annotations

from ssldiag.keydb import cms, der, pem, plain
from ssldiag.keydb.oids import DATA, SIGNED_DATA

# As much of a file as helps: a PEM bundle may start with a page of prose or with a private key of 16384
# bits (13 KB).
HEAD = 64 * 1024
STASH_SIZES = (129, 193)
# A stash file is that long at least (65 bytes, then the password, which is more than 128 long in this form).
LONG_STASH = 65 + 129
# Random bytes: 129 of them have 101 different values on average, 193 have 136. Four standard deviations
# below.
DISTINCT = {129: 80, 193: 110}


def sniff(head: bytes, size: int, name: str) -> str | None:
    """What the file holds. ``head`` are its first bytes (:data:`HEAD` are enough), ``name`` its name or
    path.
    """
    suffix = name.lower().rsplit(".", 1)[-1] if "." in name else ""
    return (
        _marked(head)
        or _structured(head, size)
        or ("stash" if _stash(head, size, suffix) else None)
        or ("gskit_keydb" if suffix in ("kdb", "rdb") else None)
    )


def _marked(head: bytes) -> str | None:
    """GSKit's magic, or PEM blocks: ``pem`` if there is anything to read, else perhaps a private key."""
    if cms.looks_like(head):
        return "gskit_keydb"
    words = [match[1] for match in pem.BEGIN.finditer(pem.decoded(head[:HEAD]))]
    if any(word in pem.READERS for word in words):
        return "pem"
    return "private_key" if any(word.endswith("PRIVATE KEY") for word in words) else None


def _structured(head: bytes, size: int) -> str | None:
    """DER or BER, told by the first elements of its SEQUENCE; the head may be cut anywhere behind them."""
    if head[:1] != b"\x30" or size < 16:
        return None
    first = _shallow(head, _body(head))
    if first is None:
        return None
    if first.tag == der.INTEGER:
        return _numbered(head, first)
    if first.tag == der.OID:
        return "pkcs7" if _oid(first) == SIGNED_DATA else None
    if first.tag == der.SEQUENCE:
        return _sequenced(head, first)
    return None


def _body(head: bytes, start: int = 0) -> int:
    """Where the content of the element at ``start`` begins."""
    length = head[start + 1] if start + 1 < len(head) else 0
    return start + 2 + (length & 0x7F if length > 0x80 else 0)


def _shallow(head: bytes, start: int) -> der.Element | None:
    """The element at ``start``; one that the head cuts off reaches to its end."""
    try:
        return der.read(head, start)
    except der.DerError:
        body = _body(head, start)
        if start + 1 >= len(head) or body > len(head):
            return None
        return der.Element(head, head[start], start, body, len(head), len(head), False)


def _numbered(head: bytes, number: der.Element) -> str | None:
    """SEQUENCE { INTEGER, ... }: PKCS#12, or a private key (PKCS#1, RFC 5208, RFC 5915)."""
    following = _shallow(head, number.end)
    if following is None or number.length != 1:
        return None
    if following.tag == der.SEQUENCE:
        inner = _shallow(head, following.body)
        if inner is not None and inner.tag == der.OID and _oid(inner) in (DATA, SIGNED_DATA):
            return "pkcs12"
        return "private_key" if inner is not None and inner.tag == der.OID else None
    return "private_key" if following.tag in (der.INTEGER, der.OCTET_STRING) else None


def _sequenced(head: bytes, first: der.Element) -> str | None:
    """SEQUENCE { SEQUENCE ... }: a certificate or request, or an encrypted private key (RFC 5208 6)."""
    inner = _shallow(head, first.body)
    if inner is None:
        return None
    if inner.tag == der.OID:
        following = _shallow(head, first.end)
        return "private_key" if following is not None and following.tag == der.OCTET_STRING else None
    numbered = inner.tag == der.INTEGER and (plain.is_request(head) or _version_one(head, inner))
    return "der" if inner.tag == 0xA0 or numbered else None


def _version_one(head: bytes, serial: der.Element) -> bool:
    """A certificate of version 1: serial number, algorithm, a Name (RFC 5280 4.1). A CRL has a date as its
    third or fourth.
    """
    algorithm = _shallow(head, serial.end)
    issuer = _shallow(head, algorithm.end) if algorithm is not None else None
    validity = _shallow(head, issuer.end) if issuer is not None else None
    wanted = (algorithm, issuer, validity)
    return all(element is not None and element.tag == der.SEQUENCE for element in wanted)


def _oid(element: der.Element) -> str:
    try:
        return der.oid(element)
    except der.DerError:
        return ""


def _stash(head: bytes, size: int, suffix: str) -> bool:
    """No text, no structure, the right size, and bytes as if thrown by dice; or the name and no text."""
    if suffix == "sth":
        return size == 0 or not head.isascii() or size in STASH_SIZES or size >= LONG_STASH
    return size in DISTINCT and len(head) >= size and len(set(head[:size])) >= DISTINCT[size]
