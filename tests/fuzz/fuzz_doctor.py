"""A sound host of which one file is anything: examined, and shown in every format."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.doctor import examine
from ssldiag.registry import load
from ssldiag.render import json, junit, markdown, sarif, text
from ssldiag.render.style import Style
from ssldiag.settings import Settings
from tests.fuzz.corpus import ROOT
from tests.fuzz.loop import main
from tests.fuzz.support import NOW, snapshot

FORMATS = (text, json, junit, markdown, sarif)


@cache
def host() -> dict[str, bytes]:
    """The sound host that the check tests begin with."""
    return {path.name: path.read_bytes() for path in (ROOT / "tests/checks/_bases/pool").iterdir()}


@cache
def rules() -> tuple[object, ...]:
    """All rules."""
    return tuple(load().values())


def SEEDS() -> list[bytes]:
    """The number of a file of the host, and its bytes."""
    return [bytes((number,)) + data for number, data in enumerate(host().values())]


def target(data: bytes) -> Hashable:
    """The first byte tells which file the others are."""
    name = list(host())[data[0] % len(host())] if data else "nothing"
    report = examine(snapshot({**host(), name: data[1:]}), rules(), NOW, Settings())
    assert not report.crashed, report.crashed[0].error
    for form in FORMATS:
        shown = "".join(form.render([report], Style()))
        assert shown.isprintable() or all(one.isprintable() or one == "\n" for one in shown), form
    return (frozenset(item.finding.code for item in report.all_results()), len(report.skipped))


if __name__ == "__main__":
    main(target, SEEDS)
