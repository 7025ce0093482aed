"""What platform a text speaks of."""

from __future__ import annotations

import pytest

from ssldiag.errors.context import platforms, without_platforms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QTVTELNET: SSL error -93", ("ibmi",)),
        ("5770SS1 V7R4M0 Display Job Log", ("ibmi",)),
        ("DTCSSL022E Handshake failed rc: 8", ("zvm",)),
        ("SSL00001 on z/VM", ("zvm",)),
        ("EZD1286I AT-TLS", ("zos",)),
        ("AMQ9633E: Bad SSL certificate", ("gskit8",)),
        ("db2diag: GSKit Error: 402", ("gskit8",)),
        ("GSKit Error: 402", ("gskit8", "ibmi")),
        ("System SSL code 8", ("zvm", "zos")),
        ("OpenSSL s_client", ("openssl",)),
        ("Caused by: javax.net.ssl.SSLException", ("java",)),
        ("ssl.SSLError (_ssl.c:1)", ("python",)),
        ("nothing of the kind", ()),
        ("", ()),
    ],
)
def test_platforms(text: str, expected: tuple[str, ...]) -> None:
    assert platforms(text) == expected


def test_platform_words_are_taken_out() -> None:
    assert without_platforms("z/VM 8").split() == ["8"]
