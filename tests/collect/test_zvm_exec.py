"""The EXEC for z/VM: what it asks, that it asks only, and, run by Regina, that doctor reads its output.

Regina is a REXX interpreter for other systems; ``PIPE``, ``CP``, ``ERASE`` and ``DIAG`` are small programs
here that replay the responses of a sample. On a z/VM it has not been run.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from ssldiag.readers import transcript

ROOT = Path(__file__).resolve().parents[2]
EXEC = ROOT / "samples" / "zvm" / "collect" / "SSLDIAG.EXEC"
CLEAN = ROOT / "samples" / "zvm" / "clean"
PAGE = ROOT / "docs" / "zvm" / "collect.md"

PIPE = """#!{python}
import pathlib, sys
words = sys.argv[1:]
at = words.index("|")
stage, (mark, *file) = words[:at], words[at + 1 :]
assert mark == ">>" and file == ["SSLDIAG", "OUTPUT", "A"], words
code, lines = 0, []
if stage[0] == "LITERAL":
    lines = [" ".join(stage[1:])]
else:
    assert stage[:2] == ["CP", "262144"] or stage[0] == "CMS", words
    command = " ".join(stage[2 if stage[0] == "CP" else 1 :])
    code, lines = {answers}.get(command, {unknown})
with open("SSLDIAG.OUTPUT", "a") as output:
    output.writelines(line + "\\n" for line in lines)
sys.exit(code)
"""
UNKNOWN = (3, ["HCPCMD001E Unknown CP command"])
OTHER = '#!/bin/sh\necho $(basename $0) "$@" >> done.txt\n'
DIAG = "return 'MSG ON  , WNG ON  , EMSG TEXT, ACNT OFF'\n"


def source() -> str:
    """The EXEC."""
    return EXEC.read_text("ascii")


def answers() -> dict[str, tuple[int, list[str]]]:
    """Commands and responses of the sample, as its files have them."""
    found: dict[str, tuple[int, list[str]]] = {}
    command = ""
    for name in ("QUERY.OUTPUT", "SSLADMIN.OUTPUT", "NETSTAT.OUTPUT", "OPENVM.OUTPUT"):
        for line in (CLEAN / name).read_text().splitlines():
            typed = re.fullmatch(r"(?:cp )?((?:query|ssladmin|netstat|openvm) .*)", line, re.IGNORECASE)
            ready = re.fullmatch(r"Ready(?:\((\d+)\))?;.*", line)
            if typed:
                command = typed[1]
                path = command.lower().startswith("openvm")
                command = "OPENVM LIST /etc/gskadm/ (OWN" if path else command.upper().partition(" (")[0]
                found[command] = (0, [])
            elif ready and command:
                found[command] = (int(ready[1] or 0), found[command][1])
            elif command:
                found[command][1].append(line)
    return found


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The EXEC on stubs; SSLDIAG.OUTPUT is in the folder then."""
    regina = shutil.which("regina")
    if regina is None:
        pytest.skip("the REXX interpreter regina is not installed (make test-all does it)")
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    texts = {
        "PIPE": PIPE.format(python=sys.executable, answers=answers(), unknown=UNKNOWN),
        "CP": OTHER,
        "ERASE": OTHER,
    }
    for name, text in texts.items():
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    (programs / "DIAG.rexx").write_text(DIAG)
    environment = {"PATH": f"{programs}:{os.environ['PATH']}", "REGINA_MACROS": str(programs)}
    command = [regina, str(EXEC), *words]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=30, check=False
    )


def test_it_is_rexx_that_cms_takes() -> None:
    lines = source().splitlines()
    assert lines[0].startswith("/*")
    assert max(map(len, lines)) <= 72
    assert source().isascii()
    assert not set(source()) & set("\t\\^~[]{}!")  # signs that translate tables disagree about


def test_it_asks_what_the_page_says_and_nothing_else() -> None:
    """Each command of the page's table of responses stands in the EXEC, and all of the EXEC are queries."""
    asked = set(re.findall(r"Call (?:Cp|Cms) '([A-Z ]+)", source()))
    assert {" ".join(words.split()[:2]) for words in asked} == {
        *("QUERY", "QUERY VMSERVS", "QUERY VMSERVU", "QUERY NSS"),
        *("SSLADMIN QUERY", "NETSTAT CONFIG", "NETSTAT CONN", "OPENVM LIST"),
    }
    table = PAGE.read_text().partition("## Responses")[2].partition("\n## ")[0]
    documented = re.findall(r"`(?:CP )?((?:QUERY|SSLADMIN|NETSTAT|OPENVM) [A-Z]+)", table)
    assert documented
    for command in documented:
        first = command if not re.match(r"QUERY SSL", command) else "QUERY"
        assert any(words.strip().startswith(first) for words in asked), command


