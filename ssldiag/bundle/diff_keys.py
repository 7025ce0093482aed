"""Key databases of two sides in, what came, went and changed in them out: labels, certificates, flags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from ssldiag.bundle.changes import Change, cited
from ssldiag.facts import Facts
from ssldiag.facts.keys import KeyDatabase, StoredCertificate

FLAGS = (("default", "the default"), ("trusted", "trusted"), ("has_key", "with its private key"))
"""Field -> how a certificate that has it is."""

FIELDS = ("subject", "issuer", "key", "signature")


def compare(old: Facts, new: Facts, files: Mapping[str, str]) -> Iterator[Change]:
    """What changed in the databases that both sides have."""
    before = {(item.file, item.name): item for item in old.all(KeyDatabase)}
    after = {(files.get(item.file, item.file), item.name): item for item in new.all(KeyDatabase)}
    for key, first in before.items():
        if key in after:
            yield from _database(first, after[key])


def _database(old: KeyDatabase, new: KeyDatabase) -> Iterator[Change]:
    before, after = (_labels(item) for item in (old, new))
    where = new.name or new.file
    moved = dict(_renamed(before, after))
    for label, item in before.items():
        if label in moved:
            place = cited(item.place), cited(after[moved[label]].place)
            yield Change(
                "certificate", "changed", f'label "{label}" is now "{moved[label]}" in {where}', *place
            )
        elif label not in after:
            yield Change("certificate", "gone", f'label "{label}" removed from {where}', cited(item.place))
        else:
            yield from _entry(label, where, item, after[label])
    for label, item in after.items():
        if label not in before and label not in moved.values():
            said = f'label "{label}" added to {where}{_until(item.not_after)}'
            yield Change("certificate", "new", said, None, cited(item.place))


def _labels(database: KeyDatabase) -> dict[str, StoredCertificate]:
    """By label; of two alike the one with a private key."""
    found: dict[str, StoredCertificate] = {}
    for item in database.certificates:
        name = item.label or item.subject or "the certificate"
        if name not in found or item.has_key:
            found[name] = item
    return found


def _renamed(
    before: Mapping[str, StoredCertificate], after: Mapping[str, StoredCertificate]
) -> Iterator[tuple[str, str]]:
    """The same certificate under another label."""
    new = {
        item.certificate.sha256: label
        for label, item in after.items()
        if item.certificate and label not in before
    }
    for label, item in before.items():
        if label not in after and item.certificate and item.certificate.sha256 in new:
            yield label, new.pop(item.certificate.sha256)


def _until(end: datetime | None) -> str:
    return f", valid until {end:%Y-%m-%d}" if end else ""


def _entry(label: str, where: str, old: StoredCertificate, new: StoredCertificate) -> Iterator[Change]:
    places = cited(old.place), cited(new.place)
    if _differs(old, new):
        said = f"{label} has another certificate in {where}{_longer(old, new)}"
        yield Change("certificate", "changed", said, *places)
        for field in FIELDS:
            first, second = _field(old, field), _field(new, field)
            if first != second and (first or second):
                said = f"{field} of {label}: {first or 'nothing'} -> {second or 'nothing'}"
                yield Change("certificate", "changed", said, *places)
    for field, word in FLAGS:
        had, has = getattr(old, field), getattr(new, field)
        if had != has and None not in (had, has):
            said = f"{label} is {'now' if has else 'no longer'} {word} in {where}"
            yield Change("certificate", "changed", said, *places)


def _differs(old: StoredCertificate, new: StoredCertificate) -> bool:
    if old.certificate and new.certificate:
        return old.certificate.sha256 != new.certificate.sha256
    facts = [(item.not_before, item.not_after, item.subject, item.serial) for item in (old, new)]
    return any(one != other and None not in (one, other) for one, other in zip(*facts, strict=True))


def _field(item: StoredCertificate, field: str) -> str:
    found = getattr(item.certificate, field, None) or getattr(item, field, None)
    return str(found or "")


def _longer(old: StoredCertificate, new: StoredCertificate) -> str:
    before, after = old.not_after, new.not_after
    if before is None or after is None or before == after:
        return ""
    days = round((after - before).total_seconds() / 86_400)
    if not days:
        return ""
    number = f"{abs(days):,} day" + ("" if abs(days) == 1 else "s")
    return f": it expires {number} {'later' if days > 0 else 'earlier'}, on {after:%Y-%m-%d}"
