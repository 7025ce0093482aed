"""Reports made by hand: every kind of place and outcome, and hostile text wherever a file could hold it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ssldiag.model import (
    Crashed,
    Evidence,
    FilePlace,
    Finding,
    FramePlace,
    Report,
    Result,
    Rule,
    Severity,
    Skipped,
    Snapshot,
    Source,
    Suppressed,
    TextPlace,
    Unreadable,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

PAGE = """{title}

## Why it matters

{why} It is the first thing to look at.

A second paragraph that reports leave out.

## How it is decided

The two values are compared.

```
# not a heading
```

## What to do

Make them equal.
"""


def quiet_check(facts: Any) -> Iterator[Finding]:
    """A check that finds nothing."""
    return iter(())


def rule(code: str, name: str, severity: Severity = Severity.ERROR, **more: Any) -> Rule:
    """A rule with a page."""
    title = more.pop("title", f"What {name} checks")
    why = more.pop("why", f"A server with this fault ({name}) does not start.")
    values = {
        "subject": "pool",
        "doc": PAGE.format(title=title, why=why),
        "file": f"zvm/{code.lower()}.py",
        "fix": f"correct the {name}",
    }
    return Rule(code, name, severity, run=quiet_check, **{**values, **more})


STACK = rule(
    "ZVM101",
    "stack-mismatch",
    vendor_messages=("DTCRUN1028E", "DTCRUN1099E"),
    sources=("z/VM TCP/IP Planning and Customization",),
    fix="change :stack.TCPIP2 to :stack.TCPIP in SYSTEM DTCPARMS\n:stack.TCPIP",
    title="The pool serves the stack that its TCPIP DATA names",
)
LOG = rule("ZVM102", "server-refused-to-start", caused_by=("ZVM101",))
FTP = rule("ZVM301", "ftp-without-ssl", Severity.WARNING, caused_by=("ZVM102",), certainty="inferred")
KEY = rule("CERT101", "certificate-expires-soon", Severity.WARNING)
INFO = rule("TLS900", "capture-not-examined", Severity.INFO)
PASSED = rule("ZVM110", "pool-has-users")
SKIPPED = rule("ZVM120", "nss-users", releases=">=540")
OTHER_RELEASE = rule("ZVM121", "old-parameter", releases="<=610")
CRASHED = rule("ZVM130", "brittle")

RULES = (KEY, INFO, STACK, LOG, PASSED, SKIPPED, OTHER_RELEASE, CRASHED, FTP)

DTCPARMS_LINE = ":nick.SSL*     :type.server  :class.ssl_pool   :stack.TCPIP2"


def source(
    path: str, data: bytes, kind: str = "dtcparms", why: str = "tags such as :nick. on line 1"
) -> Source:
    """A source that lies in memory."""
    return Source(path, kind, why, len(data), lambda: io.BytesIO(data), "utf-8")


def text_place(file: str, line: int, text: str, marked: str) -> TextPlace:
    """The place of ``marked`` in ``text``."""
    return TextPlace(file, line, text.rindex(marked) + 1, len(marked), text)


def result(
    of: Rule, message: str, *evidence: Evidence, below: tuple[Result, ...] = (), **more: Any
) -> Result:
    """A result of a rule; its fingerprint is its code and file."""
    finding = Finding(of.code, message, evidence, **more)
    return Result(finding, of, f"{of.code}-{evidence[0].place.file}", below)


def story() -> Result:
    """A mismatch, the console message that it brings, and the FTP server that fails in the end."""
    ftp = result(
        FTP,
        "The FTP server FTPSERVE shut down because no SSL server answered.",
        Evidence(
            TextPlace("logs/FTPSERVE CONSOLE", 7, 1, 11, "DTCFTS8467E Shutting down: no SSL server"),
            "its last words",
        ),
    )
    log = result(
        LOG,
        "SSL00001 refused to start.",
        Evidence(
            text_place("logs/SSL00001 CONSOLE", 120, "12:00:01 DTCRUN1028E Stack TCPIP2", "DTCRUN1028E"),
            "the refusal",
        ),
        below=(ftp,),
    )
    return result(
        STACK,
        "The SSL server pool SSL* serves stack TCPIP2, but the TCPIP DATA that its servers read names TCPIP.",
        Evidence(
            text_place("SYSTEM DTCPARMS", 12, DTCPARMS_LINE, "TCPIP2"), "the stack that the pool is to serve"
        ),
        Evidence(
            text_place("TCPIP DATA", 3, "TCPIPUSERID TCPIP", "TCPIP"), "the stack that the servers look for"
        ),
        below=(log,),
    )


def report(**changes: Any) -> Report:
    """A report with all five outcomes, a suppression and notes."""
    key = result(
        KEY,
        "The certificate MYCERT expires on 2026-12-01, in 9 days.",
        Evidence(FilePlace("keys/Database.kdb", 420), "the certificate with label MYCERT"),
        fix="gskkyman: renew MYCERT",
    )
    info = result(INFO, "A capture was collected too.", Evidence(FramePlace("trace.pcap", 3, 66)))
    aside = result(INFO, "Known and accepted.", Evidence(FilePlace("notes/old.txt")))
    sources = (
        source("SYSTEM DTCPARMS", b":nick.SSL*\n"),
        source("TCPIP DATA", b"TCPIPUSERID TCPIP\n", "tcpip_data", "statements such as TCPIPUSERID"),
        source("keys/Database.kdb", b"\x00" * 500, "gskit_keydb", "the header of a key database"),
        source("photo.jpg", b"\xff\xd8", "unknown", ""),
    )
    base = Report(
        snapshot=Snapshot("zvm1", sources),
        judged_at=NOW,
        results=(story(), key, info),
        passed=(PASSED,),
        skipped=(
            Skipped(SKIPPED, "no NSS map was collected", "CP QUERY NSS NAME TCPIP MAP"),
            Skipped(OTHER_RELEASE, "it is for z/VM <=610, this is 630", "nothing: it does not apply"),
        ),
        crashed=(Crashed(CRASHED, "KeyError: 'stack' (zvm130.py:12)"),),
        unreadable=(
            Unreadable(TextPlace("TCPIP DATA", 9, 1, 1, "\x1b[2Jgarbage"), "no statement begins like this"),
        ),
        suppressed=(Suppressed(aside, "accepted by the owner", "2027-01-31"),),
        notes=("judged as z/VM TCP/IP level 630, as --release says",),
        platforms=("zvm",),
        rules=RULES,
    )
    return replace(base, **changes)


def clean() -> Report:
    """A report without any finding."""
    return report(results=(), crashed=(), unreadable=(), suppressed=(), skipped=(), notes=())


HOSTILE = "\x1b[31m\x9b2J‮<b>&\x00​\udc80|`*@everyone\n]]>"
"""What a hostile file could put into a name: escape sequences, markup of every output, a surrogate."""


def hostile() -> Report:
    """A report in which every piece of text that could come from a file is hostile."""
    bad = result(
        KEY,
        f"The label {HOSTILE} is odd.",
        Evidence(TextPlace(f"dir/{HOSTILE}.txt", 1, 3, 4, HOSTILE), HOSTILE),
        Evidence(FilePlace(HOSTILE, 3), HOSTILE),
        fix=f"rename {HOSTILE}",
    )
    return report(
        snapshot=Snapshot(HOSTILE, (source(f"dir/{HOSTILE}.txt", b"x", "dtcparms", HOSTILE),)),
        results=(bad,),
        skipped=(Skipped(SKIPPED, HOSTILE, HOSTILE),),
        crashed=(Crashed(CRASHED, HOSTILE),),
        unreadable=(Unreadable(FilePlace(HOSTILE), HOSTILE),),
        suppressed=(Suppressed(bad, HOSTILE, "2027-01-31"),),
        notes=(HOSTILE,),
    )


def flood(number: int) -> Report:
    """Many findings of one rule."""
    line = ":nick.X :label.LONGER_THAN_EIGHT"
    many = tuple(
        replace(
            result(
                KEY,
                f"Label {n} is too long.",
                Evidence(text_place("SYSTEM DTCPARMS", n, line, "LONGER_THAN_EIGHT")),
            ),
            fingerprint=f"f{n}",
        )
        for n in range(1, number + 1)
    )
    return report(results=many)
