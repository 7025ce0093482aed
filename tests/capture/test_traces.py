"""Traces and dumps of one handshake, printed or binary: the same answer as from a capture."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire.model import Handshake
from tests.capture.files import pcap
from tests.capture.makers import (
    BEGIN,
    ENDS6,
    GOOD,
    MILLISECOND,
    REFUSED,
    SECOND,
    Ends,
    Packet,
    Said,
    ethernet,
    frames,
    ipv4,
    packets,
    spoken,
    tcp,
)
from tests.capture.support import heard, read, told, verdict
from tests.capture.texts import (
    bare,
    comtrace,
    dumped_trace,
    iptrace,
    octal_dump,
    snoop,
    tcpdump,
    wireshark,
)
from tests.effort import calls

SEGMENTS = spoken(GOOD)
FRAMES = frames(SEGMENTS)
FRAMES6 = frames(SEGMENTS, ENDS6)
PLAIN = heard(SEGMENTS).only
PLAIN6 = heard(SEGMENTS, ENDS6).only


def lines(found: list[str], end: str = "\n", encoding: str = "ascii") -> bytes:
    return (end.join(found) + end).encode(encoding)


def same(data: bytes, form: str, expected: Handshake = PLAIN, timed: bool = True) -> bool:
    """Whether a file is of this form, and whole, and gives what is expected."""
    found = read(data)
    assert (found.file.form, found.file.problem, found.file.broken_at) == (form, "", None)
    assert told(found.only) == told(expected)
    assert found.only.quality == expected.quality
    if timed:
        times = [message.time for message in expected.messages]
        assert [message.time for message in found.only.messages] == pytest.approx(times, rel=0, abs=CLOCK)
    return True


CLOCK = 5e-7
"""What a time in seconds is exact to: 53 bits since 1970."""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["ascii", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp037"])
def test_a_trace_in_any_encoding(encoding: str, end: str) -> None:
    assert same(lines(comtrace(FRAMES), end, encoding), "comtrace")


@pytest.mark.parametrize("digits", [3, 4, 5, 6, 9])
@pytest.mark.parametrize("formatted", [True, False])
@pytest.mark.parametrize("run", [True, False])
@pytest.mark.parametrize("made", [(FRAMES, PLAIN), (FRAMES6, PLAIN6)], ids=["IPv4", "IPv6"])
def test_every_layout(digits: int, formatted: bool, run: bool, made: tuple[list[Packet], Handshake]) -> None:
    data = lines(comtrace(made[0], digits=digits, formatted=formatted, run=run))
    assert same(data, "comtrace", made[1])


def test_a_record_may_be_marked() -> None:
    assert same(lines(comtrace(FRAMES, star=True)), "comtrace")


@pytest.mark.parametrize("page", [7, 11, 24, 60])
@pytest.mark.parametrize("formatted", [True, False])
def test_headings_between_the_lines_of_a_packet(page: int, formatted: bool) -> None:
    assert same(lines(comtrace(FRAMES, page=page, formatted=formatted)), "comtrace")


def test_ip_options_are_printed_apart() -> None:
    made = [
        (segment.time, ethernet(ipv4(tcp(segment), 6, *Ends().of(segment.who)[::2], options=b"\x94\4\0\0")))
        for segment in SEGMENTS
    ]
    assert same(lines(comtrace(made)), "comtrace")
    assert same(lines(comtrace(made, formatted=False)), "comtrace")


def test_past_midnight() -> None:
    """Only the first page tells the date."""
    start = BEGIN // (86_400 * SECOND) * 86_400 * SECOND + 86_400 * SECOND - 5 * MILLISECOND
    segments = spoken(GOOD, start=start)
    assert same(lines(comtrace(frames(segments))), "comtrace", heard(segments).only)
    assert (
        read(lines(comtrace(frames(segments)))).only.end > read(lines(comtrace(frames(segments)))).only.start
    )


@pytest.mark.parametrize("kept", [60, 100, 200])
def test_packets_that_were_traced_in_part(kept: int) -> None:
    found = read(lines(comtrace(FRAMES, kept=kept)))
    assert found.only.quality.truncated
    assert found.only.quality.a_bytes == PLAIN.quality.a_bytes
    assert found.file.counts.cut == sum(len(data) - 14 > kept for _, data in FRAMES)
    assert verdict(found.only).outcome != "failed"


def test_a_trace_of_something_else_than_ethernet() -> None:
    data = lines(comtrace(FRAMES)).replace(b"ETHERNET", b"*TRN    ")
    found = read(data)
    assert found.handshakes == []
    assert found.file.problem == "the trace is of *TRN, and only ETHERNET can be read"
    assert found.file.broken_at == data.index(b"   Object protocol")


def test_a_trace_that_ends_early() -> None:
    """Each line by itself is text: what came before the end counts."""
    text = comtrace(FRAMES)
    for count in range(1, len(text)):
        found = read(lines(text[:count]))
        assert (found.file.form, found.file.problem) == ("comtrace", "")
        assert found.file.counts.packets <= 12


BROKEN = (
    *(
        "",
        " ",
        "x" * 9000,
        "\0",
        "*** E N D  O F  T R A C E ***",
        "         Data . . . . . :  ",
        "  Data : XYZ",
    ),
    *("                           0", "                           012", "  IP Header  :  ", "TCP Header :"),
    *(
        "      1   S   99999999999999999  99:99:99.9  0006299C14AE  0006299C14FE  ETHV2   Type: 0800",
        " : " * 500,
    ),
    *("  Start date/Time  . . . . . . :   99/99/99  ", "      9   R       40  09:30:00.1  0A  0B  ETHV2"),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(12, 140), st.sampled_from(BROKEN)), max_size=6), st.sampled_from("fdw"))
def test_broken_lines(changes: list[tuple[int, str]], kind: str) -> None:
    """Lines that make no sense cost what they are part of, and nothing else."""
    text = {"f": comtrace(FRAMES), "d": tcpdump(FRAMES, text=True), "w": wireshark(FRAMES)}[kind]
    for place, line in changes:
        text[min(place, len(text) - 1)] = line
    found = read(lines(text))
    assert found.file.problem == ""
    assert found.file.counts.packets <= 20
    for handshake in found.handshakes:
        assert verdict(handshake).why


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b" COMMUNICATIONS TRACE ", b"0000  45 00\n0002  00 28\n", b""])
)
def test_any_bytes_behind_a_beginning(data: bytes, head: bytes) -> None:
    assert read(head + data).handshakes == []


DUMPS = {
    "tcpdump -xx": tcpdump(FRAMES),
    "tcpdump -XX": tcpdump(FRAMES, text=True),
    "tcpdump -x": tcpdump(packets(SEGMENTS)),
    "tcpdump -X": tcpdump(packets(SEGMENTS), text=True),
    "wireshark": wireshark(FRAMES),
    "wireshark, two halves": wireshark(FRAMES, middle="  "),
    "wireshark, no text": wireshark(FRAMES, text=False),
    "wireshark, wide": wireshark(FRAMES, width=32, text=False),
    "wireshark, narrow": wireshark(FRAMES, width=8),
    "wireshark, long offsets": wireshark(FRAMES, wide=8),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", DUMPS)
def test_every_dump(name: str, end: str) -> None:
    assert same(lines(DUMPS[name], end), "hexdump")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_dump_in_any_encoding(encoding: str) -> None:
    assert same(lines(DUMPS["wireshark"], "\r\n", encoding), "hexdump")


def test_a_dump_without_times() -> None:
    assert same(lines(octal_dump(FRAMES)), "hexdump", timed=False)
    untold = [line for line in wireshark(FRAMES) if "Epoch" not in line]
    assert same(lines(untold), "hexdump", timed=False)
    assert read(lines(untold)).only.start == 0.0


@pytest.mark.parametrize("ends", [Ends(), ENDS6], ids=["IPv4", "IPv6"])
@pytest.mark.parametrize("width", [0, 16, 20, 32])
@pytest.mark.parametrize("between", ["", " ", ":"])
@pytest.mark.parametrize("apart", [True, False])
def test_digits_without_offsets(ends: Ends, width: int, between: str, apart: bool) -> None:
    for made in (frames(SEGMENTS, ends), packets(SEGMENTS, ends)):
        text = bare(made, width, between, apart)
        assert same(lines(text), "hexdump", heard(SEGMENTS, ends).only, timed=False)


def test_a_large_packet_on_one_line() -> None:
    said: tuple[Said, ...] = (*GOOD[:2], ("s", b"\x17\x03\x03\xe0\x00" + bytes(0xE000)), *GOOD[2:])
    segments = spoken(said)
    for between in ("", " "):
        found = read(lines(bare(frames(segments), 0, between)))
        assert found.file.counts.bytes == sum(len(data) for _, data in frames(segments))
        assert told(found.only) == told(heard(segments).only)


def test_a_dump_without_dates() -> None:
    assert same(lines(tcpdump(FRAMES, date=False)), "hexdump", timed=False)


@pytest.mark.parametrize("ends", [Ends(), ENDS6])
def test_what_a_dump_begins_with_is_told_by_looking(ends: Ends) -> None:
    """Ethernet, tags, a cooked header, a loopback one, or IP."""
    expected = heard(SEGMENTS, ends).only
    kind = b"\x08\0" if ends == Ends() else b"\x86\xdd"
    heads = {
        "ip": b"",
        "ethernet": bytes(12) + kind,
        "tag": bytes(12) + b"\x81\0\0\5" + kind,
        "cooked": b"\0\0\0\1\0\6" + bytes(8) + kind,
        "cooked 2": kind + bytes(5) + b"\2\0\1\0\6" + bytes(8),
        "loopback": b"\2\0\0\0" if ends == Ends() else b"\x1e\0\0\0",
    }
    for head in heads.values():
        made = [(time, head + packet) for time, packet in packets(SEGMENTS, ends)]
        assert same(lines(tcpdump(made, text=True)), "hexdump", expected)


@pytest.mark.parametrize(
    "payload",
    [
        b"0123456789abcdef" * 9,
        b"dead beef" * 20,
        b"0000  00 00 00 00" * 9,
        b"a" * 200,
        b" " * 100,
        b"ab",
        b"ab cd",
    ],
)
def test_text_that_looks_like_digits(payload: bytes) -> None:
    """The text beside the digits is not read for some, nor a line of it for an offset."""
    said: tuple[Said, ...] = (*GOOD, ("c", payload), ("s", payload))
    segments = spoken(said)
    expected = heard(segments).only
    for cut in range(0, 16, 3):
        padded = [(time, data + bytes(cut * (len(data) < 300))) for time, data in frames(segments)]
        for text in (tcpdump(padded, text=True), wireshark(padded), wireshark(padded, middle="  ")):
            assert same(lines(text), "hexdump", expected)


def test_offsets_that_make_no_sense_are_passed_over() -> None:
    text = wireshark(FRAMES)
    at = next(index for index, line in enumerate(text) if line.startswith("0020"))
    for odd in ("ffff  00 01", "0001  00", "0123  45", "0010  zz", "deadbeef  00 11 22"):
        changed = [*text[: at + 1], odd, *text[at + 1 :]]
        assert read(lines(changed)).file.counts.packets == 12


@pytest.mark.parametrize("said", [GOOD, REFUSED])
def test_a_binary_trace(said: tuple[Said, ...]) -> None:
    """DMPCMNTRC: its clock has steps of a millisecond or so."""
    segments = spoken(said)
    found = read(dumped_trace(frames(segments)))
    assert (found.file.form, found.file.problem, found.file.counts.packets) == ("cmntrc", "", len(segments))
    assert told(found.only) == told(heard(segments).only)
    assert found.only.start == pytest.approx(BEGIN / SECOND, abs=0.002)


@pytest.mark.parametrize("made", [snoop(FRAMES), iptrace(FRAMES), iptrace(FRAMES, newer=False)])
def test_traces_of_other_systems(made: bytes) -> None:
    form = "snoop" if made.startswith(b"snoop") else "iptrace"
    found = read(made)
    assert (found.file.form, found.file.problem, found.file.counts.packets) == (form, "", 12)
    assert told(found.only) == told(PLAIN)
    whole = made.startswith(b"iptrace 1")
    assert found.only.end == pytest.approx(BEGIN // SECOND if whole else PLAIN.end, rel=0, abs=CLOCK)


SMALL = frames(spoken(GOOD[:1], closed=False))
BINARY = {
    "cmntrc": (dumped_trace(SMALL), 256, 24),
    "snoop": (snoop(SMALL), 16, 24),
    "iptrace 2.0": (iptrace(SMALL), 11, 40),
    "iptrace 1.0": (iptrace(SMALL, newer=False), 11, 30),
}


@pytest.mark.parametrize("name", BINARY)
def test_cut_at_every_byte(name: str) -> None:
    data, head, overhead = BINARY[name]
    ends, at = [head], head
    for _, frame in SMALL:
        at += overhead + len(frame) + (-len(frame) % 4 if name == "snoop" else 0)
        ends.append(at)
    assert at == len(data)
    for size in range(head + 24, len(data)):
        found = read(data[:size])
        whole = sum(end <= size for end in ends) - 1
        assert found.file.counts.packets == whole, size
        broken = "" if size in ends else "the file ends inside a record"
        assert found.file.problem == broken, size
        if broken:
            assert found.file.broken_at is not None
            assert ends[whole] <= found.file.broken_at <= size


@pytest.mark.parametrize("name", BINARY)
def test_junk_behind_a_binary_trace(name: str) -> None:
    found = read(BINARY[name][0] + b"\xff" * 100)
    assert found.file.counts.packets == len(SMALL)
    assert found.file.problem or name == "cmntrc"


def test_other_text_is_no_capture() -> None:
    for text in (
        "Dear Sir,\n",
        "0000\n0010\n",
        "12:30:45 all is well\n" * 100,
        "45 00 00 28\n" * 9,
        "\n" * 1000,
        "00" * 3000 + "\n",
    ):
        found = read(text.encode())
        assert (found.handshakes, found.file.form) == ([], "")
        assert found.file.problem == "it is not a capture of a known kind"


def test_effort_is_no_more_than_the_size() -> None:
    for text in (comtrace(FRAMES), tcpdump(FRAMES, text=True), wireshark(FRAMES)):
        head = text[:20]
        few, many = (lines(head + text[12:] * count) for count in (5, 20))
        assert calls(lambda data=many: read(data)) < 5 * calls(lambda data=few: read(data))  # type: ignore[misc]


@pytest.mark.parametrize(
    "line",
    [
        "                           0123456789ABCDEF",
        "0123456789ABCDEF" * 200,
        " " * 4000,
        "  Data : A" + " " * 4000,
    ],
)
def test_lines_without_end(line: str) -> None:
    """A line takes no longer than its length, and is cut where it is longer than any can be."""
    text = [*comtrace(FRAMES[:1]), *[line] * 1_000]
    assert read(lines(text)).file.counts.packets == 1
    assert read(lines(comtrace(FRAMES[:1])) + line.encode() * 1_000).file.counts.packets == 1


def test_what_tshark_prints(tmp_path: Path) -> None:
    program = shutil.which("tshark")
    if program is None:
        pytest.skip("tshark is not installed")
    path = tmp_path / "made.pcap"
    path.write_bytes(pcap(FRAMES))
    for words in (["-x"], ["-x", "-V"]):
        done = subprocess.run(
            [program, "-n", "-r", path, *words], capture_output=True, check=True, timeout=60
        )
        assert same(done.stdout, "hexdump", timed=False)
