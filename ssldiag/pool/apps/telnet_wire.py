"""Telnet commands in a byte stream (RFC 854, 855): bytes in, data and commands out. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

IAC, DONT, DO, WONT, WILL, SB, SE, EOR = 255, 254, 253, 252, 251, 250, 240, 239
BINARY, TERMINAL_TYPE, END_OF_RECORD, START_TLS = 0, 24, 25, 46
IS, SEND, FOLLOWS = 0, 1, 1

MOST_WAITING = 65_536
"""Bytes of a command or record that is not complete: ten screens."""


class NotTelnet(Exception):
    """More bytes than any command or record has."""


@dataclass(frozen=True, slots=True)
class Command:
    """``verb`` is DO, DONT, WILL, WONT, SB or EOR; ``data`` what a sub-negotiation carries."""

    verb: int
    option: int = 0
    data: bytes = b""


Item = Command | bytes


class Parser:
    """Holds what is not complete yet."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def feed(self, data: bytes) -> Iterator[Item]:
        """Commands and pieces of data, in order. Raises NotTelnet."""
        self.waiting += data
        while self.waiting:
            item, used = self._next()
            if not used:
                break
            del self.waiting[:used]
            if item is not None:
                yield item
        if len(self.waiting) > MOST_WAITING:
            raise NotTelnet("a Telnet command does not end")

    def _next(self) -> tuple[Item | None, int]:
        """The next item and its length; 0 if it is not complete."""
        held = self.waiting
        start = held.find(IAC)
        if start != 0:
            end = len(held) if start < 0 else start
            return bytes(held[:end]), end
        if len(held) < 2:
            return None, 0
        verb = held[1]
        if verb == IAC:
            return b"\xff", 2
        if verb in (DO, DONT, WILL, WONT):
            return (Command(verb, held[2]), 3) if len(held) > 2 else (None, 0)
        if verb == SB:
            return self._sub()
        return (Command(EOR) if verb == EOR else None), 2

    def _sub(self) -> tuple[Item | None, int]:
        """A sub-negotiation up to IAC SE."""
        end = self.waiting.find(bytes((IAC, SE)), 2)
        if end < 0:
            return None, 0
        inside = bytes(self.waiting[2:end]).replace(b"\xff\xff", b"\xff")
        return (Command(SB, inside[0], inside[1:]) if inside else None), end + 2


def say(verb: int, option: int) -> bytes:
    """DO, DONT, WILL or WONT."""
    return bytes((IAC, verb, option))


def sub(option: int, data: bytes) -> bytes:
    """A sub-negotiation."""
    return bytes((IAC, SB, option)) + data.replace(b"\xff", b"\xff\xff") + bytes((IAC, SE))
