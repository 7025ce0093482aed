"""What ran on two hosts in, what runs otherwise out: servers, users, segments, starts, messages, handshakes.

Only what both sides tell is compared: that a log was not collected says nothing of the host.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from ssldiag.bundle.changes import Change, Side, cited
from ssldiag.facts import Facts
from ssldiag.facts.handshakes import Capture, CapturedHandshake
from ssldiag.facts.release import Release
from ssldiag.facts.runtime import ConsoleRun, DcssSegment, ServerState
from ssldiag.model import Place
from ssldiag.readers.cp_query import UserState
from ssldiag.readers.openvm_list import OpenvmListing

State = tuple[str, str, Place]
"""What it is the state of, the state, where it says so."""

STARTS = ("DTCRUN1011I", "DTCSSL001I", "DTCTCP001I")
GIVEN_UP = "DTCRUN1099E"
BAD = ("E", "S")
"""Severities of messages that tell of an error, or of a severe one."""


def compare(old: Side, new: Side, files: Mapping[str, str]) -> Iterator[Change]:
    """What runs otherwise, then what captures show."""
    for read in STATES:
        before = {name: (state, place) for name, state, place in read(old.facts)}
        for name, state, place in read(new.facts):
            if name in before and before[name][0] != state:
                was, there = before[name]
                yield Change("state", "changed", f"{name}: {was} -> {state}", cited(there), cited(place))
    yield from _messages(old.facts, new.facts)
    yield from _handshakes(old.facts, new.facts, files)


def _servers(facts: Facts) -> Iterator[State]:
    for item in facts.all(ServerState):
        yield f"SSL server {item.userid.value}", item.state or "not told", item.userid.place


def _users(facts: Facts) -> Iterator[State]:
    for item in facts.all(UserState):
        yield f"user {item.userid.value}", item.state or "logged on", item.userid.place


def _segments(facts: Facts) -> Iterator[State]:
    for item in facts.all(DcssSegment):
        if item.user_count is not None:
            yield f"users of segment {item.name}", f"{item.user_count:,}", item.place


def _releases(facts: Facts) -> Iterator[State]:
    for item in facts.all(Release):
        if item.place is not None:
            yield "level of TCP/IP or z/VM", item.level, item.place


def _listings(facts: Facts) -> Iterator[State]:
    for listing in facts.all(OpenvmListing):
        for item in listing.objects:
            if item.permissions.value:
                where = f"{item.directory.rstrip('/')}/" if item.directory else ""
                yield (
                    f"permissions of {where}{item.name.value}",
                    item.permissions.value,
                    item.permissions.place,
                )


def _runs(facts: Facts) -> Iterator[State]:
    """How each machine's last start ended, where its log tells."""
    last = {run.machine: run for run in facts.all(ConsoleRun) if run.machine}
    for machine, run in last.items():
        stopped = run.messages(GIVEN_UP)
        if stopped:
            yield f"last start of {machine}", f"given up ({GIVEN_UP})", stopped[-1].place
        elif started := run.messages(*STARTS):
            yield f"last start of {machine}", "started", started[0].place


STATES: tuple[Callable[[Facts], Iterator[State]], ...] = (
    _releases, _runs, _servers, _users, _segments, _listings,
)  # fmt: skip


def _bad(facts: Facts) -> dict[tuple[str, str], tuple[int, Place]]:
    """(machine, message id) -> how often it came in all logs, and where first."""
    found: dict[tuple[str, str], tuple[int, Place]] = {}
    for run in facts.all(ConsoleRun):
        for message in run.messages():
            key = (run.machine or "", message.id)
            if message.severity in BAD and run.machine:
                before = found.get(key)
                found[key] = (before[0] + 1, before[1]) if before else (1, message.place)
    return found


def _messages(old: Facts, new: Facts) -> Iterator[Change]:
    both = {run.machine for run in old.all(ConsoleRun)} & {run.machine for run in new.all(ConsoleRun)}
    before, after = _bad(old), _bad(new)
    for (machine, ident), (count, place) in before.items():
        if machine in both and (machine, ident) not in after:
            times = f" ({count:,} times before)" if count > 1 else ""
            said = f"{machine} does not report {ident} any more{times}"
            yield Change("state", "gone", said, cited(place), code=ident)
    for (machine, ident), (_, place) in after.items():
        if machine in both and (machine, ident) not in before:
            yield Change("state", "new", f"{machine} now reports {ident}", None, cited(place), code=ident)


def _handshakes(old: Facts, new: Facts, files: Mapping[str, str]) -> Iterator[Change]:
    captures = {item.file for item in old.all(Capture)}
    both = {item.file: files[item.file] for item in new.all(Capture) if files.get(item.file) in captures}
    before = Counter(_cause(item) for item in old.all(CapturedHandshake) if item.file in both.values())
    after = Counter(_cause(item) for item in new.all(CapturedHandshake) if item.file in both)
    for cause in dict.fromkeys((*before, *after)):
        if before[cause] != after[cause]:
            kind = "gone" if not after[cause] else "new" if not before[cause] else "changed"
            yield Change("handshake", kind, f"handshakes {cause}: {before[cause]:,} -> {after[cause]:,}")


def _cause(item: CapturedHandshake) -> str:
    outcome = str(item.outcome)
    return outcome if item.cause in ("", outcome) else f"{outcome} ({item.cause})"
