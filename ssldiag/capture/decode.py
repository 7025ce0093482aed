"""Captures in, handshakes out: files opened and put in order of time, packets read, connections followed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Generic, TypeVar

from ssldiag.capture.engine import Engine
from ssldiag.capture.filters import Filters
from ssldiag.capture.flows import Flows
from ssldiag.capture.keys_given import Keys, conversations
from ssldiag.capture.opened import size_of
from ssldiag.capture.pipeline import Given, Giver, Pipeline
from ssldiag.capture.segments import Found
from ssldiag.capture.sources import Merger, Source
from ssldiag.capture.survey import FileSurvey
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.model import Handshake

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reading is. ``total`` is None where the size of a file is not known."""

    read: int
    total: int | None
    packets: int


Report = Callable[[Progress], None]


def decode(
    paths: Sequence[str],
    *,
    keylog: KeyLog | None = None,
    jobs: int = 1,
    filters: Filters | None = None,
    progress: Report | None = None,
    engine: Engine | None = None,
) -> Decoding[Handshake]:
    """The handshakes of captures. Several files are one capture in order of time; ``-`` is standard input."""
    return decode_each(
        paths, itself, keylog=keylog, jobs=jobs, filters=filters, progress=progress, engine=engine
    )


def decode_each(
    paths: Sequence[str],
    each: Callable[[Handshake], T],
    *,
    keylog: KeyLog | None = None,
    jobs: int = 1,
    filters: Filters | None = None,
    progress: Report | None = None,
    engine: Engine | None = None,
) -> Decoding[T]:
    """What ``each`` makes of every handshake. With several ``jobs`` that is done in the processes that read:
    then ``each`` and what it gives must be fit for pickling.
    """
    return Decoding(paths, each, keylog, jobs, filters, progress, engine or best_engine())


def itself(handshake: Handshake) -> Handshake:
    """A handshake as it is."""
    return handshake


def survey(paths: Sequence[str], engine: Engine | None = None) -> tuple[FileSurvey, ...]:
    """What is in captures, without following connections."""
    engine = engine or best_engine()
    sources = [Source(path, number, engine) for number, path in enumerate(paths)]
    for source in sources:
        for _ in source.segments():
            pass
    return tuple(source.survey() for source in sources)


class Decoding(Generic[T]):
    """An iterator, in the order in which handshakes were decided: when nothing more could come, by the clock
    of the capture; those that its end decided come last. ``files`` tells what was in each file, once it is
    exhausted.
    """

    def __init__(
        self,
        paths: Sequence[str],
        each: Callable[[Handshake], T],
        keylog: KeyLog | None,
        jobs: int,
        filters: Filters | None,
        progress: Report | None,
        engine: Engine,
    ) -> None:
        self._engine = engine
        self._sources = [Source(path, number, engine) for number, path in enumerate(paths)]
        self._names = list(paths)
        self._each = each
        self._jobs = jobs
        self._filters = filters
        self._progress = progress
        self._keys = Keys(keylog)
        self._sizes = [size_of(path) for path in paths]
        self._results = self._run()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        return next(self._results)

    def close(self) -> None:
        """Stop reading."""
        self._results.close()

    @property
    def files(self) -> tuple[FileSurvey, ...]:
        """What was found in each file, as far as it was read."""
        return tuple(source.survey() for source in self._sources)

    def _run(self) -> Generator[T, None, None]:
        for given in self._many() or self._one():
            yield from given.handshakes

    def _many(self) -> Iterator[Given] | None:
        """With several processes, if there is a file that they can share."""
        if self._jobs < 2 or len(self._sources) != 1 or not self._engine.many:
            return None
        from ssldiag.capture.sharing import share

        together = share(self._sources[0], self._keys, self._jobs, self._filters, self._each)
        return self._told(together.given()) if together is not None else None

    def _told(self, found: Iterator[Given]) -> Iterator[Given]:
        for given in found:
            self._tell()
            yield given

    def _one(self) -> Iterator[Given]:
        filters = self._filters or Filters()
        wanted = filters.connection if self._filters is not None else None
        merger = Merger(self._sources, self._engine) if len(self._sources) != 1 else None
        reaches = merger.reaches if merger is not None else None
        flows = Flows(conversations(self._keys.log, filters.asked), self._names, wanted, reaches)
        pipeline = Pipeline(self._engine, flows, Giver(self._names, self._filters, self._each))
        for segments in self._segments(merger):
            pipeline.feed(segments)
            yield from pipeline.ready()
            self._tell()
        pipeline.end(max((source.clock for source in self._sources), default=-inf))
        yield from pipeline.ready()

    def _segments(self, merger: Merger | None) -> Iterator[Found]:
        sources = self._sources
        for segments in merger.segments() if merger is not None else sources[0].segments():
            for source in sources:
                if source.reading is not None and source.reading.keys:
                    self._keys.learn(source.reading.keys)
            yield segments

    def _tell(self) -> None:
        if self._progress is not None:
            sizes = [size for size in self._sizes if size is not None]
            total = sum(sizes) if len(sizes) == len(self._sizes) else None
            packets = sum(source.reading.packets for source in self._sources if source.reading is not None)
            self._progress(Progress(sum(source.taken for source in self._sources), total, packets))


SMALL = 512 * 1024
"""Bytes of files that are read in less time than loading numpy takes (60 ms), or not much more if packed."""


def engine_for(paths: Sequence[str]) -> Engine:
    """The way of reading that is done first: the plain one for small files, else the best."""
    sizes = [size_of(path) for path in paths]
    if sum(SMALL if size is None else size for size in sizes) < SMALL:
        from ssldiag.capture.plain import Plain

        return Plain()
    return best_engine()


def best_engine() -> Engine:
    """The fast way of reading where numpy is installed, else the plain one."""
    try:
        from ssldiag.capture.fast import Fast
    except ImportError:
        from ssldiag.capture.plain import Plain

        return Plain()
    return Fast()
