"""The operands of VMSSL."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.readers import vmssl
from ssldiag.text import lines
from tests.fuzz.corpus import seeds
from tests.fuzz.loop import main
from tests.fuzz.support import check, source

SEEDS = partial(seeds, "DTCPARMS")


def target(data: bytes) -> Hashable:
    """Any bytes."""
    words = [word for line in lines(source(data, "dtcparms")) for word in line.words()]
    return check(vmssl.parse(words))


if __name__ == "__main__":
    main(target, SEEDS)
