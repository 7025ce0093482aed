"""A network in, what each of its connections would come to, out. Pure; the tables are those of the scenarios
(i5/OS V5R4, Secure Sockets Layer), completed where they are silent, and then said to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.ibmi_mc import ANY, BOTH
from ssldiag.facts.ibmi_protocols import meet
from ssldiag.scenarios.happenings import CONFIRMED, DOCUMENTED, INFERRED, UNCONFIRMED
from ssldiag.scenarios.state import MGTC, V5R1, V5R4, Pc, System, World, seven

PC_PROTOCOLS = "TLSV1_SSLV3"
"""What iSeries Access is taken to speak: our choice, the document does not say."""


@dataclass(frozen=True, slots=True)
class Link:
    """One connection. ``outcome``: ``plain``, ``tls`` or ``fails``. ``proved``: who proves its identity.

    Of a failure: its ``stage`` (``address``, ``release``, ``stopped``, ``tcp``, ``handshake``, ``trusted
    group``), its ``cause`` and the side that ends it (``client`` or ``server``).
    """

    client: str
    server: str
    service: str
    outcome: str
    certainty: str = DOCUMENTED
    proved: tuple[str, ...] = ()
    stage: str = ""
    cause: str = ""
    by: str = ""
    version: str | None = None

    @property
    def secure(self) -> bool:
        """Navigator would show a padlock for it."""
        return self.outcome == "tls"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no connection."""

    stage: str
    cause: str
    by: str
    certainty: str


def links(world: World) -> tuple[Link, ...]:
    """Every connection: each PC to Management Central and the seven servers, the central system to each
    endpoint.
    """
    found = [link for pc in world.pcs for link in of_pc(world, pc)]
    found += [to_endpoint(world, item) for item in world.endpoints]
    return tuple(found)


def of_pc(world: World, pc: Pc) -> Iterator[Link]:
    """The connections of a PC. A PC is never asked for a certificate."""
    yield to_central(world, pc)
    for word in seven():
        yield to_host_server(world, pc, word)


def to_central(world: World, pc: Pc) -> Link:
    """Navigator to Management Central: table 1 and its completion."""
    central = world.central
    if not pc.resolves:
        return failed(pc, central, MGTC, Failure("address", "address", "client", CONFIRMED))
    if not central.running:
        return failed(pc, central, MGTC, Failure("tcp", "refused", "server", CONFIRMED))
    if not pc.active:
        if central.active.ssl and central.active.level != ANY:
            return failed(pc, central, MGTC, Failure("handshake", "plain_client", "server", UNCONFIRMED))
        return Link(pc.name, central.name, MGTC, "plain", DOCUMENTED if central.active.ssl else INFERRED)
    if not central.active.ssl:
        return failed(pc, central, MGTC, Failure("handshake", "plain_server", "client", DOCUMENTED))
    return handshake(world, pc, central, MGTC)


def to_host_server(world: World, pc: Pc, word: str) -> Link:
    """Navigator to one of the seven servers: its secure port is open once it has a certificate."""
    central = world.central
    if not pc.resolves:
        return failed(pc, central, word, Failure("address", "address", "client", CONFIRMED))
    if not pc.active:
        return Link(pc.name, central.name, word, "plain", INFERRED)
    if not central.proves(word):
        return failed(pc, central, word, Failure("tcp", "refused", "server", CONFIRMED))
    return handshake(world, pc, central, word)


def to_endpoint(world: World, endpoint: System) -> Link:
    """The central system to an endpoint."""
    central = world.central
    if Release(central, endpoint).refused:
        return failed(central, endpoint, MGTC, Failure("release", "release", "server", DOCUMENTED))
    if not central.running:
        return failed(central, endpoint, MGTC, Failure("stopped", "not_running", "client", CONFIRMED))
    if not endpoint.running:
        return failed(central, endpoint, MGTC, Failure("tcp", "refused", "server", CONFIRMED))
    ours, theirs = central.active, endpoint.active
    if not theirs.ssl and (not ours.ssl or ours.level == ANY):
        return Link(central.name, endpoint.name, MGTC, "plain", DOCUMENTED if ours.ssl else INFERRED)
    if not theirs.ssl:
        return failed(central, endpoint, MGTC, Failure("handshake", "plain_server", "client", DOCUMENTED))
    if not ours.ssl and theirs.level == ANY:
        return Link(central.name, endpoint.name, MGTC, "plain", INFERRED)
    if not ours.ssl:
        return failed(central, endpoint, MGTC, Failure("handshake", "plain_client", "server", INFERRED))
    return handshake(world, central, endpoint, MGTC)


