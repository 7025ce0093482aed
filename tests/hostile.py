"""Runs ``ssldiag doctor`` over whatever a test made, and holds it to what every run promises.

Every answer is a report or a sentence: one of the four exit codes, no traceback, no check that failed by our
fault, nothing on the screen that is not printable, and an end within a time that no honest run needs.
"""

from __future__ import annotations

import random
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from typer.testing import CliRunner

from ssldiag.cli import app
from tests.support import rules

BASE = Path(__file__).parent / "checks" / "_bases" / "pool"
NOW = "2026-11-22T12:00Z"

PATIENCE = 60
"""Seconds: a thousand times what any of these hosts needs, so that only what hangs is cut off."""

MEMORY = 512 * 1024 * 1024
"""Bytes of address space of a run of its own; one on a small host uses some 100 MiB, most of it libraries."""

KNOWN_NAMES = (
    "SYSTEM.DTCPARMS",
    "PROFILE.TCPIP",
    "TCPIP.DATA",
    "USER.DIRECT",
    "SRVRFTP.CONFIG",
    "SMTP.CONFIG",
    "PROFILE.EXEC",
    "TCPIP.CONSOLE",
    "QUERY.OUTPUT",
    "Database.kdb",
    "Database.rdb",
    "Database.crl",
    "Database.sth",
    "store.p12",
    "certificate.pem",
    "certificate.der",
    "certificate.p7b",
    "trace.pcap",
    "README.md",
    "host.zip",
    "host.tar",
    "host.tar.gz",
    "host.tar.xz",
)
"""One name of each kind of file that is known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user gets to see."""

    code: int
    out: str
    err: str


class Hangs(BaseException):
    """Nothing in the program may catch this."""


def stop(*_: object) -> None:
    """End what hangs."""
    raise Hangs(f"not done after {PATIENCE} seconds")


def doctor(*arguments: str | Path) -> Answer:
    """Run the command here and check what always holds. Raises AssertionError or Hangs where it does not."""
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    try:
        with patch("ssldiag.registry.load", rules):  # loaded once, not for each of hundreds of runs
            result = CliRunner().invoke(app, ["doctor", "--now", NOW, *map(str, arguments)])
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return checked(Answer(result.exit_code, result.stdout, result.stderr))


def doctor_alone(*arguments: str | Path) -> Answer:
    """The same in a process of its own, with bounded memory; it is killed if it hangs."""
    done = subprocess.run(
        [sys.executable, "-m", "ssldiag", "doctor", "--now", NOW, *map(str, arguments)],
        capture_output=True,
        timeout=2 * PATIENCE,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    return checked(Answer(done.returncode, done.stdout.decode(), done.stderr.decode()))


def checked(answer: Answer) -> Answer:
    """The answer, if it holds what every run promises."""
    both = answer.out + answer.err
    assert answer.code in (0, 1, 2, 3), both
    assert "Traceback" not in both and "fault of ssldiag" not in both, both[-2000:]
    assert "our fault" not in both, both[-2000:]
    odd = {character for character in both if not character.isprintable() and character != "\n"}
    assert not odd, odd
    assert answer.out if answer.code in (0, 1) else answer.err.strip()
    return answer


def pool() -> dict[str, bytes]:
    """The files of a sound host, the reports about it without a finding."""
    return {path.name: path.read_bytes() for path in sorted(BASE.iterdir())}


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A folder with these files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def flipped(data: bytes, chance: random.Random, flips: int) -> bytes:
    """The same with so many bits the other way round."""
    changed = bytearray(data)
    for _ in range(flips if data else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cuts(data: bytes, count: int) -> Iterator[bytes]:
    """Beginnings of it, evenly spread, with the shortest and the longest."""
    for number in range(count):
        yield data[: (len(data) - 1) * number // max(count - 1, 1)]
