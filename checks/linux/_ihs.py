"""What the checks of IBM HTTP Server share: hosts with TLS, words of SSLCipherSpec and of the protocol
directives.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Directive, Facts, IhsHost, IhsServer, Located, Place

VERSIONS = ("SSLv2", "SSLv3", "TLSv10", "TLSv11", "TLSv12", "TLSv13")

NAMES = {
    **{version.lower(): (version,) for version in VERSIONS},
    "tlsv1": ("TLSv10",),
    "tls": VERSIONS[2:],
}
"""Words of SSLProtocolDisable and SSLProtocolEnable; that ``TLSv1`` means 1.0 alone is not confirmed."""

WORDS = frozenset(("all", "none"))


def secured(facts: Facts) -> Iterator[tuple[IhsServer, IhsHost]]:
    """The hosts with TLS switched on."""
    for server in facts.all(IhsServer):
        for host in server.hosts:
            if host.enabled is not None:
                yield server, host


def at(host: IhsHost) -> Place:
    """What tells hosts apart: several may have the same addresses."""
    return host.place


def each_once(facts: Facts, key: str) -> Iterator[tuple[IhsHost, Directive]]:
    """The directives of a name in effect for hosts with TLS, each once though several hosts inherit it."""
    seen: set[tuple[str, int, int]] = set()
    for _, host in secured(facts):
        for item in host.all(key):
            place = item.name.place
            mark = (place.file, getattr(place, "line", 0), getattr(place, "column", 0))
            if mark not in seen:
                seen.add(mark)
                yield host, item


def suites(item: Directive) -> Iterator[Located[str]]:
    """The suites that an SSLCipherSpec adds: without protocols, ALL and NONE, and what it takes away."""
    for word in item.words:
        text = word.value
        if text.startswith("-") or text.lower() in WORDS or text.lower() in NAMES:
            continue
        yield Located(text.lstrip("+"), word.place)


def versions(words: tuple[Located[str], ...]) -> Iterator[tuple[str, Located[str]]]:
    """The versions that words of a protocol directive mean."""
    for word in words:
        for version in NAMES.get(word.value.lower(), ()):
            yield version, word
