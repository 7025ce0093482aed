"""What an actor's certificate is to be, in; real certificates and keys out, made once and kept in one value.

They are made through :mod:`ssldiag.keydb.edit_make`. Time comes from the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ssldiag.keydb.certificate import parse
from ssldiag.keydb.choices import KeyKind, Purpose
from ssldiag.keydb.edit_make import Issuer, Wanted, certificate, generate, holder
from ssldiag.keydb.model import Certificate
from ssldiag.scenarios.state import CA_NAME, OTHER_CA, System, World

CA, OLD_CA, OTHER = "ca", "ca-expired", "other-ca"
CA_DAYS, DAYS = 3_650, 365
AGO = timedelta(days=400)
"""How long ago what has expired was made: a year's certificate is then over for a month."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and its key, both DER."""

    certificate: bytes
    key: bytes = field(repr=False)

    @property
    def parsed(self) -> Certificate:
        """What the certificate says."""
        return parse(self.certificate)


Ring = Mapping[str, Pair]
"""By name: ``ca``, ``ca-expired`` (the same key and name), ``other-ca``, and ``SYSTEM/kind`` for the kinds of
:data:`ssldiag.scenarios.state.CERTIFICATES`."""


def entry(system: System) -> str:
    """The name of the certificate that a system has now; empty for none."""
    if not system.store or system.certificate == "none":
        return ""
    return f"{system.name}/{system.certificate}"


def wanted(world: World) -> tuple[str, ...]:
    """The names of all that a network needs now, the CAs first."""
    authorities = [CA, *([OLD_CA] if world.ca == "expired" else [])]
    if any(item.certificate == "other-ca" for item in world.systems):
        authorities.append(OTHER)
    return (*authorities, *(name for item in world.systems if (name := entry(item))))


def filled(ring: Ring, world: World, now: datetime, kind: KeyKind = KeyKind.RSA_2048) -> dict[str, Pair]:
    """The ring with what is still missing in it."""
    made = dict(ring)
    for name in wanted(world):
        if name not in made:
            made[name] = new(made, name, now, kind)
    return made


def new(ring: Ring, name: str, now: datetime, kind: KeyKind) -> Pair:
    """One pair. A CA is some years old, so that it can have issued what has expired by now."""
    begun = now - 2 * AGO
    if name == OLD_CA:
        wish = Wanted(f"CN={CA_NAME}", kind=kind, purpose=Purpose.CA, days=DAYS)
        return signed(wish, ring[CA].key, None, begun)
    if name in (CA, OTHER):
        subject = CA_NAME if name == CA else OTHER_CA
        wish = Wanted(f"CN={subject}", kind=kind, purpose=Purpose.CA, days=CA_DAYS)
        return signed(wish, generate(kind), None, begun)
    system, _, sort = name.partition("/")
    host = f"{system.lower()}.example.com"
    wish = Wanted(f"CN={host}", (f"DNS:{host}",), kind, None, Purpose.SYSTEM, DAYS)
    above = ring[OTHER if sort == "other-ca" else CA]
    return signed(wish, generate(kind), above, now - AGO if sort == "expired" else now - timedelta(days=1))


def signed(wish: Wanted, key: bytes, above: Pair | None, start: datetime) -> Pair:
    """A certificate for a key."""
    issuer = Issuer(None, key) if above is None else Issuer(above.certificate, above.key)
    return Pair(certificate(wish, holder(wish, key), issuer, start), key)


def authority(ring: Ring, world: World) -> Pair:
    """The CA as everyone has it."""
    return ring[OLD_CA if world.ca == "expired" else CA]
