"""How a command ends: exit codes, and a sentence instead of a traceback for whatever a user can cause."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import typer

FINDINGS = 1
USAGE = 2
FAILED = 3
INTERRUPTED = 130
"""128 + SIGINT, as shells report it."""
PIPE_CLOSED = 141
"""128 + SIGPIPE: nobody reads the output any more."""

DEBUG = "SSLDIAG_DEBUG"


class Stop(Exception):
    """The command ends here, with a sentence for the user and an exit code."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code


def say(message: str) -> None:
    """A line on standard error, harmless on a terminal."""
    from ssldiag.render.escape import visible

    print(f"ssldiag: {visible(message)}", file=sys.stderr)


@contextmanager
def guarded() -> Iterator[None]:
    """Run the body; anything that escapes it becomes a sentence and :class:`typer.Exit`."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError as error:
        _drop_output()
        raise typer.Exit(PIPE_CLOSED) from error
    except (KeyboardInterrupt, typer.Abort) as error:
        say("interrupted")
        raise typer.Exit(INTERRUPTED) from error
    except Exception as error:
        if isinstance(error, (typer.Exit, _click_exception())):
            raise
        message, code = sentence(error)
        say(message)
        if os.environ.get(DEBUG):
            traceback.print_exception(error)
        if isinstance(error, OSError):
            _drop_output()
        raise typer.Exit(code) from error


def sentence(error: Exception) -> tuple[str, int]:
    """What to tell the user about an exception, and the exit code. All but the last are not our fault."""
    if isinstance(error, Stop):
        return str(error), error.code
    if isinstance(error, OSError):
        what = error.strerror or str(error)
        return f"{error.filename}: {what}" if error.filename else what, FAILED
    if isinstance(error, MemoryError):
        return "there is not enough memory for this", FAILED
    return (
        f"this is a fault of ssldiag itself, please report it: {type(error).__name__}: {error}"
        f" (run again with {DEBUG}=1 for the traceback)"
    ), FAILED


def _click_exception() -> type[Exception]:
    """The base of usage errors; which package it is in depends on the version of typer."""
    return next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


def _drop_output() -> None:
    """Let nothing more go to standard output, so that the interpreter does not complain while it ends."""
    with suppress(OSError, ValueError, AttributeError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
