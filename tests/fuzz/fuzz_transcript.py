"""Console logs and pasted responses, with the readers of each kind of response."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.facts import Facts
from ssldiag.facts.table import TABLE
from ssldiag.model import Snapshot
from ssldiag.readers.transcript import Transcript
from ssldiag.settings import Settings
from ssldiag.text import raw_lines
from tests.fuzz.corpus import seeds
from tests.fuzz.loop import main
from tests.fuzz.support import NOW, check, source

SEEDS = partial(seeds, "CONSOLE", "OUTPUT", "console.txt", "session.txt", "sessions.txt", "transcript")


def target(data: bytes) -> Hashable:
    """Any bytes."""
    log = source(data, "transcript", "TCPIP.CONSOLE")
    facts = Facts(Snapshot("host", (log,)), Settings(), NOW)
    (transcript,) = facts.all(Transcript)
    assert sum(count for _, count in transcript.tally) == sum(1 for _ in raw_lines(log))
    return tuple(check(facts.all(kind)) for kind in TABLE)


if __name__ == "__main__":
    main(target, SEEDS)
