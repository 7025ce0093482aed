"""The Telnet server INTCLIEN: START_TLS, then a 3270 screen or lines, whatever the client's terminal is.

Sources: draft-altman-telnet-starttls (option 46), RFC 1576 (3270 in Telnet), RFC 1091. What SECURECONNECTION
asks of a client that refuses START_TLS is our reading of its words.
"""

from __future__ import annotations

import asyncio
from collections import deque

from ssldiag.pool.apps import telnet_wire as wire
from ssldiag.pool.apps.link import Link, NotSecured
from ssldiag.pool.apps.screen import AID_CLEAR, logo, typed
from ssldiag.pool.apps.stream import CHUNK, Ended, Stream, connected, relay

NO_SERVER = "SSL Server is not available on local system.\r\n"
GREETING = "VM TCP/IP Telnet Level {level}\r\n"
LEVEL = "740"

ANSWER = 1.0
"""Seconds after which a client that does not negotiate gets lines: a person types at it."""

LONGEST_LINE = 256
"""Bytes of a line typed at a terminal without screens."""


class Session:
    """One terminal."""

    def __init__(self, link: Link, stream: Stream) -> None:
        self.link, self.stream = link, stream
        self.parser = wire.Parser()
        self.items: deque[wire.Item] = deque()
        self.agreed: set[tuple[int, int]] = set()
        self.terminal = ""

    async def next(self, most: int = CHUNK) -> wire.Item:
        """The next command or piece of data; ``most`` bytes are read at a time. Raises Ended."""
        while not self.items:
            data = await self.stream.some(most)
            if not data:
                raise Ended("closed")
            self.items.extend(self.parser.feed(data))
        return self.items.popleft()

    async def send(self, *parts: bytes) -> None:
        """Send."""
        await self.stream.send(b"".join(parts))


async def telnet(link: Link, stream: Stream, secured: bool) -> None:
    """Serve one connection."""
    session = Session(link, stream)
    try:
        if secured or await dynamic(session):
            if link.application.front:
                await in_front(session)
            else:
                await terminal(session)
    except wire.NotTelnet:
        return
    finally:
        session.stream.close()


async def dynamic(session: Session) -> bool:
    """Negotiate START_TLS as SECURECONNECTION asks; False if the connection is not to go on."""
    application = session.link.application
    wanted = application.control if application.label is not None else "NEVER"
    if wanted == "NEVER":
        return True
    if wanted == "ALLOWED":
        return await maybe(session)
    usable, _ = await session.link.label_usable(application.label or "")
    if not usable and wanted == "REQUIRED":
        await session.send(GREETING.format(level=LEVEL).encode(), NO_SERVER.encode())
        return False
    if not usable:
        return True
    await session.send(wire.say(wire.DO, wire.START_TLS))
    answer = await first_answer(session)
    if answer == wire.WILL:
        return await start_tls(session)
    if wanted == "REQUIRED":
        await session.send(b"A secure connection is required.\r\n")
        return False
    return True


async def maybe(session: Session) -> bool:
    """ALLOWED: the client may begin with WILL START_TLS, and need not."""
    await session.send(wire.say(wire.DO, wire.TERMINAL_TYPE))
    item = await session.next()
    if item == wire.Command(wire.WILL, wire.START_TLS):
        usable, _ = await session.link.label_usable(session.link.application.label or "")
        if usable:
            await session.send(wire.say(wire.DO, wire.START_TLS))
            return await start_tls(session)
        await session.send(wire.say(wire.DONT, wire.START_TLS))
        return True
    session.items.appendleft(item)
    return True


async def first_answer(session: Session) -> int:
    """WILL or WONT START_TLS, among whatever else a client says first. Data in the clear counts as WONT."""
    while True:
        item = await session.next()
        if isinstance(item, bytes):
            return wire.WONT
        if item.option == wire.START_TLS and item.verb in (wire.WILL, wire.WONT):
            return item.verb
        if item.verb == wire.DO:
            await session.send(wire.say(wire.WONT, item.option))


