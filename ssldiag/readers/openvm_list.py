"""OPENVM LIST (OWN: lines in, one row a BFS object out, with owner, group and permission bits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ssldiag.model import Located, Place
from ssldiag.text import Line


@dataclass(frozen=True, slots=True)
class BfsObject:
    """One object: ``permissions`` nine characters ``rw-r-----``; ``type`` F, D, L; ``directory`` of the command if shown."""

    name: Located[str]
    owner: str
    group: str
    permissions: Located[str]
    type: str
    directory: str | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class OpenvmListing:
    """One listing."""

    place: Place
    directory: str | None
    objects: tuple[BfsObject, ...]


def parse(lines: Sequence[Line]) -> OpenvmListing:
    """Read one listing (CMS OpenExtensions, OPENVM LISTFILE with OWNER)."""
    raise NotImplementedError
