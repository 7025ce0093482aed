"""Makes the captures in the cases of TLS checks: ``python -m tests.checks.make_captures`` writes them anew.

Certificates are signed by nobody: no check looks at signatures, and their bytes stay the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ssldiag.keydb.read import read
from tests.keydb.makers import number, oid, raw_certificate, sequence, tlv
from tests.pcaps import START, Connection, completed, flight, hello, no_cipher, pcap, refused

HERE = Path(__file__).parent

RSA_KEY = sequence(
    sequence(oid("1.2.840.113549.1.1.1"), tlv(0x05)),
    tlv(0x03, b"\0" + sequence(number(int("c5" * 256, 16)), number(65537))),
)
"""A public key of 2048 bits that belongs to nobody."""


def name(*parts: tuple[str, str]) -> bytes:
    """A Name: attribute types and values, C as PrintableString and the rest as UTF8String, like OpenSSL."""
    kinds = {"2.5.4.6": 0x13}
    return sequence(
        *(tlv(0x31, sequence(oid(kind), tlv(kinds.get(kind, 0x0C), text.encode()))) for kind, text in parts)
    )


COUNTRY, ORGANIZATION, UNIT, COMMON = "2.5.4.6", "2.5.4.10", "2.5.4.11", "2.5.4.3"
OWNER = name((COUNTRY, "DE"), (ORGANIZATION, "Example"), (COMMON, "zvm1.example.test"))
AUTHORITY = name((COUNTRY, "DE"), (ORGANIZATION, "Example"), (UNIT, "PKI"), (COMMON, "Example Root CA"))


def certificate(start: str, end: str, subject: bytes = OWNER, issuer: bytes = AUTHORITY) -> bytes:
    """A certificate that is valid between two days, written as ``260101``."""
    validity = sequence(*(tlv(0x17, f"{day}000000Z".encode()) for day in (start, end)))
    return raw_certificate(issuer=issuer, subject=subject, validity=validity, key=RSA_KEY)


def at(day: str) -> float:
    """The start of a handshake on this day."""
    return datetime.fromisoformat(f"{day}T09:30+00:00").timestamp()


OTHER = name((COUNTRY, "DE"), (ORGANIZATION, "Example"), (COMMON, "zvm2.example.test"))
OLD = certificate("251101", "271101")
"""What the server had before the certificate in the key database of the bases, which began on 2026-11-22."""
EXPIRED = certificate("240101", "261101")
AUTHORITY_EXPIRED = certificate("160101", "261101", AUTHORITY)
WEAK = (0x0009, 0x0003, 0x0004)
"""DES, RC4 of 40 bits, RC4 with MD5."""


def several(code: int, number: int) -> list[Connection]:
    """Failures alike, from one client."""
    return [refused(code, OLD, client_port=50000 + each, start=START + each) for each in range(number)]


def stored() -> bytes:
    """The certificate in the key database of the base ``pool``."""
    database = read((HERE / "_bases" / "pool" / "Database.kdb").read_bytes(), "Database.kdb", None)
    entry = database.labelled("TLSCERT1")
    assert entry is not None and entry.certificate is not None
    return entry.certificate.der


def cases() -> Mapping[str, bytes]:
    """Path below this folder -> capture."""
    own = stored()
    later: dict[str, Any] = {"client_port": 50200, "start": START + 60}
    captures = {
        "TLS101/fires": [completed(OLD)],
        "TLS101/served": [completed(own)],
        "TLS101/capture_is_older": [completed(OLD, start=at("2026-11-10"))],
        "TLS101/refreshed_since": [completed(OLD), completed(own, **later)],
        "TLS101/other_subject": [completed(certificate("251101", "271101", OTHER))],
        "TLS101/two_servers": [completed(OLD), completed(own, server="192.0.2.11")],
        "TLS102/fires": [completed(EXPIRED)],
        "TLS102/authority": [completed(OLD, AUTHORITY_EXPIRED)],
        "TLS102/valid": [completed(OLD)],
        "TLS102/valid_then": [completed(EXPIRED, start=at("2026-10-20"))],
        "TLS102/mended": [completed(EXPIRED), completed(own, **later)],
        "TLS103/fires": [no_cipher(WEAK), no_cipher(WEAK, client_port=50124)],
        "TLS103/one_is_left": [no_cipher((*WEAK, 0x0035))],
        "TLS103/nothing_exempted": [no_cipher(WEAK)],
        "TLS103/unknown_suites": [no_cipher((0xC0AC, 0xC0AE))],
        "TLS103/completed": [completed(own)],
        "TLS104/fires": [*several(48, 12), refused(45, EXPIRED, server="192.0.2.11")],
        "TLS104/completed": [completed(own)],
        "TLS104/ends_early": [Connection((("c", hello()), ("s", flight(OLD)[:300])))],
        "TLS104/silent": [Connection((("c", hello()), ("s-rst", b"")))],
    }
    return {f"{path}/wire.pcap": pcap(*connections) for path, connections in captures.items()}


def write() -> None:
    """Write every capture into its case."""
    for path, data in cases().items():
        (HERE / path).parent.mkdir(parents=True, exist_ok=True)
        (HERE / path).write_bytes(data)


if __name__ == "__main__":
    write()
