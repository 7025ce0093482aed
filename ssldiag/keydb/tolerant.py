"""One DER certificate in, what can be read of it without any library out, and what RFC 5280 would say to it.

This reading comes first for every certificate, so a broken one is shown just as a sound one; extensions are
left to :mod:`ssldiag.keydb.certificate`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from ssldiag.keydb import der, keys, names, times
from ssldiag.keydb.model import Certificate, NotACertificate

# The longest certificate that TLS could carry is 16 MiB; OpenSSL takes 100 KiB for a whole chain
# (SSL_CTX_set_max_cert_list).
# Ten times that leaves room for every certificate ever seen.
MAX_CERTIFICATE = 1 << 20
# RFC 5280 4.1.2.2 allows 20 octets; beyond this Python would refuse to write the number out.
MAX_SERIAL = 1000
# More sentences about one certificate help nobody.
MAX_DEFECTS = 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a certificate as they stand (RFC 5280 4.1). Those behind the subject may be missing in a
    broken one.
    """

    whole: der.Element
    tbs: der.Element
    serial: der.Element
    issuer: der.Element
    validity: der.Element
    subject: der.Element
    version: der.Element | None = None
    inner_algorithm: der.Element | None = None
    public_key: der.Element | None = None
    extensions: der.Element | None = None
    algorithm: der.Element | None = None
    signature: der.Element | None = None
    defects: tuple[str, ...] = field(default=())


def frame(data: bytes) -> Frame:
    """Cut a certificate into its parts; bytes behind it do not count. Raises :class:`NotACertificate`."""
    if len(data) > MAX_CERTIFICATE:
        raise NotACertificate(f"{len(data)} bytes are more than any certificate has")
    try:
        whole = der.expect(der.read(data), der.SEQUENCE, "a certificate")
        outer, broken_outside = _as_far_as_possible(whole)
        if not outer:
            raise der.DerError("an empty certificate", 0)
        tbs = der.expect(outer[0], der.SEQUENCE, "the body of a certificate")
        parts, broken_inside = _as_far_as_possible(tbs)
        version = parts.pop(0) if parts and parts[0].tag == 0xA0 else None
        if len(parts) < 5:
            raise der.DerError("fewer parts than a certificate has", tbs.start)
        serial, inner, issuer, validity, subject = parts[:5]
        for element, what in ((issuer, "the issuer"), (validity, "the validity"), (subject, "the subject")):
            der.expect(element, der.SEQUENCE, what)
        if der.expect(serial, der.INTEGER, "the serial number").length > MAX_SERIAL:
            raise der.DerError(f"a serial number of {serial.length} octets", serial.start)
    except der.DerError as error:
        raise NotACertificate(str(error)) from error
    return Frame(
        whole, tbs, serial, issuer, validity, subject, version, inner,
        public_key=parts[5] if len(parts) > 5 else None,
        extensions=next((part for part in parts[6:] if part.tag == 0xA3), None),
        algorithm=outer[1] if len(outer) > 1 else None,
        signature=outer[2] if len(outer) > 2 else None,
        defects=tuple(filter(None, (broken_outside, broken_inside))),
    )  # fmt: skip


def _as_far_as_possible(element: der.Element) -> tuple[list[der.Element], str | None]:
    """The elements inside up to the first broken one, and what is wrong with that."""
    parts: list[der.Element] = []
    here = element.body
    while here < element.stop and len(parts) < 16:  # a certificate has 3 parts, its body 10 at most
        try:
            parts.append(der.read(element.data, here, element.stop))
        except der.DerError as error:
            return parts, f"broken at byte {error.offset}: {error.what}"
        here = parts[-1].end
    return parts, None


