"""What stands for what: asked for an original, gives its stand-in, the same each time; a file keeps it.

The file stays with its owner (mode 0600): whoever has it can turn stand-ins back. Passwords are not in it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ssldiag.bundle import standins
from ssldiag.bundle.model import BundleError

SCHEMA = "ssldiag.mapping/1"

MOST = 500_000
"""Words of one mapping: some 100 MB. A log of a public server has some 100,000 addresses."""

LARGEST = 256 * 1024 * 1024
"""Bytes of a mapping file."""

Make = Callable[[standins.Taken, int], str]

KINDS = (
    *("userids", "pools", "hosts", "labels", "domains", "ips", "octets", "hextets"),
    *("macs", "mail", "volumes", "names"),
)
"""Kinds of entries. ``labels`` are parts of a host's full name that are no words of their own; ``octets`` and
``hextets`` map the last part of an address beneath its prefix.
"""


class Mapping:
    """Originals by kind, in lower case, each with its spelling and its stand-in.

    ``before`` are the stand-ins that it had when it was loaded, ``avoid`` originals that are still to get
    one, both in lower case.
    """

    def __init__(self, salt: bytes, words: dict[str, dict[str, tuple[str, str]]] | None = None) -> None:
        self.salt = salt
        self.words: dict[str, dict[str, tuple[str, str]]] = {kind: {} for kind in KINDS}
        for kind, found in (words or {}).items():
            self.words[kind].update(found)
        self.avoid: set[str] = set()
        self.before = {made.lower() for _, _, made in self.entries()}
        self._made = set(self.before)
        self._children: dict[tuple[str, str], set[str]] = {}
        for kind in ("octets", "hextets"):
            for original, (_, made) in self.words[kind].items():
                self._children.setdefault((kind, _parent(original)), set()).add(made)

    @classmethod
    def new(cls) -> Mapping:
        """An empty one."""
        return cls(secrets.token_bytes(16))

    def entries(self) -> Iterator[tuple[str, str, str]]:
        """Kind, original as first spelt, stand-in."""
        for kind, found in self.words.items():
            for original, made in found.values():
                yield kind, original, made

    def known(self, kind: str, original: str) -> str | None:
        """The stand-in of an original, if it has one."""
        found = self.words[kind].get(original.lower())
        return found[1] if found else None

    def stand_in(self, kind: str, original: str, make: Make) -> str:
        """The stand-in of an original; ``make`` gets what tells those that are not free, and a number."""
        found = self.words[kind].get(original.lower())
        if found is None:
            self._room()
            found = original, make(self.taken, len(self.words[kind]) + 1)
            self.words[kind][original.lower()] = found
            self._made.add(found[1].lower())
        return found[1]

    def is_made(self, word: str) -> bool:
        """Whether a word is a stand-in; no original of a case is one."""
        return word.lower() in self._made

    def taken(self, made: str) -> bool:
        """Whether a word is a stand-in already, or an original."""
        low = made.lower()
        return low in self._made or low in self.avoid or any(low in found for found in self.words.values())

    def part(self, kind: str, prefix: str, part: str, make: Callable[[Callable[[str], bool]], str]) -> str:
        """The stand-in of the last part of an address, beneath its prefix."""
        key = f"{prefix}/{part}"
        found = self.words[kind].get(key)
        if found is None:
            self._room()
            used = self._children.setdefault((kind, prefix), set())
            found = part, make(used.__contains__)
            used.add(found[1])
            self.words[kind][key] = found
        return found[1]

    def has_parts(self, kind: str, prefix: str) -> bool:
        """Whether anything beneath a prefix has a stand-in."""
        return (kind, prefix) in self._children

    def _room(self) -> None:
        if sum(map(len, self.words.values())) >= MOST:
            raise BundleError(
                f"there are more than {MOST:,} names and addresses to replace; give fewer files"
            )

    def digest(self, value: str, length: int) -> str:
        """``length`` hexadecimal digits that stand for a number, the same for the same number."""
        key = value.lower().encode()
        return hmac.new(self.salt, key, hashlib.sha512).hexdigest()[:length].ljust(length, "0")

    def document(self) -> dict[str, object]:
        """As the file has it."""
        return {
            "schema": SCHEMA,
            "salt": self.salt.hex(),
            "words": {
                kind: {key: list(pair) for key, pair in found.items()} for kind, found in self.words.items()
            },
        }


def _parent(key: str) -> str:
    return key.rpartition("/")[0]


def load(path: Path) -> Mapping:
    """The mapping in a file. Raises BundleError for a file that is none; OSError."""
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    try:
        document = json.loads(data)
        if document["schema"] != SCHEMA:
            raise ValueError("another schema")
        words = {
            kind: {
                str(key): (str(pair[0]), str(pair[1]))
                for key, pair in document["words"].get(kind, {}).items()
            }
            for kind in KINDS
        }
        return Mapping(bytes.fromhex(document["salt"]), words)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise BundleError(f"{path}: is no mapping file of ssldiag bundle ({error})") from None


@contextmanager
def saved(mapping: Mapping, path: Path) -> Iterator[None]:
    """Write the file, readable for its owner alone, whole or not at all; then the body puts the bundle in its
    place. If the body fails, no new file stays. Raises BundleError if the file cannot be written.
    """
    new = not path.exists()
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            _write(mapping, beside)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise BundleError(f"{path}: the mapping cannot be saved ({why}); no bundle was written") from error
    try:
        yield
    except BaseException:
        if new:
            path.unlink(missing_ok=True)
        raise


def _write(mapping: Mapping, path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as stream:
        json.dump(mapping.document(), stream, ensure_ascii=True, indent=1)
        stream.write("\n")


def save(mapping: Mapping, path: Path) -> None:
    """Write the file and nothing else. Raises BundleError."""
    with saved(mapping, path):
        pass