async def start_tls(session: Session) -> bool:
    """FOLLOWS both ways, then the handshake; nothing that was sent in the clear counts afterwards.

    Read byte by byte: a client's hello may come right behind its FOLLOWS, and is the SSL server's to read.
    """
    await session.send(wire.sub(wire.START_TLS, bytes((wire.FOLLOWS,))))
    while True:
        item = await session.next(1)
        if item == wire.Command(wire.SB, wire.START_TLS, bytes((wire.FOLLOWS,))):
            break
        if isinstance(item, bytes):
            return False
    if session.items or session.parser.waiting:
        return False
    try:
        session.stream = await session.link.secure(session.stream)
    except NotSecured:
        return False
    session.parser = wire.Parser()
    session.agreed.clear()
    return True


async def in_front(session: Session) -> None:
    """Go on with a real Telnet server."""
    try:
        upstream = await connected(session.link.application.front, session.stream.idle)
    except OSError:
        await session.send(b"The Telnet server does not answer.\r\n")
        return
    try:
        await relay(session.stream, upstream)
    finally:
        upstream.close()


async def terminal(session: Session) -> None:
    """Ask for the terminal's type and talk to it in its way."""
    if await full_screen(session):
        await screens(session)
    else:
        await lines(session)


async def full_screen(session: Session) -> bool:
    """Negotiate a 3270 data stream: terminal type, records, binary (RFC 1576). False for other terminals."""
    await session.send(wire.say(wire.DO, wire.TERMINAL_TYPE))
    while not session.terminal:
        try:
            item = await asyncio.wait_for(session.next(), ANSWER)
        except TimeoutError:
            return False
        if isinstance(item, bytes):
            session.items.appendleft(item)
            return False
        if item == wire.Command(wire.WONT, wire.TERMINAL_TYPE):
            return False
        if item == wire.Command(wire.WILL, wire.TERMINAL_TYPE):
            await session.send(wire.sub(wire.TERMINAL_TYPE, bytes((wire.SEND,))))
        elif item.verb == wire.SB and item.option == wire.TERMINAL_TYPE:
            session.terminal = item.data[1:].decode("ascii", "replace")[:40] or "UNKNOWN"
    if not session.terminal.upper().startswith("IBM-"):
        return False
    wanted = [(verb, option) for option in (wire.END_OF_RECORD, wire.BINARY) for verb in (wire.DO, wire.WILL)]
    await session.send(*(wire.say(verb, option) for verb, option in wanted))
    answers = {(wire.WILL if verb == wire.DO else wire.DO, option) for verb, option in wanted}
    while not answers <= session.agreed:
        item = await session.next()
        if isinstance(item, wire.Command) and item.verb in (wire.WILL, wire.DO):
            session.agreed.add((item.verb, item.option))
        elif isinstance(item, wire.Command) and item.option in (wire.END_OF_RECORD, wire.BINARY):
            return False
    return True


async def screens(session: Session) -> None:
    """Show the logo, and again with what was typed, until the client goes or clears the screen."""
    await record(session, logo(session.link.application.userid, ""))
    held = bytearray()
    while True:
        item = await session.next()
        if isinstance(item, bytes):
            held += item
            if len(held) > wire.MOST_WAITING:
                raise wire.NotTelnet("a record does not end")
        elif item.verb == wire.EOR:
            key, text = typed(bytes(held))
            held.clear()
            if key == AID_CLEAR or text.upper() in ("LOGOFF", "QUIT"):
                return
            await record(session, logo(session.link.application.userid, text))


async def record(session: Session, data: bytes) -> None:
    """Send a record of the data stream."""
    await session.send(data.replace(b"\xff", b"\xff\xff"), bytes((wire.IAC, wire.EOR)))


async def lines(session: Session) -> None:
    """A terminal without screens: greet, echo each line, end at LOGOFF."""
    await session.send(GREETING.format(level=LEVEL).encode(), b"Enter LOGOFF to end.\r\n")
    held = bytearray()
    while True:
        item = await session.next()
        if not isinstance(item, bytes):
            continue
        held += item
        if len(held) > LONGEST_LINE:
            await session.send(b"That line is too long.\r\n")
            return
        while (end := held.find(b"\n")) >= 0:
            text = bytes(held[:end]).strip(b"\r\0 ")
            del held[: end + 1]
            if text.upper() in (b"LOGOFF", b"QUIT"):
                await session.send(b"LOGOFF\r\n")
                return
            await session.send(b"You typed: ", text, b"\r\n")
