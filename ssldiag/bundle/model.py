"""The values that the parts of a bundle hand to each other: the plan, the page's input, the manifest.

All text in here is redacted already, unless a docstring says otherwise; nothing here reads or writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ssldiag.model import Report

SCHEMA = "ssldiag.bundle/1"

Document = Mapping[str, Any]
"""Plain values as JSON has them."""


class BundleError(Exception):
    """A bundle that cannot be made, read or compared; one sentence for the user."""


class Survivor(BundleError):
    """Something that was replaced is still to be read in what was written. ``where`` names the places."""

    def __init__(self, message: str, where: tuple[str, ...]) -> None:
        super().__init__(message)
        self.where = where


@dataclass(frozen=True, slots=True)
class Item:
    """One source and its fate.

    ``path`` is the stand-in of its path, ``size`` the bytes it had, ``kept`` the bytes that go in. ``fate``
    is ``as it is``, ``redacted``, ``decoded`` (put in as what was read in it) or ``dropped``; ``reason`` says
    why. ``replaced`` counts what was replaced in it, by kind: (("hosts", 3), ("ips", 12)).
    """

    path: str
    kind: str
    size: int
    kept: int
    fate: str
    reason: str
    replaced: tuple[tuple[str, int], ...] = ()

    @property
    def dropped(self) -> bool:
        return self.fate == "dropped"


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes in and what stays out, in the order of paths. ``kept`` are the words of ``--keep``."""

    name: str
    items: tuple[Item, ...]
    kept: tuple[str, ...] = ()
    max_size: int = 0
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of sources that go in, before compression."""
        return sum(item.kept for item in self.items)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of a file that stand together; ``first`` is the number of the first, from 1."""

    first: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text file as the page shows it: whole (one stretch from line 1) or the stretches that matter.

    ``lines`` is how many the file has; a line longer than the page wants is cut and ends in ``…``.
    """

    path: str
    kind: str
    kind_text: str
    lines: int
    stretches: tuple[Stretch, ...]

    @property
    def whole(self) -> bool:
        return sum(len(stretch.lines) for stretch in self.stretches) == self.lines


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule's page for a code that occurs: ``doc`` is Markdown of our own, with ``##`` headings."""

    code: str
    name: str
    severity: str
    title: str
    subject: str
    certainty: str
    releases: str
    vendor_messages: tuple[str, ...]
    fix: str
    doc: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A return code or message id that occurs, where, and what our tables say (one document an entry, as in
    ``ssldiag.explain/1``; empty for one that is not known).
    """

    query: str
    places: tuple[tuple[str, int], ...]
    entries: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the drawing. ``kind``: stack, pool, server, agent, segment, key_database, label, application,
    file_space. ``id`` is unique in the drawing; ``codes`` are findings about it; ``wrong`` says in a few
    words what does not match, or is empty. ``place`` is (file, line) or None.
    """

    id: str
    kind: str
    name: str
    detail: str = ""
    wrong: str = ""
    codes: tuple[str, ...] = ()
    place: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow of the drawing between two ids. ``what`` names it (``:stack.``, ``SSLSERVERID``, ``:for.``,
    ``segment``, ``KEYFILE``, ``label``, ``TLSLABEL``, ``member``); ``wrong`` says what does not match, or is
    empty.
    """

    start: str
    end: str
    what: str
    wrong: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topology:
    """How stack, SSL servers, agent, segment, key database, labels and applications hang together."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate of the time line. ``issuer_id`` is the ``id`` of the row that issued it (its own for a
    self-signed one) or None where it was not collected; ``where`` is a key database's path or a capture's.
    """

    id: str
    label: str
    subject: str
    issuer: str
    serial: str
    not_before: datetime | None
    not_after: datetime | None
    key: str
    signature: str
    is_ca: bool | None
    has_private_key: bool
    default: bool
    trusted: bool | None
    issuer_id: str | None
    where: str
    codes: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class ConsoleRow:
    """A line of the console time line. ``kind``: start, stop, error, info. ``time`` is as the log has it, or
    empty; rows of one file are in file order.
    """

    file: str
    line: int
    machine: str
    kind: str
    message_id: str
    text: str
    time: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """How the bundle was made: version, the moment judged by, options in words, what was replaced by kind."""

    version: str
    judged_at: datetime
    options: tuple[str, ...]
    replaced: tuple[tuple[str, int], ...]
    captures: str
    """How captures went in: ``none``, ``handshakes`` or ``packets without application data``."""
    mapping: str = ""
    """Which mapping it was made with (:func:`ssldiag.bundle.manifest.identity`)."""


@dataclass(frozen=True, slots=True)
class PageInput:
    """All that the page may show. The page never sees an original: the report was made from the redacted
    sources. ``report`` and ``document`` (``ssldiag.report/1``) say the same. ``handshakes`` are
    ``ssldiag.handshake/1`` documents.
    """

    report: Report
    document: Document
    plan: Plan
    sources: tuple[SourceText, ...]
    rules: tuple[RulePage, ...]
    explained: tuple[Explained, ...]
    handshakes: tuple[Document, ...]
    topology: Topology
    certificates: tuple[CertificateRow, ...]
    console: tuple[ConsoleRow, ...]
    made: Made


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the bundle: its name, size and SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str
