"""How TLS is asked for in protocols of lines: FTP, SMTP, LMTP, NNTP, POP3 and IMAP."""

from __future__ import annotations

from collections.abc import Callable, Generator

from ssldiag.probe.dialogue import Refused, Script, Talk, line, shown

MOST_LINES = 200
"""Lines of a reply: notices before a logon have some dozens."""

NAME = b"[127.0.0.1]"
"""Who says EHLO: a literal address, as a host without a name of its own must (RFC 5321 4.1.4)."""

Lines = Generator[bytes, None, list[bytes]]
Reply = Callable[[bytearray], Lines]


def numbered(held: bytearray) -> Lines:
    """The lines of a reply that begin with a code: ``250-`` goes on, ``250`` and a space ends.

    RFC 959 4.2 (FTP allows any text between the first line and the last), RFC 5321 4.2.1.
    """
    lines = [(yield from line(held))]
    code = lines[0][:3]
    if not (code.isdigit() and len(code) == 3 and lines[0][3:4] in (b"", b" ", b"-")):
        raise Refused(f"the answer is not of this protocol: {shown(lines[0])}")
    while lines[0][3:4] == b"-" and not (lines[-1][:3] == code and lines[-1][3:4] in (b"", b" ")):
        if len(lines) > MOST_LINES:
            raise Refused(f"a reply has more than {MOST_LINES} lines")
        lines.append((yield from line(held)))
    return lines


def signed(held: bytearray) -> Lines:
    """One line, ``+OK`` or ``-ERR`` (RFC 1939 3)."""
    said = yield from line(held)
    if not said.startswith((b"+OK", b"-ERR")):
        raise Refused(f"the answer is not of this protocol: {shown(said)}")
    return [said]


def words(lines: list[bytes]) -> str:
    """A reply as the server put it; the last line says what counts."""
    return shown(lines[-1])


def expect(lines: list[bytes], good: tuple[bytes, ...]) -> None:
    """Raises Refused for a reply that is not one of these."""
    if not lines[-1].startswith(good):
        raise Refused(words(lines))


def simple(reply: Reply, greets: bytes, ask: bytes, good: bytes, first: bytes = b"") -> Script:
    """A greeting, perhaps a word of welcome whose answer does not matter, the request, and its answer.

    The request is sent even if the server did not list it: its own no is better than our guess.
    """

    def talk(held: bytearray) -> Talk:
        expect((yield from reply(held)), (greets,))
        listed = True
        if first:
            yield first + b"\r\n"
            listed = any(ask in one.upper().split() for one in _offers((yield from reply(held))))
        yield ask + b"\r\n"
        answer = yield from reply(held)
        if not answer[-1].startswith(good):
            note = "" if listed else f"; {ask.decode()} is not among what it offers"
            raise Refused(words(answer) + note)

    return talk


def _offers(lines: list[bytes]) -> list[bytes]:
    return [one[4:] for one in lines]


def ftp(held: bytearray) -> Talk:
    """AUTH TLS (RFC 4217 4). AUTH SSL, of the drafts before it, where the server knows TLS by no name (504).

    120 announces a delay before the greeting (RFC 959 5.4).
    """
    greeting = yield from numbered(held)
    while greeting[-1].startswith(b"120"):
        greeting = yield from numbered(held)
    expect(greeting, (b"220",))
    yield b"AUTH TLS\r\n"
    answer = yield from numbered(held)
    if answer[-1].startswith(b"504"):
        yield b"AUTH SSL\r\n"
        answer = yield from numbered(held)
    expect(answer, (b"234", b"334"))


def imap(held: bytearray) -> Talk:
    """STARTTLS (RFC 9051 6.2.1). Untagged lines in between are passed over, but for BYE."""
    greeting = yield from line(held)
    if not greeting.upper().startswith((b"* OK", b"* PREAUTH")):
        known = greeting.startswith(b"* ")
        raise Refused(("" if known else "the answer is not of this protocol: ") + shown(greeting))
    yield b"a1 STARTTLS\r\n"
    for _ in range(MOST_LINES):
        said = yield from line(held)
        if said.upper().startswith(b"A1 OK"):
            return
        if not said.startswith(b"* ") or said.upper().startswith(b"* BYE"):
            raise Refused(shown(said))
    raise Refused(f"more than {MOST_LINES} lines came, and no answer")


LINES: dict[str, Script] = {
    "ftp": ftp,
    "smtp": simple(numbered, b"220", b"STARTTLS", b"220", first=b"EHLO " + NAME),
    "lmtp": simple(numbered, b"220", b"STARTTLS", b"220", first=b"LHLO " + NAME),
    "nntp": simple(numbered, b"20", b"STARTTLS", b"382"),
    "pop3": simple(signed, b"+OK", b"STLS", b"+OK"),
    "imap": imap,
}
"""RFC 3207 4 (SMTP, LMTP), RFC 4642 2.2 (NNTP), RFC 2595 4 (POP3)."""
