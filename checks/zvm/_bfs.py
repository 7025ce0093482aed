"""What the checks of BFS listings share: the files of a key database as OPENVM LIST shows them."""

from __future__ import annotations

from ssldiag.api import BfsObject, Facts, OpenvmListing, SslServerPool

SUFFIXES = (".kdb", ".rdb", ".sth")


def files(facts: Facts) -> list[BfsObject]:
    """Every file of every listing."""
    return [item for listing in facts.all(OpenvmListing) for item in listing.objects if item.type == "F"]


def named(facts: Facts, name: str) -> BfsObject | None:
    """The file of this name; letter case counts, as in BFS."""
    return next((item for item in files(facts) if item.name.value == name), None)


def bases(facts: Facts) -> list[str]:
    """Base names of the key databases in use that a listing shows: those of KEYFILE, else every .kdb."""
    wanted = {pool.keyfile.rsplit("/", 1)[-1].removesuffix(".kdb") for pool in facts.all(SslServerPool)}
    shown = [
        item.name.value.removesuffix(".kdb") for item in files(facts) if item.name.value.endswith(".kdb")
    ]
    return [base for base in shown if base in wanted] or shown


def path(item: BfsObject) -> str:
    """A file's path where the listing's command tells the directory, else its name."""
    if not item.directory:
        return item.name.value
    return f"{item.directory.rstrip('/')}/{item.name.value}"
