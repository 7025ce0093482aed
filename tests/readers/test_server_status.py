"""SSLADMIN and NETSTAT responses, in the reference server's layout and in looser ones."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers import server_status
from ssldiag.readers.server_status import StatusResponse
from ssldiag.text import Line
from tests.readers.support import pointed_at

SUMMARY = """\
ssladmin query status
SSL server status for stack TCPIP
Server    State     Sessions  Maximum  Peak
SSL00001  Active         117      600   203
SSL00003  Eligible         -        -     -
SSL00004  Stopped          -        -     -
SSL00005  Starting         -        -     -
Total                    117     3000
"""

DETAILS = """\
SSL00001: Active since 2024-03-04 07:12:09
  Keyfile        /etc/gskadm/Database.kdb
  Mode           STANDARD
  Ciphers        RSA_AES_256 RSA_AES_128
                 DHE_RSA_AES_256
  Cache          life 24 H, cleanup every 100 connections
  Trace          NORMAL ALL        GSKTrace 0
  Sessions       current 117, maximum 600, peak 203
SSL00002: Stopped
  Mode           FIPS-140-2
"""

CONFIG = """\
VM TCP/IP Netstat Level 720       TCP/IP Server Name: TCPIP2

SSL server:  SSL*        Timeout: 60
Maximum sessions: 3000   Maximum per server: 600   Current sessions: 117
Server    State     Current  Maximum
SSL00001  Active        117      600
"""

CONN = """\
12:00:00 VM TCP/IP Netstat Level 720       TCP/IP Server Name: TCPIP

12:00:00 Active IPv4 Transmission Blocks:

