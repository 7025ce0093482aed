"""Echo (RFC 862): sends back what comes, until the client ends."""

from __future__ import annotations

from ssldiag.pool.apps.link import Link
from ssldiag.pool.apps.stream import Stream


async def echo(link: Link, stream: Stream, secured: bool) -> None:
    """Serve one connection."""
    while data := await stream.some():
        await stream.send(data)
    stream.finish()
