"""DTCPARMS files."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.readers import dtcparms
from tests.fuzz.corpus import seeds
from tests.fuzz.loop import main
from tests.fuzz.support import check, source

SEEDS = partial(seeds, "DTCPARMS")


def target(data: bytes) -> Hashable:
    """Any bytes."""
    return check(dtcparms.read(source(data, "dtcparms")))


if __name__ == "__main__":
    main(target, SEEDS)
