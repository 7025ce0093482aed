"""Every command of SSLADMIN in every length, every way to be refused, and whatever else one may type."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.pool.admin import ssladmin
from ssldiag.pool.admin.requests import EFFECTS, NEEDS, Refusal, Request
from ssldiag.pool.plan import TraceSetting

SHORTEST = {
    "CLEAR": "CLE",
    "CLOSECON": "CLO",
    "HELP": "H",
    "LOG": "L",
    "NOTRACE": "N",
    "QUERY": "Q",
    "REFRESH": "REF",
    "RESTART": "RES",
    "SET": "SE",
    "START": "STA",
    "STOP": "STO",
    "SYSTEM": "SY",
    "TRACE": "T",
}
QUERIES = {
    "STATUS": "ST",
    "SETTINGS": "SET",
    "CACHE": "CA",
    "SESSIONS": "SES",
    "TRACE": "T",
    "CERTIFICATES": "CE",
}
REST = {"SET": " SSL ALL", "SYSTEM": " IDENTIFY"}


def request(text: str, seen: dict[str, str] | None = None) -> Request:
    found = ssladmin.parse(text.split(" "), seen)
    assert isinstance(found, Request), found
    return found


def refused(text: str, seen: dict[str, str] | None = None) -> str:
    found = ssladmin.parse([text], seen)
    assert isinstance(found, Refusal), found
    assert found.usage
    assert found.exit == 2
    return found.line


def lengths(full: str, shortest: str) -> list[str]:
    return [full[:length] for length in range(len(shortest), len(full) + 1)]


def test_the_tables_here_have_all_commands() -> None:
    assert set(SHORTEST) == set(ssladmin.COMMANDS)
    assert set(QUERIES) == set(ssladmin.QUERIES)


@pytest.mark.parametrize(
    ("word", "command"), [(word, full) for full, short in SHORTEST.items() for word in lengths(full, short)]
)
def test_commands_cut_short(word: str, command: str) -> None:
    for typed in (word, word.lower()):
        found = request(typed + REST.get(command, "")).command
        assert found == ("QUERY STATUS SUMMARY" if command == "QUERY" else command)


@pytest.mark.parametrize("command", [full for full, short in SHORTEST.items() if len(short) > 1])
def test_commands_cut_too_short(command: str) -> None:
    assert refused(SHORTEST[command][:-1]).startswith("DTCSSLT21E ")


@pytest.mark.parametrize(
    ("word", "query"), [(word, full) for full, short in QUERIES.items() for word in lengths(full, short)]
)
def test_queries_cut_short(word: str, query: str) -> None:
    found = request(f"q {word.lower()}").command
    assert found == (f"QUERY {query} SUMMARY" if query == "STATUS" else f"QUERY {query}")


@pytest.mark.parametrize(
    ("text", "command", "needs"),
    [
        ("", "QUERY STATUS SUMMARY", set()),
        ("QUERY", "QUERY STATUS SUMMARY", set()),
        ("Q ST S", "QUERY STATUS SUMMARY", set()),
        ("Q ST D", "QUERY STATUS DETAILS", {"details"}),
        ("Q SETTINGS", "QUERY SETTINGS", set()),
        ("Q CACHE", "QUERY CACHE", {"cache"}),
        ("Q CACHE E", "QUERY CACHE ENTRIES", {"cache", "entries"}),
        ("Q SES", "QUERY SESSIONS", {"sessions"}),
        ("Q TRACE", "QUERY TRACE", {"trace"}),
        ("Q CERT", "QUERY CERTIFICATES", {"certificates"}),
        ("LOG", "LOG", {"log"}),
    ],
)
def test_queries(text: str, command: str, needs: set[str]) -> None:
    found = request(text)
    assert (found.program, found.command, found.server, found.stack) == ("SSLADMIN", command, "ALL", "")
    assert (set(found.needs), found.effect, found.monitor) == (needs, "", 0)
    assert found.needs <= set(NEEDS)


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("START", "start"),
        ("STOP", "stop"),
        ("RESTART", "restart"),
        ("REFRESH", "refresh"),
        ("CLOSECON", "close_console"),
        ("TRACE", "trace"),
        ("NOTRACE", "trace"),
        ("CLEAR CACHE", "clear_cache"),
        ("CLEAR CACHE EXPIRED", "expire_cache"),
        ("CLEAR SESSION 0a1b", "forget_session"),
        ("CLEAR", ""),
        ("SET TCP TCPIP2", ""),
    ],
)
def test_effects(text: str, effect: str) -> None:
    assert request(text).effect == effect
    assert effect in ("", *EFFECTS)


@pytest.mark.parametrize("name", lengths("SSLSERVER", "SSL"))
@pytest.mark.parametrize("form", ["QUERY STATUS (%s ssl00004", "QUERY STATUS(%s SSL00004)", "Q(%s SSL00004"])
def test_the_server_option(name: str, form: str) -> None:
    assert request(form % name).server == "SSL00004"


@pytest.mark.parametrize("name", lengths("TCPSERVER", "TCP"))
def test_the_stack_option(name: str) -> None:
    found = request(f"Q (SSL ALL {name.lower()} tcpip2 )")
    assert (found.server, found.stack) == ("ALL", "TCPIP2")


@pytest.mark.parametrize("name", lengths("MONITOR", "MON"))
def test_the_monitor_option(name: str) -> None:
    assert request(f"Q SES ({name} 5").monitor == 5
    assert request(f"SYSTEM Q NAMES ({name} 5").monitor == 5


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("X", "DTCSSLT20E X is not a command of SSLADMIN; there is QUERY, CLEAR, "),
        ("QUERY X", "DTCSSLT20E X is not a query of SSLADMIN; there is STATUS, SETTINGS, "),
        ("QUERY STATUS X", "DTCSSLT20E X is not an operand of QUERY STATUS; there is SUMMARY and DETAILS"),
        ("QUERY S", "DTCSSLT21E S can be STATUS, SETTINGS or SESSIONS"),
        ("SET", "DTCSSLT22E SET needs "),
        ("SYSTEM", "DTCSSLT22E SYSTEM needs a command"),
        ("SYSTEM CP", "DTCSSLT22E SYSTEM needs a command"),
        (
            "QUERY STATUS DETAILS MORE",
            "DTCSSLT23E QUERY STATUS DETAILS takes nothing more, but there is MORE",
        ),
        ("QUERY SESSIONS 1", "DTCSSLT23E QUERY SESSIONS takes nothing more"),
        ("REFRESH NOW", "DTCSSLT23E REFRESH takes nothing more"),
        ("NOTRACE ALL", "DTCSSLT23E NOTRACE takes nothing more"),
        ("HELP QUERY STATUS", "DTCSSLT23E HELP takes nothing more"),
        ("START SSL00001 SSL00002", "DTCSSLT23E START takes nothing more"),
        ("CLEAR ALL ALL", "DTCSSLT23E CLEAR ALL takes nothing more"),
        ("CLEAR CACHE EXPIRED X", "DTCSSLT23E CLEAR CACHE EXPIRED takes nothing more"),
        ("QUERY (SSL ALL) X", "DTCSSLT23E nothing may stand behind the right parenthesis: X"),
        ("QUERY (SS ALL", "DTCSSLT24E SS is not an option of SSLADMIN"),
        ("QUERY (SSL", "DTCSSLT24E SSLSERVER needs a value"),
        ("QUERY (SSL ALL SSL SSL00001", "DTCSSLT24E SSLSERVER is given twice"),
        ("QUERY (MON 1 MON 2", "DTCSSLT24E MONITOR is given twice"),
        ("REFRESH (MON 5", "DTCSSLT24E MONITOR repeats QUERY and SYSTEM only, not REFRESH"),
        ("SET (SSL ALL MON 5", "DTCSSLT24E MONITOR repeats"),
        ("CLEAR (MON 5", "DTCSSLT24E MONITOR repeats"),
        ("SET MON 5", "DTCSSLT24E MONITOR cannot be a default"),
        ("STOP SSL00001 (SSL SSL00002", "DTCSSLT24E STOP names SSL00001, but SSLSERVER is SSL00002"),
        ("QUERY (MON 0", "DTCSSLT25E MONITOR needs a number from 1 to 86400, not 0"),
        ("QUERY (SSL SSL000001", "DTCSSLT25E SSLSERVER needs a user id of one to eight characters"),
        ("LOG 0", "DTCSSLT25E LOG needs a number from 1 to 2000"),
        ("CLEAR SESSION", "DTCSSLT25E CLEAR SESSION needs the first 4 to 64 hexadecimal digits"),
        ("CLEAR SESSION 0xyz", "DTCSSLT25E CLEAR SESSION needs"),
        ("CLEAR SESSION " + "a" * 65, "DTCSSLT25E CLEAR SESSION needs"),
        ("TRACE 1.2.3.4.5", "DTCSSLT25E a trace is limited by ALL, an address"),
        ("TRACE DEBUG ALL", "DTCSSLT25E DEBUG covers everything"),
        ("TRACE CONN DATA ALL 0", "DTCSSLT25E the length of DATA is a number from 1 to 65535 or ALL, not 0"),
        ("TRACE NORMAL ALL 20", "DTCSSLT25E TRACE takes one selector; what is 20?"),
        ("A" * 1025, "DTCSSLT26E the command has 1025 characters"),
        ("QUERY \x1b[2J", "DTCSSLT26E the command holds characters that cannot be printed"),
        ("SYSTEM ERASE PROFILE EXEC", "DTCSSLT31E SYSTEM answers QUERY NSS NAME name MAP, "),
        ("HELP ME", "DTCSSLT32E ME is not a topic of HELP"),
    ],
)
def test_refusals(text: str, line: str) -> None:
    assert refused(text).startswith(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TRACE", TraceSetting("NORMAL")),
        ("TRA NORM ALL", TraceSetting("NORMAL")),
        ("TRACE 192.0.2.7", TraceSetting("NORMAL", address="192.0.2.7")),
        ("TRACE CONN", TraceSetting("CONNECTIONS")),
        ("TRACE CONNECTIONS NODATA :992", TraceSetting("CONNECTIONS", port=992)),
        ("TRACE CONN DATA", TraceSetting("CONNECTIONS", 20)),
        ("trace conn data all 50", TraceSetting("CONNECTIONS", 50)),
        ("TRACE CONN DATA 1043", TraceSetting("CONNECTIONS", 20, connection=1043)),
        ("TRACE CONN D 1043 ALL", TraceSetting("CONNECTIONS", -1, connection=1043)),
        ("TRACE FLOW 192.0.2.7:992", TraceSetting("FLOW", address="192.0.2.7", port=992)),
        ("TRACE DEB", TraceSetting("DEBUG", -1)),
        ("NOTRACE", TraceSetting("NONE")),
    ],
)
def test_traces(text: str, expected: TraceSetting) -> None:
    assert request(text).trace == expected


@pytest.mark.parametrize("text", ["SET SSL SSL00002 TCP TCPIP2", "SET (SSL SSL00002 TCP TCPIP2"])
def test_set(text: str) -> None:
    found = request(text, {"server": "SSL00001"})
    assert (found.server, found.stack, found.changes_defaults) == ("SSL00002", "TCPIP2", True)
    assert found.defaults == (("server", "SSL00002"), ("stack", "TCPIP2"))


def test_set_keeps_the_other_default_and_all_is_no_default() -> None:
    seen = {"server": "SSL00002", "stack": "TCPIP2"}
    assert request("SET SSL ALL", seen).defaults == (("stack", "TCPIP2"),)
    assert request("SET TCP TCPIP3", seen).defaults == (("server", "SSL00002"), ("stack", "TCPIP3"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("CLEAR", ()),
        ("CLEAR ALL", ()),
        ("CLEAR SSL", (("stack", "TCPIP2"),)),
        ("CLEAR TCPSERVER", (("server", "SSL00002"),)),
    ],
)
def test_clear(text: str, left: tuple[tuple[str, str], ...]) -> None:
    found = request(text, {"server": "SSL00002", "stack": "TCPIP2"})
    assert (found.defaults, found.changes_defaults, found.effect) == (left, True, "")


def test_defaults_hold_where_no_option_is_given() -> None:
    seen = {"server": "ssl00002", "stack": "TCPIP2"}
    assert (request("Q SES", seen).server, request("Q SES", seen).stack) == ("SSL00002", "TCPIP2")
    assert request("Q SES (SSL ALL", seen).server == "ALL"
    assert request("START SSL00004", seen).server == "SSL00004"


@pytest.mark.parametrize("seen", [{"server": "../../etc"}, {"server": ""}, {"other": "X"}, {"server": ["A"]}])
def test_a_file_of_defaults_is_not_trusted(seen: dict[str, Any]) -> None:
    assert request("Q SES", seen).server == "ALL"


@pytest.mark.parametrize(
    ("text", "operand", "server"),
    [
        ("SYSTEM OPENVM LIST /etc/gskadm/ (own", "OPENVM LIST /etc/gskadm/ (own", "ALL"),
        ("SYSTEM OPENVM LIST /etc/gskadm/ (own (SSL SSL00001", "OPENVM LIST /etc/gskadm/ (own", "SSL00001"),
        ("SYSTEM QUERY NAMES (SSL SSL00001)", "QUERY NAMES", "SSL00001"),
        ("SYSTEM QUERY NAMES(SSL SSL00001", "QUERY NAMES", "SSL00001"),
    ],
)
def test_the_parenthesis_of_a_system_command(text: str, operand: str, server: str) -> None:
    found = request(text)
    assert (found.operand, found.server) == (operand, server)


WORDS = st.sampled_from(
    [
        *ssladmin.COMMANDS,
        *ssladmin.QUERIES,
        *("DETAILS", "DATA", "ALL", "CONN", "FLOW", ":992", "1.2.3.4", "::1", "1043", "SSL00001"),
        *("(", ")", "(SSL", "TCP", "MON", "5", "CACHE", "SESSION", "abcd", "NSS", "MAP", "CP", "OPENVM"),
    ]
)


@given(st.lists(WORDS | st.text(max_size=12), max_size=8))
@settings(max_examples=100, deadline=None)
def test_any_words_are_a_request_or_refused(words: list[str]) -> None:
    found = ssladmin.parse(words, {"server": "SSL00001"})
    if isinstance(found, Refusal):
        assert found.line.isprintable()
    else:
        assert found.effect in ("", *EFFECTS)
        assert found.needs <= set(NEEDS)
        assert hash(found) == hash(ssladmin.parse(words, {"server": "SSL00001"}))
