"""What each kind of step does to a network, and what the actors see of it. Pure.

An act is called once a step may be taken; it says what goes wrong as far as anyone sees it then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from ssldiag.facts.ibmi_levels import spoken
from ssldiag.facts.ibmi_mc import TRUSTED_GROUP
from ssldiag.scenarios.happenings import DOCUMENTED, INFERRED, OURS, Seen
from ssldiag.scenarios.links import reached
from ssldiag.scenarios.state import (
    LIST,
    NEW_LIBRARY,
    OLD_LIBRARY,
    V5R3,
    Compared,
    ListCopy,
    Package,
    Setting,
    System,
    World,
    library,
)
from ssldiag.scenarios.steps import Step
from ssldiag.scenarios.wishes import CATEGORY, UPDATES, Wishes, earliest

Done = tuple[World, tuple[Seen, ...]]
Act = Callable[[World, Step, Wishes, tuple[str, ...]], Done]


def client(world: World, step: Step, wishes: Wishes, on: tuple[str, ...]) -> Done:
    """Tick or untick Use SSL for connection; it counts when Navigator starts again."""
    wanted = step.kind == "client-on"
    seen: list[Seen] = []
    for pc in (pc for pc in world.pcs if pc.name in on):
        active = wanted if wishes.yes("restart") else pc.active
        if pc.stored == pc.active == wanted:
            seen.append(Seen(pc.name, f"SSL is {'on' if wanted else 'off'} already: there is nothing to do"))
        elif active != wanted:
            seen.append(Seen(pc.name, "the padlock stays as it is: Navigator was not restarted", INFERRED))
        world = world.with_pc(pc.name, stored=wanted, active=active)
    return world, tuple(seen)


def level(world: World, step: Step, wishes: Wishes, on: tuple[str, ...]) -> Done:
    """OK in the Security page: stored, not active."""
    setting = Setting(wishes.yes("use-ssl"), wishes.level(step.level))
    name = world.central.name
    world = world.with_system(name, stored=setting, changed=world.now)
    text = f"stored: {setting}; the running server still has {world.central.active}"
    return world, (Seen(name, text, INFERRED),)


def collect(world: World, step: Step, wishes: Wishes, on: tuple[str, ...]) -> Done:
    """The inventory of system values takes what is stored."""
    name = world.central.name
    world = world.with_system(name, inventory=world.central.stored, collected=world.now)
    return world, (Seen(name, f"inventory of system values collected: {world.central.stored}"),)


def group(world: World, step: Step, wishes: Wishes, on: tuple[str, ...]) -> Done:
    """The members of Trusted Group. When it is made the central system writes its list: our choice."""
    named = wishes.names("members", tuple(item.name for item in world.endpoints))
    members = tuple(dict.fromkeys(found.name for name in named if (found := world.system(name))))
    if members == world.group:
        return world, (Seen(world.central.name, f"{TRUSTED_GROUP} has these members already"),)
    if world.group is None:
        world = written(world)
    world = replace(world, group=members)
    return world, (Seen(world.central.name, f"{TRUSTED_GROUP}: {', '.join(members) or 'nobody'}"),)


def written(world: World) -> World:
    """The central system writes its validation list."""
    home = library(world.central.release)
    kept = tuple(item for item in world.central.lists if item.library != home)
    world = replace(world, version=world.version + 1)
    fresh = ListCopy(home, world.central.name, world.version, world.now)
    return world.with_system(world.central.name, lists=(*kept, fresh))


def compare(world: World, step: Step, wishes: Wishes, on: tuple[str, ...]) -> Done:
    """The values of the model's inventory go to the members that can be reached."""
    name = wishes.text("model", world.central.name)
    model = world.system(name) or world.central
    updates = wishes.names("updates", UPDATES)
    category = wishes.text("category", CATEGORY)
    values = model.inventory or Setting()
    reachable = [item for item in world.members if reached(world, item)]
    whole = wishes.yes("wait")
    updated = reachable if whole else reachable[: len(reachable) // 2]
    for one in updated if category == CATEGORY else ():
        setting = Setting(
            values.ssl if "use-ssl" in updates else one.stored.ssl,
            values.level if "level" in updates else one.stored.level,
        )
        world = world.with_system(one.name, stored=setting, changed=world.now)
    finished, status = (world.now, "completed") if whole else (None, "running")
    run = Compared(
        world.group or (),
        model.name,
        category,
        values,
        updates,
        world.now,
        finished,
        status,
    )
    world = replace(world, compared=(*world.compared, run))
    return world, tuple(compared(world, reachable, [item.name for item in updated], whole))


def compared(world: World, reachable: list[System], updated: list[str], whole: bool) -> list[Seen]:
    """What Compare and Update shows."""
    seen = [Seen(name, f"stored: {found.stored}") for name in updated if (found := world.system(name))]
    names = [item.name for item in reachable]
    lost = [one.name for one in world.members if one.name not in names]
    seen.extend(Seen(name, "cannot be contacted: it keeps its settings") for name in lost)
    waiting = ", ".join(name for name in names if name not in updated)
    if not whole:
        seen.append(
            Seen(world.central.name, f"Compare and Update still runs, open: {waiting or 'nobody'}", OURS)
        )
    return seen


def restart(world: World, step: Step, wishes: Wishes, on: tuple[str, ...]) -> Done:
    """Stop and start: what is stored becomes active."""
    seen = []
    for name in on:
        found = world.system(name)
        if found is None:
            continue
        if found.central:
            world = cut_off(world)
            text = "the view of the system collapses, and Navigator says that it is not connected: no fault"
            seen.append(Seen(name, text))
        world = world.with_system(name, active=found.stored, running=True, started=world.now)
        seen.append(Seen(name, f"Management Central runs again, with {found.stored}"))
    return world, tuple(seen)


def cut_off(world: World) -> World:
    """A task that still runs does not survive the restart of the server that runs it: our choice."""
    ended = world.now + timedelta(seconds=1)
    runs = tuple(
        replace(run, finished=ended, status="failed") if run.finished is None else run
        for run in world.compared
    )
    return replace(world, compared=runs)


def package(world: World, step: Step, wishes: Wishes, on: tuple[str, ...]) -> Done:
    """The package definition."""
    home = library(world.central.release)
    made = Package(
        world.central.name,
        wishes.text("object", f"/QSYS.LIB/{home}.LIB/{LIST}.VLDL"),
        wishes.yes("replace"),
        wishes.yes("object-differences"),
        wishes.release(earliest(world)),
    )
    text = f"package of {made.path} for {spoken(made.target)} and later"
    return replace(world, package=made), (Seen(world.central.name, text),)


def send(world: World, step: Step, wishes: Wishes, on: tuple[str, ...]) -> Done:
    """The list goes to each member; on the source itself the task always fails."""
    made = world.package
    if made is None:
        return world, ()
    seen = [Seen(made.source, "the send failed here, as it always does on the source system: no fault")]
    statuses = [(made.source, "failed")]
    where = sent_library(made)
    ours = world.central.copy(where)
    for one in world.members:
        why = hindrance(world, made, one, ours, where)
        statuses.append((one.name, "failed" if why else "completed"))
        if why:
            seen.append(Seen(one.name, f"the send failed: {why}", INFERRED))
            continue
        assert ours is not None
        arrived = ListCopy(where, ours.origin, ours.version, world.now)
        kept = tuple(item for item in one.lists if item.library != where)
        world = world.with_system(one.name, lists=(*kept, arrived))
        seen.append(Seen(one.name, f"the send completed: {LIST} is in {where}"))
    done = replace(made, sent=world.now, statuses=tuple(statuses))
    return replace(world, package=done), tuple(seen)


def sent_library(made: Package) -> str:
    """The library that a package takes the list from and puts it in."""
    return OLD_LIBRARY if f"/{OLD_LIBRARY}." in made.path.upper() else NEW_LIBRARY


def hindrance(world: World, made: Package, one: System, ours: ListCopy | None, where: str) -> str:
    """Why a system does not get the list, empty if it does."""
    if ours is None or not made.path.upper().endswith(f"/{LIST}.VLDL"):
        return "the object is not on the source system"
    if not reached(world, one):
        return "the system cannot be contacted"
    if one.release < made.target:
        return f"the list is saved for {spoken(made.target)}, and the system has {spoken(one.release)}"
    if one.copy(where) is not None and not made.replace:
        return "there is a list already, and the package does not replace it"
    if one.copy(where) is not None and not made.differences:
        return "there is a list already, and object differences are not allowed"
    return ""


def move(world: World, step: Step, wishes: Wishes, on: tuple[str, ...]) -> Done:
    """Before V5R3 the list belongs in QUSRSYS: what was sent is moved there, what is there deleted first."""
    seen = []
    for one in (item for item in world.members if item.name in on and item.release < V5R3):
        arrived, old = one.copy(NEW_LIBRARY), one.copy(OLD_LIBRARY)
        if arrived is None:
            seen.append(Seen(one.name, f"there is no {LIST} in {NEW_LIBRARY} to move", OURS))
        elif old is not None and not wishes.yes("delete-old"):
            seen.append(Seen(one.name, f"not moved: {OLD_LIBRARY} has an older {LIST}", INFERRED))
        else:
            moved = replace(arrived, library=OLD_LIBRARY)
            world = world.with_system(one.name, lists=(moved,))
            seen.append(Seen(one.name, f"{LIST} is in {OLD_LIBRARY}"))
    if not seen:
        seen.append(
            Seen(world.central.name, "no member is before V5R3: there is nothing to move", DOCUMENTED)
        )
    return world, tuple(seen)


ACTS: dict[str, Act] = {
    "client-off": client,
    "client-on": client,
    "level": level,
    "collect": collect,
    "group": group,
    "compare": compare,
    "restart": restart,
    "package": package,
    "send": send,
    "move": move,
}
"""By kind of step: what it does."""
