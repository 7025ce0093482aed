"""An HTTPS transport of the web server plug-in names no key store.

## Why it matters

The plug-in checks the application server's certificate with the signers in its key store. Without one it
cannot open the transport (GSK 201 or 202 in http_plugin.log) and goes on to another, maybe in the clear.

## How it is decided

By the properties ``keyring`` of an HTTPS transport and ``Keyfile`` of the whole file. Which of the two a
level takes is not confirmed.

## What to do

Generate and propagate the plug-in configuration again, or add ``<Property Name=\"keyring\"
Value=\"...\"/>``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, PluginTransport, check, finding


@check(
    "LNX171",
    "plugin-without-keyring",
    "warning",
    "web server plug-in",
    needs=(PluginTransport,),
    certainty="inferred",
    fix="generate and propagate the plug-in configuration again",
    sources=(
        "https://www.ibm.com/support/knowledgecenter/en/SSAW57_9.0.0/com.ibm.websphere.nd.multiplatform.doc/ae/tsec_httpserv2.html",
    ),
)
def plugin_without_keyring(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(PluginTransport):
        if item.keyring is None:
            yield finding(
                "LNX171",
                f"the transport to {item.address} is HTTPS and names no keyring",
                (item.place, "the transport"),
                about=(item.server, item.address),
            )
