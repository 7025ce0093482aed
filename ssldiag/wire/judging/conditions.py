"""What a side ran into that ended a handshake by its own alert, or closed without one: the condition that its
platform has a code for.

Which alert GSKit sends for which condition was measured with 8.0.60.5 (docs/causes.md names the causes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ssldiag.wire.judging.looks import offers_tls13
from ssldiag.wire.judging.model import Judgement
from ssldiag.wire.judging.peer_certificate import UNKNOWN_CA, fitting, flaws_seen_by
from ssldiag.wire.judging.progress import progress
from ssldiag.wire.judging.scene import Closing, Scene, other
from ssldiag.wire.judging.silence import phase
from ssldiag.wire.judging.trust import Flaw
from ssldiag.wire.model import Alert, Confidence, Side
from ssldiag.wire.values import value

NO_CHAIN = "575010"
"""GSKVAL_ERROR_NO_CHAIN_BUILT: what is left when nothing is wrong with the certificates themselves."""
NO_LOCAL_ISSUER = "20"
"""X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY; 19 where the chain came with its root."""
ROOT_IN_CHAIN = "19"

NO_RECORD = "bytes that are no TLS record"
"""How the decoder's note on such bytes begins."""

PLAIN = frozenset(("http_on_tls_port", "plaintext_on_tls_port", "plaintext_answer", "not_tls"))
"""Causes in which one side heard something else than TLS."""

HANDSHAKE_RECORD = 0x16


@value(frozen=True, slots=True)
class Condition:
    """A word of the table of codes. ``validation`` is GSKit's number, ``verify`` OpenSSL's; ``alert`` the one
    received; ``cause`` a nearer cause than the verdict's; ``not_gskit``: GSKit would have sent another alert.
    """

    word: str
    sure: Confidence
    validation: str = ""
    verify: str = ""
    alert: int | None = None
    cause: str = ""
    not_gskit: bool = False


Found = Iterator[Condition]
Rule = Callable[[Scene, Judgement, Alert], Found]


def own_alert(scene: Scene, judgement: Judgement, alert: Alert) -> Found:
    """The side that sent this alert."""
    if alert.code is None:  # encrypted, and no connection yet: all that is left to refuse is the Finished
        yield Condition("bad_mac", "possible")
    elif alert.code in SENT:
        yield from SENT[alert.code](scene, judgement, alert)


def _peer_certificate(scene: Scene, judgement: Judgement, alert: Alert) -> Found:
    if alert.side == "server" and _client_auth(scene) == "empty":
        yield _no_client_certificate(scene, alert)
        return
    found = fitting(flaws_seen_by(scene, alert.side), alert.code)
    seen = bool(scene.chain(other(alert.side)))
    untrusted = _untrusted(scene, alert.side) if alert.code == UNKNOWN_CA else ""
    unnamed = (NO_CHAIN, untrusted) if seen else ("", "")
    validation, verify = NAMED.get(alert.code or 0, unnamed)
    validation = next((flaw.validation for flaw in found if flaw.validation), validation)
    yield Condition(
        "peer_certificate",
        "certain" if seen and alert.code == 42 else "likely",
        validation,
        str(found[0].verify) if found else verify,
        cause=_nearer(judgement, found),
        not_gskit=alert.code != 42,
    )


def _untrusted(scene: Scene, side: Side) -> str:
    """What OpenSSL notes of a chain that has no fault but its authority."""
    rooted = any(one.self_issued for one in scene.chain(other(side)))
    return ROOT_IN_CHAIN if rooted else NO_LOCAL_ISSUER


NAMED: Mapping[int, tuple[str, str]] = {44: ("575032", "23"), 45: ("575018", "10")}
"""Alert -> what GSKit and OpenSSL note when the alert alone says it: revoked, expired."""


def _nearer(judgement: Judgement, found: list[Flaw]) -> str:
    general = ("certificate_rejected", "client_certificate_rejected")
    return found[0].cause if found and judgement.cause in general else ""


def _client_auth(scene: Scene) -> str | None:
    return scene.client_certificate() or progress(scene).client_auth


def _no_client_certificate(scene: Scene, alert: Alert) -> Condition:
    word = "no_client_certificate_tls13" if scene.tls13 else "no_client_certificate"
    return Condition(word, "likely", not_gskit=alert.code not in (40, 42))


