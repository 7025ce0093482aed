"""Trust stores and sockets of a Linux host in; how many certificates they hold, and which ports listen,
out.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import datetime

from ssldiag.collect.local_places import JAVA_STORES, PEM_STORES, SOCKETS
from ssldiag.collect.local_tree import NotTaken, Tree
from ssldiag.keydb import certificate
from ssldiag.keydb.model import KeyDatabase, NotACertificate, NotAKeyDatabase

MOST_CERTIFICATES = 1_000
"""Of one store: the largest public ones have some 150."""
MOST_STORES = 20
MOST_LISTENERS = 500
LISTEN = "0A"
"""State of a listening socket in /proc/net/tcp (proc(5), include/net/tcp_states.h)."""

JKS = b"\xfe\xed\xfe\xed\x00\x00\x00\x02"
"""A Java key store of version 2 (sun.security.provider.JavaKeyStore)."""
TRUSTED = 2
"""Tag of an entry with a certificate and no key."""


def trust_stores(tree: Tree, now: datetime) -> Iterator[dict[str, object]]:
    """A row a store; one that cannot be read gives none."""
    seen: set[str] = set()
    for pattern in (*PEM_STORES, *JAVA_STORES):
        for path in tree.matching(pattern):
            try:
                real = str(tree.real(path))
                if real in seen or len(seen) >= MOST_STORES:
                    continue
                seen.add(real)
                ends = list(last_days(tree.read(path), path))
            except (NotTaken, NotAKeyDatabase):
                continue
            if ends:
                gone = sum(end is not None and end < now for end in ends)
                yield {"path": path, "certificates": len(ends), "expired": gone}


def last_days(data: bytes, path: str) -> list[datetime | None]:
    """The last day of each certificate. Raises NotAKeyDatabase."""
    if data.startswith(JKS):
        return [last_day(der) for der in java(data)]
    from ssldiag.keydb.read import read_with

    found: KeyDatabase = read_with(data, path, (b"changeit", b""))  # Java's own default
    entries = found.entries[:MOST_CERTIFICATES]
    return [entry.certificate.not_after for entry in entries if entry.certificate is not None]


def last_day(der: bytes) -> datetime | None:
    """The last day of a certificate, None where it cannot be read."""
    try:
        return certificate.parse(der).not_after
    except NotACertificate:
        return None


def java(data: bytes) -> Iterator[bytes]:
    """The trusted certificates of a Java key store; it ends at the first entry of another kind or form."""
    count, at = int.from_bytes(data[8:12], "big"), 12

    def block(width: int) -> bytes:
        nonlocal at
        size = int.from_bytes(data[at : at + width], "big")
        at += width + size
        if at > len(data):
            raise NotAKeyDatabase("it ends within an entry")
        return data[at - size : at]

    for _ in range(min(count, MOST_CERTIFICATES)):
        if int.from_bytes(data[at : at + 4], "big") != TRUSTED:
            return
        at += 4
        block(2)  # the alias
        at += 8  # when it was added
        if block(2) != b"X.509":
            return
        yield block(4)


def listeners(tree: Tree) -> Iterator[dict[str, object]]:
    """A row a listening TCP port."""
    seen: set[tuple[str, int]] = set()
    for path in SOCKETS:
        for line in socket_lines(tree, path):
            found = listener(line)
            if found is not None and found not in seen and len(seen) < MOST_LISTENERS:
                seen.add(found)
                yield {"address": found[0], "port": found[1]}


def socket_lines(tree: Tree, path: str) -> list[str]:
    """The lines of a table of sockets; its size is said to be 0, so it is read as it comes."""
    try:
        with open(tree.real(path), "rb") as stream:
            return stream.read(1024 * 1024).decode("ascii", "replace").splitlines()[1:]
    except (OSError, NotTaken):
        return []


def listener(line: str) -> tuple[str, int] | None:
    """Address and port of a line, None where it does not listen.

    >>> listener("   0: 0100007F:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0")
    ('127.0.0.1', 443)
    """
    words = line.split()
    if len(words) < 4 or words[3] != LISTEN:
        return None
    host, _, port = words[1].partition(":")
    try:
        raw = bytes.fromhex(host)
        words4 = b"".join(raw[at : at + 4][::-1] for at in range(0, len(raw), 4))
        return str(ipaddress.ip_address(words4)), int(port, 16)
    except ValueError:
        return None
