"""What a message begins with, which id it is given, and the parts of its text."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers import messages
from ssldiag.readers.message_templates import TEMPLATES, TEXT_ONLY
from ssldiag.readers.messages import Completeness

CASES: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        "DTCRUN1028E :Stack.TCPIP2 specified in NODE1 DTCPARMS D1 does not match"
        ' "TcpipUserid TCPIP" in the TCPIP DATA file',
        "DTCRUN1028E",
        {"stack1": "TCPIP2", "file": "NODE1 DTCPARMS D1", "keyword": "TcpipUserid", "stack2": "TCPIP"},
    ),
    (
        "DTCRUN1001E “OPENVM MOUNT /.. /VMSYS:GSKADMIN/x /”  failed with return code 28",
        "DTCRUN1001E",
        {"command": "OPENVM MOUNT /../VMSYS:GSKADMIN/x /", "rc": "28"},
    ),
    (
        "DTCRUN1002E File TCPIP DATA * was not found on any accessed disk or directory",
        "DTCRUN1002E",
        {"file": "TCPIP DATA *"},
    ),
    (
        "DTCCRUN1011I Server started at 12:25:07 on 23 Sep 2013 (Monday)",
        "DTCRUN1011I",
        {"what": "started", "time": "12:25:07", "date": "23 Sep 2013", "weekday": "Monday"},
    ),
    (
        "DTCRUN1011I Running server command: VMSSL",
        "DTCRUN1011I",
        {"what": "command", "command": "VMSSL"},
    ),
    (
        "DTCRUN1011I Parameters in use: KEYFILE /etc/gskadm/Database.kdb",
        "DTCRUN1011I",
        {"what": "parameters", "parameters": "KEYFILE /etc/gskadm/Database.kdb"},
    ),
    ("DTCRUN1011I No parameters in use", "DTCRUN1011I", {"what": "no parameters"}),
    (
        "DTCRUN1022I Console log will be sent to default owner ID: TCPMAINT",
        "DTCRUN1022I",
        {"userid": "TCPMAINT"},
    ),
    ("DTCRUN1043I Initiating XAUTOLOG of server SSLDCSSM", "DTCRUN1043I", {"userid": "SSLDCSSM"}),
    (
        "DTCRUN1046I Using 'server' definition (SSL*) from file: SYSTEM DTCPARMS D1",
        "DTCRUN1046I",
        {"what": "server", "name": "SSL*", "file": "SYSTEM DTCPARMS D1"},
    ),
    (
        "DTCRUN1048I TCPSSL   PM77039   TCPUP    ZVM630    TCQDIO   ZVM630",
        "DTCRUN1048I",
        {"what": "pairs", "pairs": "TCPSSL PM77039 TCPUP ZVM630 TCQDIO ZVM630"},
    ),
    ("DTCRUN1096I STORAGE = 128M", "DTCRUN1096I", {"storage": "128M"}),
    (
        "DTCSSL2421E SSL00001: Communication error: Connection timed out",
        "DTCSSL2421E",
        {"server": "SSL00001", "error": "Connection timed out"},
    ),
    (
        "DTCSSL2430I SSL00002: something else",
        "DTCSSL2430I",
        {"server": "SSL00002", "error": "something else"},
    ),
    (
        "12:30:46 DTCSSL022E Handshake failed rc: 8 reason: Certificate validation error",
        "DTCSSL022E",
        {"rc": "8", "reason": "Certificate validation error"},
    ),
    (
        "DTCSSL050E close failed with  clientSocket 152 rc: -1 errno: 113",
        "DTCSSL050E",
        {"function": "close", "what": "clientSocket", "number": "152", "rc": "-1", "errno": "113"},
    ),
    (
        "DTCFTS8467E Error verifying TLS label MYLABEL: Label is not recognized",
        "DTCFTS8467E",
        {"label": "MYLABEL", "reason": "Label is not recognized"},
    ),
    (
        "DMS0VZ2113E Object does not exist: '/.. /VMSYS:GSKADMIN/etc/x'",
        "DMSOVZ2113E",
        {"path": "/../VMSYS:GSKADMIN/etc/x"},
    ),
    ("DMSOVZ2113E Object does not exist: /etc/x", "DMSOVZ2113E", {"path": "/etc/x"}),
    ("HCPCQU045E SSL00001 not logged on", "HCPCQU045E", {"userid": "SSL00001"}),
    ("HCPCQV003E Invalid option - NSS", "HCPCQV003E", {"option": "NSS"}),
    (
        "HCPNSD440I Saved segment TCPIP was successfully defined in fileid 0123.",
        "HCPNSD440I",
        {"name": "TCPIP", "fileid": "0123"},
    ),
    (
        "DMSITP141T Operation exception occurred at 00E0A1F0 in routine SSLSERV",
        "DMSITP141T",
        {"exception": "Operation", "address": "00E0A1F0", "name": "SSLSERV"},
    ),
    ("DMSABE148T System abend 0C4 called from 00E0A1F0", "DMSABE148T", {"code": "0C4"}),
    (
        "12:00:01  * MSG FROM TCPIP   : Restarting you because KillClient called for reason:"
        " Client terminated TCP/IP service",
        "TCPIP-KILLCLIENT-1",
        {"from": "TCPIP", "reason": "Client terminated TCP/IP service"},
    ),
    (
        "* MSG FROM TCPIP: Restarting you because KillClient called for reason:"
        " Fatal inter-VM communication error",
        "TCPIP-KILLCLIENT-2",
        {"from": "TCPIP"},
    ),
    (
        "* MSG FROM TCPIP: Restarting you because KillClient called for reason: Something new",
        "TCPIP-KILLCLIENT",
        {"reason": "Something new"},
    ),
    ("* MSG FROM MAINT   : good morning", "CP-MSG", {"from": "MAINT", "message": "good morning"}),
    ("AUTO LOGON  ***       SSL00002   USERS = 32", "CP-AUTOLOGON", {"userid": "SSL00002", "users": "32"}),
    (
        "USER DSC   LOGOFF AS  SSL00002   USERS = 31    FORCED BY TCPIP",
        "CP-FORCED",
        {"userid": "SSL00002", "by": "TCPIP"},
    ),
    ("421 Temporarily unable to process security", "FTP-421-SECURITY", {}),
    ("VM TCP/IP Telnet Level 610", "TELNET-BANNER", {"level": "610"}),
    ("SSL Server is not available on local system.", "TELNET-NOSSL", {}),
    ("Import failed, status 0x03353083 (ICSF services are not available)", "GSKKYMAN-03353083", {}),
    ("12:00:00 DTCXYZ999W a text that nobody knows", "DTCXYZ999W", {}),
)


@pytest.mark.parametrize(
    ("line", "name", "fields"), CASES, ids=[case[1] + str(n) for n, case in enumerate(CASES)]
)
def test_messages_are_known_with_their_parts(line: str, name: str, fields: dict[str, str]) -> None:
    head = messages.head(line)
    assert head is not None
    found = messages.specific(head.id, head.text)
    assert found == name
    parts = dict(messages.fields(found, head.text))
    assert {key: parts[key] for key in fields} == fields
    assert bool(parts) or not fields


def test_the_severity_is_the_letter_of_the_id() -> None:
    heads = [messages.head(line) for line in ("DTCRUN1099E x", "DMSACP113S y", "DTCRUN1011I z")]
    assert [head.severity for head in heads if head] == ["E", "S", "I"]


@pytest.mark.parametrize(
    "line",
    [
        "    DTCRUN1099E Server not started",
        "- DTCRUN1099E Server",
        "12:00:00 DTCRUN1099E Server",
        "DTCRUN1099E",
    ],
)
def test_a_message_may_stand_behind_blanks_a_bullet_or_a_stamp(line: str) -> None:
    head = messages.head(line)
    assert head is not None and head.id == "DTCRUN1099E"
    assert line[head.column - 1 :].startswith("DTCRUN1099E")


@pytest.mark.parametrize(
    "line",
    [
        "            DTCRUN1099E quoted in a wrapped line",
        "see message DTCRUN1099E",
        "DTCRUN1099EX is longer",
        "DTCRUN99E is shorter",
        "DTC/RUN1099E",
        "",
    ],
)
def test_other_lines_are_no_messages(line: str) -> None:
    assert messages.head(line) is None


@pytest.mark.parametrize(
    ("name", "text", "state"),
    [
        ("DTCRUN1022I", "Console log will be sent to default owner ID: TCPMAINT", Completeness.CLOSED),
        ("DTCRUN1001E", '"OPENVM MOUNT /x /"', Completeness.PARTIAL),
        ("DTCSSL107E", "Internal error: x", Completeness.OPEN),
        ("DTCXYZ999W", "anything", Completeness.UNKNOWN),
        ("DTCRUN1001E", "x" * (messages.MATCHED + 1), Completeness.UNKNOWN),
    ],
)
def test_how_far_a_text_has_come(name: str, text: str, state: Completeness) -> None:
    assert messages.completeness(name, text) is state


def test_every_message_of_the_table_is_recognised(root: Path) -> None:
    """The ids that explain knows; those without letters of a component must be known by their text."""
    path = root / "errortables" / "zvm_messages.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        names = {row["message_id"] for row in csv.DictReader(stream) if row["message_id"]}
    own = {name for name, _, _ in TEXT_ONLY} | {"TCPIP-KILLCLIENT-1", "TCPIP-KILLCLIENT-2"}
    for name in names:
        head = messages.head(f"{name} text")
        known = head is not None and head.id == name
        assert known or name in own or name.startswith("GSKKYMAN-"), name


def test_templates_are_patterns_over_squeezed_text() -> None:
    for name, wordings in TEMPLATES.items():
        assert wordings, name
        for wording in wordings:
            assert "  " not in wording.pattern and r"\s+" not in wording.pattern, name


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.sampled_from(sorted(TEMPLATES)))
def test_any_text_gives_a_value(text: str, name: str) -> None:
    messages.head(text)
    messages.head(f"{name} {text}")
    messages.fields(name, text)
    assert isinstance(messages.completeness(name, text), Completeness)
    assert messages.specific(name, text)


@pytest.mark.parametrize(
    "line", [case[0] for case in CASES], ids=[case[1] + str(n) for n, case in enumerate(CASES)]
)
def test_no_wording_takes_long_over_hostile_text(line: str) -> None:
    """The beginning of a message, then what its parts look for, again and again: cubic time is minutes."""
    head = messages.head(line)
    assert head is not None
    words = head.text.split()
    for part in ("' ", '" ', ": ", " in ", *{word + " " for word in words}):
        for cut in {0, len(words) // 2, len(words) - 1}:
            text = " ".join(words[:cut]) + " " + part * (messages.MATCHED // len(part))
            messages.fields(head.id, text[: messages.MATCHED])
