"""Which handshakes are wanted: hosts, ports, server names, times. A filter knows nothing of files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from ssldiag.wire.model import Endpoint, Handshake

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Filters:
    """What is empty or None lets everything through. ``names`` are globs in lower case; ``ports`` are ranges,
    both ends included; ``since`` and ``until`` bound the first packet, in seconds since 1970.
    """

    hosts: tuple[Network, ...] = ()
    ports: tuple[range, ...] = ()
    names: tuple[str, ...] = ()
    since: float | None = None
    until: float | None = None

    @property
    def asked(self) -> frozenset[int]:
        """The ports that were named one by one: who does so takes them for ports of TLS."""
        return frozenset(ports.start for ports in self.ports if len(ports) == 1)

    def connection(self, one: Endpoint, other: Endpoint) -> bool:
        """Whether a connection between these two can be wanted."""
        if self.ports and not any(end.port in ports for ports in self.ports for end in (one, other)):
            return False
        return not self.hosts or any(self._host(end.ip) for end in (one, other))

    def handshake(self, handshake: Handshake) -> bool:
        """Whether this handshake is wanted."""
        return (
            self.connection(handshake.client, handshake.server)
            and (self.since is None or handshake.start >= self.since)
            and (self.until is None or handshake.start <= self.until)
            and (not self.names or self._name(handshake))
        )

    def _host(self, text: str) -> bool:
        try:
            address = ip_address(text)
        except ValueError:
            return False
        return any(address in network for network in self.hosts)

    def _name(self, handshake: Handshake) -> bool:
        hello = handshake.client_hello
        if hello is None or hello.sni is None:
            return False
        name = hello.sni.lower()
        return any(fnmatchcase(name, wanted) for wanted in self.names)


def network(text: str) -> Network:
    """An address or a network (``10.0.0.0/8``). Raises ValueError."""
    return ip_network(text.strip().removeprefix("[").removesuffix("]"), strict=False)


def ports(text: str) -> Iterator[range]:
    """Ports from a list such as ``992,1024-1100``. Raises ValueError."""
    for part in text.split(","):
        low, dash, high = part.strip().partition("-")
        first = int(low)
        last = int(high) if dash else first
        if not 0 <= first <= last <= 65535:
            raise ValueError(part)
        yield range(first, last + 1)
