"""What is known of the files of a capture, apart from their handshakes: the head of every kind of output."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class FileNote:
    """One file: its format in words, the packets in it, and what is wrong with it ("" for nothing).

    ``passed_over`` counts what was recognised and is not decoded, by word: DTLS, QUIC and the like.
    ``unread``: it could not be read at all.
    """

    name: str
    form: str = ""
    packets: int | None = None
    problems: tuple[str, ...] = ()
    passed_over: tuple[tuple[str, int], ...] = ()
    unread: bool = False


def no_files() -> Sequence[FileNote]:
    """For captures that come from no file."""
    return ()


@dataclass(frozen=True, slots=True)
class CaptureNotes:
    """``now`` and ``days`` say which certificates expire soon. ``read`` gives the files' notes.

    It is called after the last handshake, because only then it is known where a file breaks off.
    ``narrowed``: only some handshakes were asked for.
    """

    now: datetime
    days: int = 30
    read: Callable[[], Sequence[FileNote]] = field(default=no_files)
    narrowed: bool = False

    def files(self) -> list[dict[str, Any]]:
        """The files as plain values."""
        return [
            {
                "file": note.name,
                "format": note.form or None,
                "packets": note.packets,
                "problems": list(note.problems),
                "not_decoded": dict(note.passed_over),
            }
            for note in self.read()
        ]

    def problems(self) -> list[str]:
        """What is wrong with the files, a sentence each without a full stop."""
        return [f"{note.name}: {problem}" for note in self.read() for problem in note.problems]
