"""Stands in for the stack and the SSL servers: starts one application and secures what it hands over."""

from __future__ import annotations

import select
import socket
import ssl
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from ssldiag.pool.channel import Channel, ChannelClosed
from ssldiag.pool.plan import Application, ClientCheck
from tests.waiting import PATIENCE


def application(kind: str, control: str = "REQUIRED", data: str = "REQUIRED", **more: Any) -> Application:
    """An application with one port."""
    values: dict[str, Any] = {
        "userid": kind.upper(),
        "kind": kind,
        "ports": ((1, 1),),
        "label": "TLSCERT1",
        "control": control,
        "data": data,
        "client_check": ClientCheck.NONE,
        "autolog": True,
        "socket": "",
    }
    return Application(**{**values, **more})


@dataclass
class FakeStack:
    """``usable`` is the answer to questions about the label, ``server`` whether there is an SSL server."""

    wanted: Application
    context: ssl.SSLContext
    usable: bool = True
    server: bool = True
    said: list[str] = field(default_factory=list)
    ended: str = ""

    def __enter__(self) -> FakeStack:
        self.channel, theirs = Channel.pair()
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.secured = socket.create_server(("127.0.0.1", 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ssldiag.pool.apps", str(theirs.fileno())], pass_fds=(theirs.fileno(),)
        )
        theirs.close()
        for sock, secured in ((self.listener, False), (self.secured, True)):
            self.channel.send({"do": "listener", "port": 1, "secured": secured}, (sock.dup().detach(),))
        self.channel.send({"do": "start", "application": asdict(self.wanted)})
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        assert self.ready.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ChannelClosed):
            self.send({"do": "stop"})
        self.process.wait(PATIENCE)
        self.thread.join(PATIENCE)
        self.listener.close()
        self.secured.close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.listener.getsockname()[1])

    @property
    def plain_side(self) -> int:
        """Where it takes what is already plaintext of TLS."""
        return int(self.secured.getsockname()[1])

    def run(self) -> None:
        """Answer the application until it ends."""
        with suppress(ChannelClosed):
            while True:
                select.select([self.channel], [], [], 1)
                while (found := self.channel.receive()) is not None:
                    self.take(*found)
        self.ready.set()
        with self.lock:
            self.channel.close()

    def send(self, message: dict[str, Any]) -> None:
        """Both threads have something to say, and a channel is no more than one's."""
        with self.lock:
            self.channel.send(message)

    def take(self, message: dict[str, Any], descriptors: list[int]) -> None:
        """One message."""
        kind = message["do"]
        if kind == "ready":
            self.ready.set()
        elif kind == "say":
            self.said.append(message["text"])
        elif kind == "ending":
            self.ended = message["why"]
        elif kind == "query_label":
            reason = "" if self.usable else "no such label"
            self.send({"do": "label", "id": message["id"], "ok": self.usable, "reason": reason})
        elif kind == "secure":
            client, plain = (socket.socket(fileno=one) for one in descriptors)
            answer = "accepted" if self.server else "refused"
            self.send({"do": answer, "id": message["id"], "reason": ""})
            if self.server:
                threading.Thread(target=serve, args=(self.context, client, plain), daemon=True).start()


def serve(context: ssl.SSLContext, client: socket.socket, plain: socket.socket) -> None:
    """One connection, as an SSL server would carry it."""
    client.settimeout(PATIENCE)
    with client, plain:
        try:
            with context.wrap_socket(client, server_side=True) as secure:
                carry(secure, plain)
        except (OSError, ValueError):
            return


def carry(secure: ssl.SSLSocket, plain: socket.socket) -> None:
    """Bytes both ways until the application ends."""
    while True:
        ready, _, _ = select.select([secure, plain], [], [], PATIENCE)
        if not ready:
            return
        if secure in ready:
            data = secure.recv(65536)
            if data:
                plain.sendall(data)
            else:
                plain.shutdown(socket.SHUT_WR)
                while rest := plain.recv(65536):
                    secure.sendall(rest)
                secure.unwrap()
                return
        if plain in ready:
            data = plain.recv(65536)
            if not data:
                secure.unwrap()
                return
            secure.sendall(data)
