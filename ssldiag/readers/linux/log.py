"""A log of a GSKit product (error_log, http_plugin.log, AMQERR01.LOG, db2diag.log) in; the lines that tell
of GSKit out.

Only lines with a message id of TLS or a constant or return code of GSKit are kept, with the moment before
them as text; nothing is explained here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ssldiag.model import FilePlace, Located, Source, Unreadable
from ssldiag.readers.linux.document import LinuxDocument
from ssldiag.text import lines

_CONSTANT = re.compile(r"\bGSK(?:KM|VAL)?_[A-Z][A-Z0-9_]{3,60}\b")
_CODE = re.compile(
    r"(?i)\b(?:gskit|gsk|ssl|gsk_\w+)\b.{0,80}?"
    r"\b(?:rc|return code|error code|reason code|code)\b\s*[:=(]?\s*(\d{1,6})\b"
)
_MESSAGE = re.compile(r"\b(SSL0\d{3}[EWIS]|AMQ9\d{3}[EWIS]?|SQL\d{4,5}[NWC]|ANR\d{4}[EWIS]|ANS\d{4}[EWIS])\b")

CLUES = ("GSK", "gsk", "SSL", "ssl", "AMQ9")
"""What every line has that is kept: a quick look, for logs are long."""

MOST_ROWS = 2_000
"""Lines that are kept: a server that fails says the same thing over and over."""
MOST_LINES = 2_000_000
"""Lines looked at: a log of some 200 MiB."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line that tells of GSKit: its message id, constant and return code, each where it has one."""

    line: Located[str]
    message: str
    constant: str
    code: int | None


def read(source: Source) -> LinuxDocument[LogLine]:
    """Read a log, line by line."""
    rows: list[LogLine] = []
    notes: list[Unreadable] = []
    for line in lines(source):
        if line.number > MOST_LINES or len(rows) >= MOST_ROWS:
            notes.append(Unreadable(line.place(0, 1), "what follows is not read: there is enough before it"))
            break
        text = line.text[:2_000]
        if not any(clue in text for clue in CLUES):
            continue
        constant, message, code = _CONSTANT.search(text), _MESSAGE.search(text), _CODE.search(text)
        if constant or code or (message and message[1].startswith(("SSL0", "AMQ9"))):
            rows.append(
                LogLine(
                    line.located(0, len(text)),
                    message[1] if message else "",
                    constant[0] if constant else "",
                    int(code[1]) if code else None,
                )
            )
    return LinuxDocument(source.path, source.kind, FilePlace(source.path), tuple(rows), tuple(notes))