def read(data: bytes) -> Certificate:
    """The certificate without its extensions. Raises :class:`NotACertificate` if not even the names can be
    read.
    """
    cut = frame(data)
    try:
        subject, issuer = names.read(cut.subject), names.read(cut.issuer)
        serial = der.integer(cut.serial)
    except der.DerError as error:
        raise NotACertificate(str(error)) from error
    not_before, not_after, date_defects = _validity(cut.validity)
    key, key_bits, key_defect = _described(cut.public_key, keys.public_key, "public key")
    signature, digest, signature_defect = _described(cut.algorithm, keys.signature, "signature algorithm")
    defects = [
        *cut.defects,
        *_shape_defects(cut, serial),
        *date_defects,
        *(f"the subject's {defect}" for defect in subject.defects),
        *(f"the issuer's {defect}" for defect in issuer.defects),
        *filter(None, (key_defect, signature_defect)),
    ]
    if not issuer.key:
        defects.append("the issuer is empty (RFC 5280 4.1.2.4)")
    whole = cut.whole.raw
    if len(data) > len(whole):
        defects.append(f"{len(data) - len(whole)} bytes follow the certificate")
    return Certificate(
        subject=subject.text,
        issuer=issuer.text,
        subject_der=cut.subject.raw,
        issuer_der=cut.issuer.raw,
        serial=serial,
        not_before=not_before,
        not_after=not_after,
        key=key,
        key_bits=key_bits,
        signature=signature,
        signature_hash=digest,
        sha256=hashlib.sha256(whole).hexdigest(),
        der=whole,
        version=_version(cut),
        defects=tuple(defects[:MAX_DEFECTS]),
    )


def _described(
    element: der.Element | None, describe: Callable[[der.Element], tuple[str, T | None]], what: str
) -> tuple[str, T | None, str | None]:
    """What ``describe`` makes of the element, and a sentence if it can make nothing of it."""
    if element is None:
        return f"no {what}", None, f"the {what} is missing"
    try:
        return *describe(element), None
    except der.DerError as error:
        return f"unreadable {what}", None, f"the {what} cannot be read: {error.what}"


def _validity(element: der.Element) -> tuple[datetime | None, datetime | None, list[str]]:
    parts, broken = _as_far_as_possible(element)
    if broken or len(parts) != 2:
        return None, None, ["the validity is no pair of dates (RFC 5280 4.1.2.5)"]
    (before, before_defect), (after, after_defect) = (times.read(part) for part in parts)
    defects = []
    if before_defect:
        defects.append(f"the first day {before_defect} (RFC 5280 4.1.2.5)")
    if after_defect:
        defects.append(f"the last day {after_defect} (RFC 5280 4.1.2.5)")
    if before and after and after < before:
        defects.append("it ends before it begins")
    return before, after, defects


def _version(cut: Frame) -> int:
    """1, 2 or 3; a certificate without the field is version 1 (RFC 5280 4.1.2.1)."""
    if cut.version is None:
        return 1
    try:
        number = der.first(cut.version, "a version")
        return der.integer(number) + 1 if number.length == 1 else 0
    except der.DerError:
        return 0


def _shape_defects(cut: Frame, serial: int) -> Iterator[str]:
    """What RFC 5280 forbids and the parts alone show."""
    if serial <= 0:
        yield f"the serial number is {'zero' if serial == 0 else 'negative'} (RFC 5280 4.1.2.2)"
    if cut.serial.length > 20:
        yield "the serial number is longer than 20 octets (RFC 5280 4.1.2.2)"
    if cut.serial.length > 1 and int.from_bytes(cut.serial.content[:2], "big") >> 7 in (0, 0x1FF):
        yield "the serial number is padded with an octet that says nothing (X.690 8.3.2)"
    version = _version(cut)
    if version not in (1, 2, 3):
        yield "the version is none of 1, 2 and 3 (RFC 5280 4.1.2.1)"
    elif cut.extensions is not None and version != 3:
        yield f"it has extensions, although it says to be version {version} (RFC 5280 4.1.2.9)"
    if cut.algorithm and cut.inner_algorithm and cut.algorithm.raw != cut.inner_algorithm.raw:
        yield "the two places that name the signature algorithm differ (RFC 5280 4.1.1.2)"
    if cut.signature is None:
        yield "the signature is missing"
    yield from _twice(cut.extensions)


def _twice(extensions: der.Element | None) -> Iterator[str]:
    """Extensions that occur more than once (RFC 5280 4.2)."""
    if extensions is None:
        return
    seen: set[str] = set()
    try:
        for extension in der.children(der.first(extensions, "extensions")):
            number = der.oid(der.first(extension, "an extension"))
            if number in seen:
                yield f"the extension {number} occurs more than once (RFC 5280 4.2)"
            seen.add(number)
    except der.DerError as error:
        yield f"the extensions cannot be read: {error.what}"
