"""What the label checks share: where a label of an application should be, and what is wrong if it is not
there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from ssldiag.api import (
    Evidence,
    Facts,
    Finding,
    KeyDatabase,
    Located,
    Place,
    ProtectedApplication,
    SslServerPool,
    Stack,
    StoredCertificate,
    Undecided,
    databases_of,
    finding,
    pools_of,
)
from zvm._console import messages

GRAMMAR = re.compile(r"[A-Z0-9]{1,8}")
"""What TLSLABEL and PORT SECURE can name: one to eight upper-case letters and digits."""

NAMED = 6
"""Labels of a database that are named in a remark: what fits a line or two."""

COLLECT = "the key database that KEYFILE names, or a gskkyman listing of it"


def pools_for(facts: Facts, app: ProtectedApplication) -> tuple[SslServerPool, ...]:
    """The SSL servers that protect an application: those of its stack, or all where the stack is not
    known.
    """
    for stack in facts.all(Stack):
        if stack.userid == app.stack:
            return pools_of(facts, stack)
    return facts.all(SslServerPool)


def databases_for(facts: Facts, app: ProtectedApplication) -> list[KeyDatabase]:
    """The key databases in which an application's label is looked for; requests and loose files are none."""
    pools = pools_for(facts, app)
    found = [item for pool in pools for item in databases_of(facts, pool)]
    if not pools:
        found = [item for item in facts.all(KeyDatabase) if item.holds_keys]
    return list(dict.fromkeys(found))


def folded(facts: Facts, app: ProtectedApplication) -> StoredCertificate | None:
    """The certificate that a label written in lower case means if the server folds it to upper case.

    Whether servers fold labels is not documented. None where a console shows that this label was refused.
    """
    label = app.label.value if app.label else ""
    upper = label.upper()
    if label == upper or not GRAMMAR.fullmatch(upper):
        return None
    if any(message.field("label").upper() == upper for _, message in messages(facts, "DTCFTS8467E")):
        return None
    databases = databases_for(facts, app)
    if any(database.label(label) for database in databases):
        return None
    entries = (entry for database in databases if (entry := database.label(upper)))
    return next((entry for entry in entries if entry.has_key is not False), None)


def missing_labels(
    facts: Facts, code: str, apps: list[ProtectedApplication], caused_name: str
) -> Iterator[Finding]:
    """A finding for each label that its databases do not hold with a private key, but for those that only
    letter case keeps from it. Raises Undecided if none was collected.

    ``caused_name`` is the statement that names the label, empty where it is one among other words.
    """
    labelled = [(app, app.label) for app in apps if app.label and not folded(facts, app)]
    undecided = 0
    for app, label in labelled:
        databases = databases_for(facts, app)
        entries = [entry for database in databases if (entry := database.label(label.value))]
        if any(entry.has_key is not False for entry in entries):
            continue
        if entries:
            yield without_key(code, app, label, entries[0].place)
        elif databases and all(database.complete for database in databases):
            yield absent(code, app, label, databases, caused_name)
        else:
            undecided += 1
    if undecided and undecided == len(labelled):
        raise Undecided("the labels in the key database are not known", COLLECT)


def without_key(code: str, app: ProtectedApplication, label: Located[str], place: Place) -> Finding:
    """The label is there and has no private key."""
    return finding(
        code,
        f"{app.name} wants the label {label.value}, which has no private key in the key database",
        (label, "the label wanted"),
        (place, "the certificate, without a key"),
        about=(label.value, *((app.userid,) if app.userid else ())),
        fix=f"import the certificate with its private key under the label {label.value} (gskkyman option 8)",
    )


def absent(
    code: str, app: ProtectedApplication, label: Located[str], databases: list[KeyDatabase], name: str
) -> Finding:
    """The label is not there; the nearest one that is may be what was meant."""
    labels = [entry.label for database in databases for entry in database.certificates if entry.has_key]
    near = nearest(label.value, labels)
    where = [Evidence(label.place, "the label wanted")]
    where += [Evidence(database.place, labels_of(database)) for database in databases[:1]]
    names = ", ".join(dict.fromkeys(database.name or database.file for database in databases))
    hint = f" (it has {quoted(near)})" if near else ""
    return finding(
        code,
        f"{app.name} wants the label {label.value}, which is not in {names}{hint}",
        *where,
        about=(label.value, *((app.userid,) if app.userid else ())),
        fix=remedy(label.value, near, name),
    )


def remedy(label: str, near: str | None, statement: str) -> str:
    """What to do about a label where ``near`` is the one that may be meant; empty to leave it to the rule."""
    if near and GRAMMAR.fullmatch(near):
        meant = f"{statement} {near}" if statement else near
        return f"correct it to {meant}, or add the certificate and SSLADMIN REFRESH"
    if near and near.upper() == label.upper():
        again = "export it with its key and import it again"
        return f"store the certificate {near} under the label {label} ({again}), then SSLADMIN REFRESH"
    return ""


def quoted(label: str) -> str:
    """A label for a sentence: in quotes where it has blanks."""
    return f'"{label}"' if " " in label else label


def labels_of(database: KeyDatabase) -> str:
    """The labels with a private key that a database holds, the first few by name."""
    labels = list(dict.fromkeys(quoted(entry.label) for entry in database.certificates if entry.has_key))
    if not labels:
        return "no certificate in it has a private key"
    more = f" and {len(labels) - NAMED} more" if len(labels) > NAMED else ""
    word = "label" if len(labels) == 1 else "labels"
    return f"{word} with a key: {', '.join(labels[:NAMED])}{more}"


def nearest(label: str, labels: list[str]) -> str | None:
    """The label most like the one wanted, letter case aside; the only one there is counts too."""
    folded = {item.upper(): item for item in labels}
    close = get_close_matches(label.upper(), list(folded), n=1, cutoff=0.6)
    if close:
        return folded[close[0]]
    return labels[0] if len(set(labels)) == 1 else None
