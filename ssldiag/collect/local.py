"""A Linux host in; a snapshot of its GSKit products out, in memory or as a zip, without keys and passwords.

First the usual places, then what the configuration found there names. Of what is named and not there, and
of stash files, only the collector's list (``collected.json``) tells; the doctor reads it like any other
source.
"""

from __future__ import annotations

import io
import json
import os
import platform
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ssldiag.collect import local_host
from ssldiag.collect.local_clean import Secret, cleaned, kind_of
from ssldiag.collect.local_places import CONFIGURATION, KEY_FOLDERS, KEY_SUFFIXES, LOGS
from ssldiag.collect.local_tree import MOST_FILES, SECONDS, TAIL, NotTaken, Tree
from ssldiag.facts import Facts
from ssldiag.facts.linux_files import normal
from ssldiag.facts.linux_ihs import IhsServer
from ssldiag.facts.linux_uses import PRODUCTS, UNSET, KeyUse
from ssldiag.model import Snapshot, Source
from ssldiag.readers.linux.local import SCHEMA, LocalFile
from ssldiag.recognise import recognise
from ssldiag.settings import Settings
from ssldiag.text import detect

MANIFEST = "collected.json"
ADDED = "added"
"""Folder of the files that the user gives: output of runmqsc and db2."""
ROUNDS = 4
"""How often what was found is looked through for more names: an include in an include in an include."""
LOOK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Item(LocalFile):
    """A file of the host: a row of the list, and what is kept of it (None where nothing is)."""

    data: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Collected:
    """Everything, in the order of the paths."""

    host: str
    taken: datetime
    items: tuple[Item, ...]
    stores: tuple[dict[str, object], ...]
    listeners: tuple[dict[str, object], ...]
    notes: tuple[str, ...]

    def manifest(self) -> bytes:
        """``collected.json``, a row a line."""
        parts: dict[str, list[object]] = {
            "files": [row(item) for item in self.items],
            "trust_stores": list(self.stores),
            "listeners": list(self.listeners),
            "notes": list(self.notes),
        }
        taken = json.dumps(self.taken.isoformat(timespec="seconds"))
        head = f'{{"schema": "{SCHEMA}",\n "collected_at": {taken},\n "host": {json.dumps(self.host)}'
        lists = (f' "{key}": [' + ",".join(map(line_of, rows)) + "\n ]" for key, rows in parts.items())
        return ",\n".join((head, *lists, "")).rstrip(",\n").encode() + b"\n}\n"

    def files(self) -> Iterator[tuple[str, bytes, int | None, datetime | None]]:
        """What goes into the snapshot: path, bytes, mode and time."""
        for item in self.items:
            if item.data is not None:
                yield plain(item.path), item.data, item.mode, item.changed
        yield MANIFEST, self.manifest(), None, self.taken


def line_of(row: object) -> str:
    """A row of a list on a line of its own."""
    return f"\n  {json.dumps(row)}"


