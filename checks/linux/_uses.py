"""What the checks of key databases in use share: which uses can be judged, and how a use is called."""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Evidence,
    Facts,
    FilePlace,
    KeyTrouble,
    KeyUse,
    KeyWord,
    Place,
    StoredCertificate,
    Undecided,
)

DATABASES = "the .kdb files that the configuration names (ssldiag collect local leaves out their keys)"
WAS = "WebSphere Application Server"
"""The product whose TLS is Java's: what happens there was not tried, and letter case of labels is nothing."""

LOOKED = "ssldiag collect local, which notes what is not there"


def judged(facts: Facts) -> tuple[KeyUse, ...]:
    """The uses whose database was read. Raises Undecided where there is none."""
    found = tuple(item for item in facts.all(KeyUse) if item.database is not None)
    if not found:
        raise Undecided("no key database that a product uses could be read", DATABASES)
    return found


def with_certificate(facts: Facts) -> Iterator[tuple[KeyUse, StoredCertificate]]:
    """The uses with the certificate that is taken."""
    for item in judged(facts):
        if item.certificate is not None:
            yield item, item.certificate


def capital(text: str) -> str:
    """The sentence with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def written(item: KeyUse) -> tuple[Place, str]:
    """Where the label is named, or the database where none is."""
    if item.label is not None:
        return item.label.place, "the label"
    return item.keyfile.place, "takes the default label" if item.implied else "names no label"


def called(item: KeyUse) -> str:
    """The certificate that is taken, for a sentence."""
    return item.wanted or (item.certificate.label if item.certificate else "the default certificate")


def database_name(item: KeyUse) -> str:
    """The file's name."""
    return item.path.replace("\\", "/").rpartition("/")[2]


def about(item: KeyUse, *more: str) -> tuple[str, ...]:
    """What a finding on a use concerns: its label, its database."""
    return tuple(filter(None, (called(item), database_name(item), *more)))


def at_file(item: KeyUse) -> Evidence:
    """The database itself, else where it is named."""
    place = item.file.place
    return Evidence(place if isinstance(place, FilePlace) else item.keyfile.place, "the key database")


def troubles(facts: Facts, *words: KeyWord) -> Iterator[tuple[KeyUse, KeyTrouble]]:
    """Troubles with one of these words, of the certificate that a use takes; of the file where none is
    meant.
    """
    for item in judged(facts):
        for each in facts.all(KeyTrouble):
            if item.database is None or each.database.file != item.database.file:
                continue
            entry = each.trouble.entry
            label = item.certificate.label if item.certificate else None
            if each.trouble.word in words and (entry is None or entry.label == label):
                yield item, each
