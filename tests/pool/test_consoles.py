from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from ssldiag.pool.consoles import KEPT, Console, close_console
from ssldiag.pool.names import CONSOLE

MOMENT = time.mktime((2026, 11, 22, 7, 11, 2, 6, 326, 0))
DAY = 86_400.0


class Clock:
    """A time of day that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = MOMENT

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / CONSOLE).mkdir()
    return tmp_path


def log(folder: Path, suffix: str = "") -> list[str]:
    """The lines of TCPIP's console."""
    return (folder / CONSOLE / f"TCPIP.CONSOLE{suffix}").read_text().splitlines()


def test_forms(folder: Path, clock: Clock) -> None:
    console = Console(folder, "TCPIP", clock)
    console.logon()
    console.line("DTCRUN1096I STORAGE = 256M")
    console.divide()
    console.say("DTCIPI008I    Initializing...")
    console.message("Restarting you", "TCPIP")
    clock.now += DAY
    console.say("DTCIPI009I tomorrow")
    console.close()
    logon, at, *rest = log(folder)
    assert logon == "LOGON TCPIP"
    assert re.fullmatch(r"LOGON AT 07:11:02 \S+ SUNDAY 11/22/26", at)
    assert rest == [
        "DTCRUN1096I STORAGE = 256M",
        "                              ***** 11/22/26 *****",
        "07:11:02 DTCIPI008I    Initializing...",
        "07:11:02  * MSG FROM TCPIP   : Restarting you",
        "                              ***** 11/23/26 *****",
        "07:11:02 DTCIPI009I tomorrow",
    ]


def test_our_own_reader_reads_it(folder: Path, clock: Clock) -> None:
    from ssldiag.readers.transcript import read
    from ssldiag.snapshot import open_snapshot

    console = Console(folder, "SSL00002", clock)
    for start in range(2):
        console.logon()
        console.line("DTCRUN1022I Console log will be sent to default owner ID: TCPMAINT")
        console.line("DTCRUN1046I Using 'server' definition (SSL*) from file: SYSTEM DTCPARMS D1")
        console.line("DTCRUN1011I Server started at 07:11:06 on 22 Nov 2026 (Sunday)")
        console.line("DTCRUN1011I Running server command: VMSSL")
        console.line("DTCRUN1011I No parameters in use")
        console.say("DTCSSL022E Handshake failed rc: 8 reason: Certificate validation error")
        if not start:
            reason = "Client terminated TCP/IP service"
            console.message(f"Restarting you because KillClient called for reason: {reason}", "TCPIP")
    console.close()
    (source,) = open_snapshot(folder).sources
    assert source.kind == "transcript"
    runs = read(source).runs
    assert [run.userid for run in runs] == ["SSL00002", "SSL00002"]
    ids = [message.id for message in runs[0].messages]
    assert "TCPIP-KILLCLIENT-1" in ids
    assert "DTCSSL022E" in ids


def test_stamps_can_be_off(folder: Path, clock: Clock) -> None:
    console = Console(folder, "TCPIP", clock, stamped=False)
    console.say("DTCSSLT01I x")
    console.close()
    assert log(folder) == ["DTCSSLT01I x"]


def test_lines_wait_for_others(folder: Path, clock: Clock) -> None:
    console = Console(folder, "TCPIP", clock)
    console.line("one")
    assert console.waiting
    assert not console.path.exists()
    for _ in range(20):
        console.line("x" * 1000)
    assert console.path.exists()
    console.flush()
    assert len(log(folder)) == 21
    console.close()


def test_what_a_peer_sends_stays_in_its_line(folder: Path, clock: Clock) -> None:
    console = Console(folder, "TCPIP", clock)
    console.line("a\x1b[31mb\nDTCRUN1099E c\r\x00\x85 d\u2028")
    console.line("y" * 10_000)
    console.close()
    assert log(folder) == ["a.[31mb.DTCRUN1099E c... d.", "y" * 4000]


def test_only_the_owner_reads_it(folder: Path, clock: Clock) -> None:
    console = Console(folder, "TCPIP", clock)
    console.line("one")
    console.close()
    assert console.path.stat().st_mode & 0o077 == 0


def test_rotation_keeps_three(folder: Path, clock: Clock) -> None:
    console = Console(folder, "TCPIP", clock, largest=1000)
    for number in range(60):
        console.line(f"{number:03} " + "x" * 96)
        console.flush()
    console.close()
    names = sorted(path.name for path in (folder / CONSOLE).iterdir())
    assert names == ["TCPIP.CONSOLE", *(f"TCPIP.CONSOLE.{number}" for number in range(1, KEPT + 1))]
    whole = [line for suffix in (".3", ".2", ".1", "") for line in log(folder, suffix)]
    numbers = [int(line[:3]) for line in whole]
    assert numbers == list(range(numbers[0], 60))
    assert all(path.stat().st_size <= 1101 for path in (folder / CONSOLE).iterdir())


def test_closecon_closes_what_was_logged_and_the_machine_goes_on(folder: Path, clock: Clock) -> None:
    console = Console(folder, "TCPIP", clock)
    assert close_console(folder, "TCPIP") is None
    for number in range(KEPT + 2):
        console.line(f"part {number}")
        console.flush()
        closed = close_console(folder, "TCPIP")
        assert closed is not None
        assert closed.name == "TCPIP.CONSOLE.SPOOL.1"
    console.line("on it goes")
    console.close()
    assert log(folder) == ["on it goes"]
    assert log(folder, ".SPOOL.1") == [f"part {KEPT + 1}"]
    assert len(list((folder / CONSOLE).iterdir())) == KEPT + 1


def test_two_writers_do_not_tear_each_others_lines(folder: Path, clock: Clock) -> None:
    one, other = Console(folder, "TCPIP", clock), Console(folder, "TCPIP", clock)
    for _ in range(20):
        one.line("a" * 50)
        other.line("b" * 50)
        one.flush()
        other.flush()
    one.close()
    other.close()
    assert sorted(log(folder)) == ["a" * 50] * 20 + ["b" * 50] * 20


def test_a_full_disk_ends_logging_and_is_told_once(folder: Path, clock: Clock) -> None:
    told: list[str] = []
    console = Console(folder, "TCPIP", clock, on_trouble=told.append)
    console.path = Path("/dev/full")
    for _ in range(3):
        console.line("lost")
        console.flush()
    assert told == ["full: No space left on device"]
    assert console.trouble == told[0]
    assert console.lost == 3


def test_when_there_is_room_again_the_log_says_what_it_lost(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = Console(folder, "TCPIP", clock)
    console.line("before")
    console.flush()
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", short_write(os.write))
        console.line("this one is lost")
        console.flush()
    assert console.trouble
    console.line("after")
    console.close()
    assert not console.trouble
    assert [line[:40] for line in log(folder)] == [
        "before",
        "DTCSSLT60W 1 lines of this log were lost",
        "after",
    ]


def short_write(real: object) -> object:
    """A disk that takes five bytes."""

    def write(descriptor: int, data: bytes) -> int:
        assert callable(real)
        return int(real(descriptor, data[:5]))

    return write


def test_a_folder_that_is_gone_is_survived(tmp_path: Path, clock: Clock) -> None:
    console = Console(tmp_path / "nowhere", "TCPIP", clock)
    console.line("x")
    console.close()
    assert "No such file" in console.trouble
