"""What each kind of trace tells of the same connection."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ssldiag.pool.inherit import Peer
from ssldiag.pool.inherit import Tracer as Wanted
from ssldiag.pool.plan import TraceSetting
from ssldiag.pool.trace.explained import explained
from ssldiag.pool.trace.tracer import Tracer

PEER = Peer(7, ("192.0.2.10", 992), ("198.51.100.7", 51022))
OTHER = Peer(8, ("192.0.2.10", 992), ("198.51.100.9", 51023))


@dataclass
class Console:
    lines: list[str]

    def ids(self) -> list[str]:
        found = [line.split()[0] for line in self.lines]
        self.lines.clear()
        return found


def tracer(setting: TraceSetting) -> tuple[Wanted, Console]:
    console = Console([])
    return Tracer("SSL00001", setting, console.lines.append), console


def story(it: Wanted, peer: Peer = PEER) -> None:
    """A connection that does well."""
    it.connection(peer, "accepted", "handshake")
    it.message(peer, "recv", "ClientHello (512 bytes)")
    it.handshake(peer, "TLSv1.3", "TLS_AES_128_GCM_SHA256", "TNLAB1", False)
    it.data(peer, "recv", b"secret password")
    it.connection(peer, "secure", "closed")


STATE, OK, DATA, MESSAGE = "DTCSSLT01I", "DTCSSLT02I", "DTCSSLT03I", "DTCSSLT04I"
FAILED, WHICH, WHY = "DTCSSL022E", "DTCSSLT05I", "DTCSSLT06I"


@pytest.mark.parametrize(
    ("setting", "ids"),
    [
        (TraceSetting("NONE"), []),
        (TraceSetting("NORMAL"), [OK]),
        (TraceSetting("CONNECTIONS"), [STATE, OK, STATE]),
        (TraceSetting("CONNECTIONS", 20), [STATE, OK, DATA, STATE]),
        (TraceSetting("FLOW"), [STATE, MESSAGE, OK, STATE]),
        (TraceSetting("DEBUG", -1), [STATE, MESSAGE, OK, DATA, STATE]),
        (TraceSetting("FLOW", connection=8), []),
        (TraceSetting("NORMAL", port=992), [OK]),
    ],
)
def test_kinds(setting: TraceSetting, ids: list[str]) -> None:
    it, console = tracer(setting)
    story(it)
    assert console.ids() == ids


def test_application_data_only_with_data() -> None:
    for kind in ("NORMAL", "CONNECTIONS", "FLOW"):
        it, console = tracer(TraceSetting(kind))
        story(it)
        assert not any(b"secret".hex() in line or "secret" in line for line in console.lines)
    it, console = tracer(TraceSetting("CONNECTIONS", 6))
    story(it)
    assert f"DTCSSLT03I SSL00001 conn 7 recv 15 {b'secret'.hex()}" in console.lines


def test_failures_are_told_whatever_is_traced_and_explained_once() -> None:
    it, console = tracer(TraceSetting("NONE"))
    it.failure(PEER, 402, "No cipher suite in common", "no shared cipher")
    assert console.ids() == [FAILED, WHY]
    it.failure(PEER, 402, "No cipher suite in common", "no shared cipher")
    assert console.ids() == [FAILED]
    it.setting = TraceSetting("CONNECTIONS", connection=7)
    it.failure(PEER, 402, "No cipher suite in common", "no shared cipher")
    assert console.ids() == [FAILED, WHICH, WHY]
    it.failure(OTHER, 402, "No cipher suite in common", "no shared cipher")
    assert console.ids() == [FAILED]


def test_the_setting_can_be_changed() -> None:
    it, console = tracer(TraceSetting("NONE"))
    story(it)
    it.setting = TraceSetting("CONNECTIONS")
    story(it)
    assert console.ids() == [STATE, OK, STATE]
    assert it.wants(PEER) == TraceSetting("CONNECTIONS")
    it.setting = TraceSetting("CONNECTIONS", connection=8)
    assert it.wants(PEER).kind == "NONE"


def test_explanations() -> None:
    assert "cipher suite" in explained(402)
    assert explained(99_999) == ""
    it, console = tracer(TraceSetting("FLOW"))
    it.failure(PEER, 99_999, "?", "?")
    assert console.ids() == [FAILED, WHICH]


def test_tables_that_cannot_be_read_stop_no_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("ssldiag.bundled.folder", lambda name: tmp_path / name)
    assert explained(402) == ""
