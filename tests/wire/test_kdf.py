"""Known answers: RFC 8448 (an example handshake), and the PRF test vector of the TLS working group."""

from __future__ import annotations

from ssldiag.wire.kdf import expand_label, prf

SECRET = bytes.fromhex("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38")
"""RFC 8448 3: the server's handshake traffic secret."""


def test_expand_label() -> None:
    assert expand_label("sha256", SECRET, "key", 16).hex() == "3fce516009c21727d0f2e4e86ee403bc"
    assert expand_label("sha256", SECRET, "iv", 12).hex() == "5d313eb2671276ee13000b30"
    assert len(expand_label("sha384", SECRET, "key", 100)) == 100


def test_prf_of_tls12() -> None:
    secret = bytes.fromhex("9bbe436ba940f017b17652849a71db35")
    seed = bytes.fromhex("a0ba9f936cda311827a6f796ffd5198c")
    wanted = (
        "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0f"
    )
    assert prf("sha256", secret, b"test label", seed, 49).hex().startswith(wanted[:98])


def test_prf_of_tls10_uses_both_halves() -> None:
    assert len(prf(None, b"secret!", b"label", b"seed", 104)) == 104
    assert prf(None, b"secret!", b"label", b"seed", 20) != prf(None, b"Secret!", b"label", b"seed", 20)
    assert prf(None, b"secret!", b"label", b"seed", 20) != prf(None, b"secret?", b"label", b"seed", 20)
