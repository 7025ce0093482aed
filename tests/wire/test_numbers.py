from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ssldiag.wire import numbers


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (0x0002, "SSLv2"),
        (0x0300, "SSLv3"),
        (0x0301, "TLSv1.0"),
        (0x0304, "TLSv1.3"),
        (0x7F1C, "TLSv1.3-draft28"),
        (0x7F10, "TLSv1.3-draft16"),
        (0xFB17, "TLSv1.3-draft23 (fb)"),
        (0x0000, "0x0000"),
        (0x2A2A, "GREASE (0x2a2a)"),
    ],
)
def test_versions(number: int, name: str) -> None:
    assert numbers.version_name(number) == name


def test_versions_that_count_as_tls13() -> None:
    assert [numbers.is_tls13(version) for version in (0x0304, 0x7F1C, 0xFB17)] == [True] * 3
    assert not any(numbers.is_tls13(version) for version in (0x0303, 0x0002, 0x0000, None))


def test_grease_is_the_sixteen_values_of_the_rfc() -> None:
    assert sorted(numbers.GREASE)[:3] == [0x0A0A, 0x1A1A, 0x2A2A]
    assert len(numbers.GREASE) == 16
    assert numbers.is_grease(0xFAFA)
    assert not numbers.is_grease(0x0A1A)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (numbers.suite_name(0xC030), "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
        (numbers.suite_name(0x0700C0), "SSL_CK_DES_192_EDE3_CBC_WITH_MD5"),
        (numbers.suite_name(0x0A0A), "GREASE (0x0a0a)"),
        (numbers.suite_name(0xABCD), "0xabcd"),
        (numbers.suite_name(0x99ABCD), "0x99abcd"),
        (numbers.group_name(0x11EC), "X25519MLKEM768"),
        (numbers.group_name(23), "secp256r1"),
        (numbers.group_name(41), "curveSM2"),
        (numbers.group_name(256), "ffdhe2048"),
        (numbers.signature_name(0x0804), "rsa_pss_rsae_sha256"),
        (numbers.signature_name(0x0202), "dsa_sha1"),
        (numbers.signature_name(0x0303), "ecdsa_sha224"),
        (numbers.extension_name(0), "server_name"),
        (numbers.extension_name(51), "key_share"),
        (numbers.extension_name(62), "tls_flags"),
        (numbers.extension_name(0xFE0D), "encrypted_client_hello"),
        (numbers.alert_name(48), "unknown_ca"),
        (numbers.alert_name(200), "alert_200"),
        (numbers.handshake_name(11), "certificate"),
        (numbers.handshake_name(99), "unknown_handshake"),
        (numbers.certificate_type_name(64), "ecdsa_sign"),
        (numbers.certificate_type_name(9), "0x09"),
        (numbers.ssl2_message_name(4), "ssl2_server_hello"),
        (numbers.ssl2_message_name(77), "ssl2_unknown"),
        (numbers.ssl2_error_name(1), "no_cipher"),
        (numbers.ssl2_error_name(9), "0x0009"),
    ],
)
def test_names(asked: str, name: str) -> None:
    assert asked == name


def test_alerts_are_called_as_in_the_table_of_errors(root: Path) -> None:
    """Two lists of the same names, for layers that may not know each other: they must agree."""
    with (root / "errortables" / "alerts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {int(row["code"]): row["constant"] for row in rows if row["api"] == "alert"}
    assert len(known) >= 30
    assert {code: numbers.alert_name(code) for code in known} == known
