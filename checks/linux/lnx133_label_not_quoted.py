"""A label with blanks stands without quotes.

## Why it matters

Apache's directives end a word at a blank: ``SSLServerCert My Server`` gives the label ``My`` and a word
too many, at which the server does not start.

## How it is decided

By SSLServerCert with several words and no quotes.

## What to do

Put the label in quotes: ``SSLServerCert \"My Server\"``.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ihs import each_once
from ssldiag.api import Facts, Finding, IhsServer, check, finding


@check(
    "LNX133",
    "label-not-quoted",
    "warning",
    "IBM HTTP Server",
    needs=(IhsServer,),
    certainty="inferred",
    fix="put the label in quotes",
    sources=("https://httpd.apache.org/docs/2.4/configuring.html",),
)
def label_not_quoted(facts: Facts) -> Iterator[Finding]:
    for host, item in each_once(facts, "sslservercert"):
        if len(item.words) > 1 and not item.quoted:
            label = " ".join(word.value for word in item.words)
            yield finding(
                "LNX133",
                f"{host.name} names the label {label} without quotes",
                (item.words[0], "the first word"),
                about=(label,),
            )
