"""TCPIP DATA, SRVRFTP CONFIG and SMTP CONFIG."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.readers import keyword_file
from tests.fuzz.corpus import seeds
from tests.fuzz.loop import main
from tests.fuzz.support import check, source

SEEDS = partial(seeds, "TCPIP.DATA", "CONFIG")


def target(data: bytes) -> Hashable:
    """Any bytes."""
    kinds = ("tcpip_data", "srvrftp_config", "smtp_config")
    return tuple(check(keyword_file.read(source(data, kind))) for kind in kinds)


if __name__ == "__main__":
    main(target, SEEDS)
