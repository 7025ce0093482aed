"""Which requests a pool can do, and which servers do them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ssldiag.pool.admin import netstat, ssladmin
from ssldiag.pool.admin.judged import STATES, WITHOUT_SERVER, admit, concerned
from ssldiag.pool.admin.requests import Request
from tests.pool.admin.samples import STATUS


def parsed(command: str) -> Request:
    grammar = netstat.parse if command.startswith("SSL ") else ssladmin.parse
    found = grammar([command])
    assert isinstance(found, Request), found
    return found


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("Q (TCP TCPIP2", "DTCSSLT29E this is the stack TCPIP, not TCPIP2"),
        ("SET TCP TCPIP2", "DTCSSLT29E this is the stack TCPIP, not TCPIP2"),
        ("SET SSL SSL00009", "DTCSSLT27E there is no SSL server SSL00009; there is SSL00001, SSL00002, "),
        ("REFRESH (SSL FTPSERVE", "DTCSSLT27E there is no SSL server FTPSERVE"),
        ("START SSL00001", "DTCSSLT28E SSL00001 is Active already"),
        ("START SSL00005", "DTCSSLT28E SSL00005 is Starting already"),
        ("STOP SSL00004", "DTCSSLT28E SSL00004 is Stopped already"),
        ("SSL STOP SSL00004", "DTCNETT28E SSL00004 is Stopped already"),
        ("SSL START SSL00009", "DTCNETT27E there is no SSL server SSL00009"),
        (
            "REFRESH (SSL SSL00003",
            "DTCSSLT28E SSL00003 is Eligible and cannot answer REFRESH; START brings it up",
        ),
        ("TRACE (SSL SSL00005", "DTCSSLT28E SSL00005 is Starting and cannot answer TRACE"),
        (
            "Q SES (SSL SSL00004",
            "DTCSSLT28E SSL00004 is Stopped and cannot answer QUERY SESSIONS; START brings",
        ),
        ("CLOSECON (SSL SSL00004", "DTCSSLT28E SSL00004 is Stopped and cannot answer CLOSECON; LOG shows"),
    ],
)
def test_refusals(command: str, line: str) -> None:
    why = admit(parsed(command), STATUS)
    assert why is not None
    assert why.line.startswith(line)
    assert (why.usage, why.exit) == (False, 1)


@pytest.mark.parametrize(
    ("command", "numbers"),
    [
        ("Q", "12345"),
        ("Q ST D", "12345"),
        ("Q CACHE", "12345"),
        ("LOG", "12345"),
        ("Q SES", "12"),
        ("REFRESH", "12"),
        ("RESTART", "12"),
        ("START", "34"),
        ("STOP", "125"),
        ("STOP SSL00003", "3"),
        ("START SSL00004", "4"),
        ("Q ST D (SSL SSL00004", "4"),
        ("LOG (SSL SSL00004", "4"),
        ("Q SETTINGS", ""),
        ("SET SSL SSL00004", ""),
        ("CLEAR CACHE", ""),
    ],
)
def test_whom_it_concerns(command: str, numbers: str) -> None:
    request = parsed(command)
    assert admit(request, STATUS) is None
    assert concerned(request, STATUS) == tuple(f"SSL0000{number}" for number in numbers)


def test_nobody_to_start_or_stop() -> None:
    running = replace(STATUS, servers=STATUS.servers[:1])
    why = admit(parsed("START"), running)
    assert why is not None
    assert why.line == "DTCSSLT28E no server is there to start: all are Active"
    resting = replace(STATUS, servers=STATUS.servers[2:3])
    why = admit(parsed("STOP"), resting)
    assert why is not None
    assert why.line == "DTCSSLT28E no server is there to stop: all are Eligible"


def test_queries_of_all_need_nobody() -> None:
    assert admit(parsed("Q SES"), replace(STATUS, servers=())) is None


def test_the_tables_name_commands_that_exist() -> None:
    commands = {
        *("START", "STOP", "SSL START", "SSL STOP", "LOG", "CLEAR", "HELP", "CONFIG SSL", "CONN", "ALLCONN"),
        *("CLEAR CACHE", "CLEAR CACHE EXPIRED", "CLEAR SESSION", "OBEY SSLLIMITS"),
        *(f"QUERY {what} {kind}".rstrip() for what, kinds in ssladmin.QUERIES.items() for kind in kinds),
    }
    assert {*STATES, *WITHOUT_SERVER} <= commands
