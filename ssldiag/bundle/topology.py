"""Facts and findings in, the boxes and arrows of the drawing out: how everything hangs together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ssldiag.bundle.model import Edge, Node, Topology
from ssldiag.facts import Facts
from ssldiag.facts.applications import ProtectedApplication
from ssldiag.facts.keys import KeyDatabase
from ssldiag.facts.pools import DcssAgent, SslServerPool, stack_of
from ssldiag.facts.runtime import DcssSegment, ServerState
from ssldiag.facts.stacks import Stack
from ssldiag.model import Place, Report, TextPlace

MOST = 300
"""Boxes of one kind: more make no drawing."""

WORST = 3
"""Codes named at one box."""


class _Drawing:
    """Boxes and arrows so far; an arrow is kept only between boxes that are there."""

    def __init__(self, report: Report) -> None:
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []
        self._codes: dict[str, list[str]] = {}
        for result in (one for root in report.results for one in root.walk()):  # a root before what follows
            for about in result.finding.about:
                codes = self._codes.setdefault(about.upper(), [])
                if result.finding.code not in codes:
                    codes.append(result.finding.code)

    def node(
        self, kind: str, name: str, detail: str = "", place: Place | None = None, wrong: str = ""
    ) -> str:
        ident = f"{kind}:{name}"
        if sum(node.kind == kind for node in self.nodes.values()) < MOST:
            codes = tuple(self._codes.get(name.upper(), ())[:WORST])
            line = (place.file, place.line) if isinstance(place, TextPlace) else None
            self.nodes.setdefault(ident, Node(ident, kind, name, detail, wrong, codes, line))
        return ident

    def edge(self, start: str, end: str, what: str, wrong: str = "") -> None:
        self.edges.append(Edge(start, end, what, wrong))

    def mark(self, ident: str, wrong: str) -> None:
        if ident in self.nodes and not self.nodes[ident].wrong:
            self.nodes[ident] = replace(self.nodes[ident], wrong=wrong)

    def done(self) -> Topology:
        edges = dict.fromkeys(
            replace(edge, codes=self._shared(edge))
            for edge in self.edges
            if edge.start in self.nodes and edge.end in self.nodes
        )
        return Topology(tuple(self.nodes.values()), tuple(edges))

    def _shared(self, edge: Edge) -> tuple[str, ...]:
        """The findings that name both ends, also those that the boxes have no room for."""
        start, end = (self._codes.get(self.nodes[one].name.upper(), []) for one in (edge.start, edge.end))
        return tuple(code for code in start if code in end)[:WORST]


def topology(facts: Facts, report: Report) -> Topology:
    """The drawing of a host."""
    drawing = _Drawing(report)
    for stack in facts.all(Stack):
        _stack(drawing, stack, facts)
    for pool in facts.all(SslServerPool):
        _pool(drawing, pool, facts)
    for agent in facts.all(DcssAgent):
        _agent(drawing, agent, facts)
    for state in facts.all(ServerState):
        _server(drawing, state, facts.all(SslServerPool))
    databases = [item for item in facts.all(KeyDatabase) if item.holds_keys]
    for database in databases:
        _database(drawing, database)
    for application in facts.all(ProtectedApplication):
        _application(drawing, application, databases)
    return drawing.done()


def _stack(drawing: _Drawing, stack: Stack, facts: Facts) -> None:
    ident = drawing.node("stack", stack.userid, "TCP/IP stack", stack.place)
    if stack.wants_ssl is False:
        return
    seen = {segment.name: segment for segment in facts.all(DcssSegment)}
    segment = seen.get(stack.segment)
    users = segment.user_count if segment else None
    detail = "session cache" if users is None else f"session cache, {users:,} users"
    to = drawing.node("segment", stack.segment, detail, segment.place if segment else stack.place)
    drawing.edge(ident, to, "segment")


def _pool(drawing: _Drawing, pool: SslServerPool, facts: Facts) -> None:
    kind = "pool" if pool.is_pool else "server"
    size = f"{pool.size:,} servers" if pool.is_pool and pool.size else "SSL server"
    ident = drawing.node(kind, pool.name, size, pool.place)
    stack = stack_of(facts, pool)
    if stack is not None:
        drawing.edge(drawing.node("stack", stack.userid), ident, "SSLSERVERID")
    elif pool.stack is not None:
        missing = "no such stack is defined"
        to = drawing.node("stack", pool.stack.value, "TCP/IP stack", pool.stack.place, missing)
        drawing.edge(ident, to, ":stack.", missing)
    database = drawing.node("key_database", pool.keyfile.rsplit("/", 1)[-1], pool.keyfile, pool.place)
    drawing.edge(ident, database, "KEYFILE")


def _agent(drawing: _Drawing, agent: DcssAgent, facts: Facts) -> None:
    ident = drawing.node("agent", agent.userid, "DCSS management agent", agent.place)
    stack = stack_of(facts, agent)
    if stack is not None:
        drawing.edge(ident, f"segment:{stack.segment}", "segment")
    if agent.serves is not None:
        pools = {pool.name: pool for pool in facts.all(SslServerPool)}
        served = pools.get(agent.serves.value)
        wrong = "" if served else "no such pool is defined"
        kind = "pool" if served is None or served.is_pool else "server"
        drawing.edge(
            ident, drawing.node(kind, agent.serves.value, "", agent.serves.place, wrong), ":for.", wrong
        )


def _server(drawing: _Drawing, state: ServerState, pools: Iterable[SslServerPool]) -> None:
    name = state.userid.value
    pool = next((pool for pool in pools if pool.is_pool and pool.member(name)), None)
    if pool is None:
        return
    wrong = "" if state.state.lower() in ("active", "") else state.state
    sessions = f"{state.sessions:,} sessions" if state.sessions is not None else ""
    detail = ", ".join(word for word in ("" if wrong else state.state, sessions) if word)
    ident = drawing.node("server", name, detail, state.userid.place, wrong)
    drawing.edge(f"pool:{pool.name}", ident, "member", wrong)


def _database(drawing: _Drawing, database: KeyDatabase) -> None:
    ident = drawing.node("key_database", database.name, database.file, database.place)
    for pool in database.pools:
        for kind in ("pool", "server"):
            drawing.edge(f"{kind}:{pool}", ident, "KEYFILE")
    for item in database.certificates[:MOST]:
        if item.has_key is not False:
            until = f"until {item.not_after:%Y-%m-%d}" if item.not_after else ""
            drawing.edge(ident, drawing.node("label", item.label, until, item.place), "label")


def _application(drawing: _Drawing, application: ProtectedApplication, databases: list[KeyDatabase]) -> None:
    if not application.wants_tls:
        return
    name = application.name if application.port is None else f"{application.name} {application.port}".strip()
    if application.name.startswith("port"):
        name = application.name
    ident = drawing.node("application", name, application.how, application.place)
    if application.label is None:
        return
    label = application.label.value
    whole = bool(databases) and all(database.complete for database in databases)
    known = any(database.label(label) for database in databases)
    wrong = "no key database has this label" if whole and not known else ""
    to = drawing.node("label", label, "", application.label.place, wrong)
    drawing.edge(ident, to, "TLSLABEL", wrong)
