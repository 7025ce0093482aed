"""Packets as tshark decoded them in, a :class:`Handshake` for each TCP stream with TLS out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from ssldiag.capture.engines.tshark_hello import RETRY, hello
from ssldiag.capture.engines.tshark_tree import Packet, TlsMessage, first, number, numbers, octets, values
from ssldiag.capture.segments import ACK, FIN, RST, SYN
from ssldiag.wire.events import Quality
from ssldiag.wire.model import (
    Alert,
    CertificateSeen,
    CertificateWanted,
    Ending,
    Endpoint,
    Handshake,
    Hello,
    Message,
    Side,
)
from ssldiag.wire.numbers import SSL2, alert_name, is_tls13

MOST_STREAMS = 16_384
"""Streams whose packets are held at once; beyond, the one that was opened first is given out as it is."""

LINGER = 5.0
"""Seconds of the capture for which packets of a stream count after its end, as in the native reader."""

MOST_MESSAGES = 512
"""Messages kept of one stream: a handshake with everything in it has some twenty."""

STARTTLS = {
    **{
        word: word
        for word in ("smtp", "ftp", "imap", "ldap", "xmpp", "mysql", "telnet", "http", "socks", "tds", "drda")
    },
    "pop": "pop3",
    "pgsql": "postgresql",
}
"""tshark's name of a protocol that may go before TLS, and ours."""


