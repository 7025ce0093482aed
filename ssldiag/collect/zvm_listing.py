"""The lines of an FTP listing in, names of files and what is said of them out; whatever else stands there is
left alone.

Two forms are known, which the server of z/VM gives after ``SITE LISTFORMAT``: VM's own columns, of which
older levels put a file mode in front, and those of ``ls -l``. A listing of bare names is read as well.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ssldiag.collect.zvm_list import NEVER, Wanted

MOST_LINES = 20_000
"""Lines of one directory: TCPMAINT 592 has some thousand files."""

LONGEST_LINE = 1_024

_WHEN = r"(?:\d{4}-\d\d-\d\d|\d{1,2}/\d\d/\d\d{1,3}) +\d{1,2}:\d\d:\d\d"
_VM = re.compile(
    r"(?P<fn>\S{1,8}) +(?:(?P<ft>(?!DIR )\S{1,8}) +)??(?:[A-Z]\d? +)?(?P<form>[FV]|DIR)"
    rf" +(?P<lrecl>\d{{1,10}}|-) +(?:\d{{1,10}}|-) +(?:\d{{1,10}}|-) +{_WHEN}(?: .*)?"
)
_UNIX = re.compile(
    r"(?P<form>[-dlxebc])[-rwxsStT]{9}\S? +\S+ +(?:\S+ +){1,2}(?P<size>\d{1,20}) +"
    r"(?:[A-Za-z]{3} +\d{1,2} +[\d:]{4,5}|\d{4}-\d\d-\d\d +[\d:]{5,8}) +(?P<name>\S.*)"
)
_CMS = re.compile(r"[A-Z0-9@#$+:_-]{1,8}(?:\.[A-Z0-9@#$+:_-]{1,8})?", re.IGNORECASE)
_BYTES = re.compile(r"(?!\.)[A-Za-z0-9@#$+:_.-]{1,128}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a listing: its name as it is asked for; ``said``: record format and length, or size."""

    name: str
    said: str = ""


def entries(lines: Iterable[str]) -> Iterator[Entry]:
    """The files that the lines name; directories, links and lines of no known form are passed over."""
    for number, line in enumerate(lines):
        if number >= MOST_LINES:
            return
        found = _entry(line[:LONGEST_LINE].strip())
        if found is not None:
            yield found


def _entry(line: str) -> Entry | None:
    vm = _VM.fullmatch(line)
    if vm:
        name = f"{vm['fn']}.{vm['ft']}" if vm["ft"] else vm["fn"]
        return None if vm["form"] == "DIR" else Entry(name, f"{vm['form']} {vm['lrecl']}")
    unix = _UNIX.fullmatch(line)
    if unix:
        return Entry(unix["name"], f"{unix['size']} bytes") if unix["form"] == "-" else None
    return Entry(line) if line and " " not in line else None


def chosen(found: Iterable[Entry], row: Wanted) -> Iterator[Entry]:
    """Those that the row's pattern means, each once; a name that no z/VM file can have is none of them."""
    fits = _means(row)
    form = _BYTES if row.in_bytes else _CMS
    seen: set[str] = set()
    for entry in found:
        key = entry.name if row.in_bytes else entry.name.upper()
        usable = form.fullmatch(entry.name) and not NEVER.fullmatch(entry.name)
        if usable and key not in seen and fits(entry.name):
            seen.add(key)
            yield entry


def _means(row: Wanted) -> Callable[[str], bool]:
    """Whether a name fits the row's: ``*`` is any characters, outside the byte file system not the
    dot between file name and file type. :mod:`fnmatch` compares without going back, in little time."""
    parts = [row.name] if row.in_bytes else row.name.upper().split(".")
    patterns = [re.compile(fnmatch.translate(part)) for part in parts]

    def fits(name: str) -> bool:
        words = [name] if row.in_bytes else name.upper().split(".")
        return len(words) == len(patterns) and all(map(re.Pattern.match, patterns, words))

    return fits
