"""What a connection wants of the server that carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ssldiag.pool.engine.engines import Engine
from ssldiag.pool.engine.loop import Deadlines, Loop
from ssldiag.pool.failures import Failure

if TYPE_CHECKING:
    from ssldiag.pool.engine.connection import Connection


class Host(Protocol):
    """The server, as a connection sees it."""

    loop: Loop
    engine: Engine
    shaking: Deadlines
    half: Deadlines
    draining: Deadlines
    idle: Deadlines
    complaints: list[tuple[str, int]]

    def secured(self, connection: Connection) -> None:
        """A handshake was completed."""

    def failed(self, connection: Connection, why: Failure) -> None:
        """A handshake failed."""

    def refused(self, connection: Connection, why: str) -> None:
        """The application could not be reached."""

    def broken(self, connection: Connection, why: str) -> None:
        """A secure connection ended in disorder."""

    def ended(self, connection: Connection) -> None:
        """It is over, and its sockets are closed. Called once for each."""
