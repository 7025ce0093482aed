"""An order in; where handshakes come from, by engine, and what is known of the files afterwards, out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from ssldiag.capture.engines import EngineFailed, EngineMissing
from ssldiag.capture.survey import FileSurvey
from ssldiag.cli.exits import Stop
from ssldiag.cli.pcap_order import Order
from ssldiag.cli.pcap_progress import Meter
from ssldiag.render.capture_notes import FileNote
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.model import Handshake

STDIN = "-"

STREAMED = ("jsonl", "csv")
"""Formats that are written while reading: on a terminal they would mix with the progress."""


T = TypeVar("T")


def itself(handshake: Handshake) -> Handshake:
    """A handshake as it is."""
    return handshake


class Source(Protocol):
    """Gives handshakes once; then tells of its files."""

    def made(self, make: Callable[[Handshake], T]) -> Iterator[T]:
        """What is made of each handshake. The maker may be called in other processes."""
        ...

    def handshakes(self) -> Iterator[Handshake]: ...
    def notes(self) -> Sequence[FileNote]: ...
    def failures(self) -> Sequence[str]: ...


def open_source(order: Order) -> Source:
    """The source that the order asks for. Raises Stop."""
    if order.live is not None:
        from ssldiag.cli.pcap_live import LiveSource

        return LiveSource(order)
    return SOURCES[order.engine](order)


class Native:
    """The reader of this program."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._meter = Meter(_progress_wanted(order))
        self._keylog = read_keylog(order.keylog)
        self._files: Callable[[], tuple[FileSurvey, ...]] = tuple

    def handshakes(self) -> Iterator[Handshake]:
        """The handshakes, as they end."""
        return self.made(itself)

    def made(self, make: Callable[[Handshake], T]) -> Iterator[T]:
        """What is made of each handshake, as they end."""
        from ssldiag.capture.decode import decode_each, engine_for

        order = self._order
        decoding = decode_each(
            order.files,
            make,
            keylog=self._keylog,
            filters=order.filters,
            jobs=order.jobs,
            progress=self._meter,
            engine=engine_for(order.files),
        )
        self._files = lambda: decoding.files
        yield from decoding
        self._meter.clear()

    def notes(self) -> Sequence[FileNote]:
        """What was found in each file."""
        found = []
        for survey in self._files():
            where = "" if survey.broken_at is None else f" (at byte {survey.broken_at:,})"
            counts = survey.counts
            other = tuple(
                (name, number) for name, number in (("DTLS", counts.dtls), ("QUIC", counts.quic)) if number
            )
            problems = (f"{reason(survey.file, survey.problem)}{where}",) if survey.problem else ()
            name, unread = shown(survey.file), not survey.form
            found.append(FileNote(name, survey.form, counts.packets, problems, other, unread))
        return found

    def failures(self) -> Sequence[str]:
        """The files that could not be read at all."""
        unread = (each for each in self._files() if not each.form)
        return [f"{shown(each.file)}: {reason(each.file, each.problem)}" for each in unread]


Decode = Callable[[Path, Callable[[str], None]], Iterator[Handshake]]
"""The handshakes of one file; a sentence is told where it breaks off."""


class ByFile:
    """An engine that reads one file after the other."""

    def __init__(self, order: Order, decode: Decode) -> None:
        self._paths = [path_of(name, order.engine) for name in order.files]
        self._filters = order.filters
        self._decode = decode
        self._problems: dict[Path, list[str]] = {path: [] for path in self._paths}
        self._failures: dict[Path, str] = {}

    def made(self, make: Callable[[Handshake], T]) -> Iterator[T]:
        """What is made of each handshake."""
        return map(make, self.handshakes())

    def handshakes(self) -> Iterator[Handshake]:
        """The handshakes, file by file."""
        for path in self._paths:
            try:
                yield from filter(self._filters.handshake, self._decode(path, self._problems[path].append))
            except EngineFailed as error:
                self._failures[path] = str(error).removeprefix(f"{path}: ")
            except OSError as error:
                self._failures[path] = reason(str(path), error.strerror or str(error))

    def notes(self) -> Sequence[FileNote]:
        """The files, and where the engine stopped."""
        return [self._note(path) for path in self._paths]

    def _note(self, path: Path) -> FileNote:
        failure = self._failures.get(path)
        problems = (*self._problems[path], *((failure,) if failure else ()))
        return FileNote(str(path), problems=problems, unread=failure is not None)

    def failures(self) -> Sequence[str]:
        """The files that the engine could not read."""
        return [f"{path}: {reason}" for path, reason in self._failures.items()]


def tshark(order: Order) -> Source:
    """tshark, driven by pyshark. Raises Stop."""
    from ssldiag.capture.engines import tshark as engine

    needed(engine.check)
    return ByFile(order, lambda path, tell: engine.decode([path], order.keylog, tell))


def scapy(order: Order) -> Source:
    """scapy for the headers, this program for the rest. Raises Stop."""
    from ssldiag.capture.engines import scapy as engine

    needed(engine.check)
    keylog, wanted = read_keylog(order.keylog), order.filters.connection
    return ByFile(order, lambda path, tell: engine.decode([path], keylog, tell, wanted))


SOURCES: Mapping[str, Callable[[Order], Source]] = {"native": Native, "tshark": tshark, "scapy": scapy}
"""``--engine`` and what it stands for."""


def needed(check: Callable[[], None]) -> None:
    """Run the check of an engine. Raises Stop where something is missing."""
    try:
        check()
    except EngineMissing as error:
        raise Stop(str(error)) from error


def path_of(name: str, engine: str) -> Path:
    """The file of this name. Raises Stop for standard input, which other engines cannot read."""
    if name == STDIN:
        raise Stop(f"--engine {engine} reads files, not standard input")
    return Path(name)


def reason(name: str, problem: str) -> str:
    """Why a file cannot be read; of a folder, what to do."""
    folder = name != STDIN and Path(name).is_dir()
    return f"is a folder: name the files in it ({name.rstrip('/')}/*)" if folder else problem


def shown(name: str) -> str:
    """A file as people call it."""
    return "standard input" if name == STDIN else name


MOST_SECRETS = 256 * 1024 * 1024
"""Bytes of a key log: some two million lines, more connections than anybody logs secrets of."""


def read_keylog(path: Path | None) -> KeyLog | None:
    """The secrets of a file. Raises OSError and Stop."""
    if path is None:
        return None
    from ssldiag.wire.keylog import parse

    with path.open("rb") as stream:
        text = stream.read(MOST_SECRETS).decode("ascii", "replace")
    found = parse(text.splitlines())
    if not found.secrets:
        raise Stop(f"{path}: holds no secret (a line is LABEL RANDOM SECRET, as SSLKEYLOGFILE makes them)")
    return found


def _progress_wanted(order: Order) -> bool:
    """Not in quiet runs, nor where what is written while reading goes to the same terminal."""
    mixed = order.form in STREAMED and order.target is None and sys.stdout is not None and sys.stdout.isatty()
    return not order.quiet and not mixed
