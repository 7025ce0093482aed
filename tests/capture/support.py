"""Bytes of captures in, what the reader makes of them out: read in each way there is, which must agree."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ssldiag.capture.decode import decode
from ssldiag.capture.engine import Engine
from ssldiag.capture.fast import Fast
from ssldiag.capture.filters import Filters
from ssldiag.capture.judged import judged
from ssldiag.capture.opened import Member
from ssldiag.capture.plain import Plain
from ssldiag.capture.survey import FileSurvey
from ssldiag.wire.model import Handshake, Verdict
from tests.capture.files import pcap
from tests.capture.makers import ENDS, Ends, Segment, frames

ENGINES: tuple[type[Engine], ...] = (Plain, Fast)


class Read(NamedTuple):
    """The handshakes of a capture, and what was found in its files."""

    handshakes: list[Handshake]
    files: tuple[FileSurvey, ...]

    @property
    def only(self) -> Handshake:
        """The handshake, if there is one and no more."""
        (found,) = self.handshakes
        return found

    @property
    def file(self) -> FileSurvey:
        """The file, if there is one and no more."""
        (found,) = self.files
        return found


def member(data: bytes, name: str = "made") -> str:
    """Bytes as a file that can be given to the reader."""
    return Member(name, lambda: io.BytesIO(data), len(data))


def read(*files: bytes, names: Sequence[str] = (), filters: Filters | None = None) -> Read:
    """The files as one capture, read in each way."""
    names = names or [f"made{number or ''}" for number in range(len(files))]
    members = [member(data, name) for data, name in zip(files, names, strict=True)]
    results = [read_with(engine(), members, filters) for engine in ENGINES]
    for result in results[1:]:
        assert result.handshakes == results[0].handshakes
        assert result.files == results[0].files
    return results[0]


def read_with(engine: Engine, paths: Sequence[str], filters: Filters | None = None) -> Read:
    """Files read in one way."""
    decoding = decode(paths, engine=engine, filters=filters)
    handshakes = list(decoding)
    return Read(handshakes, decoding.files)


def heard(segments: Sequence[Segment], ends: Ends = ENDS) -> Read:
    """Segments in Ethernet frames in a classic capture, read."""
    return read(pcap(frames(segments, ends)))


def verdict(handshake: Handshake) -> Verdict:
    """Why it ended as it did."""
    (found,) = judged([handshake])
    return found.verdict


def nameless(handshake: Handshake) -> Handshake:
    """The handshake without the name of its file."""
    return replace(handshake, file="")


def told(handshake: Handshake) -> dict[str, Any]:
    """What a handshake says whatever packets it came in: no frames, no times, no quality of the capture."""

    def sent(side: str) -> list[tuple[str, int]]:
        return [(item.type, item.length) for item in handshake.messages if item.side == side]

    hellos = handshake.client_hello, handshake.second_client_hello, handshake.server_hello
    return {
        "ends": (handshake.client, handshake.server),
        "hellos": [hello and replace(hello, frame=0, time=0.0) for hello in hellos],
        "messages": [sent("client"), sent("server")],
        "certificates": [(seen.side, seen.der) for seen in handshake.certificates],
        "alerts": [(alert.side, alert.level, alert.code, alert.encrypted) for alert in handshake.alerts],
        "version": handshake.version,
        "starttls": handshake.starttls,
        "resumed": handshake.resumed,
        "first_bytes": handshake.first_bytes,
    }
