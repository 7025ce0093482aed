"""Answers: golden lines, our own reader over them, and documents that say the same."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.pool.admin import netstat, ssladmin
from ssldiag.pool.admin.answers import Answer, admit, answer, document, lines, refused
from ssldiag.pool.admin.requests import Refusal, Request, not_allowed
from ssldiag.pool.plan import Limits
from ssldiag.pool.status import PoolStatus, ServerRow, SessionRow
from ssldiag.readers import server_status
from ssldiag.readers.cp_query import nss_map, nss_users, user_states
from ssldiag.readers.openvm_list import parse as openvm
from ssldiag.readers.server_status import StatusResponse
from ssldiag.text import Line
from tests.pool.admin.samples import NOW, STATUS

GRAMMARS = {"ssladmin": ssladmin.parse, "netstat": netstat.parse}

GOLDEN = {
    "ssladmin": """\
SSL server status for stack TCPIP
Server    State     Sessions  Maximum  Peak
SSL00001  Active         117      600   203
SSL00002  Active           0      600    12  quiescing
SSL00003  Eligible         -        -     -
SSL00004  Stopped          -        -     -
SSL00005  Starting         -        -     -
Total                    117     3000""",
    "ssladmin q st d (ssl ssl00001": """\
SSL00001: Active since 2026-11-22 07:12:09
  Keyfile        /etc/gskadm/Database.kdb
  Mode           STANDARD
  Protocols      TLSV1_2 TLSV1_3
  Ciphers        ECDHE_RSA_AES_256_GCM_SHA384 RSA_AES_256 RSA_AES_128
                 DHE_RSA_AES_256 DHE_RSA_AES_128
  Exempt         LOW NONE
  Cache          life 24 H, cleanup every 100 connections
  Cache state    shared segment TCPIP
  Trace          NORMAL ALL        GSKTrace 0
  Engine         fast, OpenSSL 3.0.22
  Sessions       current 117, maximum 600, peak 203
  Since start    4711 handshakes, 3 failed""",
    "ssladmin q st d (ssl ssl00004": """\
SSL00004: Stopped
  Reason         stopped by command""",
    "ssladmin q settings (ssl ssl00001": """\
Setting    Value
SSLSERVER  ALL
TCPSERVER  TCPIP""",
    "ssladmin q cache": """\
Segment TCPIP   pages 10000-100FF   life 24 H   cleanup 100
Entries: 88 of 1920
State: shared by all servers
Server    Stored  Lookups  Hits  Expired  Evicted
SSL00001      88     1204   931       17        0
SSL00002       1        2     2        0        0""",
    "ssladmin q cache entries": """\
Session   Protocol  Bytes  Made                  Expires
0a1b2c3d  TLSV1_2     138  2026-11-22T14:00:00Z  2026-11-23T14:00:00Z""",
    "ssladmin q ses": """\
Server    Conn  Local socket      Foreign socket       Protocol  Cipher              Label   Reused  Client
SSL00001  1043  192.0.2.10..992   198.51.100.7..51022  TLSV1_2   RSA_AES_256         TNLAB1  no      no
SSL00002  1047  2001:db8::10..21  2001:db8::9..40981   TLSV1_3   AES_128_GCM_SHA256  FTPLAB  yes     yes""",
    "ssladmin q trace": """\
SSL00001: CONNECTIONS DATA ALL 20
SSL00002: NOTRACE""",
    "ssladmin q cert": """\
