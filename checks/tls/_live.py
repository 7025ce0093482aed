"""What the checks of live results share: who is meant, and which certificate a port should show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ssldiag.api import Facts, FilePlace, KeyDatabase, Place, ServedPort, StoredCertificate

MOST_NAMED = 5
"""Ports in a sentence."""


def named(served: ServedPort) -> str:
    """How a finding calls a port: by its number in the configuration, and who has it there."""
    probed = served.probed
    if not served.expected:
        return str(probed)
    names = {one.userid or one.name for one in served.expected}
    whose = f" of {', '.join(sorted(names))}" if not names <= {f"port {served.port}"} else ""
    there = f" (here {probed.port})" if served.port != probed.port else ""
    return f"port {served.port}{whose}{there}"


def listed(names: Iterable[str]) -> str:
    """``port 992 of INTCLIEN and port 21 of FTPSERVE``; at most five."""
    found = list(names)
    if len(found) > MOST_NAMED:
        found = [*found[: MOST_NAMED - 1], f"{len(found) - MOST_NAMED + 1} more ports"]
    return f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else "".join(found)


def about(served: ServedPort) -> tuple[str, ...]:
    """The names of a finding about a port: its label, its machine, and the certificate that it shows."""
    label = served.label
    users = {one.userid for one in served.expected if one.userid}
    return (*([label.value] if label else []), *sorted(users), f"certificate of {served.probed}")


def seen(served: ServedPort) -> tuple[FilePlace, str]:
    """Where it was seen."""
    return served.probed.place, f"seen at {served.probed} on {served.probed.started:%Y-%m-%d %H:%M}"


def configured(served: ServedPort) -> Iterator[tuple[Place, str]]:
    """Where it is configured."""
    for one in served.expected[:2]:
        yield one.place, f"{one.name} is to speak TLS"


def stored(facts: Facts, label: str) -> list[StoredCertificate]:
    """The certificates with a private key under a label, in the key databases that may be in use.

    The stack looks for labels in upper case; what is written otherwise is another check's.
    """
    found = []
    for database in facts.all(KeyDatabase):
        if database.holds_keys and not database.unused:
            entry = database.label(label) or database.label(label.upper())
            if entry is not None and entry.certificate is not None and entry.has_key:
                found.append(entry)
    return found


def other_labels(facts: Facts, sha256: str) -> list[str]:
    """The labels under which a certificate with private key is stored."""
    return [
        entry.label
        for database in facts.all(KeyDatabase)
        for entry in database.certificates
        if entry.has_key and entry.certificate is not None and entry.certificate.sha256 == sha256
    ]
