"""One packet at a time: its headers unwrapped down to TCP or UDP. The slow way, and the one that knows all.

:mod:`ssldiag.capture.bulk` does the same for many packets of common kinds at once.
"""

from __future__ import annotations

from ssldiag.capture import ip, keys, links, tunnels, udp
from ssldiag.capture.limits import MAX_LAYERS
from ssldiag.capture.segments import Detached
from ssldiag.capture.survey import Counts
from ssldiag.capture.walk import Step, Walk

_STEPS: dict[str, Step] = {**links.STEPS, **ip.STEPS, **tunnels.STEPS}

Row = tuple[int, ...]
"""Key, side, flags, sequence number, acknowledgment, size, bytes there, payload, IP header, TCP header."""


def unwrap(walk: Walk, word: str | None) -> None:
    """Walk down to where nothing leads on."""
    for _ in range(MAX_LAYERS):
        if word is None:
            return
        word = _STEPS[word](walk)
    walk.protocol = -1


def row_of(walk: Walk, detached: list[Detached]) -> Row | None:
    """The TCP segment where a walk ended, or None if it did not, or the header is not whole."""
    if walk.protocol != ip.TCP or not walk.has(20):
        return None
    data, tcp = walk.data, walk.at
    header = (data[tcp + 12] >> 4) * 4
    size = walk.wire - tcp - header
    if header < 20 or size < 0:
        return None
    have = max(0, walk.end - tcp - header)
    source = keys.endpoint(walk.source, data[tcp] << 8 | data[tcp + 1])
    target = keys.endpoint(walk.target, data[tcp + 2] << 8 | data[tcp + 3])
    key, side = keys.connection(source, target)
    seq = int.from_bytes(data[tcp + 4 : tcp + 8], "big")
    ack = int.from_bytes(data[tcp + 8 : tcp + 12], "big")
    if walk.whole:
        return key, side, data[tcp + 13], seq, ack, size, have, tcp + header, walk.header, tcp
    detached.append(Detached(walk.source, walk.target, bytes(data[tcp:]), header))
    return key, side, data[tcp + 13], seq, ack, size, have, -len(detached), -1, -1


def count(walk: Walk, counts: Counts) -> None:
    """Add what a walk met to the counts."""
    counts.fragments += "fragment" in walk.seen
    if walk.protocol == ip.TCP:
        counts.tcp += 1
    elif walk.protocol == ip.UDP:
        counts.udp += 1
        found = udp.told(walk.data, walk.at + 8, walk.end)
        counts.dtls += found == "dtls"
        counts.quic += found == "quic"
