"""Passwords for PKCS#12 stores, from a file, the environment or a prompt.

Never from the command line, which every user of a machine can see.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import typer

from ssldiag.cli.exits import USAGE, Stop

LARGEST = 64 * 1024
"""Bytes of a password file: hundreds of lines; a larger one is some other file given by mistake."""


def passwords(
    file: Path | None, variable: str | None, ask: bool, environ: Mapping[str, str]
) -> tuple[bytes, ...]:
    """All passwords to try, in the order file, environment, prompt. Raises Stop."""
    found: list[bytes] = []
    if file is not None:
        found += _from_file(file)
    if variable is not None:
        if variable not in environ:
            raise Stop(f"--password-env {variable}: there is no such environment variable", USAGE)
        found.append(environ[variable].encode("utf-8", "surrogateescape"))
    if ask:
        found.append(_asked().encode("utf-8", "surrogateescape"))
    return tuple(found)


def _asked() -> str:
    question = "Password for PKCS#12 stores"
    return str(typer.prompt(question, hide_input=True, default="", show_default=False, err=True))


def _from_file(file: Path) -> list[bytes]:
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise Stop(f"--password-file {file}: cannot be read: {error.strerror or error}", USAGE) from error
    if len(data) > LARGEST:
        raise Stop(
            f"--password-file {file}: is larger than {LARGEST:,} bytes, so it holds no passwords", USAGE
        )
    return [line for line in data.splitlines() if line]
