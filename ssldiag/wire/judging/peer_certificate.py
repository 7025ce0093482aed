"""Alerts about a certificate: which of the things that are wrong with it the refusing side likely meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ssldiag.wire.judging.looks import gskit_client
from ssldiag.wire.judging.model import Judgement
from ssldiag.wire.judging.progress import progress
from ssldiag.wire.judging.scene import Scene, other
from ssldiag.wire.judging.trust import Flaw, flaws, missing_issuer
from ssldiag.wire.judging.wording import frames
from ssldiag.wire.model import Alert, Confidence, Side

Said = Callable[..., str]

BAD, UNSUPPORTED, EXPIRED, UNKNOWN, UNKNOWN_CA, DECRYPT = 42, 43, 45, 46, 48, 51

TRUST = frozenset(("self_signed_certificate", "incomplete_chain"))

COMPATIBLE: Mapping[int, frozenset[str] | None] = {
    BAD: None,
    UNKNOWN: None,
    UNSUPPORTED: frozenset(("certificate_wrong_usage", "certificate_weak_key", "certificate_unsupported")),
    EXPIRED: frozenset(("certificate_expired", "certificate_not_yet_valid")),
    UNKNOWN_CA: TRUST,
    DECRYPT: frozenset(("certificate_bad_signature",)),
}
"""Flaws that an alert can mean; None: any."""

PLAIN: Mapping[int, tuple[str, Confidence]] = {
    BAD: ("certificate_rejected", "likely"),
    UNKNOWN: ("certificate_rejected", "likely"),
    UNSUPPORTED: ("certificate_unsupported", "likely"),
    EXPIRED: ("certificate_expired", "certain"),
    UNKNOWN_CA: ("unknown_ca", "certain"),
    DECRYPT: ("decrypt_error", "certain"),
}
"""What the alert says if nothing wrong can be seen."""

SURE = frozenset(((EXPIRED, "certificate_expired"), (UNKNOWN_CA, "self_signed_certificate")))
"""Alert and flaw say the same."""

UNSEEN = {
    BAD: (("unknown_ca", "GSKit sends this alert for every certificate it does not take"),),
    UNKNOWN: (("unknown_ca", "the authority may not be trusted there"),),
}


def flaws_seen_by(scene: Scene, side: Side) -> list[Flaw]:
    """What ``side`` may hold against the other side's certificate.

    A client that looks like GSKit does not check the name and the purposes, and takes short RSA keys before
    TLS 1.3 (measured with 8.0.60.5).
    """
    known = scene.memo.get(side)
    if known is None:
        known = scene.memo[side] = tuple(_flaws_seen_by(scene, side))
    return list(known)


def _flaws_seen_by(scene: Scene, side: Side) -> list[Flaw]:
    shower = other(side)
    name = scene.hello.sni if scene.hello is not None else None
    found = flaws(scene.chain(shower), shower, name, scene.moment)
    if _knows_issuer(scene, side):
        found = [flaw for flaw in found if flaw.cause != "incomplete_chain"]
    if side == "client" and gskit_client(scene.hello) == "likely":
        unchecked = {"", "575073"} if not scene.tls13 else {""}
        found = [flaw for flaw in found if flaw.validation not in unchecked]
    return found


def _knows_issuer(scene: Scene, side: Side) -> bool:
    """Whether ``side`` itself showed or named the issuer at which the other side's chain ends."""
    missing = missing_issuer(scene.chain(other(side)))
    known = {certificate.subject for certificate in scene.chain(side)}
    wanted = scene.handshake.certificate_wanted
    if side == "server" and wanted is not None:
        known |= set(wanted.authorities)
    return missing in known


def fitting(found: list[Flaw], code: int | None) -> list[Flaw]:
    """Those flaws that an alert of this number can mean."""
    causes = COMPATIBLE.get(code if code is not None else BAD)
    return found if causes is None else [flaw for flaw in found if flaw.cause in causes]


def refused(scene: Scene, alert: Alert, said: Said) -> Judgement | None:
    """An alert about the certificate of the side that received it."""
    if alert.side == "server" and not scene.chain("client") and alert.code in UNSEEN:
        return refused_client(scene, alert, said)
    all_found = flaws_seen_by(scene, alert.side)
    found = fitting(all_found, alert.code)
    if found:
        return _because(scene, alert, said, found)
    return _unexplained(scene, alert, said, all_found)


