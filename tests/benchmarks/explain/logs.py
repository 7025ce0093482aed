"""Logs of any size: a share of lines with codes in, a file out. What its lines look like is made up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

ORDINARY = (
    '192.0.2.{a} - - [22/Nov/2026:10:{b:02}:{c:02} +0000] "GET /img/{d}/logo.png HTTP/1.1" 200 {e} "-" "-"',
    "Nov 22 10:{b:02}:{c:02} host sshd[{d}]: Accepted publickey for user from 198.51.100.{a} port {e} ssh2",
    "2026-11-22 10:{b:02}:{c:02},123 INFO  [main] com.example.OrderService - processed order {d} in {e} ms",
    "-rw-r--r-- 1 root root {e} Nov 22 10:{b:02} file{d}.txt",
    "CPF1124    Information             00   11/22/26  10:{b:02}:{c:02}.123456  QWTPIIPP     QSYS   05C1",
    "12:{b:02}:{c:02} HOST CONNECTION {d} CLOSED BY REMOTE PARTNER, BYTES SENT {e}",
)
ABOUT_TLS = (
    '203.0.113.{a} - - [22/Nov/2026:10:{b:02}:{c:02}] "GET /{d}" 200 {e} TLSv1.3 TLS_AES_256_GCM_SHA384'
)
WITH_CODES = (
    "[Sun Nov 22 10:{b:02}:{c:02} 2026] [error] [client 192.0.2.{a}] [{d}] SSL0222W: SSL Handshake Failed.",
    "Nov 22 10:{b:02}:{c:02} host app[{d}]: gsk_secure_soc_init() failed with 420",
    "10:{b:02}:{c:02} DTCSSL022E Handshake failed rc: 8 reason: Certificate validation error",
    "{d}:error:0A000418:SSL routines::tlsv1 alert unknown ca:SSL alert number 48",
    "CPDBC96    Diagnostic              30   11/22/26  10:{b:02}:{c:02}.123456  QTVTELNET    QTCP   0A1C",
)

EVERY = 1000
"""One line with a code in so many: a server that has trouble."""


def write(path: Path, mebibytes: int, kind: str) -> Path:
    """A log of about that size: ``plain`` (no code), ``trouble`` (one line in a thousand), ``tls`` (all
    lines)."""
    left = mebibytes * 1024 * 1024
    with path.open("wb") as log:
        for block in _blocks(kind):
            log.write(block)
            left -= len(block)
            if left <= 0:
                return path
    raise AssertionError("the blocks never end")


def _blocks(kind: str) -> Iterator[bytes]:
    chance = random.Random(len(kind))
    number = 0
    while True:
        yield "".join(_lines(chance, kind, number)).encode("ascii")
        number += 10_000


def _lines(chance: random.Random, kind: str, first: int) -> Iterator[str]:
    for number in range(first, first + 10_000):
        template = ORDINARY[number % len(ORDINARY)] if kind != "tls" else ABOUT_TLS
        if kind == "trouble" and number % EVERY == 0:
            template = WITH_CODES[number // EVERY % len(WITH_CODES)]
        a, b, c, e = chance.randrange(256), number % 60, number % 59, chance.randrange(100_000)
        yield template.format(a=a, b=b, c=c, d=number, e=e) + "\n"
