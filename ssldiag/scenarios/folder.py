"""The folder of a network: made, opened, changed by one command at a time.

``mc.json`` holds the history, ``keys/`` certificates with their keys (a PKCS#12 database with its stash
file); everything else is what the doctor reads, written anew with each change.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ssldiag.keydb import stash, store_file
from ssldiag.keydb.edit_make import KeyKind
from ssldiag.keydb.store import Database, Record, StoreError
from ssldiag.scenarios import files, history, keys
from ssldiag.scenarios.happenings import Answer, Event
from ssldiag.scenarios.history import BadState, History
from ssldiag.scenarios.keys import Pair
from ssldiag.scenarios.state import World

STATE = "mc.json"
KEYS, STASH = "keys/keys.p12", "keys/keys.sth"
PRIVATE, PUBLIC = 0o700, 0o644


class FolderError(Exception):
    """The folder cannot be used; the text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Network:
    """A folder that was opened."""

    folder: Path
    history: History
    world: World
    ring: dict[str, Pair]


def create(folder: Path, begin: History, now: datetime, kind: KeyKind = KeyKind.RSA_2048) -> Network:
    """Make the folder of a network. Raises :class:`FolderError` and OSError."""
    if folder.exists() and any(folder.iterdir()):
        raise FolderError(f"{folder} is not empty")
    (folder / "keys").mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    password = secrets.token_hex(16).encode()
    store_file.replace(folder / STASH, stash.encode(password, os.urandom))
    world = begin.world()
    network = Network(folder, begin, world, keys.filled({}, world, now, kind))
    save(network, {})
    return network


def load(folder: Path) -> Network:
    """Open a folder. Raises :class:`FolderError` and OSError."""
    path = folder / STATE
    if not path.is_file():
        raise FolderError(f"{folder}: there is no {STATE}; ssldiag mc init makes it")
    with path.open("rb") as stream:
        data = stream.read(history.LONGEST + 1)
    try:
        if len(data) > history.LONGEST:
            raise BadState("it is too large")
        told = history.read(data.decode("utf-8", "replace"))
        world = told.world()
    except BadState as error:
        raise FolderError(f"{path}: {error}") from error
    return Network(folder, told, world, ring(folder))


def ring(folder: Path) -> dict[str, Pair]:
    """The certificates with their keys. Raises :class:`FolderError` and OSError."""
    try:
        found = store_file.load(folder / KEYS, password(folder))
    except StoreError as error:
        raise FolderError(f"{folder / KEYS}: {error}") from error
    return {
        record.label: Pair(record.certificate, record.key)
        for record in found.records
        if record.certificate is not None and record.key is not None
    }


def password(folder: Path) -> bytes:
    """The password of the database. Raises :class:`FolderError` and OSError."""
    try:
        return stash.decode(store_file.contents(folder / STASH))
    except StoreError as error:
        raise FolderError(f"{folder / STASH}: {error}") from error


def happen(
    folder: Path, event: Event, now: datetime, kind: KeyKind = KeyKind.RSA_2048
) -> tuple[Network, Answer]:
    """Let an event happen to a network. Raises :class:`FolderError` and OSError."""
    try:
        with store_file.locked(folder / STATE):
            before = load(folder)
            told, answer = before.history.add(before.world, event, now)
            if answer.refusal is not None:
                return before, answer
            held = keys.filled(before.ring, answer.world, now, kind)
            after = Network(folder, told, answer.world, held)
            save(after, before.ring)
    except StoreError as error:
        raise FolderError(f"{folder}: {error}") from error
    return after, answer


def save(network: Network, before: dict[str, Pair]) -> None:
    """Write everything, the history last: what it tells is then there."""
    folder = network.folder
    if network.ring != before:
        records = tuple(Record(name, pair.certificate, pair.key) for name, pair in network.ring.items())
        store_file.save(folder / KEYS, Database(records), password(folder))
    found = files.files(network.world, network.ring)
    for name in {f"{item.name}/certificate_info.csv" for item in network.world.systems} - set(found):
        (folder / name).unlink(missing_ok=True)
    for name, text in found.items():
        (folder / name).parent.mkdir(exist_ok=True)
        store_file.replace(folder / name, text.encode(), PUBLIC)
    store_file.replace(folder / STATE, history.written(network.history).encode(), PUBLIC)
