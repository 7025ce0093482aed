"""Networks, connections and walks in, lines for a person out. Whatever is not documented is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ssldiag.errors.load import Tables
from ssldiag.facts.ibmi_levels import spoken
from ssldiag.facts.ibmi_mc import TRUSTED_GROUP
from ssldiag.scenarios.codes import WORDS, Logged, logged
from ssldiag.scenarios.forbids import missing
from ssldiag.scenarios.happenings import DOCUMENTED, Refusal, Seen
from ssldiag.scenarios.links import links
from ssldiag.scenarios.made import Made
from ssldiag.scenarios.state import MGTC, System, World
from ssldiag.scenarios.steps import after, steps
from ssldiag.scenarios.walk import Chapter

NAMES = {"TLSv1": "TLS 1.0", "TLSv1.2": "TLS 1.2", "TLSv1.3": "TLS 1.3"}
STANDS_IN = {"SSLV3": "SSL 3.0, for which TLS 1.0 stands in here", "SSLV2": "SSL 2.0, likewise"}


def mark(certainty: str) -> str:
    """How sure something is, nothing where the document says it."""
    return "" if certainty == DOCUMENTED else f" [{certainty}]"


def chapter(item: Chapter, tables: Tables) -> Iterator[str]:
    """One step of a walk."""
    yield item.title
    if item.how:
        yield f"    {item.how}"
    for seen in item.seen:
        yield f"  {told(seen)}"
    if item.refusal is not None:
        yield f"  refused: {item.refusal.why}{mark(item.refusal.certainty)}"
    for line in view(item.world, item.made, tables):
        yield f"  {line}"
    if item.open and any(one.outcome == "fails" for one in item.made):
        yield f"  still to come: step {' and step '.join(item.open)}"
    yield ""


def told(seen: Seen) -> str:
    """What an actor sees."""
    return f"{seen.actor}: {seen.text}{mark(seen.certainty)}"


def refused(refusal: Refusal) -> str:
    """A refusal in one line."""
    return f"{refusal.what} is refused: {refusal.why}{mark(refusal.certainty)}"


def view(world: World, found: Sequence[Made], tables: Tables) -> Iterator[str]:
    """What each actor sees of the connections: a padlock or none, and why one fails."""
    for pc in world.pcs:
        own = [item for item in found if item.link.client == pc.name]
        for item in own:
            if item.link.service == MGTC:
                yield from of_pc(world, item, tables)
        yield from of_seven(world, [item for item in own if item.link.service != MGTC], tables)
    for item in found:
        if item.link.client == world.central.name:
            yield f"{item.link.client} to {item.link.server}: {outcome(item)}"
            yield from codes(world, item, tables)


def of_pc(world: World, item: Made, tables: Tables) -> Iterator[str]:
    """Management Central in Navigator's tree."""
    padlock = "padlock" if item.secure else "no padlock"
    yield f"{item.link.client} to {item.link.server}: {padlock}; {outcome(item)}"
    yield from codes(world, item, tables)


def of_seven(world: World, found: Sequence[Made], tables: Tables) -> Iterator[str]:
    """The seven iSeries Access servers in one line, those that fail each in its own."""
    if not found:
        return
    good = [item for item in found if item.outcome != "fails"]
    if good:
        how = "with SSL" if good[0].secure else "without SSL"
        yield f"{found[0].link.client} to the iSeries Access servers: {len(good)} of {len(found)} {how}"
    kinds = {(item.cause, item.by) for item in found if item.outcome == "fails"}
    for cause, by in sorted(kinds):
        same = [item for item in found if (item.cause, item.by) == (cause, by) and item.outcome == "fails"]
        names = ", ".join(item.link.service for item in same)
        yield f"{same[0].link.client} to {names}: {outcome(same[0])}"
        yield from codes(world, same[0], tables)


