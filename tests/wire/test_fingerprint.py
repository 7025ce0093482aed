from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ssldiag.wire.fingerprint import KEPT, _of_offer, ja3, ja3_text, ja3s, ja4, of_client, of_server
from ssldiag.wire.model import Hello
from ssldiag.wire.shapes import SMALL

PLAIN = Hello("tls", 0x0301, 0x0301, bytes(32), b"", (), ())
JA3 = replace(
    PLAIN,
    ciphers=(47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4),
    extensions=(0, 10, 11),
    groups=(23, 24, 25),
    point_formats=(0,),
)
"""The example in the description of JA3."""

CHROME = replace(
    PLAIN,
    legacy_version=0x0303,
    ciphers=(
        0x2A2A,
        *(0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013, 0xC014),
        *(0x009C, 0x009D, 0x002F, 0x0035),
    ),
    extensions=(
        0x1A1A,
        *(
            0x001B,
            0x0000,
            0x0033,
            0x0010,
            0x4469,
            0x0017,
            0x002D,
            0x000D,
            0x0005,
            0x0023,
            0x0012,
            0x002B,
            0xFF01,
        ),
        *(0x000B, 0x000A, 0x0015, 0x5A5A),
    ),
    versions=(0x8A8A, 0x0304, 0x0303),
    signature_algorithms=(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601),
    alpn_raw=(b"h2", b"http/1.1"),
    groups=(0x4A4A, 29, 23, 24),
    point_formats=(0,),
)
"""The example in the description of JA4."""


def test_ja3() -> None:
    assert ja3_text(JA3) == "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0"
    assert ja3(JA3) == "ada70206e40642a3e4461f35503241d5"
    assert ja3_text(PLAIN) == "769,,,,"


def test_ja3_leaves_grease_out() -> None:
    text = ja3_text(CHROME)
    assert text is not None
    assert not {"10794", "6682", "23130", "19018"} & set(text.replace(",", "-").split("-"))


def test_ja3s() -> None:
    chosen = replace(PLAIN, ciphers=(0x1301,), extensions=(51, 43), legacy_version=0x0303)
    assert ja3s(chosen) == "eb1d94daa7e0344597e756a1fb6e7054"
    assert ja3s(replace(chosen, extensions=(43, 51))) == "f4febc55ea12b31ae17cfb7e614afda8"


def test_ja4() -> None:
    assert ja4(CHROME) == "t13d1516h2_8daaf6152771_e5627efa2ab1"


@pytest.mark.parametrize(
    ("changes", "start"),
    [
        ({"alpn_raw": ()}, "t13d151600_"),
        ({"alpn_raw": (b"",)}, "t13d151600_"),
        ({"alpn_raw": (b"http/1.1",)}, "t13d1516h1_"),
        ({"alpn_raw": (b"\xab\xcd",)}, "t13d1516ad_"),
        ({"alpn_raw": (b"x",)}, "t13d1516xx_"),
        ({"versions": ()}, "t12d1516h2_"),
        ({"versions": (), "legacy_version": 0x0300}, "ts3d1516h2_"),
        ({"versions": (0x7F1C, 0x0303)}, "t00d1516h2_"),
        ({"extensions": ()}, "t13i1500h2_8daaf6152771_000000000000"),
        ({"extensions": (0,), "alpn_raw": ()}, "t13d150100_8daaf6152771_000000000000"),
        ({"ciphers": (0x2A2A,)}, "t13d0016h2_000000000000_"),
        ({"ciphers": tuple(range(150))}, "t13d9916h2_"),
        ({"signature_algorithms": ()}, "t13d1516h2_8daaf6152771_"),
    ],
)
def test_parts_of_ja4(changes: dict[str, object], start: str) -> None:
    found = ja4(replace(CHROME, **changes))  # type: ignore[arg-type]
    assert found is not None
    assert found.startswith(start)


def test_hellos_that_have_none() -> None:
    for hello in (replace(CHROME, format="sslv2"), replace(CHROME, partial=True)):
        assert (ja3(hello), ja3s(hello), ja4(hello)) == (None, None, None)


@pytest.mark.parametrize("hello", [PLAIN, JA3, CHROME])
@pytest.mark.parametrize("raw", [b"", bytes(100), bytes(SMALL + 1)])
def test_what_is_remembered_is_what_is_worked_out(hello: Hello, raw: bytes) -> None:
    sent = replace(hello, raw=raw)
    for _ in range(2):
        assert of_client(sent) == (ja3(hello), ja4(hello))
        assert of_server(sent) == ja3s(hello)


@pytest.mark.parametrize("changes", [{"format": "sslv2"}, {"partial": True}])
def test_hellos_without_fingerprints(changes: dict[str, Any]) -> None:
    hello = replace(CHROME, raw=bytes(100), **changes)
    assert of_client(hello) == (None, None)
    assert of_server(hello) is None
    assert (ja3(hello), ja3s(hello), ja4(hello)) == (None, None, None)


def test_only_small_hellos_are_remembered_and_not_too_many() -> None:
    before = _of_offer.cache_info().currsize
    of_client(replace(CHROME, legacy_version=7))
    of_client(replace(CHROME, legacy_version=7, raw=bytes(SMALL + 1)))
    assert _of_offer.cache_info().currsize == before
    for number in range(KEPT + 10):
        of_client(replace(PLAIN, ciphers=(number,), raw=b"hello"))
    assert _of_offer.cache_info().currsize == KEPT
