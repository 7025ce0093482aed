"""A command for a running pool in, its answer out: one JSON line each way over the pool's admin socket.

It connects to ``run/admin.sock`` of the pool's directory and starts nothing.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOCKET = "run/admin.sock"

LARGEST = 64 * 1024 * 1024
"""Bytes of an answer: 100,000 sessions, the most that a pool has, take some 40 MB as JSON."""

PATIENCE = 60.0
"""Seconds to wait for more of an answer: the pool itself waits 5 for its servers (our choice)."""

PIECE = 1 << 16


class PoolDown(Exception):
    """No pool answers; the text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the pool answered: an exit code, lines, and the same as a document."""

    exit: int
    lines: tuple[str, ...]
    document: dict[str, Any]


def ask(
    directory: Path,
    program: str,
    words: str,
    form: str = "text",
    seen: Mapping[str, str] | None = None,
    patience: float = PATIENCE,
) -> Reply:
    """Have the pool in ``directory`` do a command. ``seen`` are the user's defaults. Raises PoolDown."""
    message = {"program": program, "words": words, "format": form, "seen": dict(seen or {})}
    with _connected(directory, patience) as end:
        try:
            end.sendall(json.dumps(message).encode() + b"\n")
            data = _line(end)
        except TimeoutError as error:
            raise PoolDown(f"the pool in {directory} gave no answer in {patience:g} s") from error
        except OSError as error:
            raise PoolDown(f"the pool in {directory} ended before it answered") from error
    return reply(data, directory)


def _connected(directory: Path, patience: float) -> socket.socket:
    """A socket that is connected. The path goes through the folder's descriptor, because a path to a socket
    may have no more than 107 bytes (unix(7)).
    """
    end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    end.settimeout(patience)
    try:
        folder = os.open(directory, os.O_PATH | os.O_DIRECTORY)
        try:
            end.connect(f"/proc/self/fd/{folder}/{SOCKET}")
        finally:
            os.close(folder)
    except OSError as error:
        end.close()
        raise PoolDown(_why(error, directory)) from error
    return end


def _why(error: OSError, directory: Path) -> str:
    if not directory.is_dir():
        return f"{directory}: there is no such folder; ssldiag pool init {directory} makes a pool there"
    if isinstance(error, PermissionError):
        return f"{directory}: the pool there belongs to another user"
    if isinstance(error, TimeoutError | BlockingIOError):
        return f"{directory}: the pool there takes no commands at the moment"
    return f"{directory}: no pool is running there; ssldiag pool start {directory} starts it"


def _line(end: socket.socket) -> bytes:
    """What comes up to the end of the line. Raises OSError."""
    data = bytearray()
    while not data.endswith(b"\n"):
        piece = end.recv(PIECE)
        if not piece:
            raise ConnectionError("end of stream")
        data += piece
        if len(data) > LARGEST:
            raise ConnectionError(f"an answer of more than {LARGEST} bytes")
    return bytes(data)


def reply(data: bytes, directory: Path) -> Reply:
    """The answer that a line holds. Raises PoolDown for anything else."""
    try:
        found = json.loads(data)
        code, lines, document = found["exit"], found["lines"], found.get("document", {})
        if not (isinstance(code, int) and isinstance(document, dict)):
            raise TypeError
        return Reply(code, tuple(line for line in lines if isinstance(line, str)), document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PoolDown(f"{directory}: what runs there gave an answer that is none") from error
