"""PKCS#12 with keys: what is refused, and what would take too long."""

from __future__ import annotations

import os

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

from ssldiag.keydb import store_keys, store_p12, write_pkcs12
from ssldiag.keydb.store import MAX_KEYS, Database, Record, StoreError
from ssldiag.keydb.write_pkcs12 import write

from .makers import Authority, ec_key
from .stores import PASSWORD, record


def test_open_keys(authority: Authority) -> None:
    leaf = x509.load_der_x509_certificate(authority.issue())
    data = pkcs12.serialize_key_and_certificates(b"SRV", ec_key(), leaf, None, NoEncryption())
    (one,) = store_p12.read(data, None).records
    assert one.key is not None
    assert store_keys.spki(one.key) == store_keys.certificate_spki(authority.issue())


def test_a_key_without_certificate_is_told() -> None:
    one = record("TLSCERT1")
    alone = Database((Record("LOST", None, one.key), record("user one")))
    with pytest.raises(StoreError, match='"LOST" belongs to no certificate'):
        store_p12.read(write(alone, PASSWORD, os.urandom), PASSWORD)


def test_too_many_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_pkcs12, "KEY_ROUNDS", 1)
    waiting = record("NEWREQ")
    many = Database(tuple(Record(str(at), None, waiting.key, waiting.request) for at in range(MAX_KEYS + 1)))
    with pytest.raises(StoreError, match="more than 100"):
        store_p12.read(write(many, PASSWORD, os.urandom), PASSWORD)
    fewer = Database(many.records[:MAX_KEYS])
    assert store_p12.read(write(fewer, PASSWORD, os.urandom), PASSWORD) == fewer


def test_too_many_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_p12, "MAX_TOTAL_ROUNDS", 2 * write_pkcs12.KEY_ROUNDS)
    two = Database((record("TLSCERT1"), record("user one")))
    assert store_p12.read(write(two, PASSWORD, os.urandom), PASSWORD) == two
    three = Database((*two.records, record("NEWREQ")))
    with pytest.raises(StoreError, match="too long"):
        store_p12.read(write(three, PASSWORD, os.urandom), PASSWORD)
