"""Captures in, handshakes out: files opened and put in order of time, packets read, connections followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic, TypeVar, cast

from ssldiag.capture.engine import Engine
from ssldiag.capture.filters import Filters
from ssldiag.capture.flows import Begin, Decided, Flows
from ssldiag.capture.opened import size_of
from ssldiag.capture.pipeline import Pipeline
from ssldiag.capture.segments import Segments
from ssldiag.capture.sources import Merger, Source
from ssldiag.capture.survey import FileSurvey
from ssldiag.wire.keylog import KeyLog, parse
from ssldiag.wire.model import Handshake

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reading is. ``total`` is None where a size is not known."""

    read: int
    total: int | None
    packets: int


Report = Callable[[Progress], None]


def decode(
    paths: Sequence[str],
    *,
    keylog: KeyLog | None = None,
    filters: Filters | None = None,
    progress: Report | None = None,
    engine: Engine | None = None,
) -> Decoding[Handshake]:
    """The handshakes of captures, in the order in which they were decided."""
    return Decoding(paths, _itself, keylog, filters, progress, engine)


def _itself(handshake: Handshake) -> Handshake:
    return handshake


class Decoding(Generic[T]):
    """An iterator. ``files`` tells what was in each file, once it is exhausted."""

    def __init__(
        self,
        paths: Sequence[str],
        each: Callable[[Handshake], T],
        keylog: KeyLog | None,
        filters: Filters | None,
        progress: Report | None,
        engine: Engine | None,
    ) -> None:
        self._engine = engine or best_engine()
        self._sources = [Source(path, number, self._engine) for number, path in enumerate(paths)]
        self._names = list(paths)
        self._each = each
        self._filters = filters
        self._progress = progress
        self._keys = Keys(keylog)
        self._results = self._run()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        return next(self._results)

    @property
    def files(self) -> tuple[FileSurvey, ...]:
        """What was found in each file, as far as it was read."""
        return tuple(source.survey() for source in self._sources)

    def _run(self) -> Iterator[T]:
        wanted = self._filters.connection if self._filters is not None else None
        pipeline = Pipeline(self._engine, Flows(self._keys.begin(), self._names, wanted))
        for segments in self._segments():
            pipeline.feed(segments)
            yield from self._ready(pipeline)
            self._tell()
        pipeline.end()
        yield from self._ready(pipeline)

    def _segments(self) -> Iterator[Segments]:
        sources = self._sources
        found = sources[0].segments() if len(sources) == 1 else Merger(sources, self._engine).segments()
        for segments in found:
            for source in sources:
                if source.reading is not None and source.reading.keys:
                    self._keys.learn(source.reading.keys)
            yield segments

    def _ready(self, pipeline: Pipeline) -> Iterator[T]:
        for decided in pipeline.ready():
            for handshake in named(decided, self._names):
                if self._filters is None or self._filters.handshake(handshake):
                    yield self._each(handshake)

    def _tell(self) -> None:
        if self._progress is not None:
            sizes = [size_of(source.path) for source in self._sources]
            total = None if None in sizes else sum(cast(list[int], sizes))
            packets = sum(source.reading.packets for source in self._sources if source.reading is not None)
            self._progress(Progress(sum(source.taken for source in self._sources), total, packets))


class Keys:
    """The secrets that the user gave, and those that captures carry themselves."""

    def __init__(self, given: KeyLog | None) -> None:
        self._secrets = {random: dict(labels) for random, labels in given.secrets.items()} if given else {}
        self._log = KeyLog(self._secrets)

    def learn(self, text: bytearray) -> None:
        """Take in lines of a key log found in a capture. Empties ``text``."""
        for random, labels in parse(text.decode("ascii", "replace").splitlines()).secrets.items():
            self._secrets.setdefault(random, {}).update(labels)
        text.clear()

    def begin(self) -> Begin:
        """What makes the listener of a new connection."""
        from ssldiag.wire.conversation import Conversation

        return partial(Conversation, keylog=self._log)


def named(decided: Decided, names: Sequence[str]) -> list[Handshake]:
    """The handshakes of a connection; where its packets are in several files, their names joined."""
    if len(decided.files) < 2:
        return decided.handshakes
    file = "+".join(names[number] for number in decided.files)
    return [replace(handshake, file=file) for handshake in decided.handshakes]


def best_engine() -> Engine:
    """The fast way of reading where numpy is installed, else the plain one."""
    try:
        from ssldiag.capture.fast import Fast
    except ImportError:
        from ssldiag.capture.plain import Plain

        return Plain()
    return Fast()
