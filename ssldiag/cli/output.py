"""Where output goes: standard output, or a file that is complete or not there at all."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from pathlib import Path

from ssldiag.cli.exits import Stop
from ssldiag.render.layout import FALLBACK_COLUMNS
from ssldiag.render.paint import wants_colour

NARROWEST = 40
WIDEST = 110
"""Longer lines of prose are hard to read, however wide the terminal."""


def write(chunks: Iterable[str], output: Path | None) -> None:
    """Write text to ``output``, or to standard output for None and ``-``; a file is opened last."""
    chunks = iter(chunks)
    first = next(chunks, "")
    whole = chain((first,), chunks)
    if output is None or str(output) == "-":
        if sys.stdout is None:
            raise Stop("standard output is closed; use -o FILE")
        sys.stdout.writelines(whole)
    elif output.exists() and not output.is_file():
        with output.open("w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.writelines(whole)
    else:
        _replace(whole, output)


def _replace(chunks: Iterable[str], output: Path) -> None:
    """Write beside ``output``, then put the whole file in its place; a link stays a link."""
    target = output.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with beside.open("x", encoding="utf-8", errors="backslashreplace") as stream:
            stream.writelines(chunks)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError as error:
        if error.filename not in (None, str(beside)):
            raise
        raise Stop(f"{output}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def columns(output: Path | None, anywhere: int = FALLBACK_COLUMNS) -> int:
    """How wide lines may be: as the terminal is, within reason; ``anywhere`` where there is none."""
    if output is not None or sys.stdout is None or not sys.stdout.isatty():
        return anywhere
    return min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)


def colour(output: Path | None, refused: bool) -> bool:
    """Whether to write colours."""
    return output is None and sys.stdout is not None and wants_colour(sys.stdout, refused, os.environ)
