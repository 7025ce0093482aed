"""What probes saw, beside what is configured at the same ports: live results, saved or just taken.

A probe in a snapshot is taken for one of this host, whatever name it went to. Ports are those of the
configuration: where ``pool.toml`` says that a pool adds an offset to them, it is taken off again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.applications import ProtectedApplication
from ssldiag.facts.core import Facts
from ssldiag.facts.linux_ihs import IhsServer
from ssldiag.model import Located, Place
from ssldiag.readers.probe import ProbeDocument, ProbedService, read
from ssldiag.readers.profile_tcpip import ProfileTcpip

POOL_FILE = "pool.toml"
POOL_BYTES = 256 * 1024
"""A thousand times what such a file needs."""

POOL_OFFSET = 10_000
"""What a reference pool adds to its ports where its file does not say (``docs/pool``)."""

LISTEN = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class ExpectedService:
    """A port that is configured for TLS. ``starttls`` is the protocol it begins in, None for TLS at once.

    ``label`` as written; ``place`` is where it is configured; ``userid`` its machine on z/VM.
    """

    name: str
    port: int
    starttls: str | None
    label: Located[str] | None
    place: Place
    userid: str | None = None


@dataclass(frozen=True, slots=True)
class ServedPort:
    """A service as a probe saw it; ``port`` as it is configured, ``expected`` what is configured there."""

    probed: ProbedService
    port: int
    expected: tuple[ExpectedService, ...]

    @property
    def label(self) -> Located[str] | None:
        """The one label that the configuration names for it; None if there is none, or are several."""
        labels = {one.label.value: one.label for one in self.expected if one.label is not None}
        return next(iter(labels.values())) if len(labels) == 1 else None


def build_documents(facts: Facts) -> Iterator[ProbeDocument]:
    """Every file of probes."""
    for source in facts.snapshot.of_kind("probe"):
        try:
            yield read(source)
        except OSError as error:
            facts.not_read(source, error)


def build_served(facts: Facts) -> Iterator[ServedPort]:
    """Every service of them; of each the last look, for an earlier one may show what was mended since."""
    offset = port_offset(facts)
    expected = facts.all(ExpectedService)
    last: dict[tuple[str, int, str | None], ProbedService] = {}
    for document in facts.all(ProbeDocument):
        for one in document.services:
            key = one.host, one.port, one.starttls
            if key not in last or last[key].started <= one.started:
                last[key] = one
    for one in sorted(last.values(), key=lambda item: (item.host, item.port)):
        port = one.port - offset if one.port > offset else one.port
        found = tuple(item for item in expected if (item.port, item.starttls) == (port, one.starttls))
        yield ServedPort(one, port, found)


def port_offset(facts: Facts) -> int:
    """What the reference pool of this snapshot adds to its ports; 0 where it is none."""
    pool = reference_pool(facts)
    return 0 if pool is None else pool.offset


@dataclass(frozen=True, slots=True)
class ReferencePool:
    """Where a reference pool listens: its address, and what it adds to each port."""

    listen: str
    offset: int


def reference_pool(facts: Facts) -> ReferencePool | None:
    """What ``pool.toml`` of the snapshot says; None where there is none that can be read."""
    for source in facts.snapshot.sources:
        if source.name.lower() == POOL_FILE:
            try:
                found = tomllib.loads(source.read(POOL_BYTES).decode("utf-8")).get("pool", {})
                listen, offset = found.get("listen", LISTEN), found.get("port_offset", POOL_OFFSET)
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError):
                continue
            if isinstance(listen, str) and type(offset) is int and 0 <= offset < 65_536:
                return ReferencePool(listen, offset)
    return None


DYNAMIC = {"FTP": ("ftp", 21), "SMTP": ("smtp", 25), "Telnet": ("telnet", 23)}
"""Application -> the protocol in which a client asks for TLS, its usual port."""

DATA_PORTS = frozenset((20,))
"""Reserved for a server that dials out from it (RFC 959)."""


def build_expected(facts: Facts) -> Iterator[ExpectedService]:
    """Ports of z/VM's applications and of IBM HTTP Server that are to speak TLS."""
    for app in facts.all(ProtectedApplication):
        if app.how == "static" and app.port is not None:
            yield ExpectedService(app.name, app.port, None, app.label, app.place, app.userid)
        elif app.name in DYNAMIC and app.wants_tls and _not_never(app):
            yield from _dynamic(facts, app)
    for server in facts.all(IhsServer):
        for host in server.hosts:
            if host.enabled is not None:
                named = host.last("sslservercert")
                for port in host.ports:
                    label = named.value if named is not None else None
                    yield ExpectedService(f"port {port}", port, None, label, host.enabled.name.place)


def _not_never(app: ProtectedApplication) -> bool:
    return app.security is not None and app.security.value.upper() != "NEVER"


def _dynamic(facts: Facts, app: ProtectedApplication) -> Iterator[ExpectedService]:
    """The ports that the profile reserves for the application, but for secure ones; its usual one if none."""
    protocol, usual = DYNAMIC[app.name]
    ports = {
        port.number.value
        for profile in facts.all(ProfileTcpip)
        for port in profile.ports
        if port.userid.value.upper() == app.userid and not port.secure and not port.label
    }
    for port in sorted(ports - DATA_PORTS) or [usual]:
        yield ExpectedService(app.name, port, protocol, app.label, app.place, app.userid)
