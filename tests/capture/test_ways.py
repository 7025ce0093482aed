"""All ways of reading give the same: with numpy and without, followed or counted."""

from __future__ import annotations

from pathlib import Path

from ssldiag.capture.decode import Progress, decode, survey
from tests.capture.files import interface, pcap, section
from tests.capture.makers import BEGIN, GOOD, REFUSED, SECOND, frames, spoken
from tests.capture.support import ENGINES, member, read, read_with, told

FRAMES = frames(spoken(GOOD))


def test_real_captures(shared: Path) -> None:
    """Each capture there is, read in each way."""
    paths = [*(shared / "captures").rglob("*.pcap*"), *(shared / "captures").rglob("*.txt")]
    assert len(paths) > 100
    for path in paths:
        if path.stat().st_size < 200_000:
            one, other = (read_with(engine(), [str(path)]) for engine in ENGINES)
            assert one.handshakes == other.handshakes, path
            assert one.files == other.files, path


def test_counts_without_following() -> None:
    for data in (pcap(FRAMES), pcap(FRAMES)[:-5], b"nothing", section() + interface()):
        expected = read(data).files
        for engine in ENGINES:
            assert survey([member(data)], engine()) == expected


def test_progress_is_told() -> None:
    seen: list[Progress] = []
    data = pcap(FRAMES)
    for engine in ENGINES:
        seen.clear()
        list(decode([member(data), member(data, "again")], engine=engine(), progress=seen.append))
        assert seen[-1] == Progress(2 * len(data), 2 * len(data), 24)


def test_reading_may_stop_early() -> None:
    for engine in ENGINES:
        found = decode([member(pcap(FRAMES))], engine=engine())
        found.close()
        assert list(found) == []


def test_handshakes_come_in_order_of_their_end() -> None:
    first, second = spoken(GOOD), spoken(REFUSED, start=BEGIN + 5 * SECOND, isns=(1, 2))
    found = read(pcap(frames([*first, *second]))).handshakes
    assert [told(handshake)["alerts"] for handshake in found] == [[], [("client", "fatal", 48, False)]]
