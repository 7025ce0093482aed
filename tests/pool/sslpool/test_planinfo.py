"""Plans as text and document; and the doctor finds nothing wrong with a system that is made from them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ssldiag.doctor import examine
from ssldiag.model import Severity
from ssldiag.pool.sslpool.grammar import Order, parse
from ssldiag.pool.sslpool.planinfo import Plan, document, plan, text
from ssldiag.settings import Settings
from tests.support import BASES, NOW, rules, snapshot_of


def planned(words: str, sessions: int | None = None) -> Plan:
    order = parse([words])
    assert isinstance(order, Order), order
    return plan(order, sessions)


def part(made: Plan, file: str) -> str:
    return "\n".join(next(each.lines for each in made.parts if each.file == file)) + "\n"


def base(name: str) -> str:
    return (BASES / "pool" / name).read_text("utf-8")


def host(made: Plan) -> dict[str, bytes]:
    """A system whose files have what is planned, and otherwise what any system has."""
    stack, agent = made.order.stack, made.order.agent
    directory = base("USER.DIRECT").replace("USER TCPIP ", f"USER {stack} ")
    own = re.split(r"(?m)^(?=PROFILE |USER |\*$)", directory)
    kept = [each for each in own if not re.match(r"PROFILE TCPSSLU|USER SSL ?|\*", each)]
    new = (
        part(made, "USER DIRECT")
        .replace("????", "0200")
        .replace("??????", "VMWRK1")
        .replace("0200??", "VMWRK1")
    )
    profile = re.sub(r"(?m)^SSL.*\n", "", base("PROFILE.TCPIP"))
    files = {
        "USER.DIRECT": "".join(kept) + new,
        "SYSTEM.DTCPARMS": part(made, "SYSTEM DTCPARMS") + ":nick.FTPSERVE :type.server\n   :class.ftp\n",
        "IBM.DTCPARMS": base("IBM.DTCPARMS"),
        "PROFILE.TCPIP": part(made, "PROFILE TCPIP") + profile,
        "TCPIP.DATA": re.sub(r"TCPIPUSERID.*\n", "", base("TCPIP.DATA")) + part(made, "TCPIP DATA"),
        "SRVRFTP.CONFIG": base("SRVRFTP.CONFIG"),
        "SMTP.CONFIG": base("SMTP.CONFIG"),
    }
    assert f"USER {agent} " in files["USER.DIRECT"]
    found = {name: content.encode() for name, content in files.items()}
    return found | {"Database.kdb": (Path(BASES) / "pool" / "Database.kdb").read_bytes()}


@pytest.mark.parametrize(
    ("words", "sessions"),
    [
        ("PLAN", None),
        ("PLAN", 50),
        ("PLAN", 500),
        ("PLAN", 2000),
        ("PLAN", 12_000),
        ("PLAN (NOPOOL", None),
        ("PLAN (NOPOOL", 80),
        ("PLAN VMSYS TCPMAINT STS TCPIPTST 5", None),
        ("PLAN VMSYS TCPMAINT QA TCPIPQA 8", 4800),
    ],
)
def test_the_doctor_finds_nothing(words: str, sessions: int | None) -> None:
    made = planned(words, sessions)
    report = examine(snapshot_of(host(made)), list(rules().values()), NOW, Settings())
    above = [
        (result.rule.code, result.finding.message)
        for result in report.all_results()
        if result.severity is not Severity.INFO
    ]
    assert above == []
    assert report.crashed == ()
    assert {"ZVM101", "ZVM107", "ZVM309"} <= {rule.code for rule in report.passed} | {
        skipped.rule.code for skipped in report.skipped if made.order.single
    }


def test_the_doctor_would_find_something() -> None:
    files = host(planned("PLAN"))
    files["PROFILE.TCPIP"] = files["PROFILE.TCPIP"].replace(b"MAXSESSIONS 3000", b"MAXSESSIONS 4000")
    report = examine(snapshot_of(files), list(rules().values()), NOW, Settings())
    assert "ZVM309" in {result.rule.code for result in report.all_results()}


def test_the_page() -> None:
    lines = list(text(planned("plan vmsys tcpmaint sts tcpiptst 5")))
    assert lines[:7] == [
        "SSLPOOL PLAN for STS* of the stack TCPIPTST",
        "",
        "  Servers      STS00001 to STS00005 (5)",
        "  Sessions     at most 3000, 600 a server",
        "  Agent        STSDCSSM (needed for a pool and for a single server)",
        "  File pool    VMSYS:TCPMAINT.SSLPOOL_STS",
        "  Note         600 sessions are what a server takes by default",
    ]
    assert [line for line in lines if line.startswith("--- ")] == [
        "--- CP directory (USER DIRECT)",
        "--- Server parameters (SYSTEM DTCPARMS)",
        "--- TCP/IP profile (PROFILE TCPIP)",
        "--- TCPIP DATA (TCPIP DATA)",
        "--- Commands for the file pool",
    ]
    assert "  POOL LOW 1 HIGH 5 PROFILE TCPSTSU" in lines
    assert "USER STSDCSSM LBYONLY 32M 64M GE" in lines
    assert all(len(line) <= 80 or line.startswith("    ") for line in lines)


def test_a_single_server() -> None:
    made = planned("PLAN (NOPOOL TEST")
    lines = list(text(made))
    assert "USER SSLSERV LBYONLY 160M 256M G" in lines
    assert not any("POOL LOW" in line or "vmlink" in line for line in lines)
    assert any(line.startswith("  TEST ") for line in lines)
    assert "has nothing to do in the file pool" in list(text(planned("ENROLL (NOPOOL")))[-1]


@pytest.mark.parametrize(
    ("words", "first", "count"),
    [
        ("ENROLL", "CREATE DIRECTORY VMSYS:TCPMAINT.SSLPOOL_SSL", 29),
        (
            "UNENROLL VMSYS TCPMAINT SSL TCPIP 2",
            "REVOKE AUTHORITY VMSYS:TCPMAINT.SSLPOOL_SSL FROM SSL00002",
            4,
        ),
        (
            "SETAUTH VMSYS TCPMAINT SSL EVE",
            "GRANT AUTHORITY VMSYS:TCPMAINT.SSLPOOL_SSL TO EVE (WRITE NEWWRITE",
            6,
        ),
        ("DELAUTH VMSYS TCPMAINT SSL EVE", "REVOKE AUTHORITY VMSYS:TCPMAINT.SSLPOOL_SSL FROM EVE", 6),
    ],
)
def test_commands_of_the_file_pool(words: str, first: str, count: int) -> None:
    (only,) = planned(words).parts
    assert only.lines[0] == first
    assert len(only.lines) == count


def test_the_document() -> None:
    made = document(planned("PLAN", 500))
    assert json.loads(json.dumps(made)) == json.loads(json.dumps(made, default=list))
    assert (made["schema"], made["pool"], made["agent"]) == ("ssldiag.sslpool/1", "SSL*", "SSLDCSSM")
    assert made["sizing"]["per_server"] == 120
    assert [each["file"] for each in made["parts"]] == [
        *("USER DIRECT", "SYSTEM DTCPARMS", "PROFILE TCPIP", "TCPIP DATA", "")
    ]
