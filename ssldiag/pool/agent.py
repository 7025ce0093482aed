"""SSLDCSSM, the DCSS management agent: a process that keeps the session cache's segment in order.

The segment itself is the stack's, so that it outlives the agent; without the agent it is not used, because
nobody would remove what has expired.
"""

from __future__ import annotations

import select
import signal
from dataclasses import dataclass
from pathlib import Path

from ssldiag.pool.channel import Channel, ChannelClosed
from ssldiag.pool.consoles import Console
from ssldiag.pool.control import Control
from ssldiag.pool.plan import CachePlan
from ssldiag.pool.segment import Segment

LOOK = 1.0
"""Seconds between two looks at how many connections there were."""

REGULARLY = 60.0
"""Seconds after which expired sessions go, however few connections there were."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the agent works with."""

    directory: Path
    userid: str
    stack: str
    plan: CachePlan
    control: Control
    segment: Segment
    channel: Channel
    stamped: bool = True


def main(desk: Desk) -> int:
    """Serve until the stack says stop, or is gone."""
    console = Console(desk.directory, desk.userid, stamped=desk.stamped)
    signal.signal(signal.SIGTERM, lambda *_: None)
    console.logon()
    plan = desk.plan
    console.say(
        f"DTCSSLT50I Segment {plan.segment} pages {plan.begin:X}-{plan.end:X} is there for {desk.stack}:"
        f" room for {desk.segment.capacity} sessions, {desk.segment.entries} in it"
    )
    console.flush()
    try:
        desk.channel.send({"do": "ready"})
        work(desk, console)
    except ChannelClosed:
        pass
    finally:
        console.close()
    return 0


def work(desk: Desk, console: Console) -> None:
    """Remove what has expired: every CACHECLEANUP connections of a server, and regularly. Raises
    ChannelClosed.
    """
    waiter = select.poll()
    waiter.register(desk.channel.fileno(), select.POLLIN)
    seen = [0] * desk.control.servers
    left = REGULARLY
    while True:
        if waiter.poll(LOOK * 1000):
            found = desk.channel.receive()
            if found is not None and found[0].get("do") == "stop":
                return
            continue
        left -= LOOK
        due = [index for index, last in enumerate(seen) if is_due(desk, index, last)]
        if due or left <= 0:
            left = REGULARLY
            for index in range(desk.control.servers):
                seen[index] = desk.control.total[index]
            gone = desk.segment.expire()
            desk.channel.send({"do": "expired", "count": gone})
            if gone:
                console.say(f"DTCSSLT51I {gone} expired sessions removed from {desk.plan.segment}")
        console.flush()


def is_due(desk: Desk, index: int, last: int) -> bool:
    """Whether a server has had CACHECLEANUP connections since the last time (its count begins anew with it)
    or may have had.
    """
    total = desk.control.total[index]
    return total < last or total - last >= max(desk.plan.cleanup, 1)
