"""A statement of a configuration file is none, but nearly one that TLS needs, or has an unknown value.

## Why it matters

A server passes over a statement or value that it does not know. FTP or mail then goes in clear text, or has
no certificate, although the file looks as if TLS were on.

## How it is decided

SRVRFTP CONFIG, SMTP CONFIG and TCPIP DATA: statements that differ in few letters from one that matters here,
and values of the TLS statements that are not in the list of their values. Other statements are let pass. The
lists of values are not confirmed, hence a warning.

## What to do

Correct the word, then start the server again.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Keyword, KeywordFile, check, finding
from zvm._words import meant

LEVELS = ("NEVER", "ALLOWED", "PREFERRED", "REQUIRED")
YES_NO = ("YES", "NO")
FREE: tuple[str, ...] = ()
"""No list of values."""

STATEMENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "srvrftp_config": {
        "SECURECONTROL": LEVELS,
        "SECUREDATA": LEVELS,
        "TLSLABEL": FREE,
        "CLIENTCERTCHECK": FREE,
    },
    "smtp_config": {"TLS": LEVELS, "TLSLABEL": FREE, "CLIENTCERTCHECK": FREE},
    "tcpip_data": {"TCPIPUSERID": FREE, "SECURETELNETCLIENT": YES_NO},
}
"""Kind of file -> its statements that matter here, with their values."""

NAMES = {"srvrftp_config": "SRVRFTP CONFIG", "smtp_config": "SMTP CONFIG", "tcpip_data": "TCPIP DATA"}
MACHINES = {"srvrftp_config": ("FTP", "FTPSERVE"), "smtp_config": ("SMTP",), "tcpip_data": ()}


@check(
    "ZVM511",
    "keyword-unknown",
    "warning",
    "SRVRFTP CONFIG, SMTP CONFIG, TCPIP DATA",
    needs=(KeywordFile,),
    certainty="inferred",
    fix="correct the spelling",
    sources=("z/VM TCP/IP Planning and Customization: SRVRFTP CONFIG, SMTP CONFIG, TCPIP DATA",),
)
def keyword_unknown(facts: Facts) -> Iterator[Finding]:
    for document in facts.all(KeywordFile):
        known = STATEMENTS.get(document.kind, {})
        for keyword in document.keywords:
            yield from judge(document, keyword, known)


def judge(document: KeywordFile, keyword: Keyword, known: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    """One statement: its name, and its value if the name is known."""
    name, about = NAMES.get(document.kind, document.file), MACHINES.get(document.kind, ())
    right = meant(keyword.key, known)
    values = known.get(keyword.key, FREE)
    if right:
        yield finding(
            "ZVM511",
            f"{keyword.name.value} is no statement of {name}: {right} is meant, and is not in effect",
            keyword.name,
            about=about,
            fix=f"write {right}",
        )
    elif values and keyword.value is not None and keyword.value.value.upper() not in values:
        near = meant(keyword.value.value, values)
        yield finding(
            "ZVM511",
            f"{keyword.key} {keyword.value.value} in {name}: the value is none of {', '.join(values)}",
            keyword.value,
            about=about,
            fix=f"write {keyword.key} {near}" if near else f"use one of {', '.join(values)}",
        )
