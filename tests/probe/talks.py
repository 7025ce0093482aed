"""Plays a dialogue before TLS from a script: what each side says, in turns."""

from __future__ import annotations

from ssldiag.probe.dialogue import Dialogue
from ssldiag.probe.dialogue_binary import BINARY
from ssldiag.probe.dialogue_lines import LINES

SCRIPTS = LINES | BINARY


def talk(protocol: str, *turns: bytes, size: int = 1 << 20) -> tuple[list[bytes], bool, str | None]:
    """What the probe says to these words of the server, each fed in pieces of ``size``; how it ended."""
    dialogue = Dialogue(SCRIPTS[protocol])

    def answer(turn: bytes) -> bytes:
        return b"".join(dialogue.feed(turn[at : at + size]) for at in range(0, len(turn), size))

    said = [dialogue.feed(b""), *(answer(turn) for turn in turns)]
    return [one for one in said if one], dialogue.done, dialogue.refused


def refusal(protocol: str, *turns: bytes) -> str | None:
    """The words of a refusal, the same however the bytes come in pieces."""
    told = talk(protocol, *turns)
    assert told == talk(protocol, *turns, size=1)
    assert not told[1]
    return told[2]