def _failure(scene: Scene, judgement: Judgement, alert: Alert) -> Found:
    """handshake_failure: nothing in common, or no certificate of the client."""
    if alert.side == "client":
        return
    if scene.handshake.server_hello is not None:
        yield from _peer_certificate(scene, judgement, alert)
        return
    word = COMMON.get(judgement.cause, "no_common_cipher")
    yield Condition(word, "likely")


COMMON: Mapping[str, str] = {
    "no_common_version": "no_common_version",
    "sslv2_hello": "no_common_version",
    "no_common_group": "no_common_group",
    "no_common_signature_algorithm": "no_common_signature",
}


def no_tls(judgement: Judgement, sure: Confidence) -> Condition:
    """What a side notes that heard something else than TLS."""
    return Condition("http" if judgement.cause == "http_on_tls_port" else "not_tls", sure)


def _unexpected(scene: Scene, judgement: Judgement, alert: Alert) -> Found:
    """unexpected_message or decode_error: no TLS at all, or a message that cannot come here."""
    if judgement.cause in PLAIN:
        yield no_tls(judgement, "likely")
    elif judgement.cause == "no_common_version":
        yield Condition("version_refused", "likely")
    elif _bad_handshake(scene, alert):
        yield Condition("bad_handshake_message", "possible")
    else:
        yield Condition("bad_message", "likely")


def _bad_handshake(scene: Scene, alert: Alert) -> bool:
    """With TLS 1.3 GSKit tells a handshake message it does not know (415) from other records (410)."""
    first = scene.first_bytes(other(alert.side))
    side_has_tls13 = alert.side == "client" and offers_tls13(scene.hello)
    unknown = scene.first(other(alert.side), "client_hello", "server_hello") is None
    return side_has_tls13 and alert.code == 10 and first[:1] == bytes((HANDSHAKE_RECORD,)) and unknown


def _version(scene: Scene, judgement: Judgement, alert: Alert) -> Found:
    if alert.side == "server":
        yield Condition("no_common_version", "likely", not_gskit=True)
    else:
        yield Condition("version_refused", "likely", not_gskit=True)


def _simply(word: str, not_gskit: bool = False) -> Rule:
    def rule(scene: Scene, judgement: Judgement, alert: Alert) -> Found:
        yield Condition(word, "likely", not_gskit=not_gskit)

    return rule


SENT: Mapping[int, Rule] = {
    10: _unexpected,
    20: _simply("bad_mac"),
    40: _failure,
    42: _peer_certificate,
    43: _peer_certificate,
    44: _peer_certificate,
    45: _peer_certificate,
    46: _peer_certificate,
    48: _peer_certificate,
    50: _unexpected,
    70: _version,
    71: _simply("no_common_cipher", not_gskit=True),
    86: _simply("fallback"),
    112: _simply("unknown_name"),
    116: _simply("no_client_certificate_tls13", not_gskit=True),
    120: _simply("no_common_alpn"),
}
"""Alert -> the condition of the side that sent it."""


def after_own_close(scene: Scene, judgement: Judgement, closing: Closing) -> Found:
    """The side that closed without an alert."""
    if judgement.cause in PLAIN and judgement.by != closing.side:
        yield no_tls(judgement, "possible")
    elif judgement.cause == "timeout":
        yield Condition("waited_in_vain", "possible")
    elif closing.side == "server":
        yield from _server_closes(scene, closing)
    elif _suite_not_offered(scene):
        yield Condition("suite_not_offered", "likely")
    elif _garbage(scene):
        yield Condition("record_of_other_version", "possible")


def _server_closes(scene: Scene, closing: Closing) -> Found:
    """A GSKit server that cannot use its own certificate closes before it reads: what is unread makes the
    close a reset, or the FIN is older than the hello. One that has read it closes with a FIN (measured).
    """
    now = phase(scene)
    hello = scene.hello
    if now not in ("nothing", "hello"):
        return
    read = hello is not None and closing.how == "fin" and closing.frame > hello.frame
    if read and not offers_tls13(hello):
        yield Condition("no_common_version", "possible")
    yield Condition("own_certificate_expired", "possible")
    yield Condition("own_chain_incomplete", "possible")
    yield Condition("own_label_missing", "possible")


def _garbage(scene: Scene) -> bool:
    """Whether bytes that are no record came between records: GSKit takes them for another version."""
    return any(odd.what.startswith(NO_RECORD) for odd in scene.handshake.oddities)


def _suite_not_offered(scene: Scene) -> bool:
    hello, chosen = scene.hello, scene.handshake.server_hello
    return hello is not None and chosen is not None and not set(chosen.ciphers) <= set(hello.ciphers)
