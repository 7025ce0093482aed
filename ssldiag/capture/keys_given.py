"""What the listeners of connections are given: the secrets that open handshakes, the user's and those that
captures carry themselves, and the ports that the user asked for.
"""

from __future__ import annotations

from functools import partial

from ssldiag.capture.flows import Begin
from ssldiag.capture.streams import Listener
from ssldiag.wire.keylog import KeyLog, parse
from ssldiag.wire.model import Endpoint


class Keys:
    """A key log that grows."""

    def __init__(self, given: KeyLog | None) -> None:
        self._secrets = {random: dict(labels) for random, labels in given.secrets.items()} if given else {}
        self.log = KeyLog(self._secrets)

    def learn(self, text: bytearray) -> None:
        """Take in lines of a key log found in a capture. Empties ``text``."""
        for random, labels in parse(text.decode("ascii", "replace").splitlines()).secrets.items():
            self._secrets.setdefault(random, {}).update(labels)
        text.clear()


def conversations(log: KeyLog, asked: frozenset[int] = frozenset()) -> Begin:
    """What makes the listener of a new connection. ``asked`` are ports that the user takes for TLS."""
    from ssldiag.wire.conversation import Conversation

    if not asked:
        return partial(Conversation, keylog=log)

    def begin(file: str, a: Endpoint, b: Endpoint) -> Listener:
        return Conversation(file, a, b, keylog=log, expected=a.port in asked or b.port in asked)

    return begin