def _because(scene: Scene, alert: Alert, said: Said, found: Sequence[Flaw]) -> Judgement:
    first = found[0]
    sure: Confidence = "certain" if (alert.code, first.cause) in SURE else "likely"
    if first.cause == "incomplete_chain" and alert.code in (BAD, UNKNOWN):
        sure = "possible"
    more = {flaw.cause: flaw.what for flaw in reversed(found[1:]) if flaw.cause != first.cause}
    hypotheses = list(more.items())
    if first.cause in TRUST and first.cause != "self_signed_certificate":
        hypotheses.append(("unknown_ca", "the authority at the top is not trusted there"))
    why = said(alert, _whose(alert), first.what)
    return Judgement("failed", first.cause, alert.side, sure, why, _frames(scene, alert), tuple(hypotheses))


def _unexplained(scene: Scene, alert: Alert, said: Said, found: Sequence[Flaw]) -> Judgement:
    assert alert.code is not None
    cause, sure = PLAIN[alert.code]
    seen = bool(scene.chain(other(alert.side)))
    gskit = alert.side == "client" and gskit_client(scene.hello) is not None
    if alert.code == BAD and gskit and seen:
        cause = "unknown_ca"
    elif alert.code == BAD and alert.side == "client" and seen and scene.handshake.resumed is not True:
        cause, sure = "certificate_wrong_name", "possible"
    elif alert.side == "server" and cause == "certificate_rejected":
        cause = "client_certificate_rejected"
    clauses = [_whose(alert), _excuse(scene, alert, cause, seen)]
    hypotheses = tuple((flaw.cause, flaw.what) for flaw in found[:3])
    if not hypotheses and cause != "unknown_ca":
        hypotheses = UNSEEN.get(alert.code, ())
    return Judgement(
        "failed", cause, alert.side, sure, said(alert, *clauses), _frames(scene, alert), hypotheses
    )


def _whose(alert: Alert) -> str:
    return f"it is about the certificate of the {other(alert.side)}" if alert.code != DECRYPT else ""


def _excuse(scene: Scene, alert: Alert, cause: str, seen: bool) -> str:
    if not seen:
        return "the certificate itself cannot be seen" if scene.tls13 else ""
    if cause == "certificate_expired" and scene.moment is not None:
        when = "the time of the capture" if scene.captured else "that time"
        return (
            f"none of the certificates that were sent had expired at {when}: look at the "
            f"clock of the {alert.side}, and at the authorities that it holds itself"
        )
    missing = missing_issuer(scene.chain(other(alert.side)))
    if cause == "unknown_ca":
        if missing:
            return f"the chain leads to {missing}, which was not sent and has to be trusted there"
        return "the chain is whole up to a root, which has to be trusted there"
    if cause == "certificate_wrong_name":
        return (
            "nothing wrong with it can be seen from here; other stacks than GSKit say so mostly of a "
            "certificate without the name that was dialled"
        )
    return "nothing wrong with it can be seen from here"


def refused_client(scene: Scene, alert: Alert, said: Said) -> Judgement | None:
    """A server refuses after it asked for a certificate of the client."""
    answer = scene.client_certificate() or progress(scene).client_auth
    if answer is None and scene.chain("client"):
        answer = "given"
    if answer == "empty":
        why = said(alert, "it had asked for a certificate, and the client sent none")
        return Judgement(
            "failed", "client_certificate_missing", "server", "likely", why, _frames(scene, alert)
        )
    if answer == "given":
        found = flaws_seen_by(scene, "server")
        why = said(alert, "it came after the certificate of the client", found[0].what if found else "")
        reasons = tuple((flaw.cause, flaw.what) for flaw in found[:3])
        return Judgement(
            "failed", "client_certificate_rejected", "server", "likely", why, _frames(scene, alert), reasons
        )
    return None


def _frames(scene: Scene, alert: Alert) -> tuple[int, ...]:
    certificate = scene.first(other(alert.side), "certificate")
    return frames(certificate.frame if certificate else None, alert.frame)
