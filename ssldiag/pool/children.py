"""Processes of the stack: started, named, told apart when they end. It knows nothing of what they do."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from ssldiag.pool.loop import in_child

OnEnd = Callable[[str], None]

CRASHED = 70
"""Exit code of a child of ours that ends with an exception (EX_SOFTWARE of sysexits.h)."""

_SET_DEATH_SIGNAL, _SET_NAME = 1, 15  # prctl(2)


class Children:
    """Whom to tell when a process ends."""

    def __init__(self) -> None:
        self._ends: dict[int, OnEnd] = {}
        self._libc = ctypes.CDLL(None, use_errno=True)

    def __len__(self) -> int:
        return len(self._ends)

    def fork(self, run: Callable[[], int], name: str, keep: Iterable[int], on_end: OnEnd) -> int:
        """A copy of this process that runs a function, ends with its value, and has no other descriptors than
        those it keeps; it dies with the stack.
        """
        kept = frozenset((0, 1, 2, *keep))
        stack = os.getpid()
        pid = os.fork()
        if pid:
            self._ends[pid] = on_end
            return pid
        code = CRASHED
        try:
            in_child()
            self._settle(name)
            close_others(kept)
            if os.getppid() == stack:  # it may have died before this child could ask to die with it
                code = run()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else CRASHED
        except BaseException:
            traceback.print_exc()
        finally:
            with suppress(Exception):
                sys.stderr.flush()
            os._exit(code)

    def _settle(self, name: str) -> None:
        """Die with the stack, and be called like the machine in ``ps``."""
        self._libc.prctl(_SET_DEATH_SIGNAL, int(signal.SIGKILL), 0, 0, 0)
        self._libc.prctl(_SET_NAME, name.encode()[:15], 0, 0, 0)

    def spawn(self, module: str, arguments: Sequence[str], inherited: Sequence[int], on_end: OnEnd) -> int:
        """``python -m module``, with these descriptors under their own numbers."""
        for descriptor in inherited:
            os.set_inheritable(descriptor, True)
        try:
            pid = os.posix_spawn(
                sys.executable, [sys.executable, "-m", module, *arguments], os.environ, setsigdef=_ALL
            )
        finally:
            for descriptor in inherited:
                os.set_inheritable(descriptor, False)
        self._ends[pid] = on_end
        return pid

    def adopt(self, pid: int, on_end: OnEnd) -> None:
        """Tell of the end of a process that was started elsewhere."""
        self._ends[pid] = on_end

    def reap(self) -> None:
        """Tell of every process that has ended."""
        while self._ends:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            on_end = self._ends.pop(pid, None)
            if on_end is not None:
                on_end(described(status))

    def kill_all(self) -> None:
        """End all of them at once, and wait for that."""
        for pid in list(self._ends):
            kill(pid, signal.SIGKILL)
        for pid in list(self._ends):
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        self._ends.clear()


_ALL = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, signal.SIGHUP, signal.SIGPIPE)


def kill(pid: int, number: int) -> None:
    """Send a signal to a child that may have ended already."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def described(status: int) -> str:
    """How a process ended, in words."""
    if os.WIFSIGNALED(status):
        return f"killed by signal {os.WTERMSIG(status)}"
    return f"ended with code {os.WEXITSTATUS(status)}"


def close_others(kept: frozenset[int]) -> None:
    """Close what a child has from its parent but must not hold: an end of a sibling's channel would keep its
    loss from being seen.
    """
    for name in os.listdir("/proc/self/fd"):
        descriptor = int(name)
        if descriptor not in kept:
            with suppress(OSError):
                os.close(descriptor)
