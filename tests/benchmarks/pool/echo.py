"""The plaintext server behind all of them: 32 bytes for whatever comes. Prints its port."""

from __future__ import annotations

import selectors
import socket


def main() -> None:
    """Serve until killed."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    listener.setblocking(False)
    print(listener.getsockname()[1], flush=True)
    waiting = selectors.EpollSelector()
    waiting.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            sock = key.fileobj
            assert isinstance(sock, socket.socket)
            if sock is listener:
                client, _ = listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                waiting.register(client, selectors.EVENT_READ)
                continue
            try:
                data = sock.recv(65536)
                if data:
                    sock.send(b"y" * 32)
                    continue
            except OSError:
                pass
            waiting.unregister(sock)
            sock.close()


if __name__ == "__main__":
    main()
