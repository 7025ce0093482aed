"""An algorithm identifier, a password and encrypted bytes in, plain bytes out; and the check of a PKCS#12
password.

PBES2 (RFC 8018) and the older schemes of PKCS#12 (RFC 7292 Appendix B, C). It is asked for certificates
only: private keys stay as they are.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ssldiag.keydb import der, rc2
from ssldiag.keydb.pkcs12_kdf import FOR_KEY, FOR_MAC, FOR_VECTOR, derive

# OWASP's advice for PBKDF2 with SHA-256 is 600 000 rounds; many more are there to keep the reader busy.
MAX_ROUNDS = 1_000_000
# RC2 runs here at some 250 kB a second; old stores of a hundred certificates have 150 kB.
MAX_RC2 = 512 * 1024
# RFC 8018 4.1 asks for 8 octets of salt; the longest in use have 64.
MAX_SALT = 1024


class WrongPassword(ValueError):
    """The bytes that came out are none that were put in: another password, or damage."""


class Unsupported(ValueError):
    """A scheme that is not read here, named by its number."""


@dataclass(frozen=True, slots=True)
class Password:
    """The password as the user gave it, and as PKCS#12 wants it."""

    octets: bytes

    @property
    def text(self) -> str:
        try:
            return self.octets.decode("utf-8")
        except UnicodeDecodeError:
            return self.octets.decode("latin-1")

    @property
    def forms(self) -> tuple[bytes, ...]:
        """BMPString with two zero octets (RFC 7292 B.1); for an empty password some writers leave these
        out.
        """
        full = self.text.encode("utf-16-be", "surrogatepass") + b"\0\0"
        return (full,) if self.octets else (full, b"")


@dataclass(frozen=True, slots=True)
class Scheme:
    """How an older scheme encrypts: cipher word, key length in octets."""

    cipher: str
    key_size: int


PBES1: Mapping[str, Scheme] = {
    "1.2.840.113549.1.12.1.3": Scheme("3des", 24),
    "1.2.840.113549.1.12.1.4": Scheme("3des", 16),
    "1.2.840.113549.1.12.1.5": Scheme("rc2", 16),
    "1.2.840.113549.1.12.1.6": Scheme("rc2", 5),
}
PBES2, PBKDF2, PBMAC1 = (f"1.2.840.113549.1.5.{kind}" for kind in (13, 12, 14))
CIPHERS: Mapping[str, Scheme] = {
    "2.16.840.1.101.3.4.1.2": Scheme("aes", 16),
    "2.16.840.1.101.3.4.1.22": Scheme("aes", 24),
    "2.16.840.1.101.3.4.1.42": Scheme("aes", 32),
    "1.2.840.113549.3.7": Scheme("3des", 24),
}
HMACS: Mapping[str, str] = {
    "1.2.840.113549.2.7": "sha1",
    "1.2.840.113549.2.8": "sha224",
    "1.2.840.113549.2.9": "sha256",
    "1.2.840.113549.2.10": "sha384",
    "1.2.840.113549.2.11": "sha512",
}
DIGESTS: Mapping[str, str] = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


def decrypt(algorithm: der.Element, data: bytes, password: Password) -> bytes:
    """The plain bytes. Raises :class:`WrongPassword`, :class:`Unsupported` or
    :class:`ssldiag.keydb.der.DerError`.
    """
    number, parameters = _identifier(algorithm)
    if number == PBES2:
        attempts = [_pbes2(parameters, password)]
    elif number in PBES1:
        attempts = [_pbes1(PBES1[number], parameters, form) for form in password.forms]
    else:
        raise Unsupported(f"it is encrypted with a scheme that is not known here ({number})")
    for attempt in attempts:
        plain = _unpadded(attempt(data))
        if plain is not None:
            return plain
    raise WrongPassword("the password does not open it, or it is damaged")


def decrypt_raw(algorithm: der.Element, data: bytes, password: bytes) -> bytes:
    """As Triple DES of :data:`PBES1`, but from the octets of the password as they are: GSKit's own keys."""
    _, parameters = _identifier(algorithm)
    plain = _unpadded(_pbes1(Scheme("3des", 24), parameters, password)(data))
    if plain is None:
        raise WrongPassword("the password does not open it, or it is damaged")
    return plain


def rounds(algorithm: der.Element) -> int:
    """How many rounds :func:`decrypt` would have to do. Raises as it does."""
    number, parameters = _identifier(algorithm)
    if number == PBES2:
        _, parameters = _identifier(_pair(parameters)[0])
    return _salt_and_rounds(parameters)[1]


Cipher = Callable[[bytes], bytes]


def _pbes1(scheme: Scheme, parameters: der.Element, form: bytes) -> Cipher:
    salt, rounds = _salt_and_rounds(parameters)
    key = derive("sha1", form, salt, FOR_KEY, rounds, scheme.key_size)
    vector = derive("sha1", form, salt, FOR_VECTOR, rounds, 8)
    return _cipher(scheme, key, vector)


