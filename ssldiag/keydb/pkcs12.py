"""A PKCS#12 file (RFC 7292) in, its certificates out, and for each whether a private key lies beside it.

Only what wraps certificates is decrypted. Private keys stay encrypted and are never kept; of those that lie
open, only that they do. Without a password, whatever is not encrypted is read and ``needs_password`` says
that there is more.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from ssldiag.keydb import der, pbe, plain
from ssldiag.keydb.model import Entry, KeyDatabase, NotAKeyDatabase, PrivateKeyNote, Problem
from ssldiag.keydb.oids import DATA, ENCRYPTED_DATA, SIGNED_DATA
from ssldiag.keydb.pkcs12_safe import CERTIFICATE, SHROUDED_KEY, Bag, Safe, bags_of, place

# One for certificates and one for keys is usual; each can cost the rounds of its own key.
MAX_SAFES = 8


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of the safes: those that could be read, and how many could not for want of a password."""

    safes: tuple[Safe, ...]
    closed: int
    problems: tuple[Problem, ...]


def read(data: bytes, file: str, password: bytes | None = None) -> KeyDatabase:
    """Read a file. Raises :class:`NotAKeyDatabase` if it is no PKCS#12."""
    try:
        version, content, mac, start = outer(data)
        infos = der.children(der.expect(der.read(content), der.SEQUENCE, "an authenticated safe"))
    except der.DerError as error:
        raise NotAKeyDatabase(f"no PKCS#12: {error}") from error
    secret = pbe.Password(password) if password is not None else None
    problems: list[Problem] = []
    if secret is not None and mac is not None and not _checked(mac, content, secret, problems):
        secret = None
    parts = opened(infos, start, secret)
    bags = list(bags_of(parts.safes, problems))
    wrong = any(problem.word == "password" for problem in (*problems, *parts.problems))
    entries, notes = _entries(bags)
    for entry in entries:
        if entry.error:
            word = "request" if entry.kind == "request" else "certificate"
            what = f"{word} {entry.record} cannot be read: {entry.error}"
            problems.append(Problem(what, entry.offset, "certificate", entry.label or None))
    return KeyDatabase(
        file=file,
        format="pkcs12",
        version=version,
        records=len(bags),
        entries=tuple(entries),
        problems=(*problems, *parts.problems),
        needs_password=wrong or parts.closed > 0,
        private_keys=tuple(notes),
    )


def outer(data: bytes) -> tuple[int, bytes, der.Element | None, int | None]:
    """Version, the bytes of the authenticated safe, the MAC, and where those bytes start in the file."""
    parts = der.children(der.expect(der.read(data), der.SEQUENCE, "PKCS#12"))
    if len(parts) < 2 or parts[0].length != 1:
        raise der.DerError("version and safe expected", 0)
    kind, holder = _info(parts[1])
    if kind == SIGNED_DATA:
        raise der.DerError("a signature guards it, not a password; that is not read here", parts[1].start)
    if kind != DATA or holder is None:
        raise der.DerError("an authenticated safe expected", parts[1].start)
    mac = parts[2] if len(parts) > 2 else None
    return der.integer(parts[0]), der.octets(holder), mac, None if holder.constructed else holder.body


def _info(element: der.Element) -> tuple[str, der.Element | None]:
    """Type and content of a ContentInfo (RFC 2315 7)."""
    parts = der.children(der.expect(element, der.SEQUENCE, "a ContentInfo"))
    if not parts:
        raise der.DerError("an empty ContentInfo", element.start)
    return der.oid(parts[0]), der.first(parts[1], "a content") if len(parts) > 1 else None


def _checked(mac: der.Element, content: bytes, password: pbe.Password, problems: list[Problem]) -> bool:
    """Whether to go on with this password; if its MAC cannot be worked out, decrypting will tell."""
    try:
        if pbe.fits(mac, content, password):
            return True
    except (der.DerError, pbe.Unsupported) as error:
        problems.append(Problem(f"the password cannot be checked: {error}", mac.start, "encryption"))
        return True
    problems.append(Problem("the password is not the one of this file", mac.start, "password"))
    return False


