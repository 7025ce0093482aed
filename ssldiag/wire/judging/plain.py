"""Connections in which one side does not speak TLS at all, or not yet: what was said instead."""

from __future__ import annotations

from collections.abc import Mapping

from ssldiag.wire.judging.faults import blind
from ssldiag.wire.judging.model import Judgement
from ssldiag.wire.judging.scene import Scene, is_text
from ssldiag.wire.judging.wording import alert_words, frames, sentence
from ssldiag.wire.model import Confidence, Side
from ssldiag.wire.plain import protocol

CALLED: Mapping[str, str] = {
    "http": "HTTP",
    "ssh": "SSH",
    "smtp": "SMTP",
    "ftp": "FTP",
    "pop3": "POP3",
    "imap": "IMAP",
    "telnet": "telnet",
    "ldap": "LDAP",
    "drda": "DRDA (DDM)",
    "as400": "the protocol of IBM i host servers",
}
"""Protocols that have a name worth saying; others are plain text or no text at all."""

UPGRADED = frozenset(("smtp", "ftp", "pop3", "imap", "telnet", "ldap", "drda"))
"""Protocols that can ask for TLS on a connection that begins without it."""

READY = b"220"
"""How servers of FTP and of SMTP begin (RFC 959, 5321)."""

NO_SSL_SERVER = b"SSL Server is not available"
"""What the Telnet server of z/VM says in plain text where no SSL server can take a secure connection (IBM
deck on multiple SSL servers, 2010).
"""

UNKNOWN = "unknown"
"""What a reader calls plain text in front of TLS that belongs to no known way to ask for it."""

CONTENT_TYPES = range(0x14, 0x19)
"""change_cipher_spec to heartbeat (RFC 8446 5.1, RFC 6520)."""


def tls_like(data: bytes) -> bool:
    """Whether bytes begin like a TLS record or an SSL 2.0 hello (draft of 1995: two bytes of length, 1). Of a
    record one byte may be all that there is.
    """
    if data and data[0] in CONTENT_TYPES and data[1:2] in (b"", b"\x03"):
        return True
    return len(data) >= 3 and data[0] & 0x80 == 0x80 and data[2] in (1, 4)


def starttls_refused(scene: Scene) -> Judgement | None:
    """One side asked for TLS and the other said no."""
    handshake = scene.handshake
    if handshake.starttls_refused is None:
        return None
    said = handshake.starttls_refused.rstrip(". ")
    by: Side = "client" if said.upper().startswith(("WONT", "WON'T")) else "server"
    return Judgement(
        "failed",
        "starttls_refused",
        by,
        "certain",
        sentence(f"inside {_called(handshake.starttls)} TLS did not begin, for the {by} refused it: {said}"),
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
        sentence(f"neither side speaks TLS in what was {'captured' if scene.captured else 'said'}"),
        frames(scene.handshake.first_frame),
    )


def _plain_client(scene: Scene, data: bytes) -> Judgement:
    alerts = scene.alerts("server")
    answered = f"; the server answered with {alert_words(alerts[0])}" if alerts else ""
    evidence = frames(scene.handshake.first_frame, *(alert.frame for alert in alerts[:1]))
    sure: Confidence = "certain" if alerts and not blind(scene) else "likely"
    spoken = protocol(data, b"") or ""
    if spoken == "http":
        why = sentence(f"the client sent an HTTP request where the server expected TLS{answered}")
        return Judgement("failed", "http_on_tls_port", "client", sure, why, evidence)
    if spoken in CALLED or is_text(data):
        why = sentence(f"the client sent {_plain(spoken)} where the server expected TLS{answered}")
        later = ("wrong_starttls", "the server wants TLS from the first byte, the client later")
        hypotheses = (later,) if spoken in UPGRADED else ()
        return Judgement("failed", "plaintext_on_tls_port", "client", sure, why, evidence, hypotheses)
    why = sentence(f"what the client sent is neither TLS nor text: {data[:8].hex(' ')}{answered}")
    return Judgement("failed", "not_tls", "client", sure, why, evidence)


def _plain(spoken: str) -> str:
    return f"plain {CALLED[spoken]}" if spoken in CALLED else "plain text"


def _called(word: str | None) -> str:
    return CALLED.get(word or "", word or "the connection")


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
    spoken = protocol(b"", data) or ""
    if spoken not in CALLED and not is_text(data):
        if blind(scene):
            return None  # what is there may be the middle of something
        why = sentence(f"the server answered the ClientHello with what is no TLS: {data[:8].hex(' ')}")
        return Judgement("failed", "not_tls", "server", "certain", why, evidence)
    sure: Confidence = "likely" if blind(scene) else "certain"
    if NO_SSL_SERVER in data:
        what = "the client began with TLS, and the server said in plain text that no SSL server is available"
        lacking = ("server_busy", "the SSL servers of z/VM are down or full, or lack the port's label")
        return Judgement("failed", "plaintext_answer", "server", sure, sentence(what), evidence, (lacking,))
    why = sentence(f"the client began with TLS, and the server spoke {_plain(spoken)}")
    first = ("wrong_starttls", "this port wants STARTTLS (or AUTH TLS) before the ClientHello")
    hypotheses = (first,) if spoken in UPGRADED or data[:3] == READY else ()
    return Judgement("failed", "plaintext_answer", "server", sure, why, evidence, hypotheses)
