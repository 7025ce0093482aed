"""The files of two sides in, which belong together and what else differs in them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from ssldiag.bundle.changes import Change, Cited, Side
from ssldiag.model import Source
from ssldiag.render.tally import count
from ssldiag.text import lines

SHOWN = 6
"""Changed lines of one file that are quoted, of each side."""

QUOTED = 120
"""Characters of a quoted line."""

MOST_LINES = 200_000
"""Lines of a file that are compared one by one: 20 MB of a log. Longer ones just differ."""

CHUNK = 1024 * 1024

BY_LINES = (
    *("ibmi_form", "ibmi_tls_config", "ibmi_objects", "ibmi_environment"),
    *(
        "linux_httpd_conf",
        "linux_mq_ini",
        "linux_mqsc",
        "linux_db2_cfg",
        "linux_tsm_options",
        "linux_plugin_cfg",
        "linux_was_security",
        "linux_was_props",
        "linux_db2_client",
    ),
)
"""Kinds whose lines are settings, and are quoted."""

KEYS = ("gskit_keydb", "pkcs12", "der", "pkcs7", "pem")


def pairs(old: Side, new: Side) -> dict[str, str]:
    """Path on the new side -> path on the old: the same path, or the only file left of its kind and name."""
    before = {source.path: source for source in old.snapshot.sources}
    found = {source.path: source.path for source in new.snapshot.sources if source.path in before}
    free = [source for path, source in before.items() if path not in found]
    for source in new.snapshot.sources:
        if source.path in found:
            continue
        alike = [one for one in free if (one.kind, one.name.lower()) == (source.kind, source.name.lower())]
        if len(alike) == 1:
            found[source.path] = alike[0].path
            free.remove(alike[0])
    return found


def compare(old: Side, new: Side, files: Mapping[str, str], told: Iterable[str]) -> Iterator[Change]:
    """Files that came, went and differ. ``told`` are files (new paths) of which changes are told already."""
    before = {source.path: source for source in old.snapshot.sources}
    known = frozenset(told)
    for path in sorted(set(before) - set(files.values()) - new.missing):
        yield Change("file", "gone", f"{path} is not there any more", Cited(path))
    for source in new.snapshot.sources:
        if source.path not in files:
            if source.path not in old.missing:
                yield Change("file", "new", f"{source.path} is new", None, Cited(source.path))
            continue
        was = before[files[source.path]]
        if was.path != source.path:
            said = f"{source.path} was {was.path}"
            yield Change("file", "changed", said, Cited(was.path), Cited(source.path))
        if source.path not in known and not _same(was, source):
            yield from _differs(was, source)


def _same(old: Source, new: Source) -> bool:
    """Whether both have the same bytes. A file that cannot be read differs."""
    if old.size != new.size:
        return False
    try:
        with old.opener() as first, new.opener() as second:
            while chunk := first.read(CHUNK):
                if chunk != second.read(len(chunk)):
                    return False
        return True
    except OSError:
        return False


def _differs(old: Source, new: Source) -> Iterator[Change]:
    places = Cited(old.path), Cited(new.path)
    if new.encoding is None or old.encoding is None:
        what = "as bytes, not in what is read of it" if new.kind in KEYS else "as bytes"
        yield Change("file", "changed", f"{new.path} differs {what}", *places)
        return
    try:
        before, after = _lines(old), _lines(new)
    except OSError as error:
        said = f"{new.path} cannot be compared: {error.strerror or error}"
        yield Change("file", "changed", said, *places)
        return
    if before is None or after is None:
        yield Change("file", "changed", f"{new.path} differs", *places)
        return
    gone, come = before - after, after - before
    if not gone and not come:
        said = f"{new.path} differs in blanks or in the order of lines alone"
    else:
        said = f"{new.path} differs: {count(gone.total(), 'line')} gone, {come.total():,} new"
    yield Change("file", "changed", said, *places)
    if new.kind in BY_LINES:
        yield from _quoted(old, gone, "gone")
        yield from _quoted(new, come, "new")


def _lines(source: Source) -> Counter[str] | None:
    """How often each line is there, blanks at its ends left out; None for too many."""
    found = Counter(line.text.strip() for line in islice(lines(source), MOST_LINES + 1))
    return None if found.total() > MOST_LINES else found


def _quoted(source: Source, wanted: Counter[str], kind: str) -> Iterator[Change]:
    left = Counter(wanted)
    quoted = 0
    for number, line in enumerate(lines(source), 1):
        text = line.text.strip()
        if not left[text] or not text or quoted == SHOWN:
            continue
        left[text] -= 1
        quoted += 1
        place = Cited(source.path, number, line.text)
        cut = text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
        what = f"line {'removed' if kind == 'gone' else 'added'}: {cut}"
        yield Change("file", kind, what, *((place, None) if kind == "gone" else (None, place)))
