"""Look-ups in the table of cipher suites: by z/VM, registry or OpenSSL name, by code; what EXEMPT removes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ssldiag.readers.cipher_table import STRENGTHS, Cipher, table

__all__ = ["STRENGTHS", "Cipher", "by_any_name", "by_code", "by_name", "exempted", "strength_set", "table"]


@cache
def _by_code() -> dict[int, Cipher]:
    return {cipher.code: cipher for cipher in table()}


@cache
def _by_name() -> dict[str, Cipher]:
    return {cipher.name: cipher for cipher in table()}


@cache
def _all_names() -> dict[str, Cipher]:
    """Names of all three kinds: OpenSSL's AES128-GCM-SHA256 is not TLS 1.3's, though it reduces alike."""
    return {
        name: cipher
        for cipher in table()
        for name in (cipher.name, cipher.registry, cipher.openssl)
        if name is not None
    }


@cache
def _by_parts() -> dict[tuple[str, ...], Cipher]:
    """The same names reduced; where two suites reduce alike, the one listed first."""
    found: dict[tuple[str, ...], Cipher] = {}
    for name, cipher in _all_names().items():
        found.setdefault(parts(name), cipher)
    return found


_PART = re.compile(r"3DES|CBC3|RC[24]|MD5|[A-Z]+|[0-9]+")
_FILLERS = frozenset(("TLS", "SSL", "WITH", "CBC", "EDE"))
_LONGEST = 64
"""Characters of a name: the longest registry name has 45; longer words name nothing."""


def parts(name: str) -> tuple[str, ...]:
    """What a suite's name says, without the words and signs that spellings differ in.

    >>> parts("ECDHE-RSA-AES128-GCM-SHA256") == parts("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
    True
    """
    found = _PART.findall(name.upper()) if len(name) <= _LONGEST else []
    return tuple(part for part in found if part not in _FILLERS)


def by_code(code: int) -> Cipher | None:
    """The suite of a code of the TLS registry."""
    return _by_code().get(code)


def by_name(word: str) -> Cipher | None:
    """The suite that a word of EXEMPT or ENABLE names, in either letter case.

    A documented suite goes by its one name; a newer one by any spelling of the same parts, since its name on
    z/VM is not confirmed.
    """
    exact = _by_name().get(word.upper())
    if exact is not None:
        return exact
    reduced = by_any_name(word)
    return reduced if reduced is not None and reduced.certainty == "unconfirmed" else None


def by_any_name(name: str) -> Cipher | None:
    """The suite of a z/VM, registry or OpenSSL name, however it is punctuated."""
    return _all_names().get(name.upper()) or _by_parts().get(parts(name))


def strength_set(word: str) -> str | None:
    """The strength set that a word names (in either letter case), else None."""
    found = word.capitalize()
    return found if found in STRENGTHS else None


def exempted(words: Iterable[str]) -> frozenset[int]:
    """The codes that EXEMPT with these words removes; words that name nothing remove nothing.

    A strength set takes the weaker ones along (VMSSL command, EXEMPT). The strength of newer suites is not
    confirmed, and so is what a set removes of them: see ``certainty``.
    """
    codes: set[int] = set()
    for word in words:
        wanted = strength_set(word)
        if wanted is not None:
            gone = STRENGTHS[STRENGTHS.index(wanted) :]
            codes.update(cipher.code for cipher in table() if cipher.strength in gone)
        elif (cipher := by_name(word)) is not None:
            codes.add(cipher.code)
    return frozenset(codes)
