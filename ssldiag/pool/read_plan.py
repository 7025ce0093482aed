"""The facts of a pool's folder in, the plan of the pool out. It opens no file.

What the files leave open is a choice of ours, named in ``docs/pool/choices.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ssldiag.facts.applications import SETTINGS
from ssldiag.facts.core import Facts
from ssldiag.facts.definitions import ServerDefinition
from ssldiag.facts.pools import DcssAgent, SslServerPool
from ssldiag.facts.profiles import StackProfile
from ssldiag.facts.stacks import Stack
from ssldiag.pool.plan import (
    DAY,
    Application,
    CachePlan,
    ClientCheck,
    Limits,
    PoolPlan,
    Recording,
    SecurePort,
    SecurityPlan,
    TraceSetting,
)
from ssldiag.pool.pool_toml import PoolToml
from ssldiag.pool.trace.setting import of_vmssl
from ssldiag.readers.keyword_file import KeywordFile
from ssldiag.readers.profile_tcpip import PortReservation, ProfileTcpip
from ssldiag.readers.vmssl import Trace, VmsslOperands

TIMEOUT = 30
"""Seconds of SSLSERVERID without TIMEOUT: the default is not established."""

MOST_PORTS = 64
"""Ports of a range that are opened."""

TELNET = "INTCLIEN"
CLASS_KINDS = {"FTP": "ftp", "SMTP": "smtp"}


class NoPlan(Exception):
    """The files describe no pool that could run; the text is one sentence."""


def stack_of(facts: Facts, data_stack: str) -> Stack:
    """The stack that TCPIP DATA names; the only one that is defined where that is another: a wrong name there
    is for its servers to find. Raises NoPlan.
    """
    defined = [stack for stack in facts.all(Stack) if stack.definition is not None]
    for stack in defined:
        if stack.userid == data_stack:
            return stack
    if len(defined) == 1:
        return defined[0]
    raise NoPlan(f"no DTCPARMS entry has :nick.{data_stack}, the stack that TCPIP DATA names")


def servers_of(facts: Facts, stack: Stack) -> SslServerPool | None:
    """The pool or server that SSLSERVERID asks for and whose :stack. tag names this stack."""
    asked = asked_for(facts, stack)
    if asked is None:
        return None
    for pool in facts.all(SslServerPool):
        named = pool.stack is not None and pool.stack.value == stack.userid
        if named and (pool.is_pool if asked == "*" else pool.name == asked):
            return pool
    return None


def asked_for(facts: Facts, stack: Stack) -> str | None:
    """The operand of SSLSERVERID in the stack's profile."""
    profile = profile_of(facts, stack)
    operand = profile.operand if profile else None
    return operand.value if operand else None


def profile_of(facts: Facts, stack: Stack) -> StackProfile | None:
    """The profile that a stack reads."""
    return next((item for item in facts.all(StackProfile) if item.stack is stack), None)


def userids(pool: SslServerPool) -> tuple[str, ...]:
    """The machines of a pool in numeric order, as its directory entry gives them."""
    if not pool.is_pool:
        return (pool.name,)
    found = pool.pool
    if found is None or found.low is None or found.high is None:
        return ()
    last = min(found.high.value, found.low.value + 99)
    return tuple(f"{pool.prefix}{number:05}" for number in range(found.low.value, last + 1))


def limits(profile: StackProfile) -> Limits:
    """SSLLIMITS; a number that cannot be is taken as 1. Too great ones are left to the core."""
    found = profile.limits
    return Limits(max(1, found.max_sessions), max(1, found.max_per_server))


def mapped(path: str, pool: SslServerPool, folder: Path) -> Path | None:
    """The real file of a path as VMSSL sees it, through the mounts; None where no mount covers it."""
    for mount in reversed(pool.mounts):
        if mount.target is None:
            continue
        target = PurePosixPath(mount.target.value)
        if PurePosixPath(path).is_relative_to(target):
            source = real_folder(mount.source.value, folder)
            if source is not None:
                return source / PurePosixPath(path).relative_to(target)
    return None


