"""``python -m ssldiag.pool.stack DIR [--pcap F] [--keylog F] [--foreground]``: TCPIP, the stack of a pool.

It reads the configuration, writes what its console shows of its start, opens the ports, and runs the pool
until it is told to end. ``--ready-fd N`` is a pipe for the first words: ``ready ...`` or why not. More
lines say why no SSL server is active.
"""

from __future__ import annotations

import fcntl
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ssldiag.pool.consoles import Console
from ssldiag.pool.launch import NoAnswer, stack_start
from ssldiag.pool.names import CONSOLE, RESPONSES, RUN, pid_file, ready_file
from ssldiag.pool.plan import PoolPlan, Recording
from ssldiag.pool.pool import Pool, Wish
from ssldiag.pool.ports import Ports, make_private
from ssldiag.pool.start import StackStart

FAILED = 3
"""Exit code of a job that could not be done (``docs/cli``)."""

NOT_SECURE = ":DCSS_Parms. of the stack asks for no SSL servers (DTCRUN1038I)"
NO_SERVER = "neither directory nor profile names an SSL server"

FOLDERS = (RUN, CONSOLE, RESPONSES)


class NotStarted(Exception):
    """The stack cannot start; the text is one sentence."""


@dataclass(slots=True)
class Herald:
    """Tells once whether the pool is up: whoever started it through a pipe, or standard output."""

    descriptor: int = -1

    def tell(self, text: str) -> None:
        """The first words."""
        if self.descriptor < 0:
            print(text, flush=True)
            return
        with suppress(OSError):
            os.write(self.descriptor, f"{text}\n".encode())
            os.close(self.descriptor)
        self.descriptor = -1


@dataclass(frozen=True, slots=True)
class Options:
    """The command line."""

    directory: Path
    pcap: str = ""
    keylog: str = ""
    ready_fd: int = -1


def arguments(words: Sequence[str]) -> Options:
    """Read the command line, which ``ssldiag pool start`` writes; ``argparse`` would stay in the memory of
    all processes. Raises NotStarted.
    """
    folders, values, left = [], {}, iter(words)
    for word in left:
        if word in ("--pcap", "--keylog", "--ready-fd"):
            values[word] = next(left, "")
        elif word != "--foreground":
            folders.append(word)
    ready = values.get("--ready-fd", "-1")
    if len(folders) != 1 or not ready.removeprefix("-").isdigit():
        raise NotStarted("usage: ssldiag.pool.stack DIR [--pcap F] [--keylog F] [--foreground]")
    return Options(Path(folders[0]), values.get("--pcap", ""), values.get("--keylog", ""), int(ready))


def lock(directory: Path) -> int:
    """Be the one stack of this directory; the lock goes with the process. Raises NotStarted."""
    path = pid_file(directory)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        with open(descriptor, encoding="utf-8") as file:
            other = file.read(20).strip() or "unknown"
        raise NotStarted(f"a pool runs in {directory} already (process {other})") from error
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return descriptor


def opening_lines(console: Console, start: StackStart, plan: PoolPlan) -> None:
    """The stack's console up to its own first lines, in the order that z/VM shows."""
    for line in start.before:
        console.line(line)
    if start.secure and plan.agent:
        console.line(f"DTCRUN1043I Initiating XAUTOLOG of server {plan.agent}")
    for line in start.messages:
        console.line(line)
    console.line(f"DTCTCP001I z/VM TCP/IP Level {plan.level}")
    console.divide()
    profile = Path(plan.directory) / "PROFILE.TCPIP"
    if profile.is_file():
        dated = time.strftime("%m/%d/%y at %H:%M", time.localtime(profile.stat().st_mtime))
        console.say("DTCIPI005I Trying to open PROFILE TCPIP *")
        console.say(f"DTCIPI006I Using profile file PROFILE TCPIP D1 dated {dated}")


def drop_privilege(directory: Path, user: str) -> str:
    """Become the user whom ``pool.toml`` names, if this is root; a sentence about it, empty if there is
    nothing to say. Raises NotStarted.
    """
    if os.geteuid() != 0:
        return ""
    if not user:
        return "this pool runs as root; name a user in pool.toml, [pool], to run it as"
    import pwd

    try:
        wanted = pwd.getpwnam(user)
    except KeyError:
        raise NotStarted(f"pool.toml: there is no user {user} on this machine") from None
    for folder in FOLDERS:
        os.chown(directory / folder, wanted.pw_uid, wanted.pw_gid)
        for path in (directory / folder).iterdir():
            os.chown(path, wanted.pw_uid, wanted.pw_gid, follow_symlinks=False)
    os.initgroups(user, wanted.pw_gid)
    os.setgid(wanted.pw_gid)
    os.setuid(wanted.pw_uid)
    return ""


