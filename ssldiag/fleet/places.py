"""Patterns in, the files and folders that they name out, through fsspec where they are not of this machine.

Lists; reads nothing. Names are those that the user would get from the shell, so that results can be compared.
"""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from ssldiag.fleet.bounds import MAX_HOST_FILES, MAX_ITEMS
from ssldiag.fleet.model import FleetError, Item

ARCHIVES = (".zip", ".tar", ".tgz", ".txz", ".tar.gz", ".tar.xz", ".gz", ".xz")
"""How the names of archives end, where content cannot be asked for each of many."""

STAMPS = ("ETag", "etag", "mtime", "LastModified", "last_modified", "modified", "updated", "created", "CRC")
"""What file systems of fsspec call that which changes with content, the surest first."""

PASSWORD = re.compile(r"(://[^/@:]*:)[^/@]+@")
"""Of a user, in a URL."""

ELSEWHERE = "settings of a store belong into the environment or ~/.config/fsspec"


NO_FILE = "there is no file in it (those whose names begin with a dot are left out)"


def is_local(name: str) -> bool:
    """Whether a name is a path of this machine."""
    return "://" not in name and "::" not in name


def captures(pattern: str) -> list[Item]:
    """The files that a pattern names; of a folder, all files in and below it."""
    found = [
        item
        for entry in matches(pattern)
        for item in (below(entry) if entry.folder else (entry,))
        if not hidden(item.name)
    ]
    return checked(found, pattern)


def hosts(pattern: str) -> list[Item]:
    """The hosts that a pattern names: files, and folders. A folder that holds no file of its own but archives
    is taken for a folder of hosts.
    """
    found: list[Item] = []
    for entry in matches(pattern):
        found += hosts_in(entry) if entry.folder else (entry,)
    return checked(found, pattern)


def hosts_in(folder: Item) -> list[Item]:
    """A folder as one host, or the hosts that are in it."""
    inside = [item for item in entries(folder.name) if not hidden(item.name)]
    plain = [item for item in inside if not item.folder and not item.name.lower().endswith(ARCHIVES)]
    if plain or not inside:
        return [as_it_is(folder)]
    return [as_it_is(item) if item.folder else item for item in inside]


def as_it_is(folder: Item) -> Item:
    """A folder with the size and the stamp that its files give it; its own time tells little of them."""
    files = list(islice(below(folder), MAX_HOST_FILES))
    digest = sha256(repr([item.identity for item in files]).encode("utf-8", "backslashreplace")).hexdigest()
    times = [item.modified for item in files if item.modified is not None]
    size = sum(item.size for item in files)
    return Item(folder.name, size, digest[:16], max(times, default=folder.modified), True)


def hidden(name: str) -> bool:
    """Whether a file is one that people do not mean: of the system, or of an editor."""
    return name.rstrip("/").rsplit("/", 1)[-1].startswith(".")


def checked(found: list[Item], pattern: str) -> list[Item]:
    """The same. Raises FleetError if there is nothing, or more than can be listed."""
    if not found:
        there = is_local(pattern) and os.path.lexists(pattern)
        raise FleetError(f"{pattern}: {NO_FILE if there else 'there is nothing of that name'}")
    if len(found) > MAX_ITEMS:
        raise FleetError(f"{pattern}: more than {MAX_ITEMS:,} items; do them in several runs")
    return found


def apart(items: Iterable[Item], dataset: str) -> Iterator[Item]:
    """What is not the dataset itself, or in it: by default it is where people stand, among what they have."""
    own = os.path.abspath(dataset)
    for item in items:
        path = os.path.abspath(item.name) if is_local(item.name) else ""
        if path != own and not path.startswith(f"{own}{os.sep}"):
            yield item


def matches(pattern: str) -> list[Item]:
    """What a pattern names, in the order of names."""
    if is_local(pattern):
        if os.path.lexists(pattern):
            return [local(pattern)]
        return [local(name) for name in sorted(glob.glob(pattern, recursive=True))]
    return remote(pattern)


