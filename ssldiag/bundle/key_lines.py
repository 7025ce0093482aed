"""The lines of a text file in, the same number of lines out without keys and certificates in them.

PEM blocks and base64 of private keys and PKCS#12 stores are told by content. Each of their lines becomes a
mark; certificates go too, because the names in them cannot be replaced. Octets parted by colons, as
``openssl`` shows keys, signatures and fingerprints, are overwritten.
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
    "base64": "[base64 of binary data removed]",
}

_BEGIN = re.compile(r"-----BEGIN ([A-Z0-9 ]{3,60})-----")
_END = re.compile(r"-----END [A-Z0-9 ]{3,60}-----")
_BODY = re.compile(r"^[\s>|:#*\"'0-9]*+[A-Za-z0-9+/=\\\"',-]*+\s*$|^\s*(?:Proc-Type|DEK-Info|[A-Za-z-]+):")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
_LINE_OF_LOG = re.compile(r"^.{0,120}[\s:>|][A-Za-z0-9+/]{60,80}={0,2}\s*$")
_OFFSET = r"^\s*(?:(?:0x)?[0-9A-Fa-f]{4,8}[:+]?\s{1,4})?"
_HEX_OF_KEY = re.compile(
    _OFFSET + r"(?i:30 ?(?:82 ?[0-9a-f]{2} ?[0-9a-f]{2}|81 ?[0-9a-f]{2}|[0-7][0-9a-f]) ?02 ?01 ?0[0-3])"
)
"""How keys (RFC 5208, RFC 8017 A.1.2, RFC 5915) and PKCS#12 begin in hexadecimal: a version of 0 to 3."""
_HEX_SHAPE = re.compile(_OFFSET + r"(?i:00 ?(?:[0-9a-f]{2} ?){1,3}00 ?00 ?00)")
"""The same with every digit 0, as in :mod:`ssldiag.bundle.shapes`."""
_HEX_LINE = re.compile(_OFFSET + r"(?:[0-9A-Fa-f]{2,8}(?:[ -]{1,3}|$)|[0-9A-Fa-f]{16,}\s*$)")
_HEX = re.compile(r"[0-9A-Fa-f]+")
_OCTETS = re.compile(r"(?<![0-9A-Za-z:])[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){8,}(?![0-9A-Za-z])")
"""Nine and more octets: an address of IPv6 has eight groups."""
_MORE_OCTETS = re.compile(r"^\s*(?:[0-9A-Fa-f]{2}:){0,64}[0-9A-Fa-f]{2}:?\s*$")
_PRINT = re.compile(
    r"(?:finger|thumb)print|\b(?:SHA-?\d{1,3}|MD\d)(?: (?:hash|digest|sum))?\W{0,4}[:=]", re.IGNORECASE
)
"""What announces a fingerprint; not every name of a cipher suite with SHA256 at its end."""
_GROUPS = r"(?:[0-9A-Fa-f]{2}){1,4}(?:[ -]{1,2}(?:[0-9A-Fa-f]{2}){1,4}){4,63}"
_PRINTED = re.compile(rf"(?<![0-9A-Za-z]){_GROUPS}(?![0-9A-Za-z])")
"""Octets with blanks or hyphens between them, or between groups of them: five groups and more."""
_PRINT_LINE = re.compile(rf"^\s*{_GROUPS}\s*$")
_HEX_DIGIT = re.compile(r"[0-9A-Fa-f]")
_ONLY_BASE64 = re.compile(r"^\s*[A-Za-z0-9+/]{1,}={0,2}\s*$")