def real_folder(source: str, folder: Path) -> Path | None:
    """Where a BFS path lies in the folder: ``/../VMBFS:pool:space/path`` is ``bfs/pool/space/path``."""
    words = source.split("/../", 1)[-1].split(":")
    if words and words[0].upper() == "VMBFS":
        words = words[1:]
    if len(words) != 2:
        return None
    space, _, rest = words[1].partition("/")
    parts = [words[0].upper(), space.upper(), *(part for part in rest.split("/") if part)]
    if any(part in ("", ".", "..") for part in parts):
        return None
    return folder.joinpath("bfs", *parts)


def trace_setting(trace: Trace | None, notrace: bool) -> TraceSetting:
    """TRACE and NOTRACE of VMSSL; NORMAL ALL without either, and for a selector or length that is none."""
    try:
        return of_vmssl(trace, notrace)
    except ValueError:
        return TraceSetting()


def cache_plan(stack: Stack, operands: VmsslOperands, store: str) -> CachePlan:
    """CACHELIFE, CACHECLEANUP and the segment of the stack. More than 24 hours count as 24."""
    life = DAY if operands.cache_life is None else min(operands.cache_life.value, DAY)
    cleanup = 100 if operands.cache_cleanup is None else max(1, operands.cache_cleanup.value)
    dcss = stack.dcss
    begin = dcss.begin_page if dcss and dcss.begin_page is not None else 0x10000
    end = dcss.end_page if dcss and dcss.end_page is not None else 0x100FF
    if end <= begin:
        begin, end = 0x10000, 0x100FF  # nobody uses it: see ``check_pages``
    return CachePlan(life, cleanup, stack.segment, begin, min(end, begin + 0xFFFF), store)


def client_check(word: str | None) -> ClientCheck:
    """CLIENTCERTCHECK; FULL of older books means REQUIRED; NONE for anything else."""
    text = (word or "").upper()
    return ClientCheck.REQUIRED if text == "FULL" else ClientCheck.__members__.get(text, ClientCheck.NONE)


def ports_of(profile: ProfileTcpip, userid: str, secure: bool) -> Iterator[tuple[int, PortReservation]]:
    """The TCP ports reserved for a machine, each of a range."""
    for port in profile.ports:
        ours = port.userid.value.upper() == userid and port.protocol in ("TCP", "")
        if ours and (port.secure or port.label is not None) is secure:
            last = min(port.last or port.number.value, port.number.value + MOST_PORTS - 1)
            for number in range(port.number.value, last + 1):
                yield number, port


def kind_of(facts: Facts, userid: str, toml: PoolToml) -> str:
    """What runs as a user id: ``pool.toml`` first, then the class of its DTCPARMS entry."""
    if userid in toml.kinds:
        return toml.kinds[userid]
    if userid == TELNET:
        return "telnet"
    for definition in facts.all(ServerDefinition):
        if definition.nick == userid:
            named = definition.value("class")
            return CLASS_KINDS.get(named.value, "other") if named else "other"
    usual = {SETTINGS["srvrftp_config"][2]: "ftp", SETTINGS["smtp_config"][2]: "smtp"}
    return usual.get(userid, "other")


CONFIG_KINDS = {"ftp": "srvrftp_config", "smtp": "smtp_config"}


def application(
    facts: Facts, profile: ProfileTcpip, userid: str, toml: PoolToml, folder: Path
) -> Application:
    """One application server with what its configuration says of TLS."""
    kind = kind_of(facts, userid, toml)
    words = settings_of(facts, profile, kind)
    ports = [number for number, port in ports_of(profile, userid, secure=False) if number != 20]
    users = {word.value.upper() for block in profile.autologs for word in block.users}
    return Application(
        userid,
        kind,
        tuple((number, number + toml.port_offset) for number in dict.fromkeys(ports)),
        words.get("TLSLABEL"),
        (words.get("SECURECONTROL") or words.get("TLS") or words.get("SECURECONNECTION") or "NEVER").upper(),
        (words.get("SECUREDATA") or "NEVER").upper(),
        client_check(words.get("CLIENTCERTCHECK")),
        userid in users or kind == "telnet",
        str(folder / "run" / f"{userid}.sock"),
        toml.fronts.get(userid, ""),
    )


