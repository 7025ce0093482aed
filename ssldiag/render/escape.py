"""Text from files, certificates and packets in, text that is safe to show out; nothing is dropped.

Whatever Python does not count as printable is shown by its number: control characters, escape sequences, C1,
bidirectional marks, zero-width and other format characters, line separators, blanks other than the ordinary
one, and lone surrogates.
"""

from __future__ import annotations

import json
from typing import Any


def visible(text: str) -> str:
    r"""``text`` with every character that is not printable as ``\x1b``, ``\u202e`` or ``\U000e0001``.

    Applying it twice changes nothing. Backslashes stay as they are, since RFC 4514 names are full of them.
    """
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _number(ord(character)) for character in text)


def _number(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def json_text(document: Any, indent: int | None = 2) -> str:
    """``document`` as JSON in plain ASCII: exact for programs, and harmless on a terminal (RFC 8259 7).

    Python leaves DEL alone, the one control character in ASCII that JSON does not require to be escaped.
    """
    return json.dumps(document, ensure_ascii=True, indent=indent).replace("\x7f", "\\u007f")


def spreadsheet_cell(text: str) -> str:
    """``text`` for a CSV cell: made visible, and marked as text where it would be taken for a formula.

    The apostrophe before ``= + - @`` follows OWASP's advice on CSV injection; JSON has the exact text.
    """
    shown = visible(text)
    return f"'{shown}" if shown[:1] in ("=", "+", "-", "@") else shown
