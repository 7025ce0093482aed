"""A fault in, its story out: finds a place and plays it; trouble of the lab itself becomes a judgement."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ssldiag.lab.fault import Fault
from ssldiag.lab.ground import ground
from ssldiag.lab.live import permitted
from ssldiag.lab.machinery import Trouble
from ssldiag.lab.stage import Act, Item, Stage, nobody
from ssldiag.scenarios.connect import ProcessError
from ssldiag.scenarios.folder import FolderError
from ssldiag.snapshot import SnapshotError

Tell = Callable[[Act, Item | None], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to run. ``live``: capture on loopback; None where that is possible."""

    keep: bool = False
    live: bool | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """What became of a fault. ``folder`` is where it was played, empty if nothing is left of it."""

    fault: Fault
    stage: Stage
    captured: str
    folder: str = ""
    offset: int = 0
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether all was as expected."""
        return self.stage.ok


def tell_nobody(folder: Path) -> None:
    """Tells nobody."""


def run(
    fault: Fault, options: Options, tell: Tell = nobody, begin: Callable[[Path], None] = tell_nobody
) -> Story:
    """Play a fault. ``begin`` is told the folder before the first act. Raises NoGround and OSError."""
    from ssldiag.lab.mcplay import McPlay
    from ssldiag.lab.play import Play, now

    started = time.monotonic()
    stage = Stage(tell)
    live = permitted() if options.live is None else options.live
    with ground(options.keep) as place:
        begin(place.folder)
        try:
            if fault.network is not None:
                McPlay(fault, fault.network, place, stage).play()
            else:
                Play(fault, place, stage, live, now()).play()
        except (Trouble, subprocess.TimeoutExpired, SnapshotError, FolderError, ProcessError) as error:
            if not stage.acts:
                stage.act(1)
            stage.judge("the lab", "the run goes on to its end", str(error), False)
        folder = str(place.folder) if options.keep else ""
        return Story(
            fault, stage, "live" if live else "relay", folder, place.offset, time.monotonic() - started
        )
