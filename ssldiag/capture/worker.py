"""The process that reads stretches of a file."""

from __future__ import annotations

import gc
import pickle
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import copy
from io import BytesIO
from math import inf
from multiprocessing.connection import Connection as Pipe
from typing import Any, NamedTuple, cast

import numpy as np

from ssldiag.capture.arrays import Array
from ssldiag.capture.batch import Batch, first_of
from ssldiag.capture.bulk import BulkSegmenter
from ssldiag.capture.fast import Fast
from ssldiag.capture.frames import guess_first
from ssldiag.capture.limits import CHUNK, MAX_PART_KEYS, MIB, PAD
from ssldiag.capture.opened import bytes_from
from ssldiag.capture.packets import Reading, batches
from ssldiag.capture.part import Hopped, Job, Leg, Ran, Stretch
from ssldiag.capture.part_flows import PartEngine, PartFlows, PartSieve
from ssldiag.capture.pipeline import Given, Pipeline
from ssldiag.wire.keylog import KeyLog


class Worker:
    """Reads stretches of one file. First where their records lie, then, once it is known how many frames came
    before, what is in them. ``damage`` says why the file ends early, where it was unpacked.
    """

    def __init__(self, job: Job, damage: str = "") -> None:
        self.job = job
        self._damage = damage
        self._framer = pickle.dumps(job.framer)
        self._chunks: list[_Chunk] = []

    def hop(self, stretch: Stretch) -> Hopped:
        """Find the records of a stretch."""
        first = stretch.first if stretch.first is not None else self._guess(stretch)
        self._chunks = []
        if first is None:
            return Hopped(stretch.number, None, None, 0, -inf)
        plain = pickle.loads(self._framer)
        source = bytes_from(self.job.path, first)
        source.damage = self._damage
        reading = Reading(self.job.path, "", source, Fast().framer(plain), 0, start=first)
        behind = None
        for batch in batches(reading):
            count = int(np.searchsorted(batch.mark, stretch.end - batch.base))
            if count:
                self._chunks.append(_chunk_of(first_of(batch, count)))
            if count < len(batch):
                behind = int(batch.mark[count]) + batch.base
                break
        latest = max((float(chunk.time.max()) for chunk in self._chunks), default=-inf)
        changed = pickle.dumps(plain) != self._framer
        problem = (reading.problem, reading.broken_at) if behind is None else ("", None)
        return Hopped(stretch.number, first, behind, self.packets, latest, *problem, changed)

    def _guess(self, stretch: Stretch) -> int | None:
        source = bytes_from(self.job.path, stretch.start)
        data = bytearray(MIB)
        got = source.readinto(memoryview(data))
        source.close()
        found = guess_first(self.job.framer, data[:got], self.job.sign)
        return stretch.start + found if found is not None else None

    def run(self, frames: int, clock: float) -> Ran:
        """Follow the connections of the stretch found last; ``frames`` and ``clock``: what came before."""
        return followed([self], frames, clock)

    @property
    def packets(self) -> int:
        """How many packets were found by :meth:`hop`."""
        return sum(len(chunk.at) for chunk in self._chunks)

    def batches(self, frame: int) -> Iterator[Batch]:
        """The packets found by :meth:`hop`, read anew. ``frame`` is the first of them."""
        data = bytearray(CHUNK + PAD)
        view = memoryview(data)
        with open(self.job.path, "rb", buffering=0) as file:
            for chunk in self._chunks:
                file.seek(chunk.base)
                at, have, wire = (column.astype(np.int64) for column in (chunk.at, chunk.have, chunk.wire))
                size = int(at[-1] + have[-1])
                if file.readinto(view[:size]) < size:
                    raise OSError("the file has become shorter")
                data[size : size + PAD] = bytes(PAD)
                yield Batch(data, chunk.base, frame, at, at, have, wire, chunk.time, chunk.link)
                frame += len(at)


def followed(files: Sequence[Worker], frames: int = 0, clock: float = -inf) -> Ran:
    """Follow the connections of stretches whose records were found: of a stretch of one file, or of whole
    files that follow one another. ``frames`` and ``clock`` are what came before in the first.
    """
    job = files[0].job
    flows = PartFlows(job.begin(), job.files, job.wanted())
    pipeline = Pipeline(PartEngine(), flows, job.giver())
    sieve = cast(PartSieve, pipeline.sieve)
    flows.sieve = sieve
    given: list[Given] = []
    legs: dict[int, Leg] = {}
    odd, read = False, frames
    for file in files:
        number, sieve.before = file.job.number, read - frames
        segmenter = BulkSegmenter(number, clock)
        for batch in file.batches(frames + 1):
            sieve.base = batch.base
            pipeline.feed(segmenter.segments(batch))
            given += pipeline.take()
            if flows.pressed or len(flows.openings) > MAX_PART_KEYS:
                return Ran(True, legs)
        odd |= bool(len(segmenter.fragments) or segmenter.fragments.lost)
        legs[number] = Leg(segmenter.counts, segmenter.clock, pipeline.epochs.get(number), sieve.before)
        read += file.packets
        frames, clock = 0, -inf
    return Ran(
        odd,
        legs,
        flows.most,
        given,
        list(flows.openings.values()),
        sieve.final(),
        flows.release(),
        sieve.orphans.all(),
        sieve.doubles.all(),
        sieve.detached,
        sieve.over_at,
    )


class _Chunk(NamedTuple):
    """Where the packets of a batch are: what was found by hopping, kept small until it is needed."""

    base: int
    at: Array
    have: Array
    wire: Array
    time: Array
    link: Any


def _chunk_of(batch: Batch) -> _Chunk:
    start = int(batch.mark[0])
    at, have, wire = (column.astype(np.int32) for column in (batch.at - start, batch.have, batch.wire))
    return _Chunk(batch.base + start, at, have, wire, batch.time.copy(), copy(batch.link))


def work(pipe: Pipe[Any, Any], job: Job) -> None:
    """What a process does: hop and run, as it is told, until there is nothing more to do.

    What is pickled holds no rings, so that looking for garbage in them as often as usual is a waste; what was
    there before a fork stays as it is, else its pages would have to be copied.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    worker = Worker(job)
    with suppress(EOFError, BrokenPipeError):
        while (order := pipe.recv()) is not None:
            if isinstance(order, Stretch):
                pipe.send_bytes(dumped(worker.hop(order), job.keylog))
            else:
                pipe.send_bytes(dumped(worker.run(*order), job.keylog))


class _Pickler(pickle.Pickler):
    """Leaves the key log out: the reader has its own."""

    keylog: object = None

    def persistent_id(self, item: object) -> str | None:
        return "keylog" if item is self.keylog and item is not None else None


class _Unpickler(pickle.Unpickler):
    keylog: object = None

    def persistent_load(self, name: str) -> object:
        return self.keylog


def dumped(found: Hopped | Ran, keylog: KeyLog) -> bytes:
    """As bytes for another process. To look for the key log among all objects takes as long as all the rest,
    so that is done only if it holds anything.
    """
    if not keylog.secrets:
        return pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL)
    out = BytesIO()
    pickler = _Pickler(out, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.keylog = keylog
    pickler.dump(found)
    return out.getvalue()


def loaded(data: bytes, keylog: KeyLog) -> Hopped | Ran:
    """What :func:`dumped` made."""
    unpickler = _Unpickler(BytesIO(data))
    unpickler.keylog = keylog
    return cast("Hopped | Ran", unpickler.load())
