"""``ssldiag doctor --live``: a snapshot in, the same with a live look at each port configured for TLS out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ssldiag.cli.exits import USAGE, Stop
from ssldiag.facts import Facts
from ssldiag.facts.probes import ExpectedService, reference_pool
from ssldiag.model import Snapshot, Source
from ssldiag.probe.model import Depth
from ssldiag.settings import Settings

Opener = Callable[[Path], Snapshot]

MOST = 200
"""Ports of one host that are looked at: a profile reserves some dozens."""

TOTAL = 60.0
"""Seconds for one port: a default look has some 60 connections."""


LOGS = ("transcript", "linux_log")
"""Kinds in which the looks themselves leave traces, so that they are read before."""

LARGEST_LOG = 64 * 1024 * 1024
"""Bytes of such a file that are held in memory; a larger one is read afterwards."""


@dataclass(frozen=True, slots=True)
class Look:
    """``host`` is where to connect, None where that is known by itself; ``depth`` how much to ask."""

    host: str | None
    depth: Depth
    now: datetime


def live(opened: Opener | None, look: Look, here: Path) -> Opener:
    """An opener whose snapshots hold live looks too. ``here`` is the path that means this host."""

    def open_and_look(path: Path) -> Snapshot:
        from ssldiag.bundle.opened import unwrapped
        from ssldiag.snapshot import open_snapshot

        snapshot = unwrapped((opened or open_snapshot)(path))
        facts = Facts(snapshot, Settings(), look.now)
        pool = reference_pool(facts)
        known = "127.0.0.1" if path == here else pool.listen if pool else None
        where = look.host or known
        if where is None:
            raise Stop(f"{path}: --live needs to know which host this is: add --live-host NAME", USAGE)
        return looked(snapshot, facts.all(ExpectedService), where, pool.offset if pool else 0, look.depth)

    return open_and_look


def looked(
    snapshot: Snapshot, expected: Iterable[ExpectedService], host: str, offset: int, depth: Depth
) -> Snapshot:
    """The snapshot with a source for each port. Ports that two things are configured for are asked once."""
    from ssldiag.probe.many import AT_A_TIME, streamed
    from ssldiag.probe.model import Deadlines, Result, Target
    from ssldiag.probe.scan import Wishes
    from ssldiag.render import probe_json

    asked = dict.fromkeys((one.port, one.starttls) for one in expected if one.port + offset < 65_536)
    targets = [Target(host, port + offset, starttls) for port, starttls in list(asked)[:MOST]]
    wishes = Wishes(depth, Deadlines(total=TOTAL))
    before = tuple(map(kept, snapshot.sources))
    results = streamed(targets, wishes, AT_A_TIME["default"])
    made = [live_source(one.target.port, probe_json.text(one)) for one in results if isinstance(one, Result)]
    return replace(snapshot, sources=(*before, *made))


def kept(source: Source) -> Source:
    """A log as it is now; any other source as it was."""
    if source.kind not in LOGS or source.size > LARGEST_LOG:
        return source
    try:
        data = source.read(LARGEST_LOG)
    except OSError:
        return source
    return replace(source, opener=lambda: io.BytesIO(data))


def live_source(port: int, text: str) -> Source:
    """The result as if it had been saved."""
    data = text.encode("utf-8")
    path = f"live/{port}.json"
    return Source(path, "probe", "a live look", len(data), lambda: io.BytesIO(data), "utf-8")
