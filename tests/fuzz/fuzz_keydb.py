"""Key databases and certificates of every form, listed and judged."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.keydb.judge import problems_as_gskit
from ssldiag.keydb.model import NotAKeyDatabase
from ssldiag.keydb.read import read_with
from tests.fuzz.corpus import seeds
from tests.fuzz.loop import main
from tests.fuzz.support import NOW, check

SEEDS = partial(seeds, ".kdb", ".rdb", ".p12", ".pem", ".der", ".p7b", ".crl")


def target(data: bytes) -> Hashable:
    """Any bytes."""
    try:
        found = read_with(data, "Database.kdb", (b"secret", b"WebAS"))
    except NotAKeyDatabase as error:
        return str(error)[:40]
    return (
        check(found.problems),
        check(found.entries),
        tuple(sorted({str(item.word) for item in problems_as_gskit(found, NOW)})),
    )


if __name__ == "__main__":
    main(target, SEEDS)
