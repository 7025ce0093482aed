"""Processes in, held to a share of a processor while a context lasts: so that those that are measured do not
compete for the few processors of the machine. Needs Linux, and a control group that may be made (root).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

PERIOD = 100_000
"""Microseconds in which the share is used."""


@contextmanager
def held_to(share: float, pids: Iterable[int], top: Path = Path("/sys/fs/cgroup")) -> Iterator[None]:
    """Each of these processes may use so much of a processor. Raises OSError where that cannot be had."""
    with ExitStack() as stack:
        for pid in pids:
            stack.enter_context(_held(top, pid, share))
        yield


@contextmanager
def _held(top: Path, pid: int, share: float) -> Iterator[None]:
    """A group of one process: of the first or second version of control groups, whichever is there."""
    quota = int(share * PERIOD)
    first = (top / "cpu").is_dir()
    group = (top / "cpu" if first else top) / f"ssldiag-{pid}"
    group.mkdir()
    try:
        _limit(group, first, quota)
        (group / "cgroup.procs").write_text(f"{pid}")
        yield
    finally:
        _gone(group)


def _limit(group: Path, first: bool, quota: int) -> None:
    if first:
        (group / "cpu.cfs_period_us").write_text(f"{PERIOD}")
        (group / "cpu.cfs_quota_us").write_text(f"{quota}")
    else:
        (group / "cpu.max").write_text(f"{quota} {PERIOD}")


def _gone(group: Path) -> None:
    """A group can be removed once its process has ended or is elsewhere."""
    with suppress(OSError):
        (group.parent / "cgroup.procs").write_text((group / "cgroup.procs").read_text().split()[0])
    for _ in range(50):
        with suppress(OSError):
            group.rmdir()
            return
        time.sleep(0.1)