def summary(pool: Pool) -> str:
    """The line that says that the pool is up."""
    status = pool.office.status()
    active = [row.userid for row in status.servers if row.state == "Active"]
    there = ", ".join(
        f"{row.name} on {row.listen}" for row in status.applications if row.state == "listening"
    )
    return (
        f"ready: {status.stack}, {len(active)} of {len(status.servers)} servers active; {there or 'no ports'}"
    )


def idle(pool: Pool) -> list[str]:
    """Why none of the SSL servers is active, those of one reason on one line; nothing if one is, or if
    no port wants one.
    """
    rows = pool.office.status().servers
    if any(row.state == "Active" for row in rows):
        return []
    if not rows:
        return ([NO_SERVER if pool.parts.world.secure else NOT_SECURE]) if pool.plan.secure_ports else []
    why: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        why.setdefault((row.state, row.reason or "nothing is known"), []).append(row.userid)
    return [f"{' '.join(userids)}: {state}; {reason}" for (state, reason), userids in why.items()]


def run(options: Options, herald: Herald) -> None:
    """The life of a stack. Raises NotStarted."""
    directory = options.directory.absolute()
    os.umask(0o077)
    try:
        for folder in FOLDERS:
            make_private(directory / folder)
        held = lock(directory)
    except OSError as error:
        raise NotStarted(f"{error.filename or directory}: {error.strerror}") from error
    ready_file(directory).unlink(missing_ok=True)
    if options.ready_fd >= 0:
        own_words(directory)
    try:
        start = stack_start(directory)
    except NoAnswer as error:
        raise NotStarted(str(error)) from error
    console = Console(directory, start.plan.stack if start.plan else "TCPIP")
    console.logon()
    if start.plan is None:
        for line in (*start.before, *start.messages, f"DTCTCPT01E {start.why}"):
            console.line(line)
        console.close()
        raise NotStarted(start.why)
    opening_lines(console, start, start.plan)
    try:
        serve(directory, start, start.plan, console, options, herald)
    finally:
        ready_file(directory).unlink(missing_ok=True)
        pid_file(directory).unlink(missing_ok=True)
        os.close(held)


def own_words(directory: Path) -> None:
    """What Python itself has to say goes to a file: nobody reads the standard error of a pool in the
    background.
    """
    descriptor = os.open(
        directory / RUN / "stack.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600
    )
    os.dup2(descriptor, 2)
    os.close(descriptor)


def serve(
    directory: Path,
    start: StackStart,
    plan: PoolPlan,
    console: Console,
    options: Options,
    herald: Herald,
) -> None:
    """Open the ports and run the pool. Raises NotStarted."""
    ports = Ports(plan)
    try:
        note = drop_privilege(directory, plan.user)
        wish = Wish(start.secure, start.agent_why, Recording(options.pcap, options.keylog))
        pool = Pool(directory, plan, ports, wish)
    except (NotStarted, OSError, ValueError) as error:
        ports.close_all()
        console.line(f"DTCTCPT01E {error}")
        console.close()
        raise NotStarted(str(error)) from error
    pool.parts.consoles[plan.stack] = console
    if start.secure and plan.agent and start.agent_why:
        failed_agent(pool, plan.agent, start.agent_why)
    for text in (*plan.notes, *([note] if note else [])):
        pool.parts.say(f"DTCTCPT02I {text}")
    for text in ports.trouble:
        pool.parts.say(f"DTCTCPT03E {text}")

    def settled() -> None:
        pool.parts.flush()
        ready_file(directory).write_text(f"{os.getpid()}\n", encoding="utf-8")
        herald.tell("\n".join((summary(pool), *idle(pool))))

    pool.on_settled = settled
    pool.open_admin()
    pool.run()


def failed_agent(pool: Pool, userid: str, why: str) -> None:
    """What the console of an agent shows that cannot save its segment."""
    console = pool.parts.console(userid)
    console.logon()
    console.say(f"DTCSSLT52E Segment {pool.plan.cache.segment} cannot be saved: {why}")
    console.line("DTCRUN1099E Server not started - correct problem and retry")


def main(words: Sequence[str] | None = None) -> int:
    """The program."""
    try:
        options = arguments(sys.argv[1:] if words is None else words)
    except NotStarted as error:
        Herald().tell(f"not started: {error}")
        return FAILED
    herald = Herald(options.ready_fd)
    if options.ready_fd >= 0:
        os.set_inheritable(options.ready_fd, False)
    try:
        run(options, herald)
    except NotStarted as error:
        herald.tell(f"not started: {error}")
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
