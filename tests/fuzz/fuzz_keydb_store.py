"""Key databases opened with their keys, as the writing commands and servers do."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.keydb.material import material
from ssldiag.keydb.store import StoreError
from tests.fuzz.corpus import seeds
from tests.fuzz.loop import main

SEEDS = partial(seeds, ".kdb", ".rdb", ".p12", ".pem", ".der", ".p7b")


def target(data: bytes) -> Hashable:
    """Any bytes."""
    try:
        found = material(data, b"secret12")
    except StoreError as error:
        return str(error)[:40]
    return tuple((one.key is not None, one.trusted, one.complete) for one in found)


if __name__ == "__main__":
    main(target, SEEDS)
