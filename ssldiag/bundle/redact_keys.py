"""What was read in a key database in, the same with stand-ins out; no key, no signature, no bytes of it.

Names of certificates are replaced part by part, so that issuers still match. Fingerprints, serial numbers and
key identifiers become numbers of the same length: the real ones could be looked up in public logs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ssldiag.bundle.kinds_of_words import TLDS
from ssldiag.bundle.redact import Redactor
from ssldiag.keydb import certificate as x509
from ssldiag.keydb import der, names
from ssldiag.keydb.model import Certificate, Entry, KeyDatabase, Request
from ssldiag.keydb.oids import ATTRIBUTES
from ssldiag.keydb.write_der import element, sequence, set_of

KEPT_PARTS = frozenset(("C", "businessCategory"))
"""Parts of a name that stay: a country, and the kind of a business."""

UTF8 = 0x0C

NO_NAME = "CN=unreadable"

MOST_SIGNERS = 16
"""Possible issuers of one name whose signature is checked: as many as :mod:`ssldiag.keydb.chain` asks for,
twice.
"""


def learn(redactor: Redactor, certificates: Iterable[Certificate], requests: Iterable[Request] = ()) -> None:
    """Take down the names in certificates and requests."""
    for certificate in certificates:
        for name in (certificate.subject_der, certificate.issuer_der):
            _learn_name(redactor, name)
        for dns in certificate.dns_names:
            if "." not in dns:
                redactor.words.learn("hosts", dns)
        redactor.words.learn_shapes((*certificate.dns_names, *certificate.ip_addresses))
        for text in (*certificate.dns_names, *certificate.ip_addresses, *certificate.defects):
            redactor.learn_text(text)
    for request in requests:
        _learn_name(redactor, request.subject_der)


def _learn_name(redactor: Redactor, data: bytes) -> None:
    for kind, value in _parts(data):
        if kind not in KEPT_PARTS:
            redactor.learn_text(value)
            if kind != "DC" or value.lower() not in TLDS:
                redactor.learn_name(value)


def _parts(data: bytes) -> Iterable[tuple[str, str]]:
    try:
        rdns = _rdns(data)
    except der.DerError:
        return []
    return [(ATTRIBUTES.get(kind, kind), value) for rdn in rdns for kind, _, value in rdn]


def _rdns(data: bytes) -> list[list[tuple[str, bytes, str]]]:
    """The type (dotted, and as DER) and value of each part. Raises DerError."""
    found = []
    for rdn in der.children(der.expect(der.read(data), der.SEQUENCE, "a Name")):
        parts = []
        for pair in der.children(rdn):
            kind, value = der.children(pair)[:2]
            decode = names.DECODERS.get(value.tag)
            try:
                text = decode(value.content) if decode else value.raw.hex()
            except UnicodeDecodeError:
                text = value.raw.hex()
            parts.append((der.oid(kind), kind.raw, text))
        found.append(parts)
    return found


def name(redactor: Redactor, data: bytes) -> tuple[str, bytes]:
    """A Name with stand-ins, as RFC 4514 text and as DER."""
    try:
        made = sequence(
            *(
                set_of(
                    *(
                        sequence(raw, element(UTF8, _value(redactor, kind, value).encode("utf-8", "replace")))
                        for kind, raw, value in rdn
                    )
                )
                for rdn in _rdns(data)
            )
        )
        return names.read(der.read(made)).text, made
    except (der.DerError, ValueError, IndexError):
        return NO_NAME, b""


def _value(redactor: Redactor, kind: str, value: str) -> str:
    word = ATTRIBUTES.get(kind, kind)
    if word in KEPT_PARTS or (word == "DC" and value.lower() in TLDS):
        return value
    return redactor.name(value)


def certificate(redactor: Redactor, one: Certificate, others: Iterable[Certificate] = ()) -> Certificate:
    """A certificate with stand-ins. ``others`` are those among which its issuer may be."""
    subject, subject_der = name(redactor, one.subject_der)
    issuer, issuer_der = name(redactor, one.issuer_der)
    return replace(
        one,
        subject=subject,
        subject_der=subject_der,
        issuer=issuer,
        issuer_der=issuer_der,
        serial=int(redactor.mapping.digest(one.serial_hex, min(len(one.serial_hex), 40)) or "0", 16),
        sha256=digest(redactor, one.sha256),
        der=b"",
        dns_names=tuple(redactor.text(item) for item in one.dns_names),
        ip_addresses=tuple(redactor.text(item) for item in one.ip_addresses),
        authority_key_id=_key_id(redactor, one.authority_key_id),
        subject_key_id=_key_id(redactor, one.subject_key_id),
        defects=tuple(redactor.text(item) for item in one.defects),
        signers=_signers(redactor, one, others),
    )


def digest(redactor: Redactor, sha256: str) -> str:
    """What stands for a fingerprint."""
    return redactor.mapping.digest(sha256, len(sha256))


def _key_id(redactor: Redactor, value: str | None) -> str | None:
    return None if value is None else redactor.mapping.digest(value, min(len(value), 128))


def _signers(
    redactor: Redactor, one: Certificate, others: Iterable[Certificate]
) -> tuple[tuple[str, bool | None], ...]:
    if one.signers is not None:
        return tuple((digest(redactor, who), said) for who, said in one.signers)
    wanted = _key(one.issuer_der)
    found = {other.sha256: other for other in others if _key(other.subject_der) == wanted}
    return tuple(
        (digest(redactor, other.sha256), x509.signed_by(one, other))
        for other in list(found.values())[:MOST_SIGNERS]
    )


def _key(data: bytes) -> object:
    try:
        return names.read(der.read(data)).key
    except der.DerError:
        return data


def database(redactor: Redactor, one: KeyDatabase) -> KeyDatabase:
    """A key database with stand-ins."""
    others = [entry.certificate for entry in one.entries if entry.certificate is not None]
    return replace(
        one,
        file=redactor.text(one.file),
        entries=tuple(_entry(redactor, entry, others) for entry in one.entries),
        problems=tuple(
            replace(item, what=redactor.text(item.what), label=_maybe(redactor, item.label))
            for item in one.problems
        ),
        private_keys=tuple(
            replace(item, what=redactor.text(item.what), label=_maybe(redactor, item.label))
            for item in one.private_keys
        ),
    )


def _entry(redactor: Redactor, entry: Entry, others: list[Certificate]) -> Entry:
    return replace(
        entry,
        label=redactor.text(entry.label),
        certificate=certificate(redactor, entry.certificate, others) if entry.certificate else None,
        request=_request(redactor, entry.request) if entry.request else None,
        error=_maybe(redactor, entry.error),
    )


def _request(redactor: Redactor, request: Request) -> Request:
    subject, data = name(redactor, request.subject_der)
    defects = tuple(redactor.text(item) for item in request.defects)
    return replace(request, subject=subject, subject_der=data, defects=defects)


def _maybe(redactor: Redactor, text: str | None) -> str | None:
    return None if text is None else redactor.text(text)
