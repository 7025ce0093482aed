"""The lists of protocols and ciphers do not fit each other.

## Why it matters

A cipher works only with certain versions. One whose versions are not in QSSLPCL is never used, and a version
without a single cipher cannot be negotiated: partners get "no common cipher" (-1 or 402), although the
version is enabled.

## How it is decided

By QSSLPCL and QSSLCSL, and the versions that each cipher is for (IBM's tables). Nothing is said where QSSLPCL
is ``*OPSYS`` on a release whose list is not documented.

## What to do

Add a cipher for each version in QSSLPCL, or take the version off; take ciphers off QSSLCSL that no version
uses.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import few, names, on
from ssldiag.api import Facts, Finding, TlsSettings, check, finding, ibmi_protocols


@check(
    "IBMI406",
    "lists-do-not-fit",
    "warning",
    "QSSLPCL and QSSLCSL",
    needs=(TlsSettings,),
    releases="610+",
    fix="align QSSLPCL and QSSLCSL: each version needs a cipher, each cipher a version",
    sources=("https://ibm.com/support/knowledgecenter/ssw_ibm_i_71/rzain/rzainciphers.htm",),
    facts=("IBMI-TLS-CIPHER-ORPHAN",),
)
def lists_do_not_fit(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(TlsSettings):
        if item.pcl is None or item.csl is None or not item.protocols or not item.protocols_certain:
            continue
        ciphers = [(word, ibmi_protocols.cipher(word.value)) for word in item.csl.values]
        if not ciphers or any(cipher is None for _, cipher in ciphers):
            continue
        used = {version for _, cipher in ciphers if cipher for version in cipher.protocols}
        bare = [version for version in item.protocols if version not in used]
        idle = [
            word for word, cipher in ciphers if cipher and not set(cipher.protocols) & set(item.protocols)
        ]
        about = names(item.system, "QSSLPCL", "QSSLCSL")
        if bare:
            yield finding(
                "IBMI406",
                f"QSSLPCL{on(item.system)} enables {few(bare)}, for which QSSLCSL has no cipher",
                (item.pcl.place, "QSSLPCL"),
                (item.csl.place, "QSSLCSL"),
                about=about,
            )
        if idle and "*OPSYS" not in (item.csl_control.words if item.csl_control else ()):
            yield finding(
                "IBMI406",
                f"QSSLCSL{on(item.system)} has ciphers for versions that are off: "
                f"{few(word.value for word in idle)}",
                (idle[0], "never used"),
                (item.pcl.place, "QSSLPCL"),
                about=about,
            )
