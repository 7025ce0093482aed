"""Encodings and lines."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.text import LINE_LIMIT, clean, detect, lines, raw_lines
from tests.fuzz.corpus import seeds
from tests.fuzz.loop import main
from tests.fuzz.support import shape, source

SEEDS = partial(seeds, "DTCPARMS", "USER.DIRECT", "PROFILE.TCPIP", "CONSOLE")


def target(data: bytes) -> Hashable:
    """Any bytes."""
    file = source(data, "dtcparms")
    found, raw = list(lines(file)), list(raw_lines(file))
    assert [(line.number, line.text) for line in found] == raw
    assert all(len(text) <= LINE_LIMIT and "\n" not in text and "\0" not in text for _, text in raw)
    kept = list(clean(found))
    assert all(line.raw[line.shift :].startswith(line.text) for line in kept)
    return (detect(data, len(data)), shape(len(found), len(kept), len(data)))


if __name__ == "__main__":
    main(target, SEEDS)
