"""A PC has the CA only where its ODBC driver does not look.

## Why it matters

Access Client Solutions in Java has a store of its own; the Windows application package (ODBC, OLE DB, .NET)
reads a CMS key file. A CA that is in the Java store alone gives CWBCO1050 there.

## How it is decided

By a settings form: a PC of ``kind = winap`` whose ``java-trusts`` name CAs that its ``trusts`` do not.

## What to do

Import the CA into the CMS key file of the application package too, with the tool that IBM's page describes.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, McClient, check, common_name, finding


@check(
    "IBMI314",
    "application-package-store",
    "warning",
    "key file of a PC",
    needs=(McClient,),
    messages=("CWBCO1050",),
    fix="import the CA into the CMS key file of the Windows application package too",
    sources=(
        "https://www.ibm.com/support/pages/"
        "importing-certificates-use-ibm-i-access-client-solutions-windows-application-package-acs-winap",
    ),
    facts=("IBMI-CRT-WINAP-STORE",),
)
def application_package_store(facts: Facts) -> Iterator[Finding]:
    for pc in facts.all(McClient):
        if pc.kind != "winap" or pc.trusts is None or not pc.java_trusts:
            continue
        own = {common_name(item.value).upper() for item in pc.trusts}
        for item in pc.java_trusts:
            if common_name(item.value).upper() not in own:
                yield finding(
                    "IBMI314",
                    f"{pc.name} has {item} in its Java store, but not in the key file that ODBC reads",
                    (item, "the Java store"),
                    about=(pc.name, item.value),
                )
