"""What the checks of BFS listings share: the files of each key database as OPENVM LIST shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ssldiag.api import BfsObject, Facts, OpenvmListing, SslServerPool

STORES = (".kdb", ".p12", ".pfx")
"""What KEYFILE can name (z/VM 7.2, key stores of the SSL server)."""

SUFFIXES = (".rdb", ".sth")


@dataclass(slots=True)
class Folder:
    """The files of a directory by name. ``whole``: all of it was listed, so a file not here is missing."""

    files: dict[str, BfsObject] = field(default_factory=dict)
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Database:
    """A key database: its name without suffix, which of ``STORES`` it is, and its files by suffix. ``whole``
    as for its directory.
    """

    base: str
    store: str
    files: dict[str, BfsObject]
    whole: bool


def databases(facts: Facts) -> list[Database]:
    """The key databases in use that listings show: those of KEYFILE, else every .kdb of every directory."""
    shown = [database for folder in folders(facts).values() for database in of_folder(folder)]
    wanted = {pool.keyfile.rsplit("/", 1)[-1] for pool in facts.all(SslServerPool)}
    used = [database for database in shown if database.base + database.store in wanted]
    return used or [database for database in shown if database.store == ".kdb"]


def folders(facts: Facts) -> dict[str, Folder]:
    """Directories by path; of several listings of one the last counts, a listing of one file adds to it."""
    found: dict[str, Folder] = {}
    for listing in facts.all(OpenvmListing):
        rows: dict[str, list[BfsObject]] = {}
        for item in listing.objects:
            rows.setdefault(item.directory or "", []).append(item)
        for where, items in rows.items():
            above, _, last = where.rpartition("/")
            if len(items) == 1 and last == items[0].name.value:
                found.setdefault(above, Folder()).files[last] = replace(items[0], directory=above)
            else:
                files = {item.name.value: item for item in items if item.type == "F"}
                found[where.rstrip("/")] = Folder(files, whole=True)
    return found


def of_folder(folder: Folder) -> Iterator[Database]:
    """Each key store of a directory with the files that belong to it; letter case counts, as in BFS."""
    for name in folder.files:
        store = name[-4:]
        if store in STORES:
            base = name.removesuffix(store)
            names = ((suffix, folder.files.get(base + suffix)) for suffix in (store, *SUFFIXES))
            files = {suffix: item for suffix, item in names if item is not None}
            yield Database(base, store, files, folder.whole)


def path(item: BfsObject) -> str:
    """A file's path where the listing's command tells the directory, else its name."""
    if not item.directory:
        return item.name.value
    return f"{item.directory.rstrip('/')}/{item.name.value}"
