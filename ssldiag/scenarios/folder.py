"""The folder of a network: made, opened, changed by one command at a time.

``mc.json`` holds the history, ``keys.json`` certificates with their keys, for the owner's eyes alone; it is
no key database, since it stands for those of all actors, the CA's among them. Everything else is what the
doctor reads, written anew with each change.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ssldiag.keydb import store_file
from ssldiag.keydb.choices import KeyKind
from ssldiag.keydb.model import NotACertificate
from ssldiag.keydb.store import StoreError
from ssldiag.scenarios import files, history, keys
from ssldiag.scenarios.happenings import Answer, Event, Seen
from ssldiag.scenarios.history import BadState, History
from ssldiag.scenarios.keys import Pair
from ssldiag.scenarios.state import World

STATE = "mc.json"
KEYS = "keys.json"
PUBLIC = 0o644


class FolderError(Exception):
    """The folder cannot be used; the text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Network:
    """A folder that was opened."""

    folder: Path
    history: History
    world: World
    ring: dict[str, Pair]


def create(
    folder: Path,
    begin: History,
    now: datetime,
    held: Mapping[str, Pair] | None = None,
    kind: KeyKind = KeyKind.RSA_2048,
) -> Network:
    """Make the folder of a network, with the certificates that are ``held`` already. Raises
    :class:`FolderError` and OSError.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderError(f"{folder} is not empty")
    folder.mkdir(parents=True, exist_ok=True)
    world = begin.world()
    network = Network(folder, begin, world, keys.filled(held or {}, world, now, kind))
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
    held = ring(folder)
    lacking = [name for name in keys.wanted(world) if name not in held]
    if lacking:
        raise FolderError(f"{folder / KEYS}: it lacks {lacking[0]}")
    return Network(folder, told, world, held)


def ring(folder: Path) -> dict[str, Pair]:
    """The certificates with their keys. Raises :class:`FolderError` and OSError."""
    try:
        document = json.loads(store_file.contents(folder / KEYS))
        found = {str(name): pair(item) for name, item in document.items()}
    except (StoreError, ValueError, RecursionError, AttributeError, NotACertificate) as error:
        raise FolderError(f"{folder / KEYS}: it does not hold the keys of a network") from error
    return found


def pair(item: Any) -> Pair:
    """A certificate and its key. Raises ValueError and NotACertificate."""
    if not isinstance(item, list) or len(item) != 2 or not all(isinstance(one, str) for one in item):
        raise ValueError
    found = Pair(*(b64decode(one, validate=True) for one in item))
    _ = found.parsed
    return found


def happen(
    folder: Path, events: Sequence[Event], now: datetime, kind: KeyKind = KeyKind.RSA_2048
) -> tuple[World, Answer]:
    """Let events happen to a network, all of them or none. Raises :class:`FolderError` and OSError."""
    try:
        with store_file.locked(folder / STATE):
            before = load(folder)
            told, answer = before.history, Answer(before.world)
            seen: tuple[Seen, ...] = ()
            for event in events:
                told, answer = told.add(answer.world, event, now)
                if answer.refusal is not None:
                    return before.world, Answer(before.world, (), answer.refusal)
                seen += answer.seen
            held = keys.filled(before.ring, answer.world, now, kind)
            save(Network(folder, told, answer.world, held), before.ring)
    except StoreError as error:
        raise FolderError(f"{folder}: {error}") from error
    return answer.world, Answer(answer.world, seen)


def encoded(data: bytes) -> str:
    """DER as JSON holds it."""
    return b64encode(data).decode("ascii")


def save(network: Network, before: dict[str, Pair]) -> None:
    """Write everything, the history last: what it tells is then there."""
    folder = network.folder
    if network.ring != before:
        pairs = {name: [encoded(one.certificate), encoded(one.key)] for name, one in network.ring.items()}
        store_file.replace(folder / KEYS, json.dumps(pairs, indent=1).encode())
    found = files.files(network.world, network.ring)
    for name in {f"{item.name}/certificate_info.csv" for item in network.world.systems} - set(found):
        (folder / name).unlink(missing_ok=True)
    for name, text in found.items():
        (folder / name).parent.mkdir(exist_ok=True)
        store_file.replace(folder / name, text.encode(), PUBLIC)
    store_file.replace(folder / STATE, history.written(network.history).encode(), PUBLIC)