WIDTHS = (64, 72, 76)
"""Characters of a full line: of PEM (RFC 7468, section 2), of older OpenSSL, of MIME (RFC 2045, 6.8)."""

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
        self._indent = 0
        self._dump = False
        self._octets = False
        self._print = False

    @property
    def idle(self) -> bool:
        """Whether the next line is read by itself, whatever stood before it."""
        return not (self._mark or self._octets or self._print)

    def line(self, text: str) -> str:
        """The line as it may stay."""
        if self._mark:
            return self._inside(text)
        if (self._octets and _MORE_OCTETS.match(text)) or (":" in text and _OCTETS.search(text)):
            return self._without_octets(text)
        self._octets = False
        if self._is_print(text):
            return _PRINTED.sub(lambda match: _HEX_DIGIT.sub("X", match[0]), text)
        if "-----BEGIN " in text:
            return self._begun(text)
        if "30" in text and _HEX_OF_KEY.match(text):
            self._start("private_key", pem=False)
            self._dump = True
            return MARKS["private_key"]
        if len(text) >= 40 and (match := _BASE64.search(text)) and (mark := _secret(match[0])):
            self._start(mark, pem=False)
            if not _ONLY_BASE64.match(text):
                self._mark = ""
                return _BASE64.sub(MARKS[mark], text)
            return MARKS[mark]
        return text

    def _is_print(self, text: str) -> bool:
        """Whether a line has or goes on with a fingerprint with blanks; what announces one is remembered."""
        if _PRINT.search(text):
            self._print = True
            return _PRINTED.search(text) is not None
        self._print = self._print and _PRINT_LINE.match(text) is not None
        return self._print

    def _without_octets(self, text: str) -> str:
        """What ends with a colon goes on in the next line, which may be short."""
        pattern = _MORE_OCTETS if self._octets and _MORE_OCTETS.match(text) else _OCTETS
        self._octets = text.rstrip().endswith(":")
        return pattern.sub(lambda match: _HEX_DIGIT.sub("X", match[0]), text)

    def _begun(self, text: str) -> str:
        match = _BEGIN.search(text)
        if match is None:
            return text
        name = match[1]
        mark = "private_key" if "KEY" in name and "PUBLIC" not in name else "certificate"
        self._start(mark, pem=True)
        self._indent = match.start()
        end = _END.search(text, match.end())
        if end:
            self._mark = ""
            rest = self.line(text[end.end() :])
            return text[: match.start()] + MARKS[mark] + rest
        return text[: match.start()] + MARKS[mark]

    def _start(self, mark: str, pem: bool) -> None:
        self._mark, self._pem, self._left = mark, pem, LONGEST_BLOCK
        self._dump = False
        self.found[mark] = self.found.get(mark, 0) + 1

    def _inside(self, text: str) -> str:
        mark = MARKS[self._mark]
        self._left -= 1
        if self._pem and (end := _END.search(text)):
            self._mark = ""
            return mark + self.line(text[end.end() :])
        fits = self._in_pem(text) if self._pem else (_HEX_LINE if self._dump else _ONLY_BASE64).match(text)
        if self._left <= 0 or not fits:
            self._mark = ""
            return self.line(text)
        return mark if text.strip() else text

    def _in_pem(self, text: str) -> bool:
        """Whether a line goes on with PEM, also one behind a log's stamp as wide as that of the heading."""
        whole = _BODY.match(text) or _LINE_OF_LOG.match(text)
        return whole is not None or _ONLY_BASE64.match(text[self._indent :]) is not None


def may_begin(shape: str) -> bool:
    """Whether a line of this shape (see :mod:`ssldiag.bundle.shapes`) may be a key or begin one."""
    return (
        "-----BEGIN " in shape
        or _HEX_SHAPE.match(shape) is not None
        or (":" in shape and _OCTETS.search(shape) is not None)
        or _PRINT.search(shape) is not None
        or (len(shape) >= 40 and _BASE64.search(shape) is not None)
    )


def _secret(text: str) -> str:
    """What base64 holds, if it is a key or a store of keys."""
    head = text[:HEAD]
    try:
        data = b64decode(head[: len(head) // 4 * 4])
    except (ValueError, Error):
        return ""
    if text[:1] not in "MT":  # neither a SEQUENCE nor the magic of a key database
        return "base64" if _is_binary(text, data) else ""
    kind = detect.sniff(data, max(len(data), 1024), "")
    return {
        "private_key": "private_key",
        "pkcs12": "store",
        "gskit_keydb": "store",
        "der": "certificate",
        "pkcs7": "certificate",
    }.get(kind or "", "")


def _is_binary(text: str, data: bytes) -> bool:
    """Whether a line of base64 holds no text: it may come from the middle of a key without its heading."""
    if len(text) not in WIDTHS or _HEX.fullmatch(text):
        return False
    mixed = any(map(str.isupper, text)) and any(map(str.islower, text)) and any(map(str.isdigit, text))
    return mixed and sum(32 <= byte < 127 or byte in (9, 10, 13) for byte in data) < len(data) * 0.75