@dataclass(slots=True)
class Stream:
    """What is kept of one TCP stream. ``caller`` sent the first SYN, else the first packet."""

    caller: Endpoint
    called: Endpoint
    caller_is_sure: bool = False
    start: float = 0.0
    end: float = 0.0
    frames: tuple[int, int] = (0, 0)
    before: str | None = None
    rtt: float | None = None
    sizes: dict[Endpoint, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    cut: bool = False
    fin: tuple[Endpoint, int] | None = None
    rst: tuple[Endpoint, int] | None = None
    syns: int = 0
    opened: list[str] = field(default_factory=list)
    messages: list[tuple[Packet, TlsMessage]] = field(default_factory=list)

    def add(self, packet: Packet) -> None:
        """Take in the next packet."""
        if not self.frames[0]:
            self.frames, self.start = (packet.frame, packet.frame), packet.time
        self.frames, self.end = (self.frames[0], packet.frame), packet.time
        self.sizes[packet.source] = self.sizes.get(packet.source, 0) + packet.size
        self.rtt = packet.rtt if self.rtt is None else self.rtt
        self.cut |= packet.cut
        for mark in packet.marks:
            self.marks[mark] = self.marks.get(mark, 0) + 1
        self._flags(packet)
        if not self.messages:
            self.before = next((STARTTLS[name] for name in packet.protocols if name in STARTTLS), self.before)
        room = MOST_MESSAGES - len(self.messages)
        self.messages += [(packet, message) for message in packet.messages[:room]]

    def _flags(self, packet: Packet) -> None:
        if packet.flags & SYN:
            self.opened.append("syn_ack" if packet.flags & ACK else "syn")
            if not packet.flags & ACK:
                self.syns += 1
            if not self.caller_is_sure:
                ends = packet.source, packet.target
                self.caller, self.called = ends if not packet.flags & ACK else ends[::-1]
                self.caller_is_sure = True
        if packet.flags & FIN and self.fin is None:
            self.fin = packet.source, packet.frame
        if packet.flags & RST and self.rst is None:
            self.rst = packet.source, packet.frame

    @property
    def over(self) -> bool:
        """Whether an end was seen."""
        return self.fin is not None or self.rst is not None


def handshakes(packets: Iterable[Packet], file: str) -> Iterator[Handshake]:
    """The handshakes of a capture, each when its stream has ended."""
    streams: dict[int, Stream] = {}
    for packet in packets:
        stream = streams.get(packet.stream)
        if stream is None:
            yield from _given_up(streams, packet.time, file)
            stream = streams[packet.stream] = Stream(packet.source, packet.target)
        stream.add(packet)
    for stream in streams.values():
        yield from built(stream, file)


def _given_up(streams: dict[int, Stream], now: float, file: str) -> Iterator[Handshake]:
    """Streams that ended a while ago, and the oldest one where there are too many."""
    gone = [key for key, stream in streams.items() if stream.over and stream.end + LINGER < now]
    if len(streams) - len(gone) >= MOST_STREAMS:
        gone.append(next(key for key in streams if key not in gone))
    for key in gone:
        yield from built(streams.pop(key), file)


def built(stream: Stream, file: str) -> Iterator[Handshake]:
    """The handshake of a stream, if there is TLS in it."""
    if not stream.messages:
        return
    client = _client(stream)
    server = stream.called if client == stream.caller else stream.caller
    yield _Builder(stream, client, server).handshake(file)


def _client(stream: Stream) -> Endpoint:
    """Who sent the ClientHello; else the other side of a ServerHello; else who opened the connection."""
    for packet, message in stream.messages:
        if message.type.endswith("client_hello"):
            return packet.source
        if message.type.endswith("server_hello"):
            return packet.target
    if stream.caller_is_sure or stream.caller.port > stream.called.port:
        return stream.caller
    return stream.called


class _Builder:
    """Makes a handshake of a stream whose sides are known."""

    def __init__(self, stream: Stream, client: Endpoint, server: Endpoint) -> None:
        self.stream = stream
        self.client = client
        self.server = server
        self.hellos: dict[str, list[Hello]] = {"client": [], "server": []}
        self.certificates: list[CertificateSeen] = []
        self.alerts: list[Alert] = []
        self.messages: list[Message] = []
        self.wanted: CertificateWanted | None = None
        self.given: bool | None = None
        for packet, message in stream.messages:
            self._message(packet, message)

    def side(self, end: Endpoint) -> Side:
        return "client" if end == self.client else "server"

    def _message(self, packet: Packet, message: TlsMessage) -> None:
        side = self.side(packet.source)
        word = message.type
        if word.endswith(("client_hello", "server_hello")) and message.tree:
            found = hello(message, packet)
            self.hellos[side].append(found)
            if side == "server" and found.random == RETRY:
                word = "hello_retry_request"
        ders = [octets(value) for value in values(message.tree, "tls.handshake.certificate")]
        if word in ("certificate", "ssl2_server_hello", "ssl2_client_certificate"):
            self.certificates += [CertificateSeen(side, der, packet.frame) for der in ders if der]
            if side == "client":
                self.given = bool(ders)
        elif word == "certificate_request":
            self.wanted = _wanted(message, packet.frame)
        elif word == "alert":
            self.alerts.append(_alert(message, packet, side))
        self.messages.append(Message(side, word, packet.frame, packet.time, message.length))

    def handshake(self, file: str) -> Handshake:
        stream = self.stream
        answers = [found for found in self.hellos["server"] if found.random != RETRY]
        retry = len(answers) < len(self.hellos["server"])
        client = next(iter(self.hellos["client"]), None)
        second = self.hellos["client"][1] if retry and len(self.hellos["client"]) > 1 else None
        server = next(iter(answers), None)
        version = _version(server)
        resumed, by = self._resumed(second or client, server, version)
        start = client.time if client else stream.start
        return Handshake(
            file,
            self.client,
            self.server,
            stream.start,
            stream.end,
            *stream.frames,
            stream.before,
            None,
            client,
            second,
            server,
            retry,
            version,
            tuple(self.messages),
            tuple(self.certificates),
            self.wanted,
            self.given,
            tuple(self.alerts),
            resumed,
            by,
            False,
            (self._data("client"), self._data("server")),
            self._ending(),
            self._quality(),
            (),
            stream.rtt,
            self._duration(start),
            selected_group=server.key_shares[0] if server and server.key_shares else None,
            opened=tuple(dict.fromkeys(stream.opened)),
            syns=stream.syns,
        )

    def _data(self, side: Side) -> int:
        return sum(message.side == side and message.type == "application_data" for message in self.messages)

    def _duration(self, start: float) -> float | None:
        """From the ClientHello to the first message after both sides have changed keys."""
        changed = {message.side for message in self.messages if message.type == "encrypted_handshake"}
        if changed != {"client", "server"}:
            return None
        done = [message.time for message in self.messages if message.type == "encrypted_handshake"]
        return max(done) - start

    def _ending(self) -> Ending:
        fin, rst = self.stream.fin, self.stream.rst
        return Ending(
            self.side(fin[0]) if fin else None,
            self.side(rst[0]) if rst else None,
            fin[1] if fin else None,
            rst[1] if rst else None,
            "closed" if fin or rst else "capture",
        )

    def _quality(self) -> Quality:
        stream = self.stream
        sizes = stream.sizes.get(self.client, 0), stream.sizes.get(self.server, 0)
        return Quality(
            *sizes,
            stream.marks.get("lost_segment", 0),
            stream.marks.get("retransmission", 0),
            stream.marks.get("out_of_order", 0),
            0,
            stream.cut,
            min(sizes) == 0 < max(sizes) and len(stream.sizes) == 1,
            "syn" not in stream.opened,
        )

    def _resumed(
        self, client: Hello | None, server: Hello | None, version: int | None
    ) -> tuple[bool | None, Literal["id", "ticket", "psk"] | None]:
        if server is None:
            return None, None
        if is_tls13(version):
            return (True, "psk") if 41 in server.extensions else (False, None)
        words = {message.type for message in self.messages if message.side == "server"}
        if words & {"certificate", "server_key_exchange", "server_hello_done"}:
            return False, None
        if "change_cipher_spec" not in words or client is None:
            return None, None
        return True, "ticket" if client.ticket_length else "id"


def _version(server: Hello | None) -> int | None:
    if server is None:
        return None
    return SSL2 if server.format == "sslv2" else next(iter(server.versions), server.legacy_version)


def _alert(message: TlsMessage, packet: Packet, side: Side) -> Alert:
    level, code = (number(first(message.tree, f"tls.alert_message.{name}")) for name in ("level", "desc"))
    if code is None:
        return Alert(side, None, None, None, packet.frame, packet.time, encrypted=True)
    word: Literal["warning", "fatal"] = "warning" if level == 1 else "fatal"
    return Alert(side, word, code, alert_name(code), packet.frame, packet.time)


def _wanted(message: TlsMessage, frame: int) -> CertificateWanted:
    tree = message.tree
    return CertificateWanted(
        numbers(tree, "tls.handshake.cert_type"), numbers(tree, "tls.handshake.sig_hash_alg"), (), frame
    )