def outcome(item: Made) -> str:
    """How a connection ended."""
    sure = mark(item.link.certainty) if item.as_predicted else ""
    if item.outcome == "plain":
        return f"connected without SSL{sure}"
    if item.outcome == "fails":
        return f"no connection: {WORDS.get(item.cause, item.cause.replace('_', ' '))}{sure}"
    version = STANDS_IN.get(item.link.version or "") or NAMES.get(item.version, item.version)
    proof = " and ".join(item.proved)
    verb = "proves itself" if len(item.proved) == 1 else "prove themselves"
    return f"SSL, {version}, {item.cipher}; {proof} {verb}{sure}"


def codes(world: World, item: Made, tables: Tables) -> Iterator[str]:
    """What both sides would log of a failure."""
    if item.outcome != "fails":
        return
    entries = logged(tables, world, item.link, item.cause, item.by)
    for actor in dict.fromkeys(entry.actor for entry in entries):
        own = [entry for entry in entries if entry.actor == actor]
        word = "would show" if world.pc(actor) else "would log"
        yield f"    {actor} {word} {' or '.join(code(entry) for entry in own)}{mark(own[0].certainty)}"
    if not entries and item.cause in ("trusted_group", "level_mismatch"):
        yield "    what is logged for this is not published"


def code(entry: Logged) -> str:
    """A code with its name and message."""
    words = [entry.api if entry.api in ("errno", "iSeries Access") else "", entry.code, entry.constant]
    words.append(f"({entry.message_id})" if entry.message_id else "")
    return " ".join(filter(None, words))


def status(world: World) -> Iterator[str]:
    """A network as it is: actors, group, tasks, and where the scenario stands."""
    yield f"Scenario {world.scenario}"
    for pc in world.pcs:
        pending = ", after a restart of Navigator " + on(pc.stored) if pc.pending else ""
        ca = "has the CA" if pc.ca else "does not have the CA"
        yield f"  {pc.name:<9}{spoken(pc.release):<6} SSL {on(pc.active)}{pending}; {ca}"
    for system in world.systems:
        yield f"  {system.name:<9}{spoken(system.release):<6} {'; '.join(of_system(system))}"
    members = ", ".join(world.group) if world.group is not None else "not made yet"
    yield f"  {TRUSTED_GROUP}: {members}"
    if world.compared:
        run = world.compared[-1]
        yield f"  Compare and Update: {run.setting}, {run.status}"
    if world.package is not None and world.package.sent is not None:
        failed = [
            name
            for name, state in world.package.statuses
            if state == "failed" and name != world.package.source
        ]
        yield f"  Validation list: sent{', failed on ' + ', '.join(failed) if failed else ' to all members'}"
    for why in missing(world):
        yield f"  prerequisite not met: {why}"
    yield from stands(world)


def of_system(system: System) -> Iterator[str]:
    """What there is to say of a system."""
    yield f"Management Central {system.active}" if system.running else "Management Central stopped"
    if system.pending:
        yield f"stored, active after a restart: {system.stored}"
    yield f"certificate {system.certificate}" if system.store else "no *SYSTEM store"
    if not system.ca:
        yield "no CA"
    lists = [f"{item.library} (state {item.version} of {item.origin})" for item in system.lists]
    yield f"list in {', '.join(lists)}" if lists else "no list"


def on(value: bool) -> str:
    """A switch."""
    return "on" if value else "off"


def stands(world: World) -> Iterator[str]:
    """Which steps were taken, what is next, and what the connections would come to."""
    done = frozenset(item.number for item in world.steps)
    taken = [step.number for step in steps(world.scenario) if step.number in done]
    yield f"  Steps taken: {', '.join(taken) or 'none'}"
    following = after(world.scenario, done)
    if following is not None:
        yield f"  Next: step {following.number} ({following.name}): {following.title}"
    found = links(world)
    for outcome_ in ("tls", "plain", "fails"):
        count = sum(link.outcome == outcome_ for link in found)
        words = {"tls": "with SSL", "plain": "without SSL", "fails": "not possible"}
        if count:
            yield f"  Connections {words[outcome_]}: {count}"


def table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Columns of text; the last is as long as it is."""
    found = [list(row) for row in rows]
    last = max(map(len, found), default=1) - 1
    widths = [max((len(row[at]) for row in found), default=0) for at in range(last)]
    for row in found:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[-1]])
