from __future__ import annotations

import os
import select
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssldiag.pool import agent
from ssldiag.pool.agent import Desk, is_due, main
from ssldiag.pool.channel import Channel, Message
from ssldiag.pool.control import Control
from ssldiag.pool.names import CONSOLE, console_file
from ssldiag.pool.plan import CachePlan
from ssldiag.pool.segment import Segment
from tests.waiting import PATIENCE

TAG = b"12345678"


class Office:
    """An agent on a thread, and the stack's end of its channel."""

    def __init__(self, folder: Path, life: float, cleanup: int) -> None:
        (folder / CONSOLE).mkdir()
        self.folder = folder
        self.mine, theirs = Channel.pair()
        self.control = Control(2)
        self.segment = Segment(1 << 16, life)
        plan = CachePlan(life=int(life), cleanup=cleanup)
        self.desk = Desk(folder, "SSLDCSSM", "TCPIP", plan, self.control, self.segment, theirs)
        self.codes: list[int] = []

    def heard(self, seconds: float = PATIENCE) -> Message:
        """The next message of the agent."""
        assert select.select([self.mine], [], [], seconds)[0]
        found = self.mine.receive()
        assert found is not None
        return found[0]

    def run(self) -> threading.Thread:
        """Start it."""
        thread = threading.Thread(target=lambda: self.codes.append(main(self.desk)))
        thread.start()
        return thread

    def console(self) -> str:
        """What it wrote."""
        return console_file(self.folder, "SSLDCSSM").read_text()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(agent, "LOOK", 0.02)
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # it is a thread here
    office = Office(tmp_path, 0.05, 100)
    yield office
    office.mine.close()
    office.desk.channel.close()


def test_it_says_that_it_is_ready_and_ends_when_told(office: Office) -> None:
    thread = office.run()
    assert office.heard() == {"do": "ready"}
    office.mine.send({"do": "stop"})
    thread.join(PATIENCE)
    assert office.codes == [0]
    assert "DTCSSLT50I Segment TCPIP pages 10000-100FF is there for TCPIP" in office.console()


def test_it_ends_with_the_stack(office: Office) -> None:
    thread = office.run()
    office.heard()
    office.mine.close()
    thread.join(PATIENCE)
    assert office.codes == [0]


def test_expired_sessions_go_after_cachecleanup_connections(office: Office) -> None:
    member = office.segment.member(0)
    for _ in range(5):
        member.put(os.urandom(32), TAG, b"a session")
    thread = office.run()
    office.heard()
    time.sleep(0.1)
    assert not select.select([office.mine], [], [], 0.1)[0]
    office.control.total[1] = 100
    assert office.heard() == {"do": "expired", "count": 5}
    office.mine.send({"do": "stop"})
    thread.join(PATIENCE)
    assert "DTCSSLT51I 5 expired sessions removed from TCPIP" in office.console()


def test_expired_sessions_go_regularly(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agent, "REGULARLY", 0.1)
    thread = office.run()
    office.heard()
    assert office.heard() == {"do": "expired", "count": 0}
    office.mine.send({"do": "stop"})
    thread.join(PATIENCE)


@pytest.mark.parametrize(
    ("total", "last", "due"),
    [(0, 0, False), (99, 0, False), (100, 0, True), (350, 251, False), (3, 90, True)],
)
def test_a_server_that_begins_anew_counts_from_zero(office: Office, total: int, last: int, due: bool) -> None:
    office.control.total[0] = total
    assert is_due(office.desk, 0, last) is due