@dataclass(frozen=True, slots=True)
class Release:
    """Two systems and whether their releases may connect: V5R4 does not talk to V5R1."""

    one: System
    other: System

    @property
    def refused(self) -> bool:
        low, high = sorted((self.one.release, self.other.release))
        return low <= V5R1 and high >= V5R4


def handshake(world: World, client: Pc | System, server: System, service: str) -> Link:
    """What a handshake comes to: the server proves itself, then perhaps the client, then the lists count.

    A central system that wants both proofs does not reach an endpoint that does not (note of step 6).
    """
    ours = client.protocols if isinstance(client, System) else PC_PROTOCOLS
    version = meet(ours, server.protocols)
    why = server_side(world, client, server, service, version)
    mutual = service == MGTC and isinstance(client, System) and server.active.level == BOTH
    if why is None and mutual and isinstance(client, System):
        why = client_side(world, client, server) or lists(world, client, server)
    if why is not None:
        return failed(client, server, service, why, version)
    proved = (server.name, client.name) if mutual else (server.name,)
    certainty = DOCUMENTED
    if isinstance(client, System) and client.active.level == BOTH and not mutual:
        why = Failure("trusted group", "level_mismatch", "client", DOCUMENTED)
        return failed(client, server, service, why, version)
    if isinstance(client, System) and client.active.level == ANY:
        certainty = INFERRED
    return Link(client.name, server.name, service, "tls", certainty, proved, version=version)


def server_side(
    world: World, client: Pc | System, server: System, service: str, version: str | None
) -> Failure | None:
    """What keeps the server from proving itself."""
    if not server.store:
        return Failure("handshake", "no_store", "server", INFERRED)
    if not server.proves(service):
        return Failure("handshake", "no_certificate", "server", INFERRED)
    if version is None:
        return Failure("handshake", "no_common_version", "server", DOCUMENTED)
    return doubts(world, client, server, "client")


def client_side(world: World, client: System, server: System) -> Failure | None:
    """What keeps the client from proving itself, to an endpoint that asks for it."""
    if client.active.level != BOTH or not client.proves(MGTC):
        return Failure("handshake", "client_certificate_missing", "server", INFERRED)
    return doubts(world, server, client, "server")


def doubts(world: World, who: Pc | System, of: System, by: str) -> Failure | None:
    """What one side has against the certificate of the other."""
    trusts = who.ca and (not isinstance(who, System) or who.store)
    if not trusts or of.certificate == "other-ca":
        return Failure("handshake", "unknown_ca", by, INFERRED)
    if of.certificate == "expired" or world.ca == "expired":
        return Failure("handshake", "certificate_expired", by, INFERRED)
    return None


def lists(world: World, central: System, endpoint: System) -> Failure | None:
    """The second check of Management Central: the endpoint holds the central system's present list, in the
    library where its release looks.
    """
    ours, theirs = central.copy(), endpoint.copy()
    same = (
        ours is not None
        and theirs is not None
        and theirs.origin == central.name
        and theirs.version == ours.version
    )
    return None if same else Failure("trusted group", "trusted_group", "server", UNCONFIRMED)


def failed(
    client: Pc | System, server: System, service: str, why: Failure, version: str | None = None
) -> Link:
    """A connection that is not made."""
    return Link(
        client.name,
        server.name,
        service,
        "fails",
        why.certainty,
        (),
        why.stage,
        why.cause,
        why.by,
        version,
    )


def reached(world: World, endpoint: System) -> bool:
    """Whether tasks of the central system get to an endpoint now."""
    return to_endpoint(world, endpoint).outcome != "fails"
