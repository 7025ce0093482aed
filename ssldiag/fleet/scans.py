"""Stretches of capture files in, what is in them out: what a worker does, with the reader of the project."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import accumulate
from math import inf
from time import monotonic

import numpy as np

from ssldiag.capture.arrays import Array
from ssldiag.capture.garbage import seldom_collected
from ssldiag.capture.limits import RING_AFTER
from ssldiag.capture.part import Hopped, Job, Ran
from ssldiag.capture.plain import COLUMNS
from ssldiag.capture.worker import Worker, followed
from ssldiag.fleet import copies
from ssldiag.fleet.bounds import EXTRACT_BYTES
from ssldiag.fleet.model import Look, Order, Part, Run, Scan, SomeNames
from ssldiag.fleet.places import is_local
from ssldiag.fleet.records import Maker
from ssldiag.wire.keylog import KeyLog

_AT, _IP, _TCP, _HAVE, _FILE = (COLUMNS.index(name) for name in ("at", "ip", "tcp", "have", "file"))


def hop(part: Part) -> Hopped:
    """Where the records of a stretch lie."""
    with placed(part) as (path, _):
        names = SomeNames({part.number: part.look.item.name}, part.number + 1)
        return Worker(job_of(part.look, part.number, names, path, Maker(0))).hop(part.stretch)


def scan(order: Order) -> Scan:
    """What is in the parts of an order."""
    began = monotonic()
    maker = Maker(order.token)
    names = SomeNames({part.number: part.look.item.name for part in order.parts}, order.count)
    with ExitStack() as stack:
        workers, hopped = [], []
        for part in order.parts:
            path, damage = stack.enter_context(placed(part))
            worker = Worker(job_of(part.look, part.number, names, path, maker), damage)
            stretch = part.stretch
            if part.look.how == "whole":
                stretch = replace(stretch, end=os.path.getsize(path))
            with seldom_collected():
                hopped.append(worker.hop(stretch))
            workers.append(worker)
        runs = tuple(
            run(order.parts[some.start : some.stop], workers[some.start : some.stop], hopped[some.start].odd)
            for some in together(order, hopped)
        )
    certificates = {key: tuple(row.items()) for key, row in maker.seen.items()}
    rows = maker.batch()[1]
    return Scan(order.token, tuple(hopped), runs, rows, certificates, monotonic() - began)


def together(order: Order, hopped: Sequence[Hopped]) -> Iterator[range]:
    """Which parts can be read as one: files that are sound, and follow one another without a gap. Those whose
    times overlap are read together where they are joined.
    """
    numbers = [part.number for part in order.parts]
    begins = [part.look.begins for part in order.parts]
    ends = list(accumulate((each.latest for each in hopped), max))
    next_ones = [*zip(begins[1:], numbers[1:], strict=True), order.following or (inf, order.count)]
    over = [
        overlaps(end, number, *after) for end, number, after in zip(ends, numbers, next_ones, strict=True)
    ]
    alone = [each.odd or over[i] or (i > 0 and over[i - 1]) for i, each in enumerate(hopped)]
    start = 0
    for i in range(1, len(hopped) + 1):
        on = i < len(hopped) and not (alone[i - 1] or alone[i]) and begins[i] <= ends[i - 1] + RING_AFTER
        if not on:
            yield range(start, i)
            start = i


def overlaps(end: float, number: int, begins: float, following: int) -> bool:
    """Whether packets of the file that begins then belong before some of the one that ends then: of the same
    time, those of the file with the lower number are first.
    """
    return begins < end or (begins == end and following < number)


def run(parts: Sequence[Part], workers: Sequence[Worker], odd: bool) -> Run:
    """What is in some parts, read as one."""
    with seldom_collected():
        ran = followed(workers, parts[0].frames, parts[0].clock) if not odd else None
    if ran is None or ran.odd:
        return Run(len(parts), None)
    extract = None
    if not all(readable(part.look) for part in parts):
        extract = extracted(ran, {worker.job.number: worker.job.path for worker in workers})
    ran.orphans, ran.doubles = narrow(ran.orphans), narrow(ran.doubles)
    return Run(len(parts), ran, extract)


def readable(look: Look) -> bool:
    """Whether the joining process can read a file as it lies."""
    return look.how == "ranges" and is_local(look.item.name)


@contextmanager
def placed(part: Part) -> Iterator[tuple[str, str]]:
    """A local path with a stretch at its place, and what is wrong with the packed file it came from."""
    look, stretch = part.look, part.stretch
    start = stretch.first if stretch.first is not None else stretch.start
    end = stretch.end if look.how == "ranges" else None
    with copies.local(look.item.name, start if look.how == "ranges" else 0, end) as path:
        if look.how != "whole":
            yield path, ""
            return
        with copies.scratch() as whole:
            damage = copies.unpack(path, whole)
            yield whole, damage


def job_of(look: Look, number: int, names: Sequence[str], path: str, maker: Maker) -> Job:
    """What the project's reader has to be told."""
    assert look.framer is not None
    return Job(path, look.framer, look.sign, KeyLog({}), None, maker, number, names)


def extracted(ran: Ran, paths: Mapping[int, str]) -> bytes | None:
    """The bytes of segments that the joining process may have to follow; their places become those in there.
    None if they are more than is sent.
    """
    kept = [columns for columns in (ran.orphans, ran.doubles) if columns]
    sizes = [np.where(columns[_AT] >= 0, columns[_AT] + columns[_HAVE] - columns[_IP], 0) for columns in kept]
    total = sum(int(size.sum()) for size in sizes)
    if total > EXTRACT_BYTES:
        return None
    parts: list[bytes] = []
    filled = 0
    with ExitStack() as stack:
        files = {number: stack.enter_context(open(path, "rb")) for number, path in paths.items()}
        for columns, size in zip(kept, sizes, strict=True):
            begins: Array = filled + np.cumsum(size) - size
            places = zip(columns[_FILE].tolist(), columns[_IP].tolist(), size.tolist(), strict=True)
            for number, place, length in places:
                if length:
                    files[number].seek(place)
                    parts.append(files[number].read(length))
            inside = columns[_AT] >= 0
            moved = begins - columns[_IP]
            for column in (_AT, _IP, _TCP):
                columns[column] = np.where(inside, columns[column] + moved, columns[column])
            filled += int(size.sum())
    return b"".join(parts) + bytes(64)  # so that headers of fixed size can be fetched from its very end


def narrow(columns: list[Array]) -> list[Array]:
    """Columns of segments as they are handed over: numbers that fit into half the bytes, and a column that is
    the same as an earlier one once. What is open at a boundary is most of what goes from worker to worker.
    """
    found: list[Array] = []
    for column in columns:
        if column.dtype == np.int64 and len(column) and abs(column).max() < 1 << 31:
            column = column.astype(np.int32)
        same = (each for each in found if each.dtype == column.dtype and np.array_equal(each, column))
        found.append(next(same, column))
    return found


def wide(columns: list[Array]) -> list[Array]:
    """Columns as they were."""
    return [column.astype(np.int64) if column.dtype == np.int32 else column for column in columns]
