"""Certificates of actors: they are what their names say."""

from __future__ import annotations

from datetime import timedelta

from ssldiag.keydb.choices import KeyKind
from ssldiag.scenarios import keys
from ssldiag.scenarios.state import CA_NAME, OTHER_CA, World
from tests.scenarios.stage import NOW, Play

KIND = KeyKind.P_256
"""Quick to make; connections need RSA, which this is not about."""


def ring(world: World) -> dict[str, keys.Pair]:
    return keys.filled({}, world, NOW, KIND)


def test_what_a_network_needs() -> None:
    world = Play().world
    assert list(ring(world)) == ["ca", "SYSTEMA/valid", "ENDPT1/valid", "ENDPT2/valid"]
    world = world.with_system("ENDPT1", certificate="none").with_system("ENDPT2", store=False)
    assert list(ring(world)) == ["ca", "SYSTEMA/valid"]


def test_a_certificate_is_for_servers_and_clients() -> None:
    found = ring(Play().world)["SYSTEMA/valid"].parsed
    assert found.extended_key_usage == frozenset(("serverAuth", "clientAuth"))
    assert found.dns_names == ("systema.example.com",)
    assert found.issuer == f"CN={CA_NAME}"


def test_what_has_expired_was_valid_once() -> None:
    world = Play().world.with_system("ENDPT1", certificate="expired")
    found = ring(world)["ENDPT1/expired"].parsed
    assert found.not_after is not None and found.not_before is not None
    assert found.not_before < found.not_after < NOW
    assert found.not_after > NOW - timedelta(days=60)


def test_a_ca_that_expired_is_the_same_with_other_dates() -> None:
    world = Play().set("network", "ca", "expired").world
    made = ring(world)
    old, new = made["ca-expired"].parsed, made["ca"].parsed
    assert (old.subject, made["ca-expired"].key) == (new.subject, made["ca"].key)
    assert old.not_after is not None and new.not_after is not None
    assert old.not_after < NOW < new.not_after
    assert keys.authority(made, world) == made["ca-expired"]


def test_another_ca_is_made_where_one_is_wanted() -> None:
    world = Play().set("ENDPT2", "certificate", "other-ca").world
    made = ring(world)
    assert made["ENDPT2/other-ca"].parsed.issuer == f"CN={OTHER_CA}"


def test_what_is_there_is_kept_and_keys_are_not_shown() -> None:
    world = Play().world
    made = ring(world)
    assert keys.filled(made, world, NOW, KIND) == made
    assert "key=" not in repr(made["ca"])
