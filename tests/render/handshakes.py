"""Judged handshakes for the tests of renderers, built by hand: what they show is decided here alone."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from ssldiag.capture.judged import Judged, Shown
from ssldiag.keydb.certificate import parse
from ssldiag.wire.events import Quality
from ssldiag.wire.model import (
    Alert,
    CertificateSeen,
    Ending,
    Endpoint,
    Handshake,
    Hello,
    Message,
    Side,
    Verdict,
    WillLog,
)
from tests.keydb import makers

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC).timestamp()
CLIENT, SERVER = Endpoint("192.0.2.7", 50123), Endpoint("192.0.2.10", 992)


def client_hello(**changes: Any) -> Hello:
    """A ClientHello of TLS 1.2 as a simple client sends it."""
    hello = Hello(
        "tls",
        0x0303,
        0x0301,
        bytes(32),
        b"",
        (0xC02F, 0x002F, 0x0035),
        (0, 10, 11, 13),
        groups=(23, 24),
        signature_algorithms=(0x0401, 0x0403),
        sni="telnet.example.test",
        frame=4,
        time=START,
    )
    return replace(hello, **changes)


def server_hello(**changes: Any) -> Hello:
    """The answer to it."""
    hello = Hello(
        "tls", 0x0303, 0x0303, bytes(32), bytes(32), (0x0035,), (0xFF01,), frame=6, time=START + 0.002
    )
    return replace(hello, **changes)


def message(side: Side, kind: str, frame: int, after: float, length: int = 100) -> Message:
    """A message so many seconds after the first."""
    return Message(side, kind, frame, START + after, length)


@cache
def certificate(name: str = "server.example.test") -> bytes:
    """A certificate in DER, the same for the same name."""
    return makers.Authority().issue(name)


COMPLETED = Verdict("completed", "none", None, "certain", "The handshake is complete")

UNKNOWN_CA = Verdict(
    "failed",
    "unknown_ca",
    "client",
    "certain",
    "The client does not trust the CA that signed the server's certificate, and says so by an alert",
    (6, 8),
    (
        WillLog("client", "gskit8", "414", "GSK_ERROR_BAD_CERT", "575010", "likely"),
        WillLog("server", "zvm", "420", "SSL_ERR_SOCKET_CLOSED", "", "certain"),
    ),
    "Add the certificate of the CA to the key database of the client",
)


def handshake(**changes: Any) -> Handshake:
    """A full TLS 1.2 handshake that completes."""
    found = Handshake(
        "case.pcap",
        CLIENT,
        SERVER,
        START,
        START + 0.05,
        4,
        12,
        None,
        None,
        client_hello(),
        None,
        server_hello(),
        False,
        0x0303,
        (
            message("client", "client_hello", 4, 0.0),
            message("server", "server_hello", 6, 0.002),
            message("server", "certificate", 6, 0.002),
            message("server", "server_hello_done", 6, 0.002),
            message("client", "client_key_exchange", 8, 0.01),
            message("client", "change_cipher_spec", 8, 0.01),
            message("client", "encrypted_handshake", 8, 0.01),
            message("server", "change_cipher_spec", 10, 0.012),
            message("server", "encrypted_handshake", 10, 0.012),
            message("client", "application_data", 12, 0.05),
        ),
        (CertificateSeen("server", certificate(), 6),),
        None,
        None,
        (),
        False,
        None,
        False,
        (120, 0),
        Ending(),
        Quality(1200, 2600),
        (),
        0.0004,
        0.012,
    )
    return replace(found, **changes)


def failed(**changes: Any) -> Handshake:
    """One that the client ends by an alert."""
    found = handshake(
        messages=(
            message("client", "client_hello", 4, 0.0),
            message("server", "server_hello", 6, 0.002),
            message("server", "certificate", 6, 0.002),
            message("server", "server_hello_done", 6, 0.002),
            message("client", "alert", 8, 0.0034, 2),
        ),
        alerts=(Alert("client", "fatal", 48, "unknown_ca", 8, START + 0.0034),),
        ending=Ending("client", None, 9, None, "closed"),
        last_frame=9,
        duration=None,
        application_data=(0, 0),
    )
    return replace(found, **changes)


def judged(of: Handshake | None = None, verdict: Verdict | None = None, **changes: Any) -> Judged:
    """A handshake with a verdict; the verdict of a complete one unless it has an alert."""
    found = of or handshake()
    shown = tuple(_shown(seen) for seen in found.certificates)
    said = verdict or (UNKNOWN_CA if found.alerts else COMPLETED)
    return replace(
        Judged(found, said, shown, "0" * 32, "1" * 32, "t12d030400_0123456789ab_cdef01234567"), **changes
    )


def _shown(seen: CertificateSeen) -> Shown:
    digest = hashlib.sha256(seen.der).hexdigest()
    try:
        return Shown(seen.side, seen.frame, digest, parse(seen.der))
    except ValueError as error:
        return Shown(seen.side, seen.frame, digest, None, str(error))
