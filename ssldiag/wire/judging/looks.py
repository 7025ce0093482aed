"""A ClientHello in, whether GSKit is likely to have made it out.

Measured with GSKit 8.0.60.5 (64-bit Linux). Nothing like it is known for servers, and other platforms' System
SSL was not measured.
"""

from __future__ import annotations

from collections.abc import Callable

from ssldiag.wire.model import Confidence, Hello
from ssldiag.wire.numbers import SSL2, TLS12, TLS13
from ssldiag.wire.suites import EMPTY_RENEGOTIATION_INFO_SCSV

SERVER_NAME, GROUPS, POINT_FORMATS, SIGNATURES, ALPN, TICKET = 0, 10, 11, 13, 16, 35
VERSIONS, KEY_SHARE = 43, 51

Looks = Confidence | None


def gskit_client(hello: Hello | None) -> Looks:
    """``likely`` or ``possible`` if the hello is as GSKit 8 makes it, None if it is not."""
    if hello is None:
        return None
    return next((sure for sure, alike in SHAPES if alike(hello)), None)


def _tls13(hello: Hello) -> bool:
    """supported_versions, key_share, groups, signature algorithms in this order; extras only behind them."""
    return hello.extensions[:4] == (VERSIONS, KEY_SHARE, GROUPS, SIGNATURES) and len(hello.extensions) <= 8


def _tls12(hello: Hello) -> bool:
    """The renegotiation value first among the suites, no signature algorithms and no newer extensions."""
    return (
        hello.format == "tls"
        and hello.ciphers[:1] == (EMPTY_RENEGOTIATION_INFO_SCSV,)
        and hello.legacy_version == TLS12
        and hello.record_version in (None, TLS12)
        and not set(hello.extensions) - {SERVER_NAME, GROUPS, POINT_FORMATS, ALPN, TICKET}
    )


def _older(hello: Hello) -> bool:
    """Without TLS 1.2 and 1.3 the hello comes in the format of SSL 2.0; others once did so too."""
    return hello.format == "sslv2" and SSL2 < hello.legacy_version < TLS12


SHAPES: tuple[tuple[Confidence, Callable[[Hello], bool]], ...] = (
    ("likely", _tls13),
    ("likely", _tls12),
    ("possible", _older),
)


def offers_tls13(hello: Hello | None) -> bool:
    """Whether TLS 1.3 is among the versions of the hello."""
    return hello is not None and TLS13 in hello.versions
