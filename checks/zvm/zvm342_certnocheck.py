"""Something relies on CERTNOCHECK, which no longer skips anything.

## Why it matters

Since 5.4 the SSL servers check the partner's certificate whatever the client says: CERTNOCHECK acts like
CERTFULLCHECK. Commands and configurations that counted on it fail with any partner whose CA is not in the
key database.

## How it is decided

The last console of an SSL server has DTCSSL505W, or the TLS statement of SMTP CONFIG has CERTNOCHECK. Scripts
of users are not collected, so their commands show only by that message.

## What to do

Import the CA certificates of the partners with gskkyman (option 7), ``SSLADMIN REFRESH``, then say
CERTFULLCHECK. Look for CERTNOCHECK in EXECs that call FTP or TELNET.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import ConsoleRun, Facts, Finding, KeywordFile, Undecided, check, finding


@check(
    "ZVM342",
    "certnocheck",
    "warning",
    "SMTP CONFIG and consoles of the SSL servers",
    releases="540+",
    messages=("DTCSSL505W",),
    fix="import the CA certificates of the partners, then use CERTFULLCHECK",
    sources=("http://www.vm.ibm.com/related/tcpip/tcprl2rl.html",),
    facts=("DAT002",),
)
def certnocheck(facts: Facts) -> Iterator[Finding]:
    documents = [item for item in facts.all(KeywordFile) if item.kind == "smtp_config"]
    runs = [item for item in facts.all(ConsoleRun) if item.last and item.role == "ssl"]
    if not documents and not runs:
        raise Undecided(
            "neither a console of an SSL server nor SMTP CONFIG was collected",
            "consoles of the SSL servers, SMTP CONFIG (TCPMAINT 198)",
        )
    for document in documents:
        yield from configured(document)
    for run in runs:
        yield from reported(run)


def configured(document: KeywordFile) -> Iterator[Finding]:
    """CERTNOCHECK in SMTP CONFIG."""
    words = (word for keyword in document.keywords if keyword.key == "TLS" for word in keyword.words)
    for word in words:
        if word.value.upper() == "CERTNOCHECK":
            yield finding(
                "ZVM342",
                "SMTP asks for CERTNOCHECK, but certificates of partners are checked all the same",
                word,
                about=("SMTP",),
            )


def reported(run: ConsoleRun) -> Iterator[Finding]:
    """DTCSSL505W in the console of an SSL server."""
    seen = run.messages("DTCSSL505W")
    if seen:
        yield finding(
            "ZVM342",
            f"a local client asked {run.machine or 'an SSL server'} for CERTNOCHECK, which it ignored",
            seen[0].place,
            about=(run.machine,) if run.machine else (),
        )
