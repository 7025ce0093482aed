"""Fingerprints of hellos: JA3 and JA3S (Salesforce 2017) and JA4 of TLS clients (FoxIO, the part under BSD
licence).

GREASE values do not count. An SSL 2.0 hello has none, and a hello that the capture holds only in part
neither.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from ssldiag.wire.model import Hello
from ssldiag.wire.numbers import GREASE
from ssldiag.wire.shapes import is_small

_VERSIONS = {0x0304: "13", 0x0303: "12", 0x0302: "11", 0x0301: "10", 0x0300: "s3", 0x0002: "s2"}
_UNSORTED = frozenset((0x0000, 0x0010))
"""JA4 leaves server_name and ALPN out of the hash of the extensions: the first part speaks of them."""

_NOTHING = "0" * 12


KEPT = 512
"""Offers whose fingerprints are remembered, none of more than 40 KB: more kinds of clients than that are in
few captures.
"""

Numbers = tuple[int, ...]


def of_client(hello: Hello) -> tuple[str | None, str | None]:
    """JA3 and JA4 of a ClientHello, worked out once for all clients that offer the same."""
    if hello.format != "tls" or hello.partial:
        return None, None
    found = _of_offer if is_small(hello) else _of_offer.__wrapped__
    return found(
        hello.legacy_version,
        hello.ciphers,
        hello.extensions,
        hello.versions,
        hello.groups,
        hello.signature_algorithms,
        hello.point_formats,
        hello.alpn_raw[:1],
    )


@lru_cache(maxsize=KEPT)
def _of_offer(
    version: int,
    ciphers: Numbers,
    extensions: Numbers,
    versions: Numbers,
    groups: Numbers,
    signatures: Numbers,
    points: Numbers,
    alpn: tuple[bytes, ...],
) -> tuple[str | None, str | None]:
    offer = Hello(
        *("tls", version, None, b"", b"", ciphers, extensions, versions, groups, (), signatures, points),
        alpn_raw=alpn,
    )
    return ja3(offer), ja4(offer)


def of_server(hello: Hello) -> str | None:
    """JA3S of a ServerHello, worked out once for all that choose the same."""
    if hello.format != "tls" or hello.partial:
        return None
    found = _ja3s if is_small(hello) else _ja3s.__wrapped__
    return found(hello.legacy_version, hello.ciphers, hello.extensions)


def ja3_text(hello: Hello) -> str | None:
    """The string that JA3 hashes: version, suites, extensions, groups, point formats."""
    if hello.format != "tls" or hello.partial:
        return None
    return ",".join(
        (
            str(hello.legacy_version),
            _joined(hello.ciphers),
            _joined(hello.extensions),
            _joined(hello.groups),
            "-".join(map(str, hello.point_formats)),
        )
    )


def ja3(hello: Hello) -> str | None:
    """JA3 of a ClientHello."""
    return _md5(ja3_text(hello))


def ja3s(hello: Hello) -> str | None:
    """JA3S of a ServerHello: version, suite, extensions."""
    if hello.format != "tls" or hello.partial:
        return None
    return _ja3s.__wrapped__(hello.legacy_version, hello.ciphers, hello.extensions)


@lru_cache(maxsize=KEPT)
def _ja3s(version: int, chosen: Numbers, extensions: Numbers) -> str | None:
    return _md5(f"{version},{'-'.join(map(str, chosen))},{'-'.join(map(str, extensions))}")


def ja4(hello: Hello) -> str | None:
    """JA4 of a ClientHello over TCP."""
    if hello.format != "tls" or hello.partial:
        return None
    ciphers = [number for number in hello.ciphers if number not in GREASE]
    numbers = [number for number in hello.extensions if number not in GREASE]
    counts = f"{min(len(ciphers), 99):02d}{min(len(numbers), 99):02d}"
    head = f"t{_version(hello)}{'d' if 0 in numbers else 'i'}{counts}{_alpn(hello.alpn_raw)}"
    rest = _hex(sorted(number for number in numbers if number not in _UNSORTED))
    signatures = _hex(number for number in hello.signature_algorithms if number not in GREASE)
    tail = _sha256(f"{rest}_{signatures}" if signatures else rest) if rest else _NOTHING
    return f"{head}_{_sha256(_hex(sorted(ciphers))) if ciphers else _NOTHING}_{tail}"


def _joined(numbers: Iterable[int]) -> str:
    return "-".join([str(number) for number in numbers if number not in GREASE])


def _hex(numbers: Iterable[int]) -> str:
    return ",".join([f"{number:04x}" for number in numbers])


def _version(hello: Hello) -> str:
    offered = [version for version in hello.versions if version not in GREASE]
    return _VERSIONS.get(max(offered, default=hello.legacy_version), "00")


def _alpn(names: tuple[bytes, ...]) -> str:
    """First and last character of the first name; of its hexadecimal form where one is no letter or digit."""
    if not names or not names[0]:
        return "00"
    first, last = names[0][:1], names[0][-1:]
    if first.isalnum() and last.isalnum():
        return (first + last).decode("ascii")
    digits = names[0].hex()
    return digits[0] + digits[-1]


def _md5(text: str | None) -> str | None:
    return None if text is None else hashlib.md5(text.encode("ascii"), usedforsecurity=False).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:12]
