"""The folder of a running reference pool in, a zip of its configuration, responses and consoles out; no key,
no key database, no stash file, and no password of its directory.
"""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ssldiag.bundle.secret_words import Passwords
from ssldiag.collect.ibmi_pase import MANIFEST, SCHEMA, SECRET_MARK
from ssldiag.pool.client import PoolDown, ask

MOST_FILES = 2_000
"""A pool of a hundred servers has some 500: consoles with three older ones each."""

MOST_BYTES = 8 * 1024 * 1024
"""Of one file: a console is at most 4 MiB."""

LEFT_OUT = (".p12", ".pfx", ".kdb", ".sth", ".rdb", ".crl", ".key", ".keylog", ".pcap", ".pcapng", ".sock")
"""Key stores, what opens them, secrets of sessions, and captures, which hold what was sent."""

FOLDERS = frozenset(("run",))
"""Sockets and process ids: of this moment and this machine alone."""

STATUS = "status.json"


@dataclass(frozen=True)
class Item:
    """A file of the folder. ``reason`` says why it stays out; empty for one that goes in."""

    name: str
    size: int
    reason: str
    data: bytes = b""


class NotCollected(Exception):
    """There is nothing to collect; the text says why."""


def items(folder: Path) -> Iterator[Item]:
    """The files of a pool, in order, each with what goes into the zip or why not. Links are not followed."""
    count = 0
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in FOLDERS or Path(top) != folder)
        for name in sorted(files):
            count += 1
            if count > MOST_FILES:
                return
            path = Path(top, name)
            yield _item(path, path.relative_to(folder).as_posix())


def _item(path: Path, name: str) -> Item:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        return Item(name, 0, "not a file")
    if name.lower().endswith(LEFT_OUT):
        return Item(name, status.st_size, "keys, secrets or packets")
    with path.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        return Item(name, status.st_size, f"more than {MOST_BYTES // 2**20} MiB")
    if SECRET_MARK in data:
        return Item(name, len(data), "a private key is in it")
    if b"\0" in data:
        return Item(name, len(data), "not a text")
    return Item(name, len(data), "", without_passwords(data))


def without_passwords(data: bytes) -> bytes:
    """The text with each password overwritten in its place."""
    guard = Passwords()
    text = data.decode("utf-8", "surrogateescape")
    lines = (guard.line(line)[0] for line in text.split("\n"))
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def status(folder: Path) -> bytes:
    """What the running pool says of itself. Raises NotCollected if it does not run."""
    try:
        answer = ask(folder, "POOL", "STATUS", "json")
    except PoolDown as error:
        raise NotCollected(str(error)) from error
    return json.dumps(answer.document, indent=1).encode()


def packed(found: list[Item], said: bytes, now: datetime) -> bytes:
    """The zip: files, status, manifest."""
    manifest = {
        "schema": SCHEMA,
        "collected_at": now.isoformat(timespec="seconds"),
        "files": [item.name for item in found if not item.reason],
        "left_out": [{"file": item.name, "reason": item.reason} for item in found if item.reason],
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in found:
            if not item.reason:
                archive.writestr(item.name, item.data)
        archive.writestr(STATUS, said)
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return buffer.getvalue()
