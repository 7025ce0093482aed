"""A network and its certificates in, the files that the doctor reads out: settings forms, and rows as the SQL
services give them. Names of files and their text; nothing is written here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from ssldiag.facts.ibmi_levels import spoken
from ssldiag.facts.ibmi_mc import BOTH, TRUSTED_GROUP
from ssldiag.facts.ibmi_servers import servers
from ssldiag.scenarios.keys import Pair, Ring, authority, entry
from ssldiag.scenarios.links import links
from ssldiag.scenarios.state import (
    ALL_CONNECTIONS,
    CA_NAME,
    CLIENT_CONNECTION,
    FULL,
    MGTC,
    NEW_LIBRARY,
    OLD_LIBRARY,
    V5R4,
    Pc,
    System,
    World,
)
from ssldiag.scenarios.steps import steps

HEAD = "# Written by ssldiag mc. The form is described in docs/ibmi/collect.md.\n"
CA_LABEL, LABEL = "LOCAL_CA", "MC_CERTIFICATE"
ADDRESSES = "192.0.2."
"""RFC 5737: addresses for documentation. The central system has .10, endpoints those behind it."""

FLAGGED = {"use-ssl": "Use SSL", "level": "Authentication level"}
"""Choices of Compare and Update -> what the window calls the values."""

Line = tuple[str, object]


def files(world: World, ring: Ring) -> dict[str, str]:
    """Every file by its path in the folder."""
    found = {"network.txt": HEAD + "".join(network(world))}
    for pc in world.pcs:
        found[f"{pc.name}/settings.txt"] = HEAD + "".join(of_pc(world, pc))
    for number, system in enumerate(world.systems):
        found |= of_system(world, ring, system, f"{ADDRESSES}{10 + number}")
    return found


def section(head: str, lines: Iterable[Line]) -> str:
    """A section of a form; what is None is left out."""
    body = "".join(f"{key} = {word(value)}\n" for key, value in lines if value is not None)
    return f"\n[{head}]\n{body}"


def word(value: object) -> str:
    """A value as forms have it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value))
    return str(value)


def network(world: World) -> Iterator[str]:
    """What belongs to no single actor: scenario, group, tasks and the steps that were taken."""
    yield section(f"scenario {scenario(world)}", [("reached", reached(world))])
    if world.group is not None:
        yield section(f"group {TRUSTED_GROUP}", [("members", world.group)])
    for run in world.compared:
        yield section(
            "compare and update",
            [
                ("model", run.model),
                ("group", TRUSTED_GROUP),
                ("category", run.category),
                ("use-ssl", run.setting.ssl),
                ("level", run.setting.level if run.setting.ssl else None),
                ("updates", [FLAGGED[word] for word in run.updates if word in FLAGGED] or None),
                ("started", run.started),
                ("finished", run.finished),
                ("status", run.status),
            ],
        )
    if world.package is not None:
        made = world.package
        yield section(
            "package",
            [
                ("source", made.source),
                ("object", made.path),
                ("group", TRUSTED_GROUP),
                ("replace", made.replace),
                ("object-differences", made.differences),
                ("target-release", spoken(made.target)),
                ("sent", made.sent),
                *((f"status {name}", status) for name, status in made.statuses),
            ],
        )
    for taken in world.steps:
        yield section(
            f"step {taken.number}",
            [("scenario", world.scenario), ("actor", taken.on), ("at", taken.at)],
        )


def scenario(world: World) -> str:
    """The scenario that is under way, with its optional steps once the first of them is taken."""
    optional = {step.number for step in steps(world.scenario) if step.optional}
    beyond = any(item.number in optional for item in world.steps)
    return FULL if world.scenario == ALL_CONNECTIONS and beyond else world.scenario


def reached(world: World) -> bool:
    """Whether what the scenario is for is so: the first PC, or all connections, secured."""
    found = links(world)
    if world.scenario == CLIENT_CONNECTION:
        return all(link.secure for link in found if link.client == world.pcs[0].name)
    both = scenario(world) == FULL
    between = [link for link in found if link.client == world.central.name]
    return all(link.secure for link in found) and (not both or all(len(link.proved) == 2 for link in between))


def of_pc(world: World, pc: Pc) -> Iterator[str]:
    """The form of a PC, and where its names lead."""
    office = world.scenario == CLIENT_CONNECTION and pc is not world.pcs[0]
    central = world.central.name.lower()
    yield section(
        f"pc {pc.name}",
        [
            ("central", world.central.name),
            ("release", spoken(pc.release)),
            ("ssl-stored", pc.stored),
            ("ssl-active", pc.active),
            ("trusts", [CA_NAME] if pc.ca else []),
            ("dials", central),
            ("kind", "navigator"),
            ("stays-plain", True if office else None),
            ("client-certificate-expected", True if pc.expects else None),
        ],
    )
    address = f"{ADDRESSES}{10 if pc.resolves else 99}"
    yield section(
        f"host {address}", [("system", world.central.name), ("names", central), ("seen-by", pc.name)]
    )


def of_system(world: World, ring: Ring, system: System, address: str) -> dict[str, str]:
    """The files of a system."""
    folder = system.name
    found = {
        f"{folder}/settings.txt": HEAD + "".join(system_form(world, system, address)),
        f"{folder}/certificate_usage_info.csv": table(ASSIGNMENTS, assignments(system)),
        f"{folder}/netstat_info.csv": table(NETSTAT, netstat(system, address)),
        f"{folder}/software_product_info.csv": table(PRODUCTS, products(system)),
    }
    if system.store:
        found[f"{folder}/certificate_info.csv"] = table(CERTIFICATES, certificates(world, ring, system))
    return found


