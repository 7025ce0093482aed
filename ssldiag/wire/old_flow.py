"""Records of SSL 2.0, from ClientHello to the encrypted end (Hickman 1995, 5). Records in, facts added to the
course of the handshake.
"""

from __future__ import annotations

from ssldiag.wire import numbers, ssl2
from ssldiag.wire.course import Course
from ssldiag.wire.gathered import Half
from ssldiag.wire.number_tables import SSL2_MESSAGES

CLIENT_MASTER_KEY = 2


def old_record(course: Course, half: Half, padding: int, body: bytes, size: int) -> None:
    """One record. What is padded is encrypted; what is encrypted is counted as data too."""
    got = course.got
    kind = body[0] if body else -1
    if padding and not half.encrypted and ssl2.is_padded_hello(body, padding):
        body, size, padding = body[:-padding], size - padding, 0
    if half.encrypted or padding or kind not in SSL2_MESSAGES:
        course.show(half, "ssl2_encrypted", size)
        half.app += 1
        if not half.finished:
            course.finish(half)
        return
    course.show(half, numbers.ssl2_message_name(kind), size - 1)
    notes: list[str] = []
    if kind == ssl2.CLIENT_HELLO:
        course.offered(half, ssl2.client_hello(body, course.frame, course.time, notes))
    elif kind == ssl2.SERVER_HELLO:
        _chosen(course, half, body, notes)
    elif kind == ssl2.ERROR and size >= 3:
        code = int.from_bytes(body[1:3], "big")
        got.odd(f"SSL 2.0 error {numbers.ssl2_error_name(code)}", course.frame)
        got.fatal = True
    elif kind == CLIENT_MASTER_KEY:
        got.full = True
        got.cipher = int.from_bytes(body[1:4], "big")
        half.encrypted = course.other(half).encrypted = True
    course.note(notes)


def _chosen(course: Course, half: Half, body: bytes, notes: list[str]) -> None:
    got = course.got
    said, der, hit = ssl2.server_hello(body, course.frame, course.time, notes)
    course.answers(half)
    if got.server_hello is not None:
        return
    got.server_hello, got.version, got.old, got.hit = said, numbers.SSL2, True, hit
    if der:
        course.showed(half, (der,), True)
    for each in course.decoded():
        each.records.old_for_good = each.records.old = True
    if hit:
        half.encrypted = course.other(half).encrypted = True
