"""Text full of numbers that are no codes: nothing is found in it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ssldiag.errors.load import Tables
from ssldiag.errors.scan import scan

QUIET = Path(__file__).parent / "data" / "quiet"
FILES = sorted(path.name for path in QUIET.iterdir() if path.suffix in (".txt", ".log"))


@pytest.mark.parametrize("name", FILES)
def test_files(name: str, tables: Tables) -> None:
    assert [
        (result.query, result.lines) for result in scan([(QUIET / name).read_bytes()], tables, name)
    ] == []


def test_there_are_files() -> None:
    assert len(FILES) >= 10


TEMPLATES = (
    '{ip} - - [{day}/Nov/2026:{hour}:{minute}:00] "GET /{code}/ssl HTTP/1.1" {code} {big} TLSv1.3 rt={code}',
    "-rw-r--r-- 1 root ssl {big} Nov {day} {hour}:{minute} certificate{code}.pem",
    "{hour}:{minute}:00.{big} IP {ip}.{code} > {ip}.443: seq {code}:{big}, win {code}, TLS length {code}",
    "tcp {code} {code} {ip}:{code} {ip}:{big} ESTABLISHED {code}/sslserv",
    "2026-11-{day} {hour}:{minute} TLS session {code} of {big} took {code} ms, {code} bytes, {code}%",
    "In the year {code} there were {code} certificates, and {big} handshakes; {code} of them failed.",
    "SSL port {code}, backlog {code}, {big} connections, error rate {code}.{code}, order {big}",
)


def test_any_code_where_a_number_is_only_a_number(tables: Tables) -> None:
    """Real codes in the places of sizes, ports, dates and counts, ten thousand lines of them."""
    draw = random.Random(402)
    codes = [row.code for table in ("gskit8", "ibmi_gsk", "sysssl", "alerts") for row in tables.rows(table)]
    lines = []
    for _ in range(10_000):
        fields = {
            "ip": ".".join(str(draw.randrange(256)) for _ in range(4)),
            "day": draw.randrange(10, 31),
            "hour": draw.randrange(10, 24),
            "minute": draw.randrange(10, 60),
            "code": draw.choice(codes),
            "big": draw.choice(codes) + draw.choice(codes),
        }
        lines.append(draw.choice(TEMPLATES).format(**fields))
    found = scan(["\n".join(lines).encode()], tables, "made")
    assert [(result.query, [lines[number - 1] for number in result.lines[:2]]) for result in found] == []
