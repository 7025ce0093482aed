"""Captures in, what workers are to do out, in the order in which it is joined: how files lie, which of them
are read as one, and what the stretches of large ones are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from math import inf
from typing import Any

from ssldiag.capture.part import Hopped, Stretch
from ssldiag.fleet.engine import Engine
from ssldiag.fleet.lanes import Event
from ssldiag.fleet.looks import look
from ssldiag.fleet.model import Failure, Item, Look, Order, Part
from ssldiag.fleet.plan import Due
from ssldiag.fleet.resolve import ALL, Placed, resolved
from ssldiag.fleet.resolve import cut as stretches
from ssldiag.fleet.scans import hop
from ssldiag.fleet.spans import Left, spans, weight


@dataclass(slots=True)
class Lot:
    """A capture whose files were looked at. ``following`` has, by the number of a file, when the next one
    begins, and its number.
    """

    due: Due
    number: int
    looks: tuple[Look, ...]
    tokens: Iterator[int] = field(default_factory=count)
    in_time: list[int] = field(init=False)
    following: dict[int, tuple[float, int]] = field(init=False)

    def __post_init__(self) -> None:
        begins = [each.begins for each in self.looks]
        self.in_time = sorted(range(len(begins)), key=lambda place: (begins[place], place))
        self.following = {one: (begins[other], other) for one, other in pairwise(self.in_time)}

    def weight(self, place: int) -> int:
        """What it takes to read a file."""
        found = self.looks[place]
        return weight(found.item.size, len(stretches_of(found)), found.how == "whole")

    def readable(self) -> list[int]:
        """The files that workers can read, in the order in which they began."""
        if any(each.how == "here" for each in self.looks):
            return []
        return [place for place in self.in_time if self.looks[place].how != "unreadable"]

    def order(self, parts: Iterable[Part]) -> Order:
        """What a worker is to read."""
        parts = tuple(parts)
        after = self.following.get(parts[-1].number)
        return Order(parts, len(self.looks), next(self.tokens), after)


def orders(wanted: Sequence[Due], engine: Engine) -> Iterator[tuple[Lot, Event, Order | None]]:
    """All that is to be read, in the order in which it is joined, with what workers are to do for it."""
    items = ((item, item) for one in wanted for item in one.capture.files)
    found = engine.ordered(look, items, urgent=True)
    left = Left(sum(one.capture.size for one in wanted), engine.workers)
    for number, one in enumerate(wanted):
        lot = Lot(one, number, tuple(looked(*next(found)) for _ in one.capture.files))
        for span in spans(lot.readable(), lot.weight, left.limit):
            left.take(lot.looks[place].item.size for place in span)
            for event, order in span_orders(span, lot, engine):
                yield lot, event, order
        yield lot, Event(over=True), None


def one_by_one(lot: Lot, event: Event, order: Order) -> Iterator[tuple[Event, Order]]:
    """The files of an order by themselves."""
    for place, placed, part in zip(event.files, event.placed, order.parts, strict=True):
        yield replace(event, files=(place,), placed=(placed,)), lot.order([part])


def looked(item: Item, value: Look | Failure | None) -> Look:
    """How a file lies; one that a worker broke on is unreadable."""
    if isinstance(value, Look):
        return value
    return Look(item, "unreadable", problem=value.reason if value is not None else "")


def span_orders(span: Sequence[int], lot: Lot, engine: Engine) -> Iterator[tuple[Event, Order | None]]:
    """Files that are read as one; or the stretches of a file."""
    if len(span) == 1 and len(stretches_of(lot.looks[span[0]])) > 1:
        yield from file_orders(span[0], lot, engine)
        return
    parts = [Part(lot.looks[place], place, stretches_of(lot.looks[place])[0]) for place in span]
    nothing = (Placed(part.stretch, 0, -inf, Hopped(0, part.look.first, None, 0, -inf)) for part in parts)
    yield Event(tuple(span), tuple(nothing), True, True), lot.order(parts)


def stretches_of(found: Look) -> list[Stretch]:
    """The stretches of a file."""
    if found.how == "whole":
        return [Stretch(0, found.first, ALL, found.first)]
    return stretches(found.first, found.item.size)


def file_orders(place: int, lot: Lot, engine: Engine) -> Iterator[tuple[Event, Order | None]]:
    """The stretches of one file."""
    found = lot.looks[place]
    sure = list(resolved(*hopped(place, found, stretches_of(found), engine)))
    end = max((placed.hopped.latest for placed in sure), default=-inf)
    for index, placed in enumerate(sure):
        event = Event((place,), (placed,), index == 0, index == len(sure) - 1, end)
        asked = placed.failure is None and not placed.here
        part = Part(found, place, placed.stretch, placed.frames, placed.clock)
        yield event, lot.order([part]) if asked else None


def hopped(
    place: int, found: Look, parts: Sequence[Stretch], engine: Engine
) -> tuple[Iterable[tuple[Stretch, Hopped | Failure]], Any]:
    """Where workers find the records of stretches; and how to have one looked at again."""

    def asked(some: Iterable[Stretch]) -> Iterator[tuple[Stretch, Hopped | Failure]]:
        orders = ((stretch, Part(found, place, stretch)) for stretch in some)
        for stretch, value in engine.ordered(hop, orders, urgent=True):
            if value is not None:
                yield stretch, value

    def again(stretch: Stretch) -> Hopped | Failure:
        return next(asked([stretch]))[1]

    return asked(parts), again
