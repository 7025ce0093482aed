"""CAs, servers and clients made in code, as a pool wants them; a TLS handshake proves them."""

from __future__ import annotations

import os
import ssl
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ssldiag.keydb import edit, edit_new
from ssldiag.keydb import request as requests
from ssldiag.keydb.choices import Purpose
from ssldiag.keydb.material import Material, material, trusted_certificates
from ssldiag.keydb.store import Database, Record, StoreError
from ssldiag.keydb.write_pkcs12 import write

from .makers import NOW, Authority, request
from .stores import PASSWORD, full, record, root, wanted


def test_a_request() -> None:
    waiting = record("NEWREQ")
    assert (waiting.kind, waiting.key is not None) == ("request", True)
    assert waiting.asked.subject == "CN=new.example.test"
    done = edit_new.with_request(root(), "my request", wanted("CN=x"))
    assert "z/VM cannot use" in done.warnings[0]


def test_self_signed_server_has_a_warning_for_its_label() -> None:
    done = edit_new.with_self_signed(Database(), "self signed", wanted("CN=x"), NOW)
    assert "z/VM cannot use" in done.warnings[0]
    assert edit_new.with_self_signed(Database(), "the CA", wanted("CN=x", Purpose.CA), NOW).warnings == ()


def test_an_intermediate() -> None:
    below = edit_new.with_issued(root(), "Issuing", wanted("CN=Issuing", Purpose.CA), "Root CA", NOW).database
    done = edit_new.with_issued(below, "SRV", wanted("CN=srv"), "Issuing", NOW)
    assert [one.label for one in edit.chained(done.database, edit.needed(done.database, "SRV")).entries] == [
        "SRV",
        "Issuing",
        "Root CA",
    ]


def test_a_certificate_ends_with_its_issuer() -> None:
    done = edit_new.with_issued(root(), "SRV", wanted("CN=srv", days=9000), "Root CA", NOW)
    assert "as long as its issuer" in done.warnings[0]


@pytest.mark.parametrize(
    ("label", "why"), [("TLSCERT1", "not that of a CA"), ("NEWREQ", "no certificate"), ("X", "no label")]
)
def test_who_cannot_sign(label: str, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        edit_new.with_issued(full(), "SRV", wanted("CN=srv"), label, NOW)


def test_a_ca_without_key_cannot_sign() -> None:
    bare = Database((replace(record("Root CA"), key=None),))
    with pytest.raises(StoreError, match="no certificate with a private key"):
        edit_new.issuer(bare, "Root CA")


def test_names_instead_of_those_of_the_request() -> None:
    want = replace(wanted(""), names=("DNS:other.example",))
    made = edit_new.answered(full(), "Root CA", request(), want, NOW)
    found = Record("", made).parsed
    assert found.dns_names == ("other.example",)
    assert found.subject == "CN=new.example.test,O=Example,C=DE"


def test_renewal_asks_for_the_same() -> None:
    data, want = edit_new.renewal(full(), "TLSCERT1")
    assert requests.parse(data).subject == "CN=zvm1,O=Example"
    assert want.names == ("DNS:zvm1.example.test", "IP:127.0.0.1")
    for label in ("NEWREQ", "X"):
        with pytest.raises(StoreError):
            edit_new.renewal(full(), label)


def test_a_handshake_with_what_a_pool_gets(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    made = edit_new.with_self_signed(Database(), "CA", wanted("CN=CA", Purpose.CA), now).database
    made = edit_new.with_issued(made, "Issuing", wanted("CN=I", Purpose.CA), "CA", now).database
    names = wanted("CN=srv", Purpose.SERVER, "localhost")
    made = edit_new.with_issued(made, "SRV", names, "Issuing", now).database
    made = edit_new.with_issued(made, "USER", wanted("CN=u", Purpose.CLIENT), "Issuing", now).database
    found = material(write(made, PASSWORD, os.urandom), PASSWORD)
    only_root = trusted_certificates(one for one in found if one.label == "CA").decode()
    server = context(ssl.PROTOCOL_TLS_SERVER, found, "SRV", only_root, tmp_path)
    client = context(ssl.PROTOCOL_TLS_CLIENT, found, "USER", only_root, tmp_path)
    server.verify_mode = ssl.CERT_REQUIRED
    assert shaken(server, client) == ((("commonName", "u"),),)
    stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    stranger.load_verify_locations(cadata=Authority().der)
    with pytest.raises(ssl.SSLCertVerificationError):
        shaken(server, stranger)


def context(kind: int, found: list[Material], label: str, roots: str, folder: Path) -> ssl.SSLContext:
    one = next(one for one in found if one.label == label)
    file = folder / label
    file.write_bytes(one.chain + (one.key or b""))
    made = ssl.SSLContext(kind)
    made.load_cert_chain(file)
    made.load_verify_locations(cadata=roots)
    return made


def shaken(server: ssl.SSLContext, client: ssl.SSLContext) -> object:
    """A handshake in memory; the subject of the client."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    near = client.wrap_bio(to_client, to_server, server_hostname="localhost")
    far = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(5):
        for side in (near, far):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
    subject = far.getpeercert()
    assert subject is not None
    return subject["subject"]
