"""The values a decoded handshake is made of; their names are those of the JSON (``ssldiag.handshake/1``).

Sides are ``client`` and ``server``. Numbers stay numbers (cipher suites, groups, extensions); names
are looked up in :mod:`ssldiag.wire.numbers` when shown. A :class:`Handshake` is complete when built.
"""

from __future__ import annotations

from typing import Literal

from ssldiag.wire.events import Quality
from ssldiag.wire.values import value

Side = Literal["client", "server"]
Outcome = Literal["completed", "failed", "incomplete"]
Confidence = Literal["certain", "likely", "possible"]


@value(frozen=True, slots=True)
class Endpoint:
    """An address and port; ``ip`` as text in its usual form."""

    ip: str
    port: int


@value(frozen=True, slots=True)
class Message:
    """A message seen: ``type`` is a word such as client_hello, hello_retry_request, server_hello,
    certificate, encrypted_handshake, change_cipher_spec, application_data, alert, ssl2_client_hello,
    new_session_ticket ...; ``length`` bytes of its body.
    """

    side: Side
    type: str
    frame: int
    time: float
    length: int = 0


@value(frozen=True, slots=True)
class Alert:
    """An alert. Encrypted ones have no ``level`` and ``code``; ``inferred`` where size and order only
    suggest an alert.
    """

    side: Side
    level: Literal["warning", "fatal"] | None
    code: int | None
    name: str | None
    frame: int
    time: float
    encrypted: bool = False
    inferred: bool = False


@value(frozen=True, slots=True)
class Oddity:
    """Something a healthy connection does not show. ``what`` is a sentence without a full stop."""

    what: str
    frame: int


@value(frozen=True, slots=True)
class Hello:
    """What a ClientHello offers, or a ServerHello (then each tuple has what was chosen). ``raw`` is the
    message body.

    ``format`` is ``tls`` or ``sslv2``. ``versions`` come from supported_versions. ``key_shares`` are
    groups. ``partial``: the capture does not hold all of it, and what is missing is not counted here. In an
    SSL 2.0 hello ``ciphers`` are kinds of three bytes, ``random`` is the challenge (or connection id).
    """

    format: Literal["tls", "sslv2"]
    legacy_version: int
    record_version: int | None
    random: bytes
    session_id: bytes
    ciphers: tuple[int, ...]
    extensions: tuple[int, ...]
    versions: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    key_shares: tuple[int, ...] = ()
    signature_algorithms: tuple[int, ...] = ()
    point_formats: tuple[int, ...] = ()
    sni: str | None = None
    alpn: tuple[str, ...] = ()
    alpn_raw: tuple[bytes, ...] = ()
    ticket_length: int | None = None
    psk_offered: bool = False
    early_data: bool = False
    extended_master_secret: bool = False
    ocsp_stapling: bool = False
    ech: bool = False
    compression_methods: tuple[int, ...] = ()
    frame: int = 0
    time: float = 0.0
    raw: bytes = b""
    partial: bool = False


@value(frozen=True, slots=True)
class CertificateSeen:
    """A certificate as it was sent; ``der`` is what was on the wire (decompressed)."""

    side: Side
    der: bytes
    frame: int


@value(frozen=True, slots=True)
class CertificateWanted:
    """A CertificateRequest: the types, algorithms and CA names (RFC 4514) that the server would take."""

    types: tuple[int, ...]
    signature_algorithms: tuple[int, ...]
    authorities: tuple[str, ...]
    frame: int


@value(frozen=True, slots=True)
class Ending:
    """How the TCP connection ended: who sent the first FIN and the first RST, and why the reader stopped
    looking.
    """

    first_fin: Side | None = None
    first_rst: Side | None = None
    fin_frame: int | None = None
    rst_frame: int | None = None
    why: Literal["closed", "capture", "idle", "reused"] = "capture"
    fin_in_record: bool = False


@value(frozen=True, slots=True)
class WillLog:
    """What one side will have logged: ``platform`` gskit8, zvm, ibmi or openssl; ``code`` as that
    platform writes it.
    """

    side: Side
    platform: str
    code: str
    constant: str
    validation: str = ""
    confidence: Confidence = "likely"


@value(frozen=True, slots=True)
class Verdict:
    """Why a handshake ended as it did. ``cause`` is a word of ``docs/causes.md``; ``evidence`` frame
    numbers.
    """

    outcome: Outcome
    cause: str
    by: Literal["client", "server", "network"] | None
    confidence: Confidence
    why: str
    evidence: tuple[int, ...] = ()
    will_log: tuple[WillLog, ...] = ()
    advice: str = ""
    hypotheses: tuple[tuple[str, str], ...] = ()


@value(frozen=True, slots=True)
class Handshake:
    """One connection's handshake (the first; a later one in clear is a handshake of its own,
    renegotiation is a message).

    ``first_bytes`` are the first bytes that the client and the server sent, after a STARTTLS those behind it.
    ``opened`` has the steps of TCP's own handshake that were seen, and ``syns`` how often the SYN was sent.
    ``plaintext`` names the protocol that was spoken where TLS was expected, if it is known.
    ``decrypted``: a key log opened encrypted records. ``stapled``: an OCSP response came with the server's
    certificate. ``dh_bits`` is the size of the prime of a finite-field exchange. In ``quality`` the client's
    bytes are ``a_bytes``. ``application_data`` counts records, those of an encrypted handshake included where
    they cannot be told apart (TLS 1.3), and no more of them than the reader waited for.
    """

    file: str
    client: Endpoint
    server: Endpoint
    start: float
    end: float
    first_frame: int
    last_frame: int
    starttls: str | None
    starttls_refused: str | None
    client_hello: Hello | None
    second_client_hello: Hello | None
    server_hello: Hello | None
    hello_retry: bool
    version: int | None
    messages: tuple[Message, ...]
    certificates: tuple[CertificateSeen, ...]
    certificate_wanted: CertificateWanted | None
    client_certificate_given: bool | None
    alerts: tuple[Alert, ...]
    resumed: bool | None
    resumed_by: Literal["id", "ticket", "psk"] | None
    renegotiated: bool
    application_data: tuple[int, int]
    ending: Ending
    quality: Quality
    oddities: tuple[Oddity, ...]
    rtt: float | None
    duration: float | None
    first_bytes: tuple[bytes, bytes] = (b"", b"")
    selected_group: int | None = None
    server_signature: int | None = None
    client_signature: int | None = None
    opened: tuple[str, ...] = ()
    syns: int = 0
    plaintext: str | None = None
    decrypted: bool = False
    stapled: bool = False
    dh_bits: int | None = None
