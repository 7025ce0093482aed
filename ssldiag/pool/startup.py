"""What the console of a server shows before it runs: the DTCPARMS checks in order, and where they stop.

Facts and the state of the pool's folder in, lines and a verdict out. The messages are those that TCPRUN and
CMS write (ids, texts and order: z/VM TCP/IP Messages and Codes); lines whose id has a ``T`` are ours.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ssldiag.facts.core import Facts
from ssldiag.facts.definitions import ClassDefinition, ServerDefinition
from ssldiag.facts.pools import DcssAgent, SslServerPool
from ssldiag.facts.stacks import Stack, TcpipData
from ssldiag.pool.read_plan import real_folder
from ssldiag.pool.start import started_at

NOT_STARTED = "DTCRUN1099E Server not started - correct problem and retry"

MODES = {"IBM": "E1"}
"""DTCPARMS file -> the mode of the disk on which it lies; local ones are on D (TCPMAINT 198)."""


class NotStarted(Exception):
    """The start stops here. ``lines`` are what the console shows of it; the text is one sentence."""

    def __init__(self, why: str, *lines: str) -> None:
        super().__init__(why)
        self.lines = (*lines, NOT_STARTED)


def file_of(definition: ServerDefinition | ClassDefinition) -> str:
    """A DTCPARMS file as messages name it."""
    name = definition.file.filename or "SYSTEM"
    return f"{name} DTCPARMS {MODES.get(name, 'D1')}"


def opening(facts: Facts, definition: ServerDefinition, storage: str | None) -> list[str]:
    """The first lines of every server: who gets the console, and which definitions are used."""
    owner = owner_of(facts, definition)
    lines = [
        f"DTCRUN1022I Console log will be sent to default owner ID: {owner}",
        f"DTCRUN1046I Using 'server' definition ({definition.nick}) from file: {file_of(definition)}",
    ]
    named = definition.value("class")
    kind = class_of(facts, named.value) if named else None
    if kind is not None:
        lines.append(f"DTCRUN1046I Using 'class' definition ({kind.nick}) from file: {file_of(kind)}")
    if storage:
        lines.append(f"DTCRUN1096I STORAGE = {storage}")
    return lines


def class_of(facts: Facts, name: str) -> ClassDefinition | None:
    """The definition of a class."""
    return next((item for item in facts.all(ClassDefinition) if item.nick == name), None)


def owner_of(facts: Facts, definition: ServerDefinition) -> str:
    """Who gets the console: :owner. of the entry, else of its class, else TCPMAINT."""
    named = definition.value("class")
    kind = class_of(facts, named.value) if named else None
    owner = definition.value("owner") or (kind.value("owner") if kind else None)
    return owner.value if owner else "TCPMAINT"


def started(command: str, parameters: str, at: datetime) -> list[str]:
    """The lines that mark the start of the server's program."""
    in_use = f"Parameters in use: {parameters}" if parameters else "No parameters in use"
    return [
        started_at(at),
        f"DTCRUN1011I Running server command: {command}",
        f"DTCRUN1011I {in_use}",
    ]


def data_stack(facts: Facts) -> str:
    """TCPIPUSERID of TCPIP DATA; TCPIP where it says nothing."""
    named = [data.stack.value for data in facts.all(TcpipData) if data.stack]
    return named[0] if named else "TCPIP"


def check_stack(facts: Facts, definition: ServerDefinition) -> None:
    """:Stack. against TCPIP DATA. Raises NotStarted with DTCRUN1028E."""
    named = definition.value("stack")
    wanted = data_stack(facts)
    if named is not None and named.value != wanted:
        raise NotStarted(
            f":Stack.{named.value} does not match TCPIPUSERID {wanted}",
            f"DTCRUN1028E :Stack.{named.value} specified in {file_of(definition)}",
            f'does not match "TcpipUserid {wanted}" in the TCPIP DATA file',
        )


def check_mounts(pool: SslServerPool, folder: Path) -> None:
    """Every pair of :mount. against the folder. Raises NotStarted with the CMS message and DTCRUN1001E."""
    for mount in pool.mounts:
        source = mount.source.value
        target = mount.target.value if mount.target else ""
        real = real_folder(source, folder)
        if real is None or not real.is_dir():
            raise NotStarted(
                f"{source} cannot be mounted: there is no such object",
                "DMSOVZ2113E Object does not exist:",
                f"'{source}'",
                *failed(f"OPENVM MOUNT {source} {target}".rstrip(), 28),
            )


def failed(command: str, code: int) -> tuple[str, str]:
    """DTCRUN1001E of a command."""
    return f'DTCRUN1001E "{command}"', f"failed with return code {code}"


def check_agent(agent: DcssAgent, segment: str) -> str:
    """Why an agent cannot define the segment, empty if it can: class E and NAMESAVE, where the directory
    tells.
    """
    user = agent.user
    if user is None:
        return f"{agent.userid} is not in the directory" if agent.definition is None else ""
    classes = user.entry.privilege_classes
    if classes is not None and "E" not in classes.value:
        return f"{agent.userid} lacks privilege class E"
    named = [word.value for word in user.words("NAMESAVE")]
    if segment not in named:
        return f"NAMESAVE {' '.join(named) or '(none)'} of {agent.userid} is not the segment {segment}"
    return ""


def check_pages(stack: Stack) -> str:
    """Why :DCSS_Parms. defines no segment, empty if it does: sessions need more than one page."""
    dcss = stack.dcss
    if dcss is None:
        return ""
    if dcss.begin_page is None or dcss.end_page is None:
        return f":DCSS_Parms.{dcss.tag.value.value[:40]} names no segment" if dcss.kind == "invalid" else ""
    pages = f"pages {dcss.begin_page:05X}-{dcss.end_page:05X} of :DCSS_Parms."
    if dcss.end_page == dcss.begin_page:
        return f"{pages} have room for no session"
    return f"{pages} are no range" if dcss.end_page < dcss.begin_page else ""


def check_namesave(pool: SslServerPool, stack: Stack) -> str:
    """Why a server cannot load the segment, empty if it can or if the directory does not tell."""
    found = pool.pool.profile if pool.is_pool and pool.pool else pool.user
    if found is None:
        return ""
    named = [word.value for word in found.words("NAMESAVE")]
    if stack.segment in named:
        return ""
    return f"NAMESAVE {' '.join(named) or '(none)'} of {pool.name} is not the segment {stack.segment}"