def expected() -> str:
    """What it writes of the sample's host, without the first line."""
    commands = [
        "CP QUERY SSLDCSSM",
        "CP QUERY TCPIP",
        *(f"CP QUERY SSL{number:05}" for number in range(1, 6)),
    ]
    commands += ["CP QUERY VMSERVS", "CP QUERY VMSERVU"]
    commands += ["CP QUERY NSS NAME TCPIP MAP", "CP QUERY NSS USERS TCPIP"]
    commands += ["SSLADMIN QUERY STATUS SUMMARY", "SSLADMIN QUERY STATUS DETAILS"]
    commands += ["NETSTAT CONFIG SSL", "NETSTAT CONN", "OPENVM LIST /etc/gskadm/ (OWN"]
    lines = []
    for command in commands:
        code, response = answers().get(command.removeprefix("CP "), UNKNOWN)
        lines += [command, *response, f"Ready({code:05});" if code else "Ready;"]
    return "".join(f"{line}\n" for line in lines)


def test_what_it_writes(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "SSLDIAG: wrote SSLDIAG OUTPUT A\n"
    first, _, rest = (tmp_path / "SSLDIAG.OUTPUT").read_text().partition("\n")
    assert re.fullmatch(r"\* SSLDIAG EXEC 1, run by \S+ on \d{8} \d\d:\d\d:\d\d", first)
    assert rest == expected()
    assert (tmp_path / "done.txt").read_text().splitlines() == [
        "CP SET EMSG ON",
        "ERASE SSLDIAG OUTPUT A",
        "CP SET EMSG TEXT",
    ]


def test_what_it_writes_is_read_as_responses() -> None:
    read = transcript.scan("SSLDIAG.OUTPUT", enumerate(expected().splitlines(), 1))
    kinds = {response.kind for response in read.responses}
    assert kinds == {"query_user", "nss_map", "nss_users", "ssladmin", "netstat", "openvm_list"}
    assert {response.command for response in read.responses} >= {
        "CP QUERY SSLDCSSM",
        "CP QUERY NSS NAME TCPIP MAP",
        "SSLADMIN QUERY STATUS DETAILS",
        "OPENVM LIST /etc/gskadm/ (OWN",
    }


def test_doctor_decides_with_it_what_it_decides_with_the_sample(tmp_path: Path) -> None:
    for path in CLEAN.iterdir():
        if path.suffix != ".OUTPUT":
            shutil.copy(path, tmp_path)
    (tmp_path / "SSLDIAG.OUTPUT").write_text(expected())
    words = ("--format", "json", "--now", "2026-11-22T12:00:00Z", "--fail-on", "never", "--select", "ZVM")
    mine, theirs = (
        json.loads(CliRunner().invoke(app, ["doctor", str(folder), *words]).stdout)
        for folder in (tmp_path, CLEAN)
    )
    assert mine["findings"] == theirs["findings"] == []
    assert {*mine["passed"]} >= {*theirs["passed"]}
    assert len(mine["passed"]) > 80


def test_operands_and_options(tmp_path: Path) -> None:
    run(tmp_path, "tcpip2 qas 12 (segment qacache agent qadcss only cp)")
    text = (tmp_path / "SSLDIAG.OUTPUT").read_text()
    commands = [line.rstrip() for line in text.splitlines() if line.startswith(("CP ", "SSL", "NET", "OPEN"))]
    assert commands == [
        *("CP QUERY QADCSS", "CP QUERY TCPIP2"),
        *(f"CP QUERY QAS{number:05}" for number in range(1, 13)),
        *("CP QUERY VMSERVS", "CP QUERY VMSERVU"),
        *("CP QUERY NSS NAME QACACHE MAP", "CP QUERY NSS USERS QACACHE"),
    ]
    (tmp_path / "SSLDIAG.OUTPUT").unlink()
    run(tmp_path, "tcpip2 (keydir /etc/QA/ only openvm")
    assert "OPENVM LIST /etc/QA/ (OWN" in (tmp_path / "SSLDIAG.OUTPUT").read_text()
    (tmp_path / "SSLDIAG.OUTPUT").unlink()
    run(tmp_path, "tcpip2 (only netstat")
    assert "NETSTAT CONN (TCP TCPIP2" in (tmp_path / "SSLDIAG.OUTPUT").read_text()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("TCPIP SSL MANY", "MANY is no number"),
        ("TCPIP SSL 101", "a pool has 100 servers at most"),
        ("(COLOR RED", "COLOR is no option"),
        ("(AGENT", "AGENT needs a value"),
        ("(ONLY BFS", "BFS is no group"),
    ],
)
def test_wrong_operands_run_nothing(tmp_path: Path, words: str, why: str) -> None:
    done = run(tmp_path, words)
    assert (done.returncode, done.stdout) == (24, f"SSLDIAG: {why}\n")
    assert not (tmp_path / "done.txt").exists()
