"""Rows of handshakes that workers made, kept until it is their turn; then one record batch of them, in order.

A batch of rows goes as soon as the last of its rows that counts has had its turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ssldiag.capture.pipeline import Given, Pipeline
from ssldiag.fleet.records import Made, Maker

if TYPE_CHECKING:
    import pyarrow

OWN = -1
"""The token of rows that were made where they are joined."""


class Counting(Pipeline):
    """A pipeline that counts whose rows it will give."""

    due: Counter[int]

    def add(self, given: Given) -> None:
        for made in given.handshakes:
            self.due[made.token] += 1
        super().add(given)


class Kept:
    """The rows. ``maker`` makes those of handshakes that no worker could judge on its own."""

    def __init__(self) -> None:
        self.maker = Maker(OWN)
        self.due: Counter[int] = Counter()
        self._batches: dict[int, pyarrow.RecordBatch] = {}
        self._index: list[int] = []

    @property
    def nbytes(self) -> int:
        """Bytes of the rows that wait."""
        return sum(rows.nbytes for rows in self._batches.values())

    def put(self, token: int, rows: pyarrow.RecordBatch) -> None:
        """The rows that a worker made."""
        self._batches[token] = rows

    def settle(self, token: int) -> None:
        """All of a worker's rows that count are known now."""
        if not self.due[token]:
            self._drop(token)

    def _drop(self, token: int) -> None:
        self._batches.pop(token, None)
        self.due.pop(token, None)

    def take(self, turn: Sequence[Made]) -> pyarrow.RecordBatch:
        """The rows whose turn it is, in this order."""
        import pyarrow as pa

        places: dict[int, list[int]] = {}
        at = []
        for made in turn:
            of_token = places.setdefault(made.token, [])
            at.append((made.token, len(of_token)))
            of_token.append(made.place)
        begins, parts, filled = {}, [], 0
        for token, of_token in places.items():
            begins[token] = filled
            parts.append(self._some(token, of_token))
            filled += len(of_token)
        whole = pa.Table.from_batches(parts).combine_chunks()
        order = pa.array([begins[token] + place for token, place in at], pa.int64())
        (found,) = whole.take(order).combine_chunks().to_batches()
        return found

    def _some(self, token: int, places: list[int]) -> pyarrow.RecordBatch:
        import pyarrow as pa

        if token == OWN:
            return self._own(places)
        rows = self._batches[token].take(pa.array(places, pa.int64()))
        self.due[token] -= len(places)
        if self.due[token] <= 0:
            self._drop(token)
        return rows

    def _own(self, places: list[int]) -> pyarrow.RecordBatch:
        """Of the rows made here; those that have not had their turn stay."""
        import pyarrow as pa

        first, fresh = self.maker.batch()
        old = self._batches.get(OWN)
        rows = fresh if old is None else pa.Table.from_batches([old, fresh]).combine_chunks().to_batches()[0]
        index = [*self._index, *range(first, first + len(fresh))]
        where = {place: number for number, place in enumerate(index)}
        wanted = [where[place] for place in places]
        gone = set(wanted)
        stay = [number for number in range(len(index)) if number not in gone]
        found = rows.take(pa.array(wanted, pa.int64()))
        self._index = [index[number] for number in stay]
        if stay:
            self._batches[OWN] = rows.take(pa.array(stay, pa.int64()))
        else:
            self._batches.pop(OWN, None)
        return found
