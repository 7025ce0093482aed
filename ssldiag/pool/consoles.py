"""The console log of a machine: lines in, a file in the forms that z/VM consoles have.

It is buffered, rotated, and never in the way: a disk that takes no more ends the logging, not the serving.
Reading is done by ``ssldiag.readers``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ssldiag.pool.names import console_file

LARGEST = 4 * 1024 * 1024
"""Bytes of a log before it is rotated: some 50,000 connections traced with NORMAL."""

KEPT = 3
"""Older logs kept, of the rotated ones and of those that CLOSECON closed each."""

FULL = 16 * 1024
"""Bytes that wait at most before they are written without being asked to."""

LONGEST = 4_000
"""Characters of a line: a hex dump of the largest TLS record is split by its writer, all else is shorter."""

_PLAIN = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029), ".")
"""Control characters and line ends never reach a log from what a peer sent."""

Clock = Callable[[], float]


class Console:
    """One machine's console. ``trouble`` says why nothing is logged, empty as long as all is well;
    ``on_trouble`` is told once each time that begins.
    """

    def __init__(
        self,
        directory: Path,
        userid: str,
        clock: Clock = time.time,
        stamped: bool = True,
        on_trouble: Callable[[str], None] | None = None,
        largest: int = LARGEST,
    ) -> None:
        self.path = console_file(directory, userid)
        self.userid = userid
        self.trouble = ""
        self.lost = 0
        self._clock, self._stamped, self._largest = clock, stamped, largest
        self._on_trouble = on_trouble
        self._waiting: list[str] = []
        self._size = 0
        self._file = -1
        self._day = ""
        self._second, self._stamp = -1, ""

    @property
    def waiting(self) -> bool:
        """Whether lines wait for ``flush``."""
        return bool(self._waiting)

    def logon(self) -> None:
        """CP's lines at the start of a session, with the date and the zone of the stamps after them."""
        now = time.localtime(self._clock())
        zone = time.tzname[now.tm_isdst > 0] or "UTC"
        self.line(f"LOGON {self.userid}")
        self.line(time.strftime(f"LOGON AT %H:%M:%S {zone} %A %m/%d/%y", now).upper())
        self._day = time.strftime("%m/%d/%y", now)

    def line(self, text: str) -> None:
        """A line as it is."""
        text = text[:LONGEST]
        if not text.isprintable():
            text = text.translate(_PLAIN)
        self._waiting.append(text)
        self._size += len(text) + 1
        if self._size >= FULL:
            self.flush()

    def say(self, text: str) -> None:
        """A line with the time before it; with the date before that where it is another one."""
        now = self._clock()
        second = int(now)
        if second != self._second:
            moment = time.localtime(now)
            self._second, self._stamp = second, time.strftime("%H:%M:%S", moment)
            self._divide(time.strftime("%m/%d/%y", moment))
        self.line(f"{self._stamp} {text}" if self._stamped else text)

    def divide(self) -> None:
        """The date between two lines, as the stack's console has it where its own lines begin."""
        self._day = ""
        self._divide(time.strftime("%m/%d/%y", time.localtime(self._clock())))

    def _divide(self, day: str) -> None:
        if day != self._day and self._stamped:
            self.line(f"{'':30}***** {day} *****")
        self._day = day

    def message(self, text: str, sender: str) -> None:
        """CP MSG from another machine."""
        stamp = time.strftime("%H:%M:%S", time.localtime(self._clock()))
        self.line(f"{stamp}  * MSG FROM {sender:<8}: {text}")

    def flush(self) -> None:
        """Write what waits. What cannot be written is dropped and counted."""
        lines, self._waiting, self._size = self._waiting, [], 0
        if not lines:
            return
        count = len(lines)
        try:
            self._open()
            if self.lost:
                lines.insert(0, f"DTCSSLT60W {self.lost} lines of this log were lost: {self.trouble}")
            self._write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
        except OSError as error:
            self.lost += count
            self._fail(f"{self.path.name}: {error.strerror or error}")
            return
        self.lost, self.trouble = 0, ""

    def _fail(self, why: str) -> None:
        self._close()
        before, self.trouble = self.trouble, why
        if not before and self._on_trouble is not None:
            self._on_trouble(why)

    def _open(self) -> None:
        """Open the log, anew where CLOSECON took it away; rotate it where it is large enough."""
        if self._file >= 0:
            mine = os.fstat(self._file)
            if mine.st_nlink == 0 or not self._is_mine(mine):
                self._close()
            elif mine.st_size >= self._largest:
                self._close()
                shift(self.path, "")
        if self._file < 0:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
            self._file = os.open(self.path, flags, 0o600)

    def _is_mine(self, mine: os.stat_result) -> bool:
        try:
            return os.path.samestat(mine, os.stat(self.path))
        except OSError:
            return False

    def _write(self, data: bytes) -> None:
        """All of it, or none: half a line would spoil the next one."""
        before = os.fstat(self._file).st_size
        written = os.write(self._file, data)
        if written < len(data):
            with suppress(OSError):
                os.ftruncate(self._file, before)
            raise OSError(28, "no space left for it")

    def _close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def close(self) -> None:
        """Write what waits and end."""
        self.flush()
        self._close()


def close_console(directory: Path, userid: str) -> Path | None:
    """CLOSECON: what was logged so far becomes a file of its own, USERID.CONSOLE.SPOOL.1; its name, None if
    there was nothing. The machine goes on in a new file by itself. Raises OSError.
    """
    path = console_file(directory, userid)
    if not path.exists():
        return None
    return shift(path, ".SPOOL")


def shift(path: Path, kind: str) -> Path:
    """Make a log the newest of the older ones; the oldest goes."""
    names = [path.with_name(f"{path.name}{kind}.{number}") for number in range(1, KEPT + 1)]
    for newer, older in zip(reversed(names[:-1]), reversed(names[1:]), strict=True):
        with suppress(FileNotFoundError):
            newer.replace(older)
    return path.rename(names[0])
