"""The lines of a text file in, the same number of lines out without keys and certificates in them.

PEM blocks and base64 of private keys and PKCS#12 stores are told by content. Each of their lines becomes a
mark; certificates go too, because the names in them cannot be replaced.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error

from ssldiag.keydb import detect

MARKS = {
    "private_key": "[private key removed]",
    "certificate": "[certificate removed]",
    "store": "[key store removed]",
}

_BEGIN = re.compile(r"-----BEGIN ([A-Z0-9 ]{3,60})-----")
_END = re.compile(r"-----END [A-Z0-9 ]{3,60}-----")
_BODY = re.compile(r"^[\s>|:#*\"'0-9]*[A-Za-z0-9+/=\\\"',-]*\s*$|^\s*(?:Proc-Type|DEK-Info|[A-Za-z-]+):")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
_ONLY_BASE64 = re.compile(r"^\s*[A-Za-z0-9+/]{1,}={0,2}\s*$")

HEAD = 4_096
"""Characters of base64 that are decoded to see what it is."""

LONGEST_BLOCK = 2_000
"""Lines of a block without an end: a key of 16384 bits has 200, a long chain 1,000."""


class Keys:
    """Goes through the lines of one file in order. ``found`` are the kinds of what was removed."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}
        self._mark = ""
        self._pem = False
        self._left = 0

    def line(self, text: str) -> str:
        """The line as it may stay."""
        if self._mark:
            return self._inside(text)
        if "-----BEGIN " in text:
            return self._begun(text)
        if len(text) >= 40 and (match := _BASE64.search(text)) and (mark := _secret(match[0])):
            self._start(mark, pem=False)
            if not _ONLY_BASE64.match(text):
                self._mark = ""
                return _BASE64.sub(MARKS[mark], text)
            return MARKS[mark]
        return text

    def _begun(self, text: str) -> str:
        match = _BEGIN.search(text)
        if match is None:
            return text
        name = match[1]
        mark = "private_key" if "KEY" in name and "PUBLIC" not in name else "certificate"
        self._start(mark, pem=True)
        end = _END.search(text, match.end())
        if end:
            self._mark = ""
            rest = self.line(text[end.end() :])
            return text[: match.start()] + MARKS[mark] + rest
        return text[: match.start()] + MARKS[mark]

    def _start(self, mark: str, pem: bool) -> None:
        self._mark, self._pem, self._left = mark, pem, LONGEST_BLOCK
        self.found[mark] = self.found.get(mark, 0) + 1

    def _inside(self, text: str) -> str:
        mark = MARKS[self._mark]
        self._left -= 1
        if self._pem and (end := _END.search(text)):
            self._mark = ""
            return mark + self.line(text[end.end() :])
        fits = _BODY.match(text) if self._pem else _ONLY_BASE64.match(text)
        if self._left <= 0 or not fits:
            self._mark = ""
            return self.line(text)
        return mark if text.strip() else text


def _secret(text: str) -> str:
    """What base64 holds, if it is a key or a store of keys."""
    if text[:1] not in "MT":  # a SEQUENCE, or the magic of a key database
        return ""
    head = text[:HEAD]
    try:
        data = b64decode(head[: len(head) // 4 * 4])
    except (ValueError, Error):
        return ""
    kind = detect.sniff(data, max(len(data), 1024), "")
    return {
        "private_key": "private_key",
        "pkcs12": "store",
        "gskit_keydb": "store",
        "der": "certificate",
        "pkcs7": "certificate",
    }.get(kind or "", "")
