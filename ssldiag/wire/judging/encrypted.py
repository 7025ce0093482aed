"""Handshakes that completed, and those that an alert ended which cannot be read."""

from __future__ import annotations

from functools import lru_cache

from ssldiag.wire.judging.model import Judgement
from ssldiag.wire.judging.offers import narrow
from ssldiag.wire.judging.progress import Progress, progress
from ssldiag.wire.judging.scene import Scene
from ssldiag.wire.judging.wording import frames, sentence
from ssldiag.wire.model import Alert, Confidence
from ssldiag.wire.numbers import TLS13, suite_name, version_name


def completed(scene: Scene) -> Judgement | None:
    """Both sides finished, or data flowed that only a finished handshake allows."""
    found = progress(scene)
    if not found.completed or (scene.handshake.quality.truncated and not found.sure):
        return None
    notes = _not_resumed(scene)
    return Judgement(
        "completed",
        "completed",
        None,
        "certain" if found.sure else "likely",
        _agreed(
            scene.handshake.version,
            _chosen(scene),
            bool(scene.handshake.resumed),
            notes[0][1] if notes else "",
        ),
        _evidence(scene),
        notes,
    )


@lru_cache(maxsize=256)
def _agreed(version: int | None, chosen: int | None, resumed: bool, note: str) -> str:
    suite = "a cipher suite that was not seen" if chosen is None else suite_name(chosen)
    said = f"{version_name(version)} with {suite}" if version is not None else "the handshake"
    before = "an earlier session was resumed" if resumed else ""
    return sentence(f"{said} was agreed and both sides finished", before, note)


def _evidence(scene: Scene) -> tuple[int, ...]:
    hellos = (scene.hello, scene.handshake.server_hello)
    seen = frames(*(hello.frame for hello in hellos if hello is not None))
    return seen or frames(scene.handshake.last_frame)


def _chosen(scene: Scene) -> int | None:
    hello = scene.handshake.server_hello
    return hello.ciphers[0] if hello is not None and hello.ciphers else None


def _not_resumed(scene: Scene) -> tuple[tuple[str, str], ...]:
    """A session that was offered and not taken up: no failure, but it costs time (RFC 5246 F.1.4)."""
    hello = scene.hello
    if hello is None or scene.handshake.resumed is not False:
        return ()
    by_id = bool(hello.session_id) and TLS13 not in hello.versions
    if not (by_id or hello.ticket_length or hello.psk_offered):
        return ()
    return (("session_not_resumed", "the client offered a session that the server did not take up"),)


def unreadable(scene: Scene) -> Judgement | None:
    """An encrypted alert ended the handshake."""
    found = progress(scene)
    if found.refused is None:
        return _older(scene)
    if found.refused == "client":
        return _client_refused(scene, found)
    return _server_refused_client(scene, found) if found.finished else _server_gave_up(scene, found)


def _older(scene: Scene) -> Judgement | None:
    alert = next((alert for alert in scene.handshake.alerts if _counts(scene, alert)), None)
    if alert is None:
        return None
    why = sentence(f"the {alert.side} ended the handshake with an alert that is encrypted")
    return Judgement("failed", "encrypted_alert", alert.side, "likely", why, frames(alert.frame))


def _counts(scene: Scene, alert: Alert) -> bool:
    """A side that sent data had its connection: what it says then is goodbye."""
    hidden = alert.code is None and (alert.encrypted or alert.inferred)
    return hidden and not scene.reaction(alert) and not scene.data(alert.side)


def _client_refused(scene: Scene, found: Progress) -> Judgement:
    """The client's first encrypted record is no Finished: too short for one (RFC 8446 4.4.4, 6)."""
    if scene.handshake.resumed:
        why = sentence("the client answered the server's part with an encrypted alert")
        return Judgement("failed", "encrypted_alert", "client", "likely", why, frames(found.frame))
    why = sentence(
        "the client answered the server's part with a record that has the size of an alert",
        "at this point it can hardly be about anything but the server's certificate",
    )
    return Judgement(
        "failed",
        "certificate_rejected",
        "client",
        "likely",
        why,
        frames(found.frame),
        (
            ("unknown_ca", "the client does not trust the authority, or lacks an intermediate certificate"),
            ("certificate_expired", "a certificate of the server is out of date"),
            ("certificate_wrong_name", "the certificate is for another name"),
            ("certificate_weak_key", "the key is too short (GSKit refuses RSA below 2048 bits in TLS 1.3)"),
        ),
    )


def _server_gave_up(scene: Scene, found: Progress) -> Judgement:
    """After its ServerHello and before the client said anything more: it has no certificate that fits."""
    narrowed = [one for one in narrow(scene.hello) if "signature" in one.cause] if scene.hello else []
    why = sentence(
        "right after its ServerHello the server sent a record that has the size of an alert",
        narrowed[0].what if narrowed else "",
    )
    evidence = frames(found.frame)
    unusable = ("server_certificate_unusable", "the server's own certificate cannot be used with TLS 1.3")
    if narrowed:
        cause = narrowed[0].cause
        return Judgement("failed", cause, "server", "likely", why, evidence, (unusable,))
    signature = ("no_common_signature_algorithm", "no signature algorithm of the client fits its certificate")
    return Judgement("failed", unusable[0], "server", "possible", why, evidence, (signature,))


def _server_refused_client(scene: Scene, found: Progress) -> Judgement:
    """The server's first word after the client's Finished has the size of an alert."""
    size = "after the client's Finished the server sent a record that has the size of an alert"
    evidence = frames(found.frame)
    if found.client_auth == "empty":
        why = sentence(size, "the client had been asked for a certificate and, by the size, sent none")
        sure: Confidence = "possible" if found.doubtful else "likely"
        parting = (("completed", "the server did without one, and only answered the client's goodbye"),)
        doubts = parting if found.doubtful else ()
        return Judgement("failed", "client_certificate_missing", "server", sure, why, evidence, doubts)
    if found.client_auth == "given":
        why = sentence(size, "the client had, by the size, sent a certificate")
        return Judgement("failed", "client_certificate_rejected", "server", "likely", why, evidence)
    why = sentence(size)
    goodbye = ("peer_closed", "the server said goodbye (close_notify) before any data flowed")
    return Judgement("failed", "encrypted_alert", "server", "likely", why, evidence, (goodbye,))
