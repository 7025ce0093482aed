"""A :class:`Database` and a password in, a PKCS#12 file (RFC 7292) out: any number of keys and certificates.

Each label is a friendlyName. Whether a certificate is trusted or the default, and the request that a key
waits with, stand in attributes of ours that other software passes over; trusted signers have Oracle's mark
as well, so that Java takes them. Certificates lie open, as in a ``.kdb``, unless it is asked otherwise.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from typing import Literal

from ssldiag.keydb import pbe, pkcs12_kdf, pkcs12_safe
from ssldiag.keydb.oids import DATA, ENCRYPTED_DATA
from ssldiag.keydb.store import Database, Record, StoreError
from ssldiag.keydb.write_der import NULL, element, explicit, integer, octets, oid, sequence, set_of

Random = Callable[[int], bytes]

# As Java's keytool does; OpenSSL does 2048. Each opening of the file costs them once.
MAC_ROUNDS = 10_000
MAC_SALT = 20
SHA256, HMAC_SHA256 = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.2.9"
AES256 = "2.16.840.1.101.3.4.1.42"
# A key costs a fiftieth of a second to open with these, and a server opens each at its start. OWASP's 600 000
# are for passwords that lie about in a table; this file has mode 0600.
KEY_ROUNDS = 50_000
# For the certificates, which are public.
CERTIFICATE_ROUNDS = 10_000
ANY_USAGE = "2.5.29.37.0"
UTF8, BMP = 0x0C, 0x1E


def write(
    database: Database, password: bytes, random: Random, certificates: Literal["open", "encrypted"] = "open"
) -> bytes:
    """The file. Raises :class:`StoreError` for an empty password, which no key can be encrypted with."""
    if not password:
        raise StoreError("a key database needs a password")
    secret = pbe.Password(password)
    bags = sequence(*map(_certificate_bag, database.certificates))
    keys = sequence(*_key_bags(database, secret, random))
    wrapped = _data(bags) if certificates == "open" else _encrypted(bags, secret, random)
    content = sequence(wrapped, _data(keys))
    return sequence(integer(3), _data(content), _mac(content, secret, random))


def _data(content: bytes) -> bytes:
    """ContentInfo of type data (RFC 2315 8)."""
    return sequence(oid(DATA), explicit(0, octets(content)))


def _key_bags(database: Database, password: pbe.Password, random: Random) -> Iterator[bytes]:
    """Each key as EncryptedPrivateKeyInfo (RFC 5958 3)."""
    for record in database.records:
        if record.key is not None:
            scheme, hidden = _pbes2(record.key, password, KEY_ROUNDS, random)
            content = sequence(scheme, octets(hidden))
            yield _bag(pkcs12_safe.SHROUDED_KEY, content, _key_attributes(record))


def _certificate_bag(record: Record) -> bytes:
    content = sequence(oid(pkcs12_safe.X509), explicit(0, octets(record.certificate or b"")))
    words = [pkcs12_safe.TRUSTED_WORD if record.trusted else pkcs12_safe.UNTRUSTED_WORD]
    words += [pkcs12_safe.DEFAULT_WORD] if record.default else []
    attributes = [
        *_names(record),
        _attribute(pkcs12_safe.STATUS, element(UTF8, " ".join(words).encode("ascii"))),
    ]
    if record.key is None and record.trusted:
        attributes.append(_attribute(pkcs12_safe.TRUSTED_USAGE, oid(ANY_USAGE)))
    return _bag(pkcs12_safe.CERTIFICATE, content, attributes)


def _key_attributes(record: Record) -> list[bytes]:
    attributes = _names(record)
    if record.request is not None:
        attributes.append(_attribute(pkcs12_safe.REQUEST, record.request))
    return attributes


def _names(record: Record) -> list[bytes]:
    """friendlyName and, where there is a key, localKeyId: the SHA-1 of the certificate, as OpenSSL has it."""
    found = [_attribute(pkcs12_safe.FRIENDLY_NAME, element(BMP, record.label.encode("utf-16-be")))]
    if record.key is not None:
        whole = record.certificate or record.request or b""
        mark = hashlib.sha1(whole, usedforsecurity=False).digest()
        found.append(_attribute(pkcs12_safe.LOCAL_KEY_ID, octets(mark)))
    return found


def _attribute(number: str, value: bytes) -> bytes:
    return sequence(oid(number), set_of(value))


def _bag(kind: str, content: bytes, attributes: list[bytes]) -> bytes:
    return sequence(oid(kind), explicit(0, content), set_of(*attributes))


def _encrypted(content: bytes, password: pbe.Password, random: Random) -> bytes:
    """ContentInfo of encrypted data (RFC 2315 13)."""
    scheme, hidden = _pbes2(content, password, CERTIFICATE_ROUNDS, random)
    inner = sequence(oid(DATA), scheme, element(0x80, hidden))
    return sequence(oid(ENCRYPTED_DATA), explicit(0, sequence(integer(0), inner)))


def _pbes2(plain: bytes, password: pbe.Password, rounds: int, random: Random) -> tuple[bytes, bytes]:
    """PBES2 with PBKDF2, HMAC-SHA256 and AES-256-CBC (RFC 8018 6.2): the algorithm, and what it makes."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    salt, vector = random(16), random(16)
    key = hashlib.pbkdf2_hmac("sha256", password.octets, salt, rounds, 32)
    fill = 16 - len(plain) % 16
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    hidden = encryptor.update(plain + bytes([fill]) * fill) + encryptor.finalize()
    kdf = sequence(oid(pbe.PBKDF2), sequence(octets(salt), integer(rounds), sequence(oid(HMAC_SHA256), NULL)))
    return sequence(oid(pbe.PBES2), sequence(kdf, sequence(oid(AES256), octets(vector)))), hidden


def _mac(content: bytes, password: pbe.Password, random: Random) -> bytes:
    """MacData (RFC 7292 4) with HMAC-SHA256."""
    salt = random(MAC_SALT)
    key = pkcs12_kdf.derive("sha256", password.forms[0], salt, pkcs12_kdf.FOR_MAC, MAC_ROUNDS, 32)
    digest = sequence(sequence(oid(SHA256), NULL), octets(hmac.digest(key, content, "sha256")))
    return sequence(digest, octets(salt), integer(MAC_ROUNDS))
