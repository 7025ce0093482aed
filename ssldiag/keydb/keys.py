"""AlgorithmIdentifier and SubjectPublicKeyInfo in, words like ``RSA 2048`` and ``sha256WithRSAEncryption``
out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ssldiag.keydb import der
from ssldiag.keydb.oids import CURVES, DSA, EC, FIXED_KEYS, HASHES, RSA, RSA_PSS, SIGNATURES

Key = tuple[str, int | None]


def signature(element: der.Element) -> tuple[str, str | None]:
    """The signature algorithm's name and hash; an algorithm nobody knows keeps its number."""
    parts = der.children(der.expect(element, der.SEQUENCE, "an AlgorithmIdentifier"))
    if not parts:
        raise der.DerError("an AlgorithmIdentifier without algorithm", element.start)
    number = der.oid(parts[0])
    name, digest = SIGNATURES.get(number, (number, None))
    if number == RSA_PSS and len(parts) > 1:
        digest = _pss_hash(parts[1]) or digest
    return name, digest


def _pss_hash(parameters: der.Element) -> str | None:
    """The hash in RSASSA-PSS-params (RFC 4055 3.1), None where it is left to the default."""
    if parameters.tag != der.SEQUENCE:
        return None
    for part in der.children(parameters):
        if part.tag == 0xA0:
            number = der.oid(der.first(der.first(part, "a hash algorithm"), "its number"))
            return HASHES.get(number, number)
    return None


def public_key(element: der.Element) -> Key:
    """What kind of key, and how many bits."""
    parts = der.children(der.expect(element, der.SEQUENCE, "a SubjectPublicKeyInfo"))
    if len(parts) < 2:
        raise der.DerError("a SubjectPublicKeyInfo without key", element.start)
    algorithm = der.children(der.expect(parts[0], der.SEQUENCE, "an AlgorithmIdentifier"))
    if not algorithm:
        raise der.DerError("an AlgorithmIdentifier without algorithm", element.start)
    number = der.oid(algorithm[0])
    if number in FIXED_KEYS:
        return FIXED_KEYS[number]
    describe = DESCRIBERS.get(number)
    if describe is None:
        return f"unknown key type {number}", None
    return describe(algorithm[1] if len(algorithm) > 1 else None, parts[1])


def _rsa(word: str) -> Callable[[der.Element | None, der.Element], Key]:
    def describe(parameters: der.Element | None, key: der.Element) -> Key:
        _, octets = der.bits(key)
        numbers = der.expect(der.read(octets), der.SEQUENCE, "an RSA key")
        bits = der.integer(der.first(numbers, "a modulus")).bit_length()
        return f"{word} {bits}", bits

    return describe


def _ec(parameters: der.Element | None, key: der.Element) -> Key:
    if parameters is not None and parameters.tag == der.OID:
        number = der.oid(parameters)
        name, bits = CURVES.get(number, (f"curve {number}", None))
        return f"EC {name}", bits
    # RFC 5480 2.1.1 forbids a curve written out; the point's length still tells the size to within 8 bits.
    _, point = der.bits(key)
    return "EC explicit parameters", (len(point) - 1) // 2 * 8 if point[:1] == b"\x04" else None


def _dsa(parameters: der.Element | None, key: der.Element) -> Key:
    if parameters is None or parameters.tag != der.SEQUENCE:
        return "DSA", None  # inherited from the issuer (RFC 3279 2.3.2)
    bits = der.integer(der.first(parameters, "a prime")).bit_length()
    return f"DSA {bits}", bits


DESCRIBERS: Mapping[str, Callable[[der.Element | None, der.Element], Key]] = {
    RSA: _rsa("RSA"),
    RSA_PSS: _rsa("RSA-PSS"),
    EC: _ec,
    DSA: _dsa,
}
