"""Whether a stash file opens a database: yes, no, or not to be told."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import stash
from ssldiag.keydb.unlock import opens
from tests.pool.rig import identity

CASES = Path(__file__).parents[1] / "checks"
KEYS = (CASES / "LNX108" / "quiet" / "opt/IBM/HTTPServer/conf/ihskey.kdb").read_bytes()
EMPTY = (CASES / "LNX115" / "fires" / "opt/IBM/HTTPServer/conf/ihskey.kdb").read_bytes()


def filling(count: int) -> bytes:
    return bytes(range(200))[:count]


def test_yes_and_no() -> None:
    assert opens(KEYS, stash.encode(b"secret12", filling)) is True
    assert opens(KEYS, stash.encode(b"secret13", filling)) is False


def test_a_password_in_ebcdic_counts_too() -> None:
    assert opens(KEYS, stash.encode("secret12".encode("cp1140"), filling)) is True
    assert opens(KEYS, stash.encode("secret13".encode("cp1140"), filling)) is False


def test_pkcs12() -> None:
    one = identity("ONE")
    key = serialization.load_pem_private_key(one.key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    certificate = x509.load_pem_x509_certificate(one.certificate)
    encryption = serialization.BestAvailableEncryption(b"secret12")
    store = pkcs12.serialize_key_and_certificates(b"ONE", key, certificate, None, encryption)
    assert opens(store, stash.encode(b"secret12", filling)) is True
    assert opens(store, stash.encode(b"secret13", filling)) is False
    assert opens(store[:90], stash.encode(b"secret12", filling)) is None


def test_not_to_be_told() -> None:
    assert opens(EMPTY, stash.encode(b"secret12", filling)) is None
    assert opens(KEYS, bytes(193)) is None
    assert opens(KEYS, bytes(129)) is None
    assert opens(b"nothing", stash.encode(b"secret12", filling)) is None


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300), st.binary(min_size=125, max_size=130), st.integers(0, len(KEYS)))
def test_any_bytes(database: bytes, secret: bytes, cut: int) -> None:
    assert opens(database, secret) in (True, False, None)
    assert opens(KEYS[:cut], secret) in (False, None)
