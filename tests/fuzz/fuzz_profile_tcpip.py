"""PROFILE TCPIP."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.readers import profile_tcpip
from tests.fuzz.corpus import seeds
from tests.fuzz.loop import main
from tests.fuzz.support import check, source

SEEDS = partial(seeds, "PROFILE.TCPIP")


def target(data: bytes) -> Hashable:
    """Any bytes."""
    return check(profile_tcpip.read(source(data, "profile_tcpip")))


if __name__ == "__main__":
    main(target, SEEDS)