def _pbes2(parameters: der.Element, password: Password) -> Cipher:
    kdf, encryption = _pair(parameters)
    number, vector = _identifier(encryption)
    scheme = CIPHERS.get(number)
    if scheme is None:
        raise Unsupported(f"it is encrypted with a cipher that is not known here ({number})")
    return _cipher(scheme, _pbkdf2(kdf, password, scheme.key_size), der.octets(vector))


def _pbkdf2(algorithm: der.Element, password: Password, size: int | None) -> bytes:
    """A key of ``size`` octets, or of as many as ``keyLength`` says (RFC 8018 A.2; RFC 9579 5 wants it
    there).
    """
    number, parameters = _identifier(algorithm)
    if number != PBKDF2:
        raise Unsupported(f"its key is made in a way that is not known here ({number})")
    salt, rounds = _salt_and_rounds(parameters)
    rest = der.children(parameters)[2:]
    digest = next((_named(HMACS, part) for part in rest if part.tag == der.SEQUENCE), "sha1")
    if size is None:
        size = next((_small(part) for part in rest if part.tag == der.INTEGER), 0)
    if not 0 < size <= MAX_SALT:
        raise Unsupported(f"a key of {size} octets is out of bounds")
    return hashlib.pbkdf2_hmac(digest, password.octets, salt, rounds, size)


def _cipher(scheme: Scheme, key: bytes, vector: bytes) -> Cipher:
    def apply(data: bytes) -> bytes:
        size = 16 if scheme.cipher == "aes" else 8
        if not data or len(data) % size or len(vector) != size:
            raise der.DerError("encrypted bytes that are no whole blocks", 0)
        if scheme.cipher == "rc2":
            if len(data) > MAX_RC2:
                raise Unsupported(f"{len(data)} bytes under RC2 would take too long")
            return rc2.decrypt(data, key, len(key) * 8, vector)
        return _library(scheme.cipher, key, vector, data)

    return apply


def _library(cipher: str, key: bytes, vector: bytes, data: bytes) -> bytes:
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    algorithm = algorithms.AES(key) if cipher == "aes" else TripleDES(key + key[: 24 - len(key)])
    decryptor = Cipher(algorithm, modes.CBC(vector)).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def _unpadded(data: bytes) -> bytes | None:
    """RFC 8018 6.1.1: the last octet says how many of its like there are."""
    count = data[-1]
    return data[:-count] if 0 < count <= 16 and data.endswith(bytes([count]) * count) else None


def fits(mac: der.Element, content: bytes, password: Password) -> bool:
    """Whether the MAC of a PKCS#12 file is that of this password (RFC 7292 4, RFC 9579). Raises as
    :func:`decrypt`.
    """
    parts = der.children(mac)
    if not parts:
        raise der.DerError("an empty MacData", mac.start)
    algorithm, stored = _pair(parts[0])
    number, parameters = _identifier(algorithm)
    if number == PBMAC1:
        kdf, scheme = _pair(parameters)
        digest = _named(HMACS, scheme)
        keys = [_pbkdf2(kdf, password, None)]
    else:
        digest = _named(DIGESTS, algorithm)
        salt, rounds = _salt_and_rounds(mac, skip=1)
        size = hashlib.new(digest, usedforsecurity=False).digest_size
        keys = [derive(digest, form, salt, FOR_MAC, rounds, size) for form in password.forms]
    expected = der.octets(stored)
    return any(hmac.compare_digest(hmac.digest(key, content, digest), expected) for key in keys)


def _identifier(element: der.Element) -> tuple[str, der.Element]:
    """Algorithm and parameters; the element itself stands for parameters that are not there."""
    parts = der.children(der.expect(element, der.SEQUENCE, "an AlgorithmIdentifier"))
    if not parts:
        raise der.DerError("an AlgorithmIdentifier without algorithm", element.start)
    return der.oid(parts[0]), parts[1] if len(parts) > 1 else element


def _pair(element: der.Element) -> tuple[der.Element, der.Element]:
    parts = der.children(der.expect(element, der.SEQUENCE, "two parts"))
    if len(parts) < 2:
        raise der.DerError("two parts expected", element.start)
    return parts[0], parts[1]


def _named(table: Mapping[str, str], algorithm: der.Element) -> str:
    number, _ = _identifier(algorithm)
    if number not in table:
        raise Unsupported(f"it uses a hash that is not known here ({number})")
    return table[number]


def _small(element: der.Element) -> int:
    """An INTEGER that is meant to count something; one of more than 8 octets is out of any bound."""
    if element.length > 8:
        raise Unsupported(f"a number of {element.length} octets is out of bounds")
    return der.integer(element)


def _salt_and_rounds(parameters: der.Element, skip: int = 0) -> tuple[bytes, int]:
    """The salt and the number of rounds, 1 where it is left out (RFC 7292 4); both bounded."""
    parts = der.children(parameters)[skip:]
    if not parts:
        raise der.DerError("a salt expected", parameters.start)
    salt = der.octets(parts[0])
    rounds = _small(parts[1]) if len(parts) > 1 else 1
    if len(salt) > MAX_SALT or not 0 < rounds <= MAX_ROUNDS:
        raise Unsupported(f"{rounds} rounds with {len(salt)} octets of salt are out of bounds")
    return salt, rounds
