"""What records mean: the protocol from ClientHello to Finished, for SSL 2.0 to TLS 1.3. Records in, facts
:class:`~ssldiag.wire.gathered.Gathered` out.

It follows what is on the wire and does not insist on the order that the standards want: a peer that breaks
the rules is what is looked for. After ChangeCipherSpec (up to TLS 1.2) messages cannot be read; after a
ServerHello of TLS 1.3 all is application data. A key log opens both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ssldiag.wire import certificates, hello, keyexchange, numbers, ssl2
from ssldiag.wire.decrypt import Decrypter, decrypter
from ssldiag.wire.gathered import (
    LOST,
    MAX_ALERTS,
    MAX_CERTIFICATES,
    MAX_DATA_LISTED,
    MAX_MESSAGES,
    TLS,
    Gathered,
    Half,
)
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.model import Hello
from ssldiag.wire.number_tables import SSL2_MESSAGES
from ssldiag.wire.records import ALERT, APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE, SSL2_RECORD, Record
from ssldiag.wire.sniff import in_clear
from ssldiag.wire.suites import suite

NO_CERTIFICATE = 41
MAX_ALERT_RECORD = 8
"""More than four alerts in one record are none: then the record is encrypted."""

ALERT_SIZES = (19, 11)
"""Bodies of encrypted alerts in TLS 1.3: two bytes, the inner type, a tag of 16 (of CCM_8: 8) bytes (RFC 8446
5.2).
"""

HEARTBEAT_REQUEST = 1

MAX_HANDSHAKES = 20
"""Handshakes in the clear that are kept of one connection besides the last: an FTP session that goes back to
plain text (CCC, RFC 4217 3) may have a few.
"""


class Flow:
    """Reads the records of both directions. ``got`` is what they said; ``frame`` and ``time`` are those of
    the packet that is being read.
    """

    __slots__ = ("_halves", "_keylog", "before", "decrypter", "frame", "got", "time")

    def __init__(self, a: Half, b: Half, keylog: KeyLog | None) -> None:
        self._halves = {"a": a, "b": b}
        self._keylog = keylog
        self.decrypter: Decrypter | None = None
        self.got = Gathered()
        self.before: list[Gathered] = []
        self.frame = 0
        self.time = 0.0

    def again(self) -> None:
        """A handshake of its own begins in the same connection."""
        if len(self.before) < MAX_HANDSHAKES:
            self.before.append(self.got)
        self.got = Gathered()
        self.decrypter = None
        for half in self._halves.values():
            half.again()

    def other(self, half: Half) -> Half:
        """The other direction."""
        return self._halves["b" if half.direction == "a" else "a"]

    def _decoded(self) -> list[Half]:
        """The directions in which TLS has begun."""
        return [half for half in self._halves.values() if half.mode in (TLS, LOST)]

    def record(self, half: Half, record: Record) -> None:
        """One record. Kinds that are none of TLS or SSL 2.0 do not come here."""
        kind, version, body, size = record
        self.got.seen = True
        if self.decrypter is not None and kind != SSL2_RECORD:
            opened = self.decrypter.open(half.direction == self.got.client, kind, version, body)
            if opened is not None:
                self._opened(half, *opened, version, size)
                return
        if kind == APPLICATION_DATA:
            self._data(half, size)
        elif kind == HANDSHAKE:
            self._handshake(half, version, body, size)
        elif kind == CHANGE_CIPHER_SPEC:
            self._change(half, size)
        elif kind == ALERT:
            self._alert(half, body, size)
        elif kind == SSL2_RECORD:
            self._old(half, version, body, size)
        else:
            self._heartbeat(half, body, size)

    def show(self, half: Half, what: str, size: int) -> None:
        """Put a message into the list, as long as there is room."""
        got = self.got
        if len(got.messages) < MAX_MESSAGES:
            got.messages.append((half.direction, what, self.frame, self.time, size))
        else:
            got.odd(f"more than {MAX_MESSAGES} messages; the rest is not listed", self.frame)

    # Application data

    def _data(self, half: Half, size: int) -> None:
        half.app += 1
        half.last_data = (size, self.frame, self.time)
        if half.listed < MAX_DATA_LISTED:
            half.listed += 1
            self.show(half, "application_data", size)
        got = self.got
        if got.tls13 and not got.done and half.direction == got.client and self.other(half).app:
            got.done, got.done_time = size not in ALERT_SIZES, self.time

    def _opened(self, half: Half, kind: int, body: bytes, version: int, size: int) -> None:
        """A record that the key log opened; ``kind`` is what was inside."""
        self.got.decrypted = True
        if kind == HANDSHAKE:
            self._messages(half, body, version)
        elif kind == ALERT and len(body) == 2:
            self._add_alert(half, body[0], body[1], encrypted=True)
        elif kind == APPLICATION_DATA:
            self._data(half, size)

    # Handshake messages

    def _handshake(self, half: Half, version: int, body: bytes, size: int) -> None:
        got = self.got
        if (half.encrypted or got.done or got.fatal) and _is_hello(body):
            self.again()
            half.messages.drop()
            got = self.got
            got.seen = True
        if half.encrypted:
            if got.mac_size is not None and size > got.mac_size:
                self._messages(half, body[: size - got.mac_size], version)
            else:
                self._encrypted(half, size)
        elif half.sure or half.messages.inside or in_clear(body):
            self._messages(half, body, version)
        else:
            self._encrypted(half, size)

    def _encrypted(self, half: Half, size: int) -> None:
        self.show(half, "encrypted_handshake", size)
        got = self.got
        if half.encrypted and not half.finished:
            self._finish(half)
        elif got.done and half.direction == got.client and half.app:
            got.renegotiated = True

    def _finish(self, half: Half) -> None:
        """A side has finished; note the moment at which both have."""
        got = self.got
        half.finished = True
        if not got.done and self.other(half).finished:
            got.done, got.done_time = True, self.time

    def _messages(self, half: Half, body: bytes, version: int) -> None:
        for kind, part, size in half.messages.feed(body):
            self.message(half, kind, part, size, version)

    def message(
        self, half: Half, kind: int, body: bytes, size: int, version: int, whole: bool = True
    ) -> None:
        """One message. ``whole`` is false where the capture holds only its first part."""
        whole = whole and len(body) == size
        if kind == 2 and body[2:34] == hello.RETRY_RANDOM:
            name = "hello_retry_request"
        else:
            name = numbers.handshake_name(kind)
        self.show(half, name, size)
        handler = _HANDLERS.get(kind)
        if handler is not None:
            handler(self, half, body, version, whole)
        elif name == "unknown_handshake":
            self.got.odd(f"a handshake message of unknown type {kind}", self.frame)

    def _notes(self, notes: list[str]) -> None:
        for note in notes:
            self.got.odd(note, self.frame)

    def _client_hello(self, half: Half, body: bytes, version: int, whole: bool) -> None:
        notes: list[str] = []
        self._offered(half, hello.client_hello(body, version, self.frame, self.time, notes, whole))
        self._notes(notes)

    def _offered(self, half: Half, said: Hello) -> None:
        got = self.got
        if got.client is None:
            got.client = half.direction
        elif got.client != half.direction:
            got.odd("both sides sent a ClientHello", self.frame)
            return
        if got.client_hello is None:
            got.client_hello = said
        elif got.done:
            got.renegotiated = True
        elif got.retry is not None and got.second is None:
            got.second = said
        else:
            got.odd("another ClientHello though the server had not asked for one", self.frame)

    def _server_hello(self, half: Half, body: bytes, version: int, whole: bool) -> None:
        notes: list[str] = []
        said = hello.server_hello(body, version, self.frame, self.time, notes, whole)
        self._notes(notes)
        got = self.got
        if got.client is None:
            got.client = self.other(half).direction
        if said.random == hello.RETRY_RANDOM:
            self._retry(said)
        elif got.server_hello is None:
            self._chosen(half, said)
        elif got.done:
            got.renegotiated = True
        else:
            got.odd("another ServerHello", self.frame)

    def _retry(self, said: Hello) -> None:
        self.got.retry = said
        for half in self._halves.values():
            half.encrypted = False  # ChangeCipherSpec means nothing in TLS 1.3 (RFC 8446 D.4)

    def _chosen(self, half: Half, said: Hello) -> None:
        got = self.got
        got.server_hello = said
        got.version = said.versions[0] if said.versions else said.legacy_version
        got.cipher = said.ciphers[0] if said.ciphers else None
        got.tls13 = numbers.is_tls13(got.version)
        chosen = suite(got.cipher) if got.cipher is not None else None
        if got.tls13:
            got.group = said.key_shares[0] if said.key_shares else None
            for each in self._halves.values():
                each.encrypted = False
        elif chosen is not None and chosen.null:
            got.mac_size = chosen.mac_size
        if self._keylog is not None and chosen is not None and got.client_hello is not None:
            self.decrypter = decrypter(self._keylog, got.client_hello, said, chosen, got.version)
            if self.decrypter is not None and self.decrypter.wants_data:
                for each in self._decoded():
                    each.records.keep_data = True

    def _retry_of_draft(self, half: Half, body: bytes, version: int, whole: bool) -> None:
        notes: list[str] = []
        self._retry(hello.retry_of_draft(body, version, self.frame, self.time, notes))
        self._notes(notes)

    def _certificate(self, half: Half, body: bytes, version: int, whole: bool) -> None:
        got = self.got
        notes: list[str] = []
        found, stapled = certificates.chain(body, got.tls13, notes, whole)
        self._notes(notes)
        got.full = True
        got.stapled |= stapled
        self._showed(half, found, whole)

    def _showed(self, half: Half, found: tuple[bytes, ...], whole: bool) -> None:
        got = self.got
        room = MAX_CERTIFICATES - len(got.certificates)
        got.certificates += [(half.direction, der, self.frame) for der in found[:room]]
        if half.direction == got.client and (found or whole) and not got.done:
            got.client_certificate = bool(found)

    def _compressed(self, half: Half, body: bytes, version: int, whole: bool) -> None:
        notes: list[str] = []
        plain = certificates.unpacked(body, notes) if whole else None
        self._notes(notes)
        if plain is not None:
            self._certificate(half, plain, version, True)

    def _key_exchange(self, half: Half, body: bytes, version: int, whole: bool) -> None:
        got = self.got
        got.full = True
        notes: list[str] = []
        found = keyexchange.server_key_exchange(body, got.cipher, got.version or version, notes)
        got.group, got.dh_bits, got.signature = found
        self._notes(notes if whole else [])

    def _request(self, half: Half, body: bytes, version: int, whole: bool) -> None:
        got = self.got
        notes: list[str] = []
        if got.wanted is None:
            got.wanted = certificates.request(body, got.version or version, got.tls13, notes), self.frame
        self._notes(notes if whole else [])

    def _full(self, half: Half, body: bytes, version: int, whole: bool) -> None:
        self.got.full = True

    def _verify(self, half: Half, body: bytes, version: int, whole: bool) -> None:
        got = self.got
        scheme = keyexchange.certificate_verify(body, got.version or version)
        if half.direction == got.client:
            got.client_signature = scheme
        else:
            got.signature = scheme

    def _finished(self, half: Half, body: bytes, version: int, whole: bool) -> None:
        self._finish(half)
        if self.decrypter is not None:
            self.decrypter.finished(half.direction == self.got.client)

    def _key_update(self, half: Half, body: bytes, version: int, whole: bool) -> None:
        if self.decrypter is not None:
            self.decrypter.update(half.direction == self.got.client)

    def _status(self, half: Half, body: bytes, version: int, whole: bool) -> None:
        self.got.stapled = True

    # The other kinds of record

    def _change(self, half: Half, size: int) -> None:
        got = self.got
        self.show(half, "change_cipher_spec", size)
        if size != 1 and not half.encrypted:
            got.odd(f"a ChangeCipherSpec of {size} bytes", self.frame)
        half.changes += 1
        half.changed_whole |= half.changes == 1 and half.whole
        if got.tls13 or got.retry is not None:
            return
        if half.encrypted and got.done:
            got.renegotiated = True
        half.encrypted = True

    def _alert(self, half: Half, body: bytes, size: int) -> None:
        got = self.got
        if half.encrypted and size > 2:
            if got.mac_size is not None and size == got.mac_size + 2:
                self._add_alert(half, body[0], body[1])
            else:
                self._add_alert(half, None, None, encrypted=True)
            return
        said = half.alert + body
        if size > MAX_ALERT_RECORD or any(level not in (1, 2) for level in said[::2]):
            self._add_alert(half, None, None, encrypted=True)
            return
        for at in range(0, len(said) - 1, 2):
            self._add_alert(half, said[at], said[at + 1])
        half.alert = said[-1:] if len(said) % 2 else b""
        if size != 2:
            got.odd(f"an alert record of {size} bytes in the clear", self.frame)

    def _add_alert(self, half: Half, level: int | None, code: int | None, encrypted: bool = False) -> None:
        got = self.got
        self.show(half, "alert", 2)
        if len(got.alerts) < MAX_ALERTS:
            got.alerts.append((half.direction, level, code, self.frame, self.time, encrypted))
        if level == 2:
            got.fatal = True
        if code == NO_CERTIFICATE and half.direction == got.client:
            got.client_certificate = False  # SSL 3.0 has no empty Certificate message (RFC 6101 5.6.6)

    def _heartbeat(self, half: Half, body: bytes, size: int) -> None:
        got = self.got
        self.show(half, "heartbeat", size)
        clear = not half.encrypted and not got.tls13 and size >= 3 and body[0] == HEARTBEAT_REQUEST
        if clear and int.from_bytes(body[1:3], "big") + 3 > size:
            got.odd("a heartbeat request wants more back than it sends (CVE-2014-0160)", self.frame)

    def torn(self, half: Half, broken: Record, lost: bool) -> None:
        """A record of which the capture lacks the end. ``lost``: nobody knows where the next one begins."""
        kind, version, body, missing = broken
        size = len(body) + missing
        if kind == APPLICATION_DATA:
            self._data(half, size)
        elif kind == CHANGE_CIPHER_SPEC:
            self._change(half, size)
        elif kind == ALERT and (half.encrypted or size > 2):
            self._add_alert(half, None, None, encrypted=True)
        elif kind == HANDSHAKE and half.encrypted:
            self._encrypted(half, size)
        else:
            self.begun(half, version, body if kind == HANDSHAKE else b"")
            part = half.messages.hole(None if lost else missing)
            if part is not None:
                self.message(half, *part, version, whole=False)

    def begun(self, half: Half, version: int, body: bytes) -> None:
        """A handshake record that ends too early: the messages that are whole."""
        if body and half.sure and not half.encrypted:
            self.got.seen = True
            self._messages(half, body, version)

    # SSL 2.0

    def _old(self, half: Half, padding: int, body: bytes, size: int) -> None:
        got = self.got
        kind = body[0] if body else -1
        if half.encrypted or padding or kind not in SSL2_MESSAGES:
            self.show(half, "ssl2_encrypted", size)
            half.app += 1
            if not half.finished:
                self._finish(half)
            return
        self.show(half, numbers.ssl2_message_name(kind), size - 1)
        notes: list[str] = []
        if kind == ssl2.CLIENT_HELLO:
            self._offered(half, ssl2.client_hello(body, self.frame, self.time, notes))
        elif kind == ssl2.SERVER_HELLO:
            self._old_chosen(half, body, notes)
        elif kind == ssl2.ERROR and size >= 3:
            code = int.from_bytes(body[1:3], "big")
            got.odd(f"SSL 2.0 error {numbers.ssl2_error_name(code)}", self.frame)
            got.fatal = True
        elif kind == CLIENT_MASTER_KEY:
            got.full = True
            got.cipher = int.from_bytes(body[1:4], "big")
            half.encrypted = self.other(half).encrypted = True
        self._notes(notes)

    def _old_chosen(self, half: Half, body: bytes, notes: list[str]) -> None:
        got = self.got
        said, der, hit = ssl2.server_hello(body, self.frame, self.time, notes)
        other = self.other(half)
        if got.client is None:
            got.client = other.direction
        if got.server_hello is not None:
            return
        got.server_hello, got.version, got.old, got.hit = said, numbers.SSL2, True, hit
        if der:
            self._showed(half, (der,), True)
        for each in self._decoded():
            each.records.old_for_good = each.records.old = True
        if hit:
            half.encrypted = other.encrypted = True


def _is_hello(body: bytes) -> bool:
    """Whether a record where none is expected holds a ClientHello in the clear, and nothing else."""
    return (
        len(body) >= 42
        and body[0] == 1
        and body[4] == 3
        and int.from_bytes(body[1:4], "big") + 4 == len(body)
    )


CLIENT_MASTER_KEY = 2

_HANDLERS: Mapping[int, Callable[[Flow, Half, bytes, int, bool], None]] = {
    1: Flow._client_hello,
    2: Flow._server_hello,
    6: Flow._retry_of_draft,
    11: Flow._certificate,
    12: Flow._key_exchange,
    13: Flow._request,
    14: Flow._full,
    15: Flow._verify,
    16: Flow._full,
    20: Flow._finished,
    22: Flow._status,
    24: Flow._key_update,
    25: Flow._compressed,
}
"""Type of message -> what is read from it."""
