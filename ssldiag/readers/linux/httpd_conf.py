"""A configuration file of IBM HTTP Server in, its directives with the sections around them out.

Grammar: Apache HTTP Server 2.4, "Configuration Files": one directive a line, ``\\`` at the end continues
it, ``#`` begins a comment line, arguments may be in quotes, ``<Name args>`` ... ``</Name>`` is a section.
What a directive means is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import Located, Source, TextPlace, Unreadable
from ssldiag.readers.linux.document import LinuxDocument, document, text_of
from ssldiag.text import Line

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"?|\'((?:[^\'\\]|\\.)*)\'?|(\S+)')
_SECTION = re.compile(r"<\s*(/?)\s*([A-Za-z]\w*)\s*([^>]*)>?\s*$")
_LONGEST = 8_190
"""Characters of a line: Apache's own bound on a continued line is 8192 (``MAX_STRING_LEN``)."""

DEEPEST = 20
"""Sections inside sections: Apache itself nests five at most; more is no configuration."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section that is open: ``name`` in lower case, ``number`` tells sections of one file apart."""

    name: str
    words: tuple[str, ...]
    number: int
    place: TextPlace


@dataclass(frozen=True, slots=True)
class Directive:
    """``key`` in lower case; ``words`` are the arguments without quotes. ``quoted``: the first one had
    some.
    """

    key: str
    name: Located[str]
    words: tuple[Located[str], ...]
    sections: tuple[Section, ...] = ()
    quoted: bool = False

    @property
    def value(self) -> Located[str] | None:
        """The first argument."""
        return self.words[0] if self.words else None

    def inside(self, name: str) -> Section | None:
        """The innermost section of this name (lower case) around the directive."""
        return next((item for item in reversed(self.sections) if item.name == name), None)


def read(source: Source) -> LinuxDocument[Directive]:
    """Read httpd.conf or a file that it includes."""
    found, notes = text_of(source)
    rows, wrong = parse(found)
    return document(source, rows, notes + wrong)


def parse(found: list[Line]) -> tuple[tuple[Directive, ...], list[Unreadable]]:
    """The directives, each opening of a section among them, and sections that do not match."""
    rows: list[Directive] = []
    wrong: list[Unreadable] = []
    stack: list[Section] = []
    for line in joined(found):
        text = line.text[:_LONGEST]
        match = _SECTION.match(text.strip())
        if match is None:
            rows.append(directive(line, text, tuple(stack)))
        elif match[1]:
            if not close(stack, match[2].lower()):
                wrong.append(Unreadable(line.place(), f"</{match[2]}> closes no section that is open"))
        elif len(stack) < DEEPEST:
            item = directive(line, text.replace("<", " ", 1).rstrip().removesuffix(">"), tuple(stack))
            section = Section(item.key, tuple(w.value for w in item.words), line.number, line.place())
            rows.append(Directive(f"<{item.key}>", item.name, item.words, (*stack, section)))
            stack.append(section)
        else:
            wrong.append(Unreadable(line.place(), f"more than {DEEPEST} sections inside each other"))
    wrong.extend(Unreadable(item.place, f"<{item.name}> is never closed") for item in stack)
    return tuple(rows), wrong


def close(stack: list[Section], name: str) -> bool:
    """Close the innermost section of a name with all inside it; whether there was one."""
    for index in range(len(stack) - 1, -1, -1):
        if stack[index].name == name:
            del stack[index:]
            return True
    return False


def joined(found: list[Line]) -> Iterator[Line]:
    """The lines without comments and blank ones; a continued line as one, at its first line's place."""
    waiting: Line | None = None
    for line in found:
        text = line.text.rstrip()
        if waiting is None and (not text.strip() or text.lstrip().startswith("#")):
            continue
        more = text.endswith("\\") and len(waiting.text if waiting else "") < _LONGEST
        text = text[:-1] if more else text
        start = line if waiting is None else waiting
        whole = text if waiting is None else f"{waiting.text} {text}"
        waiting = start._replace(text=whole, original=start.raw)
        if not more:
            yield waiting
            waiting = None
    if waiting is not None:
        yield waiting


def directive(line: Line, text: str, sections: tuple[Section, ...]) -> Directive:
    """A directive from its line."""
    matches = list(_WORD.finditer(text))
    words = [located(line, match) for match in matches]
    if not words:
        words = [line.located(0, 1)]
    quoted = len(matches) > 1 and matches[1][3] is None
    return Directive(words[0].value.lower(), words[0], tuple(words[1:]), sections, quoted)


def located(line: Line, match: re.Match[str]) -> Located[str]:
    """An argument without its quotes."""
    group = next(index for index in (1, 2, 3) if match[index] is not None)
    start, end = match.span(group)
    inside = end <= len(line.raw)  # of a continued line, the place is in its first piece or all of that
    return Located(match[group], line.place(start, end) if inside else line.place(0, len(line.raw)))
