"""Alerts that can be read: what each means at the point of the handshake where it came.

Meanings: RFC 8446 6.2, RFC 5246 7.2.2, RFC 7507, RFC 7301, RFC 6066, RFC 4279. What servers and clients
really send differs; an alert that names the reason is believed, one that does not is looked into.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ssldiag.wire.judging import peer_certificate
from ssldiag.wire.judging.model import Judgement
from ssldiag.wire.judging.offers import narrow, versions
from ssldiag.wire.judging.scene import CLOSE_NOTIFY, Scene, other
from ssldiag.wire.judging.wording import alert_words, frames, sentence, version_list
from ssldiag.wire.model import Alert, Confidence
from ssldiag.wire.numbers import SSL2, version_name

USER_CANCELED = 90
DECISIVE_WARNINGS = frozenset((USER_CANCELED,))
"""Warnings that end a handshake although they are none by level (RFC 5246 7.2.2)."""


def decisive(scene: Scene) -> Alert | None:
    """The alert that ended the handshake: readable, fatal, and not a reaction to the other side's close."""
    for alert in scene.handshake.alerts:
        if alert.code is None or alert.code == CLOSE_NOTIFY or alert.inferred:
            continue
        if alert.level == "warning" and alert.code not in DECISIVE_WARNINGS:
            continue
        if not scene.reaction(alert):
            return alert
    return None


def readable(scene: Scene) -> Judgement | None:
    """The rule: what the decisive alert says."""
    alert = decisive(scene)
    if alert is None or alert.code is None:
        return None
    refine = REFINED.get(alert.code)
    return (refine(scene, alert) if refine else None) or _as_table_says(scene, alert)


def _as_table_says(scene: Scene, alert: Alert) -> Judgement:
    assert alert.code is not None
    cause, sure, what = MEANINGS.get(alert.code, ("handshake_refused", "likely", ""))
    return Judgement("failed", cause, alert.side, sure, _said(alert, what), evidence(scene, alert))


def _said(alert: Alert, *more: str) -> str:
    return sentence(f"the {alert.side} ended the handshake with the alert {alert_words(alert)}", *more)


def evidence(scene: Scene, alert: Alert) -> tuple[int, ...]:
    """The frames of the alert and of what it answers."""
    answered = scene.hello.frame if scene.hello and scene.handshake.server_hello is None else None
    certificate = scene.first(other(alert.side), "certificate")
    return frames(answered, certificate.frame if certificate else None, alert.frame)


def _before_server_hello(scene: Scene, alert: Alert) -> bool:
    server_hello = scene.handshake.server_hello
    return alert.side == "server" and (server_hello is None or server_hello.frame > alert.frame)


def _handshake_failure(scene: Scene, alert: Alert) -> Judgement | None:
    if _before_server_hello(scene, alert):
        return _nothing_in_common(scene, alert)
    if alert.side == "server" and scene.handshake.certificate_wanted is not None:
        return peer_certificate.refused_client(scene, alert, _said)
    if alert.side == "client":
        found = tuple((flaw.cause, flaw.what) for flaw in peer_certificate.flaws_seen_by(scene, "client")[:3])
        why = _said(alert, "it came after the server's choice and does not tell the reason")
        return Judgement(
            "failed", "handshake_refused", "client", "likely", why, evidence(scene, alert), found
        )
    return None


def _nothing_in_common(scene: Scene, alert: Alert) -> Judgement | None:
    """handshake_failure or insufficient_security in answer to a ClientHello (RFC 8446 4.1.1)."""
    hello = scene.hello
    if hello is None:
        return None
    if hello.format == "sslv2" and hello.legacy_version == SSL2:
        why = _said(alert, "the client offers SSL 2.0 alone")
        return Judgement("failed", "sslv2_hello", "server", "likely", why, evidence(scene, alert))
    found = narrow(hello)
    reasons = tuple((one.cause, one.what) for one in found)
    sure: Confidence = "likely" if found and found[0].how >= 3 else "possible"
    cause = found[0].cause if found else "no_common_cipher"
    why = _said(alert, "it found nothing that both sides have", found[0].what if found else "")
    others = tuple(pair for pair in (*reasons[1:], *USUAL_REASONS) if pair[0] != cause)
    first = {pair[0]: pair for pair in reversed(others)}
    hypotheses = tuple(pair for pair in others if first[pair[0]] is pair)
    return Judgement("failed", cause, alert.side, sure, why, evidence(scene, alert), hypotheses)


USUAL_REASONS = (
    ("no_common_cipher", "the server has none of the client's cipher suites switched on"),
    ("no_common_version", "the server has none of the client's versions switched on"),
    ("server_certificate_missing", "the server has no certificate of the kind that is left"),
)


