"""A settings form in, its sections with located values out. The form is ssldiag's own: it holds what IBM i
shows in windows alone (``docs/ibmi/collect.md``).

A section begins with ``[word name]``; its lines are ``key = value``; ``#`` and ``;`` begin a comment line. A
section or key that the tables do not know is unreadable, and so is a value of the wrong kind: nothing is
guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ssldiag.model import Located, Source, TextPlace, Unreadable
from ssldiag.readers.feed import TOO_MANY, Bound, within
from ssldiag.readers.ibmi.document import Document, moment
from ssldiag.readers.words import part
from ssldiag.text import Line, lines

FORM = Bound(20_000, 4 * 1024 * 1024)
"""A network of a thousand systems with twenty lines each."""

LONGEST_VALUE = 4_096
MOST_NOTES = 100

TRUTH = {"yes": True, "no": False, "on": True, "off": False, "true": True, "false": False}
SECTIONS: dict[str, dict[str, str]] = {
    "system": {
        "role": "central endpoint",
        "release": "release",
        "host-name": "text",
        "addresses": "list",
        "crypto-hardware": "truth",
        "dcm-pages": "truth",
        "upgraded-from": "release",
        "ssl-stored": "truth",
        "ssl-active": "truth",
        "level-stored": "level",
        "level-active": "level",
        "settings-changed": "moment",
        "server-started": "moment",
        "inventory-collected": "moment",
        "trusts": "list",
    },
    "pc": {
        "central": "text",
        "release": "release",
        "ssl-stored": "truth",
        "ssl-active": "truth",
        "trusts": "list",
        "java-trusts": "list",
        "dials": "list",
        "kind": "navigator acs winap",
        "stays-plain": "truth",
        "client-certificate-expected": "truth",
    },
    "group": {"members": "list"},
    "compare and update": {
        "model": "text",
        "group": "text",
        "category": "text",
        "use-ssl": "truth",
        "level": "level",
        "updates": "list",
        "started": "moment",
        "finished": "moment",
        "status": "text",
    },
    "package": {
        "source": "text",
        "object": "text",
        "group": "text",
        "replace": "truth",
        "object-differences": "truth",
        "target-release": "release",
        "sent": "moment",
        "status": "named",
    },
    "validation list": {
        "library": "text",
        "present": "truth",
        "changed": "moment",
        "created": "moment",
        "copied-from": "text",
    },
    "application": {
        "system": "text",
        "description": "text",
        "certificates": "list",
        "store": "text",
        "protocols": "list",
        "ciphers": "list",
        "trusts": "list",
        "client-authentication": "truth",
        "session-timeout": "number",
    },
    "peer": {
        "system": "text",
        "server": "text",
        "protocols": "list",
        "ciphers": "list",
        "dials": "list",
        "trusts": "list",
    },
    "host": {"system": "text", "names": "list", "seen-by": "text"},
    "file": {"system": "text", "authority": "named"},
    "scenario": {"reached": "truth"},
    "step": {"scenario": "text", "actor": "text", "at": "moment", "outcome": "text"},
}
"""By section: its keys, and what their values are. A list is separated by commas; ``named`` keys have a name
behind them (``status ENDPT1 = completed``); several words are the values to choose from."""

LEVELS = {"any": "Any", "server": "Server", "client and server": "Client and server"}
NAMELESS = frozenset(("package", "compare and update"))

_RELEASE = re.compile(r"(?i)(?:V[4-9]R\d(?:M\d)?|[4-9]\.\d|[4-9]\d0)$")
_ITEM = re.compile(r"[^,]+")

Value = str | bool | int | datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``name`` is what stands between key and ``=``; ``items`` the values of a list, one else."""

    key: str
    name: str
    items: tuple[Located[str], ...]
    value: Value
    place: TextPlace


@dataclass(frozen=True, slots=True)
class Section:
    """One section: ``word`` of :data:`SECTIONS`, its name, empty where it needs none, its lines."""

    word: str
    name: Located[str]
    entries: tuple[Entry, ...]
    place: TextPlace

    def entry(self, key: str) -> Entry | None:
        """The last line of this key: who adds a line below means it."""
        return next((item for item in reversed(self.entries) if item.key == key), None)


