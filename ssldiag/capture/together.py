"""The results of stretches put together, as if one process had read the whole file.

Orphans are followed here, where it is known what came before; a connection that a stretch found to begin
ends the one that had its addresses and ports, or is found to be the same, and then read anew.
"""

from __future__ import annotations

import mmap
import pickle
from collections.abc import Iterator
from contextlib import closing, contextmanager
from math import inf

import numpy as np

from ssldiag.capture.arrays import Array, Flags
from ssldiag.capture.batch import Batch, first_of
from ssldiag.capture.bulk import BulkSegmenter
from ssldiag.capture.crew import Crew, Piece, stretches
from ssldiag.capture.fast import Fast
from ssldiag.capture.flows import QUIET, WANTED, Flows
from ssldiag.capture.limits import MAX_QUIET
from ssldiag.capture.opened import bytes_from
from ssldiag.capture.packets import Reading, batches
from ssldiag.capture.part import Job, Ran
from ssldiag.capture.pipeline import Given, Pipeline
from ssldiag.capture.plain import COLUMNS
from ssldiag.capture.segments import SYN, Data, Segments
from ssldiag.capture.sieve import BulkSieve

_KEY, _FRAME, _FLAGS = (COLUMNS.index(name) for name in ("key", "frame", "flags"))


class Together:
    """Reads a file with several processes. ``reading`` and ``segmenter`` tell how far that is."""

    def __init__(self, job: Job, reading: Reading, first: int, jobs: int) -> None:
        self._jobs = jobs
        self._first = first
        flows = Flows(job.begin(), job.files, job.wanted())
        self._pipeline = Pipeline(Fast(), flows, job.giver())
        self._joiner = Joiner(job, reading, self._pipeline)
        self.reading, self.segmenter = reading, self._joiner.segmenter

    def given(self) -> Iterator[Given]:
        """What is decided, in order."""
        assert self.reading.size is not None
        job = self._joiner.job
        crew = Crew(job, self._jobs, stretches(self._first, self.reading.size, self._jobs))
        try:
            with mapped(job.path) as data:
                for piece in crew.pieces():
                    yield from self._joiner.take(piece, data)
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
    """Puts the results of one file's stretches together, in a pipeline that may hold those of other files."""

    def __init__(self, job: Job, reading: Reading, pipeline: Pipeline) -> None:
        self.job = job
        self.reading = reading
        self.segmenter = BulkSegmenter(job.number, -inf)
        self._fresh = pickle.dumps(job.framer)
        self._flows = pipeline.flows
        self._pipeline = pipeline

    def take(self, piece: Piece, data: Data) -> Iterator[Given]:
        """The next stretch; what is decided then. ``data`` is what its orphans' places are in."""
        yield from self._take(piece, data)
        if isinstance(data, mmap.mmap):
            advise(data, "MADV_DONTNEED")

    def _take(self, piece: Piece, data: Data) -> Iterator[Given]:
        ran = piece.ran
        self.segmenter.fragments.expire(piece.latest)
        if ran is None or self._depends(ran):
            yield from self._alone(piece)
        else:
            self._join(piece, ran, data)
            self.reading.packets = piece.frames + piece.hopped.packets
            if piece.hopped.broken_at is not None:
                self.reading.break_off(piece.hopped.broken_at, piece.hopped.problem)
            yield from self._pipeline.ready()

    def _depends(self, ran: Ran) -> bool:
        """Whether a bound on all connections may have been reached, or fragments wait for their rest."""
        orphans = len(np.unique(ran.orphans[_KEY])) if ran.orphans else 0
        full = len(self._flows) + ran.most + orphans > MAX_QUIET
        return full or self._flows.pressed or len(self.segmenter.fragments) > 0

    def _alone(self, piece: Piece) -> Iterator[Given]:
        """Read a stretch here."""
        for batch in self._batches(piece, self.reading):
            self._pipeline.feed(self.segmenter.segments(batch))
            yield from self._pipeline.ready()

    def _batches(self, piece: Piece, reading: Reading | None = None) -> Iterator[Batch]:
        """The packets of a stretch. Notes in ``reading`` how far it is, and where it breaks."""
        source = bytes_from(self.job.path, piece.first)
        framer = Fast().framer(pickle.loads(self._fresh))
        own = Reading(self.job.path, "", source, framer, 0, packets=piece.frames, start=piece.first)
        with closing(source):
            for batch in batches(own):
                count = int(np.searchsorted(batch.mark + batch.base, piece.end))
                if count:
                    yield first_of(batch, count)
                if reading is not None:
                    reading.packets = batch.first_frame + count - 1
                if count < len(batch):
                    return
        if reading is not None and own.broken_at is not None:
            reading.break_off(own.broken_at, own.problem)

    def _join(self, piece: Piece, ran: Ran, data: Data) -> None:
        """Take in what a process found in a stretch."""
        self.segmenter.counts.add(ran.counts)
        self.segmenter.clock = max(self.segmenter.clock, ran.clock)
        anew = self._orphans(ran, data)
        again: dict[int, int] = {}
        doubled = set(ran.doubles[_KEY].tolist()) if ran.doubles else set()
        for opening in ran.openings:
            key = opening.key
            place = opening.side, opening.seq, opening.clock
            if key in self._flows and key not in anew and not self._flows.supersede(key, *place):
                connection = self._flows.of(key)
                same = connection is not None and not connection.spoken
                (again if same and key in doubled else anew)[key] = opening.frame
        self._pipeline.collect()
        self._double(ran, data, again)
        not_ours = anew.keys() | again.keys()
        for state, keys in ran.states.items():
            self._pipeline.sieve.mark([key for key in keys if key not in not_ours], state)
        self._flows.adopt({key: one for key, one in ran.open.items() if key not in not_ours})
        for given in ran.given:
            if given.key not in not_ours:
                self._pipeline.add(given)
        if anew:
            self._read_anew(piece, anew)
        if ran.epoch is not None:
            self._pipeline.epochs[self.job.number] = ran.epoch
        self._pipeline.tick(ran.clock)

    def _orphans(self, ran: Ran, data: Data) -> dict[int, int]:
        """Follow what began earlier. The connections to read anew, and from which frame on.

        Most orphans are of connections that are known here to have ended, or of which few segments matter.
        None of them begins one.
        """
        anew: dict[int, int] = {}
        if not ran.orphans:
            return anew
        order = np.argsort(ran.orphans[_FRAME], kind="stable")
        *columns, told = (column[order] for column in ran.orphans)
        sieve = self._pipeline.sieve
        assert isinstance(sieve, BulkSieve)
        keys = columns[_KEY]
        answered = (columns[_FLAGS] & SYN) != 0
        states = sieve.states(keys)
        matter = (states == WANTED) | ((states == QUIET) & (told | np.isin(keys, keys[answered])))
        beyond = _beyond(keys, columns[_FRAME], ran.over_at)
        self._feed(ran, data, columns, matter & ~beyond)
        another = set(keys[answered & beyond].tolist())
        for key, frame in ran.over_at.items():
            state = sieve.state(key)
            if state == WANTED or (state == QUIET and key in another):
                anew[key] = frame + 1
        self._feed(ran, data, columns, matter & beyond & ~np.isin(keys, _numbers(anew)))
        return anew

    def _double(self, ran: Ran, data: Data, again: dict[int, int]) -> None:
        """Follow connections that turned out to have begun before, by the segments kept of them."""
        if again:
            order = np.argsort(ran.doubles[_FRAME], kind="stable")
            columns = [column[order] for column in ran.doubles]
            before = {key: frame - 1 for key, frame in again.items()}
            self._feed(ran, data, columns, _beyond(columns[_KEY], columns[_FRAME], before))

    def _feed(self, ran: Ran, data: Data, columns: list[Array], which: Flags) -> None:
        segments = Segments({self.job.number: data}, ran.detached, *(column[which] for column in columns))
        self._pipeline.feed_between(segments, 0, len(segments))

    def _read_anew(self, piece: Piece, anew: dict[int, int]) -> None:
        """Follow some connections through a stretch, from a frame on."""
        segmenter = BulkSegmenter(self.job.number, piece.latest)
        numbers = _numbers(anew)
        for batch in self._batches(piece):
            segments = segmenter.segments(batch).sifted()
            index = np.flatnonzero(np.isin(segments.key, numbers))
            after = [i for i in index.tolist() if segments.frame[i] >= anew[int(segments.key[i])]]
            columns = (getattr(segments, name)[after] for name in COLUMNS)
            picked = Segments(segments.data, segments.detached, *columns)
            self._pipeline.feed_between(picked, 0, len(picked))


def advise(data: mmap.mmap, word: str) -> None:
    """Tell the system how a mapped file is used, where it takes such advice."""
    advice = getattr(mmap, word, None)
    if advice is not None:
        data.madvise(advice)


def _numbers(keys: dict[int, int]) -> Array:
    return np.array(sorted(keys), dtype=np.uint64)


def _beyond(keys: Array, frames: Array, over_at: dict[int, int]) -> Flags:
    """Which segments come after the frame up to which all of their connection were kept."""
    known = _numbers(over_at)
    if not len(known):
        return np.zeros(len(keys), dtype=bool)
    last = np.array([over_at[key] for key in known.tolist()])
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.asarray((known[place] == keys) & (frames > last[place]))
