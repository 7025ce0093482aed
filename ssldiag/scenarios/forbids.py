"""What keeps a step from being taken: a network and a step in, refusals out, those that nothing helps against
first. Pure.

The document is firm about order: what it forbids is refused, unless someone insists on seeing what happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ssldiag.facts.ibmi_levels import spoken
from ssldiag.facts.ibmi_mc import ANY, BOTH
from ssldiag.scenarios.happenings import DOCUMENTED, INFERRED, OURS, Refusal
from ssldiag.scenarios.links import Release
from ssldiag.scenarios.state import (
    ALL_CONNECTIONS,
    CLIENT_CONNECTION,
    MGTC,
    NEW_LIBRARY,
    V5R2,
    V5R3,
    Setting,
    World,
    seven,
)
from ssldiag.scenarios.steps import Step
from ssldiag.scenarios.wishes import CATEGORY, TRUTHS, UPDATES, Wishes, earliest

Found = Iterator[Refusal]
Rule = Callable[[World, Step, Wishes], Found]


def refusal(world: World, step: Step, wishes: Wishes, force: bool) -> Refusal | None:
    """The first thing that is against a step; with ``force`` only what makes it impossible."""
    found = [item for rule in RULES[step.kind] for item in rule(world, step, wishes)]
    firm = [item for item in found if item.firm]
    return next(iter(firm if force else [*firm, *found]), None)


def no(step: Step, why: str, certainty: str = DOCUMENTED, firm: bool = False) -> Refusal:
    """A refusal of a step."""
    return Refusal(f"step {step.number}", why, certainty, firm)


def deviates(world: World, step: Step, wishes: Wishes) -> Found:
    """Choices that the document has otherwise."""
    for key in TRUTHS & wishes.given.keys():
        if not wishes.yes(key):
            yield no(step, f"the document has yes for {key} here")
    if wishes.text("level", step.level).lower() != step.level.lower():
        yield no(step, f"the document has level {step.level} here, not {wishes.level(step.level)}")
    if wishes.text("category", CATEGORY) != CATEGORY:
        yield no(step, f"the document has category {CATEGORY} here")
    if wishes.text("model", world.central.name).upper() != world.central.name.upper():
        yield no(step, "the model is the central system")
    if set(wishes.names("updates", UPDATES)) != set(UPDATES):
        yield no(step, "both values are to be flagged Update")
    if wishes.release(earliest(world)) != earliest(world):
        name = spoken(earliest(world))
        yield no(step, f"the target release is to be the earliest of the endpoints, {name}")


def any_offered(world: World, step: Step, wishes: Wishes) -> Found:
    """Level Any is there from V5R3 on."""
    low = min(world.central.release, *(pc.release for pc in world.pcs))
    if wishes.yes("use-ssl") and wishes.level(step.level) == ANY and low < V5R3:
        yield no(step, f"level Any is not offered below V5R3, and there is a {spoken(low)}", firm=True)


def client_first(world: World, step: Step, wishes: Wishes) -> Found:
    """SSL of the PC is off before that of Management Central goes on."""
    active = [pc.name for pc in world.pcs if pc.active]
    if active and not world.central.active.ssl:
        first = "1" if world.scenario == CLIENT_CONNECTION else "0"
        yield no(
            step, f"{active[0]} uses SSL and does not reach a server without it: step {first} comes first"
        )


def prerequisites(world: World, step: Step, wishes: Wishes) -> Found:
    """What the document wants before SSL is enabled."""
    if wishes.yes("use-ssl"):
        yield from (no(step, why) for why in missing(world))


def missing(world: World) -> Iterator[str]:
    """The prerequisites of the scenario that are not met, as sentences."""
    least = V5R3 if world.scenario == CLIENT_CONNECTION else V5R2
    systems = world.systems if world.scenario == ALL_CONNECTIONS else world.systems[:1]
    releases = [*((one.name, one.release) for one in systems), *((pc.name, pc.release) for pc in world.pcs)]
    for name, release in releases:
        if release < least:
            yield f"{name} has {spoken(release)}; {spoken(least)} is the least (prerequisites 2 and 3)"
    for one in systems[1:]:
        if Release(world.central, one).refused:
            yield f"{world.central.name} and {one.name}: V5R4 does not connect to V5R1 (prerequisite 2)"
    if world.ca != "valid":
        yield "the CA has expired (prerequisite 4)"
    for one in systems:
        yield from unready(one.name, one.store, one.ca, one.certificate)
        wanted = (MGTC, *seven()) if one.central else (MGTC,)
        lacking = [word for word in wanted if word not in one.assigned]
        if lacking:
            yield f"{one.name} has no certificate assigned to {', '.join(lacking)} (prerequisite 7)"
    for pc in world.pcs[: 1 if world.scenario == CLIENT_CONNECTION else None]:
        if not pc.ca:
            yield f"{pc.name} does not have the CA (prerequisite 8)"


def unready(name: str, store: bool, ca: bool, certificate: str) -> Iterator[str]:
    """What is wrong with the store of a system."""
    if not store:
        yield f"{name} has no *SYSTEM store (prerequisite 6)"
    if not ca:
        yield f"{name} does not have the CA (prerequisite 6)"
    if certificate != "valid":
        what = {"none": "has no certificate", "expired": "has an expired certificate"}
        yield f"{name} {what.get(certificate, 'has a certificate of another CA')} (prerequisite 5)"


def server_first(world: World, step: Step, wishes: Wishes) -> Found:
    """Client authentication cannot be completed before server authentication is there (note of step 6): it
    can be begun, but no further.
    """
    if step.level != BOTH:
        return
    systems = (world.central, *world.members)
    if world.group is None or not all(item.active.ssl for item in systems):
        why = "server authentication is not in place: steps 1 to 5 come first"
        yield no(step, why, firm=step.kind != "level")


def set_before(world: World, step: Step, wishes: Wishes) -> Found:
    """The central system has the settings that are to be spread."""
    wanted = Setting(True, step.level)
    if world.central.stored != wanted:
        first = "1" if step.number == "2a" else "6"
        yield no(
            step, f"{world.central.name} does not have level {step.level} stored: step {first} comes first"
        )


def in_inventory(world: World, step: Step, wishes: Wishes) -> Found:
    """The values to spread are those of the last inventory."""
    if world.group is None:
        yield no(step, "there is no Trusted Group yet: step 2c makes it", firm=True)
    model = world.system(wishes.text("model", world.central.name))
    if model is None:
        yield no(step, "there is no system of that name to be the model", firm=True)
    elif not model.inventory == model.stored == Setting(True, step.level):
        first = "1" if step.number == "2f" else "6"
        yield no(
            step,
            f"the stored and collected values of {model.name} are not Use SSL = Yes and level {step.level}:"
            f" complete step {first}, and collect the inventory",
        )


def members_known(world: World, step: Step, wishes: Wishes) -> Found:
    """A group holds endpoints that are there."""
    for name in wishes.names("members", ()):
        found = world.system(name)
        if found is None or found.central:
            yield no(step, f"{name} is no endpoint system", firm=True)


def spread_before(world: World, step: Step, wishes: Wishes) -> Found:
    """No restart before the settings are spread: the endpoints could not be contacted any more."""
    if world.scenario == CLIENT_CONNECTION:
        if not world.central.stored.ssl:
            yield no(step, "nothing is stored that a restart would make active: step 2 comes first")
        return
    again = step.number in ("9", "10")
    if again and world.central.stored.level != BOTH:
        yield no(step, "step 6 comes first")
    run = world.compared[-1] if world.compared else None
    stored = world.central.stored
    done = run is not None and run.status == "completed" and run.setting == stored
    if not done:
        first = "7" if again or stored.level == BOTH else "2"
        yield no(
            step,
            f"Compare and Update has not finished with the settings stored on {world.central.name}:"
            f" step {first} comes first, or the endpoints cannot be contacted",
        )
    if stored.level == BOTH:
        yield from sent_before(world, step)


def sent_before(world: World, step: Step) -> Found:
    """The validation list is where it belongs before the restarts of steps 9 and 10."""
    if world.package is None or world.package.sent is None:
        yield no(step, "the validation list was not sent: step 8 comes first")
    for one in world.members:
        if one.release < V5R3 and one.copy(NEW_LIBRARY) is not None and world.took("8.8"):
            yield no(step, f"the list on {one.name} is still to be moved to QUSRSYS: step 8.10 comes first")


def server_on(world: World, step: Step, wishes: Wishes) -> Found:
    """A PC with SSL reaches a server with SSL alone."""
    if not world.central.active.ssl:
        yield no(
            step,
            f"Management Central on {world.central.name} does not use SSL yet: it has to be restarted"
            " with it, or Navigator cannot connect",
        )


def client_ca(world: World, step: Step, wishes: Wishes) -> Found:
    """The PC has the CA."""
    yield from (
        no(step, f"{pc.name} does not have the CA (prerequisite 8)") for pc in world.pcs[:1] if not pc.ca
    )


def spread_both(world: World, step: Step, wishes: Wishes) -> Found:
    """Step 8 follows upon step 7."""
    run = world.compared[-1] if world.compared else None
    if run is None or run.status != "completed" or run.setting.level != BOTH:
        yield no(step, "Compare and Update has not finished with level Client and server: step 7 comes first")
    if world.central.release < V5R3:
        name = spoken(world.central.release)
        yield no(step, f"the step assumes that the central system is V5R3 or later, and it has {name}")


def defined(world: World, step: Step, wishes: Wishes) -> Found:
    """There is something to send, and someone to send it to."""
    if world.package is None:
        yield no(step, "there is no package yet: step 8.1 defines it", firm=True)
    if world.group is None:
        yield no(step, "there is no Trusted Group yet: step 2c makes it", firm=True)


def sent(world: World, step: Step, wishes: Wishes) -> Found:
    """There is something to move."""
    if world.package is None or world.package.sent is None:
        yield no(step, "nothing was sent that could be moved: step 8.8 comes first", OURS, firm=True)


def running(world: World, step: Step, wishes: Wishes) -> Found:
    """Navigator sets nothing on a central system whose server does not run."""
    if not world.central.running and step.kind != "restart":
        yield no(step, f"Management Central on {world.central.name} does not run", INFERRED, firm=True)


RULES: dict[str, tuple[Rule, ...]] = {
    "client-off": (deviates,),
    "client-on": (server_on, client_ca, deviates),
    "level": (running, any_offered, server_first, client_first, prerequisites, deviates),
    "collect": (running, server_first, set_before),
    "group": (running, members_known),
    "compare": (running, server_first, in_inventory, deviates),
    "restart": (spread_before,),
    "package": (running, spread_both, deviates),
    "send": (running, defined),
    "move": (sent, deviates),
}
"""By kind of step: what may be against it."""
