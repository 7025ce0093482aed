"""SSLADMIN and NETSTAT on the side of the stack: a request in; it is allowed or not, done, gathered for, and
answered.

The grammar and the answers are ``ssldiag.pool.admin``'s.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ssldiag.pool import happenings as h
from ssldiag.pool import report, store_desk
from ssldiag.pool.admin import answers, netstat, ssladmin
from ssldiag.pool.admin.answers import Answer
from ssldiag.pool.admin.requests import Refusal, Request, no_store, not_allowed
from ssldiag.pool.conductor import Conductor
from ssldiag.pool.consoles import close_console
from ssldiag.pool.control import CACHE_ON
from ssldiag.pool.gather import SERVERS, Found, Gatherer
from ssldiag.pool.limits import checked
from ssldiag.pool.members import Members
from ssldiag.pool.names import console_file
from ssldiag.pool.parts import Parts
from ssldiag.pool.ports import Ports
from ssldiag.pool.programs import Programs
from ssldiag.pool.states import State
from ssldiag.pool.status import PoolStatus
from ssldiag.pool.store_desk import StoreDesk

PARSERS = {"SSLADMIN": ssladmin.parse, "NETSTAT": netstat.parse}

GATHERED = frozenset((*SERVERS, "connections"))

CACHE_EFFECTS = frozenset(("clear_cache", "expire_cache", "forget_session"))

TAIL = 512 * 1024
"""Bytes at the end of a console log that LOG looks at: more than its most lines need."""

POOL_STATUS = frozenset(("details", "cache", "trace"))
"""What ``pool status`` tells beside the rows of servers and applications."""

Done = Callable[[Answer], None]


class Office:
    """``ask`` answers later, or at once."""

    def __init__(
        self,
        parts: Parts,
        ports: Ports,
        members: Members,
        programs: Programs,
        gatherer: Gatherer,
        conductor: Conductor,
    ) -> None:
        self._parts, self._ports, self._members = parts, ports, members
        self._programs, self._gatherer, self._conductor = programs, gatherer, conductor
        self._desk = StoreDesk(parts)
        self.effects: dict[str, Callable[[Request, tuple[str, ...]], PoolStatusChange]] = {
            "start": self._order(h.Order.START),
            "stop": self._order(h.Order.STOP),
            "restart": self._order(h.Order.RESTART),
            "refresh": self._message({"do": "refresh"}),
            "trace": self._trace,
            "close_console": self._close_consoles,
            "limits": self._limits,
            "clear_cache": self._cache(lambda segment, request: segment.clear()),
            "expire_cache": self._cache(lambda segment, request: segment.expire()),
            "forget_session": self._cache(lambda segment, request: segment.forget(request.operand)),
        }

    def status(self, found: Found | None = None) -> PoolStatus:
        """The pool as it is."""
        return report.status(self._parts, self._ports, self._programs, found)

    def ask(self, program: str, words: str, seen: Mapping[str, str], user: str, done: Done) -> None:
        """Do what a user wants. ``user`` is a z/VM user id, ``seen`` the defaults that SET left."""
        if program == "POOL":
            self._gatherer.ask(POOL_STATUS, self.active(), lambda found: done(self._pool(found)))
            return
        parser = PARSERS.get(program)
        if parser is None:
            done(Answer(2, (f"DTCTCPT30E {program[:20]} is no program of the pool",), {}))
            return
        request = parser(words.split(), dict(seen))
        refusal = request if isinstance(request, Refusal) else self._refusal(request, user)
        if refusal is not None or isinstance(request, Refusal):
            assert refusal is not None
            done(answers.refused(program, refusal, words))
            return
        self._do(request, done)

    def _refusal(self, request: Request, user: str) -> Refusal | None:
        """SSLADMIN is for :Admin_ID_list. alone; NETSTAT's queries are for everybody."""
        open_to_all = request.command == "HELP" or (request.program == "NETSTAT" and not request.effect)
        if not open_to_all and user not in self._parts.plan.admin_ids:
            return not_allowed(request.program, user)
        return answers.admit(request, self.status())

    def _do(self, request: Request, done: Done) -> None:
        wanted = request.effect in CACHE_EFFECTS or {"cache", "entries"} & set(request.needs)
        if not (self._parts.plan.cache.store and self._parts.world.secure and wanted):
            self._go_on(request, done, {})
            return

        def told(found: dict[str, Any]) -> None:
            if "why" in found:
                done(answers.refused(request.program, no_store(request.program, found["why"])))
                return
            cache = self.status().cache
            assert cache is not None
            counted = replace(cache, entries=int(found["entries"]))
            self._go_on(request, done, {"cache": counted, "entries": store_desk.entries(found)})

        self._desk.ask(request.effect, request.operand, "entries" in request.needs, told)

    def _go_on(self, request: Request, done: Done, told: PoolStatusChange) -> None:
        """``told`` is what a session store said."""
        concerned = answers.concerned(request, self.status())
        change = dict(told)
        if request.effect:
            change |= self.effects[request.effect](request, concerned)
        asked = self.active() if "connections" in request.needs else concerned
        running = [userid for userid in asked if userid in self.active()]
        whats = set(request.needs) & GATHERED
        self._gatherer.ask(
            whats, running, lambda found: done(self._answer(request, concerned, found, change))
        )

    def active(self) -> list[str]:
        """The servers that can be asked."""
        return [server.userid for server in self._parts.world.servers if server.state is State.ACTIVE]

    def _answer(
        self, request: Request, concerned: tuple[str, ...], found: Found, change: PoolStatusChange
    ) -> Answer:
        now = self.status(found)
        if "cache" in change and now.cache is not None:
            change = change | {"cache": replace(now.cache, entries=change["cache"].entries)}
        status = replace(now, **(self._more(request) | change))
        at, stamps = datetime.now().astimezone(), self._parts.plan.timestamps
        made = answers.answer(request, status, at, stamps, concerned)
        lines = list(made.lines) + [f"  {userid}: {why}" for userid, why in self._take_declined()]
        if request.command.startswith("QUERY STATUS"):
            lines += trouble(self._parts)
        return Answer(made.exit, tuple(lines), made.document)

    def _take_declined(self) -> list[tuple[str, str]]:
        declined, self._conductor.declined = self._conductor.declined, []
        return declined

    def _more(self, request: Request) -> PoolStatusChange:
        """What an answer wants that the stack knows by itself."""
        more: PoolStatusChange = {}
        if "entries" in request.needs and self._parts.segment is not None:
            more["entries"] = report.entries(self._parts.segment)
        if "files" in request.needs:
            more["files"] = report.files(self._parts.plan.keyfile, self._parts.plan.database)
        if "log" in request.needs:
            self._parts.flush()
            concerned = answers.concerned(request, self.status())
            more["output"] = tuple(
                (userid, last_lines(console_file(self._parts.directory, userid), request.count))
                for userid in concerned
            )
        return more

    def _pool(self, found: Found) -> Answer:
        status = self.status(found)
        now = datetime.now().astimezone()
        lines = (*answers.pool_lines(status), *trouble(self._parts))
        return Answer(0, lines, answers.pool_document(status, now))

    def _order(self, order: h.Order) -> Callable[[Request, tuple[str, ...]], PoolStatusChange]:
        def effect(request: Request, concerned: tuple[str, ...]) -> PoolStatusChange:
            for userid in concerned:
                self._parts.tell(h.Ordered(order, userid))
            return {}

        return effect

    def _message(self, message: dict[str, Any]) -> Callable[[Request, tuple[str, ...]], PoolStatusChange]:
        def effect(request: Request, concerned: tuple[str, ...]) -> PoolStatusChange:
            silent = [userid for userid in concerned if not self._members.tell(userid, message)]
            return {"silent": tuple(silent)} if silent else {}

        return effect

    def _trace(self, request: Request, concerned: tuple[str, ...]) -> PoolStatusChange:
        assert request.trace is not None
        return self._message({"do": "trace", "setting": asdict(request.trace)})(request, concerned)

    def _close_consoles(self, request: Request, concerned: tuple[str, ...]) -> PoolStatusChange:
        """Servers find by themselves that their log is gone, and go on in a new one."""
        said = []
        for userid in concerned:
            try:
                path = close_console(self._parts.directory, userid)
            except OSError as error:
                said.append((userid, (f"the console log cannot be closed: {error.strerror}",)))
                continue
            if path is not None:
                said.append((userid, (f"console log closed as {path.parent.name}/{path.name}",)))
        return {"output": tuple(said)}

    def _limits(self, request: Request, concerned: tuple[str, ...]) -> PoolStatusChange:
        now = self._parts.world.limits
        limits = checked(request.max_sessions or now.max_sessions, request.per_server or now.per_server)
        self._parts.tell(h.LimitsSet(limits))
        return {}

    def _cache(
        self, work: Callable[[Any, Request], object]
    ) -> Callable[[Request, tuple[str, ...]], PoolStatusChange]:
        def effect(request: Request, concerned: tuple[str, ...]) -> PoolStatusChange:
            if self._parts.segment is not None and self._parts.control.words[CACHE_ON]:
                work(self._parts.segment, request)
            return {}

        return effect


PoolStatusChange = dict[str, Any]
"""Fields of PoolStatus and their values."""


def trouble(parts: Parts) -> list[str]:
    """What goes wrong without stopping the pool: consoles that take no lines."""
    own = {userid: console.trouble for userid, console in parts.consoles.items() if console.trouble}
    return [f"Console log of {userid} is not written: {why}" for userid, why in (parts.trouble | own).items()]


def last_lines(path: Path, count: int) -> tuple[str, ...]:
    """The end of a log; nothing if it cannot be read."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(size - TAIL, 0))
            text = file.read(TAIL).decode("utf-8", "replace")
    except OSError:
        return ()
    return tuple(deque(text.splitlines(), maxlen=count))
