"""The process that reads stretches of a file."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from math import inf
from multiprocessing.connection import Connection as Pipe
from typing import Any, cast

import numpy as np

from ssldiag.capture.arrays import Array, Ints
from ssldiag.capture.batch import Batch
from ssldiag.capture.bulk import BulkSegmenter
from ssldiag.capture.fast import Fast
from ssldiag.capture.frames import guess_first
from ssldiag.capture.limits import CHUNK, MAX_PART_KEYS, MIB, PAD
from ssldiag.capture.opened import bytes_from
from ssldiag.capture.packets import Reading, batches
from ssldiag.capture.part import Hopped, Job, Ran, Stretch
from ssldiag.capture.part_flows import PartEngine, PartFlows, PartSieve
from ssldiag.capture.pipeline import Given, Pipeline


class Worker:
    """Reads stretches of one file. First where their records lie, then, once it is known how many frames came
    before, what is in them.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._framer = pickle.dumps(job.framer)
        self._at: Ints = np.zeros(0, dtype=np.int64)
        self._columns: list[Array] = []
        self._link: Array | int = 0
        self._number = 0

    def hop(self, stretch: Stretch) -> Hopped:
        """Find the records of a stretch."""
        first = stretch.first if stretch.first is not None else self._guess(stretch)
        self._number = stretch.number
        if first is None:
            return Hopped(stretch.number, None, None, 0, -inf)
        plain = pickle.loads(self._framer)
        source = bytes_from(self._job.path, first)
        reading = Reading(self._job.path, "", source, Fast().framer(plain), 0, start=first)
        behind, parts = None, []
        for batch in batches(reading):
            marks = batch.mark + batch.base
            count = int(np.searchsorted(marks, stretch.end))
            links = np.full(len(batch), batch.link) if isinstance(batch.link, int) else batch.link
            columns = batch.at + batch.base, batch.have, batch.wire, batch.time, links
            parts.append([column[:count].copy() for column in columns])
            if count < len(marks):
                behind = int(marks[count])
                break
        found: list[Array] = [np.concatenate(column) for column in zip(*parts, strict=True)]
        self._at, *self._columns = found or [np.zeros(0, dtype=np.int64) for _ in range(5)]
        latest = float(self._columns[2].max()) if len(self._at) else -inf
        changed = pickle.dumps(plain) != self._framer
        problem = (reading.problem, reading.broken_at) if behind is None else ("", None)
        return Hopped(stretch.number, first, behind, len(self._at), latest, *problem, changed)

    def _guess(self, stretch: Stretch) -> int | None:
        source = bytes_from(self._job.path, stretch.start)
        data = bytearray(MIB)
        got = source.readinto(memoryview(data))
        source.close()
        found = guess_first(self._job.framer, data[:got], self._job.sign)
        return stretch.start + found if found is not None else None

    def run(self, frames: int, clock: float) -> Ran:
        """Follow the connections of the stretch found last; ``frames`` and ``clock``: what came before."""
        job = self._job
        segmenter = BulkSegmenter(0, clock)
        flows = PartFlows(job.begin(), [job.path], job.wanted())
        pipeline = Pipeline(PartEngine(), flows, job.giver())
        sieve = cast(PartSieve, pipeline.sieve)
        flows.sieve = sieve
        given: list[Given] = []
        for batch in self._batches(frames + 1):
            sieve.base = batch.base
            pipeline.feed(segmenter.segments(batch))
            given += pipeline.take()
            if flows.pressed or len(flows.openings) > MAX_PART_KEYS:
                return Ran(self._number, True, segmenter.counts, segmenter.clock, None)
        odd = bool(len(segmenter.fragments) or segmenter.fragments.lost)
        return Ran(
            self._number,
            odd,
            segmenter.counts,
            segmenter.clock,
            pipeline.epochs.get(0),
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

    def _batches(self, frame: int) -> Iterator[Batch]:
        """The packets found by :meth:`hop`, read anew."""
        data = bytearray(CHUNK + PAD)
        view = memoryview(data)
        at, (have, wire, time, link) = self._at, self._columns
        ends = at + have
        same = int(link[0]) if len(link) and (link == link[0]).all() else None
        i = 0
        with open(self._job.path, "rb", buffering=0) as file:
            while i < len(at):
                base = int(at[i])
                stop = max(i + 1, int(np.searchsorted(ends, base + CHUNK, side="right")))
                file.seek(base)
                size = int(ends[stop - 1]) - base
                if file.readinto(view[:size]) < size:
                    raise OSError("the file has become shorter")
                data[size : size + PAD] = bytes(PAD)
                part = slice(i, stop)
                places = at[part] - base
                kinds = link[part] if same is None else same
                yield Batch(data, base, frame + i, places, places, have[part], wire[part], time[part], kinds)
                i = stop


def work(pipe: Pipe[Any, Any], job: Job) -> None:
    """What a process does: hop and run, as it is told, until there is nothing more to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
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


def dumped(found: Hopped | Ran, keylog: object) -> bytes:
    """As bytes for another process."""
    out = BytesIO()
    pickler = _Pickler(out, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.keylog = keylog
    pickler.dump(found)
    return out.getvalue()


def loaded(data: bytes, keylog: object) -> Hopped | Ran:
    """What :func:`dumped` made."""
    unpickler = _Unpickler(BytesIO(data))
    unpickler.keylog = keylog
    return cast("Hopped | Ran", unpickler.load())
