"""Connections in which one side does not speak TLS at all, or not yet: what was said instead."""

from __future__ import annotations

from collections.abc import Mapping

from ssldiag.wire.judging.model import Judgement
from ssldiag.wire.judging.scene import Scene, is_text
from ssldiag.wire.judging.wording import alert_words, frames, sentence
from ssldiag.wire.model import Confidence, Side

METHODS = (b"GET ", b"POST ", b"PUT ", b"HEAD ", b"OPTIONS ", b"DELETE ", b"CONNECT ", b"PATCH ", b"TRACE ")

GREETINGS: Mapping[bytes, str] = {
    b"HTTP/": "HTTP",
    b"SSH-": "SSH",
    b"* OK": "IMAP",
    b"+OK": "POP3",
    b"\xff": "telnet",
    b"<?xml": "XMPP",
    b"-ERR": "POP3",
}
"""How servers of plain protocols begin (RFC 9110, 4253, 9051, 1939, 854, 6120)."""

SPOKEN: Mapping[bytes, str] = {
    b"AUTH TLS": "FTP",
    b"AUTH SSL": "FTP",
    b"USER ": "FTP or POP3",
    b"EHLO": "SMTP",
    b"HELO": "SMTP",
    b"STARTTLS": "SMTP",
    b"STLS": "POP3",
    b"CAPA": "POP3",
    b"SSH-": "SSH",
    b"\xff": "telnet",
}

UNKNOWN = "unknown"
"""What a reader calls plain text in front of TLS that belongs to no known way to ask for it."""

CONTENT_TYPES = range(0x14, 0x19)
"""change_cipher_spec to heartbeat (RFC 8446 5.1, RFC 6520)."""


def tls_like(data: bytes) -> bool:
    """Whether bytes begin like a TLS record or an SSL 2.0 hello (draft of 1995: two bytes of length, 1)."""
    if len(data) >= 2 and data[0] in CONTENT_TYPES and data[1] == 3:
        return True
    return len(data) >= 3 and data[0] & 0x80 == 0x80 and data[2] in (1, 4)


def protocol(data: bytes, table: Mapping[bytes, str]) -> str:
    """The protocol that a side's first words belong to, empty if they are not known."""
    if table is GREETINGS and data[:4] in (b"220 ", b"220-", b"120 ", b"421 ", b"554 "):
        return "FTP or SMTP"
    return next((name for start, name in table.items() if data.upper().startswith(start.upper())), "")


def starttls_refused(scene: Scene) -> Judgement | None:
    """One side asked for TLS and the other said no."""
    handshake = scene.handshake
    if handshake.starttls_refused is None:
        return None
    said = handshake.starttls_refused
    by: Side = "client" if said.upper().startswith(("WONT", "WON'T")) else "server"
    return Judgement(
        "failed",
        "starttls_refused",
        by,
        "certain",
        sentence(
            f"TLS was asked for inside {handshake.starttls or 'the connection'}, and the {by} refused"
            + (f": {said}" if said else "")
        ),
        frames(handshake.first_frame, handshake.last_frame),
    )


def plain_client(scene: Scene) -> Judgement | None:
    """No ClientHello, but other bytes of the client."""
    data = scene.first_bytes("client")
    upgraded = scene.handshake.starttls not in (None, UNKNOWN)
    if scene.hello is not None or upgraded or not data or tls_like(data):
        return None
    if scene.handshake.quality.starts_mid_stream:
        return None
    answer = scene.first_bytes("server")
    if answer and not tls_like(answer) and not scene.alerts("server"):
        return _both_plain(scene)
    return _plain_client(scene, data)


def _both_plain(scene: Scene) -> Judgement:
    return Judgement(
        "incomplete",
        "not_tls",
        None,
        "likely",
        sentence("neither side speaks TLS in what was captured"),
        frames(scene.handshake.first_frame),
    )


def _plain_client(scene: Scene, data: bytes) -> Judgement:
    alerts = scene.alerts("server")
    answered = f"; the server answered with {alert_words(alerts[0])}" if alerts else ""
    evidence = frames(scene.handshake.first_frame, *(alert.frame for alert in alerts[:1]))
    sure: Confidence = "certain" if alerts else "likely"
    if data.startswith(METHODS):
        why = sentence(f"the client sent an HTTP request where the server expected TLS{answered}")
        return Judgement("failed", "http_on_tls_port", "client", sure, why, evidence)
    spoken = protocol(data, SPOKEN)
    if is_text(data):
        what = f"plain {spoken}" if spoken else "plain text"
        why = sentence(f"the client sent {what} where the server expected TLS{answered}")
        hypotheses: tuple[tuple[str, str], ...] = ()
        if spoken:
            hypotheses = (("wrong_starttls", "the server wants TLS from the first byte, the client later"),)
        return Judgement("failed", "plaintext_on_tls_port", "client", sure, why, evidence, hypotheses)
    why = sentence(f"what the client sent is neither TLS nor text: {data[:8].hex(' ')}{answered}")
    return Judgement("failed", "not_tls", "client", sure, why, evidence)


def hello_from_server(scene: Scene) -> Judgement | None:
    """A server that answers a ClientHello with one of its own, or echoes it."""
    theirs = scene.first("server", "client_hello")
    if scene.hello is None or theirs is None or scene.handshake.server_hello is not None:
        return None
    why = sentence("the server answered the ClientHello with a ClientHello: it is no server, or an echo")
    evidence = frames(scene.hello.frame, theirs.frame)
    return Judgement("failed", "protocol_violation", "server", "certain", why, evidence)


def plain_server(scene: Scene) -> Judgement | None:
    """A ClientHello, and bytes of the server that are no TLS."""
    data = scene.first_bytes("server")
    handshake = scene.handshake
    if scene.hello is None or handshake.server_hello is not None or not data or tls_like(data):
        return None
    upgraded = handshake.starttls not in (None, UNKNOWN)
    if upgraded or handshake.quality.starts_mid_stream or scene.messages("server"):
        return None
    evidence = frames(scene.hello.frame, *(alert.frame for alert in scene.alerts("client")[:1]))
    spoken = protocol(data, GREETINGS)
    if not is_text(data):
        why = sentence(f"the server answered the ClientHello with what is no TLS: {data[:8].hex(' ')}")
        return Judgement("failed", "not_tls", "server", "certain", why, evidence)
    what = f"plain {spoken}" if spoken else "plain text"
    why = sentence(f"the client began with TLS, and the server spoke {what}")
    hypotheses: tuple[tuple[str, str], ...] = ()
    if spoken in ("FTP or SMTP", "IMAP", "POP3", "telnet", "XMPP"):
        hypotheses = (("wrong_starttls", "this port wants STARTTLS (or AUTH TLS) before the ClientHello"),)
    return Judgement("failed", "plaintext_answer", "server", "certain", why, evidence, hypotheses)
