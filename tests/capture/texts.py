"""Packets in, captures as text out: communication traces as an IBM i prints them, and hex dumps; also the
binary traces of other systems.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from tests.capture.makers import SECOND, Packet

TITLE = " COMMUNICATIONS TRACE       Title: {:<40} {}                           Page:  {:>6}"
HEADING = (
    " Record       Data    Record           Controller  Destination   Source        Frame",
    " Number  S/R  Length  Timer            Name        MAC Address   MAC Address   Format",
    " ------  ---  ------  ---------------  ----------  ------------  ------------  ------",
)


def upper(data: bytes) -> str:
    """Digits as these traces have them."""
    return data.hex().upper()


def clock(time: int, form: str) -> str:
    """A time as text, in UTC."""
    return datetime.fromtimestamp(time // SECOND, UTC).strftime(form)


def head_page(packets: list[Packet], protocol: str = "ETHERNET", width: str = "") -> Iterator[str]:
    """The first page of a trace, which tells what was traced."""
    stamp = clock(packets[0][0], "%m/%d/%y  %H:%M:%S")
    yield TITLE.format("A TRACE", stamp, 1)
    yield f"{width}   Trace Description  . . . . . :   A TRACE"
    yield f"{width}   Configuration object . . . . :   ETHLINE"
    yield f"{width}   Type . . . . . . . . . . . . :   1            1=Line, 2=Network Interface"
    yield f"{width}   Object protocol  . . . . . . :   {protocol}"
    yield f"{width}   Start date/Time  . . . . . . :   {stamp}.000"
    yield f"{width}   End date/Time  . . . . . . . :   {stamp}.999"
    yield f"{width}   Bytes collected  . . . . . . :   {sum(len(data) for _, data in packets)}"
    yield f"{width}   Data representation  . . . . :   1            1=ASCII, 2=EBCDIC, 3=*CALC"
    yield ""


def comtrace(
    packets: list[Packet],
    *,
    digits: int = 5,
    formatted: bool = True,
    page: int = 0,
    run: bool = False,
    kept: int = 1 << 16,
    star: bool = False,
) -> list[str]:
    """The lines of a trace of Ethernet frames.

    ``digits``: of a second's fraction; ``page``: lines after which headings come again; ``run``: the layout
    with a run of 64 digits and no controller; ``kept``: bytes traced of each packet.
    """
    lines = [*head_page(packets), *HEADING]
    for number, (time, frame) in enumerate(packets, 1):
        body = frame[14:]
        total = int.from_bytes(body[2:4], "big") if body[0] >> 4 == 4 else len(body)
        fraction = f"{time % SECOND:09}"[:digits]
        controller = "" if run else "            "
        way = "*R" if star else " S" if number % 2 else " R"
        lines.append(
            f" {number:6}  {way}   {total:6}  {clock(time, '%H:%M:%S')}.{fraction}   {controller}"
            f"{upper(frame[:6])}  {upper(frame[6:12])}  ETHV2   Type: {upper(frame[12:14])}"
        )
        parts = _formatted(body) if formatted else ([], body)
        lines += parts[0]
        rest = parts[1][: max(0, kept - (len(body) - len(parts[1])))]
        lines += _data(rest, run)
    if page:
        lines = [
            line for at in range(0, len(lines), page) for line in (*_page(at // page), *lines[at : at + page])
        ]
    return lines


def _page(number: int) -> tuple[str, ...]:
    stamp = "11/20/26  09:30:00"
    return (TITLE.format("A TRACE", stamp, number + 1), *HEADING) if number else ()


def _formatted(body: bytes) -> tuple[list[str], bytes]:
    """The lines that describe the headers, and what is behind them."""
    if body[0] >> 4 == 6:
        head, options, at = body[:40], b"", 40
        tag = "IPv6 Header:"
    else:
        at = (body[0] & 15) * 4
        head, options = body[:20], body[20:at]
        tag = "IP Header  :"
    tcp = body[at : at + (body[at + 12] >> 4) * 4]
    sport, dport, seq, ack = struct.unpack(">HHII", tcp[:12])
    pad = " " * 22
    lines = [
        f"{pad}Frame Type :  IP          DSCP: 0   ECN: 00-NECT  Length: {len(body):5}   Protocol: TCP",
        f"{pad}              Src Addr: 192.0.2.7           Dest Addr: 192.0.2.10          Flags: DON'T",
        f"{pad}{tag}  {upper(head)}",
        f"{pad}IP Options :  {upper(options) or 'NONE'}",
        f"{pad}TCP  . . . :  Src Port: {sport:5},Unassigned    Dest Port: {dport:5},Unassigned",
        f"{pad}              SEQ Number: {seq:11} ('{seq:08X}'X)  ACK Number: {ack:11} ('{ack:08X}'X)",
        f"{pad}              Code Bits: ACK                      Window: 64240  TCP Option: NONE",
        f"{pad}TCP Header :  {upper(tcp)}",
    ]
    return lines, body[at + len(tcp) :]


def _data(data: bytes, run: bool) -> Iterator[str]:
    for at in range(0, len(data), 32):
        row = data[at : at + 32]
        digits = upper(row)
        if not run:
            groups = [digits[start : start + 16] for start in range(0, 64, 16)]
            digits = f"{groups[0]:16} {groups[1]:16}  {groups[2]:16} {groups[3]:16}"
        text = "".join(chr(byte) if 32 <= byte < 127 and byte != 42 else "." for byte in row)
        lead = " " * 27 if at else "         Data . . . . . :  "
        yield f"{lead}{digits:71}*{text:32}*"


def dumped_trace(packets: list[Packet]) -> bytes:
    """DMPCMNTRC FORMAT(*CMNTRC): words in EBCDIC, then records of a header and a frame."""
    prolog = bytearray(b"\x40" * 256)
    prolog[0:9] = "SSL TRACE".encode("cp037")
    prolog[30:32] = b"\xd3\xc3"
    prolog[60:256] = bytes(196)
    prolog[212:216] = len(packets).to_bytes(4, "big")
    found = [bytes(prolog)]
    for number, (time, frame) in enumerate(packets):
        ticks = (time // 1000 - 946_702_800_000_000) // 1024 * 64 << 16
        head = struct.pack(">HHQ", 24 + len(frame), number, ticks) + b"\xe2"
        found.append((head + len(frame).to_bytes(2, "big")).ljust(24, b"\0") + frame)
    return b"".join(found)


def snoop(packets: Iterable[Packet]) -> bytes:
    """RFC 1761, Ethernet."""
    found = [b"snoop\0\0\0" + struct.pack(">II", 2, 4)]
    for time, data in packets:
        padded = data + bytes(-len(data) % 4)
        sizes = len(data), len(data), 24 + len(padded), 0
        found.append(struct.pack(">IIIIII", *sizes, time // SECOND, time % SECOND // 1000) + padded)
    return b"".join(found)


def iptrace(packets: Iterable[Packet], newer: bool = True) -> bytes:
    """AIX iptrace 2.0 or 1.0, Ethernet."""
    found = [b"iptrace 2.0" if newer else b"iptrace 1.0"]
    for time, data in packets:
        size = len(data) + (32 if newer else 22)
        head = bytearray(40 if newer else 30)
        struct.pack_into(">II", head, 0, size, time // SECOND)
        head[28] = 6
        if newer:
            struct.pack_into(">II", head, 32, time // SECOND, time % SECOND)
        found.append(bytes(head) + data)
    return b"".join(found)


def printable(row: bytes) -> str:
    """The column of text."""
    return "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)


def tcpdump(packets: Iterable[Packet], *, text: bool = False, date: bool = True) -> list[str]:
    """As ``tcpdump -tttt -x`` or ``-X`` prints packets: groups of two bytes behind offsets."""
    lines = []
    for time, data in packets:
        stamp = clock(time, "%Y-%m-%d %H:%M:%S" if date else "%H:%M:%S")
        lines.append(
            f"{stamp}.{time % SECOND // 1000:06} IP 192.0.2.7.50123 > 192.0.2.10.992: tcp {len(data)}"
        )
        for at in range(0, len(data), 16):
            row = data[at : at + 16]
            groups = " ".join(row[i : i + 2].hex() for i in range(0, len(row), 2))
            lines.append(f"\t0x{at:04x}:  {groups:39}  {printable(row) if text else ''}".rstrip())
    return lines


def wireshark(
    packets: Iterable[Packet], *, text: bool = True, middle: str = " ", width: int = 16, wide: int = 4
) -> list[str]:
    """As Wireshark and tshark export bytes: behind offsets, blank lines between packets."""
    lines = []
    for time, data in packets:
        lines.append(f"    Epoch Arrival Time: {time // SECOND}.{time % SECOND:09} seconds")
        lines.append("")
        for at in range(0, len(data), width):
            row = data[at : at + width]
            halves = row[: width // 2].hex(" "), row[width // 2 :].hex(" ")
            digits = middle.join(filter(None, halves))
            lines.append(f"{at:0{wide}x}  {digits:{width * 3}}  {printable(row) if text else ''}".rstrip())
        lines.append("")
    return lines


def bare(packets: Iterable[Packet], width: int = 16, between: str = " ", apart: bool = True) -> list[str]:
    """Digits alone, without offsets; ``width`` 0 is a packet a line."""
    lines = []
    for _, data in packets:
        step = width or len(data)
        rows = [data[at : at + step] for at in range(0, len(data), step)]
        lines += [row.hex(between) if between else row.hex() for row in rows]
        lines += [""] if apart else []
    return lines


def octal_dump(packets: Iterable[Packet]) -> list[str]:
    """As ``od -Ax -tx1`` prints, the form that text2pcap reads."""
    lines = []
    for _, data in packets:
        lines += [f"{at:06x} {data[at : at + 16].hex(' ')}" for at in range(0, len(data), 16)]
        lines.append(f"{len(data):06x}")
    return lines
