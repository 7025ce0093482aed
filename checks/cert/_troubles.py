"""What the certificate checks share: troubles of a key database as findings, and which labels are in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cert import _linux
from cert._ibmi import advised
from ssldiag.api import (
    Application,
    Facts,
    Finding,
    KeyDatabase,
    KeyTrouble,
    KeyWord,
    ProtectedApplication,
    Severity,
    StoredCertificate,
    finding,
)


def found(facts: Facts, code: str, *words: KeyWord, loose: bool = False) -> Iterator[Finding]:
    """A finding for each trouble with one of these words; ``loose``: in loose certificate files too."""
    for item in facts.all(KeyTrouble):
        if item.trouble.word not in words or not (item.database.is_store or loose):
            continue
        yield toned(
            facts,
            item.database,
            finding(
                code,
                sentence(item),
                item.place,
                about=names(item),
                severity=severity(facts, item),
            ),
        )


def toned(facts: Facts, database: KeyDatabase, item: Finding) -> Finding:
    """A finding as it counts for its database: information only where KEYFILE names another one, with a note
    where the database was taken for the one that KEYFILE names; with advice for the platform.
    """
    item = _linux.advised(facts, advised(facts, item))
    named = ", ".join(database.keyfiles)
    if database.unused:
        message = f"{item.message} ({database.name} is not the database that KEYFILE names)"
        return replace(item, message=message, severity=Severity.INFO)
    if database.assumed and named and item.evidence:
        first = item.evidence[0]
        taken = f"taken for the database of {', '.join(database.pools)}, though KEYFILE names {named}"
        noted = replace(first, note="; ".join(filter(None, (first.note, taken))))
        return replace(item, evidence=(noted, *item.evidence[1:]))
    return item


def milder_on_zvm(facts: Facts, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings; one about a database of z/VM is no error: GSKit 8 was measured elsewhere."""
    zvm = {database.file for database in facts.all(KeyDatabase) if database.pools}
    for item in findings:
        unconfirmed = item.evidence[0].place.file in zvm and item.severity is Severity.ERROR
        yield replace(item, severity=Severity.WARNING) if unconfirmed else item


def sentence(item: KeyTrouble) -> str:
    """What is wrong, what follows, and what GSKit answers where that was measured."""
    trouble = item.trouble
    codes = [f"{answer.code} {answer.constant}" for answer in trouble.answers if answer.interface != "tool"]
    logged = f" (GSKit: {', '.join(codes)})" if codes and trouble.certain else ""
    then = f": {trouble.then}" if trouble.then else ""
    return f"{trouble.what}{then}{logged}"


def names(item: KeyTrouble) -> tuple[str, ...]:
    """The label, else the file and the SSL servers that use it; and the return codes that it leads to."""
    codes = tuple(f"rc {answer.code}" for answer in item.trouble.answers if answer.interface == "tls")
    if item.trouble.entry is not None:
        return (item.trouble.entry.label, *codes)
    return (item.database.name, *item.database.pools, *codes)


def severity(facts: Facts, item: KeyTrouble) -> Severity:
    """As the trouble has it; a warning where it was not measured, or where no application names the label."""
    given = item.trouble.severity
    entry = item.trouble.entry
    doubtful = not item.trouble.certain or (entry is not None and not used(facts, item.database, entry.label))
    return Severity.WARNING if given is Severity.ERROR and doubtful else given


def used(facts: Facts, database: KeyDatabase, label: str) -> bool:
    """Whether an application names this label; True where no application is known. On IBM i a certificate
    that issued another one is in use too; on Linux one that a product takes is.
    """
    assigned = {at.value for app in facts.all(Application) for at in app.labels}
    if assigned and not database.pools:
        return label in assigned or issued(facts, database, label)
    taken = _linux.taken(facts, database)
    if taken:
        return label in taken
    labels = {app.label.value for app in facts.all(ProtectedApplication) if app.label}
    return not labels or not database.pools or label in labels


def issued(facts: Facts, database: KeyDatabase, label: str) -> bool:
    """Whether any certificate that was collected, in whichever store, names this one as its issuer."""
    subjects = {item.subject for item in database.certificates if item.label == label} - {None, ""}
    return not subjects or any(
        item.issuer in subjects and item.subject != item.issuer for item in facts.all(StoredCertificate)
    )
