"""The results of stretches put together, as if one process had read the whole file.

Orphans are followed here, where it is known what came before; a connection that a stretch found to begin
ends the one that had its addresses and ports, or is found to be the same, and then read anew.
"""

from __future__ import annotations

import mmap
import pickle
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from math import inf

import numpy as np

from ssldiag.capture.arrays import Array, Flags
from ssldiag.capture.batch import Batch, first_of
from ssldiag.capture.bulk import BulkSegmenter
from ssldiag.capture.crew import Crew, Piece, stretches
from ssldiag.capture.fast import Fast
from ssldiag.capture.flows import QUIET, WANTED, Flows
from ssldiag.capture.keys_given import Keys
from ssldiag.capture.limits import MAX_QUIET
from ssldiag.capture.opened import bytes_from
from ssldiag.capture.packets import Reading, batches
from ssldiag.capture.part import Job, Leg, Ran
from ssldiag.capture.pcapng import Pcapng
from ssldiag.capture.pipeline import Given, Pipeline
from ssldiag.capture.plain import COLUMNS
from ssldiag.capture.segments import SYN, Data, Segments
from ssldiag.capture.sieve import BulkSieve

_KEY, _FRAME, _FLAGS, _FILE = (COLUMNS.index(name) for name in ("key", "frame", "flags", "file"))


class Together:
    """Reads a file with several processes. ``reading`` and ``segmenter`` tell how far that is."""

    def __init__(self, job: Job, reading: Reading, first: int, jobs: int, keys: Keys) -> None:
        self._jobs = jobs
        self._first = first
        flows = Flows(job.begin(), job.files, job.wanted())
        self._pipeline = Pipeline(Fast(), flows, job.giver())
        self._joiner = Joiner(job, reading, self._pipeline, keys)
        self.reading, self.segmenter = reading, self._joiner.segmenter

    def given(self) -> Iterator[Given]:
        """What is decided, in order."""
        assert self.reading.size is not None
        job = self._joiner.job
        crew = Crew(job, self._jobs, stretches(self._first, self.reading.size, self._jobs))
        try:
            with mapped(job.path) as data:
                for piece in crew.pieces():
                    span = [(self._joiner, piece)]
                    yield from take(span, piece.ran, {job.number: data}, self._pipeline)
        finally:
            crew.close()
        self._pipeline.end(self.segmenter.clock)
        yield from self._pipeline.ready()


