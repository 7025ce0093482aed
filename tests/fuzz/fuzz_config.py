"""ssldiag.toml."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.config import ConfigError, parse_config
from tests.fuzz.corpus import seeds
from tests.fuzz.loop import main

WRITTEN = (
    b'select = ["ZVM", "CERT1"]\nignore = ["ZVM313"]\nfail_on = "warning"\n'
    b'release = "630"\nexpiry_days = 60\n',
    b'[[suppress]]\ncode = "ZVM101"\nfile = "*.DTCPARMS"\nmatch = "x"\n'
    b'reason = "known"\nuntil = 2027-01-31\n',
)


def SEEDS() -> list[bytes]:
    """Two files with every key, and what the samples hold."""
    return [*WRITTEN, *seeds(".toml")]


def target(data: bytes) -> Hashable:
    """Any bytes."""
    try:
        found = parse_config(data.decode("utf-8", "replace"), "ssldiag.toml")
    except ConfigError as error:
        return str(error)[:40]
    return (len(found.suppress), found.fail_on)


if __name__ == "__main__":
    main(target, SEEDS)
