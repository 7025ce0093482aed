"""Certificate, CompressedCertificate and CertificateRequest messages: what certificates are in them, as DER.

Certificates are not parsed here. Malformed lists give what came before the fault and a note.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

from ssldiag.keydb import der, names
from ssldiag.wire.cursor import Cursor, Cut, pairs

MAX_CERTIFICATES = 1000
"""Of one message. The longest chains in use have about ten; the largest test messages some hundred."""

MAX_AUTHORITIES = 5000
"""Names of CAs in one CertificateRequest: two bytes of length hold no more sensible ones."""

MAX_UNPACKED = 1 << 24
"""A Certificate message cannot be larger (RFC 8879 4: uncompressed_length has three bytes)."""


def chain(body: bytes, tls13: bool, notes: list[str], whole: bool = True) -> tuple[tuple[bytes, ...], bool]:
    """The certificates of a Certificate message (RFC 5246 7.4.2, RFC 8446 4.4.2), and whether an OCSP
    response came with one (TLS 1.3).
    """
    read = Cursor(body)
    found: list[bytes] = []
    stapled = False
    try:
        if tls13:
            read.vector(1)
        total = read.number(3)
        end = read.at + total
        if end != read.end and whole:
            notes.append("the list of certificates is not as long as its message")
        read.end = min(read.end, end)
        while read.left and len(found) < MAX_CERTIFICATES:
            found.append(read.vector(3))
            if tls13:
                stapled |= _has_response(read.vector(2))
    except Cut:
        if whole:
            notes.append("the list of certificates ends in the middle of one")
    if read.left and len(found) == MAX_CERTIFICATES:
        notes.append(f"more than {MAX_CERTIFICATES} certificates in one message")
    return tuple(found), stapled


def _has_response(extensions: bytes) -> bool:
    """Whether the extensions of a certificate entry have status_request (RFC 8446 4.4.2.1)."""
    read = Cursor(extensions)
    while read.left >= 4:
        number, body = read.number(2), read.vector(2)
        if number == 5 and body:
            return True
    return False


def _inflate(data: bytes, size: int) -> bytes:
    return zlib.decompressobj().decompress(data, size)


def _brotli(data: bytes, size: int) -> bytes:
    import brotli  # type: ignore[import-not-found, import-untyped, unused-ignore]

    unpack = brotli.Decompressor()
    done: bytes = unpack.process(data, output_buffer_limit=size)
    return done


def _zstd(data: bytes, size: int) -> bytes:
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        import zstandard  # type: ignore[import-not-found, unused-ignore]

        plain: bytes = zstandard.ZstdDecompressor().stream_reader(data).read(size)
        return plain
    done: bytes = zstd.ZstdDecompressor().decompress(data, size)
    return done


_UNPACK: Mapping[int, tuple[str, Callable[[bytes, int], bytes]]] = {
    1: ("zlib", _inflate),
    2: ("brotli", _brotli),
    3: ("zstd", _zstd),
}
"""RFC 8879 7.3. Only zlib is always there."""


def unpacked(body: bytes, notes: list[str]) -> bytes | None:
    """The Certificate message inside a CompressedCertificate (RFC 8879 4); None, and a note, if it cannot be
    had.
    """
    read = Cursor(body)
    try:
        algorithm, size, packed = read.number(2), read.number(3), read.vector(3)
    except Cut:
        notes.append("the compressed certificate message ends too early")
        return None
    name, unpack = _UNPACK.get(algorithm, (f"algorithm {algorithm}", None))
    if unpack is None:
        notes.append(f"the certificates are compressed by an unknown {name}")
        return None
    try:
        plain = unpack(packed, min(size, MAX_UNPACKED))
    except ImportError:
        notes.append(f"the certificates are compressed with {name}, which this Python cannot unpack")
        return None
    except Exception as error:  # each library has exceptions of its own; whatever they say, the data are bad
        notes.append(f"the certificates do not unpack ({name}: {type(error).__name__})")
        return None
    if len(plain) != size:
        notes.append("the compressed certificates are not as large as announced")
    return plain


Request = tuple[tuple[int, ...], tuple[int, ...], tuple[str, ...]]
"""Types, signature algorithms, names of authorities."""


def request(body: bytes, version: int, tls13: bool, notes: list[str]) -> Request:
    """A CertificateRequest (RFC 5246 7.4.4; RFC 8446 4.3.2, where extensions hold it all)."""
    read = Cursor(body)
    try:
        if tls13:
            read.vector(1)
            return _request_13(Cursor(read.vector(2)))
        types = tuple(read.vector(1))
        signatures = pairs(read.vector(2)) if version >= 0x0303 else ()
        names = Cursor(read.vector(2))
    except Cut:
        notes.append("the CertificateRequest ends too early")
        return (), (), ()
    return types, signatures, _authorities(names, notes)


def _request_13(read: Cursor) -> Request:
    signatures: tuple[int, ...] = ()
    authorities: tuple[str, ...] = ()
    while read.left:
        number, body = read.number(2), read.vector(2)
        if number == 13:
            signatures = pairs(Cursor(body).vector(2))
        elif number == 47:
            authorities = _authorities(Cursor(Cursor(body).vector(2)), [])
    return (), signatures, authorities


def _authorities(read: Cursor, notes: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    try:
        while read.left and len(found) < MAX_AUTHORITIES:
            found.append(_name(read.vector(2)))
    except Cut:
        notes.append("the list of authorities ends in the middle of a name")
    return tuple(found)


def _name(data: bytes) -> str:
    """RFC 4514 text; where it is no Name, its bytes as ``#`` and hexadecimal digits."""
    try:
        return names.read(der.read(data)).text
    except der.DerError:
        return "#" + data.hex()
