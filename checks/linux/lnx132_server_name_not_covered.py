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

from linux._uses import with_certificate, written
from ssldiag.api import Facts, Finding, IhsServer, KeyUse, Located, check, finding


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
    hosts = {host.name: host for server in facts.all(IhsServer) for host in server.hosts}
    for item, stored in with_certificate(facts):
        host = hosts.get(item.owner) if item.product == "IBM HTTP Server" else None
        names = stored.certificate.dns_names if stored.certificate else ()
        if host is None or not names:
            continue
        wanted = [
            word for entry in host.own if entry.key in ("servername", "serveralias") for word in entry.words
        ]
        lost = [word for word in wanted if not covered(word, names)]
        if lost:
            yield finding(
                "LNX132",
                f"{plain(lost[0].value)} is not among the names of {stored.label} ({', '.join(names[:4])})",
                (lost[0], "the host's name"),
                written(item),
                (stored.place, "the certificate"),
                about=(stored.label, plain(lost[0].value)),
            )
