"""What SSLADMIN asks of a session store (Redis, Valkey): a process for each question, so that a store that is
slow or away holds up nobody.

The stack keeps serving; the answer comes later, or a sentence why there is none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from ssldiag.pool.loop import Timer
from ssldiag.pool.parts import Parts
from ssldiag.pool.status import EntryRow

NAME = "store"

LARGEST = 4 * 1024 * 1024
"""Bytes of an answer: the most entries that are listed take a quarter of it."""

Done = Callable[[dict[str, Any]], None]


class StoreDesk:
    """``ask`` calls ``done`` once: with ``entries`` (how many) and ``listed``, or with ``why``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def ask(self, effect: str, operand: str, listed: bool, done: Done) -> None:
        """Do what an effect of the cache is (none: empty), then count, and list if that is wanted."""
        parts = self._parts
        reading, writing = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        cache, data = parts.plan.cache, bytearray()
        parts.flush()

        def run() -> int:
            os.set_blocking(writing, True)
            _write(writing, answer(cache.store, cache.life, effect, operand, listed))
            return 0

        parts.children.fork(run, NAME, (writing,), lambda how: None)
        os.close(writing)
        timer: list[Timer] = []

        def end(found: dict[str, Any]) -> None:
            timer[0].cancel()
            parts.loop.forget(reading)
            os.close(reading)
            done(found)

        def readable() -> None:
            part = b""
            with suppress(BlockingIOError):
                part = os.read(reading, 1 << 16)
                data.extend(part)
                if not part or len(data) > LARGEST:
                    end(_understood(bytes(data)))

        late = {"why": f"no answer within {parts.plan.timings.answer:g} s"}
        timer.append(parts.loop.after(parts.plan.timings.answer, lambda: end(late)))
        parts.loop.watch(reading, readable)


def answer(url: str, life: int, effect: str, operand: str, listed: bool) -> dict[str, Any]:
    """What the store says, as :class:`StoreDesk` gives it."""
    from ssldiag.pool.redis_store import RedisStore, StoreError

    store = RedisStore(url, life)
    try:
        if effect == "clear_cache":
            store.clear()
        elif effect == "forget_session":
            store.forget(operand)
        rows = [asdict(row) for row in store.listed()] if listed else []
        return {"entries": store.entries(), "listed": rows}
    except StoreError as error:
        return {"why": str(error)}


def entries(found: dict[str, Any]) -> tuple[EntryRow, ...]:
    """The rows of an answer."""
    return tuple(EntryRow(**row) for row in found.get("listed", ()))


def _understood(data: bytes) -> dict[str, Any]:
    with suppress(ValueError):
        found = json.loads(data)
        if isinstance(found, dict):
            return found
    return {"why": "the program that asks it failed"}


def _write(descriptor: int, found: dict[str, Any]) -> None:
    left = json.dumps(found).encode()
    with suppress(BrokenPipeError):
        while left:
            left = left[os.write(descriptor, left) :]
