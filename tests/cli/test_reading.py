"""Progress while a log is read."""

from __future__ import annotations

import io
import sys

import pytest

from ssldiag.cli.progress import PATIENCE
from ssldiag.cli.reading import Reading, reading


def test_progress_comes_after_a_while_and_goes() -> None:
    now = [0.0]
    shown = io.StringIO()
    stream = Reading(io.BytesIO(b"x" * 3_000_000), 3_000_000, "a\x1b.log", shown, clock=lambda: now[0])
    assert len(stream.read(1_000_000)) == 1_000_000
    assert shown.getvalue() == ""
    now[0] = PATIENCE + 1
    stream.read(1_000_000)
    assert shown.getvalue() == "\r\x1b[Kreading a\\x1b.log: 2 of 3 MB"
    stream.read()
    assert stream.read() == b""
    assert shown.getvalue().endswith("\r\x1b[K")


def test_no_progress_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BytesIO(b"")
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert reading(stream, 0, "x", wanted=True) is stream


def test_progress_on_a_terminal_if_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = io.BytesIO(b"abc")
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert reading(stream, 0, "x", wanted=False) is stream
    assert reading(stream, 0, "x", wanted=True).read() == b"abc"
