"""Where a number in free text is a code: the patterns of the words that make it one.

Words that name a TLS library count anywhere; words such as ``return code`` only near words about TLS. A
number that goes on as an address, a date, a port or a size is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.errors import forms
from ssldiag.errors.model import Reading
from ssldiag.errors.pattern import Match, Pattern, Reader, pattern, taking

VALIDATION = range(575_000, 576_000)
"""Details of certificate validation."""

_NUMBER = (
    r"(?P<number>0[xX][0-9A-Fa-f]{1,8}|-?\d{1,10})"
    r"(?![\w%]|[.:/,-]\d|\.\w"
    r"| (?:Unauthorized|Payment|Forbidden|Not Found|Method|Request|URI)\b"
    r"| ?(?:bytes|ms|s|sec|seconds|[kKM]B|times|of)\b)"
)
END = r"(?=\s*(?:$|[.,;)\]\"'>(]|(?:in|for|on|from|at|during|while|reason)\b))"
"""After a number that only its place makes a code: the sentence ends, or goes on with where."""
_GAP = r"[\s'\"(\[<=:#]{1,5}"
_CODE_WORDS = (
    r"(?:[Rr]eturn(?:ed)?[ _-]?[Cc]odes?|RETURN CODE|[Rr]eason[ _-]?[Cc]odes?|REASON CODE"
    r"|[Ee]rror[ _-]?[Cc]odes?|ERROR CODE|[Rr]et[Cc]ode|[Cc]ompletion code|(?:gsk_?|ssl_?|tls_?)?[Rr][Cc])"
)
_HEX = r"(?<![\w.,:/+-])(?P<prefix>0[xX])?(?P<hex>(?:\d{3}[Cc]{2}|\d{4,5})[0-9A-Fa-f]{3})(?![\w-]|[.:,]\d)"
_ERRNO = re.compile(r"[\s,;'\")]{0,3}errno")
_OF_WEB = re.compile(r"\bHTTP\b|https?://|\bGET\b|\bPOST\b|\bURL\b|\bcurl\b")
"""Words of a line whose numbers are those of HTTP, which are those of GSKit as well: 401 to 406, 414."""


def function(*platforms: str, least: int = 1, web: bool = True) -> Reader:
    """A reader of the group ``number`` as a return code, on these platforms if any are named.

    Zero is success, and no code to explain in a log. ``least`` is the lowest number that counts; without
    ``web`` none counts in a line about HTTP.
    """

    def read(match: Match) -> Iterator[Reading]:
        text = match["number"]
        value = int(text, 16) if text[:2] in ("0x", "0X") else int(text)
        if 0 <= value < least or (not web and _OF_WEB.search(match.string)):
            return
        if value == -1 and _ERRNO.match(match.string, match.end("number")):
            return  # a system call failed: errno has the code
        for reading in forms.number(value):
            kind = "function" if reading.kind == "number" else reading.kind
            yield reading._replace(kind=kind, platforms=reading.platforms or platforms)

    return read


def _hexadecimal(match: Match) -> Iterator[Reading]:
    """A code of System SSL in hexadecimal; digits alone need their first zero, or they may be a count."""
    text, value = match["hex"], int(match["hex"], 16)
    plain = text.isdigit() and not text.startswith("0") and not match["prefix"]
    if value >> 12 in (forms.SYSTEM_SSL, forms.CMS, forms.CMS_ENCODING) and not plain:
        yield from (reading._replace(note="") for reading in forms.number(value))


def _complement(match: Match) -> Iterator[Reading]:
    """A negative code in two's complement."""
    yield from forms.readings(match["hex"])[:1]


def _validation(match: Match) -> Iterator[Reading]:
    if int(match["number"]) in VALIDATION:
        yield Reading("function", match["number"])


def _status(match: Match) -> Iterator[Reading]:
    if int(match["number"]) >> 12 == forms.CMS:
        yield Reading("cms", match["number"])


def _near(word: str, before: str, reader: Reader, tail: str = _NUMBER) -> Pattern:
    return pattern(word, before + _GAP + tail, reader, near=True, shown="number")


def _anywhere(word: str, before: str, reader: Reader, tail: str = _NUMBER) -> Pattern:
    return pattern(word, before + _GAP + tail, reader, shown="number")


