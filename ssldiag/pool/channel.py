"""Messages between the processes of a pool: JSON with descriptors beside it, over a socket that keeps bounds.

Nothing here waits: what cannot be sent at once is kept until ``flush``, what is not there yet is None.
"""

from __future__ import annotations

import array
import json
import os
import socket
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

LONGEST = 200_000
"""Bytes of a message: below what a socket's default buffer takes at once (212,992 on Linux)."""

MOST_DESCRIPTORS = 4

MOST_WAITING = 10_000
"""Messages that wait for a process that does not read; more of them means that it hangs."""

Message = dict[str, Any]


class ChannelClosed(OSError):
    """The process at the other end is gone, or reads nothing any more."""


class Channel:
    """One end. ``fileno`` makes it fit into ``select``; descriptors given to ``send`` are closed here once
    they are sent, those that come with a message belong to the receiver.
    """

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        self.end = end
        self._waiting: deque[tuple[bytes, tuple[int, ...]]] = deque()

    @classmethod
    def pair(cls) -> tuple[Channel, Channel]:
        """Two ends of a new channel."""
        one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        return cls(one), cls(other)

    def fileno(self) -> int:
        return self.end.fileno()

    @property
    def backed_up(self) -> bool:
        """Whether messages wait for ``flush``."""
        return bool(self._waiting)

    def send(self, message: Message, descriptors: Iterable[int] = ()) -> None:
        """Send a message, or keep it. Raises ChannelClosed, ValueError for one that is too long."""
        data = json.dumps(message, separators=(",", ":")).encode()
        if len(data) > LONGEST:
            raise ValueError(f"a message of {len(data)} bytes, at most {LONGEST} fit")
        self._waiting.append((data, tuple(descriptors)))
        if len(self._waiting) > MOST_WAITING:
            raise ChannelClosed(f"{MOST_WAITING} messages wait for a process that does not read")
        self.flush()

    def flush(self) -> bool:
        """Send what waits; True if nothing waits any more. Raises ChannelClosed."""
        while self._waiting:
            data, descriptors = self._waiting[0]
            try:
                socket.send_fds(self.end, [data], descriptors)
            except BlockingIOError:
                return False
            except OSError as error:
                raise ChannelClosed(str(error)) from error
            self._waiting.popleft()
            for descriptor in descriptors:
                os.close(descriptor)
        return True

    def receive(self) -> tuple[Message, list[int]] | None:
        """The next message with its descriptors; None if there is none now. Raises ChannelClosed at the end
        of the stream.
        """
        try:
            data, ancillary, _, _ = self.end.recvmsg(LONGEST, socket.CMSG_SPACE(MOST_DESCRIPTORS * 4))
        except BlockingIOError:
            return None
        except OSError as error:
            raise ChannelClosed(str(error)) from error
        if not data:
            raise ChannelClosed("end of stream")
        descriptors = array.array("i")
        for level, kind, content in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                descriptors.frombytes(content[: len(content) - len(content) % descriptors.itemsize])
        return json.loads(data), list(descriptors)

    def close(self) -> None:
        """Close this end and what was never sent."""
        for _, descriptors in self._waiting:
            for descriptor in descriptors:
                with suppress(OSError):
                    os.close(descriptor)
        self._waiting.clear()
        self.end.close()
