"""A label is not one that z/VM's configuration can name.

## Why it matters

Servers can name only labels of one to eight upper-case letters and digits. gskkyman accepts any label, so
a certificate stored as ``tlscert1`` or with a blank looks fine there and is never found.

## How it is decided

Labels in the configuration and labels of certificates with a private key in the SSL servers' key
database. In the database it is a warning, since the certificate may be for something else. It is a warning
too where the label in upper case is in the key database with its private key, and no console shows that it
was refused: whether servers fold labels to upper case is not confirmed.

## What to do

Export the certificate with its key and import it again under a label like TLSCERT1.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, KeyDatabase, Located, ProtectedApplication, Severity, check, finding
from zvm._labels import GRAMMAR, folded


@check(
    "ZVM508",
    "label-grammar",
    "error",
    "labels",
    needs=(ProtectedApplication,),
    messages=("DTCFTS8467E",),
    fix="store the certificate under one to eight upper-case letters and digits, and name that label",
    sources=("http://www.vm.ibm.com/related/tcpip/tcslcert.html",),
    facts=("APP008",),
)
def label_grammar(facts: Facts) -> Iterator[Finding]:
    for app in facts.all(ProtectedApplication):
        if app.label and not GRAMMAR.fullmatch(app.label.value):
            yield configured(facts, app, app.label)
    for database in facts.all(KeyDatabase):
        for entry in database.certificates if database.pools and not database.request else ():
            if entry.has_key and not GRAMMAR.fullmatch(entry.label):
                yield finding(
                    "ZVM508",
                    f"the certificate {entry.label} in {database.name} has a label that no server can name",
                    entry.place,
                    about=(entry.label,),
                    severity=Severity.WARNING,
                )


def configured(facts: Facts, app: ProtectedApplication, label: Located[str]) -> Finding:
    """A label of a configuration file; milder if it needs only upper case to be the label that there is."""
    stored = folded(facts, app)
    about = (label.value, *((app.userid,) if app.userid else ()))
    if stored is None:
        said = f"the label {label.value} of {app.name} is not 1 to 8 upper-case letters and digits"
        return finding("ZVM508", said, label, about=about)
    return finding(
        "ZVM508",
        f"the label {label.value} of {app.name} is written in lower case, in the key database it is "
        f"{stored.label}; whether it is folded to upper case is not confirmed",
        (label, "in lower case"),
        (stored.place, "the certificate"),
        about=about,
        severity=Severity.WARNING,
        fix=f"write {stored.label}",
    )