@contextmanager
def mapped(path: str) -> Iterator[mmap.mmap]:
    """The bytes of a file, for a :class:`Joiner`. Little is mapped at a time, and no pages around it."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        advise(data, "MADV_RANDOM")
        yield data


class Joiner:
    """One file whose stretches are put together, in a pipeline that may hold those of other files. Keys that
    it carries are added to ``keys``.
    """

    def __init__(self, job: Job, reading: Reading, pipeline: Pipeline, keys: Keys) -> None:
        self.job = job
        self.reading = reading
        self.segmenter = BulkSegmenter(job.number, -inf)
        self._fresh = pickle.dumps(job.framer)
        self._pipeline = pipeline
        self._keys = keys

    def begin(self, piece: Piece) -> None:
        """A stretch is next."""
        self.segmenter.fragments.expire(piece.latest)
        if piece.hopped.broken_at is not None:
            self.reading.break_off(piece.hopped.broken_at, piece.hopped.problem)

    def pass_over(self, piece: Piece, leg: Leg) -> None:
        """A process has read a stretch."""
        self.segmenter.counts.add(leg.counts)
        self.segmenter.clock = max(self.segmenter.clock, leg.clock)
        self.reading.packets = piece.frames + piece.hopped.packets

    def read(self, piece: Piece) -> Iterator[Given]:
        """Read a stretch here."""
        for batch in self._batches(piece, self.reading):
            self._pipeline.feed(self.segmenter.segments(batch))
            yield from self._pipeline.ready()

    def _batches(self, piece: Piece, reading: Reading | None = None) -> Iterator[Batch]:
        """The packets of a stretch. Notes in ``reading`` how far it is, and where it breaks."""
        source = bytes_from(self.job.path, piece.first)
        plain = pickle.loads(self._fresh)
        own = Reading(
            self.job.path, "", source, Fast().framer(plain), 0, packets=piece.frames, start=piece.first
        )
        with closing(source):
            for batch in batches(own):
                if isinstance(plain, Pcapng) and plain.keys:
                    self._keys.learn(plain.keys)
                count = int(np.searchsorted(batch.mark + batch.base, piece.end))
                if count:
                    yield first_of(batch, count)
                if reading is not None:
                    reading.packets = batch.first_frame + count - 1
                if count < len(batch):
                    return
        if reading is not None and own.broken_at is not None:
            reading.break_off(own.broken_at, own.problem)

    def read_anew(self, piece: Piece, anew: dict[int, int], before: int) -> None:
        """Follow some connections through a stretch, each from a frame on. Of a file's frames, ``before`` is
        the number of those that came before it in the stretch.
        """
        segmenter = BulkSegmenter(self.job.number, piece.latest)
        numbers = _numbers(anew)
        for batch in self._batches(piece):
            segments = segmenter.segments(batch).sifted()
            index = np.flatnonzero(np.isin(segments.key, numbers))
            after = [i for i in index.tolist() if before + segments.frame[i] >= anew[int(segments.key[i])]]
            columns = (getattr(segments, name)[after] for name in COLUMNS)
            picked = Segments(segments.data, segments.detached, *columns)
            self._pipeline.feed_between(picked, 0, len(picked))


Span = Sequence[tuple[Joiner, Piece]]
"""A stretch of a file, or whole files that follow one another."""


def take(span: Span, ran: Ran | None, data: dict[int, Data], pipeline: Pipeline) -> Iterator[Given]:
    """The next stretch, or the next files; what is decided then. ``ran``: what a process found in them all.
    ``data`` is what the places of orphans are in, by the numbers of files.
    """
    for joiner, piece in span:
        joiner.begin(piece)
    if ran is None or _depends(span, ran, pipeline.flows):
        for joiner, piece in span:
            yield from joiner.read(piece)
        return
    for joiner, piece in span:
        joiner.pass_over(piece, ran.legs[joiner.job.number])
    anew = Meeting(ran, data, pipeline).join()
    if anew:
        for joiner, piece in span:
            joiner.read_anew(piece, anew, ran.legs[joiner.job.number].before)
    for number, leg in ran.legs.items():
        if leg.epoch is not None:
            pipeline.epochs[number] = leg.epoch
    pipeline.tick(max(leg.clock for leg in ran.legs.values()))
    yield from pipeline.ready()
    for each in data.values():
        if isinstance(each, mmap.mmap):
            advise(each, "MADV_DONTNEED")


def _depends(span: Span, ran: Ran, flows: Flows) -> bool:
    """Whether a bound on all connections may have been reached, or fragments wait for their rest."""
    orphans = len(np.unique(ran.orphans[_KEY])) if ran.orphans else 0
    full = len(flows) + ran.most + orphans > MAX_QUIET
    return full or flows.pressed or any(len(joiner.segmenter.fragments) for joiner, _ in span)


class Meeting:
    """What a process found in a stretch, and what came before it."""

    def __init__(self, ran: Ran, data: dict[int, Data], pipeline: Pipeline) -> None:
        self._ran = ran
        self._data = data
        self._pipeline = pipeline
        self._flows = pipeline.flows

    def join(self) -> dict[int, int]:
        """Take it in. The connections that are to be followed through it anew, and from which frame on."""
        ran = self._ran
        anew = self._orphans()
        again: dict[int, int] = {}
        doubled = set(ran.doubles[_KEY].tolist()) if ran.doubles else set()
        for opening in ran.openings:
            key = opening.key
            place = opening.side, opening.seq, opening.clock
            if key in self._flows and key not in anew and not self._flows.supersede(key, *place):
                connection = self._flows.of(key)
                same = connection is not None and not connection.spoken
                (again if same and key in doubled else anew)[key] = opening.serial
        self._pipeline.collect()
        self._double(again)
        not_ours = anew.keys() | again.keys()
        for state, keys in ran.states.items():
            self._pipeline.sieve.mark([key for key in keys if key not in not_ours], state)
        self._flows.adopt({key: one for key, one in ran.open.items() if key not in not_ours})
        for given in ran.given:
            if given.key not in not_ours:
                self._pipeline.add(given)
        return anew

    def _orphans(self) -> dict[int, int]:
        """Follow what began earlier. The connections to read anew, and from which frame on.

        Most orphans are of connections that are known here to have ended, or of which few segments matter.
        None of them begins one.
        """
        ran = self._ran
        anew: dict[int, int] = {}
        if not ran.orphans:
            return anew
        order, serials = self._in_order(ran.orphans)
        *columns, told = (column[order] for column in ran.orphans)
        sieve = self._pipeline.sieve
        assert isinstance(sieve, BulkSieve)
        keys = columns[_KEY]
        answered = (columns[_FLAGS] & SYN) != 0
        states = sieve.states(keys)
        matter = (states == WANTED) | ((states == QUIET) & (told | np.isin(keys, keys[answered])))
        beyond = _beyond(keys, serials, ran.over_at)
        self._feed(columns, matter & ~beyond)
        another = set(keys[answered & beyond].tolist())
        for key, serial in ran.over_at.items():
            state = sieve.state(key)
            if state == WANTED or (state == QUIET and key in another):
                anew[key] = serial + 1
        self._feed(columns, matter & beyond & ~np.isin(keys, _numbers(anew)))
        return anew

    def _double(self, again: dict[int, int]) -> None:
        """Follow connections that turned out to have begun before, by the segments kept of them."""
        if again:
            order, serials = self._in_order(self._ran.doubles)
            columns = [column[order] for column in self._ran.doubles]
            before = {key: serial - 1 for key, serial in again.items()}
            self._feed(columns, _beyond(columns[_KEY], serials, before))

    def _in_order(self, columns: list[Array]) -> tuple[Array, Array]:
        """The order of segments, and the serial numbers of their frames in it."""
        serials = columns[_FRAME].copy()
        for number, leg in self._ran.legs.items():
            if leg.before:
                serials[columns[_FILE] == number] += leg.before
        order = np.argsort(serials, kind="stable")
        return order, serials[order]

    def _feed(self, columns: list[Array], which: Flags) -> None:
        segments = Segments(self._data, self._ran.detached, *(column[which] for column in columns))
        self._pipeline.feed_between(segments, 0, len(segments))


def advise(data: mmap.mmap, word: str) -> None:
    """Tell the system how a mapped file is used, where it takes such advice."""
    advice = getattr(mmap, word, None)
    if advice is not None:
        data.madvise(advice)


def _numbers(keys: dict[int, int]) -> Array:
    return np.array(sorted(keys), dtype=np.uint64)


def _beyond(keys: Array, serials: Array, over_at: dict[int, int]) -> Flags:
    """Which segments come after the frame up to which all of their connection were kept."""
    known = _numbers(over_at)
    if not len(known):
        return np.zeros(len(keys), dtype=bool)
    last = np.array([over_at[key] for key in known.tolist()])
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.asarray((known[place] == keys) & (serials > last[place]))
