"""A host's name in, the zip of what it answers out: the collector's own file runs there through ``ssh``, or,
where no Python is, each command by itself.

It asks for no password: ssh must be able to log in with a key or an agent.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from ssldiag.bundle.damage import ZIP_DAMAGE
from ssldiag.collect import ibmi_pase
from ssldiag.collect.ibmi_pase import Ran, Tell

MOST_ZIP = 256 * 1024 * 1024
"""Bytes of a zip from a host: its answers are bounded one by one, and some forty at most."""

WHOLE = 3600.0
"""Seconds for everything at once: all commands at their limit would be a host that is not well."""

MOST_MANIFEST = 4 * 1024 * 1024

NO_LOGIN = 255
"""What ssh returns for its own errors (ssh(1), EXIT STATUS)."""

NOTHING = 3
"""What the collector returns if nothing came."""

FIND_PYTHON = (
    "PATH=/QOpenSys/pkgs/bin:$PATH; export PATH; for p in python3.13 python3.9 python39 python3; do "
    "if command -v $p >/dev/null 2>&1; then exec $p - {words}; fi; done; exit 127"
)
"""RPMs put Python there, and the folder is often not in PATH; Python 3.6, which may be ``python3``, is too
old."""

HOST = re.compile(r"(?:[A-Za-z0-9#@$_.\\-]{1,64}@)?[A-Za-z0-9\[][A-Za-z0-9.:_%\]-]{0,254}")


class RemoteError(Exception):
    """Nothing could be collected there; the text says why."""


def checked(host: str) -> str:
    """``USER@HOST``, ``HOST`` or a name of ssh's configuration. Raises RemoteError for what ssh could take
    for an option."""
    if host.startswith("-") or not HOST.fullmatch(host):
        raise RemoteError(f"--host {host}: give it as USER@HOST")
    return host


def ssh(host: str, command: str) -> list[str]:
    """The call of ssh that runs a command there and asks nobody anything."""
    return ["ssh", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "--", host, command]


def fetch(host: str, libraries: Sequence[str], seconds: float, now: datetime, tell: Tell) -> bytes:
    """The zip of a host. Raises RemoteError."""
    words = ["-o", "-", "--timeout", f"{seconds:g}"]
    for name in libraries:
        words += ["--lib", name]
    command = FIND_PYTHON.format(words=shlex.join(words))
    with Path(ibmi_pase.__file__).open("rb") as script:
        ran = ibmi_pase.run(ssh(host, command), WHOLE, MOST_ZIP, script)
    if ran.code == 0 and zipfile.is_zipfile(io.BytesIO(ran.out)) and not ran.cut:
        return ran.out
    if ran.trouble or ran.code in (NO_LOGIN, NOTHING):
        raise RemoteError(f"{host}: {ran.trouble or ran.said or 'ssh failed'}")
    tell(f"no Python 3.9 there ({ran.said.splitlines()[-1] if ran.said else f'code {ran.code}'}); one by one")
    return one_by_one(host, libraries, seconds, now, tell)


def one_by_one(host: str, libraries: Sequence[str], seconds: float, now: datetime, tell: Tell) -> bytes:
    """The same with a login for each command."""

    def runner(command: Sequence[str], limit: float) -> Ran:
        return ibmi_pase.run(ssh(host, shlex.join(command)), limit)

    found = ibmi_pase.collect(ibmi_pase.tasks(libraries), seconds, runner, True, tell)
    if not found.files:
        last = next((row["said"] for row in reversed(found.rows) if row["said"]), "no command gave an answer")
        raise RemoteError(f"{host}: {last}")
    return ibmi_pase.packed(found, now, host.rpartition("@")[2])


def with_files(data: bytes, extra: Mapping[str, bytes]) -> bytes:
    """The zip with further files."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in extra.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def summary(data: bytes) -> str:
    """What came and what did not, in a line."""
    manifest = manifest_of(data)
    files, missing = manifest.get("files", []), manifest.get("missing", [])
    said = f"{len(files)} of {len(files) + len(missing)} files"
    return f"{said}; not there: {', '.join(map(str, missing))}" if missing else said


def manifest_of(data: bytes) -> dict[str, Any]:
    """The manifest of a zip, or an empty one where it has none that can be read."""
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as archive,
            archive.open(ibmi_pase.MANIFEST) as stream,
        ):
            found = json.loads(stream.read(MOST_MANIFEST))
    except (KeyError, ValueError, *ZIP_DAMAGE):  # KeyError: there is none; ValueError: it is no JSON
        return {}
    return found if isinstance(found, dict) else {}
