"""SQL statements and CL commands in, a zip of their answers out; runs by itself in PASE: ``python3
ibmi_pase.py -o out.zip``.

Python 3.9 and its standard library are all it needs. It changes nothing on the system, and no key, password
or stash file is ever read: certificates come from the SQL service, which knows public parts alone.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import IO

SCHEMA = "ssldiag.collection/1"
MANIFEST = "collected.json"

MOST_BYTES = 16 * 1024 * 1024
"""Of one answer: the active jobs of a large system, some 300 bytes each, are a tenth of that."""

MOST_SAID = 500
"""Characters kept of what a command says on standard error: a message of two lines."""

SECONDS = 120.0
"""For one command: CERTIFICATE_INFO and DSPPTF take tens of seconds on small partitions."""

GRACE = 5.0
"""Seconds for the rest of an answer once its command has ended."""

MOST_LOGS, LOGS_OF_A_NAME = 24, 2
"""Job logs: of prestart jobs of one server all say the same."""

SERVERS = (
    *("QTVTELNET", "QZSOSMAPD", "QZSOSGND", "QZDASSINIT", "QZSCSRVSD", "QZHQSSRV", "QZRCSRVSD", "QNPSERVD"),
    *("QPWFSERVSD", "QPWFSERVSS", "QRWTLSTN", "QTFTP00000", "QDIRSRV", "ADMIN", "QYPSJSVR", "QYPSSRV"),
)
"""Jobs whose logs are asked for: they answer TLS clients themselves."""

LISTENERS = ("QTVTELNET", "QZSOSMAPD", "QRWTLSTN", "QYPSJSVR", "ADMIN")
"""Those asked for by name alone where no list of jobs could be had."""

SECRET_MARK = b"PRIVATE KEY-----"
LIBRARY = re.compile(r"[A-Z#@$][A-Z0-9#@$_]{0,9}")
JOB = re.compile(rb"\b(\d{6}/[A-Z0-9#@$_]{1,10}/[A-Z0-9#@$_]{1,10})(?![A-Z0-9#@$_/])")
KEPT_VARIABLES = re.compile(rb"\s*(?:\d +)?Q?IBM_[A-Z0-9_]+ +'|\s*57\d\d[A-Z0-9]{3} +V\dR\d|\s*Level\b")

Way = tuple[str, tuple[str, ...]]
"""``sql`` (through db2) or ``cl`` (through system), and commands whose outputs make one answer."""


@dataclass(frozen=True)
class Task:
    """One file of the zip: ``sql`` statements, each tried after the one before it failed; then the prints of
    all ``cl`` commands together. ``keep``: the lines of prints that may stay. ``absent``: a message that is
    an answer, since it says that there is no such thing."""

    file: str
    sql: tuple[str, ...] = ()
    cl: tuple[str, ...] = ()
    keep: re.Pattern[bytes] | None = None
    prints_first: bool = False
    absent: str = ""

    def ways(self) -> list[Way]:
        """How to ask; the first way that gives an answer counts."""
        found: list[Way] = [("sql", (statement,)) for statement in self.sql]
        prints: list[Way] = [("cl", self.cl)] if self.cl else []
        return prints + found if self.prints_first else found + prints


@dataclass(frozen=True)
class Ran:
    """What a command gave. ``code`` is None if it did not run or had to be ended; ``trouble`` says why."""

    code: int | None
    out: bytes
    said: str
    seconds: float
    cut: bool = False
    trouble: str = ""


Row = dict[str, object]
"""A command in the manifest."""

Run = Callable[[Sequence[str], float], Ran]
Tell = Callable[[str], None]

RELEASE = "SELECT OS_VERSION, OS_RELEASE, HOST_NAME FROM SYSIBMADM.ENV_SYS_INFO"
PRODUCTS = (
    "SELECT PRODUCT_ID, PRODUCT_OPTION, RELEASE_LEVEL, INSTALLED, LOAD_STATE, SYMBOLIC_LOAD_STATE,"
    " LOAD_ERROR, TEXT_DESCRIPTION FROM QSYS2.SOFTWARE_PRODUCT_INFO"
)
PTFS = "SELECT PTF_PRODUCT_ID, PTF_IDENTIFIER, PTF_LOADED_STATUS FROM QSYS2.PTF_INFO"
VALUES = (
    "SELECT SYSTEM_VALUE_NAME, CURRENT_NUMERIC_VALUE, CURRENT_CHARACTER_VALUE FROM QSYS2.SYSTEM_VALUE_INFO",
    "SELECT * FROM QSYS2.SYSTEM_VALUE_INFO",
)
CERTIFICATES = (
    "SELECT CERTIFICATE_LABEL, VALIDITY_START, VALIDITY_END, KEY_SIZE, SUBJECT_COMMON_NAME,"
    " ISSUER_COMMON_NAME, SERIAL_NUMBER FROM TABLE(QSYS2.CERTIFICATE_INFO("
    "CERTIFICATE_STORE_PASSWORD => '*NOPWD', CERTIFICATE_STORE => '*SYSTEM'))"
)
ASSIGNMENTS = "SELECT * FROM QSYS2.CERTIFICATE_USAGE_INFO"
JOBS = "SELECT JOB_NAME, SUBSYSTEM, JOB_TYPE, JOB_STATUS, THREAD_COUNT FROM TABLE(QSYS2.ACTIVE_JOB_INFO())"
VARIABLES = (  # of IBM alone: others may hold passwords
    "SELECT ENVIRONMENT_VARIABLE_TYPE, ENVIRONMENT_VARIABLE_NAME, ENVIRONMENT_VARIABLE_VALUE"
    " FROM QSYS2.ENVIRONMENT_VARIABLE_INFO WHERE ENVIRONMENT_VARIABLE_NAME LIKE 'QIBM%'"
    " OR ENVIRONMENT_VARIABLE_NAME LIKE 'IBM%'"
)
OBJECT = (
    "SELECT OBJLIB, OBJNAME, OBJTYPE, OBJCREATED, CHANGE_TIMESTAMP"
    " FROM TABLE(QSYS2.OBJECT_STATISTICS('{}', '*VLDL', 'QYPSVLDL'))"
)
AUDIT = "SELECT * FROM TABLE(SYSTOOLS.AUDIT_JOURNAL_SK(STARTING_TIMESTAMP => CURRENT TIMESTAMP - 7 DAYS))"


def tasks(extra: Sequence[str] = ()) -> tuple[Task, ...]:
    """What is asked, before the job logs. ``extra`` are further libraries in which QYPSVLDL is looked for."""
    places = ("QMGTC2", "QUSRSYS", *extra)
    values = ("QSSLPCL", "QSSLCSLCTL", "QSSLCSL", "QAUDLVL")
    shown = (f"DSPSYSVAL SYSVAL({name}) OUTPUT(*PRINT)" for name in values)
    described = (f"DSPOBJD OBJ({at}/QYPSVLDL) OBJTYPE(*VLDL) DETAIL(*FULL) OUTPUT(*PRINT)" for at in places)
    lists = " UNION ALL ".join(OBJECT.format(place) for place in places)
    return (
        Task("release.txt", (RELEASE,), ("DSPDTAARA DTAARA(QUSRSYS/QSS1MRI) OUTPUT(*PRINT)",)),
        Task("products.txt", (PRODUCTS,), ("DSPSFWRSC OUTPUT(*PRINT)",)),
        Task("ptfs.txt", (PTFS,), ("DSPPTF LICPGM(5770SS1) OUTPUT(*PRINT)",)),
        Task("system_values.txt", VALUES, tuple(shown)),
        Task("certificates.txt", (CERTIFICATES,)),
        Task("assignments.txt", (ASSIGNMENTS,)),
        Task("netstat.txt", ("SELECT * FROM QSYS2.NETSTAT_INFO",)),
        Task("jobs.txt", (JOBS,), ("WRKACTJOB OUTPUT(*PRINT)",)),
        Task("environment.txt", (VARIABLES,), ("WRKENVVAR LEVEL(*SYS) OUTPUT(*PRINT)",), KEPT_VARIABLES),
        Task("validation_list.txt", (lists,), tuple(described), absent="QYPSVLDL.*not found"),
        Task("audit.txt", (AUDIT,)),
    )


def log_tasks(jobs: bytes) -> Iterator[Task]:
    """The job logs to ask for, given the list of active jobs; by name where it names none in full."""
    found = [word.decode("ascii") for word in dict.fromkeys(JOB.findall(jobs))]
    chosen: list[str] = []
    for server in SERVERS:
        chosen += [job for job in found if job.rpartition("/")[2] == server][:LOGS_OF_A_NAME]
    for job in chosen[:MOST_LOGS] if found else LISTENERS:
        name, number = job.rpartition("/")[2], job.partition("/")[0] if found else ""
        rows = f"SELECT '{job}' AS JOB_NAME, A.* FROM TABLE(QSYS2.JOBLOG_INFO('{job}')) A"
        log = (f"DSPJOBLOG JOB({job}) OUTPUT(*PRINT)",)
        file = f"{name}-{number}.txt" if number else f"{name}.txt"
        yield Task(file, (rows,) if number else (), log, prints_first=True)


def argv(kind: str, command: str, qsh: bool) -> list[str]:
    """The program and its operands. ``db2`` is a utility of Qshell: PASE reaches it through ``qsh``."""
    if kind == "cl":
        return ["system", command]
    return ["qsh", "-c", f"db2 {shlex.quote(command)}"] if qsh else ["db2", command]


def run(
    command: Sequence[str], seconds: float, most: int = MOST_BYTES, given: IO[bytes] | None = None
) -> Ran:
    """Run a command here: no input unless given, so much time, so much output."""
    begun = time.monotonic()
    try:
        process = subprocess.Popen(
            command,
            stdin=given or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        return Ran(None, b"", "", 0.0, trouble=f"{command[0]}: {error.strerror or error}")
    assert process.stdout is not None and process.stderr is not None
    out, said = _Kept(process.stdout, most), _Kept(process.stderr, 64 * 1024)
    trouble = ""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        trouble = f"ended after {seconds:g} seconds"
    finally:
        if process.poll() is None:
            _end(process)
    whole = out.whole() & said.whole()
    if not whole:
        _end(process)
        trouble = trouble or "its output did not end"
    code = None if trouble else process.returncode
    text = said.data.decode("utf-8", "replace").strip()[-MOST_SAID:]
    return Ran(code, bytes(out.data), text, time.monotonic() - begun, out.cut, trouble)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command and what it started."""
    with suppress(OSError, subprocess.TimeoutExpired):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(GRACE)


