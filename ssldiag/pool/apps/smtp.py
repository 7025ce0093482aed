"""A mail server with STARTTLS (RFC 5321, RFC 3207): takes mail and throws it away, or fronts a real one.

TLS of SMTP CONFIG: NEVER offers no STARTTLS; REQUIRED takes no mail without it (530, RFC 3207 4).
"""

from __future__ import annotations

from ssldiag.pool.apps.link import Link, NotSecured
from ssldiag.pool.apps.stream import Misused, Stream, connected, relay

LONGEST_LINE = 1000
"""Bytes with CR LF: text lines (RFC 5321 4.5.3.1.6)."""

LARGEST = 1 << 20
"""Bytes of a message that are taken: enough to try things out, and said in EHLO (RFC 1870)."""

MOST_RECIPIENTS = 100
"""What a server must take at least (RFC 5321 4.5.3.1.8)."""

NAME = "refpool.example.com"


class Session:
    """What one client has said."""

    def __init__(self, link: Link, stream: Stream, secured: bool) -> None:
        self.link, self.stream, self.secured = link, stream, secured
        self.sender: str | None = None
        self.recipients: list[str] = []
        self.upstream: Stream | None = None

    @property
    def offers_tls(self) -> bool:
        """Whether STARTTLS is offered."""
        application = self.link.application
        return not self.secured and application.label is not None and application.control != "NEVER"

    async def reply(self, *lines: str) -> None:
        """Send a reply: each line ``code text``; all but the last get the mark of a continuation."""
        marked = [f"{line[:3]}-{line[4:]}" for line in lines[:-1]] + [lines[-1]]
        await self.stream.send("".join(f"{line}\r\n" for line in marked).encode("ascii", "replace"))


async def smtp(link: Link, stream: Stream, secured: bool) -> None:
    """Serve one connection."""
    session = Session(link, stream, secured)
    if link.application.front and secured:
        await behind(session, greeted=False)
        return
    await session.reply(f"220 {NAME} reference SMTP server ready")
    try:
        while await command(session):
            pass
    except Misused as error:
        await session.reply(f"421 {error}")
    finally:
        session.stream.close()
        if session.upstream is not None:
            session.upstream.close()


async def command(session: Session) -> bool:
    """Take one command; False after the last."""
    words = (await session.stream.line(LONGEST_LINE)).decode("ascii", "replace")
    verb, _, rest = words.partition(" ")
    verb = verb.upper()
    if verb == "QUIT":
        await session.reply(f"221 {NAME} closing")
        return False
    if verb == "STARTTLS":
        return await starttls(session)
    if verb in ("MAIL", "RCPT", "DATA", "VRFY") and must_secure(session):
        await session.reply("530 5.7.0 Must issue a STARTTLS command first")
        return True
    if verb == "MAIL" and session.link.application.front:
        await behind(session, greeted=True, first=f"{words}\r\n".encode())
        return False
    step = STEPS.get(verb)
    if step is None:
        await session.reply("502 5.5.1 Command not implemented")
        return True
    await step(session, rest)
    return True


def must_secure(session: Session) -> bool:
    """Whether this session may not go on in the clear."""
    return session.link.application.control == "REQUIRED" and not session.secured


async def starttls(session: Session) -> bool:
    """STARTTLS. What was sent behind it in the clear is not taken for anything (RFC 3207, section 5)."""
    if not session.offers_tls:
        await session.reply("503 5.5.1 TLS is not available, or already active")
        return True
    if session.stream.buffer:
        await session.reply("501 5.5.4 Nothing may follow STARTTLS before the handshake")
        return False
    usable, _ = await session.link.label_usable(session.link.application.label or "")
    if not usable:
        await session.reply("454 4.7.0 TLS not available due to temporary reason")
        return True
    await session.reply("220 2.0.0 Ready to start TLS")
    try:
        session.stream = await session.link.secure(session.stream)
    except NotSecured:
        return False
    session.secured = True
    if session.link.application.front:
        await behind(session, greeted=True)
        return False
    session.sender, session.recipients = None, []
    return True


async def behind(session: Session, greeted: bool, first: bytes = b"") -> None:
    """Go on with the real server. ``greeted``: the client had our greeting, and does not see another.

    ``first`` is a command that is passed on before all else, after a HELO in the client's name.
    """
    try:
        session.upstream = upstream = await connected(session.link.application.front, session.stream.idle)
    except OSError:
        await session.reply("421 4.3.2 The mail server does not answer")
        return
    if greeted:
        await whole_reply(upstream)
    if first:
        await upstream.send(f"HELO {NAME}\r\n".encode())
        await whole_reply(upstream)
        await upstream.send(first)
    await relay(session.stream, upstream)


async def whole_reply(upstream: Stream) -> None:
    """Read a reply of the real server to its last line."""
    while (await upstream.line(LONGEST_LINE))[3:4] == b"-":
        pass


async def helo(session: Session, rest: str) -> None:
    """HELO."""
    await session.reply(f"250 {NAME}")


async def ehlo(session: Session, rest: str) -> None:
    """EHLO with the extensions."""
    offers = ["250 8BITMIME", f"250 SIZE {LARGEST}", *(["250 STARTTLS"] if session.offers_tls else [])]
    await session.reply(f"250 {NAME}", *offers, "250 PIPELINING")


async def mail(session: Session, rest: str) -> None:
    """MAIL FROM."""
    if not rest.upper().startswith("FROM:"):
        await session.reply("501 5.5.4 MAIL FROM:<address>")
        return
    session.sender, session.recipients = rest[5:], []
    await session.reply("250 2.1.0 Sender ok")


async def rcpt(session: Session, rest: str) -> None:
    """RCPT TO."""
    if session.sender is None:
        await session.reply("503 5.5.1 MAIL first")
    elif not rest.upper().startswith("TO:"):
        await session.reply("501 5.5.4 RCPT TO:<address>")
    elif len(session.recipients) >= MOST_RECIPIENTS:
        await session.reply("452 4.5.3 Too many recipients")
    else:
        session.recipients.append(rest[3:])
        await session.reply("250 2.1.5 Recipient ok")


async def data(session: Session, rest: str) -> None:
    """DATA: the message is read to its end and thrown away."""
    if not session.recipients:
        await session.reply("503 5.5.1 RCPT first")
        return
    await session.reply("354 End with a line that holds a dot alone")
    size = 0
    while (line := await session.stream.line(LARGEST)) != b".":
        size += len(line) + 2
        if size > 4 * LARGEST:
            raise Misused("the message does not end")
    session.sender, session.recipients = None, []
    if size > LARGEST:
        await session.reply("552 5.3.4 Message is too large")
    else:
        await session.reply("250 2.0.0 Taken, and thrown away")


async def rset(session: Session, rest: str) -> None:
    """RSET."""
    session.sender, session.recipients = None, []
    await session.reply("250 2.0.0 Ok")


async def noop(session: Session, rest: str) -> None:
    """NOOP."""
    await session.reply("250 2.0.0 Ok")


async def vrfy(session: Session, rest: str) -> None:
    """VRFY."""
    await session.reply("252 2.5.2 Cannot verify, will take the message")


STEPS = {
    "HELO": helo,
    "EHLO": ehlo,
    "MAIL": mail,
    "RCPT": rcpt,
    "DATA": data,
    "RSET": rset,
    "NOOP": noop,
    "VRFY": vrfy,
}
"""Verb -> what it does."""
