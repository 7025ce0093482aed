"""Runs several faults at once, each in a process of its own, and gives their stories as they end."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence

from ssldiag.lab.fault import Fault
from ssldiag.lab.ground import NoGround
from ssldiag.lab.run import Options, Story, run
from ssldiag.lab.stage import Stage
from ssldiag.lab.undisturbed import undisturbed


def run_many(faults: Sequence[Fault], options: Options, jobs: int) -> Iterator[Story]:
    """Stories, in the order in which they end. Ctrl-C ends all runs, each with its pool."""
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from multiprocessing import get_context

    if jobs == 1:
        yield from (one(fault, options) for fault in faults)
        return
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), ready)
    try:
        waiting = [pool.submit(one, fault, options) for fault in faults]
        for done in as_completed(waiting):
            yield done.result()
    finally:
        with undisturbed():
            pool.shutdown(wait=True, cancel_futures=True)


def ready() -> None:
    """In a new process: SIGTERM ends a run as Ctrl-C does, so that its pool is ended too."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def one(fault: Fault, options: Options) -> Story:
    """One run, told to nobody. What is in the way of it becomes part of its story."""
    try:
        return quiet(run(fault, options))
    except (NoGround, OSError) as error:
        stage = Stage()
        stage.act(1)
        stage.judge("the lab", "there is a place to run on", str(error), False)
        return Story(fault, stage, "")


def quiet(story: Story) -> Story:
    """The story with a stage that can go from one process to another."""
    return Story(
        story.fault, Stage(acts=story.stage.acts), story.captured, story.folder, story.offset, story.seconds
    )
