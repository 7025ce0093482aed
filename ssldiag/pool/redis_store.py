"""TLS sessions in Redis or Valkey, in place of the segment, where more machines than one serve one name.

Wants the package ``redis`` (extra ``ssldiag[redis]``). The store may be slow or away: calls have little
time, and after a failure it is left alone for a while, so that handshakes are full instead of late.
Whoever can read the store can resume sessions: it belongs behind the same walls as the key database.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import islice
from typing import Any

from ssldiag.pool.segment import TAG
from ssldiag.pool.status import CacheRow, EntryRow

PATIENCE = 0.25
"""Seconds that one call may take: it holds up all connections of a server."""

REST = 5.0
"""Seconds without calls after one that failed."""

PREFIX = b"ssldiag:session:"

ID_SHOWN = 16
"""Hexadecimal digits of a session id that are shown, as of the segment's."""

MOST_LISTED = 10_000
"""Sessions that are listed: as many as of the segment."""


class StoreError(Exception):
    """The store cannot be used; the text says why."""


def address(url: str) -> str:
    """Where a store is, without user, password and options, which are nobody's business.

    >>> address("rediss://me:secret@cache.example.com:6379/0?password=other")
    'rediss://cache.example.com:6379/0'
    """
    scheme, mark, rest = url.partition("://")
    secret, _, place = rest.rpartition("@")
    if "?" in secret:  # an option that has an @, or a password that has a question mark
        place = "..."
    return f"{scheme}{mark}{place.partition('?')[0]}"


class RedisStore:
    """A session cache (:class:`ssldiag.pool.inherit.Shared`) in a server at ``redis://host:port/db`` (or
    ``rediss://``, ``unix://path``). ``life`` is how many seconds a session is kept.

    Make it before the fork: a connection is opened by each process when it first needs one.
    """

    def __init__(self, url: str, life: int, tell: Callable[[str], None] = lambda line: None) -> None:
        self.url, self.life, self._tell = url, life, tell

    def member(self, index: int) -> RedisMember:
        """The store as one server uses it. Raises StoreError without the package or for a bad address."""
        return RedisMember(self._client(), self.life, self._tell)

    def _client(self) -> Any:
        try:
            import redis
        except ImportError as error:
            raise StoreError("the package redis is not installed (pip install 'ssldiag[redis]')") from error
        try:
            return redis.Redis.from_url(
                self.url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=None, protocol=2
            )
        except ValueError as error:
            raise StoreError(f"{address(self.url)}: {error}") from error

    def entries(self) -> int:
        """Sessions in the store, of all pools that use it. Raises StoreError."""
        return sum(1 for _ in self._keys(self._client()))

    def clear(self) -> int:
        """Remove all sessions, of all pools that use it; how many. Raises StoreError."""
        return self._remove("")

    def forget(self, digits: str) -> int:
        """Remove the sessions whose ids begin with these hexadecimal digits; how many. Raises StoreError."""
        return self._remove(digits.lower())

    def listed(self) -> list[EntryRow]:
        """The sessions, at most MOST_LISTED. Raises StoreError."""
        from redis.exceptions import RedisError

        client, rows, now = self._client(), [], time.time()
        keys = list(islice(self._keys(client), MOST_LISTED))
        try:
            for key in keys:
                left, size = client.pttl(key), client.strlen(key)
                if left > 0 and size > TAG:
                    expires = now + left / 1000
                    shown = key[len(PREFIX) :].hex()[:ID_SHOWN]
                    rows.append(EntryRow(shown, expires - self.life, expires, size - TAG))
        except RedisError as error:
            raise StoreError(str(error)) from error
        return rows

    def _remove(self, digits: str) -> int:
        from redis.exceptions import RedisError

        client = self._client()
        keys = [key for key in self._keys(client) if key[len(PREFIX) :].hex().startswith(digits)]
        try:
            return sum(int(client.delete(key)) for key in keys)
        except RedisError as error:
            raise StoreError(str(error)) from error

    def _keys(self, client: Any) -> Any:
        from redis.exceptions import RedisError

        try:
            yield from client.scan_iter(match=PREFIX + b"*", count=1000)
        except RedisError as error:
            raise StoreError(str(error)) from error


class RedisMember:
    """The store as one server uses it (:class:`ssldiag.pool.inherit.Sessions`)."""

    def __init__(self, client: Any, life: int, tell: Callable[[str], None]) -> None:
        self._client, self._life, self._tell = client, life, tell
        self._rests_until = 0.0
        self._stored = self._lookups = self._hits = 0

    def get(self, session: bytes, tag: bytes) -> bytes | None:
        """The session under this id and tag; None if there is none or the store does not answer."""
        self._lookups += 1
        found = self._call(lambda: self._client.get(PREFIX + session))
        if not isinstance(found, bytes) or found[: len(tag)] != tag:
            return None
        self._hits += 1
        return found[len(tag) :]

    def put(self, session: bytes, tag: bytes, data: bytes) -> bool:
        """Store it for as long as sessions live."""
        done = self._call(lambda: self._client.set(PREFIX + session, tag + data, ex=self._life))
        self._stored += bool(done)
        return bool(done)

    def _call(self, call: Callable[[], Any]) -> Any:
        """What the store answers; None if it does not, or is left alone."""
        now = time.monotonic()
        if now < self._rests_until:
            return None
        try:
            return call()
        except Exception as error:  # whatever the client library raises: a handshake goes on without it
            self._rests_until = time.monotonic() + REST
            self._tell(f"DTCSSLT15W Session store does not answer, full handshakes for {REST:.0f} s: {error}")
            return None

    def row(self, server: str) -> CacheRow:
        """The counters; what expires and is evicted is the store's own affair."""
        return CacheRow(server, self._stored, self._lookups, self._hits, 0, 0)
