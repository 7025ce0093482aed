"""The text of an NSS key log in, secrets by the client's random out (SSLKEYLOGFILE, draft-ietf-tls-
keylogfile).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MAX_LINE = 1024
"""A line has a label, 64 digits and a secret of at most 64 bytes; an RSA line up to some 700."""


@dataclass(frozen=True, slots=True)
class KeyLog:
    """``secrets``: random of the ClientHello -> label -> secret. ``unread``: lines that are none of a key
    log.
    """

    secrets: Mapping[bytes, Mapping[str, bytes]]
    unread: int = 0

    def of(self, random: bytes) -> Mapping[str, bytes]:
        """The secrets of a connection; empty if there are none."""
        return self.secrets.get(random, {})


def parse(lines: Iterable[str]) -> KeyLog:
    """Read the lines of a key log. Comments and blank lines do not count; what cannot be read is counted."""
    secrets: dict[bytes, dict[str, bytes]] = {}
    unread = 0
    for line in lines:
        words = line[:MAX_LINE].split()
        if not words or words[0].startswith("#"):
            continue
        try:
            label, random, secret = words[0], bytes.fromhex(words[1]), bytes.fromhex(words[2])
        except (ValueError, IndexError):
            unread += 1
            continue
        secrets.setdefault(random, {})[label] = secret
    return KeyLog(secrets, unread)
