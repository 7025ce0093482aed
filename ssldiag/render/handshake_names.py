"""Values of a handshake in, the words that people know them by out: suites by all names, messages, ends.

Sources: the IANA registries (:mod:`ssldiag.wire.numbers`) and the table of suites as z/VM names them
(:mod:`ssldiag.readers.ciphers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ssldiag.readers.ciphers import by_code
from ssldiag.wire import numbers, suites
from ssldiag.wire.model import Endpoint, Hello

MESSAGES: Mapping[str, str] = {
    "application_data": "data",
    "alert": "alert",
    "encrypted_handshake": "encrypted handshake",
    "encrypted_alert": "encrypted alert",
    "ssl2_client_hello": "SSL 2.0 ClientHello",
    "ssl2_server_hello": "SSL 2.0 ServerHello",
}
"""Messages that are not called as their words joined (``client_hello``: ClientHello, RFC 8446 4)."""

PLATFORMS: Mapping[str, str] = {
    "gskit8": "GSKit 8",
    "zvm": "z/VM",
    "ibmi": "IBM i",
    "zos": "z/OS",
    "openssl": "OpenSSL",
    "java": "Java",
}
"""How people write the words that machine formats use."""


class Suite(NamedTuple):
    """A cipher suite by all its names; None where a vendor has none for it.

    ``strength`` is the strength set of z/VM; ``confirmed`` tells whether IBM's name and set are documented.
    """

    code: int
    name: str
    openssl: str | None
    ibm: str | None
    strength: str | None
    confirmed: bool


@lru_cache(maxsize=1024)
def suite(code: int) -> Suite:
    """The suite of a code; three-byte codes are SSL 2.0 cipher kinds."""
    name, ibm, registered = numbers.suite_name(code), by_code(code), suites.suite(code)
    openssl = registered.openssl if registered else None
    if ibm is None:
        return Suite(code, name, openssl, None, None, False)
    return Suite(code, name, openssl or ibm.openssl, ibm.name, ibm.strength, ibm.certainty == "documented")


@lru_cache(maxsize=256)
def message_name(word: str) -> str:
    """A message as RFCs write it: ``client_hello`` is ClientHello."""
    return MESSAGES.get(word) or "".join(part.capitalize() for part in word.split("_"))


def endpoint(end: Endpoint) -> str:
    """``10.0.0.1:992``, ``[2001:db8::1]:992``; the address alone without a port (RFC 3986 3.2.2)."""
    if not end.port:
        return end.ip
    return f"[{end.ip}]:{end.port}" if ":" in end.ip else f"{end.ip}:{end.port}"


def versions(hello: Hello) -> str:
    """What a ClientHello offers, in words: its list without GREASE, else all up to the one it names."""
    if not hello.versions:
        return f"up to {numbers.version_name(hello.legacy_version)}"
    known = [version for version in hello.versions if not numbers.is_grease(version)]
    return " ".join(map(numbers.version_name, known))
