"""The words of ``ssldiag pcap`` in, what is wanted as plain values out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from ssldiag.capture.filters import Filters, network, ports
from ssldiag.cli.exits import USAGE, Stop

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line says. ``form``, ``engine`` and ``fail_on`` are words of its choices."""

    files: tuple[str, ...]
    filters: Filters
    form: str
    engine: str
    target: Path | None
    keylog: Path | None
    jobs: int
    live: str | None
    seconds: float | None
    now: datetime
    days: int
    fail_on: str
    failed: bool = False
    verify: bool = False
    no_color: bool = False
    quiet: bool = False
    verbose: bool = False


def spare_inputs(order: Order) -> None:
    """Raise Stop where the output would take the place of a capture or of the key log."""
    inputs = [Path(name) for name in order.files if name != "-"]
    for path in (*inputs, *((order.keylog,) if order.keylog else ())):
        with suppress(OSError):
            if order.target is not None and path.samefile(order.target) and path.is_file():
                raise Stop(f"--output {order.target} is one of the files to be read", USAGE)


def filters(
    hosts: Sequence[str] | None,
    port_lists: Sequence[str] | None,
    names: Sequence[str] | None,
    since: str | None,
    until: str | None,
) -> Filters:
    """The filters that these words ask for. Raises Stop."""
    networks = tuple(
        _read("--host", word, network, "an address or a network such as 10.0.0.0/8") for word in hosts or ()
    )
    ranges = [
        _read(
            "--port", word, lambda text: tuple(ports(text)), "a port, a list or a range such as 992,1024-1100"
        )
        for word in port_lists or ()
    ]
    start, end = _moment("--since", since), _moment("--until", until)
    if start is not None and end is not None and end < start:
        raise Stop(f"--until {until} is before --since {since}", USAGE)
    return Filters(
        networks,
        tuple(each for found in ranges for each in found),
        tuple(name.strip().lower() for name in names or ()),
        start,
        end,
    )


def _moment(option: str, text: str | None) -> float | None:
    """Seconds since 1970; times without a zone are UTC."""
    if text is None:
        return None
    return _read(option, text, seconds, "a time such as 2026-11-22T09:30 or 1795338900.5")


def seconds(text: str) -> float:
    """A moment as seconds since 1970, from a number or ISO 8601. Raises ValueError."""
    try:
        number = float(text)
    except ValueError:
        when = datetime.fromisoformat(text.strip())
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _read(option: str, text: str, read: Callable[[str], T], wanted: str) -> T:
    try:
        return read(text)
    except (ValueError, OverflowError) as error:
        raise Stop(f"{option} {text}: is not {wanted}", USAGE) from error