_NOT_OTHERS = r"(?<!errno )(?<!HTTP )(?<!http )(?<!status )(?<!exit )(?<!Exit )"

NUMBERS: tuple[Pattern, ...] = (
    # hexadecimal: an address or a dump may look the same, so a word before it is needed as well
    pattern(
        "status|gsk|cms|rc|code|error",
        rf"\b(?:[Ss]tatus|[Gg][Ss][Kk]\w*|CMS|[Rr][Cc]|[Cc]ode|[Ee]rror)\b[^\n]{{0,40}}?{_HEX}",
        _hexadecimal,
        shown="hex",
    ),
    pattern(
        "ffffff", rf"\b(?:PARM1|{_CODE_WORDS}){_GAP}(?P<hex>FFFFFF[0-9A-F]{{2}})\b", _complement, shown="hex"
    ),
    # words that name the library, or what only it prints
    _anywhere("comm rc", r"\bcomm rc", function("ibmi")),
    _anywhere("gsk_status", r"\bgsk_status\w*", function("zvm", "zos")),
    _anywhere("handshake failed rc", r"\bHandshake failed rc", function("zvm", "zos")),
    _anywhere("system ssl", r"\bSystem SSL (?:(?:return|error|status) )?code", function("zvm", "zos")),
    _anywhere("status", r"\b[Ss]tatus(?: code)?", _status, r"(?P<number>\d{8})(?![\w-]|[.:,]\d)"),
    _anywhere(
        "gsk",
        r"\b(?:GSKit|GSKIT|gskit|GSK)[ _](?:return code|[Ee]rror(?: code)?|ERROR|rc|RC|reason code|code)"
        r"(?: (?:is|was|of))?",
        function("gskit8", "ibmi"),
    ),
    _anywhere(
        "error",
        r"\b(?:SSL|TLS|SSL/TLS|GSK|[Ss]ecure (?:connection|socket|session))(?: [\w()]+,?){0,3}?,?"
        r" (?:[Ee]rror|ERROR)",
        function(),
    ),
    _anywhere(
        "gsk_|ssl_",
        r"\b(?:gsk_[a-z_]{3,40}|SSL_(?:Handshake|Init(?:_Application)?|Create|Read|Write|Destroy))"
        r"(?: ?\(\w*\))?['\",:]{0,2}(?: (?:API|call|function))? (?:failed|returned|ended|rc|error)"
        r"(?:,? (?:with|the|a|an|return|reason|error|code|rc|of|is|was)){0,6}",
        function(),
    ),
    _anywhere(
        "validation",
        r"\bvalidation (?:error|code|detail)(?: (?:code )?(?:was|is))?",
        _validation,
        r"(?P<number>\d{6})\b",
    ),
    _anywhere(
        "trace|trcpnt|sckssl|ssl-",
        r"(?i:\btrace ?point(?: id)?|TRCPNT|SCKSSL|SSL-\d{4}x)",
        taking("trace-point", "number"),
        r"(?P<number>\d{5})\b",
    ),
    pattern(
        "ssl",
        r"\bSSL\d{4}[EWI]: [^\n]{0,200}?[,:<(] ?(?P<number>\d{1,4})[>).]?(?= ?\[| *$)",
        function("gskit8"),
        shown="number",
    ),
    # words that anybody uses; one or two digits need a word of the library before them in the line
    _near(
        "code|rc",
        rf"\b(?:gsk|GSK|DTCSSL|[Hh]andshake|SSL_[A-Z])[^\n]{{0,80}}?\b{_CODE_WORDS}(?: (?:is|was|of))?",
        function(web=False),
    ),
    _near("code|rc", rf"{_NOT_OTHERS}\b{_CODE_WORDS}(?: (?:is|was|of))?", function(least=100, web=False)),
    _near(
        "failed",
        r"\bfailed,? with(?: an?| the)?(?: error| code| rc)?",
        function(least=100, web=False),
        _NUMBER + END,
    ),
    _near(
        "validation|gskval|reason|detail|error|rc",
        r"\b(?:[Vv]alidation|GSKVAL\w*|[Rr]easons?|[Dd]etails?|[Ee]rror|rc)(?: (?:is|was|with|of))?",
        _validation,
        r"(?P<number>\d{6})(?![\w/-]|[.:,]\d)",
    ),
)
