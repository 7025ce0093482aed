"""One 3270 screen (3270 Data Stream Programmer's Reference): text in, a data stream out; what was typed."""

from __future__ import annotations

ERASE_WRITE = 0xF5
UNLOCK = 0xC3
SET_BUFFER, START_FIELD, INSERT_CURSOR = 0x11, 0x1D, 0x13
PROTECTED, INPUT = 0x60, 0x40
AID_CLEAR = 0x6D
COLUMNS = 80

_CODES = bytes.fromhex(
    "40c1c2c3c4c5c6c7c8c94a4b4c4d4e4f50d1d2d3d4d5d6d7d8d95a5b5c5d5e5f"
    "6061e2e3e4e5e6e7e8e96a6b6c6d6e6ff0f1f2f3f4f5f6f7f8f97a7b7c7d7e7f"
)
"""Six bits as a code that can be sent: the table of buffer addresses."""


def address(row: int, column: int) -> bytes:
    """Set the buffer address to a row and column, both from 0."""
    at = row * COLUMNS + column
    return bytes((SET_BUFFER, _CODES[at >> 6], _CODES[at & 63]))


def logo(system: str, said: str) -> bytes:
    """The screen: a title, what was typed last, and a field to type in."""
    parts = [bytes((ERASE_WRITE, UNLOCK))]
    texts = [(1, "REFERENCE TELNET SERVER OF THE SSL SERVER POOL"), (3, f"Machine {system}")]
    if said:
        texts.append((10, f"You typed: {said}"))
    for row, text in texts:
        parts += [
            address(row, 1),
            bytes((START_FIELD, PROTECTED)),
            text[: COLUMNS - 4].encode("cp037", "replace"),
        ]
    parts += [address(20, 1), bytes((START_FIELD, PROTECTED)), "COMMAND ===>".encode("cp037")]
    parts += [bytes((START_FIELD, INPUT, INSERT_CURSOR)), address(21, 78), bytes((START_FIELD, PROTECTED))]
    return b"".join(parts)


def typed(record: bytes) -> tuple[int, str]:
    """The key that was pressed, and the text of the changed fields."""
    if not record:
        return 0, ""
    pieces = record[3:].split(bytes((SET_BUFFER,)))[1:]
    parts = [piece[2:].decode("cp037", "replace") for piece in pieces]
    text = "".join(char for char in " ".join(parts) if char.isprintable()).strip()
    return record[0], text[:COLUMNS]