def settings_of(facts: Facts, profile: ProfileTcpip, kind: str) -> dict[str, str]:
    """The words of an application's own statements: the last of each counts."""
    found: dict[str, str] = {}
    if kind == "telnet":
        for block in profile.internal_clients:
            for key, word in (
                ("TLSLABEL", block.tls_label),
                ("SECURECONNECTION", block.secure_connection),
                ("CLIENTCERTCHECK", block.client_cert_check),
            ):
                if word is not None:
                    found[key] = word.value
    for document in facts.all(KeywordFile):
        if document.kind == CONFIG_KINDS.get(kind):
            for key in ("TLSLABEL", "SECURECONTROL", "SECUREDATA", "TLS", "CLIENTCERTCHECK"):
                keyword = document.get(key)
                if keyword is not None and keyword.value is not None:
                    found[key] = keyword.value.value
    return found


def applications(
    facts: Facts, profile: ProfileTcpip, toml: PoolToml, folder: Path
) -> tuple[Application, ...]:
    """Every user id that has a port reserved or is started by AUTOLOG."""
    named = [port.userid.value.upper() for port in profile.ports if port.protocol in ("TCP", "")]
    named += [word.value.upper() for block in profile.autologs for word in block.users]
    return tuple(application(facts, profile, userid, toml, folder) for userid in dict.fromkeys(named))


def secure_ports(profile: ProfileTcpip, toml: PoolToml, folder: Path) -> tuple[SecurePort, ...]:
    """The statically secured ports that have a label."""
    found = []
    for userid in dict.fromkeys(port.userid.value.upper() for port in profile.ports):
        backend = toml.backends.get(userid, str(folder / "run" / f"{userid}.sock"))
        for number, port in ports_of(profile, userid, secure=True):
            if port.label is not None:
                check = client_check(port.client_cert_check.value if port.client_cert_check else None)
                label = port.label.value
                found.append(SecurePort(number, number + toml.port_offset, userid, label, check, backend))
    return tuple(found)


def plan(
    facts: Facts,
    stack: Stack,
    pool: SslServerPool,
    toml: PoolToml,
    folder: Path,
    security: SecurityPlan,
    level: str,
) -> PoolPlan:
    """The whole plan. Raises NoPlan for a profile that is missing."""
    profile = profile_of(facts, stack)
    if profile is None:
        raise NoPlan(f"{stack.userid} has no profile: PROFILE TCPIP is missing")
    operands = pool.operands
    timeout = profile.server_id.timeout if profile.server_id else None
    agents = [agent for agent in facts.all(DcssAgent) if agent.serves and agent.serves.value == pool.name]
    stamped = pool.definition.value("timestamp") if pool.definition else None
    database = mapped(pool.keyfile, pool, folder)
    return PoolPlan(
        directory=str(folder),
        level=level,
        stack=stack.userid,
        agent=agents[0].userid if agents else "",
        pool=pool.name,
        servers=userids(pool),
        limits=limits(profile),
        timeout=timeout.value if timeout else TIMEOUT,
        listen=toml.listen,
        secure_ports=secure_ports(profile.profile, toml, folder),
        applications=applications(facts, profile.profile, toml, folder),
        cache=cache_plan(stack, operands, toml.cache),
        security=security,
        trace=trace_setting(operands.trace, operands.get("NOTRACE") is not None),
        timings=toml.timings,
        keyfile=pool.keyfile,
        database=str(database) if database else "",
        admin_ids=tuple(word.value for word in pool.admin_ids),
        timestamps=stamped is None or stamped.value != "OFF",
        engine=toml.engine,
        gsktrace=operands.gsktrace.value if operands.gsktrace else "0",
        fallback_scsv=operands.fallback_scsv is None or operands.fallback_scsv.value != "OFF",
        recording=Recording(),
        users=tuple(toml.users.items()),
        user=toml.user,
    )
