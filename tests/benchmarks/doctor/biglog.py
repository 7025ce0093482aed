"""A console log of any size: a folder and a number of MiB in; a host with a console log of that size out.

Of its lines, half are messages that say something new each, a third repeat what was said before, and the
rest are what else a console shows: wrapped lines, CP's messages, screens. The server starts anew every day.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.doctor.hosts import SAID, base, write_host

LINES_A_DAY = 40_000
"""One line each two seconds: a busy server with its connections traced."""

REPEATED = (
    *SAID,
    "DTCSSL022E Handshake failed rc: 410 reason: SSL message format is incorrect",
    "DTCSSL022E Handshake failed rc: 402 reason: No SSL cipher specifications",
)

OTHERS = (
    "",
    "                                                            MORE...   ZVM1",
    "* MSG FROM OPERATOR: {0}",
    "DTCSSLT02I SSL00001 conn {0} handshake ok TLSV1_2 TLS_ECDHE_RSA_AES_256_GCM label\nTLSCERT1 cache miss",
    "cp query time",
    "TIME IS {0} EST",
    "a line that no message table knows, {0} of them",
)


def write_big(folder: Path, mebibytes: int) -> Path:
    """A host of which one console log has at least so many MiB."""
    write_host(folder, 1)
    left = mebibytes * 1024 * 1024
    with (folder / "SSL00001.CONSOLE").open("wb") as log:
        for day in days():
            log.write(day)
            left -= len(day)
            if left <= 0:
                return folder
    raise AssertionError("the days never end")


def days() -> Iterator[bytes]:
    """Endless days, each with a start of the server and its lines."""
    chance = random.Random(200)
    start = base("SSL00001.CONSOLE")
    number = 0
    while True:
        yield (start + "".join(lines(chance, number))).encode("ascii")
        number += LINES_A_DAY


def lines(chance: random.Random, first: int) -> Iterator[str]:
    """The lines of a day; ``first`` is the number of its first connection."""
    for number in range(first, first + LINES_A_DAY):
        second = (number - first) * 86_400 // LINES_A_DAY
        stamp = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
        kind = chance.random()
        if kind < 0.5:
            partner = f"198.51.100.{number % 254}..{number % 16_384 + 49_152}"
            yield (
                f"{stamp} DTCSSLT01I SSL00001 conn {number} 192.0.2.10..992 {partner}"
                " state HANDSHAKE -> ESTABLISHED\n"
            )
        elif kind < 0.85:
            yield f"{stamp} {chance.choice(REPEATED)}\n"
        else:
            yield chance.choice(OTHERS).format(number) + "\n"