def opened(infos: list[der.Element], start: int | None, password: pbe.Password | None) -> Opened:
    """The plain contents of each part, decrypted where there is a password."""
    safes: list[Safe] = []
    problems: list[Problem] = []
    closed = 0
    for info in infos[:MAX_SAFES]:
        offset = place(start, info.start)
        try:
            kind, holder = _info(info)
            if kind == DATA and holder is not None:
                base = None if holder.constructed else place(start, holder.body)
                safes.append(Safe(der.octets(holder), base))
            elif kind != ENCRYPTED_DATA or holder is None:
                problems.append(Problem(f"a part of type {kind} is not read here", offset, "unread"))
            elif password is None:
                closed += 1
            else:
                safes.append(Safe(_decrypted(holder, password), None))
        except pbe.WrongPassword as error:
            closed += 1
            problems.append(Problem(str(error), offset, "password"))
        except (der.DerError, pbe.Unsupported) as error:
            problems.append(Problem(f"a part cannot be read: {error}", offset, "encryption"))
    if len(infos) > MAX_SAFES:
        problems.append(Problem(f"only the first {MAX_SAFES} of {len(infos)} parts were read", None, "limit"))
    return Opened(tuple(safes), closed, tuple(problems))


def _decrypted(element: der.Element, password: pbe.Password) -> bytes:
    """EncryptedData { version, { type, algorithm, [0] content } } (RFC 2315 13)."""
    parts = der.children(der.expect(element, der.SEQUENCE, "encrypted data"))
    inner = der.children(der.expect(parts[1], der.SEQUENCE, "encrypted content")) if len(parts) > 1 else []
    if len(inner) < 3:
        raise der.DerError("encrypted content expected", element.start)
    content = inner[2].content
    if inner[2].constructed:
        content = b"".join(piece.content for piece in der.children(inner[2]))
    return pbe.decrypt(inner[1], content, password)


def _entries(bags: list[Bag]) -> tuple[list[Entry], list[PrivateKeyNote]]:
    """Each certificate with or without a key, each request, and the keys that belong to none."""
    keys = [bag for bag in bags if bag.kind != CERTIFICATE and not bag.request]
    certificates = [bag for bag in bags if bag.kind == CERTIFICATE]
    owners = owners_of(keys, certificates)
    owned = {at for at in owners if at is not None}
    entries = []
    for at, bag in enumerate(certificates):
        entry = plain.certificate_entry(bag.certificate, at + 1, bag.offset, bag.label, at in owned)
        entries.append(replace(entry, trusted=bag.trusted, default=bag.default))
    for bag in bags:
        if bag.request:
            entry = plain.request_entry(bag.request, len(entries) + 1, bag.offset)
            entries.append(replace(entry, label=bag.label, has_private_key=True))
    notes = [
        PrivateKeyNote("private key", key.kind == SHROUDED_KEY, key.offset, key.label or None)
        for key, owner in zip(keys, owners, strict=True)
        if owner is None
    ]
    return entries, notes


def owners_of(keys: list[Bag], certificates: list[Bag]) -> list[int | None]:
    """For each key the certificate with the same localKeyId, else with the same label if that is only one,
    else the only one.
    """
    by_id: dict[bytes, int] = {}
    by_label: dict[str, int] = {}
    for at, bag in enumerate(certificates):
        if bag.key_id is not None:
            by_id.setdefault(bag.key_id, at)
        by_label.setdefault(bag.label, at)
    count = Counter(bag.label for bag in certificates)
    owners: list[int | None] = []
    for key in keys:
        owner = by_id.get(key.key_id) if key.key_id is not None else None
        if owner is None and key.label and count[key.label] == 1:
            owner = by_label[key.label]
        if owner is None and len(keys) == len(certificates) == 1:
            owner = 0
        owners.append(owner)
    return owners
