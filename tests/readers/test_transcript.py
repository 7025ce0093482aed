"""Whole transcripts: runs, machines, dates, counts; and that no line is unaccounted for."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers.message_templates import TEMPLATES
from ssldiag.readers.transcript import Transcript, read, scan
from tests.effort import calls
from tests.readers.support import located, pointed_at, source

STACK = """\
LOGON TCPIP
z/VM Version 7 Release 2.0, Service Level 2101 (64-bit),
built on IBM Virtualization Technology
LOGON AT 08:00:00 CET MONDAY 03/04/24
z/VM V7.2.0    2024-03-01 00:01
DMSACP723I D (198) R/O
Ready; T=0.01/0.01 08:00:03
DTCRUN1022I Console log will be sent to default owner ID: TCPMAINT
DTCRUN1046I Using 'server' definition (TCPIP) from file: SYSTEM DTCPARMS D1
DTCRUN1046I Using 'class' definition (STACK) from file: IBM DTCPARMS E1
DTCRUN1043I Initiating XAUTOLOG of server SSLDCSSM
DTCRUN1021R To cancel TCP/IP Stack startup, type any non-blank character and
            press ENTER. To continue startup, just press ENTER.

DTCRUN1011I Server started at 08:00:07 on 4 Mar 2024 (Monday)
DTCTCP001I z/VM TCP/IP Level 720
                              ***** 03/05/24 *****
07:59:59 DTCIPI008I    Initializing... TCPIP MODULE E2 dated 05/22/23 at 14:18
07:59:59 DTCOSD234I ToOsd: TCPIP host is not set as a router for port UNASSIGNED
 for IPv4
                                                            RUNNING   ZVMSYS1