SSL00001, SSL00002: 3 certificates of the key database
  Label      Key  Trusted  Default  Not before  Not after   Subject
  TNLAB1     yes  yes      yes      2026-01-01  2027-01-01  CN=zvm.example.com
  FTPLAB     yes  yes      no       2026-01-01  2027-01-01  CN=ftp\\x1b[31m.example.com
  Test root  no   yes      no       2026-01-01  2027-01-01  CN=Test root,O=Active\\u202e Ltd""",
    "ssladmin refresh": "SSL00001: REFRESH accepted\nSSL00002: REFRESH accepted",
    "ssladmin start": "SSL00003: START accepted\nSSL00004: START accepted",
    "ssladmin stop": "SSL00001: STOP accepted\nSSL00002: STOP accepted\nSSL00005: STOP accepted",
    "ssladmin trace conn data :992": """\
SSL00001: TRACE CONNECTIONS DATA :992 20 accepted
SSL00002: TRACE CONNECTIONS DATA :992 20 accepted""",
    "ssladmin set ssl ssl00002": """\
SET accepted
Setting    Value
SSLSERVER  SSL00002
TCPSERVER  TCPIP""",
    "ssladmin clear cache": "CLEAR CACHE accepted; entries left: 88",
    "ssladmin clear session 0A1B": "CLEAR SESSION 0a1b accepted; entries left: 88",
    "ssladmin log (ssl ssl00001": """\
SSL00001: DTCRUN1011I Running server command: VMSSL
SSL00001: \\x1b[2J""",
    "ssladmin closecon (ssl ssl00002": "SSL00002: CLOSECON accepted",
    "ssladmin system query time (ssl ssl00001": "SSL00001: TIME IS 14:30:05 UTC SUNDAY 11/22/26",
    "netstat config ssl": """\
VM TCP/IP Netstat Level 720       TCP/IP Server Name: TCPIP

SSL server:  SSL*       Timeout: 60
Maximum sessions: 3000   Maximum per server: 600   Current sessions: 117
Server    State     Current  Maximum
SSL00001  Active        117      600
SSL00002  Active          0      600
SSL00003  Eligible        -        -
SSL00004  Stopped         -        -
SSL00005  Starting        -        -""",
    "netstat conn": """\
VM TCP/IP Netstat Level 720       TCP/IP Server Name: TCPIP

Active IPv4 Transmission Blocks:

User Id   Conn  Local Socket           Foreign Socket         State
---- --   ----  ----- ------           ------- ------         -----
INTCLIEN  1009  *..TELNET              *..*                   Listen
INTCLIEN  1010  *..992                 *..*                   Listen
INTCLIEN  1043  192.0.2.10..992        198.51.100.7..51022    Established

Active IPv6 Transmission Blocks:

User Id   Conn  Local Socket           Foreign Socket         State
---- --   ----  ----- ------           ------- ------         -----
FTPSERVE  1047  2001:db8::10..FTP-C    2001:db8::9..40981     Established""",
    "netstat ssl start ssl00004": "SSL00004: SSL START accepted",
    "netstat obey ssllimits maxs 3000": "SSLLIMITS MAXSESSIONS 3000 MAXPERSSLSERVER 600 accepted",
}


def parsed(command: str) -> Request:
    program, _, rest = command.partition(" ")
    found = GRAMMARS[program]([rest])
    assert isinstance(found, Request), found
    return found


def said(command: str, status: PoolStatus = STATUS) -> Answer:
    request = parsed(command)
    assert admit(request, status) is None
    return answer(request, status, NOW)


def read(text: list[str]) -> StatusResponse:
    return server_status.parse(as_lines(text))


def as_lines(text: list[str]) -> list[Line]:
    return [Line("ANSWER", number, line) for number, line in enumerate(text, 1)]


@pytest.mark.parametrize("command", GOLDEN)
def test_lines(command: str) -> None:
    found = said(command)
    assert "\n".join(found.lines) == GOLDEN[command]
    assert found.exit == 0
    assert all(line.isprintable() for line in found.lines)
    json.dumps(found.document)


def test_stamps() -> None:
    stamped = lines(parsed("ssladmin q trace"), STATUS, NOW, stamps=True)
    assert stamped == ["14:30:05 SSL00001: CONNECTIONS DATA ALL 20", "14:30:05 SSL00002: NOTRACE"]
    plain = lines(parsed("netstat config ssl"), STATUS, NOW, stamps=True)
    assert plain == list(said("netstat config ssl").lines)
    assert lines(parsed("ssladmin help"), STATUS, NOW, stamps=True)[0].startswith("SSLADMIN [")


@pytest.mark.parametrize("stamps", [False, True])
def test_our_own_reader_reads_the_summary(stamps: bool) -> None:
    found = read(lines(parsed("ssladmin"), STATUS, NOW, stamps))
    assert found.stack == "TCPIP"
    assert [(row.userid.value, row.state, row.sessions, row.maximum) for row in found.servers] == [
        ("SSL00001", "Active", 117, 600),
        ("SSL00002", "Active", 0, 600),
        ("SSL00003", "Eligible", None, None),
        ("SSL00004", "Stopped", None, None),
        ("SSL00005", "Starting", None, None),
    ]
    (total,) = found.totals
    assert (total.sessions, total.maximum) == (117, 3000)


@pytest.mark.parametrize("stamps", [False, True])
def test_our_own_reader_reads_the_details(stamps: bool) -> None:
    found = read(lines(parsed("ssladmin q st d"), STATUS, NOW, stamps))
    options = {
        part.userid.value: {name: value.value for name, value in part.settings} for part in found.settings
    }
    first = options["SSL00001"]
    assert first["keyfile"] == "/etc/gskadm/Database.kdb"
    assert first["ciphers"].split() == list(STATUS.details[0].ciphers)
    assert (first["protocols"], first["trace"], first["gsktrace"]) == ("TLSV1_2 TLSV1_3", "NORMAL ALL", "0")
    assert options["SSL00004"] == {"reason": "stopped by command"}
    assert [(row.state, row.sessions) for row in found.servers][:2] == [("Active", 117), ("Active", 0)]


def test_our_own_reader_reads_config_and_connections() -> None:
    found = read(list(said("netstat config ssl").lines))
    (total,) = found.totals
    assert (found.level, found.stack, total.maximum, total.per_server) == ("720", "TCPIP", 3000, 600)
    sockets = read(list(said("netstat allconn").lines)).sockets
    assert [(row.userid.value, row.port, row.state) for row in sockets] == [
        ("INTCLIEN", 23, "Listen"),
        ("INTCLIEN", 992, "Listen"),
        ("INTCLIEN", 992, "Established"),
        ("FTPSERVE", 21, "Time-wait"),
        ("FTPSERVE", 21, "Established"),
    ]


@pytest.mark.parametrize("command", ["ssladmin q ses", "ssladmin q cert", "ssladmin q cache", "ssladmin log"])
def test_our_own_reader_takes_no_other_answer_for_servers(command: str) -> None:
    found = read(list(said(command).lines))
    assert (found.servers, found.totals, found.sockets) == ((), (), ())


def system(command: str) -> list[Line]:
    text = said(f"ssladmin system {command} (ssl ssl00001").lines
    assert all(line.startswith("SSL00001: ") for line in text)
    return as_lines([line.removeprefix("SSL00001: ") for line in text])


def test_our_own_readers_read_what_system_answers() -> None:
    (segment,) = nss_map(system("cp query nss name tcpip map"))
    assert (segment.name.value, segment.begin_page, segment.end_page, segment.users) == (
        "TCPIP",
        0x10000,
        0x100FF,
        3,
    )
    (users,) = nss_users(system("QUERY NSS USERS TCPIP"))
    assert [user.value for user in users.users] == ["SSL00001", "SSL00002", "SSLDCSSM"]
    states = user_states(system("q names"))
    assert [state.userid.value for state in states] == [
        *("TCPIP", "SSLDCSSM", "SSL00001", "SSL00002", "SSL00005", "FTPSERVE")
    ]
    (one,) = user_states(system("QUERY SSL00003"))
    assert one.state == "not logged on"
    files = openvm(system("openvm list /etc/gskadm/ (own")).objects
    assert [(item.name.value, item.permissions.value) for item in files] == [
        ("Database.kdb", "rw-r-----"),
        ("Database.sth", "rw-r-----"),
    ]


def test_a_server_that_does_not_answer() -> None:
    silent = replace(STATUS, silent=("SSL00002",))
    found = said("ssladmin q trace", silent)
    assert found.lines == (
        "DTCSSL2421E SSL00002: Communication error: Connection timed out",
        "SSL00001: CONNECTIONS DATA ALL 20",
    )
    assert (found.exit, found.document["unanswered"]) == (1, ["SSL00002"])
    assert said("ssladmin refresh", silent).lines[1:] == ("SSL00001: REFRESH accepted",)


def test_the_cache_without_its_agent() -> None:
    down = replace(STATUS, agent="down")
    found = said("ssladmin q cache (ssl ssl00001", down)
    assert found.lines == ("DTCSSL2421E SSL00001: Communication error: Connection timed out",)
    assert (found.exit, found.document["cache"]) == (1, None)
    assert len(said("ssladmin q cache", down).lines) == len(STATUS.servers)
    for command in ("ssladmin clear cache", "ssladmin q cache entries", "ssladmin clear session abcd"):
        why = admit(parsed(command), down)
        assert why is not None
        assert why.line == "DTCSSLT34E the agent SSLDCSSM is down"


def test_documents() -> None:
    summary = said("ssladmin").document
    assert summary["schema"] == "ssldiag.ssladmin/1"
    assert summary["limits"] == {"max_sessions": 3000, "per_server": 600, "current": 117}
    first = summary["servers"][0]
    assert (first["userid"], first["state"], first["sessions"], first["max"]) == (
        "SSL00001",
        "Active",
        117,
        600,
    )
    details = said("ssladmin q st d (ssl ssl00001").document["servers"]
    assert details[0]["trace"]["text"] == "NORMAL ALL"
    assert said("ssladmin q cert").document["certificates"][1]["subject"] == "CN=ftp\x1b[31m.example.com"
    ports = said("netstat conn").document
    assert (ports["schema"], len(ports["connections"])) == ("ssldiag.netstat/1", 4)
    assert said("ssladmin refresh").document["lines"] == [
        "SSL00001: REFRESH accepted",
        "SSL00002: REFRESH accepted",
    ]
    assert document(parsed("ssladmin set tcp tcpip"), STATUS, NOW)["settings"]["TCPSERVER"] == "TCPIP"


NUMBER = re.compile(r"(?<![\w.:-])\d+(?![\w.:-])")


@pytest.mark.parametrize(
    "command",
    [
        *("ssladmin", "ssladmin q st d", "ssladmin q cache", "ssladmin q ses", "ssladmin q trace"),
        *("netstat config ssl", "netstat allconn"),
    ],
)
def test_every_number_of_the_text_is_in_the_document(command: str) -> None:
    found = said(command)
    values: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            for each in value.values():
                collect(each)
        elif isinstance(value, list | tuple):
            for each in value:
                collect(each)
        else:
            values.add(str(value))

    collect(found.document)
    shown = {word for line in found.lines for word in NUMBER.findall(line)}
    assert shown - values <= {"24", "60", "720"}  # hours of a life in seconds, 60.0, and 7.2.0


def test_refusals_as_answers() -> None:
    bad = ssladmin.parse(["X"])
    assert isinstance(bad, Refusal)
    found = refused("SSLADMIN", bad, "X")
    assert (found.exit, found.lines) == (2, (bad.line,))
    assert found.document["refused"]["id"] == "DTCSSLT20E"
    assert refused("SSLADMIN", not_allowed("SSLADMIN", "EVE\x1b")).lines == (
        "DTCSSLT33E EVE\\x1b is not in :Admin_ID_list. of the SSL servers",
    )
    assert refused("NETSTAT", not_allowed("NETSTAT", "EVE")).exit == 1


def test_advice_on_limits() -> None:
    odd = replace(STATUS, limits=Limits(4000, 300))
    assert said("netstat obey ssllimits maxs 4000 maxp 300", odd).lines == (
        "SSLLIMITS MAXSESSIONS 4000 MAXPERSSLSERVER 300 accepted",
        "DTCNETT40W MAXPERSSLSERVER 300 does not divide MAXSESSIONS 4000 evenly",
        "DTCNETT41W 5 servers have room for 1500 sessions, not 4000",
    )


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_nothing_unprintable_reaches_a_terminal(reason: str, label: str, host: str) -> None:
    session = SessionRow("S", 1, "U", (host, 1), (host, 2), label, label, label, True, True, 0.0, 0, 0)
    wild = replace(
        STATUS,
        servers=(
            ServerRow("SSL00001", "Active", 1, 1, 1, 1, 1),
            ServerRow("SSL00003", "Eligible", 0, 1, 0, 0, 0, reason, None, False, reason),
        ),
        sessions=(replace(session, server="SSL00001"),),
        output=(("SSL00001", (reason, label)),),
    )
    for command in ("ssladmin q st d", "ssladmin q ses", "ssladmin log", "netstat config ssl"):
        assert all(line.isprintable() for line in said(command, wild).lines)


def test_an_empty_log_is_said_to_be_empty() -> None:
    request = ssladmin.parse(["LOG", "(SSL", "SSL00001"], {})
    assert isinstance(request, Request)
    status = replace(STATUS, output=(("SSL00001", ()),))
    assert lines(request, status, NOW) == ["SSL00001: the console log is empty"]
