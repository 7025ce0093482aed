"""A key database is named, and TLS is switched on nowhere.

## Why it matters

The server answers in the clear on every port, or not at all where clients expect HTTPS: ``KeyFile``
alone switches nothing on.

## How it is decided

By KeyFile anywhere and SSLEnable nowhere in the configuration, included files too. Undecided where one
of these was not collected.

## What to do

Put ``SSLEnable`` into the virtual host of the HTTPS port, or remove the KeyFile.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, IhsServer, Undecided, check, finding


@check(
    "LNX122",
    "key-database-without-ssl",
    "warning",
    "IBM HTTP Server",
    needs=(IhsServer,),
    fix="put SSLEnable into the virtual host of the HTTPS port",
    sources=("https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",),
)
def key_database_without_ssl(facts: Facts) -> Iterator[Finding]:
    for server in facts.all(IhsServer):
        named = [item for host in server.hosts for item in host.own if item.key == "keyfile"]
        if not named or any(host.enabled is not None for host in server.hosts):
            continue
        if server.missing:
            raise Undecided(
                "a file that httpd.conf includes was not collected", "the files of its Include directives"
            )
        yield finding(
            "LNX122",
            "a KeyFile is named, but SSLEnable stands in no virtual host",
            (named[0].name, "the key database"),
            about=tuple(word.value for word in named[0].words),
        )
