"""DTCPARMS: lines in, entries with their tags out (a CMS names file: ``:nick.`` starts an entry of tags).

Which entry wins among several files is not decided here (see :mod:`ssldiag.facts.definitions`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ssldiag.model import FilePlace, Located, Place, Source, Unreadable
from ssldiag.readers.feed import configuration
from ssldiag.readers.names_file import NICK, Pair, Pairs
from ssldiag.recognise.names import cms_name
from ssldiag.text import Line


@dataclass(frozen=True, slots=True)
class Tag:
    """One ``:tag.value``. ``key`` is its name in lower case; ``words`` the blank-separated words, as written.

    ``value`` is the value with each run of white space (line breaks too) as one blank; its place is its
    first line.
    """

    key: str
    name: Located[str]
    value: Located[str]
    words: tuple[Located[str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``:nick.`` entry; ``nick`` in upper, ``type`` in lower case. ``commented``: all lines are comments.

    ``tags`` are all of it in the order written, ``:nick.`` and ``:type.`` too.
    """

    nick: Located[str]
    type: str
    tags: tuple[Tag, ...]
    commented: bool = False

    def get(self, key: str) -> Tag | None:
        """The first tag with this lower-case name."""
        return next((tag for tag in self.tags if tag.key == key), None)


@dataclass(frozen=True, slots=True)
class DtcparmsFile:
    """One DTCPARMS file. ``filename``: CMS name (``SYSTEM``, ``IBM``, a node or user id), None if unknown.

    ``star_comments`` are lines with ``*`` in column 1: taken for comments here, as in other CMS names
    files, though no source says so of DTCPARMS.
    """

    file: str
    filename: str | None
    place: Place
    entries: tuple[Entry, ...]
    commented: tuple[Entry, ...] = ()
    star_comments: tuple[Place, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


def read(source: Source) -> DtcparmsFile:
    """Read one DTCPARMS file (grammar: z/VM TCP/IP Planning and Customization, DTCPARMS file)."""
    found, notes = configuration(source)
    active, commented = Pairs(), Pairs()
    stars = []
    for line in found:
        text = line.text.lstrip()
        if text.startswith(".*"):
            active.end_value()
            read_comment(line, commented)
        elif text and line.text[0] == "*":
            active.end_value()
            stars.append(line.place())
        elif text:
            active.read(line, 0)
            commented.end_entry()
    name = cms_name(source.path)
    return DtcparmsFile(
        source.path,
        name[0] if name and name[1] == "DTCPARMS" else None,
        FilePlace(source.path),
        tuple(entry(pairs, False) for pairs in active.entries),
        tuple(entry(pairs, True) for pairs in commented.entries if len(pairs) > 1),
        tuple(stars),
        (*notes, *active.problems()),
    )


def read_comment(line: Line, commented: Pairs) -> None:
    """Take a comment line as a part of an entry that stands in comments, if it looks like one.

    Such an entry begins with ``:nick.`` and goes on while comment lines begin with a tag or are indented
    past that (our choice): prose is not, and ends it.
    """
    start = line.text.find(".*") + 2
    start += len(line.text[start:]) - len(line.text[start:].lstrip("* \t"))
    key = commented.key_at(line, start)
    if key == NICK or (commented.is_open and (key is not None or start > commented.column + len(":nick."))):
        commented.read(line, start)
    else:
        commented.end_entry()


def entry(pairs: list[Pair], commented: bool) -> Entry:
    """An entry from its pairs, of which the first is ``:nick.``."""
    tags = tuple(Tag(pair.key, pair.name, pair.value, tuple(pair.words)) for pair in pairs)
    nick = tags[0].words[0] if tags[0].words else Located("", tags[0].name.place)
    return Entry(Located(nick.value.upper(), nick.place), first_word(tags, "type").lower(), tags, commented)


def first_word(tags: Iterable[Tag], key: str) -> str:
    """The first word of the first tag of this name, or an empty text."""
    tag = next((tag for tag in tags if tag.key == key), None)
    return tag.words[0].value if tag and tag.words else ""
