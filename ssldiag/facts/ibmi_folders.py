"""Which folders of a snapshot belong to one IBM i each: a Management Central network has one folder a
system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.readers.ibmi.document import Document

SEVERAL = 2
"""Kinds of file that make a folder a system's: folders sorted by subject hold one kind each."""


@dataclass(frozen=True, slots=True)
class IbmiFolders:
    """The folders of systems, in path order."""

    folders: tuple[str, ...]


def build(facts: Facts) -> Iterator[IbmiFolders]:
    """The one fact of this type."""
    yield IbmiFolders(found(facts))


def folders(facts: Facts) -> tuple[str, ...]:
    """The folders of systems, in path order."""
    return facts.all(IbmiFolders)[0].folders


def folder_of(file: str) -> str:
    """What stands before the last ``/``, empty for a file at the top."""
    return file.rpartition("/")[0]


def found(facts: Facts) -> tuple[str, ...]:
    """The folders of systems: those that hold files of several IBM i kinds, or a form that describes one
    system.

    Where no folder is such, all IBM i files are of one system, whose folder is the top.
    """
    kinds: dict[str, set[str]] = {}
    described: dict[str, set[str]] = {}
    for document in facts.all(Document):
        folder = folder_of(document.file)
        kinds.setdefault(folder, set()).add(document.kind)
        if document.kind == "ibmi_form":
            names = {row.name.value.upper() for row in document.rows if row.word == "system"}
            described.setdefault(folder, set()).update(names)
    homes = [
        folder
        for folder, held in sorted(kinds.items())
        if len(held - {"ibmi_form"}) >= SEVERAL or len(described.get(folder, ())) == 1
    ]
    if homes:
        return tuple(homes)
    several = any(len(names) > 1 for names in described.values())
    return () if several or not kinds else ("",)


def home_of(file: str, homes: tuple[str, ...]) -> str | None:
    """The folder of the system whose file this is: the innermost around it; where there is one system only,
    that one. None for a file of the whole network.
    """
    around = [folder for folder in homes if not folder or file.startswith(f"{folder}/")]
    if around:
        return max(around, key=len)
    return homes[0] if len(homes) == 1 else None
