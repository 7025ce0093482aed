"""What records mean, for SSL 2.0 to TLS 1.3: handshake, ChangeCipherSpec, alert, data and heartbeat
records in, facts added to the course of the handshake.

It follows what is on the wire and does not insist on the order that the standards want: a peer that breaks
the rules is what is looked for. After ChangeCipherSpec (up to TLS 1.2) messages cannot be read; after a
ServerHello of TLS 1.3 all is application data. A key log opens both.
"""

from __future__ import annotations

from ssldiag.wire.course import Course
from ssldiag.wire.gathered import MAX_ALERTS, MAX_DATA_LISTED, Half
from ssldiag.wire.meaning import message
from ssldiag.wire.old_flow import old_record
from ssldiag.wire.records import ALERT, APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE, SSL2_RECORD, Record
from ssldiag.wire.sniff import in_clear

NO_CERTIFICATE = 41
MAX_ALERT_RECORD = 8
"""More than four alerts in one record are none: then the record is encrypted."""

ALERT_SIZES = (19, 11)
"""Bodies of encrypted alerts in TLS 1.3: two bytes, the inner type, a tag of 16 (of CCM_8: 8) bytes (RFC 8446
5.2).
"""

HEARTBEAT_REQUEST = 1


def record(course: Course, half: Half, record: Record) -> None:
    """One record. Kinds that are none of TLS or SSL 2.0 do not come here."""
    kind, version, body, size = record
    course.got.seen = True
    if course.decrypter is not None and kind != SSL2_RECORD:
        opened = course.decrypter.open(half.direction == course.got.client, kind, version, body)
        if opened is not None:
            _opened(course, half, *opened, version, size)
            return
    if kind == APPLICATION_DATA:
        _data(course, half, size)
    elif kind == HANDSHAKE:
        _handshake(course, half, version, body, size)
    elif kind == CHANGE_CIPHER_SPEC:
        _change(course, half, size)
    elif kind == ALERT:
        _alert(course, half, body, size)
    elif kind == SSL2_RECORD:
        old_record(course, half, version, body, size)
    else:
        _heartbeat(course, half, body, size)


def torn(course: Course, half: Half, broken: Record, lost: bool) -> None:
    """A record of which the capture lacks the end. ``lost``: nobody knows where the next one begins."""
    kind, version, body, missing = broken
    size = len(body) + missing
    if kind == APPLICATION_DATA:
        _data(course, half, size)
    elif kind == CHANGE_CIPHER_SPEC:
        _change(course, half, size)
    elif kind == ALERT and (half.encrypted or size > 2):
        _add_alert(course, half, None, None, encrypted=True)
    elif kind == HANDSHAKE and half.encrypted:
        _encrypted(course, half, size)
    else:
        begun(course, half, version, body if kind == HANDSHAKE else b"")
        part = half.messages.hole(None if lost else missing)
        if part is not None:
            message(course, half, *part, version, whole=False)


def begun(course: Course, half: Half, version: int, body: bytes) -> None:
    """A handshake record that ends too early: the messages that are whole."""
    if body and half.sure and not half.encrypted:
        course.got.seen = True
        _messages(course, half, body, version)


def _data(course: Course, half: Half, size: int) -> None:
    half.app += 1
    half.last_data = (size, course.frame, course.time)
    if half.listed < MAX_DATA_LISTED:
        half.listed += 1
        course.show(half, "application_data", size)
    got = course.got
    if got.tls13 and not got.done and half.direction == got.client and course.other(half).app:
        got.done, got.done_time = size not in ALERT_SIZES, course.time


def _opened(course: Course, half: Half, kind: int, body: bytes, version: int, size: int) -> None:
    """A record that the key log opened; ``kind`` is what was inside."""
    course.got.decrypted = True
    if kind == HANDSHAKE:
        _messages(course, half, body, version)
    elif kind == ALERT and len(body) == 2:
        _add_alert(course, half, body[0], body[1], encrypted=True)
    elif kind == APPLICATION_DATA:
        _data(course, half, size)


def _handshake(course: Course, half: Half, version: int, body: bytes, size: int) -> None:
    got = course.got
    if (half.encrypted or got.done or (got.fatal and got.client_hello)) and _is_hello(body):
        course.again()
        half.messages.drop()
        got = course.got
    if half.encrypted:
        if got.mac_size is not None and size > got.mac_size:
            _messages(course, half, body[: size - got.mac_size], version)
        else:
            _encrypted(course, half, size)
    elif half.sure or half.messages.inside or in_clear(body):
        _messages(course, half, body, version)
    else:
        _encrypted(course, half, size)


def _encrypted(course: Course, half: Half, size: int) -> None:
    course.show(half, "encrypted_handshake", size)
    got = course.got
    if half.encrypted and not half.finished:
        course.finish(half)
    elif got.done and half.direction == got.client and half.app:
        got.renegotiated = True


def _messages(course: Course, half: Half, body: bytes, version: int) -> None:
    if half.messages.alone(body):
        message(course, half, body[0], body[4:], len(body) - 4, version)
        return
    for kind, part, size in half.messages.feed(body):
        message(course, half, kind, part, size, version)


def _change(course: Course, half: Half, size: int) -> None:
    got = course.got
    course.show(half, "change_cipher_spec", size)
    if size != 1 and not half.encrypted:
        got.odd(f"a ChangeCipherSpec of {size} bytes", course.frame)
    half.changes += 1
    half.changed_whole |= half.changes == 1 and half.whole
    if got.tls13 or got.retry is not None:
        return
    if half.encrypted and got.done:
        got.renegotiated = True
    half.encrypted = True


def _alert(course: Course, half: Half, body: bytes, size: int) -> None:
    got = course.got
    if half.encrypted and size > 2:
        if got.mac_size is not None and size == got.mac_size + 2:
            _add_alert(course, half, body[0], body[1])
        else:
            _add_alert(course, half, None, None, encrypted=True)
        return
    said = half.alert + body
    if size > MAX_ALERT_RECORD or any(level not in (1, 2) for level in said[::2]):
        _add_alert(course, half, None, None, encrypted=True)
        return
    for at in range(0, len(said) - 1, 2):
        _add_alert(course, half, said[at], said[at + 1])
    half.alert = said[-1:] if len(said) % 2 else b""
    if size != 2:
        got.odd(f"an alert record of {size} bytes in the clear", course.frame)


def _add_alert(
    course: Course, half: Half, level: int | None, code: int | None, encrypted: bool = False
) -> None:
    got = course.got
    course.show(half, "alert", 2)
    if len(got.alerts) < MAX_ALERTS:
        got.alerts.append((half.direction, level, code, course.frame, course.time, encrypted))
    if level == 2:
        got.fatal = True
    if code == NO_CERTIFICATE and half.direction == got.client:
        got.client_certificate = False  # SSL 3.0 has no empty Certificate message (RFC 6101 5.6.6)


def _heartbeat(course: Course, half: Half, body: bytes, size: int) -> None:
    got = course.got
    course.show(half, "heartbeat", size)
    clear = not half.encrypted and not got.tls13 and size >= 3 and body[0] == HEARTBEAT_REQUEST
    if clear and int.from_bytes(body[1:3], "big") + 3 > size:
        got.odd("a heartbeat request wants more back than it sends (CVE-2014-0160)", course.frame)


def _is_hello(body: bytes) -> bool:
    """Whether a record where none is expected holds a ClientHello in the clear, and nothing else."""
    return (
        len(body) >= 42
        and body[0] == 1
        and body[4] == 3
        and int.from_bytes(body[1:4], "big") + 4 == len(body)
    )
