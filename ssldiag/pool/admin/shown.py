"""Text from certificates, files and users in, text that is safe on a terminal out; nothing is dropped.

The rule of :func:`ssldiag.render.escape.visible`, which the pool's processes do not load.
"""

from __future__ import annotations


def shown(text: str) -> str:
    r"""``text`` with every character that is not printable by its number: ``\x1b``, ``\u202e``."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _number(ord(character)) for character in text)


def _number(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
