"""A stretch of a capture file in, what is in it out: what a worker does, with the reader of the project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic

import numpy as np

from ssldiag.capture.arrays import Array
from ssldiag.capture.garbage import seldom_collected
from ssldiag.capture.part import Hopped, Job, Ran
from ssldiag.capture.plain import COLUMNS
from ssldiag.capture.worker import Worker
from ssldiag.fleet import copies
from ssldiag.fleet.bounds import EXTRACT_BYTES
from ssldiag.fleet.model import Look, OneName, Order, Scan
from ssldiag.fleet.places import is_local
from ssldiag.fleet.records import Maker
from ssldiag.wire.keylog import KeyLog

_AT, _IP, _TCP, _HAVE = (COLUMNS.index(name) for name in ("at", "ip", "tcp", "have"))


def hop(order: Order) -> Hopped:
    """Where the records of a stretch lie."""
    with placed(order) as (path, _):
        return Worker(job_of(order.look, order.number, order.count, path, Maker(0))).hop(order.stretch)


def scan(order: Order) -> Scan:
    """What is in a stretch."""
    began = monotonic()
    with placed(order) as (path, damage):
        maker = Maker(order.token)
        worker = Worker(job_of(order.look, order.number, order.count, path, maker))
        stretch = order.stretch
        if order.look.how == "whole":
            stretch = replace(stretch, end=os.path.getsize(path))
        with seldom_collected():
            hopped = worker.hop(stretch)
            ran = worker.run(order.frames, order.clock) if not hopped.odd else None
        extract = None
        if ran is not None and not readable(order.look):
            extract = extracted(ran, path)
        if ran is not None:
            ran.orphans, ran.doubles = narrow(ran.orphans), narrow(ran.doubles)
        certificates = {key: tuple(row.items()) for key, row in maker.seen.items()}
        rows = maker.batch()[1]
        return Scan(order.token, hopped, ran, rows, certificates, extract, damage, monotonic() - began)


def readable(look: Look) -> bool:
    """Whether the joining process can read a file as it lies."""
    return look.how == "ranges" and is_local(look.item.name)


@contextmanager
def placed(order: Order) -> Iterator[tuple[str, str]]:
    """A local path with a stretch at its place, and what is wrong with the packed file it came from."""
    look, stretch = order.look, order.stretch
    start = stretch.first if stretch.first is not None else stretch.start
    end = stretch.end if look.how == "ranges" else None
    with copies.local(look.item.name, start if look.how == "ranges" else 0, end) as path:
        if look.how != "whole":
            yield path, ""
            return
        with copies.scratch() as whole:
            damage = copies.unpack(path, whole)
            yield whole, damage


def job_of(look: Look, number: int, count: int, path: str, maker: Maker) -> Job:
    """What the project's reader has to be told."""
    assert look.framer is not None
    names = OneName(number, look.item.name, count)
    return Job(path, look.framer, look.sign, KeyLog({}), None, maker, number, names)


def extracted(ran: Ran, path: str) -> bytes | None:
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
    with open(path, "rb") as file:
        for columns, size in zip(kept, sizes, strict=True):
            begins: Array = filled + np.cumsum(size) - size
            for place, length in zip(columns[_IP].tolist(), size.tolist(), strict=True):
                if length:
                    file.seek(place)
                    parts.append(file.read(length))
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