12:00:00 User Id  Conn     Local Socket           Foreign Socket         State
12:00:00 ---- --  ----     ----- ------           ------- ------         -----
12:00:00 INTCLIEN 1009     *..TELNET              *..*                   Listen
12:00:00 INTCLIEN 1043     192.0.2.10..992        198.51.100.7..51022    Established
12:00:00 SSL00001 1002     *..9999                *..*                   Listen
12:00:00 FTPSERVE 1003     *..FTP-C               *..*                   Listen
12:00:00 MYSERVER 1004     *..MYOWN               *..*                   Time-wait
"""

SESSIONS = """\
Server    Conn   Local socket      Foreign socket      Protocol Cipher        Label
SSL00001  1043   192.0.2.10..992   198.51.100.7..51022 TLSV1_2  RSA_AES_256   TNLAB1
"""


def parse(text: str) -> StatusResponse:
    return server_status.parse(
        [Line("FILE", number, line) for number, line in enumerate(text.split("\n"), 1)]
    )


def rows(found: StatusResponse) -> list[tuple[str, str, int | None, int | None]]:
    return [(row.userid.value, row.state, row.sessions, row.maximum) for row in found.servers]


def test_the_summary() -> None:
    found = parse(SUMMARY)
    assert rows(found) == [
        ("SSL00001", "Active", 117, 600),
        ("SSL00003", "Eligible", None, None),
        ("SSL00004", "Stopped", None, None),
        ("SSL00005", "Starting", None, None),
    ]
    (total,) = found.totals
    assert (total.sessions, total.maximum, total.per_server, total.stack) == (117, 3000, None, "TCPIP")
    assert (found.stack, str(found.place), str(total.place)) == ("TCPIP", "FILE:1", "FILE:8")
    assert pointed_at(found.servers[0].userid.place, SUMMARY) == "SSL00001"


def test_the_details() -> None:
    found = parse(DETAILS)
    assert rows(found) == [("SSL00001", "Active", 117, 600), ("SSL00002", "Stopped", None, None)]
    first, second = found.settings
    shown = {name: value.value for name, value in first.settings}
    assert shown["keyfile"] == "/etc/gskadm/Database.kdb"
    assert shown["ciphers"] == "RSA_AES_256 RSA_AES_128 DHE_RSA_AES_256"
    assert (shown["trace"], shown["gsktrace"], shown["mode"]) == ("NORMAL ALL", "0", "STANDARD")
    assert [(name, value.value) for name, value in second.settings] == [("mode", "FIPS-140-2")]
    assert pointed_at(dict(first.settings)["trace"].place, DETAILS) == "NORMAL ALL"
    assert found.totals == ()


def test_the_configuration() -> None:
    found = parse(CONFIG)
    (total,) = found.totals
    assert (total.sessions, total.maximum, total.per_server, total.stack) == (117, 3000, 600, "TCPIP2")
    assert rows(found) == [("SSL00001", "Active", 117, 600)]
    assert (found.stack, found.level) == ("TCPIP2", "720")


def test_the_connections() -> None:
    found = parse(CONN)
    assert [(item.userid.value, item.port, item.state) for item in found.sockets] == [
        ("INTCLIEN", 23, "Listen"),
        ("INTCLIEN", 992, "Established"),
        ("SSL00001", 9999, "Listen"),
        ("FTPSERVE", 21, "Listen"),
        ("MYSERVER", None, "Time-wait"),
    ]
    assert found.servers == ()
    assert pointed_at(found.sockets[0].userid.place, CONN) == "INTCLIEN"


def test_sessions_are_no_listeners() -> None:
    found = parse(SESSIONS)
    assert (found.sockets, found.servers) == ((), ())


def test_looser_layouts() -> None:
    found = parse(
        "SSL00001 is active, 117 of 600 sessions\nssl00002   STOPPED\nServer: SSL00003 State: eligible\n"
    )
    assert rows(found) == [
        ("SSL00001", "Active", 117, 600),
        ("SSL00002", "Stopped", None, None),
        ("SSL00003", "Eligible", None, None),
    ]
    assert rows(parse("SSLSERV  Active  current 3  maximum: 100")) == [("SSLSERV", "Active", 3, 100)]
    wide = "Server ID   Max Sessions   Current Sessions   State\nSTS00001    600   12   Active\n"
    assert rows(parse(wide)) == [("STS00001", "Active", 12, 600)]


def test_totals_in_words() -> None:
    found = parse("Current sessions: 117\nMaximum sessions: 3000\nCurrent number of active sessions = 118\n")
    assert [(item.sessions, item.maximum) for item in found.totals] == [(117, 3000), (118, None)]
    (limits,) = parse("MAXSESSIONS 3000 MAXPERSSLSERVER 600").totals
    assert (limits.maximum, limits.per_server) == (3000, 600)


def test_a_repeated_response_leaves_the_last_state() -> None:
    assert rows(parse(SUMMARY + "SSL00001  Stopped  -  -  -\n"))[-1] == ("SSL00001", "Stopped", None, None)


def test_the_trace_in_effect_and_answers_that_say_nothing() -> None:
    found = parse(
        "SSL00001: CONNECTIONS DATA ALL 20\nSSL00002: START accepted\nDTCSSL2421E SSL00003: Active error\n"
    )
    assert rows(found) == []
    (settings_of,) = found.settings
    assert [(name, value.value) for name, value in settings_of.settings] == [
        ("trace", "CONNECTIONS DATA ALL 20")
    ]


def test_the_stack_of_the_settings_query() -> None:
    assert parse("Setting    Value\nSSLSERVER  ALL\nTCPSERVER  TCPIP2\n").stack == "TCPIP2"


def test_nothing_is_a_response_too() -> None:
    assert server_status.parse([]).servers == ()


PIECES = st.sampled_from(
    [line for text in (SUMMARY, DETAILS, CONFIG, CONN, SESSIONS) for line in text.splitlines()]
    + ["Total 1 2", "     x"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=60)), max_size=30))
def test_any_lines_give_a_response(texts: list[str]) -> None:
    found = server_status.parse([Line("FILE", number, text) for number, text in enumerate(texts, 1)])
    assert all(row.state in ("Active", "Eligible", "Starting", "Stopped") for row in found.servers)
    assert len({row.userid.value for row in found.servers}) == len(found.servers)
