"""A host of any size to make a bundle of: a folder and a number of MiB in; files of many kinds out.

Console logs mostly, with users, hosts and addresses that differ; dialogues of FTP and SMTP, syslog, a trace
in hexadecimal; the files of the sound pool beside them. The same seed gives the same bytes.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.doctor import biglog
from tests.benchmarks.doctor.hosts import SAID, write_host
from tests.benchmarks.harness import ROOT

MIB = 1024 * 1024
SEED = 7
CAPTURES = tuple((ROOT / "samples/captures" / name) for name in ("families.pcap", "refused.pcap"))
LINES_A_BLOCK = 5_000


@dataclass(frozen=True, slots=True)
class Site:
    """Who and what the logs speak of: a busy site."""

    users: tuple[str, ...]
    hosts: tuple[str, ...]
    addresses: tuple[str, ...]

    @classmethod
    def of(cls, chance: random.Random) -> Site:
        """So many that a table of them does not fit a glance; names that no text of ours has."""
        users = tuple(f"{''.join(chance.choices('BCDFGHKLMNPRSTVWXZ', k=5))}{n:02}" for n in range(90))
        domains = ("quellwerk-ag.de", "nordlicht-bank.com", "zulieferer7.co.uk")
        hosts = tuple(f"{''.join(chance.choices('bcdfghklmnprst', k=6))}{n}" for n in range(300))
        return cls(
            users,
            tuple(f"{host}.{chance.choice(domains)}" for host in hosts),
            tuple(f"198.{chance.choice((18, 19))}.{n // 250}.{n % 250 + 1}" for n in range(4_000)),
        )


def stamps(chance: random.Random) -> Iterator[str]:
    """Times of day, each a little later, for ever."""
    second = 0
    while True:
        yield f"{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02}"
        second += chance.choice((0, 0, 1, 2))


def ftp(chance: random.Random, site: Site, stamp: str) -> str:
    """A line or two of a console of FTPSERVE."""
    user, host, address = map(chance.choice, (site.users, site.hosts, site.addresses))
    return chance.choice(
        (
            f"{stamp} DTCFTS0054I User {user} logged on from {address}",
            f"{stamp} DTCFTS2510I Connection from {host} accepted, port {chance.randrange(65536)}",
            f"{stamp} DTCFTS0371I Data connection with {address} closed",
            f">>>USER {user.lower()}\n>>>PASS zq{chance.randrange(40):02}Kp-{chance.randrange(9)}",
            f"{stamp} {chance.choice(SAID)}",
        )
    )


def smtp(chance: random.Random, site: Site, stamp: str) -> str:
    """A line or two of a mail server."""
    user, host = chance.choice(site.users).lower(), chance.choice(site.hosts)
    return chance.choice(
        (
            f"{stamp} Received MAIL FROM:<{user}@{host}> SIZE={chance.randrange(90_000)}",
            f"{stamp} 250 {host} Hello [{chance.choice(site.addresses)}], pleased to meet you",
            f"{stamp} note {chance.randrange(10**8):08} queued as {chance.randbytes(5).hex().upper()}",
            f"{stamp} 354 Enter mail body. End by new line with just a '.'",
        )
    )


def syslog(chance: random.Random, site: Site, stamp: str) -> str:
    """A line of a Linux guest."""
    host, user = chance.choice(site.hosts[:20]).partition(".")[0], chance.choice(site.users).lower()
    begin = f"Nov {chance.randrange(1, 23):2} {stamp} {host}"
    address = chance.choice(site.addresses)
    number, octet = chance.randrange(40_000), chance.randrange(256)
    print_of_key = base64.b64encode(chance.randbytes(32)).decode()[:43]
    return chance.choice(
        (
            f"{begin} sshd[{number}]: Accepted publickey for {user} from {address} port {number + 9_000}"
            f" ssh2: RSA SHA256:{print_of_key}",
            f"{begin} kernel: qeth 0.0.0600: MAC address 02:11:22:33:44:{octet:02x} registered",
            f"{begin} stunnel[{number}]: LOG5[{octet}]: Service [pop3s] accepted connection from"
            f" {address}:{number + 9_000}",
            f"{begin} systemd[1]: Started Session {number} of User {user}.",
        )
    )


def trace(chance: random.Random, site: Site, stamp: str) -> str:
    """A heading of a trace and some lines of a dump."""
    data = chance.randbytes(64)
    rows = (
        f"  {start:04x}: {data[start : start + 8].hex(' ')}  {data[start + 8 : start + 16].hex(' ')}"
        for start in range(0, 64, 16)
    )
    return "\n".join((f"{stamp} gsk_read_v3_record(): {chance.choice(site.addresses)} 64 bytes", *rows))


MAKERS: tuple[tuple[str, float, Callable[[random.Random, Site, str], str]], ...] = (
    ("FTPSERVE.CONSOLE", 0.20, ftp),
    ("SMTP.CONSOLE", 0.10, smtp),
    ("linux1/messages.log", 0.15, syslog),
    ("gsktrace.txt", 0.05, trace),
)
"""Name, its share of the whole, who makes its lines; the rest is a console log of an SSL server."""


def write_sources(folder: Path, mebibytes: float, seed: int = SEED) -> Path:
    """A host of which the logs have so many MiB."""
    write_host(folder, 1)
    for capture in CAPTURES:
        (folder / capture.name).write_bytes(capture.read_bytes())
    chance = random.Random(seed)
    site = Site.of(chance)
    for name, share, make in MAKERS:
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        begin = target.read_bytes() if target.exists() else b""
        write(target, int(mebibytes * share * MIB), blocks(chance, site, make), begin)
    rest = 1 - sum(share for _, share, _ in MAKERS)
    write(folder / "SSL00001.CONSOLE", int(mebibytes * rest * MIB), biglog.days(), b"")
    return folder


def blocks(
    chance: random.Random, site: Site, make: Callable[[random.Random, Site, str], str]
) -> Iterator[bytes]:
    """Lines of one kind, for ever."""
    times = stamps(chance)
    while True:
        yield "".join(make(chance, site, next(times)) + "\n" for _ in range(LINES_A_BLOCK)).encode()


def write(path: Path, size: int, parts: Iterator[bytes], begin: bytes) -> None:
    """A file of at least so many bytes, cut after a line."""
    with path.open("wb") as stream:
        stream.write(begin)
        while size > 0:
            part = next(parts)
            if len(part) > size:
                part = part[: part.find(b"\n", size) + 1] or part
            stream.write(part)
            size -= len(part)
