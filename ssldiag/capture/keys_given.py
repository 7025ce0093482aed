"""The secrets that open handshakes: those the user gave, and those that captures carry themselves."""

from __future__ import annotations

from functools import partial

from ssldiag.capture.flows import Begin
from ssldiag.wire.keylog import KeyLog, parse


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


def conversations(log: KeyLog) -> Begin:
    """What makes the listener of a new connection."""
    from ssldiag.wire.conversation import Conversation

    return partial(Conversation, keylog=log)
