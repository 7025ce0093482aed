"""Packets of one file that lie in one buffer, as columns: lists, or numpy arrays where numpy is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

Column: TypeAlias = Any
"""A list of numbers, or a numpy array of them: both are indexed and sliced alike."""


@dataclass(slots=True)
class Batch:
    """Good until the next one of the same file is asked for: the buffer is used anew.

    ``data[0]`` is the byte at ``base`` of the (unpacked) file. The record of frame ``first_frame + i`` is at
    ``mark[i]``, its packet at ``at[i]``; ``have[i]`` bytes of it are in the file and ``wire[i]`` were on the
    wire. ``link`` is a number of the LINKTYPE registry, one for all or one each.
    """

    data: bytearray
    base: int
    first_frame: int
    mark: Column
    at: Column
    have: Column
    wire: Column
    time: Column
    link: Column

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True, slots=True)
class Framed:
    """What a framer found in a buffer: the columns of :class:`Batch`, and where to go on.

    ``upto`` may lie beyond the end of the buffer: then what is between is to be skipped. ``problem``
    says why nothing can be read from ``upto`` on.
    """

    mark: Column
    at: Column
    have: Column
    wire: Column
    time: Column
    link: Column
    upto: int
    problem: str = ""


def first_of(batch: Batch, count: int) -> Batch:
    """The first packets of a batch."""
    columns = batch.mark, batch.at, batch.have, batch.wire, batch.time
    mark, at, have, wire, time = (column[:count] for column in columns)
    link = batch.link if isinstance(batch.link, int) else batch.link[:count]
    return Batch(batch.data, batch.base, batch.first_frame, mark, at, have, wire, time, link)
