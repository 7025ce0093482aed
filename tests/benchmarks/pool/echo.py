"""The plaintext server behind all of them: 32 bytes for whatever comes. Prints its port.

``PUT n`` and ``GET n`` at the beginning of a connection (41 bytes, filled with blanks) are followed by n
bytes in one or the other direction.
"""

from __future__ import annotations

import resource
import selectors
import socket
import threading

ANSWER = b"y" * 32
BLOCK = bytes(65_536)


def main() -> None:
    """Serve until killed."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what it accepts inherits this
    listener.setblocking(False)
    print(listener.getsockname()[1], flush=True)
    waiting = selectors.EpollSelector()
    waiting.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            sock = key.fileobj
            assert isinstance(sock, socket.socket)
            if sock is listener:
                waiting.register(listener.accept()[0], selectors.EVENT_READ)
            elif not answered(sock):
                waiting.unregister(sock)


def answered(sock: socket.socket) -> bool:
    """Whether more is to be answered here: not at its end, and not where many bytes are moved."""
    try:
        data = sock.recv(65_536)
        if data[:4] in (b"PUT ", b"GET "):
            threading.Thread(target=move, args=(sock, data), daemon=True).start()
            return False
        if data:
            sock.send(ANSWER)
            return True
    except OSError:
        pass
    sock.close()
    return False


def move(sock: socket.socket, data: bytes) -> None:
    """Take or give as many bytes as the first ones say."""
    left = int(data[4:41])
    with sock:
        sock.settimeout(60)
        if data.startswith(b"GET "):
            while left:
                left -= sock.send(BLOCK[:left])
        else:
            left -= len(data) - 41
            while left:
                left -= len(sock.recv(len(BLOCK)))
            sock.send(ANSWER)
        sock.recv(1)


if __name__ == "__main__":
    main()