class _Kept:
    """The beginning of a stream; the rest is read and dropped, so that its writer can end."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self.data, self.cut = bytearray(), False
        self._stream, self._most = stream, most
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with suppress(OSError, ValueError), self._stream:
            while piece := os.read(self._stream.fileno(), 65536):
                room = self._most - len(self.data)
                self.data += piece[:room]
                self.cut = self.cut or len(piece) > room

    def whole(self) -> bool:
        """Wait for the end of the stream, but not for ever."""
        self._thread.join(GRACE)
        return not self._thread.is_alive()


def outcome(ran: Ran) -> str:
    """``kept``, or why an answer is not."""
    if ran.trouble:
        return ran.trouble
    if b"CLI ERROR" in ran.out[:4096]:
        state = re.search(rb"SQLSTATE:\s*(\w{5})", ran.out[:4096])
        return f"SQL error {state[1].decode('ascii', 'replace') if state else ''}".strip()
    if ran.code and b"RECORD(S) SELECTED" not in ran.out[-200:]:
        return "failed"
    if not ran.out.strip():
        return "no output"
    return "refused: a private key is in it" if SECRET_MARK in ran.out else "kept"


@dataclass(frozen=True)
class Collection:
    """Files by name, and what was run for them."""

    files: dict[str, bytes]
    rows: tuple[Row, ...]


def collect(asked: Iterable[Task], seconds: float, runner: Run, qsh: bool, tell: Tell) -> Collection:
    """Run everything, then the job logs of what runs there. What fails is a row, and the next is run."""
    files: dict[str, bytes] = {}
    rows: list[Row] = []

    def perform(task: Task) -> None:
        for way in task.ways():
            answers = []
            for command in way[1]:
                row, data = _ask(task, way[0], command, runner(argv(way[0], command, qsh), seconds))
                rows.append(row)
                tell(f"{task.file}: {way[0]}: {row['outcome']}")
                answers += [] if data is None else [data]
            if answers:
                files[task.file] = b"\n".join(answers)
                return

    for task in asked:
        perform(task)
    for task in log_tasks(files.get("jobs.txt", b"")):
        perform(task)
    return Collection(files, tuple(rows))


def _ask(task: Task, kind: str, command: str, ran: Ran) -> tuple[Row, bytes | None]:
    """The row of a command that was run, and its answer if that is kept."""
    said, data = outcome(ran), ran.out
    if said == "failed" and task.absent and re.search(task.absent, ran.said):
        said, data = "kept", ran.said.encode() + b"\n"
    kept = said == "kept"
    if kept and task.keep is not None and kind == "cl":
        data = b"".join(line for line in data.splitlines(True) if task.keep.match(line))
    if kept and ran.cut:
        said = f"cut after {MOST_BYTES} bytes"
    row: Row = {"file": task.file, "kind": kind, "command": command, "returncode": ran.code}
    row |= {"seconds": round(ran.seconds, 3), "bytes": len(data) if kept else 0}
    return {**row, "outcome": said, "said": ran.said}, data if kept else None


def packed(found: Collection, now: datetime, host: str) -> bytes:
    """The zip: the answers and the manifest."""
    asked = dict.fromkeys(str(row["file"]) for row in found.rows)
    missing = [name for name in asked if name not in found.files]
    manifest = {
        "schema": SCHEMA,
        "collected_at": now.isoformat(timespec="seconds"),
        "host": host,
        "files": sorted(found.files),
        "missing": missing,
        "commands": list(found.rows),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(manifest, indent=1, ensure_ascii=True)
        for name, data in (*sorted(found.files.items()), (MANIFEST, text.encode("ascii"))):
            archive.writestr(name, data)
    return buffer.getvalue()


def libraries(given: Iterable[str]) -> tuple[str, ...]:
    """Names of libraries, in upper case. Raises ValueError."""
    found = tuple(name.strip().upper() for each in given for name in each.split(",") if name.strip())
    for name in found:
        if not LIBRARY.fullmatch(name):
            raise ValueError(f"--lib: {name} is no name of a library")
    return found


def forms(paths: Iterable[str]) -> dict[str, bytes]:
    """Settings forms to put beside the answers. Raises ValueError for what is none."""
    found: dict[str, bytes] = {}
    for path in paths:
        with open(path, "rb") as stream:
            data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES or b"\0" in data or SECRET_MARK in data:
            raise ValueError(f"{path}: a settings form is a short text, and without keys")
        found[f"form-{len(found) + 1}-{os.path.basename(path)}"] = data
    return found


def write(data: bytes, path: str) -> None:
    """The whole file or none."""
    beside = f"{path}.{os.getpid()}.part"
    try:
        with open(beside, "xb") as stream:
            os.chmod(beside, 0o600)
            stream.write(data)
        os.replace(beside, path)
    finally:
        with suppress(OSError):
            os.unlink(beside)


def listed(asked: Iterable[Task]) -> Iterator[str]:
    """What would be run, a command a line."""
    for task in asked:
        for number, (kind, commands) in enumerate(task.ways()):
            for command in commands:
                yield f"{task.file:<20} {'else ' if number else ''}{kind}  {command}"
    yield f"{'NAME-NUMBER.txt':<20} cl  DSPJOBLOG JOB(...) OUTPUT(*PRINT), {MOST_LOGS} of " + " ".join(
        SERVERS
    )


def main(words: Sequence[str] | None = None) -> int:
    """Collect here. 0: there is a zip; 2: wrong usage; 3: nothing came."""
    parser = argparse.ArgumentParser(description="Collect from this IBM i what ssldiag doctor reads.")
    parser.add_argument("-o", "--output", metavar="FILE", help="the zip; - for standard output")
    parser.add_argument("--lib", action="append", default=[], help="look for QYPSVLDL there too")
    parser.add_argument("--form", action="append", default=[], help="put this settings form into the zip")
    parser.add_argument("--timeout", type=float, default=SECONDS, help="seconds for one command")
    parser.add_argument("--dry-run", action="store_true", help="list the commands, run none")
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing while it runs")
    asked = parser.parse_args(words)
    try:
        wanted, extra = tasks(libraries(asked.lib)), forms(asked.form)
    except (ValueError, OSError) as error:
        parser.error(str(error))
    if asked.dry_run:
        print("\n".join(listed(wanted)))
        return 0
    if not asked.output or asked.timeout <= 0:
        parser.error("give the zip with -o FILE, and --timeout above 0")

    tell: Tell = (lambda line: None) if asked.quiet else (lambda line: print(line, file=sys.stderr))
    found = collect(wanted, asked.timeout, run, shutil.which("qsh") is not None, tell)
    if not found.files:
        print("nothing came: neither db2 nor system answered", file=sys.stderr)
        return 3
    found.files.update(extra)
    data = packed(found, datetime.now(timezone.utc), os.uname().nodename)  # noqa: UP017 (absent in 3.9)
    if asked.output == "-":
        sys.stdout.buffer.write(data)
    else:
        write(data, asked.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
