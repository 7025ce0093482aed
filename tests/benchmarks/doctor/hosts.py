"""Hosts made up for measuring: a folder and numbers in; folders of 12 files, always the same, out.

Each host is the sound pool of the check tests with more of what real files hold: comments, users, ports,
sessions, console lines. Every fifth has one of five faults.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

BASE = Path(__file__).resolve().parents[2] / "checks" / "_bases" / "pool"
FAULTY = 5
"""One host in so many has a fault."""

USERS = 30
"""Users and ports of a host beside those of TCP/IP."""

PROSE = (
    "stack production changed service moved label certificate renewed week night window by network team"
    " approved ticket see procedure before after restart secure port mail telnet pool server class do not"
    " remove old new value as agreed with security until migration is over"
)

FAULTS: tuple[tuple[str, str, str], ...] = (
    ("TCPIP.DATA", "TCPIPUSERID  TCPIP\n", "TCPIPUSERID  TCPIPTST\n"),
    ("SYSTEM.DTCPARMS", ":for.SSL*", ":for.SSLSERV"),
    ("USER.DIRECT", "  NAMESAVE TCPIP\n  OPTION ACCT", "  OPTION ACCT"),
    ("SRVRFTP.CONFIG", "TLSLABEL      TLSCERT1", "TLSLABEL      TLSCERTX"),
    ("PROFILE.TCPIP", "MAXSESSIONS 3000", "MAXSESSIONS 300"),
)
"""File, what stands there, what stands there instead."""

SAID = (
    "DTCOSD360I OSD link ETH0: 192.0.2.10 is active",
    "DTCFTS0002I FTP server is ready",
    "DTCTEL027I Telnet server accepted 198.51.100.7",
    "DTCSMT3001I SMTP is waiting for work",
)
"""What consoles say over and over; none of it is a finding."""


def write_hosts(folder: Path, count: int) -> list[Path]:
    """``count`` folders of 12 files and about 40 kB; the first one is sound."""
    return [write_host(folder / f"host{number:04}", number) for number in range(1, count + 1)]


def write_host(folder: Path, number: int) -> Path:
    """The host of this number, in this folder."""
    folder.mkdir(parents=True)
    chance = random.Random(number)
    for name, data in files(chance, number % FAULTY == 0, number // FAULTY).items():
        (folder / name).write_bytes(data)
    return folder


def files(chance: random.Random, faulty: bool, which: int) -> dict[str, bytes]:
    """The 12 files of a host; ``which`` fault if it is to have one."""
    texts = {name: make(chance) for name, make in MAKERS.items()}
    if faulty:
        name, old, new = FAULTS[which % len(FAULTS)]
        if old not in texts[name]:
            raise ValueError(f"{name} lacks {old!r}")
        texts[name] = texts[name].replace(old, new, 1)
    return {
        "Database.kdb": (BASE / "Database.kdb").read_bytes(),
        **{name: text.encode() for name, text in texts.items()},
    }


def words() -> list[str]:
    """What comments are made of."""
    return PROSE.split()


def comments(chance: random.Random, mark: str, lines: int) -> str:
    """Lines that say something and mean nothing."""
    return "".join(f"{mark} {' '.join(chance.choices(words(), k=8))}\n" for _ in range(lines))


def base(*names: str) -> str:
    """Files of the sound pool, one after the other."""
    return "".join((BASE / name).read_text("ascii") for name in names)


def commented(name: str, mark: str, lines: int) -> Callable[[random.Random], str]:
    """A maker of a file of the sound pool with comments on top and at the end."""
    return lambda chance: comments(chance, mark, lines) + base(name) + comments(chance, mark, lines // 4)


def directory(chance: random.Random) -> str:
    """The directory, with users who have nothing to do with TCP/IP."""
    return base("USER.DIRECT") + "".join(user(chance, number) for number in range(USERS))


def user(chance: random.Random, number: int) -> str:
    """A user who logs on and has a disk or two."""
    start = chance.randrange(1, 9000)
    return (
        f"USER USER{number:04} LBYONLY {chance.choice((32, 64, 128))}M 512M G\n"
        f"* {' '.join(chance.choices(words(), k=6))}\n"
        "  INCLUDE TCPCMSU\n"
        "  LOGONBY MAINT\n"
        f"  SHARE RELATIVE {chance.randrange(100, 2000, 100)}\n"
        f"  MDISK 0191 3390 {start} 10 VMUSR{number % 9} MR\n"
        f"  LINK MAINT 0190 0190 RR\n"
    )


def profile(chance: random.Random) -> str:
    """The profile, with comments and ports of other services."""
    ports = "".join(
        f"  {2000 + owner} TCP USER{owner:04}   ; {chance.choice(words())}\n" for owner in range(USERS)
    )
    text = base("PROFILE.TCPIP").replace("INTERNALCLIENTPARMS\n", f"{ports}INTERNALCLIENTPARMS\n", 1)
    return comments(chance, ";", 20) + text


def status(chance: random.Random) -> str:
    """What SSLADMIN and NETSTAT answer, with some more connections."""
    text = base("SSLADMIN.OUTPUT", "NETSTAT.OUTPUT").removesuffix("Ready;\n")
    sockets = (f"198.51.100.{row}..{chance.randrange(49_152, 65_536)}" for row in range(40))
    rows = (
        f"INTCLIEN {row:<8} 192.0.2.10..992        {socket:<22} Established\n"
        for row, socket in enumerate(sockets, 1100)
    )
    return text + "".join(rows) + "Ready;\n"


def console(name: str, lines: int) -> Callable[[random.Random], str]:
    """A maker of a console log that goes on for so many lines."""

    def make(chance: random.Random) -> str:
        return base(name) + "".join(f"{moment} {chance.choice(SAID)}\n" for moment in moments(lines))

    return make


def moments(count: int) -> Iterator[str]:
    """Times of one day from eight o'clock on, evenly spread."""
    for number in range(count):
        second = 28_800 + number * 57_600 // count
        yield f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "IBM.DTCPARMS": commented("IBM.DTCPARMS", ".*", 24),
    "SYSTEM.DTCPARMS": commented("SYSTEM.DTCPARMS", ".*", 24),
    "TCPIP.DATA": commented("TCPIP.DATA", ";", 16),
    "SRVRFTP.CONFIG": commented("SRVRFTP.CONFIG", ";", 16),
    "SMTP.CONFIG": commented("SMTP.CONFIG", ";", 16),
    "PROFILE.TCPIP": profile,
    "USER.DIRECT": directory,
    "QUERY.OUTPUT": lambda chance: base("QUERY.OUTPUT", "OPENVM.OUTPUT"),
    "STATUS.OUTPUT": status,
    "TCPIP.CONSOLE": console("TCPIP.CONSOLE", 50),
    "SSL00001.CONSOLE": console("SSL00001.CONSOLE", 50),
}
