"""The values themselves."""

from __future__ import annotations

import subprocess
import sys

from ssldiag.keydb.model import Entry, KeyDatabase, Request

from .makers import Authority
from .test_chain import entry


def test_labels_are_exact(authority: Authority) -> None:
    found = KeyDatabase("x", "gskit-cms", entries=(entry(authority.der, "ica"), entry(authority.der, "ICA")))
    assert found.labelled("ICA") is found.entries[1]
    assert found.labelled("Ica") is None


def test_subject_of_a_certificate_a_request_or_nobody(authority: Authority) -> None:
    assert entry(authority.der).subject == "CN=Test Root,O=Example,C=DE"
    assert (
        Entry("L", "request", True, request=Request("CN=x", b"", "RSA 2048", 2048, "sig")).subject == "CN=x"
    )
    assert Entry("L", "signer", False, error="unreadable").subject is None


def test_certificates_do_not_print_their_bytes(authority: Authority) -> None:
    assert "der=" not in repr(entry(authority.der))


def test_importing_loads_nothing_heavy() -> None:
    modules = "model, read, chain, judge, certificate, pkcs12, troubles"
    code = f"import sys; from ssldiag.keydb import {modules}; sys.exit('cryptography' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
