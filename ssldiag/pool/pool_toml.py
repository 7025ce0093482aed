"""``pool.toml``: what the reference needs and z/VM's own files cannot say. The file is ours.

[pool]      listen, port_offset, engine, cache, level, user
[backends]  user id = "host:port": a real plaintext server behind its statically secured ports
[fronts]    user id = "host:port": a real plaintext server that ours secures dynamically
[kinds]     user id = "echo" | "ftp" | "smtp" | "telnet": which small server of ours runs as it
[users]     local user name = "z/VM user id", for SSLADMIN
[timings]   seconds, see Timings
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ssldiag.pool.plan import Timings

FILE_NAME = "pool.toml"

LONGEST = 256 * 1024
"""Bytes: a thousand times what is needed."""

ENGINES = ("auto", "fast", "public")
KINDS = ("echo", "ftp", "smtp", "telnet")


class PoolTomlError(ValueError):
    """The file cannot be used; the text is one sentence that names it."""


@dataclass(frozen=True, slots=True)
class PoolToml:
    """Its content, with defaults. ``port_offset`` is added to every port of the profile."""

    listen: str = "127.0.0.1"
    port_offset: int = 10_000
    engine: str = "auto"
    cache: str = ""
    level: str = "740"
    user: str = ""
    backends: dict[str, str] = field(default_factory=dict)
    fronts: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    timings: Timings = field(default_factory=Timings)


SIMPLE = {"listen": str, "port_offset": int, "engine": str, "cache": str, "level": str, "user": str}
TABLES = ("backends", "fronts", "kinds", "users")


def read(folder: Path) -> PoolToml:
    """The file of a pool's folder; defaults where there is none. Raises PoolTomlError."""
    path = folder / FILE_NAME
    try:
        with path.open("rb") as file:
            text = file.read(LONGEST + 1)
    except FileNotFoundError:
        return PoolToml()
    except OSError as error:
        raise PoolTomlError(f"{FILE_NAME}: {error.strerror}") from error
    if len(text) > LONGEST:
        raise PoolTomlError(f"{FILE_NAME}: longer than {LONGEST} bytes")
    try:
        return parse(tomllib.loads(text.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PoolTomlError(f"{FILE_NAME}: {error}") from error


def parse(content: dict[str, Any]) -> PoolToml:
    """The values of a parsed file. Raises PoolTomlError for a key that it cannot have."""
    unknown = sorted(set(content) - {"pool", "timings", *TABLES})
    if unknown:
        raise PoolTomlError(f"{FILE_NAME}: there is no table [{unknown[0]}]")
    pool = table(content, "pool")
    for key, value in pool.items():
        if key not in SIMPLE or type(value) is not SIMPLE[key]:
            raise PoolTomlError(f"{FILE_NAME}: {key} = {value!r} cannot stand in [pool]")
    named = {name: words(table(content, name), name) for name in TABLES}
    values: dict[str, Any] = {**pool, **named, "timings": timings(table(content, "timings"))}
    result = PoolToml(**values)
    if result.engine not in ENGINES:
        raise PoolTomlError(f"{FILE_NAME}: engine is one of {', '.join(ENGINES)}")
    if not 0 <= result.port_offset <= 64_000:
        raise PoolTomlError(f"{FILE_NAME}: port_offset is a number from 0 to 64000")
    for userid, kind in result.kinds.items():
        if kind not in KINDS:
            raise PoolTomlError(f"{FILE_NAME}: {userid} = {kind!r}: kinds are {', '.join(KINDS)}")
    return result


def table(content: dict[str, Any], name: str) -> dict[str, Any]:
    """A table of the file, empty where there is none. Raises PoolTomlError for something else."""
    found = content.get(name, {})
    if not isinstance(found, dict):
        raise PoolTomlError(f"{FILE_NAME}: {name} is a table")
    return found


def words(found: dict[str, Any], name: str) -> dict[str, str]:
    """A table of words; user ids in upper case. Raises PoolTomlError."""
    for key, value in found.items():
        if not isinstance(value, str):
            raise PoolTomlError(f"{FILE_NAME}: {key} in [{name}] takes a text")
    if name == "users":
        return {key: value.upper() for key, value in found.items()}
    return {key.upper(): value for key, value in found.items()}


def timings(found: dict[str, Any]) -> Timings:
    """The seconds. Raises PoolTomlError for an unknown name or a negative number."""
    known = {item.name for item in fields(Timings)}
    for key, value in found.items():
        if key not in known or isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise PoolTomlError(f"{FILE_NAME}: {key} = {value!r} cannot stand in [timings]")
    return Timings(**found)