"""

SERVER = """\
DTCRUN1022I Console log will be sent to default owner ID: TCPMAINT
DTCRUN1046I Using 'server' definition (SSL*) from file: SYSTEM DTCPARMS D1
DTCRUN1011I Server started at 08:00:09 on 4 Mar 2024 (Monday)
DTCSSL022E Handshake failed rc: 8 reason: Certificate validation error
DTCSSL005E Storage exceeded creating cloneThread
* MSG FROM TCPIP   : Restarting you because KillClient
called for reason: Client terminated TCP/IP service
DTCSSL050E close failed with  clientSocket 152 rc: -1 errno: 113
DMSACP723I D (198) R/O
DTCRUN1011I Server started at 08:10:09 on 4 Mar 2024 (Monday)
DTCRUN1028E :Stack.TCPIP2 specified in NODE1 DTCPARMS D1
does not match "TcpipUserid TCPIP" in the TCPIP DATA file
DTCRUN1099E Server not started - correct problem and retry
Ready(00001);
DTCRUN1022I Console log will be sent to default owner ID: TCPMAINT
DTCRUN1099E Server not started - correct problem and retry
"""


def text(content: str, path: str = "FILE") -> Transcript:
    return read(source(content, "transcript", path))


def test_a_start_of_a_stack_is_one_run() -> None:
    found = text(STACK)
    (run,) = found.runs
    assert (run.userid, found.machine, str(run.place)) == ("TCPIP", "TCPIP", "FILE:1")
    assert found.unreadable == ()
    assert run.with_id("DTCRUN1043I")[0].field("userid") == "SSLDCSSM"
    (prompt,) = run.with_id("DTCRUN1021R")
    assert prompt.text.endswith("just press ENTER.")
    (router,) = run.with_id("DTCOSD234I")
    assert router.text.endswith("UNASSIGNED for IPv4")
    assert (router.stamp, router.date, run.with_id("DTCTCP001I")[0].date) == (
        "07:59:59",
        "03/05/24",
        "03/04/24",
    )


def test_every_line_is_accounted_for() -> None:
    assert dict(text(STACK).tally) == {
        "session": 3,
        "message": 12,
        "furniture": 3,
        "continuation": 2,
        "blank": 1,
    }


def test_runs_of_a_server() -> None:
    found = text(SERVER, "SSL00001.CONSOLE")
    assert [str(run.place) for run in found.runs] == [f"SSL00001.CONSOLE:{line}" for line in (1, 9, 15)]
    assert [run.userid for run in found.runs] == ["SSL00001"] * 3
    assert [run.messages[-1].id for run in found.runs] == ["DTCSSL050E", "DTCRUN1099E", "DTCRUN1099E"]
    assert found.runs[0].pool == "SSL*"
    assert found.runs[0].with_id("TCPIP-KILLCLIENT-1")[0].field("from") == "TCPIP"
    assert found.runs[1].with_id("DTCRUN1028E")[0].field("stack2") == "TCPIP"


def test_a_pool_s_name_alone_is_no_machine() -> None:
    found = text(SERVER)
    assert found.machine is None
    assert {run.userid for run in found.runs} == {None}


def test_a_trace_line_of_the_reference_server_names_it() -> None:
    found = text("12:00:00 DTCSSLT01I SSL00003 conn 7 192.0.2.1..992 192.0.2.2..5001 state a -> b\n")
    assert (found.machine, found.runs[0].userid) == ("SSL00003", "SSL00003")


def test_a_log_cut_at_its_start_begins_in_the_middle_of_a_run() -> None:
    found = text("DTCSSL022E Handshake failed rc: 8 reason: x\n" + SERVER)
    assert [str(run.place) for run in found.runs][:2] == ["FILE:1", "FILE:2"]


def test_messages_may_carry_a_stamp_on_every_line() -> None:
    stamped = "".join(f"08:00:00 {line}\n" for line in SERVER.splitlines())
    plain, found = text(SERVER), text(stamped)
    assert [item.text for run in found.runs for item in run.messages] == [
        item.text for run in plain.runs for item in run.messages
    ]
    assert {item.stamp for run in found.runs for item in run.messages} == {"08:00:00"}


def test_repeated_messages_are_counted() -> None:
    line = "DTCSSL022E Handshake failed rc: 8 reason: Certificate validation error"
    content = "".join(f"08:{n // 60:02d}:{n % 60:02d} {line}\n" for n in range(300))
    (run,) = text(content).runs
    assert len(run.messages) == 101
    assert run.count("DTCSSL022E") == run.messages[0].count == 300
    assert (run.messages[99].place.line, run.messages[100].place.line, run.messages[100].stamp) == (
        100,
        300,
        "08:04:59",
    )


def test_a_repeated_line_that_goes_on_for_once_is_a_text_of_its_own() -> None:
    line = "DTCSSL107E Internal error: Environment does not exist\n"
    (run,) = text(line * 3 + "            in this process\n" + line * 2).runs
    assert [(item.text[-7:], item.count) for item in run.messages] == [
        ("t exist", 4),
        ("t exist", 4),
        ("process", 1),
        ("t exist", 4),
        ("t exist", 4),
    ]


def test_a_response_between_repeated_messages() -> None:
    line = "DTCSSL505W Local client requested use of CERTNOCHECK; Request ignored\n"
    found = text(
        line * 3 + "query ssldcssm\nSSLDCSSM - DSC\n" + line * 3 + "HCPCQU045E SSL00001 not logged on\n" * 2
    )
    assert [item.kind for item in found.responses] == ["query_user", "query_user"]
    assert [len(item.lines) for item in found.responses] == [2, 2]
    assert found.runs[0].count("DTCSSL505W") == 6


def test_a_logon_line_counts_only_if_cp_answers() -> None:
    content = (
        "LOGON TCPMAINT\nDTCSSL505W x\n"
        + "LOGON SSLSERV\nLOGON AT 08:00:00 CET MONDAY 03/04/24\nDTCSSL505W x\n"
    )
    assert [run.userid for run in text(content).runs] == ["SSLSERV", "SSLSERV"]


def test_places_point_at_the_message() -> None:
    for run in text(STACK).runs:
        for item in run.messages:
            assert pointed_at(item.place, STACK).startswith(item.id) or not item.id.startswith("D")


def test_ebcdic_logs_are_read_alike() -> None:
    data = b"".join(line.ljust(80).encode("cp037") for line in STACK.splitlines())
    found = read(source(data, "transcript"))
    assert [item.text for item in found.runs[0].messages] == [
        item.text for item in text(STACK).runs[0].messages
    ]


def test_a_line_longer_than_is_read_is_told() -> None:
    (note,) = text("DTCSSL107E Internal error: " + "x" * 70_000 + "\n").unreadable
    assert "65,536" in note.reason


def test_the_console_of_a_real_start(shared: Path) -> None:
    """A TCPIP stack of z/VM 6.3, pasted from screens: nothing in it may be unreadable or unknown."""
    path = shared / "real" / "zvm-bootcamp" / "TCPIP.CONSOLE"
    content = path.read_text(encoding="utf-8")
    found = text(content, path.name)
    assert found.unreadable == ()
    assert dict(found.tally) == {"session": 5, "message": 56, "blank": 8, "furniture": 6, "continuation": 2}
    assert sum(count for _, count in found.tally) == len(content.splitlines())
    (run,) = found.runs
    assert (run.userid, found.machine, found.responses) == ("TCPIP", "TCPIP", ())
    assert run.messages[-1].text.endswith("port UNASSIGNED for IPv4")
    assert run.with_id("DTCTCP001I")[0].field("level") == "630"
    assert run.with_id("DTCIPI006I")[0].field("file") == "ZVMWSXX TCPIP D1"
    pairs = " ".join(item.field("pairs") for item in run.with_id("DTCRUN1048I"))
    assert "TCPSSL PM77039" in pairs and len(pairs.split()) == 2 * (19 * 3 + 2)
    assert [item.date for item in run.with_id("DTCIPI008I")] == ["09/23/13"]


def test_the_deck_with_its_slips(shared: Path) -> None:
    (path,) = (shared / "seeds").glob("002_*.txt")
    found = text(path.read_text(encoding="utf-8"), path.name)
    (run,) = found.runs
    assert run.with_id("DMSOVZ2113E")[0].field("path") == "/../VMSYSU:GSKADMIN/etc/gskad1"
    assert run.with_id("DTCRUN1001E")[0].field("command") == "OPENVM MOUNT /../VMSYSU:GSKADMIN/etc/gskad1 /"
    assert run.with_id("DTCRUN1028E")[0].field("keyword") == "Tcpiuserid"
    assert run.with_id("DTCFTS8467E")[0].field("label") == "NOTTHERE"
    assert run.count("FTP-421-SECURITY", "TELNET-NOSSL") == 2
    assert [item.kind for item in found.responses] == ["gskkyman", "query_user", "nss_map", "nss_users"]
    assert [len(item.lines) for item in found.responses[1:]] == [2, 5, 4]


def flood(lines: int) -> Iterator[tuple[int, str]]:
    """A busy server: the same failures again and again, a trace line in three, a wrapped message now and
    then."""
    for number in range(1, lines + 1):
        stamp = f"{number // 3600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}"
        if number % 3:
            yield (
                number,
                f"{stamp} DTCSSL022E Handshake failed rc: {number % 7} reason: Certificate validation error",
            )
        else:
            yield (
                number,
                f"{stamp} DTCSSLT01I SSL00001 conn {number} 192.0.2.1..992 192.0.2.2..{number} state a -> b",
            )


def test_memory_does_not_grow_with_the_log() -> None:
    """Twice as many lines take hardly more room: what is kept has a bound."""
    peaks = []
    for lines in (20_000, 60_000):
        tracemalloc.start()
        found = scan("F", flood(lines))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert sum(count for _, count in found.runs[0].counts) == lines
        assert found.unreadable
    assert peaks[1] < 1.2 * peaks[0] < 20_000_000


def test_work_grows_with_the_log_and_no_faster() -> None:
    short, long = (list(enumerate(STACK.splitlines() * count, 1)) for count in (4, 32))
    scan("F", short)
    assert calls(lambda: scan("F", long)) < 10 * calls(lambda: scan("F", short))


PIECES = st.sampled_from(
    [
        *STACK.splitlines(),
        *SERVER.splitlines(),
        *sorted(TEMPLATES),
        "query nss name tcpip map",
        "FILE FILENAME FILETYPE CLASS",
        "ssladmin query status",
        "SSL00001 Active 1 2",
        "Key Management Menu",
        "1 - LABEL",
        "gskkyman",
        "Ready;",
        "HCPCQV003E Invalid option - NSS",
        "DTCSSL2421E SSL00001: Communication error: x",
        "LOGOFF AT 08:00:00 CET MONDAY 03/04/24",
        "\t",
        "",
    ]
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.one_of(PIECES, st.text(max_size=90), st.tuples(PIECES, PIECES).map(" ".join)), max_size=60)
)
def test_any_lines_give_a_transcript(lines: list[str]) -> None:
    content = "\n".join(lines).replace("\r", "").replace("\f", "").replace("\x85", "")
    found = text(content)
    expected = content.removeprefix("\ufeff").removesuffix("\n").split("\n") if content else []
    assert sum(count for _, count in found.tally) == len(expected)
    messages = sum(count for run in found.runs for _, count in run.counts)
    assert messages == dict(found.tally).get("message", 0)
    for run in found.runs:
        numbers = [item.place.line for item in run.messages]
        assert numbers == sorted(numbers)
    assert all(item.lines for item in found.responses)
    assert list(located(found)) == []


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_transcript(data: bytes) -> None:
    assert read(source(data, "transcript")).file == "folder/FILE"
