"""Handshakes of captures as facts: what is kept, several captures, damage, and a bound."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping
from typing import BinaryIO

import pytest

from ssldiag.doctor import examine
from ssldiag.facts import Facts, handshakes
from ssldiag.facts.handshakes import Capture, CapturedHandshake
from ssldiag.model import FramePlace, Snapshot, Source
from ssldiag.settings import Settings
from tests.checks.make_captures import EXPIRED, OLD
from tests.pcaps import completed, pcap, refused
from tests.support import NOW, rules, snapshot_of

GOOD = pcap(completed(OLD))
BAD = pcap(refused(48, OLD), refused(45, EXPIRED, client_port=50124, start=1.8e9))


def facts(files: Mapping[str, bytes]) -> Facts:
    return Facts(snapshot_of(files), Settings(), NOW)


def test_what_is_kept() -> None:
    (one,) = facts({"a/wire.pcap": GOOD}).all(CapturedHandshake)
    assert one.place == FramePlace("a/wire.pcap", 1)
    assert one.at(one.served_at) == FramePlace("a/wire.pcap", 5)
    assert (one.client.ip, one.server.port, one.sni) == ("192.0.2.7", 992, "telnet.example.test")
    assert (one.offered, one.chosen) == ((0xC02F, 0x2F, 0x35), 0x35)
    assert (one.outcome, one.start.isoformat()) == ("completed", "2026-11-20T09:30:00+00:00")
    assert [certificate.subject for certificate in one.served] == ["CN=zvm1.example.test,O=Example,C=DE"]


def test_captures_are_decoded_each_by_itself() -> None:
    found = facts({"b.pcap": BAD, "a.pcap": GOOD}).all(Capture)
    assert [(each.file, len(each.handshakes), each.complete) for each in found] == [
        ("a.pcap", 1, True),
        ("b.pcap", 2, True),
    ]
    assert [each.cause for each in found[1].handshakes] == ["unknown_ca", "certificate_expired"]
    assert {log.side for log in found[1].handshakes[0].logs} == {"client", "server"}


def test_packed_captures_too() -> None:
    packed = gzip.compress(GOOD)
    source = Source("wire.pcap.gz", "capture", "", len(packed), lambda: io.BytesIO(packed))
    found = Facts(Snapshot("host", (source,)), Settings(), NOW)
    assert len(found.all(CapturedHandshake)) == 1


@pytest.mark.parametrize(("data", "number"), [(GOOD[:-5], 1), (GOOD[:60], 0), (GOOD + b"\xff" * 9, 1)])
def test_damage_is_told_and_the_rest_counts(data: bytes, number: int) -> None:
    found = facts({"wire.pcap": data})
    (capture,) = found.all(Capture)
    assert len(capture.handshakes) == number
    (unread,) = found.unreadable()
    assert str(unread.place).startswith("wire.pcap@") and unread.reason


def test_a_member_that_is_gone() -> None:
    def gone() -> BinaryIO:
        raise FileNotFoundError(2, "No such file or directory")

    source = Source("wire.pcap", "capture", "", 100, gone)
    found = Facts(Snapshot("host", (source,)), Settings(), NOW)
    assert found.all(CapturedHandshake) == ()
    (unread,) = found.unreadable()
    assert (str(unread.place), unread.reason) == ("wire.pcap", "No such file or directory")


def test_there_is_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshakes, "MOST", 3)
    many = pcap(*(completed(OLD, client_port=40000 + each) for each in range(5)))
    found = facts({"a.pcap": BAD, "b.pcap": many})
    assert [(len(each.handshakes), each.complete) for each in found.all(Capture)] == [(2, True), (1, False)]


def test_a_failure_is_told_beneath_its_cause() -> None:
    snapshot = snapshot_of({"wire.pcap": pcap(refused(45, EXPIRED))})
    report = examine(snapshot, list(rules().values()), NOW, Settings())
    assert not report.crashed
    (root,) = report.results
    assert [result.finding.code for result in root.walk()] == ["TLS102", "TLS104"]