def read(source: Source) -> Document[Section]:
    """Read a settings form."""
    notes: list[Unreadable] = []
    rest = lines(source)
    found = list(within(FORM, rest))
    sections = tuple(parsed(found, notes))
    after = next(rest, None)
    if after is not None:
        notes.append(Unreadable(after.place(), TOO_MANY))
    place = found[0].place() if found else TextPlace(source.path, 1)
    unread = tuple(notes[:MOST_NOTES])
    return Document(source.path, source.kind, place, sections, not notes, "form", unreadable=unread)


def parsed(found: list[Line], notes: list[Unreadable]) -> Iterator[Section]:
    """The sections; what cannot be read goes to ``notes``."""
    head: tuple[str, Located[str], TextPlace] | None = None
    entries: list[Entry] = []
    for line in found:
        text = line.text[:LONGEST_VALUE]
        if line.cut or len(line.text) > LONGEST_VALUE:
            notes.append(Unreadable(line.place(0, 1), f"longer than {LONGEST_VALUE:,} characters"))
        elif not text.strip() or text.lstrip().startswith(("#", ";")):
            continue
        elif text.lstrip().startswith("["):
            if head:
                yield Section(head[0], head[1], tuple(entries), head[2])
            head, entries = begun(line, notes), []
        elif head:
            entry = entry_of(head[0], line)
            if isinstance(entry, Entry):
                entries.append(entry)
            else:
                notes.append(entry)
        else:
            notes.append(Unreadable(line.place(), "stands outside of any section"))
    if head:
        yield Section(head[0], head[1], tuple(entries), head[2])


def begun(line: Line, notes: list[Unreadable]) -> tuple[str, Located[str], TextPlace] | None:
    """The head of a section, None for one that is not known."""
    inner = line.text.strip()[1:].removesuffix("]").strip()
    word = next((item for item in SECTIONS if f"{inner.lower()} ".startswith(f"{item} ")), None)
    if word is None or not line.text.rstrip().endswith("]"):
        notes.append(Unreadable(line.place(), "no section of a settings form"))
        return None
    name = inner[len(word) :].strip()
    if not name and word not in NAMELESS:
        notes.append(Unreadable(line.place(), "is a section without a name"))
        return None
    start = line.text.rindex(name) if name else line.text.index("[")
    return word, line.located(start, start + len(name)), line.place()


def entry_of(word: str, line: Line) -> Entry | Unreadable:
    """One line of a section, or why it is none."""
    left, equals, right = line.text.partition("=")
    key, _, name = left.strip().partition(" ")
    if not equals or not key:
        return Unreadable(line.place(), "is not of the form key = value")
    kinds = SECTIONS[word]
    key, name = key.lower(), name.strip()
    kind = kinds.get(key)
    if kind is None or bool(name) != (kind == "named"):
        return Unreadable(line.place(), f"no setting of [{word}]")
    start = len(left) + 1 + len(right) - len(right.lstrip())
    whole = line.located(start, max(start, len(line.text.rstrip())))
    items = tuple(itemised(whole)) if kind == "list" else (whole,)
    value = meant(kind, whole.value)
    if value is None:
        return Unreadable(whole.place, f"is no {WORDS.get(kind, 'value of ' + key)}")
    return Entry(key, name, items, value, line.place())


WORDS = {
    "truth": "yes or no",
    "release": "release such as V5R4 or 7.4",
    "moment": "moment such as 2026-11-22 10:15",
    "level": "level: Any, Server or Client and server",
    "number": "number",
}


def meant(kind: str, text: str) -> Value | None:
    """The value of a text, None where it is none of its kind."""
    if kind == "truth":
        return TRUTH.get(text.lower())
    if kind == "level":
        return LEVELS.get(" ".join(text.lower().split()))
    if kind == "moment":
        return moment(text)
    if kind == "number":
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    if kind == "release":
        return text if _RELEASE.match(text) else None
    if kind in ("text", "list", "named"):
        return text
    return text.lower() if text.lower() in kind.split() else None


def itemised(value: Located[str]) -> Iterator[Located[str]]:
    """The items of a list."""
    for match in _ITEM.finditer(value.value):
        item = match[0].strip()
        if item:
            start = match.start() + match[0].index(item)
            yield part(value, start, start + len(item))
