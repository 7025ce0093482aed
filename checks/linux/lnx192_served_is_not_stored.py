"""A port still serves another certificate than the key database holds.

## Why it matters

IBM HTTP Server reads its key database when it starts. After a renewal it shows the old certificate until
it is restarted; on the old one's last day every client is refused, though the new one is in place.

## How it is decided

By what ``ssldiag collect local --probe`` got from each listening port, against the certificates that the
virtual hosts of this port take. It is an error where the served one has expired. Where one of several
hosts fits, nothing is said.

## What to do

Restart the server: ``apachectl restart``. If the new certificate was stored elsewhere, correct KeyFile
or the label.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._uses import database_name, written
from ssldiag.api import Facts, Finding, IhsServer, KeyUse, LinuxHost, Severity, Undecided, check, finding


@check(
    "LNX192",
    "served-is-not-stored",
    "warning",
    "listening ports",
    needs=(
        LinuxHost,
        KeyUse,
    ),
    fix="restart the server, or correct KeyFile and label",
    sources=("choice of this program", "RFC 5280 section 4.1.2.5"),
)
def served_is_not_stored(facts: Facts) -> Iterator[Finding]:
    shown = [(host, item) for host in facts.all(LinuxHost) for item in host.listeners if item.sha256]
    if not shown:
        raise Undecided("no port was asked for its certificate", "ssldiag collect local --probe")
    ports = {host.name: host.ports for server in facts.all(IhsServer) for host in server.hosts}
    for host, item in shown:
        uses = [
            use
            for use in facts.all(KeyUse)
            if item.port in ports.get(use.owner, ()) and use.certificate and use.certificate.certificate
        ]
        held = [use.certificate.certificate for use in uses if use.certificate]
        stored = {certificate.sha256 for certificate in held if certificate}
        if not uses or item.sha256 in stored:
            continue
        first = uses[0]
        ended = item.not_after is not None and item.not_after < facts.now
        until = f", which ends on {item.not_after:%Y-%m-%d}" if item.not_after else ""
        yield finding(
            "LNX192",
            f"port {item.port} serves another certificate than {database_name(first)} holds "
            f"({item.subject}{until})",
            written(first),
            (host.place, f"port {item.port}"),
            about=(first.owner, str(item.port)),
            severity=Severity.ERROR if ended else None,
        )
