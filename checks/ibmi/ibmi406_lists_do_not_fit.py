"""The lists of protocols and ciphers do not fit each other.

## Why it matters

A cipher works only with certain versions. One whose versions are not in QSSLPCL is never used, and a version
without a single cipher cannot be negotiated: partners get "no common cipher" (-1 or 402), although the
version is enabled. The definition of an application can narrow the lists, but not add to them.

## How it is decided

By QSSLPCL and QSSLCSL, and the versions that each cipher is for (IBM's tables). Nothing is said where QSSLPCL
is ``*OPSYS`` on a release whose list is not documented. Of an application, the versions and the ciphers of
its definition are compared with the two lists: none of them is enabled.

## What to do

Add a cipher for each version in QSSLPCL, or take the version off; take ciphers off QSSLCSL that no version
uses. Let the definition of an application name something that is enabled (DCM, Manage Applications).
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._assigned import applications
from ibmi._systems import few, names, on
from ssldiag.api import (
    Application,
    Facts,
    Finding,
    Located,
    Place,
    TlsSettings,
    check,
    finding,
    ibmi_protocols,
)


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
        for application in applications(facts, item.system):
            yield from of_application(application, item)
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


def of_application(application: Application, item: TlsSettings) -> Iterator[Finding]:
    """Lists of a definition of which nothing is enabled."""
    versions = [(word, set(ibmi_protocols.tries(word.value))) for word in application.protocols]
    if item.pcl and item.protocols_certain and idle(versions, item.protocols):
        yield narrowed(application, application.protocols, item, (item.pcl.place, "QSSLPCL"))
    known = [(word, ibmi_protocols.cipher(word.value)) for word in application.ciphers]
    suites = [(word, {cipher.name} if cipher else set[str]()) for word, cipher in known]
    if item.csl and item.ciphers_certain and idle(suites, item.ciphers):
        yield narrowed(application, application.ciphers, item, (item.csl.place, "QSSLCSL"))


def idle(words: list[tuple[Located[str], set[str]]], enabled: tuple[str, ...] | None) -> bool:
    """Whether all words are known, and none stands for something that is enabled."""
    return bool(words and enabled) and all(one and not one & set(enabled or ()) for _, one in words)


def narrowed(
    application: Application,
    words: tuple[Located[str], ...],
    item: TlsSettings,
    value: tuple[Place, str],
) -> Finding:
    """The finding about such a list."""
    return finding(
        "IBMI406",
        f"{application.id}{on(item.system)} may use only {few(word.value for word in words)}, "
        f"of which {value[1]} enables nothing",
        (words[0], "its definition"),
        value,
        about=names(item.system, value[1], application.id.value),
        fix="DCM, Manage Applications, the definition: name something that is enabled",
    )
