"""Connections that ended, or stopped, without a word of explanation: who did what, and what may lie behind.

That GSKit servers close without an alert when their own certificate is unusable, that those with TLS 1.3
alone do so with clients that do not know it, and that a close with unread data shows as a reset (RFC 1122
4.2.2.13), was measured with 8.0.60.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ssldiag.wire.judging.looks import offers_tls13
from ssldiag.wire.judging.model import By, Judgement
from ssldiag.wire.judging.offers import narrow, versions
from ssldiag.wire.judging.peer_certificate import flaws_seen_by
from ssldiag.wire.judging.progress import progress
from ssldiag.wire.judging.scene import Closing, Scene, other
from ssldiag.wire.judging.wording import frames, sentence
from ssldiag.wire.model import Confidence, Side
from ssldiag.wire.numbers import SSL2, suite_name, version_name

Phase = Literal["nothing", "torn", "hello", "server_flight", "client_flight"]
Pairs = tuple[tuple[str, str], ...]

PATIENCE = 0.2
"""Seconds after which a side that closes has waited: no stack and few round trips take as long."""
ROUND_TRIPS = 3
"""And as many round trips, where paths are slow: an answer would take one."""

MAX_RECORD = 16384 + 2048
"""RFC 5246 6.2.3: no record is longer."""

UNUSABLE = (
    "server_certificate_unusable",
    "the server cannot use its own certificate (GSKit closes without an alert: expired, chain not complete, "
    "label not found)",
)
BUSY = ("server_busy", "the server has no free session or process for the connection")
FIREWALL = ("reset", "a device on the way ended the connection")
VERSION = ("no_common_version", "the server has no version of the client switched on and closes in silence")
REFUSES = ("certificate_rejected", "the client does not take the server's certificate and does not say so")
GREETING = ("wrong_starttls", "the client waits for a greeting in plain text, the server for TLS")
PROBE = ("peer_closed", "a port check of a monitor or load balancer")
ENDED = ("internal_error", "the server's program ended")
CLIENT = ("client_certificate_rejected", "the server does not take the client's certificate")
ABSENT = ("client_certificate_missing", "the server wants a certificate of the client and got none")
KEY = ("decrypt_error", "the server's key does not belong to its certificate")

ELSEWHERE = (("one_sided_capture", "the answers took a way that was not captured"),)

BEHIND: Mapping[tuple[Phase, Side, str], Pairs] = {
    ("nothing", "client", "fin"): (PROBE,),
    ("nothing", "client", "rst"): (PROBE, FIREWALL),
    ("nothing", "server", "fin"): (UNUSABLE, BUSY),
    ("nothing", "server", "rst"): (BUSY, UNUSABLE, FIREWALL),
    ("hello", "server", "fin"): (VERSION, UNUSABLE, BUSY),
    ("hello", "server", "rst"): (UNUSABLE, BUSY, FIREWALL),
    ("server_flight", "client", "fin"): (REFUSES,),
    ("server_flight", "client", "rst"): (REFUSES, FIREWALL),
    ("server_flight", "server", "fin"): (ENDED,),
    ("server_flight", "server", "rst"): (ENDED, FIREWALL),
    ("client_flight", "server", "fin"): (KEY, ENDED),
    ("client_flight", "server", "rst"): (KEY, ENDED, FIREWALL),
}

SAID: Mapping[Phase, str] = {
    "nothing": "before any data",
    "torn": "in the middle of the client's first record",
    "hello": "after the ClientHello and before any answer",
    "server_flight": "after the server's part of the handshake had begun and before the client's answer",
    "client_flight": "after the client's part of the handshake and before the server finished",
}


def phase(scene: Scene) -> Phase:
    """How far it had come."""
    if scene.handshake.server_hello is None:
        if scene.hello is not None:
            return "hello"
        return "torn" if scene.sent("client") else "nothing"
    answered = scene.messages(
        "client", "client_key_exchange", "change_cipher_spec", "certificate", "encrypted_handshake"
    )
    return "client_flight" if answered else "server_flight"


def _phase_at(scene: Scene, closing: Closing) -> Phase:
    """How far it had come when this side closed: a hello that came later was sent in vain."""
    hello = scene.hello
    early = hello is not None and closing.side == "server" and closing.frame < hello.frame
    return "nothing" if early else phase(scene)


def never_connected(scene: Scene) -> Judgement | None:
    """SYNs without an answer, or answered with a reset."""
    handshake = scene.handshake
    if scene.sent("client") or scene.sent("server") or set(handshake.opened) != {"syn"}:
        return None
    evidence = frames(handshake.first_frame, handshake.ending.rst_frame)
    if handshake.ending.first_rst == "server":
        why = sentence("the server answered the client's SYN with a reset")
        refused = (("reset", "a firewall refuses the connection in the server's name"),)
        return Judgement("failed", "connection_refused", "server", "certain", why, evidence, refused)
    if scene.closings:
        return None
    sent = f", which was sent {handshake.syns} times" if handshake.syns > 1 else ""
    why = sentence(f"no answer to the client's SYN {'was captured' if scene.captured else 'came'}{sent}")
    hypotheses: Pairs = ELSEWHERE if scene.captured else ()
    sure: Confidence = "likely" if handshake.syns > 1 or handshake.ending.why == "idle" else "possible"
    return Judgement("failed", "no_answer", "network", sure, why, evidence, hypotheses)


def goodbye(scene: Scene) -> Judgement | None:
    """A close_notify in the middle of the handshake (RFC 8446 6.1)."""
    for alert in scene.handshake.alerts:
        if alert.code == 0 and not scene.reaction(alert):
            why = sentence(f"the {alert.side} said goodbye (close_notify) {SAID[phase(scene)]}")
            return Judgement("failed", "peer_closed", alert.side, "certain", why, frames(alert.frame))
    return None


def broken_record(scene: Scene) -> Judgement | None:
    """A record header that claims more than any record may have."""
    for side in ("client", "server"):
        data = scene.first_bytes(side)
        told = scene.hello is not None if side == "client" else scene.handshake.server_hello is not None
        if told or len(data) < 5 or data[0] not in range(0x14, 0x19) or data[1] != 3:
            continue
        length = int.from_bytes(data[3:5])
        if length > MAX_RECORD:
            why = sentence(
                f"the {side} announced a record of {length} bytes, and none may have more than {MAX_RECORD}"
            )
            evidence = frames(scene.handshake.first_frame)
            return Judgement("failed", "protocol_violation", side, "likely", why, evidence)
    return None


def bad_choice(scene: Scene) -> Judgement | None:
    """A ServerHello with a suite that was not offered (RFC 8446 4.1.3), after which the client closed."""
    hello, chosen = scene.hello, scene.handshake.server_hello
    closing = scene.first_closing()
    if hello is None or chosen is None or closing is None or hello.partial or chosen.partial:
        return None
    wrong = [code for code in chosen.ciphers if code not in hello.ciphers]
    if closing.side != "client" or chosen.format == "sslv2" or hello.format == "sslv2" or not wrong:
        return None
    why = sentence(
        f"the server chose {suite_name(wrong[0])}, which the client had not offered",
        "the client closed the connection without an alert",
    )
    evidence = frames(hello.frame, chosen.frame, closing.frame)
    return Judgement("failed", "protocol_violation", "server", "likely", why, evidence)


def closed(scene: Scene) -> Judgement | None:
    """A FIN or reset without an alert."""
    closing = scene.first_closing()
    if closing is None:
        return None
    waited = _gave_up_on(scene, closing)
    if waited is not None:
        return _timeout(scene, waited, (closing.frame,), f"the {closing.side} gave up")
    now = _phase_at(scene, closing)
    hypotheses = (*_odd(scene, closing), *_behind(scene, now, closing))
    cause = "reset" if closing.how == "rst" else "peer_closed"
    did = "reset" if closing.how == "rst" else "closed"
    why = sentence(
        f"the {closing.side} {did} the connection {SAID[now]}, without an alert", _more(scene, closing)
    )
    evidence = frames(_hello_frame(scene), closing.frame)
    return Judgement("failed", cause, closing.side, "certain", why, evidence, hypotheses)


def _odd(scene: Scene, closing: Closing) -> Pairs:
    """What a healthy connection does not show, just before the close: a broken peer is closed upon."""
    seen = [odd.what for odd in scene.handshake.oddities if odd.frame <= closing.frame]
    return tuple(("protocol_violation", what) for what in seen[-1:])


def _more(scene: Scene, closing: Closing) -> str:
    if closing.how == "fin" and scene.handshake.ending.fin_in_record:
        return "a record that it had begun was left unfinished"
    return ""


def _behind(scene: Scene, now: Phase, closing: Closing) -> Pairs:
    found = BEHIND.get((now, closing.side, closing.how), ())
    if closing.side == "server":
        return {"hello": _behind_hello, "client_flight": _behind_client_flight}.get(now, _as_they_are)(
            scene, closing, found
        )
    if now == "nothing" and scene.handshake.end - scene.handshake.start >= PATIENCE:
        return (GREETING, *found)
    return (*_against_the_server(scene), *found) if now == "server_flight" else found


def _as_they_are(scene: Scene, closing: Closing, found: Pairs) -> Pairs:
    return found


def _behind_hello(scene: Scene, closing: Closing, found: Pairs) -> Pairs:
    hello = scene.hello
    if hello is None:
        return found
    if hello.format == "sslv2":
        old = "nothing but SSL 2.0" if hello.legacy_version == SSL2 else "a hello in the format of SSL 2.0"
        found = (("sslv2_hello", f"the client sent {old}, and many servers just close on that"), *found)
    if VERSION in found and offers_tls13(hello):
        found = (*(pair for pair in found if pair != VERSION), VERSION)
    if _waited(scene):
        found = (BUSY, *(pair for pair in found if pair != BUSY))
    reasons = tuple((one.cause, one.what) for one in narrow(hello) if one.how >= 2)
    order = (*reasons, *found) if closing.how == "fin" else (*found, *reasons)
    return tuple({cause: (cause, what) for cause, what in reversed(order)}.values())[::-1]


def _behind_client_flight(scene: Scene, closing: Closing, found: Pairs) -> Pairs:
    answer = scene.client_certificate() or progress(scene).client_auth
    first = {"given": (CLIENT,), "empty": (ABSENT,)}.get(answer or "", ())
    return (*first, *found)


def _against_the_server(scene: Scene) -> Pairs:
    """What a client may hold against what it was shown."""
    hello, chosen = scene.hello, scene.handshake.version
    found = [(flaw.cause, flaw.what) for flaw in flaws_seen_by(scene, "client")[:2]]
    if hello is not None and chosen is not None and chosen < max(versions(hello)):
        what = f"the server chose {version_name(chosen)}, and the client would rather have a newer version"
        found.insert(0, ("no_common_version", what))
    return tuple(found)


def _hello_frame(scene: Scene) -> int | None:
    return scene.hello.frame if scene.hello is not None else None


def _waited(scene: Scene) -> bool:
    """Whether the connection was silent for a while before it ended: who cannot use a certificate or a
    version closes at once.
    """
    last = max((message.time for message in scene.handshake.messages), default=scene.handshake.start)
    return scene.handshake.end - last >= max(PATIENCE, ROUND_TRIPS * (scene.handshake.rtt or 0.0))


def _gave_up_on(scene: Scene, closing: Closing) -> Side | None:
    """The side that was silent for so long that the other closed; None if nobody waited."""
    silent = other(closing.side)
    if not _waited(scene):
        return None
    turn = {
        "nothing": "client",
        "torn": "client",
        "hello": "server",
        "server_flight": "client",
        "client_flight": "server",
    }[phase(scene)]
    return silent if turn == silent else None


def stopped(scene: Scene) -> Judgement | None:
    """Nothing more came for a long time, and nobody closed."""
    if scene.handshake.ending.why != "idle":
        return None
    silent: Side = "server" if phase(scene) in ("hello", "client_flight") else "client"
    return _timeout(scene, silent, (scene.handshake.last_frame,), "the connection was left as it was")


def _timeout(scene: Scene, silent: Side, evidence: tuple[int, ...], then: str) -> Judgement:
    by: By = silent
    if phase(scene) == "nothing":
        why = sentence("the connection was made, and the client said nothing", then)
        hypotheses: Pairs = (GREETING, PROBE)
        return Judgement("failed", "timeout", "client", "likely", why, frames(*evidence), hypotheses)
    why = sentence(f"the {silent} said nothing more {SAID[phase(scene)]}", then)
    hypotheses = _silent_reasons(scene, silent)
    return Judgement(
        "failed", "timeout", by, "likely", why, frames(_hello_frame(scene), *evidence), hypotheses
    )


def _silent_reasons(scene: Scene, silent: Side) -> Pairs:
    lost = ("segment_lost", "packets are lost on the way, large ones first if a packet size (MTU) is wrong")
    if silent == "client":
        return (lost, ("internal_error", "the client's program hangs or waits for a person"))
    again = scene.handshake.quality.retransmitted > 0
    found = (BUSY, ("wrong_starttls", "the port does not speak TLS, or not yet"), lost)
    return (lost, *found[:-1]) if again else found


def unknown(scene: Scene) -> Judgement:
    """What is left."""
    shown = "the capture does not show" if scene.captured else "nothing that was said shows"
    why = sentence(f"{shown} why the handshake did not go on")
    evidence = frames(scene.handshake.first_frame, scene.handshake.last_frame)
    return Judgement("incomplete", "unknown", None, "possible", why, evidence)
