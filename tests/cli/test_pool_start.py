"""What ``ssldiag pool start`` shows of the first words of a stack."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO

import pytest

from ssldiag.cli.exits import FAILED, FINDINGS
from ssldiag.cli.pool import first_words


@pytest.mark.parametrize(
    ("said", "code", "out", "err"),
    [
        ("ready: TCPIP\n", 0, "ready: TCPIP\n", ""),
        (
            "ready: TCPIP\nSSL00001: Eligible; no key\n",
            FINDINGS,
            "ready: TCPIP\n",
            "SSL00001: Eligible; no key",
        ),
        ("not started: a\nb\n", FAILED, "not started: a\nb\n", ""),
        ("", FAILED, "", "the pool did not start (code 7): the last line"),
    ],
)
def test_first_words(said: str, code: int, out: str, err: str, capsys: pytest.CaptureFixture[str]) -> None:
    reading, writing = os.pipe()
    os.write(writing, said.encode())
    os.close(writing)
    with subprocess.Popen([sys.executable, "-c", "raise SystemExit(7)"]) as process:
        assert first_words(process, reading, BytesIO(b"some\nthe last line\n")) == code
    shown = capsys.readouterr()
    assert shown.out == out
    assert err in shown.err and (err or not shown.err)
