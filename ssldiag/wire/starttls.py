"""What was said in plain text before TLS, or instead of it: which protocol, whether TLS was asked for, and
the answer.

Works on turns: what one side sent until the other did, in order. Protocols of lines stand in a table here,
those of bytes in :mod:`ssldiag.wire.starttls_binary`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ssldiag.wire.events import Direction
from ssldiag.wire.starttls_binary import BINARY, Prelude, Turn, after

__all__ = ["Prelude", "Turn", "recognise"]


class Talk(NamedTuple):
    """How TLS is asked for in a protocol of lines. ``greeting`` must match what the other side said before,
    if given.

    ``no`` matches the line of the answer that refuses.
    """

    protocol: str
    ask: re.Pattern[bytes]
    yes: bytes
    no: bytes
    greeting: re.Pattern[bytes] | None = None


def _words(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


_STARTTLS = _words(rb"^[ \t]*STARTTLS[ \t]*\r?$")

TALKS = (
    Talk("ftp", _words(rb"^AUTH[ \t]+(?:TLS|SSL|TLS-C|TLS-P)\b.*$"), rb"^[23]34[ -]", rb"^[45]\d\d[ -].*"),
    Talk("nntp", _STARTTLS, rb"^382", rb"^[45]\d\d.*", _words(rb"\A20[01] ")),
    Talk("sieve", _STARTTLS, rb"^OK\b", rb"^(?:NO|BYE)\b.*", _words(rb'\A"IMPLEMENTATION"')),
    Talk("irc", _STARTTLS, rb"^:?\S* ?670 ", rb"^:?\S* ?691 .*", _words(rb"\A:")),
    Talk("smtp", _STARTTLS, rb"^220[ -]", rb"^[45]\d\d[ -].*"),
    Talk("pop3", _words(rb"^STLS[ \t]*\r?$"), rb"^\+OK", rb"^-ERR.*"),
    Talk(
        "imap",
        _words(rb"^([^\s]{1,64}) STARTTLS[ \t]*\r?$"),
        rb"^%s OK\b",
        rb"^%s (?:NO|BAD)\b.*",
        _words(rb"^\* (?:OK|PREAUTH|CAPABILITY)"),
    ),
    Talk("xmpp", _words(rb"<starttls\b"), rb"<proceed\b", rb"<(?:failure|stream:error)\b[^>]*"),
    Talk(
        "http",
        _words(rb"^CONNECT \S+ HTTP/1\.[01]"),
        rb"^HTTP/1\.[01] 2\d\d",
        rb"^HTTP/1\.[01] [345]\d\d.*",
    ),
)
"""RFC 4217 4 and 2228 3 (FTP), 4642 2.2 (NNTP), 5804 2.2 (ManageSieve), 3207 4 (SMTP), 2595 4 (POP3), 9051
6.2.1 (IMAP), 6120 5.4 (XMPP), 9110 9.3.6 (HTTP's CONNECT).
"""

SHOWN = 200
"""Characters of an answer that are kept: a line of SMTP has at most 512, and says in the first few what it
means.
"""


def recognise(turns: Sequence[Turn]) -> Prelude:
    """What the turns say; of several requests the last counts."""
    best = Prelude()
    for reader in (_lines, *BINARY):
        found = reader(turns)
        if found.protocol is not None and found.at >= best.at:
            best = found
    if best.protocol is None:
        best = _not_offered(turns)
    return best


def _lines(turns: Sequence[Turn]) -> Prelude:
    best = Prelude()
    for talk in TALKS:
        greeted = _greeted(talk, turns)
        for index in range(len(turns) - 1, best.at, -1):
            side, said = turns[index]
            asked = talk.ask.search(said) if side in greeted else None
            if asked:
                best = _answered(talk, asked, turns, index, side)
                break
    return best


def _greeted(talk: Talk, turns: Sequence[Turn]) -> frozenset[Direction]:
    """The sides whose other side greeted as this protocol does."""
    greeting = talk.greeting
    if greeting is None:
        return frozenset(("a", "b"))
    return frozenset("b" if side == "a" else "a" for side, said in turns if greeting.search(said))


def _answered(
    talk: Talk, asked: re.Match[bytes], turns: Sequence[Turn], index: int, side: Direction
) -> Prelude:
    tag = re.escape(asked.group(1)) if talk.protocol == "imap" else b""
    yes, no = (word.replace(b"%s", tag) for word in (talk.yes, talk.no))
    answer = re.search(b"(%s)|(%s)" % (yes, no), after(turns, index, side), re.IGNORECASE | re.MULTILINE)
    refused = shown(answer.group(2)) if answer and answer.group(2) else None
    return Prelude(talk.protocol, refused, True, side, index)


def shown(line: bytes) -> str:
    """A line as text, shortened."""
    return line.strip()[:SHOWN].decode("utf-8", "backslashreplace")


_EHLO = _words(rb"^(?:EHLO|LHLO)[ \t]")
_MAIL = _words(rb"^(?:MAIL FROM|AUTH)\b")
_OFFERS = _words(rb"^250[ -]STARTTLS\b")
_LISTED = _words(rb"^250 ")


def _not_offered(turns: Sequence[Turn]) -> Prelude:
    """An SMTP client that gives up when the answer to EHLO does not list STARTTLS (RFC 3207 3)."""
    for index, (side, said) in enumerate(turns):
        if _EHLO.search(said):
            answer = after(turns, index, side)
            rest = b"".join(text for other, text in turns[index:] if other == side)
            if _LISTED.search(answer) and not _OFFERS.search(answer) and not _MAIL.search(rest):
                return Prelude("smtp", "STARTTLS is not among what the server offers", True, side, index)
            break
    return Prelude()


Reader = Callable[[Sequence[Turn]], Prelude]
