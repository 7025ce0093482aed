"""An FTP server with explicit TLS (RFC 959, 2228, 4217, 2428): logs anybody on, keeps files in memory.

What z/VM's server is known to say is said as it says it: 421 where no SSL server is available, 503 for PROT
without PBSZ (``docs/pool/choices.md`` has the rest).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from ssldiag.pool.apps.ftp_data import NoData, Ways, secured
from ssldiag.pool.apps.ftp_files import LARGEST, Files, NoRoom, name_of
from ssldiag.pool.apps.link import Link, NotSecured
from ssldiag.pool.apps.stream import Ended, Misused, Stream

LONGEST_LINE = 512
"""Bytes of a command; longest names and paths of CMS are far shorter."""

Step = Callable[["Session", str], Awaitable[None]]


class Session:
    """One control connection."""

    def __init__(self, link: Link, stream: Stream, is_secured: bool, files: Files) -> None:
        self.link, self.stream, self.secured, self.files = link, stream, is_secured, files
        self.ways = Ways()
        self.user: str | None = None
        self.logged_on = False
        self.sized = False
        self.protect = False
        self.offset = 0
        self.over = False

    async def reply(self, text: str) -> None:
        """Send a reply."""
        await self.stream.send(f"{text}\r\n".encode("utf-8", "replace"))


async def ftp(link: Link, stream: Stream, is_secured: bool, files: Files) -> None:
    """Serve one connection."""
    session = Session(link, stream, is_secured, files)
    try:
        await session.reply("220 FTP server of the reference pool ready")
        while not session.over:
            await command(session)
    except Misused as error:
        await session.reply(f"421 {error}")
    finally:
        session.ways.forget()
        session.stream.close()


async def command(session: Session) -> None:
    """Take one command."""
    words = (await session.stream.line(LONGEST_LINE)).decode("utf-8", "replace")
    verb, _, rest = words.strip().partition(" ")
    verb = verb.upper()
    step = STEPS.get(verb)
    if step is None:
        await session.reply("502 Command not implemented")
    elif verb in ("USER", "PASS") and session.link.application.control == "REQUIRED" and not session.secured:
        await session.reply("530 AUTH TLS is required first")
    elif verb not in BEFORE_LOGON and not session.logged_on:
        await session.reply("530 Not logged on")
    else:
        await step(session, rest.strip())


async def auth(session: Session, rest: str) -> None:
    """AUTH TLS. Without an SSL server the reply is z/VM's 421, and the connection ends."""
    application = session.link.application
    if rest.upper() not in ("TLS", "SSL", "TLS-C", "TLS-P"):
        await session.reply("504 AUTH TLS is what there is")
        return
    if session.secured or application.label is None or application.control == "NEVER":
        await session.reply("534 Not now" if session.secured else "534 TLS is not offered here")
        return
    usable, _ = await session.link.label_usable(application.label)
    if not usable:
        session.over = True
        await session.reply("421 Temporarily unable to process security")
        return
    if session.stream.buffer:
        raise Misused("nothing may follow AUTH TLS before the handshake")
    await session.reply("234 Security environment established - ready for negotiation")
    try:
        session.stream = await session.link.secure(session.stream)
    except NotSecured as error:
        raise Ended(str(error)) from error
    session.secured, session.logged_on, session.user = True, False, None


async def pbsz(session: Session, rest: str) -> None:
    """PBSZ: 0 is the only size with TLS (RFC 4217, section 8)."""
    session.sized = session.secured
    await session.reply("200 PBSZ=0" if session.secured else "503 AUTH first")


async def prot(session: Session, rest: str) -> None:
    """PROT C or P."""
    if not session.sized:
        await session.reply("503 Bad sequence of commands")
    elif rest.upper() == "C" and session.link.application.data == "REQUIRED":
        await session.reply("534 Data connections must be protected here")
    elif rest.upper() in ("C", "P"):
        session.protect = rest.upper() == "P"
        await session.reply(f"200 Data connection protection level set to {rest.upper()}")
    else:
        await session.reply("536 Only C and P are supported")


async def user(session: Session, rest: str) -> None:
    """USER."""
    session.user, session.logged_on = rest, False
    await session.reply("331 Send password please")


async def password(session: Session, rest: str) -> None:
    """PASS: whatever it is; it is not kept."""
    if session.user is None:
        await session.reply("503 USER first")
        return
    session.logged_on = True
    await session.reply(f"230 {session.user} logged in; working directory = TCPMAINT 191")


async def pasv(session: Session, rest: str) -> None:
    """PASV: IPv4 only."""
    if ":" in session.stream.local[0]:
        await session.reply("425 Use EPSV")
        return
    host, port = session.ways.listen(session.stream)
    numbers = ",".join((*host.split("."), str(port >> 8), str(port & 255)))
    await session.reply(f"227 Entering Passive Mode ({numbers})")


async def epsv(session: Session, rest: str) -> None:
    """EPSV."""
    _, port = session.ways.listen(session.stream)
    await session.reply(f"229 Entering Extended Passive Mode (|||{port}|)")


async def port(session: Session, rest: str) -> None:
    """PORT."""
    session.ways.take_port(rest, session.stream)
    await session.reply("200 Port request ok")


async def eprt(session: Session, rest: str) -> None:
    """EPRT."""
    session.ways.take_eprt(rest, session.stream)
    await session.reply("200 Port request ok")


