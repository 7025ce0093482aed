"""A result in, what a reader should worry about out, each with a severity. Pure.

Errors keep clients out today: no handshake, a chain that no client can take. Warnings are what RFC 9325 (BCP
195) says must not be used, and what will break soon.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ssldiag.model import Severity
from ssldiag.probe.model import ChainServed, Result
from ssldiag.probe.offers import suites
from ssldiag.wire.numbers import SSL2, TLS10, TLS11, version_name
from ssldiag.wire.suites import Suite

SOON = 30
"""Days before its end from which a certificate is told of, as everywhere in this program."""

WEAK_DH = 2048
"""RFC 9325 4.2.1."""

OWN_DOING = ("client_certificate_missing", "client_certificate_rejected")
"""Failures for want of a certificate that a probe has not: the server does as it is told to."""

MILD = frozenset(
    ("self_signed_certificate", "incomplete_chain", "certificate_weak_key", "chain_out_of_order")
)
"""Problems of a chain that some clients bear with, or that depend on whom they trust."""


@dataclass(frozen=True, slots=True)
class Worry:
    """``word`` is stable; ``what`` a sentence without a full stop."""

    severity: Severity
    word: str
    what: str


def worries(result: Result, days: int = SOON) -> list[Worry]:
    """All of them, the worst first."""
    found = [
        *_handshake(result),
        *_chains(result, days),
        *_versions(result),
        *_suites(result),
        *_rest(result),
    ]
    unique = tuple(dict.fromkeys(found))
    return sorted(unique, key=lambda worry: worry.severity.rank)


def _handshake(result: Result) -> Iterator[Worry]:
    verdict = result.main.verdict
    if result.trouble is not None:
        yield Worry(Severity.ERROR, "unreachable", result.trouble.what)
    elif result.client_auth.wanted == "required" or (verdict and verdict.cause in OWN_DOING):
        yield Worry(Severity.INFO, "client_certificate_required", "clients need a certificate of their own")
    elif verdict is not None and verdict.outcome != "completed":
        yield Worry(Severity.ERROR, verdict.cause, verdict.why.rstrip("."))
    elif result.main.ended == "unable":
        yield Worry(Severity.INFO, "not_carried_through", result.main.why)
    elif result.main.ended in ("fault", "limit"):
        yield Worry(Severity.ERROR, "protocol_violation", result.main.why)


def _chains(result: Result, days: int) -> Iterator[Worry]:
    for chain in result.chains:
        if chain.asked is None and any(other.asked is not None for other in result.chains):
            continue  # what a client without SNI sees is shown, and no fault where names are used
        for problem in chain.problems:
            severity = Severity.WARNING if problem.cause in MILD else Severity.ERROR
            yield Worry(severity, problem.cause, problem.what)
        if chain.trusted is False:
            yield Worry(Severity.ERROR, "unknown_ca", chain.why)
        yield from _ending(chain, result.started, days)


def _ending(chain: ChainServed, now: datetime, days: int) -> Iterator[Worry]:
    from ssldiag.probe.record import parsed

    for one in parsed(chain.certificates[:1]):
        end = one.not_after
        if end is not None and now <= end < now + timedelta(days=days):
            what = f"the certificate {one.subject} expires on {end.date()}"
            yield Worry(Severity.WARNING, "certificate_expires_soon", what)


def _versions(result: Result) -> Iterator[Worry]:
    """RFC 6176, RFC 7568, RFC 8996."""
    for one in result.versions:
        if one.supported and one.version <= TLS11:
            severity = Severity.INFO if one.version >= TLS10 else Severity.WARNING
            yield Worry(severity, "old_version", f"{version_name(one.version)} is accepted")


def _suites(result: Result) -> Iterator[Worry]:
    """RFC 9325 4.1."""
    accepted = {code for one in result.versions if one.version != SSL2 for code in one.ciphers}
    for word, what, holds in KINDS:
        names = [one.name for one in suites(sorted(accepted)) if holds(one)]
        if names:
            more = f" and {len(names) - 3} more" if len(names) > 3 else ""
            yield Worry(Severity.WARNING, word, f"{what} are accepted: {', '.join(names[:3])}{more}")


def _null(one: Suite) -> bool:
    return one.null


def _anonymous(one: Suite) -> bool:
    return one.authentication == "anon"


def _short(one: Suite) -> bool:
    return one.export or "RC4" in one.cipher or ("DES" in one.cipher and not one.cipher.startswith("3DES"))


KINDS = (
    ("null_suites", "suites without encryption", _null),
    ("anonymous_suites", "suites without authentication", _anonymous),
    ("weak_suites", "suites with RC4, DES or export keys", _short),
)


def _rest(result: Result) -> Iterator[Worry]:
    known = result.features
    if known.compression.answer == "yes":
        yield Worry(Severity.WARNING, "compression", "TLS compression is switched on (CRIME)")
    if known.secure_renegotiation.answer == "no":
        what = "renegotiation is not secured (RFC 5746)"
        yield Worry(Severity.WARNING, "insecure_renegotiation", what)
    if known.dh_bits is not None and known.dh_bits < WEAK_DH:
        yield Worry(Severity.WARNING, "weak_dh", f"the prime of DHE has {known.dh_bits} bits")
    if result.cut:
        yield Worry(Severity.INFO, "cut_short", "the time ran out before all was asked")