def entries(folder: str) -> list[Item]:
    """What is directly in a folder."""
    if is_local(folder):
        with os.scandir(folder) as found:
            return [local(os.path.join(folder, entry.name)) for entry in sorted(found, key=_name)]
    return remote(inside(folder, "*"))


def below(folder: Item) -> Iterator[Item]:
    """All files in and below a folder; links to folders are not followed."""
    if not is_local(folder.name):
        yield from (item for item in remote(inside(folder.name, "**")) if not item.folder)
        return
    for top, folders, names in os.walk(folder.name):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(top, name)
            if os.path.isfile(path):
                yield local(path)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def local(name: str) -> Item:
    """A path of this machine. What cannot be asked has no size: reading it will tell why."""
    try:
        status = os.stat(name)
    except OSError:
        return Item(name, 0, "")
    return Item(name, status.st_size, str(status.st_mtime_ns), status.st_mtime, stat.S_ISDIR(status.st_mode))


def remote(pattern: str) -> list[Item]:
    """What a URL of fsspec names. Raises FleetError."""
    from fsspec.core import url_to_fs

    if PASSWORD.search(pattern):
        shown = PASSWORD.sub(r"\1***@", pattern)
        raise FleetError(f"{shown}: has a password in it, which the dataset would show; {ELSEWHERE}")
    try:
        system, path = url_to_fs(pattern)
        if any(sign in path for sign in "*?["):
            found = system.glob(path, detail=True)
        else:
            found = {path: system.info(path)}
    except FileNotFoundError:
        return []
    except Exception as error:  # each file system has errors of its own
        raise FleetError(f"{pattern}: cannot be listed: {type(error).__name__}: {error}") from error
    top = beginning(pattern, str(system._strip_protocol(pattern.partition("::")[0])))
    return [_remote(top, pattern, path, sized(system, path, found[path])) for path in sorted(found)]


def sized(system: Any, path: str, told: dict[str, Any]) -> dict[str, Any]:
    """What is told of a path, with a size. Lists of ``http://`` tell none, and nothing would be read."""
    if told.get("size") is not None or told.get("type") == "directory":
        return told
    try:
        return {**told, **system.info(path)}
    except Exception:  # each file system has errors of its own; reading it will tell why
        return told


def _remote(top: str, pattern: str, path: str, told: dict[str, Any]) -> Item:
    stamp = next((str(told[word]) for word in STAMPS if told.get(word) is not None), "")
    folder = told.get("type") == "directory"
    return Item(url(top, pattern, path), int(told.get("size") or 0), stamp, modified(told), folder)


def inside(folder: str, pattern: str) -> str:
    """The pattern of what is in a folder; what that is chained to (``zip://folder::s3://...``) stays."""
    own, chained, rest = folder.partition("::")
    return f"{own.rstrip('/')}/{pattern}{chained}{rest}"


def beginning(pattern: str, path: str) -> str:
    """What stands before the path in a URL: the protocol, and where the path does not tell it (``sftp://``,
    ``hdfs://``) the user, host and port; nothing of ``http://``, whose paths are URLs.
    """
    own = pattern.partition("::")[0].rstrip("/")
    path = path.rstrip("/")
    return own[: -len(path)] if path and own.endswith(path) else own.split("://", 1)[0] + "://"


def url(top: str, pattern: str, path: str) -> str:
    """The URL of a path found by a pattern; what it is chained to stays."""
    _, chained, rest = pattern.partition("::")
    return f"{top}{path.lstrip('/') if chained else path}{chained}{rest}"


def modified(told: dict[str, Any]) -> float | None:
    """When it was last changed, as far as the store tells."""
    for word in ("mtime", "LastModified", "last_modified", "modified", "updated", "created", "date_time"):
        when = told.get(word)
        if isinstance(when, int | float):
            return float(when)
        if isinstance(when, datetime):
            return when.replace(tzinfo=when.tzinfo or UTC).timestamp()
    return None
