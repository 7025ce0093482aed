"""The plain contents of a PKCS#12 safe (RFC 7292 4.2) in, its bags out: certificates, and where keys lie.

What lies inside a key bag is left out unless it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ssldiag.keydb import der
from ssldiag.keydb.model import Problem

# The largest public trust stores have some 150.
MAX_BAGS = 5000
# RFC 7292 4.2.6 lets safes nest; nobody does.
MAX_NESTING = 4

BAG = "1.2.840.113549.1.12.10.1."
KEY, SHROUDED_KEY, CERTIFICATE, CRL, SECRET, SAFE = (f"{BAG}{kind}" for kind in range(1, 7))
X509 = "1.2.840.113549.1.9.22.1"
FRIENDLY_NAME, LOCAL_KEY_ID = "1.2.840.113549.1.9.20", "1.2.840.113549.1.9.21"
# Oracle's mark of a trusted certificate: what it is trusted for (JDK, trustedKeyUsage).
TRUSTED_USAGE = "2.16.840.1.113894.746875.1.1"
# Ours: below the number of a UUID (ITU-T X.667 7), 0b01c325-83e0-5140-9635-1eb3117dec98.
OURS = "2.25.14630658292621053906373773965190360216"
STATUS, REQUEST = f"{OURS}.1", f"{OURS}.2"
TRUSTED_WORD, UNTRUSTED_WORD, DEFAULT_WORD = "trusted", "untrusted", "default"


@dataclass(frozen=True, slots=True)
class Attributes:
    """What the attributes of a bag say. ``request`` is the certification request that a key waits with."""

    label: str = ""
    key_id: bytes | None = None
    trusted: bool | None = None
    default: bool = False
    request: bytes = b""


@dataclass(frozen=True, slots=True)
class Bag:
    """A certificate (with its bytes) or a private key (without, unless they were asked for)."""

    kind: str
    label: str
    key_id: bytes | None
    offset: int | None
    certificate: bytes = b""
    trusted: bool | None = None
    default: bool = False
    request: bytes = field(default=b"", repr=False)
    key: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Safe:
    """A stretch of the file that holds bags; ``base`` is where it starts there, None if it was decrypted."""

    content: bytes
    base: int | None


def place(base: int | None, offset: int) -> int | None:
    """An offset in the file, None if it is one in something decrypted."""
    return None if base is None else base + offset


def bags_of(safes: Iterable[Safe], problems: list[Problem], keys: bool = False) -> Iterator[Bag]:
    """The certificates and keys of all safes, in order; what cannot be read is added to ``problems``.

    With ``keys`` a key's bag carries its bytes as they lie there.
    """
    count = 0
    for safe in safes:
        try:
            contents = der.expect(der.read(safe.content), der.SEQUENCE, "the contents of a safe")
            for bag in _walk(contents, safe.base, 0, keys):
                count += 1
                if count > MAX_BAGS:
                    problems.append(Problem(f"only the first {MAX_BAGS} bags were read", bag.offset, "limit"))
                    return
                yield bag
        except der.DerError as error:
            where = place(safe.base, error.offset)
            problems.append(Problem(f"a part cannot be read: {error.what}", where, "record"))


def _walk(contents: der.Element, base: int | None, depth: int, keys: bool) -> Iterator[Bag]:
    for element in der.children(contents):
        parts = der.children(der.expect(element, der.SEQUENCE, "a bag"))
        if len(parts) < 2:
            raise der.DerError("a bag without content", element.start)
        kind, value = der.oid(parts[0]), der.first(parts[1], "the content of a bag")
        said = _attributes(parts[2]) if len(parts) > 2 else Attributes()
        bag = Bag(kind, said.label, said.key_id, place(base, element.start))
        if kind == SAFE and depth < MAX_NESTING:
            yield from _walk(value, base, depth + 1, keys)
        elif kind in (KEY, SHROUDED_KEY):
            yield replace(bag, default=said.default, request=said.request, key=value.raw if keys else b"")
        elif kind == CERTIFICATE and (found := _certificate(value)) is not None:
            yield replace(bag, certificate=found, trusted=said.trusted, default=said.default)


def _certificate(value: der.Element) -> bytes | None:
    """CertBag { x509Certificate, [0] OCTET STRING } (RFC 7292 4.2.3); SDSI certificates are passed over."""
    parts = der.children(value)
    if len(parts) < 2 or der.oid(parts[0]) != X509:
        return None
    return der.octets(der.first(parts[1], "a certificate"))


def _attributes(element: der.Element) -> Attributes:
    """friendlyName and localKeyId (RFC 2985 5.5.1, 5.5.2), Oracle's mark of trust, and our own two."""
    said = Attributes()
    for attribute in der.children(element):
        parts = der.children(attribute)
        if len(parts) < 2 or not parts[1].length:
            continue
        number, value = der.oid(parts[0]), der.first(parts[1], "a value")
        if number == FRIENDLY_NAME:
            said = replace(said, label=value.content.decode("utf-16-be", "replace"))
        elif number == LOCAL_KEY_ID:
            said = replace(said, key_id=value.content)
        elif number == TRUSTED_USAGE and said.trusted is None:
            said = replace(said, trusted=True)
        elif number == STATUS:
            said = _status(said, value.content.decode("ascii", "replace").split())
        elif number == REQUEST:
            said = replace(said, request=value.raw)
    return said


def _status(said: Attributes, words: list[str]) -> Attributes:
    """Our own mark counts more than Oracle's, since it knows of "untrusted" too."""
    trusted = False if UNTRUSTED_WORD in words else True if TRUSTED_WORD in words else said.trusted
    return replace(said, trusted=trusted, default=DEFAULT_WORD in words)
