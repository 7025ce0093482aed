"""Names and choices in, new keys, requests and certificates out (RFC 2986, RFC 5280), as DER."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ssldiag.keydb import store_keys
from ssldiag.keydb.choices import Hash, KeyKind, Purpose
from ssldiag.keydb.edit_names import alternative_names, listed, name
from ssldiag.keydb.store import StoreError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

# A hundred years: more is a slip of the finger, and RFC 5280 4.1.2.5 knows no year behind 9999.
MAX_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a certificate is to say. ``subject`` is an RFC 4514 text; ``names`` are written ``DNS:host``,
    ``IP:address``, ``EMAIL:address`` or ``URI:...``, a bare host name or address will do. Without ``digest``
    the one that goes with the key is taken.
    """

    subject: str = ""
    names: tuple[str, ...] = ()
    kind: KeyKind = KeyKind.RSA_2048
    digest: Hash | None = None
    purpose: Purpose = Purpose.SERVER
    days: int = 365


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose certificate it is to be: name, alternative names, and public key in DER."""

    subject: x509.Name
    names: tuple[str, ...]
    public: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs: the certificate in DER, None for the holder itself, and the key."""

    certificate: bytes | None = field(repr=False)
    key: bytes = field(repr=False)


def generate(kind: KeyKind) -> bytes:
    """A new private key as PrivateKeyInfo."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    curves: dict[KeyKind, Callable[[], ec.EllipticCurve]] = {
        KeyKind.P_256: ec.SECP256R1,
        KeyKind.P_384: ec.SECP384R1,
        KeyKind.P_521: ec.SECP521R1,
    }
    if kind in curves:
        return store_keys.pkcs8(ec.generate_private_key(curves[kind]()))
    return store_keys.pkcs8(rsa.generate_private_key(65537, int(kind.value.removeprefix("rsa"))))


def request(wanted: Wanted, key: bytes) -> bytes:
    """A certification request in DER. Raises :class:`StoreError`."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    private = store_keys.load(key)
    builder = x509.CertificateSigningRequestBuilder().subject_name(name(wanted.subject))
    names = alternative_names(wanted.names)
    if names is not None:
        builder = builder.add_extension(names, critical=False)
    return builder.sign(private, _digest(private, wanted.digest)).public_bytes(Encoding.DER)


def holder(wanted: Wanted, key: bytes) -> Holder:
    """The owner of a private key, called as is wanted. Raises :class:`StoreError`."""
    return Holder(name(wanted.subject), wanted.names, store_keys.spki(key))


def requester(data: bytes) -> Holder:
    """Who made this request (DER). Raises :class:`StoreError` for one that is not sound.

    Name and alternative names are taken from it; what it says about being a CA or about usage is not.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        found = x509.load_der_x509_csr(data)
        sound = found.is_signature_valid
        public = found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        made = Holder(found.subject, listed(found.extensions), public)
    except Exception as error:  # whatever the library finds to raise is the file's fault
        raise StoreError("the request cannot be read") from error
    if not sound:
        raise StoreError("the request is not signed with the key that it is for")
    return made


def certificate(wanted: Wanted, owner: Holder, issuer: Issuer, now: datetime) -> bytes:
    """A certificate in DER, valid from now on but not longer than its issuer. Raises :class:`StoreError`."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key

    if not 0 < wanted.days <= MAX_DAYS:
        raise StoreError(f"a certificate is valid for 1 to {MAX_DAYS} days, not {wanted.days}")
    private = store_keys.load(issuer.key)
    above = None if issuer.certificate is None else x509.load_der_x509_certificate(issuer.certificate)
    start = now.replace(microsecond=0)
    public: Any = load_der_public_key(owner.public)
    builder = (
        x509.CertificateBuilder()
        .subject_name(owner.subject)
        .issuer_name(owner.subject if above is None else above.subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(_end(start, wanted.days, above))
    )
    for extension, critical in _extensions(wanted.purpose, public, alternative_names(owner.names)):
        builder = builder.add_extension(extension, critical=critical)
    builder = builder.add_extension(_authority(above, private), critical=False)
    return builder.sign(private, _digest(private, wanted.digest)).public_bytes(Encoding.DER)


def _end(start: datetime, days: int, above: x509.Certificate | None) -> datetime:
    end = start + timedelta(days=days)
    if above is None:
        return end
    if above.not_valid_after_utc <= start:
        raise StoreError("the certificate of the CA has expired; it cannot sign any more")
    return min(end, above.not_valid_after_utc)


def _digest(key: object, wanted: Hash | None) -> Any:
    """The hash to sign with; None for keys that bring their own (RFC 8032)."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519

    if isinstance(key, (ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey)):
        return None
    large: dict[str, Hash] = {"secp384r1": Hash.SHA384, "secp521r1": Hash.SHA512}  # RFC 5480 4
    curve = key.curve.name if isinstance(key, ec.EllipticCurvePrivateKey) else ""
    made: dict[Hash, Callable[[], hashes.HashAlgorithm]] = {
        Hash.SHA256: hashes.SHA256,
        Hash.SHA384: hashes.SHA384,
        Hash.SHA512: hashes.SHA512,
    }
    return made[wanted or large.get(curve, Hash.SHA256)]()


def _authority(above: x509.Certificate | None, private: Any) -> x509.AuthorityKeyIdentifier:
    """Whose key signed (RFC 5280 4.2.1.1): the issuer's own identifier where it has one."""
    from cryptography import x509

    made = x509.AuthorityKeyIdentifier.from_issuer_public_key(private.public_key())
    if above is None:
        return made
    try:
        own = above.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    except (x509.ExtensionNotFound, ValueError):
        return made
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def _extensions(
    purpose: Purpose, public: Any, names: x509.SubjectAlternativeName | None
) -> Iterator[tuple[x509.ExtensionType, bool]]:
    """RFC 5280 4.2.1.9, 4.2.1.3, 4.2.1.12: what a certificate of this purpose says, and what is critical."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import ExtendedKeyUsageOID

    ca = purpose is Purpose.CA
    transport = not ca and isinstance(public, rsa.RSAPublicKey)
    yield x509.BasicConstraints(ca, None), True
    yield x509.KeyUsage(not ca, False, transport, False, False, ca, ca, False, False), True
    yield x509.SubjectKeyIdentifier.from_public_key(public), False
    if not ca:
        usages = {
            Purpose.SERVER: [ExtendedKeyUsageOID.SERVER_AUTH],
            Purpose.CLIENT: [ExtendedKeyUsageOID.CLIENT_AUTH],
            Purpose.SYSTEM: [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH],
        }
        yield x509.ExtendedKeyUsage(usages[purpose]), False
    if names is not None:
        yield names, False
