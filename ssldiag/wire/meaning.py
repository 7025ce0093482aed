"""What handshake messages mean, from ClientHello to Finished: a message in, facts added to the course of the
handshake. One table says which message is read how; others are listed and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ssldiag.wire import certificates, hello, keyexchange, numbers
from ssldiag.wire.course import Course
from ssldiag.wire.decrypt import decrypter
from ssldiag.wire.gathered import Half
from ssldiag.wire.model import Hello
from ssldiag.wire.number_tables import HANDSHAKE_TYPES
from ssldiag.wire.suites import suite

SERVER_HELLO = 2
UNKNOWN = numbers.handshake_name(-1)

MAX_HELLO = 131_620
"""A hello with all its lists as long as their lengths can say (RFC 8446 4.1.2); the rest is none of it."""

Handler = Callable[[Course, Half, bytes, int, bool], None]
"""Course, direction, body, version of the record, whether it is whole."""


def message(
    course: Course, half: Half, kind: int, body: bytes, size: int, version: int, whole: bool = True
) -> None:
    """One message. ``whole`` is false where the capture holds only its first part."""
    whole = whole and len(body) == size
    name = HANDSHAKE_TYPES.get(kind, UNKNOWN)
    if kind <= SERVER_HELLO:
        body = body[:MAX_HELLO]
        if kind == SERVER_HELLO and body[2:34] == hello.RETRY_RANDOM:
            name = "hello_retry_request"
    course.show(half, name, size)
    handler = HANDLERS.get(kind)
    if handler is not None:
        handler(course, half, body, version, whole)
    elif name is UNKNOWN:
        course.got.odd(f"a handshake message of unknown type {kind}", course.frame)


def _client_hello(course: Course, half: Half, body: bytes, version: int, whole: bool) -> None:
    notes: list[str] = []
    course.offered(half, hello.client_hello(body, version, course.frame, course.time, notes, whole))
    course.note(notes)


def _server_hello(course: Course, half: Half, body: bytes, version: int, whole: bool) -> None:
    notes: list[str] = []
    said = hello.server_hello(body, version, course.frame, course.time, notes, whole)
    course.note(notes)
    got = course.got
    course.answers(half)
    if said.random == hello.RETRY_RANDOM:
        _retry(course, said)
    elif got.server_hello is None:
        _chosen(course, said)
    elif got.done:
        got.renegotiated = True
    else:
        got.odd("another ServerHello", course.frame)


def _retry(course: Course, said: Hello) -> None:
    course.got.retry = said
    course.clear()


def _chosen(course: Course, said: Hello) -> None:
    got = course.got
    got.server_hello = said
    got.version = said.versions[0] if said.versions else said.legacy_version
    got.cipher = said.ciphers[0] if said.ciphers else None
    got.tls13 = numbers.is_tls13(got.version)
    chosen = suite(got.cipher) if got.cipher is not None else None
    if got.tls13:
        got.group = said.key_shares[0] if said.key_shares else None
        course.clear()
    elif chosen is not None and chosen.null:
        got.mac_size = chosen.mac_size
    log = course.keylog
    if log is not None and log.secrets and chosen is not None and got.client_hello is not None:
        course.decrypter = decrypter(log, got.client_hello, said, chosen, got.version)
        for each in course.decoded():
            each.records.keep_data = course.keeps


def _retry_of_draft(course: Course, half: Half, body: bytes, version: int, whole: bool) -> None:
    notes: list[str] = []
    _retry(course, hello.retry_of_draft(body, version, course.frame, course.time, notes))
    course.note(notes)


def _certificate(course: Course, half: Half, body: bytes, version: int, whole: bool) -> None:
    got = course.got
    notes: list[str] = []
    found, stapled = certificates.chain(body, got.tls13, notes, whole)
    course.note(notes)
    got.full = True
    got.stapled |= stapled
    course.showed(half, found, whole)


def _compressed(course: Course, half: Half, body: bytes, version: int, whole: bool) -> None:
    notes: list[str] = []
    plain = certificates.unpacked(body, notes) if whole else None
    course.note(notes)
    if plain is not None:
        _certificate(course, half, plain, version, True)


def _key_exchange(course: Course, half: Half, body: bytes, version: int, whole: bool) -> None:
    got = course.got
    got.full = True
    notes: list[str] = []
    found = keyexchange.server_key_exchange(body, got.cipher, got.version or version, notes)
    got.group, got.dh_bits, got.signature = found
    course.note(notes if whole else [])


def _request(course: Course, half: Half, body: bytes, version: int, whole: bool) -> None:
    got = course.got
    notes: list[str] = []
    if got.wanted is None:
        got.wanted = certificates.request(body, got.version or version, got.tls13, notes), course.frame
    course.note(notes if whole else [])


def _full(course: Course, half: Half, body: bytes, version: int, whole: bool) -> None:
    course.got.full = True


def _verify(course: Course, half: Half, body: bytes, version: int, whole: bool) -> None:
    got = course.got
    scheme = keyexchange.certificate_verify(body, got.version or version)
    if half.direction == got.client:
        got.client_signature = scheme
    else:
        got.signature = scheme


def _finished(course: Course, half: Half, body: bytes, version: int, whole: bool) -> None:
    course.finish(half)
    if course.decrypter is not None:
        course.decrypter.finished(half.direction == course.got.client)


def _key_update(course: Course, half: Half, body: bytes, version: int, whole: bool) -> None:
    if course.decrypter is not None:
        course.decrypter.update(half.direction == course.got.client)


def _status(course: Course, half: Half, body: bytes, version: int, whole: bool) -> None:
    course.got.stapled = True


HANDLERS: Mapping[int, Handler] = {
    1: _client_hello,
    SERVER_HELLO: _server_hello,
    6: _retry_of_draft,
    11: _certificate,
    12: _key_exchange,
    13: _request,
    14: _full,
    15: _verify,
    16: _full,
    20: _finished,
    22: _status,
    24: _key_update,
    25: _compressed,
}
"""Type of message -> what is read from it."""
