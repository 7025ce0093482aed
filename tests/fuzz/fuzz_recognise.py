"""What kind a file is of."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.kinds import KINDS
from ssldiag.recognise import recognise
from ssldiag.text import detect
from tests.fuzz.corpus import seeds
from tests.fuzz.loop import main

SEEDS = partial(seeds, "")


def target(data: bytes) -> Hashable:
    """Any bytes."""
    name = data[:40].decode("utf-8", "replace")
    encoding = detect(data, len(data))
    found = [recognise(path, data, len(data) * 2, encoding) for path in (name, "SYSTEM.DTCPARMS", "x")]
    assert all(kind in KINDS and why for kind, why in found)
    return (encoding, *found)


if __name__ == "__main__":
    main(target, SEEDS)
