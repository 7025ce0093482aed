"""A PKCS#12 file (RFC 7292) and its password in, a :class:`Database` with its private keys out."""

from __future__ import annotations

from dataclasses import replace

from ssldiag.keydb import der, pbe, pkcs12
from ssldiag.keydb.model import NotACertificate, Problem
from ssldiag.keydb.pkcs12_safe import CERTIFICATE, KEY, Bag, bags_of
from ssldiag.keydb.store import MAX_KEYS, Database, Record, StoreError, WrongPassword
from ssldiag.keydb.store_names import numbered

# A million rounds take a third of a second, or one and a half in the older schemes.
MAX_TOTAL_ROUNDS = 20_000_000


def read(data: bytes, password: bytes | None) -> Database:
    """Read a file with the keys in it. Raises :class:`StoreError`; a key that cannot be opened is one."""
    secret = pbe.Password(password) if password is not None else None
    try:
        _, content, mac, start = pkcs12.outer(data)
        if mac is not None and secret is not None and not pbe.fits(mac, content, secret):
            raise WrongPassword("the password is not the one of this file")
        infos = der.children(der.expect(der.read(content), der.SEQUENCE, "an authenticated safe"))
        opened = pkcs12.opened(infos, start, secret)
        _refuse(opened.problems, opened.closed)
        problems: list[Problem] = []
        bags = list(bags_of(opened.safes, problems, keys=True))
        _refuse(tuple(problems), 0)
        return Database(_records(bags, secret))
    except pbe.WrongPassword as error:
        raise WrongPassword(str(error)) from error
    except (der.DerError, pbe.Unsupported, NotACertificate) as error:
        raise StoreError(f"the PKCS#12 file cannot be read: {error}") from error


def _refuse(problems: tuple[Problem, ...], closed: int) -> None:
    """Nothing is left out silently: what was not read would be lost by writing the file again."""
    if any(problem.word == "password" for problem in problems):
        raise WrongPassword("the password does not open it")
    if problems:
        raise StoreError(f"the PKCS#12 file cannot be read whole: {problems[0].what}")
    if closed:
        raise WrongPassword("it is encrypted and needs a password")


def _records(bags: list[Bag], password: pbe.Password | None) -> tuple[Record, ...]:
    waiting = [bag for bag in bags if bag.request]
    keys = [bag for bag in bags if bag.kind != CERTIFICATE and not bag.request]
    certificates = [bag for bag in bags if bag.kind == CERTIFICATE]
    affordable([*keys, *waiting])
    records = [
        Record(bag.label, bag.certificate, trusted=bag.trusted is not False, default=bag.default)
        for bag in certificates
    ]
    for key, owner in zip(keys, pkcs12.owners_of(keys, certificates), strict=True):
        if owner is None:
            name = f' "{key.label}"' if key.label else ""
            raise StoreError(f"the private key{name} belongs to no certificate in the file")
        label = records[owner].label or key.label
        records[owner] = replace(records[owner], key=_key(key, password), label=label)
    asked = [Record(bag.label, None, _key(bag, password), bag.request) for bag in waiting]
    return (*numbered(records), *asked)


def affordable(bags: list[Bag]) -> None:
    """Raises :class:`StoreError` if opening all these keys would take too long."""
    if len(bags) > MAX_KEYS:
        raise StoreError(f"it holds more than {MAX_KEYS} private keys")
    algorithms = (der.first(der.read(bag.key), "an algorithm") for bag in bags if bag.kind != KEY)
    if sum(map(pbe.rounds, algorithms)) > MAX_TOTAL_ROUNDS:
        raise StoreError("opening its private keys would take too long")


def _key(bag: Bag, password: pbe.Password | None) -> bytes:
    """The PrivateKeyInfo inside a bag (RFC 7292 4.2.1, 4.2.2)."""
    if bag.kind == KEY:
        return bag.key
    if password is None:
        raise WrongPassword("its private keys need a password")
    return decrypted(bag.key, password)


def decrypted(data: bytes, password: pbe.Password) -> bytes:
    """EncryptedPrivateKeyInfo (RFC 5958 3) in, PrivateKeyInfo out. Raises as ``pbe.decrypt`` does."""
    parts = der.children(der.expect(der.read(data), der.SEQUENCE, "an encrypted key"))
    if len(parts) < 2:
        raise der.DerError("an encrypted key expected", 0)
    plain = pbe.decrypt(parts[0], der.octets(parts[1]), password)
    try:
        return der.expect(der.read(plain), der.SEQUENCE, "a private key").raw
    except der.DerError as error:  # one wrong password in some 256 leaves a padding that looks right
        raise pbe.WrongPassword("the password does not open it, or it is damaged") from error