def system_form(world: World, system: System, address: str) -> Iterator[str]:
    """The form of a system."""
    host = f"{system.name.lower()}.example.com"
    yield section(
        f"system {system.name}",
        [
            ("role", system.role),
            ("release", spoken(system.release)),
            ("host-name", host),
            ("addresses", address),
            ("ssl-stored", system.stored.ssl),
            ("ssl-active", system.active.ssl),
            ("level-stored", system.stored.level if system.stored.ssl else None),
            ("level-active", system.active.level if system.active.ssl else None),
            ("settings-changed", system.changed),
            ("server-started", system.started),
            ("inventory-collected", system.collected),
            ("trusts", [CA_NAME] if system.ca and system.store else []),
        ],
    )
    own = system.proves(MGTC)
    yield section(
        "application MGTC",
        [
            ("system", system.name),
            ("description", "Management Central Server"),
            ("certificates", [LABEL] if own else []),
            ("store", "*SYSTEM"),
            ("protocols", system.protocols),
            ("client-authentication", system.active.ssl and system.active.level == BOTH),
        ],
    )
    yield section(f"host {address}", [("system", system.name), ("names", (system.name.lower(), host))])
    for library in (NEW_LIBRARY, OLD_LIBRARY):
        copy = system.copy(library)
        yield section(
            f"validation list {system.name}",
            [("library", library), ("present", copy is not None)]
            + ([("changed", copy.changed), ("copied-from", copy.origin)] if copy else []),
        )


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


CERTIFICATES = (
    "CERTIFICATE_LABEL",
    "VALIDITY_START",
    "VALIDITY_END",
    "KEY_SIZE",
    "SUBJECT_COMMON_NAME",
    "ISSUER_COMMON_NAME",
    "SERIAL_NUMBER",
)


def certificates(world: World, ring: Ring, system: System) -> Iterator[Sequence[object]]:
    """The *SYSTEM store as QSYS2.CERTIFICATE_INFO shows it."""
    if system.ca:
        yield row(CA_LABEL, authority(ring, world))
    if name := entry(system):
        yield row(LABEL, ring[name])


def row(label: str, pair: Pair) -> Sequence[object]:
    """A certificate."""
    found = pair.parsed
    dates = [
        f"{when:%Y-%m-%d-%H.%M.%S}.000000" if when else "" for when in (found.not_before, found.not_after)
    ]
    common = [name.removeprefix("CN=") for name in (found.subject, found.issuer)]
    return (label, *dates, found.key_bits or "", *common, found.serial)


ASSIGNMENTS = ("APPLICATION_ID", "APPLICATION_TYPE", "CERTIFICATE_LABEL_COUNT", "CERTIFICATE_LABELS")


def assignments(system: System) -> Iterator[Sequence[object]]:
    """The servers with a known application id, as QSYS2.CERTIFICATE_USAGE_INFO shows them. That of Management
    Central is not published: the form has it.
    """
    for server in servers():
        if server.application and server.certain:
            own = system.proves(server.word)
            yield (server.application, "SERVER", int(own), LABEL if own else "")


NETSTAT = (
    "CONNECTION_TYPE",
    "REMOTE_ADDRESS",
    "REMOTE_PORT",
    "LOCAL_ADDRESS",
    "LOCAL_PORT",
    "LOCAL_PORT_NAME",
    "PROTOCOL",
    "TCP_STATE",
)


def netstat(system: System, address: str) -> Iterator[Sequence[object]]:
    """The listening ports as QSYS2.NETSTAT_INFO shows them."""
    for server in servers():
        ports: list[tuple[int, str]] = []
        if server.word == MGTC and system.running:
            ports = [(server.plain[0], server.service)]
            ports += [(server.secure[0], server.secure_service)] if system.active.ssl else []
        elif server.seven or server.word == "svrmap":
            ports = [(server.plain[0], server.service)]
            ports += [(server.secure[0], server.secure_service)] if system.proves(server.word) else []
        for port, name in ports:
            yield ("IPV4", "0.0.0.0", 0, address, port, name, "TCP", "LISTEN")


PRODUCTS = (
    "PRODUCT_ID",
    "PRODUCT_OPTION",
    "RELEASE_LEVEL",
    "INSTALLED",
    "LOAD_STATE",
    "SYMBOLIC_LOAD_STATE",
    "LOAD_ERROR",
    "TEXT_DESCRIPTION",
)


def products(system: System) -> Iterator[Sequence[object]]:
    """What is installed: all that SSL needs at this release."""
    level = system.release
    prefix = "5722" if level < 610 else "5761" if level < 710 else "5770"
    names = [
        (f"{prefix}SS1", "*BASE", "Operating system"),
        (f"{prefix}SS1", "12", "Host Servers"),
        (f"{prefix}SS1", "34", "Digital Certificate Manager"),
        (f"{prefix}TC1", "*BASE", "TCP/IP Connectivity Utilities"),
        (f"{prefix}DG1", "*BASE", "IBM HTTP Server"),
        (f"{'5761' if level == 710 else prefix}JV1", "*BASE", "Developer Kit for Java"),
    ]
    if level < V5R4:
        names.append(("5722AC3", "*BASE", "Crypto Access Provider 128-bit"))
    word_ = f"V{level // 100}R{level // 10 % 10}M{level % 10}"
    for product, option, text in names:
        yield (product, option, word_, "YES", 90, "INSTALLED", "NO", text)
