"""Why a connection failed, in; what each side of it would log, out, with how sure that is.

The numbers are those of the SSL_ API; GSKit's, the names and the message ids come from the error tables.
That Management Central logs them is not published anywhere: nearly all of it is inferred.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.errors.load import Tables
from ssldiag.scenarios.happenings import CONFIRMED, INFERRED
from ssldiag.scenarios.links import Link
from ssldiag.scenarios.state import World

SYSTEM: dict[tuple[str, str], tuple[int, ...]] = {
    ("unknown_ca", "by"): (-23,),
    ("unknown_ca", "other"): (-16, -22),
    ("certificate_expired", "by"): (-24, -25),
    ("certificate_expired", "other"): (-16, -22),
    ("no_certificate", "by"): (-2,),
    ("no_certificate", "other"): (-16, -22),
    ("no_store", "by"): (-95,),
    ("no_store", "other"): (-16, -22),
    ("client_certificate_missing", "by"): (-2,),
    ("client_certificate_missing", "other"): (-16, -22),
    ("plain_server", "by"): (-11,),
    ("plain_client", "by"): (-11,),
    ("no_common_version", "by"): (-1,),
    ("no_common_version", "other"): (-1,),
    ("no_common_cipher", "by"): (-1,),
    ("no_common_cipher", "other"): (-1,),
}
"""Cause and side (``by``: the one that ends it) -> numbers of the SSL_ API, likeliest first. A side that is
missing has nothing that it would log."""

PC_BASE = 25_000
"""iSeries Access adds this to the number without its sign (cwb.h)."""

REFUSED = {"pc": ("10061", "WSAECONNREFUSED"), "system": ("3425", "ECONNREFUSED")}


@dataclass(frozen=True, slots=True)
class Logged:
    """One code on one side. ``api``: ``SSL_``, ``GSKit``, ``iSeries Access`` or ``errno``."""

    actor: str
    api: str
    code: str
    constant: str = ""
    message_id: str = ""
    certainty: str = INFERRED


def logged(tables: Tables, world: World, link: Link, cause: str, by: str) -> tuple[Logged, ...]:
    """What client and server would log of a failure; nothing for one without a published code."""
    found: list[Logged] = []
    for side, actor in (("client", link.client), ("server", link.server)):
        role = "by" if side == by else "other"
        if world.pc(actor) is not None:
            found += of_pc(actor, cause, role)
        elif cause == "refused" and side == "client":
            found.append(Logged(actor, "errno", *REFUSED["system"], certainty=CONFIRMED))
        else:
            found += of_system(tables, actor, SYSTEM.get((cause, role), ()))
    return tuple(found)


def of_pc(actor: str, cause: str, role: str) -> Iterator[Logged]:
    """What iSeries Access shows. Only the message for a CA that is missing was reported with its code."""
    if cause == "refused":
        yield Logged(actor, "errno", *REFUSED["pc"], certainty=CONFIRMED)
        return
    if (cause, role) == ("unknown_ca", "by"):
        yield Logged(actor, "iSeries Access", "25404", "", "CWBCO1050", CONFIRMED)
        return
    for number in SYSTEM.get((cause, role), ())[:1]:
        yield Logged(actor, "iSeries Access", str(PC_BASE - number), "", "CWBCO1034")


def of_system(tables: Tables, actor: str, numbers: tuple[int, ...]) -> Iterator[Logged]:
    """A number of each API."""
    for number in numbers:
        for row in tables.find("ibmi_ssl", "code", str(number)):
            yield Logged(actor, "SSL_", row.code, row.constant, row.message_id)
        for record in tables.records("cross_map"):
            if record["ibmi_ssl"] == str(number):
                for row in tables.find("ibmi_gsk", "code", record["ibmi_gsk"]):
                    yield Logged(actor, "GSKit", row.code, row.constant, row.message_id)


WORDS = {
    "address": "the name that the PC uses leads to another address than the system's own; Navigator waits for"
    " minutes",
    "release": "V5R4 does not connect to V5R1",
    "not_running": "Management Central of the central system does not run",
    "refused": "nobody listens on the port",
    "plain_server": "the client speaks SSL, the server does not",
    "plain_client": "the server wants SSL, the client speaks without",
    "no_store": "the server has no *SYSTEM store",
    "no_certificate": "the server has no certificate assigned",
    "no_common_version": "the protocol values have no version in common",
    "no_common_cipher": "there is no cipher suite in common",
    "unknown_ca": "the CA of the other side's certificate is not trusted",
    "certificate_expired": "a certificate of the other side has expired",
    "client_certificate_missing": "the endpoint wants a certificate of the central system, which shows none",
    "level_mismatch": "the central system has level Client and server, the endpoint has not",
    "trusted_group": "the certificates are fine, but the validation lists of Trusted Group are not the same",
}
"""Causes in a sentence's words. Those of level and list have no published code."""