def _protocol_version(scene: Scene, alert: Alert) -> Judgement | None:
    server_hello = scene.handshake.server_hello
    if alert.side == "server" and scene.hello is not None:
        what = f"the client offers {version_list(scene.hello)}"
    elif server_hello is not None and scene.handshake.version is not None:
        what = f"the server chose {version_name(scene.handshake.version)}"
    else:
        what = ""
    why = _said(alert, what)
    return Judgement("failed", "no_common_version", alert.side, "certain", why, evidence(scene, alert))


def unoffered_version(scene: Scene) -> str:
    """What to say if the server chose a version that the client does not list or lies above it; else empty.

    A client that lists none may refuse lower ones as well, but it need not (RFC 5246 E.1).
    """
    hello, chosen = scene.hello, scene.handshake.version
    if hello is None or chosen is None or scene.handshake.server_hello is None:
        return ""
    if chosen in versions(hello):
        return ""
    return f"the server chose {version_name(chosen)}, and the client offers {version_list(hello)}"


def _unexpected(scene: Scene, alert: Alert) -> Judgement | None:
    """GSKit clients answer a version that is off with unexpected_message (measured with 8.0.60.5)."""
    hello, chosen = scene.hello, scene.handshake.version
    if alert.side != "client" or hello is None or chosen is None:
        return None
    what = unoffered_version(scene)
    if not what and chosen < max(versions(hello)) and scene.handshake.server_hello is not None:
        what = f"the server chose {version_name(chosen)}, and the client offers {version_list(hello)}"
    if not what:
        return None
    why = _said(alert, what)
    found = (("protocol_violation", "a message came that did not fit"),)
    return Judgement("failed", "no_common_version", "client", "likely", why, evidence(scene, alert), found)


def _certificate(scene: Scene, alert: Alert) -> Judgement | None:
    return peer_certificate.refused(scene, alert, _said)


Refine = Callable[[Scene, Alert], Judgement | None]

REFINED: Mapping[int, Refine] = {
    10: _unexpected,
    40: _handshake_failure,
    42: _certificate,
    43: _certificate,
    45: _certificate,
    46: _certificate,
    48: _certificate,
    51: _certificate,
    70: _protocol_version,
    71: lambda scene, alert: _nothing_in_common(scene, alert) if _before_server_hello(scene, alert) else None,
}

BROKEN = "it could not make sense of what the other side had sent"

MEANINGS: Mapping[int, tuple[str, Confidence, str]] = {
    10: ("protocol_violation", "likely", "a message came that did not fit at this point"),
    20: ("bad_record", "certain", "a record did not pass its integrity check"),
    21: ("bad_record", "certain", "a record could not be decrypted"),
    22: ("protocol_violation", "certain", "a record was longer than allowed"),
    30: ("protocol_violation", "likely", "a record could not be expanded"),
    40: ("handshake_refused", "likely", "the alert does not tell the reason"),
    41: ("client_certificate_missing", "certain", ""),
    42: ("certificate_rejected", "likely", ""),
    43: ("certificate_unsupported", "likely", ""),
    44: ("certificate_revoked", "certain", ""),
    45: ("certificate_expired", "certain", ""),
    46: ("certificate_rejected", "likely", ""),
    47: ("protocol_violation", "likely", "a value did not fit what had gone before"),
    48: ("unknown_ca", "certain", ""),
    49: ("access_denied", "certain", ""),
    50: ("protocol_violation", "likely", BROKEN),
    51: ("decrypt_error", "certain", "a signature or a Finished message did not verify"),
    60: ("handshake_refused", "likely", "the key is longer than export rules of the past allowed"),
    70: ("no_common_version", "certain", ""),
    71: ("no_common_cipher", "likely", "what the other side offers is too weak for it"),
    80: ("internal_error", "certain", "the trouble lies inside that side"),
    86: ("fallback_detected", "certain", "the client says that an earlier, better attempt had failed"),
    90: ("cancelled", "certain", "the reason has nothing to do with TLS"),
    100: ("renegotiation_refused", "certain", ""),
    109: ("protocol_violation", "likely", "an extension that must be there is missing"),
    110: ("protocol_violation", "likely", "an extension came that had not been asked for"),
    111: (
        "certificate_rejected",
        "likely",
        "the certificate could not be fetched from where the other side said",
    ),
    112: ("unrecognized_name", "certain", ""),
    113: ("certificate_rejected", "likely", "the stapled OCSP answer was no good"),
    114: ("certificate_rejected", "likely", "the certificate is not the one that its digest announced"),
    115: ("unknown_psk_identity", "certain", ""),
    116: ("client_certificate_missing", "certain", ""),
    120: ("no_common_alpn", "certain", ""),
    121: ("handshake_refused", "likely", "the server wants an encrypted ClientHello with other keys"),
}
"""Alert -> cause, how sure it is, and what more to say."""
