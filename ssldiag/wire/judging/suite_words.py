"""Cipher suites in, all names that people look for out: the registered one, OpenSSL's, z/VM's and its set."""

from __future__ import annotations

from collections.abc import Iterable

from ssldiag.wire.judging.wording import listing
from ssldiag.wire.suites import SCSVS, Suite, suite

MOST = 4
"""Suites that advice names; nobody reads a sentence with eighty."""


def suite_names(codes: Iterable[int]) -> str:
    """The best of these suites, by all their names."""
    known = [one for code in codes if code not in SCSVS and (one := suite(code)) is not None]
    ranked = sorted(known, key=_rank)
    return listing((full_name(one) for one in ranked), "or", MOST)


def _rank(one: Suite) -> tuple[bool, bool, bool]:
    return one.null or one.export, not one.aead, not one.forward_secret


def full_name(one: Suite) -> str:
    """``TLS_RSA_WITH_AES_256_CBC_SHA (OpenSSL AES256-SHA; z/VM RSA_AES_256, set High)``."""
    from ssldiag.readers.ciphers import by_code

    known = by_code(one.code)
    names = [f"OpenSSL {one.openssl}"] if one.openssl and one.openssl != one.name else []
    if known is not None:
        doubt = "" if known.certainty == "documented" else ", unconfirmed"
        names.append(f"z/VM {known.name}, set {known.strength}{doubt}")
    return f"{one.name} ({'; '.join(names)})" if names else one.name
