"""Certificates are parsed once; what is remembered of them is bounded by number and by size."""

from __future__ import annotations

from ssldiag.capture.judged import Certificates, judge_one
from ssldiag.keydb.certificate import NotACertificate
from ssldiag.keydb.model import Certificate
from ssldiag.wire.model import CertificateSeen, Handshake
from tests.render.handshakes import handshake
from tests.wire.plays import LEAF


class Reader:
    """Counts how often it is asked to read a certificate."""

    def __init__(self) -> None:
        self.read: list[bytes] = []

    def __call__(self, der: bytes) -> Certificate:
        self.read.append(der)
        if der.startswith(b"no"):
            raise NotACertificate("is none")
        return LEAF


def shows(*ders: bytes) -> Handshake:
    return handshake(certificates=tuple(CertificateSeen("server", der, 6) for der in ders))


def test_a_certificate_is_read_once() -> None:
    reader = Reader()
    store = Certificates(read=reader)
    for _ in range(3):
        one, two = store.shown(shows(b"one", bytes(bytearray(b"no certificate"))))
        assert (one.certificate, one.error, one.frame) == (LEAF, "", 6)
        assert (two.certificate, two.error) == (None, "is none")
        assert one.sha256 != two.sha256
    assert reader.read == [b"one", b"no certificate"]


def test_the_one_not_seen_for_longest_is_forgotten() -> None:
    reader = Reader()
    store = Certificates(2, reader)
    for der in (b"1", b"2", b"1", b"3", b"1", b"2"):
        store.shown(shows(der))
    assert reader.read == [b"1", b"2", b"3", b"2"]


def test_no_more_bytes_are_kept_than_there_is_room_for() -> None:
    reader = Reader()
    store = Certificates(100, reader, room=10)
    for der in (b"12345", b"abcde", b"12345", b"abcdef", b"12345", b"far too many bytes", b"12345"):
        store.shown(shows(der))
    assert reader.read == [b"12345", b"abcde", b"abcdef", b"12345", b"far too many bytes", b"12345"]
    assert sum(map(len, store._known)) <= 10


def test_the_chain_of_a_side() -> None:
    judged = judge_one(shows(b"one", b"no"), Certificates(read=Reader()))
    assert judged.chain("server") == (LEAF,)
    assert judged.chain("client") == ()
    assert not judged.failed
