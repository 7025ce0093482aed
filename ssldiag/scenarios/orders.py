"""A network, its certificates and one of its connections in; what both processes are told to do, out. Pure.

Each side does what its own settings say, whatever the prediction is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ssldiag.facts.ibmi_mc import ANY, BOTH
from ssldiag.facts.ibmi_protocols import meet
from ssldiag.scenarios.keys import Ring, authority, entry
from ssldiag.scenarios.links import PC_PROTOCOLS, Link
from ssldiag.scenarios.state import MGTC, Pc, System, World

Order = dict[str, Any]
NOTHING_IN_COMMON = (("TLSv1", "TLSv1"), ("TLSv1_2", "TLSv1_2"))
"""Client and server where the protocol values do not meet. TLS libraries of today have no SSL 3.0 that could
be one of them, so two versions of TLS stand in."""

NEWER = (("TLSv1_2", "TLSv1_2"), ("TLSv1_2", "TLSv1_2"))
"""Where the TLS library has no TLS 1.0 any more."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What client and server are told; ``server`` is None where nobody listens."""

    client: Order
    server: Order | None


def orders(world: World, ring: Ring, link: Link, files: Mapping[str, str], old: bool = True) -> Orders:
    """The orders for a connection. ``files``: by the name of a certificate, the path of its PEM file with
    key. ``old``: TLS 1.0 can be had.
    """
    client = world.pc(link.client) or world.system(link.client)
    server = world.system(link.server)
    assert client is not None
    assert server is not None
    trust = pem_of(authority(ring, world).certificate)
    ours, theirs = versions(client, server, old)
    return Orders(
        order_of_client(world, client, server, link.service, trust, files, ours),
        order_of_server(world, client, server, link.service, trust, files, theirs),
    )


def versions(client: Pc | System, server: System, old: bool) -> tuple[tuple[str, str], tuple[str, str]]:
    """The versions that stand for the protocol values of both."""
    value = client.protocols if isinstance(client, System) else PC_PROTOCOLS
    if meet(value, server.protocols) is None:
        return NOTHING_IN_COMMON if old else (("TLSv1_2", "TLSv1_2"), ("TLSv1_3", "TLSv1_3"))
    both = ("TLSv1", "TLSv1")
    return (both, both) if old else NEWER


def order_of_client(
    world: World,
    client: Pc | System,
    server: System,
    service: str,
    trust: str,
    files: Mapping[str, str],
    allowed: tuple[str, str],
) -> Order:
    """A PC as its tick says; the central system as its level says, and with Any as the endpoint is."""
    trusts = client.ca and (isinstance(client, Pc) or client.store)
    found: Order = {
        "do": "connect",
        "mode": "plain",
        "ask": True,
        "trust": trust if trusts else "",
        "own": "",
        "list": "",
        "versions": allowed,
    }
    if isinstance(client, Pc):
        return found | {"mode": "tls" if client.active else "plain"}
    secure = client.active.ssl and (client.active.level != ANY or server.active.ssl)
    found["mode"] = "tls" if secure else "plain"
    if client.active.level == BOTH and client.proves(service):
        found["own"] = files.get(entry(client), "")
    copy = client.copy()
    found["list"] = f"{copy.origin} {copy.version}" if copy and client.active.level == BOTH else ""
    return found


def order_of_server(
    world: World,
    client: Pc | System,
    server: System,
    service: str,
    trust: str,
    files: Mapping[str, str],
    allowed: tuple[str, str],
) -> Order | None:
    """Management Central as its active settings say; a host server has its secure port with a certificate."""
    found: Order = {
        "do": "listen",
        "service": service,
        "mode": "tls",
        "ask": False,
        "trust": "",
        "own": files.get(entry(server), "") if server.proves(service) else "",
        "list": "",
        "versions": allowed,
    }
    if service != MGTC:
        plain = isinstance(client, Pc) and not client.active
        return found | {"mode": "plain"} if plain else found if found["own"] else None
    if not server.running:
        return None
    setting = server.active
    found["mode"] = "plain" if not setting.ssl else "any" if setting.level == ANY else "tls"
    if isinstance(client, System) and setting.ssl and setting.level == BOTH:
        copy = server.copy()
        found |= {
            "ask": True,
            "trust": trust if server.ca and server.store else "",
            "list": f"{copy.origin} {copy.version}" if copy else "none",
        }
    return found


def pem_of(der: bytes) -> str:
    """A certificate in PEM."""
    import ssl

    return ssl.DER_cert_to_PEM_cert(der)


Write = Callable[[str, bytes], str]


def key_files(world: World, ring: Ring, write: Write) -> dict[str, str]:
    """The PEM files that the processes need: ``write`` takes a name and bytes, and returns the path."""
    from ssldiag.keydb.edit_export import armoured

    found = {}
    for system in world.systems:
        if name := entry(system):
            pair = ring[name]
            found[name] = write(
                f"{system.name}.pem",
                armoured("CERTIFICATE", pair.certificate) + armoured("PRIVATE KEY", pair.key),
            )
    return found