def plain(path: str) -> str:
    """A path whose bytes are no text, as text."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def row(item: Item) -> dict[str, object]:
    """An item as the list has it."""
    found: dict[str, object] = {"path": plain(item.path), "state": item.state}
    if item.reason:
        found["reason"] = item.reason
    if item.size is not None:
        found.update(size=item.size, mode=item.mode)
    if item.changed is not None:
        found["changed"] = item.changed.isoformat(timespec="seconds")
    if item.state == "described":
        found["opens"] = item.opens
    if item.wanted_by:
        found["wanted_by"] = item.wanted_by
    return found


def snapshot(root: Path = Path("/"), now: datetime | None = None, extra: Iterable[Path] = ()) -> Snapshot:
    """This host (or the tree below ``root``) as a snapshot in memory; nothing in the tree raises."""
    return as_snapshot(collect(root, now or datetime.now(UTC), extra))


def as_snapshot(found: Collected) -> Snapshot:
    """What was collected, as the doctor takes it."""
    sources = [source(*each) for each in found.files()]
    return Snapshot(found.host, tuple(sorted(sources, key=lambda item: item.path)))


def source(path: str, data: bytes, mode: int | None, changed: datetime | None) -> Source:
    """A source of bytes in memory."""
    encoding = detect(data[:LOOK], len(data))
    kind, why = recognise(path, data[:LOOK], len(data), encoding)
    return Source(path, kind, why, len(data), partial(io.BytesIO, data), encoding, changed, mode)


def collect(
    root: Path, now: datetime, extra: Iterable[Path] = (), seconds: float = SECONDS, probe: bool = False
) -> Collected:
    """Look through the tree below ``root`` as if it were ``/``; ``extra`` are files to put beside it;
    ``probe`` asks each listening port for its certificate.
    """
    tree = Tree(root, seconds)
    items: dict[str, Item] = {item.path: item for item in added(extra)}
    for path in usual(tree):
        take(tree, items, path)
    for _ in range(ROUNDS):
        before = len(items)
        for path, owner, as_key in named(tree, items, now):
            take(tree, items, path, owner, as_key)
        if len(items) == before:
            break
    for path, item in list(items.items()):
        if item.state == "described":
            items[path] = with_answer(tree, items, item)
    stores = tuple(local_host.trust_stores(tree, now))
    ports = tuple(local_host.listeners(tree))
    if probe and ports:
        from ssldiag.collect.local_probe import asked

        ports = tuple(asked(ports, tree))
    name = platform.node() if tree.root == Path("/") else plain(tree.root.name)
    if len(items) >= MOST_FILES:
        tree.cut.append(f"more than {MOST_FILES:,} files: the rest is left out")
    if not any(item.data is not None for item in items.values()):
        tree.cut.append(nothing())
    ordered = tuple(items[path] for path in sorted(items))
    return Collected(name, now, ordered, stores, ports, tuple(tree.cut))


def nothing() -> str:
    """Where was looked in vain, for the list and the report."""
    return (
        f"found no file of {', '.join(PRODUCTS)} in {', '.join(looked())}; "
        "for one that is installed elsewhere, examine a folder with its files: ssldiag doctor FOLDER"
    )


def looked() -> list[str]:
    """The folders of the usual places."""
    parts = (pattern.split("/") for pattern in (*CONFIGURATION, *KEY_FOLDERS))
    return sorted({"/" + "/".join(part[: 1 if "*" in part[0] else 2]) for part in parts})


def usual(tree: Tree) -> Iterator[str]:
    """The files at the usual places."""
    for pattern in (*CONFIGURATION, *LOGS):
        yield from tree.matching(pattern)
    for pattern in KEY_FOLDERS:
        for folder in tree.matching(pattern):
            yield from tree.below(folder, KEY_SUFFIXES)


def named(tree: Tree, items: dict[str, Item], now: datetime) -> Iterator[tuple[str, str, bool]]:
    """What the configuration names and nobody looked for yet: key databases, stash files, includes."""
    found = Collected("", now, tuple(items.values()), (), (), ())
    facts = Facts(as_snapshot(found), Settings(), now)
    for use in facts.all(KeyUse):
        for file in (use.file, use.stash):
            if file is not None and file.path not in items:
                yield file.path, use.who, True
    for server in facts.all(IhsServer):
        for item in server.includes:
            if item.value:
                for path in included(tree, server.path(item.value.value)):
                    yield path, "Include", False


def included(tree: Tree, text: str) -> Iterator[str]:
    """The files that an Include means: of a pattern, below a folder, or one that may be missing."""
    path = normal(text)
    if not path or UNSET in path:
        return
    if any(sign in path for sign in "*?["):
        yield from tree.matching(path)
    elif tree.is_folder(path):
        yield from tree.below(path, ("",))
    else:
        yield path


def take(tree: Tree, items: dict[str, Item], path: str, owner: str = "", as_key: bool = False) -> None:
    """Put a file among the items, with what may be kept of it; ``as_key``: a product says it holds keys."""
    if path in items or len(items) >= MOST_FILES or tree.spent:
        return
    try:
        status = tree.stat(path)
        item = Item(
            path,
            "taken",
            "",
            status.st_size,
            stat.S_IMODE(status.st_mode),
            datetime.fromtimestamp(status.st_mtime, UTC),
            wanted_by=owner,
        )
        items[path] = kept(tree, item, as_key or path.lower().endswith(KEY_SUFFIXES))
    except NotTaken as error:
        items[path] = Item(path, error.state, str(error), wanted_by=owner)


def kept(tree: Tree, item: Item, as_key: bool) -> Item:
    """The item with what may be kept; a stash file is described alone. Raises NotTaken."""
    if item.path.lower().endswith(".sth"):
        return replace(item, state="described")
    log = any(item.path.endswith(end) for end in ("_log", ".log", ".LOG"))
    data = tree.read(item.path, TAIL, tail=True) if log else tree.read(item.path)
    if kind_of(data, item.path) == "stash":
        return replace(item, state="described")
    try:
        return replace(item, data=cleaned(data, item.path, as_key))
    except Secret as error:
        return replace(item, state="left out", reason=str(error))


def with_answer(tree: Tree, items: dict[str, Item], item: Item) -> Item:
    """A stash file with the answer whether it opens the database beside it (.kdb of the same name)."""
    from ssldiag.keydb.unlock import opens

    beside = item.path[: -len(".sth")] + ".kdb" if item.path.lower().endswith(".sth") else ""
    if beside not in items or items[beside].state != "taken":
        return item
    try:
        return replace(item, opens=opens(tree.read(beside), tree.read(item.path, 4_096)))
    except NotTaken as error:
        return replace(item, reason=str(error))


def added(paths: Iterable[Path]) -> Iterator[Item]:
    """Files that the user gives, below :data:`ADDED`. Raises OSError and ValueError for one that cannot go
    along.
    """
    for number, path in enumerate(paths, 1):
        data = path.read_bytes() if path.stat().st_size <= TAIL * 8 else b"\0"
        try:
            if b"\0" in data:
                raise Secret("is no text, or too long")
            clean = cleaned(data, path.name)
        except Secret as error:
            raise ValueError(f"{path}: {error}") from None
        yield Item(f"{ADDED}/{number}-{os.path.basename(path)}", "taken", "", len(data), data=clean)


def packed(found: Collected) -> bytes:
    """The zip, with modes and times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data, mode, changed in found.files():
            when = (changed or found.taken).astimezone(UTC)
            info = zipfile.ZipInfo(path, (min(max(when.year, 1980), 2107), *when.timetuple()[1:6]))
            info.external_attr = (stat.S_IFREG | (0o600 if mode is None else mode)) << 16
            info.create_system = 3
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def shown(found: Collected) -> Iterator[str]:
    """What goes in and what stays out, a file a line."""
    for item in found.items:
        state = item.state if not item.reason else f"{item.state}: {item.reason}"
        yield f"{state:<28}  {item.path}"
    for store in found.stores:
        count = f"{store['certificates']} certificates, {store['expired']} expired"
        yield f"{'counted':<28}  {store['path']} ({count})"
    for each in found.listeners:
        if each.get("tls"):
            yield f"{'answers with ' + str(each['tls']):<28}  port {each['port']} ({each.get('subject', '')})"
    if found.listeners:
        ports = sorted({int(str(each["port"])) for each in found.listeners})
        yield f"{'listening':<28}  {', '.join(map(str, ports))}"
    yield from (f"{'note':<28}  {note}" for note in found.notes)
