"""Key databases as text: a table, the details of entries, or what is wrong. Everything from the file is
made visible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from ssldiag.keydb.chain import Chain, Issuers, Reason, chain
from ssldiag.keydb.model import Certificate, Entry, KeyDatabase
from ssldiag.keydb.troubles import Trouble
from ssldiag.render.escape import visible
from ssldiag.render.layout import Line, cells, clip, pad, wrap
from ssldiag.render.paint import painted
from ssldiag.render.style import Style

HEADINGS = ("LABEL", "KIND", "KEY", "TRUSTED", "DEFAULT", "EXPIRES", "SUBJECT")
LABEL_COLUMNS = 40
"""Longer labels are cut in the table; GSKit takes 2000 characters, and ``show`` has them whole."""
MARGIN = 18
ENCRYPTED = "its certificates are encrypted"

FORMATS = {
    "gskit-cms": "GSKit key database",
    "pkcs12": "PKCS#12 store",
    "pem": "PEM file",
    "der": "DER file",
    "pkcs7": "PKCS#7 file",
}


def list_text(database: KeyDatabase, style: Style) -> Iterator[str]:
    """A line an entry."""
    yield from painted((*_heading(database), *_table(database, style), *_remarks(database)), style.colour)


def show_text(database: KeyDatabase, entries: Sequence[Entry], style: Style) -> Iterator[str]:
    """Everything there is to say of each of these entries."""
    issuers = Issuers(database.entries)
    lines = [*_heading(database)]
    for entry in entries:
        lines += [(), ((_label(entry), "strong"),)]
        for name, value in _details(entry, chain(entry, issuers)):
            lines += _field(name, visible(value), style)
    yield from painted((*lines, *_remarks(database)), style.colour)


def check_text(
    database: KeyDatabase, troubles: Sequence[Trouble], now: datetime, style: Style
) -> Iterator[str]:
    """What is wrong, the worst first."""
    lines = [*_heading(database, f"judged at {now.astimezone(UTC):%Y-%m-%d %H:%M} UTC"), ()]
    for trouble in troubles:
        lines += _trouble(trouble, database.format == "gskit-cms", style)
    if troubles or not database.needs_password:
        lines.append(_counts(troubles))
    yield from painted(lines, style.colour)


def _heading(database: KeyDatabase, more: str = "") -> Iterator[Line]:
    parts = [FORMATS[database.format]]
    if database.kind_text:
        parts.append(visible(database.kind_text))
    if database.format == "gskit-cms":
        deleted = f", {database.deleted} of them deleted" if database.deleted else ""
        parts += [f"version {database.version}", f"{_count(database.records, 'record')}{deleted}"]
    if database.password_expires:
        parts.append(f"password expires {_moment(database.password_expires)}")
    if more:
        parts.append(more)
    yield (visible(database.file), "strong"), (": " + ", ".join(parts), "")
    if database.needs_password:
        yield ((ENCRYPTED, "warning"),)


def _table(database: KeyDatabase, style: Style) -> Iterator[Line]:
    if not database.entries:
        if not database.needs_password:
            yield (("no certificates or requests", "dim"),)
        return
    rows = [HEADINGS, *(_row(entry) for entry in database.entries)]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)][:-1]
    for at, row in enumerate(rows):
        front = "  ".join(pad(value, width) for value, width in zip(row, widths, strict=False))
        room = style.columns - sum(widths) - 2 * len(widths)
        subject = clip(row[-1], room) if style.columns and room > 20 else row[-1]
        yield ((f"{front}  {subject}", "" if at else "strong"),)


def _row(entry: Entry) -> tuple[str, ...]:
    after = entry.certificate.not_after if entry.certificate else None
    return (
        clip(_label(entry), LABEL_COLUMNS),
        entry.kind,
        "yes" if entry.has_private_key else "-",
        {True: "yes", False: "no", None: "-"}[entry.trusted],
        "yes" if entry.default else "-",
        after.date().isoformat() if after else "-",
        visible(entry.subject or entry.error or "-"),
    )


def _label(entry: Entry) -> str:
    """In quotes where blanks would be overlooked."""
    label = visible(entry.label)
    return label if label and label == " ".join(label.split()) else f'"{label}"' if label else "-"


def _remarks(database: KeyDatabase) -> Iterator[Line]:
    """Private keys that belong to no entry, and what is wrong with the file."""
    if database.private_keys or database.problems:
        yield ()
    for note in database.private_keys:
        name = f' "{visible(note.label)}"' if note.label else ""
        state = "encrypted" if note.encrypted else "not encrypted"
        what = f"{visible(note.what)}{name} at {_place(note.offset)}, {state}; it was not read"
        yield ("note: ", "info"), (what, "")
    for problem in database.problems:
        yield ("problem: ", "error"), (f"{visible(problem.what)}, at {_place(problem.offset)}", "")


def _place(offset: int | None) -> str:
    return "no one place" if offset is None else f"byte {offset}"


def _details(entry: Entry, found: Chain) -> Iterator[tuple[str, str]]:
    yield "Kind", f"{entry.kind}{', with private key' if entry.has_private_key else ''}"
    if entry.trusted is not None:
        yield "Trusted", "yes" if entry.trusted else "no"
    if entry.default:
        yield "Default", "yes"
    yield "Record", f"{entry.record}{'' if entry.offset is None else f', at byte {entry.offset}'}"
    if entry.error:
        yield "Error", entry.error
    if entry.request:
        yield "Subject", entry.request.subject
        yield "Key", entry.request.key
        yield "Signature", entry.request.signature
        yield from (("Defect", defect) for defect in entry.request.defects)
    if entry.certificate:
        yield from _certificate(entry.certificate)
        yield "Chain", _chain(found)


def _certificate(certificate: Certificate) -> Iterator[tuple[str, str]]:
    yield "Subject", certificate.subject or "(empty)"
    yield "Issuer", certificate.issuer or "(empty)"
    yield "Serial number", certificate.serial_hex
    yield "Valid from", _moment(certificate.not_before)
    yield "Valid to", _moment(certificate.not_after)
    yield "Key", certificate.key
    yield "Signature", certificate.signature
    if certificate.is_ca is not None:
        length = "" if certificate.path_length is None else f", path length {certificate.path_length}"
        yield "CA", ("yes" if certificate.is_ca else "no") + length
    for name, words in (
        ("Key usage", sorted(certificate.key_usage or ())),
        ("Extended usage", sorted(certificate.extended_key_usage or ())),
        ("DNS names", certificate.dns_names),
        ("IP addresses", certificate.ip_addresses),
        ("Unknown critical", certificate.unknown_critical),
    ):
        if words:
            yield name, ", ".join(words)
    yield "Version", str(certificate.version)
    yield "SHA-256", certificate.sha256
    if certificate.tolerant:
        yield "Note", "the strict parser refuses this certificate; extensions are not shown"
    yield from (("Defect", defect) for defect in certificate.defects)


def _chain(found: Chain) -> str:
    names = [link.label or link.subject or "?" for link in found.entries]
    text = " <- ".join(f'"{name}"' for name in names)
    ending = ENDINGS[found.reason].format(missing=found.missing_issuer)
    untrusted = ", ".join(f'"{label}"' for label in found.untrusted)
    return f"{text}: {ending}" + (f"; not trusted: {untrusted}" if untrusted else "")


ENDINGS = {
    Reason.COMPLETE: "complete",
    Reason.NO_CERTIFICATE: "no certificate",
    Reason.NO_ISSUER: "incomplete, {missing} is not here",
    Reason.WRONG_KEY: "incomplete, the {missing} that is here did not sign it",
    Reason.NOT_A_CA: "broken, the last is no CA",
    Reason.LOOP: "broken, it leads in a circle",
    Reason.TOO_LONG: "broken, it does not end",
}


def _field(name: str, value: str, style: Style) -> Iterator[Line]:
    """A name and its value, wrapped beside it."""
    room = max((style.columns or 10**6) - MARGIN - 2, 20)
    first, *rest = [value] if cells(value) <= room else wrap(value, room)
    yield (f"  {pad(name, MARGIN - 2)}  ", "label"), (first, "")
    yield from (((" " * (MARGIN + 2) + more, ""),) for more in rest)


def _trouble(trouble: Trouble, gskit: bool, style: Style) -> Iterator[Line]:
    word = trouble.severity.value
    yield (f"{word}[{trouble.word}]", word), (f" {visible(trouble.what)}", "")
    follows = trouble.then if trouble.certain else f"probably: {trouble.then}"
    if gskit and trouble.answers:
        follows += f" (GSKit: {', '.join(map(str, trouble.answers))})"
    for line in wrap(follows, max((style.columns or 10**6) - 4, 20)):
        yield (("    " + line, "dim"),)
    yield ()


def _counts(troubles: Sequence[Trouble]) -> Line:
    counts = {
        word: sum(trouble.severity == word for trouble in troubles) for word in ("error", "warning", "info")
    }
    if not troubles:
        return (("nothing wrong was found", "good"),)
    text = ", ".join(_count(number, "note" if word == "info" else word) for word, number in counts.items())
    return ((text, "strong"),)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _moment(when: datetime | None) -> str:
    if when is None:
        return "no date that can be read"
    return when.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds") + " UTC"
