"""One DER certification request (PKCS#10, RFC 2986) in, whose it is and for what key out."""

from __future__ import annotations

from ssldiag.keydb import der, keys, names
from ssldiag.keydb.model import NotACertificate, Request


def parts(element: der.Element) -> tuple[der.Element, der.Element]:
    """Subject and SubjectPublicKeyInfo of a request. Raises :class:`ssldiag.keydb.der.DerError`."""
    body = der.expect(der.first(element, "a request's body"), der.SEQUENCE, "a request's body")
    inside = der.children(body)
    if len(inside) < 3:
        raise der.DerError("fewer parts than a request has", body.start)
    der.expect(inside[0], der.INTEGER, "the request's version")
    return inside[1], inside[2]


def parse(data: bytes) -> Request:
    """Read the request that ``data`` starts with. Raises :class:`NotACertificate`, and nothing else."""
    defects: list[str] = []
    try:
        whole = der.expect(der.read(data), der.SEQUENCE, "a request")
        subject, public_key = parts(whole)
        name = names.read(subject)
        outer = der.children(whole)
    except der.DerError as error:
        raise NotACertificate(str(error)) from error
    defects.extend(f"the subject's {defect}" for defect in name.defects)
    try:
        key, bits = keys.public_key(public_key)
    except der.DerError as error:
        key, bits = "unreadable public key", None
        defects.append(f"the public key cannot be read: {error.what}")
    try:
        signature = keys.signature(outer[1])[0] if len(outer) > 1 else "no signature algorithm"
    except der.DerError as error:
        signature = "unreadable signature algorithm"
        defects.append(f"the signature algorithm cannot be read: {error.what}")
    return Request(name.text, subject.raw, key, bits, signature, tuple(defects))
