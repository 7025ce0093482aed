"""One DER certificate in, a :class:`Certificate` out: the tolerant reading, and the extensions if the
strict one agrees.

``cryptography`` is the strict reader. Whatever it refuses or warns of becomes a sentence among the defects;
the only exception that leaves this module is :class:`NotACertificate`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ssldiag.keydb import der, tolerant
from ssldiag.keydb.model import Certificate, NotACertificate
from ssldiag.keydb.oids import USAGES

if TYPE_CHECKING:
    from cryptography import x509

__all__ = ["NotACertificate", "parse", "signed_by"]

# A certificate for more names than this is none that a person will read through; the largest public ones
# have 2000.
MAX_NAMES = 10_000

KEY_USAGES: Mapping[str, str] = {  # attribute of cryptography -> name in RFC 5280 4.2.1.3
    "digital_signature": "digitalSignature",
    "content_commitment": "nonRepudiation",
    "key_encipherment": "keyEncipherment",
    "data_encipherment": "dataEncipherment",
    "key_agreement": "keyAgreement",
    "key_cert_sign": "keyCertSign",
    "crl_sign": "cRLSign",
}

SHA1_SIGNATURES = ("sha1WithRSAEncryption", "ecdsa-with-SHA1")
TOUCHED = ("version", "serial_number", "not_valid_before_utc", "not_valid_after_utc", "subject", "issuer")


def parse(data: bytes) -> Certificate:
    """Read the certificate that ``data`` starts with. Raises :class:`NotACertificate`, and nothing else."""
    found = tolerant.read(data)
    complaints: list[str] = []
    with _recorded(complaints):
        strict = _load(found.der, complaints)
        details = _extensions(strict, complaints) if strict is not None else None
    if details is None and (sentence := der.not_der(der.read(found.der))):
        complaints.insert(0, sentence)
    defects = (*found.defects, *dict.fromkeys(complaints))[: tolerant.MAX_DEFECTS]
    return replace(found, tolerant=details is None, defects=defects, **(details or {}))


@contextmanager
def _recorded(complaints: list[str]) -> Iterator[None]:
    """Warnings become complaints: their first sentence, since the rest speaks of the library's next
    release.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    complaints.extend(f"the strict parser warns: {str(one.message).split('. ')[0]}" for one in caught)


def _load(data: bytes, complaints: list[str]) -> x509.Certificate | None:
    """The strict reading; each part is touched, because the library reads most of them only when asked."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        strict = x509.load_der_x509_certificate(data)
        for part in TOUCHED:
            getattr(strict, part)
    except Exception as error:  # whatever the library finds to raise is the certificate's fault
        complaints.append(f"the strict parser refuses it: {_sentence(error)}")
        return None
    try:
        strict.public_key()
    except UnsupportedAlgorithm:
        pass  # a kind of key the library does not know is no defect
    except Exception as error:
        complaints.append(f"the strict parser refuses the public key: {_sentence(error)}")
    return strict


def _sentence(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _extensions(strict: x509.Certificate, complaints: list[str]) -> dict[str, Any] | None:
    """The fields of :class:`Certificate` that come from extensions, None if they cannot be read."""
    try:
        found: dict[str, Any] = {}
        unknown = []
        for extension in strict.extensions:
            number = extension.oid.dotted_string
            reader = READERS.get(number)
            if reader is not None:
                found |= reader(extension.value)
            elif extension.critical and type(extension.value).__name__ == "UnrecognizedExtension":
                unknown.append(number)
    except Exception as error:  # as above: one broken extension makes all of them unreadable
        complaints.append(f"the strict parser refuses its extensions: {_sentence(error)}")
        return None
    return found | {"unknown_critical": tuple(unknown)}


def _names(value: x509.SubjectAlternativeName) -> dict[str, Any]:
    from cryptography import x509

    return {
        "dns_names": tuple(value.get_values_for_type(x509.DNSName)[:MAX_NAMES]),
        "ip_addresses": tuple(map(str, value.get_values_for_type(x509.IPAddress)[:MAX_NAMES])),
    }


def _purposes(value: x509.ExtendedKeyUsage) -> dict[str, Any]:
    numbers = (usage.dotted_string for usage in value)
    return {"extended_key_usage": frozenset(USAGES.get(number, number) for number in numbers)}


def _authority(value: x509.AuthorityKeyIdentifier) -> dict[str, Any]:
    return {"authority_key_id": value.key_identifier.hex() if value.key_identifier else None}


READERS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "2.5.29.19": lambda value: {"is_ca": value.ca, "path_length": value.path_length},
    "2.5.29.15": lambda value: {
        "key_usage": frozenset(word for name, word in KEY_USAGES.items() if getattr(value, name))
    },
    "2.5.29.37": _purposes,
    "2.5.29.17": _names,
    "2.5.29.35": _authority,
    "2.5.29.14": lambda value: {"subject_key_id": value.digest.hex()},
}


def signed_by(certificate: Certificate, issuer: Certificate) -> bool | None:
    """Whether ``issuer``'s key made the signature on ``certificate``; None where that cannot be worked out.

    Unknown algorithms, broken certificates and names that are equal only by RFC 5280 7.1 give None.
    """
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    if certificate.signers is not None:
        return dict(certificate.signers).get(issuer.sha256)
    with _recorded([]):
        try:
            child = x509.load_der_x509_certificate(certificate.der)
            parent = x509.load_der_x509_certificate(issuer.der)
            if certificate.signature in SHA1_SIGNATURES:
                return _signed_with_sha1(child, parent)
            child.verify_directly_issued_by(parent)
        except InvalidSignature:
            return False
        except Exception:  # not settled is an answer here, and the defects of both say why
            return None
    return True


def _signed_with_sha1(child: x509.Certificate, parent: x509.Certificate) -> bool | None:
    """The library no longer follows such signatures from certificate to certificate, and old CAs are full of
    them."""
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.hashes import SHA1

    key = parent.public_key()
    if child.issuer.public_bytes() != parent.subject.public_bytes():
        return None
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(child.signature, child.tbs_certificate_bytes, padding.PKCS1v15(), SHA1())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(child.signature, child.tbs_certificate_bytes, ec.ECDSA(SHA1()))
    else:
        return None
    return True
