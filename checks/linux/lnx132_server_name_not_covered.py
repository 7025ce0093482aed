"""The certificate of a virtual host does not have its name.

## Why it matters

Browsers compare the host in the address with the DNS names of the certificate (RFC 9525) and stop with a
warning that no visitor should click away.

## How it is decided

By ServerName and ServerAlias of a virtual host and the DNS names of the certificate that it shows; ``*``
stands for one label. A certificate without DNS names is left out, and so are addresses.

## What to do

Have the name put into the certificate (``-san_dnsname``), or correct ServerName.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ihs import at, secured
from linux._uses import with_certificate, written
from ssldiag.api import Facts, Finding, KeyUse, Located, StoredCertificate, check, finding

SHOWN = 3
"""Names in the sentence."""
MOST = 20
"""Places that are shown: the next ones say the same."""


def plain(name: str) -> str:
    """A ServerName without scheme and port, in lower case."""
    return name.rpartition("://")[2].partition(":")[0].rstrip(".").lower()


def covered(word: Located[str], names: tuple[str, ...]) -> bool:
    """Whether one of the names fits; no name of several labels, or one with wildcards, is not judged."""
    name = plain(word.value)
    if "." not in name or "*" in name or name.replace(".", "").isdigit():
        return True
    above = name.partition(".")[2]
    return any(each.lower().rstrip(".") in (name, f"*.{above}") for each in names)


@check(
    "LNX132",
    "server-name-not-covered",
    "warning",
    "IBM HTTP Server",
    needs=(KeyUse,),
    fix="have the name put into the certificate",
    sources=("RFC 9525 section 6",),
)
def server_name_not_covered(facts: Facts) -> Iterator[Finding]:
    groups: dict[tuple[str, str], tuple[KeyUse, StoredCertificate, list[Located[str]]]] = {}
    hosts = {at(host): host for _, host in secured(facts)}
    for item, stored in with_certificate(facts):
        host = hosts.get(item.owner_at) if item.owner_at is not None else None
        names = stored.certificate.dns_names if stored.certificate else ()
        if host is None or not names:
            continue
        entries = (entry for entry in host.own if entry.key in ("servername", "serveralias"))
        lost = [word for entry in entries for word in entry.words if not covered(word, names)]
        if lost:
            groups.setdefault((stored.database, stored.label), (item, stored, []))[2].extend(lost)
    yield from (told(*group) for group in groups.values())


def told(item: KeyUse, stored: StoredCertificate, lost: list[Located[str]]) -> Finding:
    """One finding for all names that a certificate does not cover."""
    wanted = list(dict.fromkeys(plain(word.value) for word in lost))
    names = stored.certificate.dns_names if stored.certificate else ()
    more = f" and {len(wanted) - SHOWN:,} more are" if len(wanted) > SHOWN else ""
    said = f"{', '.join(wanted[:SHOWN])}{more or (' are' if len(wanted) > 1 else ' is')}"
    return finding(
        "LNX132",
        f"{said} not among the names of {stored.label} ({', '.join(names[:4])})",
        (lost[0], "the host's name"),
        written(item),
        (stored.place, "the certificate"),
        *((word, "") for word in lost[1:MOST]),
        about=(stored.label, *wanted[:MOST]),
    )
