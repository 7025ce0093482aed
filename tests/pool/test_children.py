from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ssldiag.pool.children import Children, described
from tests.waiting import PATIENCE, until


@pytest.mark.parametrize(
    ("status", "words"), [(0, "ended with code 0"), (3 << 8, "ended with code 3"), (9, "killed by signal 9")]
)
def test_ends_in_words(status: int, words: str) -> None:
    assert described(status) == words


SCRIPT = """
import os, signal, sys, time
from ssldiag.pool.children import Children

children, ends = Children(), []
def wait():
    while len(children):
        children.reap()
        time.sleep(0.01)
"""


def run(code: str, **options: object) -> str:
    """Run a program that forks: not in the tests' own process, which has threads."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT + code], capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    return done.stdout


def test_forked_ends_are_told() -> None:
    code = """
def dies(): os.kill(os.getpid(), signal.SIGKILL)
def raises(): raise ValueError("ours")
for run in (lambda: 0, lambda: 7, dies, lambda: sys.exit(4), raises):
    children.fork(run, "TEST", (), ends.append)
    wait()
print(ends)
"""
    assert run(code).splitlines()[-1] == str(
        [
            "ended with code 0",
            "ended with code 7",
            "killed by signal 9",
            "ended with code 4",
            "ended with code 70",
        ]
    )


def test_a_child_holds_only_what_it_keeps_and_has_its_name() -> None:
    code = """
one, other = os.pipe()
def is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
def look():
    print(is_open(one), is_open(other), open("/proc/self/comm").read().strip(), flush=True)
    return 0
children.fork(look, "SSL00001", (one,), ends.append)
wait()
"""
    assert run(code) == "True False SSL00001\n"


def test_children_die_with_their_parent() -> None:
    code = """
pid = children.fork(lambda: time.sleep(60) or 0, "TEST", (), ends.append)
print(pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    with subprocess.Popen([sys.executable, "-c", SCRIPT + code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
    until(lambda: not is_running(pid), "the child is gone")


def is_running(pid: int) -> bool:
    """Whether a process is there, and not only its remains."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_kill_all_waits_for_the_end() -> None:
    code = """
pids = [children.fork(lambda: time.sleep(60) or 0, "TEST", (), ends.append) for _ in range(3)]
children.kill_all()
print([os.path.exists(f"/proc/{pid}") for pid in pids], len(children))
"""
    assert run(code) == "[False, False, False] 0\n"


def test_an_end_that_nobody_waits_for_is_no_fault() -> None:
    children = Children()
    children.reap()
    pid = os.getpid()
    children.adopt(2**22 + pid, lambda how: None)
    children.reap()
    assert signal.SIGCHLD
