"""Who is secured under which setting: the document's table 1 and its completion."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ssldiag.facts.ibmi_mc import ANY, BOTH, SERVER
from ssldiag.facts.ibmi_protocols import V5R4
from ssldiag.scenarios.happenings import DOCUMENTED, INFERRED, UNCONFIRMED
from ssldiag.scenarios.links import links, to_central, to_endpoint
from ssldiag.scenarios.state import (
    CLIENT_CONNECTION,
    MGTC,
    PLAIN,
    ListCopy,
    Setting,
    World,
    library,
    new_world,
    seven,
)
from tests.scenarios.stage import NOW

LEVELS = {"-": PLAIN, "any": Setting(True, ANY), "server": Setting(True, SERVER), "both": Setting(True, BOTH)}

TABLE_1 = [
    (False, "-", "plain", INFERRED),
    (False, "any", "plain", DOCUMENTED),
    (True, "any", "tls", DOCUMENTED),
    (True, "-", "plain_server", DOCUMENTED),
    (True, "server", "tls", DOCUMENTED),
    (True, "both", "tls", DOCUMENTED),
    (False, "server", "plain_client", UNCONFIRMED),
    (False, "both", "plain_client", UNCONFIRMED),
]
"""SSL of the PC, level of the central system, what comes of it, how sure. The second and third are the
document's own table."""

BETWEEN = [
    ("-", "-", "plain", INFERRED),
    ("server", "server", "tls", DOCUMENTED),
    ("both", "both", "tls", DOCUMENTED),
    ("server", "-", "plain_server", DOCUMENTED),
    ("both", "-", "plain_server", DOCUMENTED),
    ("-", "server", "plain_client", INFERRED),
    ("-", "both", "plain_client", INFERRED),
    ("both", "server", "level_mismatch", DOCUMENTED),
    ("server", "both", "client_certificate_missing", INFERRED),
    ("any", "-", "plain", DOCUMENTED),
    ("any", "server", "tls", INFERRED),
    ("-", "any", "plain", INFERRED),
    ("any", "both", "client_certificate_missing", INFERRED),
    ("both", "any", "level_mismatch", DOCUMENTED),
]
"""Central system, endpoint, what comes of it, how sure."""


def world_of(client: bool, central: str, endpoint: str = "-") -> World:
    """A network with these active settings, the validation list copied."""
    world = new_world(CLIENT_CONNECTION, NOW)
    world = world.with_system("SYSTEMA", active=LEVELS[central])
    copied = (ListCopy(library(540), "SYSTEMA", 1, NOW),)
    world = world.with_system("ENDPT1", active=LEVELS[endpoint], lists=copied)
    return world.with_pc("PC1", active=client)


@pytest.mark.parametrize(("client", "level", "outcome", "certainty"), TABLE_1)
def test_table_1(client: bool, level: str, outcome: str, certainty: str) -> None:
    world = world_of(client, level)
    link = to_central(world, world.pcs[0])
    assert (link.cause or link.outcome, link.certainty) == (outcome, certainty)
    assert link.proved == (("SYSTEMA",) if outcome == "tls" else ())
    assert link.secure == (outcome == "tls")


@pytest.mark.parametrize(("central", "endpoint", "outcome", "certainty"), BETWEEN)
def test_between_systems(central: str, endpoint: str, outcome: str, certainty: str) -> None:
    world = world_of(False, central, endpoint)
    link = to_endpoint(world, world.endpoints[0])
    assert (link.cause or link.outcome, link.certainty) == (outcome, certainty)
    both = ("ENDPT1", "SYSTEMA") if central == endpoint == "both" else ("ENDPT1",)
    assert link.proved == (both if outcome == "tls" else ())


@pytest.mark.parametrize("endpoint", LEVELS)
@pytest.mark.parametrize("central", LEVELS)
def test_every_pair_of_levels_is_in_the_table_or_like_one(central: str, endpoint: str) -> None:
    world = world_of(False, central, endpoint)
    assert to_endpoint(world, world.endpoints[0]).outcome in ("plain", "tls", "fails")


def test_each_connection_once() -> None:
    world = world_of(True, "any")
    found = [(item.client, item.server, item.service) for item in links(world)]
    pcs = [(pc, "SYSTEMA", word) for pc in ("PC1", "PC2") for word in (MGTC, *seven())]
    assert found == [*pcs, ("SYSTEMA", "ENDPT1", MGTC), ("SYSTEMA", "ENDPT2", MGTC)]
    assert len(seven()) == 7


@pytest.mark.parametrize("theirs", V5R4)
@pytest.mark.parametrize("ours", V5R4)
def test_protocol_values_decide_the_version(ours: str, theirs: str) -> None:
    world = world_of(False, "server", "server")
    world = world.with_system("SYSTEMA", protocols=ours).with_system("ENDPT1", protocols=theirs)
    link = to_endpoint(world, world.endpoints[0])
    shared = [item for item in ("TLSV1", "SSLV3", "SSLV2") if item in V5R4[ours] and item in V5R4[theirs]]
    assert link.version == (shared[0] if shared else None)
    assert link.cause == ("" if shared else "no_common_version")


@pytest.mark.parametrize(
    ("one", "other", "fails"), [(540, 510, True), (510, 540, True), (530, 510, False), (540, 520, False)]
)
def test_v5r4_does_not_connect_to_v5r1(one: int, other: int, fails: bool) -> None:
    world = world_of(False, "-").with_system("SYSTEMA", release=one).with_system("ENDPT1", release=other)
    assert (to_endpoint(world, world.endpoints[0]).stage == "release") == fails


def test_a_list_counts_where_the_release_looks_for_it() -> None:
    world = world_of(False, "both", "both").with_system("ENDPT1", release=520)
    assert to_endpoint(world, world.endpoints[0]).cause == "trusted_group"
    moved = tuple(replace(item, library="QUSRSYS") for item in world.endpoints[0].lists)
    world = world.with_system("ENDPT1", lists=moved)
    assert to_endpoint(world, world.endpoints[0]).outcome == "tls"
