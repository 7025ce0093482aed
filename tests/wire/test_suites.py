from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from ssldiag.readers.cipher_table import table as readers_table
from ssldiag.wire.suites import SCSVS, suite, table


def test_every_number_is_there_once_and_names_are_unique() -> None:
    names = [entry.name for entry in table().values()]
    assert len(set(names)) == len(names) >= 370
    assert all(re.fullmatch(r"(TLS|SSL|GM)_[A-Za-z0-9_]+", name) for name in names)


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        (0x0000, ("NULL", "NULL", "NULL", "")),
        (0x0005, ("RSA", "RSA", "RC4_128", "SHA")),
        (0x0017, ("DH", "anon", "RC4_40", "MD5")),
        (0x0039, ("DHE", "RSA", "AES_256_CBC", "SHA")),
        (0x008C, ("PSK", "PSK", "AES_128_CBC", "SHA")),
        (0x0093, ("RSA", "PSK", "3DES_EDE_CBC", "SHA")),
        (0xC01E, ("SRP", "RSA", "AES_128_CBC", "SHA")),
        (0xC02B, ("ECDHE", "ECDSA", "AES_128_GCM", "SHA256")),
        (0xC0A0, ("RSA", "RSA", "AES_128_CCM_8", "SHA256")),
        (0xC0AA, ("DHE", "PSK", "AES_128_CCM_8", "SHA256")),
        (0xCCA8, ("ECDHE", "RSA", "CHACHA20_POLY1305", "SHA256")),
        (0x1302, ("", "", "AES_256_GCM", "SHA384")),
        (0xC0B4, ("", "", "NULL", "SHA256")),
        (0x00FF, ("", "", "", "")),
    ],
)
def test_parts_of_names(code: int, parts: tuple[str, str, str, str]) -> None:
    found = suite(code)
    assert found is not None
    assert (found.key_exchange, found.authentication, found.cipher, found.hash) == parts


def test_what_follows_from_the_parts() -> None:
    codes = {
        code: found
        for code in (0x1301, 0xC02F, 0x009C, 0x002F, 0x003C, 0x0003, 0x003B)
        if (found := suite(code))
    }
    assert [code for code, found in codes.items() if found.tls13] == [0x1301]
    assert [code for code, found in codes.items() if found.aead] == [0x1301, 0xC02F, 0x009C]
    assert [code for code, found in codes.items() if found.forward_secret] == [0x1301, 0xC02F]
    assert [code for code, found in codes.items() if found.needs_tls12] == [0xC02F, 0x009C, 0x003C, 0x003B]
    assert [code for code, found in codes.items() if found.export] == [0x0003]
    assert [code for code, found in codes.items() if found.null] == [0x003B]
    assert [found.mac_size for found in codes.values()] == [0, 0, 0, 20, 32, 16, 32]


def test_signalling_values_are_no_suites() -> None:
    for code in SCSVS:
        found = suite(code)
        assert found is not None
        assert not (found.tls13 or found.aead or found.null or found.needs_tls12)


def test_an_unknown_number() -> None:
    assert suite(0xABCD) is None


def test_the_suites_of_zvm_have_the_same_names_there() -> None:
    for entry in readers_table():
        found = suite(entry.code)
        assert found is not None
        assert (found.name, found.openssl) == (entry.registry, entry.openssl)


def test_names_are_those_of_openssl() -> None:
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed, so there is nothing to compare with")
    command = [program, "ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(lines) > 50
    for line in lines:
        number, _, registered, _, openssl, *_ = line.split()
        high, low = number.split(",")
        found = suite(int(high, 16) << 8 | int(low, 16))
        if found is None or found.name != registered:
            assert "GOST" in registered, line
            continue
        assert found.openssl == openssl
