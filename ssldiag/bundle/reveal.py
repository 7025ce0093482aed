"""A text with stand-ins and the mapping in, the same text with the originals out, for its owner's eyes."""

from __future__ import annotations

import re

from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.standins import cased

_RUN = re.compile(r"[A-Za-z0-9@#$_.:%+\-]+")
_BORDER = re.compile(r"[@#$_.:%+\-]")
_NAME = re.compile(r"\bName ?[0-9]+\b", re.IGNORECASE)
_MAC = re.compile(r"(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}")

MOST_PARTS = 40
KEPT_CASE = ("names", "mail")


class Revealer:
    """Turns stand-ins back. Words of no mapping stay."""

    def __init__(self, mapping: Mapping) -> None:
        self._originals: dict[str, tuple[str, str]] = {}
        self._pools: dict[str, str] = {}
        for kind, original, made in mapping.entries():
            if kind not in ("octets", "hextets"):
                self._originals.setdefault(made.lower(), (original, kind))
            if kind == "pools":
                self._pools[made.lower()] = original

    def text(self, text: str) -> str:
        """Any text, with the originals."""
        text = _NAME.sub(lambda match: self._one(match[0]) or match[0], text)
        text = _MAC.sub(self._mac, text)
        return _RUN.sub(lambda match: self._run(match[0]), text)

    def _one(self, word: str) -> str | None:
        found = self._originals.get(word.lower())
        if found is None and len(word) == 8 and word[3:].isdigit():
            prefix = self._pools.get(word[:3].lower())
            found = (prefix + word[3:], "pools") if prefix else None
        if found is None:
            return None
        original, kind = found
        return original if kind in KEPT_CASE else cased(original, word)

    def _mac(self, match: re.Match[str]) -> str:
        found = self._originals.get(re.sub("[^0-9a-f]", "", match[0].lower()))
        if found is None:
            return match[0]
        digits = iter(found[0].upper() if match[0] == match[0].upper() else found[0])
        return "".join(next(digits) if character.isalnum() else character for character in match[0])

    def _run(self, text: str) -> str:
        starts = [0, *(match.end() for match in _BORDER.finditer(text))][:MOST_PARTS]
        ends = [*(match.start() for match in _BORDER.finditer(text)), len(text)][:MOST_PARTS]
        pieces, done = [], 0
        for index, start in enumerate(starts):
            for end in reversed(ends[index:]) if start >= done else ():
                found = self._one(text[start:end]) if end > start else None
                if found is not None:
                    pieces += [text[done:start], found]
                    done = end
                    break
        return "".join((*pieces, text[done:]))
