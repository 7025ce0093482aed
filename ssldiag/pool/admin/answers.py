"""A request and the status gathered for it in; the lines that are printed and the document for programs out.

The stack calls :func:`admit` before it does anything, does what ``effect`` says to the servers of
:func:`concerned`, gathers what ``needs`` names, then calls :func:`answer`. A refusal, from a grammar or from
``admit``, goes to :func:`refused`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ssldiag.pool.admin.asked import asked
from ssldiag.pool.admin.documents import of_answer, of_refusal, pool_document
from ssldiag.pool.admin.judged import admit, concerned
from ssldiag.pool.admin.pool_text import pool_lines
from ssldiag.pool.admin.printed import printed
from ssldiag.pool.admin.requests import Refusal, Request
from ssldiag.pool.admin.table import VALUES_AT
from ssldiag.pool.status import PoolStatus

__all__ = [
    "Answer",
    "admit",
    "answer",
    "concerned",
    "document",
    "lines",
    "pool_document",
    "pool_lines",
    "refused",
]


@dataclass(frozen=True, slots=True)
class Answer:
    """``exit`` code, what is printed, and the same for programs."""

    exit: int
    lines: tuple[str, ...]
    document: dict[str, Any]


def answer(
    request: Request,
    status: PoolStatus,
    now: datetime | None = None,
    stamps: bool = False,
    servers: tuple[str, ...] | None = None,
) -> Answer:
    """The whole answer; exit 1 if a server did not answer, or the cache is out of reach.

    ``stamps``: :Timestamp.On in DTCPARMS puts the time before each line of SSLADMIN. ``servers`` did the
    request, where that has changed the status since.
    """
    it = asked(request, status, now or datetime.now(UTC), servers)
    said = printed(it)
    made = of_answer(it, said)
    if stamps and request.program == "SSLADMIN" and request.command != "HELP":
        said = list(_stamped(said, f"{it.now:%H:%M:%S}"))
    return Answer(1 if it.unheard else 0, tuple(said), made)


def _stamped(lines: Iterable[str], stamp: str) -> Iterator[str]:
    """Lines with the time in front; one that goes on with a value of the line above keeps its column."""
    for line in lines:
        more = line.startswith(" " * VALUES_AT)
        yield f"{' ' * len(stamp) if more else stamp} {line}" if line else line


def lines(
    request: Request, status: PoolStatus, now: datetime | None = None, stamps: bool = False
) -> list[str]:
    """What is printed."""
    return list(answer(request, status, now, stamps).lines)


def document(request: Request, status: PoolStatus, now: datetime | None = None) -> dict[str, Any]:
    """The JSON document."""
    return answer(request, status, now).document


def refused(program: str, refusal: Refusal, command: str = "") -> Answer:
    """The answer to a command that is not done."""
    return Answer(refusal.exit, (refusal.line,), of_refusal(program, command, refusal))
