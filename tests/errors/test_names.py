"""Keys of constants, message ids and texts."""

from __future__ import annotations

import pytest

from ssldiag.errors import names


@pytest.mark.parametrize(
    "spellings",
    [
        ("GSK_ERROR_BAD_CERT", "GSK_ERR_BAD_CERT", "gsk_err_bad_cert"),
        ("GSK_OS400_ERROR_CLOSED", "GSK_AS400_ERROR_CLOSED", "GSK_IBMI_ERROR_CLOSED"),
        ("GSKVAL_ERROR_ASN_ERROR", "GSKVAL_ERR_ASN_ERROR"),
        ("GSKKM_ERROR_PARAMETER", "GSKKM_ERR_PARAMETER"),
        ("SSL_R_NO_SHARED_CIPHER", "ERR_SSL_NO_SHARED_CIPHER"),
        ("unknown_ca", "unknown ca", "UNKNOWN-CA"),
    ],
)
def test_constants_that_are_one(spellings: tuple[str, ...]) -> None:
    assert len({names.constant(name) for name in spellings}) == 1


def test_families_stay_apart() -> None:
    assert names.constant("SSL_ERROR_BAD_CERT") != names.constant("GSK_ERROR_BAD_CERT")
    assert names.bare("SSL_ERROR_BAD_CERT") == names.bare("GSK_ERROR_BAD_CERT") == "BAD_CERT"
    assert names.constant("GSK_") == "GSK_"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("DTCRUN1028E", "DTCRUN1028"),
        ("dtcrun1028", "DTCRUN1028"),
        ("DTCCRUN1011I", "DTCRUN1011"),
        ("DMS0VZ2113E", "DMSOVZ2113"),
        ("HCPCQU045E", "HCPCQU045"),
        ("AMQ9633E", "AMQ9633"),
        ("CPDBC84", "CPDBC84"),
        ("TELNET-NOSSL", "TELNET-NOSSL"),
    ],
)
def test_message_ids(written: str, key: str) -> None:
    assert names.message(written) == key


def test_modules_of_cp_messages_differ() -> None:
    assert names.module_free("HCPCQU045E") == names.module_free("HCPMSG045E") == "HCP045"
    assert names.module_free("DTCRUN1028E") == "DTCRUN1028"


def test_words() -> None:
    assert names.words("Self-signed  certificate!") == names.words("self signed certificate")