async def data_connection(session: Session, opening: str) -> Stream:
    """Open the data connection that was agreed. Raises NoData."""
    if session.link.application.data == "REQUIRED" and not session.protect:
        raise NoData("521 Data connections must be protected: PBSZ 0 and PROT P first")
    await session.reply(opening)
    stream = await session.ways.open(session.stream)
    try:
        return await secured(session.link, stream, session.protect)
    except NotSecured as error:
        raise NoData("425 The data connection could not be secured") from error


async def send(session: Session, data: bytes) -> None:
    """Send data on a data connection."""
    stream = await data_connection(session, "150 Sending data")
    try:
        await stream.send(data)
        stream.finish()
        await stream.some()
    except (Ended, Misused):
        await session.reply("426 The data connection was lost")
        return
    finally:
        stream.close()
    await session.reply("250 Transfer completed successfully")


async def listing(session: Session, rest: str) -> None:
    """LIST."""
    await send(session, session.files.listing(names_only=False))


async def names(session: Session, rest: str) -> None:
    """NLST."""
    await send(session, session.files.listing(names_only=True))


async def retrieve(session: Session, rest: str) -> None:
    """RETR."""
    data = session.files.content.get(name_of(rest))
    offset, session.offset = session.offset, 0
    if data is None:
        await session.reply("550 There is no such file")
    else:
        await send(session, data[offset:])


async def store(session: Session, rest: str) -> None:
    """STOR."""
    stream = await data_connection(session, "150 Storing file")
    data = bytearray()
    try:
        while part := await stream.some():
            data += part
            if len(data) > LARGEST:
                raise NoRoom("the file is too large")
        session.files.put(name_of(rest) or "NONAME", bytes(data))
    except NoRoom as error:
        await session.reply(f"552 {error}")
        return
    except Misused as error:
        await session.reply(f"426 {error}")
        return
    finally:
        stream.close()
    await session.reply("250 Transfer completed successfully")


async def delete(session: Session, rest: str) -> None:
    """DELE."""
    gone = session.files.content.pop(name_of(rest), None)
    await session.reply("550 There is no such file" if gone is None else "250 Deleted")


async def size(session: Session, rest: str) -> None:
    """SIZE (RFC 3659)."""
    data = session.files.content.get(name_of(rest))
    await session.reply("550 There is no such file" if data is None else f"213 {len(data)}")


async def restart(session: Session, rest: str) -> None:
    """REST (RFC 3659)."""
    session.offset = int(rest) if rest.isdigit() and len(rest) < 10 else 0
    await session.reply(f"350 Restarting at {session.offset}")


async def features(session: Session, rest: str) -> None:
    """FEAT (RFC 2389)."""
    offered = ["AUTH TLS", "PBSZ", "PROT"] if session.link.application.label else []
    lines = [*offered, "EPSV", "EPRT", "SIZE", "REST STREAM", "UTF8"]
    await session.stream.send(
        "".join(("211-Features\r\n", *(f" {line}\r\n" for line in lines), "211 End\r\n")).encode()
    )


async def clear_again(session: Session, rest: str) -> None:
    """CCC: not allowed, the control connection stays secured."""
    await session.reply("534 The control connection stays secured")


async def leave(session: Session, rest: str) -> None:
    """QUIT."""
    session.over = True
    await session.reply("221 Quit command received. Goodbye")


def fixed(text: str) -> Step:
    """A step that replies the same each time."""

    async def step(session: Session, rest: str) -> None:
        await session.reply(text)

    return step


def guarded(step: Step) -> Step:
    """A step whose data connection may fail with a reply."""

    async def guard(session: Session, rest: str) -> None:
        try:
            await step(session, rest)
        except (NoData, ValueError) as error:
            await session.reply(str(error) if isinstance(error, NoData) else "501 No such address")

    return guard


STEPS: dict[str, Step] = {
    "AUTH": auth,
    "PBSZ": pbsz,
    "PROT": prot,
    "CCC": clear_again,
    "USER": user,
    "PASS": password,
    "PASV": guarded(pasv),
    "EPSV": guarded(epsv),
    "PORT": guarded(port),
    "EPRT": guarded(eprt),
    "LIST": guarded(listing),
    "NLST": guarded(names),
    "RETR": guarded(retrieve),
    "STOR": guarded(store),
    "DELE": delete,
    "SIZE": size,
    "REST": restart,
    "FEAT": features,
    "QUIT": leave,
    "SYST": fixed("215-z/VM reference FTP server\r\n215 UNIX Type: L8"),
    "PWD": fixed('257 "/" is working directory'),
    "XPWD": fixed('257 "/" is working directory'),
    "CWD": fixed("250 There is one directory only"),
    "CDUP": fixed("250 There is one directory only"),
    "TYPE": fixed("200 Representation type noted"),
    "MODE": fixed("200 Stream mode"),
    "STRU": fixed("200 File structure"),
    "OPTS": fixed("200 Noted"),
    "NOOP": fixed("200 OK"),
    "ALLO": fixed("202 Not needed"),
}
"""Verb -> what it does."""

BEFORE_LOGON = frozenset(
    ("AUTH", "PBSZ", "PROT", "CCC", "USER", "PASS", "FEAT", "SYST", "QUIT", "NOOP", "OPTS")
)
"""What a client may say before it has logged on."""
