"""Sessions in a Redis server: a small imitation of one by default, and the real one where it is installed."""

from __future__ import annotations

import os
import shutil
import socket
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ssldiag.pool.control import CACHE_ON
from ssldiag.pool.plan import CachePlan
from ssldiag.pool.redis_store import RedisStore, StoreError, address
from ssldiag.pool.report import cache_state
from tests.pool.handmade import Handmade
from tests.pool.rig import client_context, running
from tests.ports import free_ports
from tests.waiting import PATIENCE, until

TAG = b"12345678"


class Imitation(socketserver.ThreadingTCPServer):
    """Speaks as much of RESP as the client library needs: GET, SET with EX, DEL, SCAN."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        self.kept: dict[bytes, tuple[bytes, float]] = {}
        self.now = 100.0
        self.asked = 0
        self.answers = threading.Event()
        self.answers.set()
        super().__init__(("127.0.0.1", 0), Talk)
        self.thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.server_address[1]}/0"


class Talk(socketserver.StreamRequestHandler):
    """One client of it."""

    server: Imitation

    def handle(self) -> None:
        while line := self.rfile.readline():
            words = [self._word() for _ in range(int(line[1:]))]
            self.server.asked += 1
            self.server.answers.wait(PATIENCE)
            try:
                self.wfile.write(self._answer(words[0].upper(), words[1:]))
            except OSError:
                return

    def _word(self) -> bytes:
        data = self.rfile.read(int(self.rfile.readline()[1:]) + 2)
        return data[:-2]

    def _answer(self, name: bytes, words: list[bytes]) -> bytes:
        kept = self.server.kept
        if name == b"SET":
            kept[words[0]] = words[1], self.server.now + int(words[words.index(b"EX") + 1])
            return b"+OK\r\n"
        if name == b"GET":
            data, until = kept.get(words[0], (b"", 0.0))
            return b"$%d\r\n%b\r\n" % (len(data), data) if until > self.server.now else b"$-1\r\n"
        if name == b"PTTL":
            return b":%d\r\n" % (1000 * (kept[words[0]][1] - self.server.now) if words[0] in kept else -2)
        if name == b"STRLEN":
            return b":%d\r\n" % len(kept.get(words[0], (b"", 0.0))[0])
        if name == b"DEL":
            return b":%d\r\n" % (kept.pop(words[0], None) is not None)
        if name == b"SCAN":
            keys = b"".join(b"$%d\r\n%b\r\n" % (len(key), key) for key in kept)
            return b"*2\r\n$1\r\n0\r\n*%d\r\n%b" % (len(kept), keys)
        return b"-ERR unknown command\r\n" if name == b"HELLO" else b"+OK\r\n"


@pytest.fixture
def imitation() -> Iterator[Imitation]:
    """A store on loopback."""
    with Imitation() as server:
        yield server
        server.shutdown()
        server.thread.join(5)


def test_sessions_are_kept_under_their_tag(imitation: Imitation) -> None:
    store = RedisStore(imitation.url, 60)
    one, other = store.member(0), store.member(1)
    session = os.urandom(32)
    assert one.put(session, TAG, b"data")
    assert other.get(session, TAG) == b"data"
    assert other.get(session, b"another!") is None
    assert other.get(os.urandom(32), TAG) is None
    row = other.row("SSL00002")
    assert (row.stored, row.lookups, row.hits) == (0, 3, 1)
    assert store.entries() == 1
    assert store.clear() == 1
    assert one.get(session, TAG) is None


def test_sessions_are_listed_and_forgotten_one_by_one(imitation: Imitation) -> None:
    store = RedisStore(imitation.url, 60)
    one, other = bytes(32), b"\xab" * 32
    member = store.member(0)
    assert member.put(one, TAG, b"data") and member.put(other, TAG, b"longer data")
    rows = {row.id: row for row in store.listed()}
    assert set(rows) == {"00" * 8, "ab" * 8}
    assert rows["ab" * 8].size == len(b"longer data")
    assert rows["00" * 8].expires - rows["00" * 8].made == 60
    assert store.forget("ABAB") == 1
    assert [row.id for row in store.listed()] == ["00" * 8]
    assert store.forget("ff") == 0


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
        ("rediss://me:s3cret@host:6379/0", "rediss://host:6379/0"),
        ("redis://:a/s3cret@b@host", "redis://host"),
        ("redis://host/0?password=s3cret", "redis://host/0"),
        ("redis://host/0?password=a@s3cret", "redis://..."),
        ("redis://:a?s3cret@host", "redis://..."),
        ("unix://me:s3cret@/run/store.sock?db=1", "unix:///run/store.sock"),
        ("", ""),
    ],
)
def test_an_address_tells_no_password(url: str, shown: str) -> None:
    assert address(url) == shown


def administered(folder: Path, url: str) -> None:
    """SSLADMIN sees and clears what is in the store, as it does with the segment."""
    for session in (bytes(32), b"\xab" * 32, b"\xcd" * 32):
        assert RedisStore(url, 60).member(0).put(session, TAG, b"data")
    with Handmade(folder, cache=CachePlan(store=url)) as pool:
        shown = pool.admin("QUERY CACHE")
        assert "Entries: 3" in shown
        assert f"State: kept in {url}" in shown
        document = pool.ask("SSLADMIN", "QUERY CACHE ENTRIES").document
        assert {row["id"] for row in document["entries"]} == {"00" * 8, "ab" * 8, "cd" * 8}
        assert pool.admin("CLEAR SESSION ABAB") == ["CLEAR SESSION abab accepted; entries left: 2"]
        assert pool.admin("CLEAR CACHE EXPIRED") == ["CLEAR CACHE EXPIRED accepted; entries left: 2"]
        assert pool.admin("CLEAR CACHE") == ["CLEAR CACHE accepted; entries left: 0"]
        assert pool.admin("QUERY CACHE ENTRIES") == ["The session cache is empty"]
    assert RedisStore(url, 60).entries() == 0


def test_ssladmin_asks_the_store(tmp_path: Path, imitation: Imitation) -> None:
    administered(tmp_path, imitation.url)


def test_ssladmin_says_that_the_store_is_away(tmp_path: Path) -> None:
    (number,) = free_ports(1)
    with Handmade(tmp_path, cache=CachePlan(store=f"redis://me:s3cret@127.0.0.1:{number}/0")) as pool:
        assert "s3cret" not in repr(pool.ask("POOL", "STATUS"))
        for words in ("QUERY CACHE", "CLEAR CACHE"):
            reply = pool.ask("SSLADMIN", words)
            assert reply.exit == 1
            assert "DTCSSLT36E the store of sessions does not answer" in reply.lines[0]
        assert "Active" in pool.admin("QUERY STATUS")[2]


@pytest.mark.parametrize(
    ("cache", "agent", "said"),
    [
        (CachePlan(store="redis://me:s3cret@host/0"), 0, "kept in redis://host/0"),
        (CachePlan(store="redis://host/0", life=0), 1, "not used: CACHELIFE is 0"),
        (CachePlan(), 0, "not used: the DCSS management agent is down"),
        (CachePlan(), 1, "in use"),
    ],
)
def test_a_store_does_not_need_the_agent(cache: CachePlan, agent: int, said: str) -> None:
    parts: Any = SimpleNamespace(
        plan=SimpleNamespace(cache=cache), control=SimpleNamespace(words={CACHE_ON: agent})
    )
    assert cache_state(parts) == said


def test_they_expire(imitation: Imitation) -> None:
    member = RedisStore(imitation.url, 1).member(0)
    session = os.urandom(32)
    member.put(session, TAG, b"data")
    assert member.get(session, TAG) == b"data"
    imitation.now += 1.05
    assert member.get(session, TAG) is None


def test_a_store_that_is_slow_or_away_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    with Imitation() as server:
        server.answers.clear()
        member = RedisStore(server.url, 60, said.append).member(0)
        monkeypatch.setattr("ssldiag.pool.redis_store.REST", PATIENCE)
        assert not member.put(os.urandom(32), TAG, b"data")
        asked = server.asked
        assert member.get(os.urandom(32), TAG) is None
        assert server.asked == asked
        server.answers.set()
        server.shutdown()
    assert len(said) == 1
    assert "does not answer" in said[0]
    gone = RedisStore(server.url, 60, said.append).member(0)
    assert gone.get(os.urandom(32), TAG) is None
    assert len(said) == 2


def test_a_bad_address_is_refused() -> None:
    with pytest.raises(StoreError, match="nonsense"):
        RedisStore("nonsense://x", 60).member(0)


def resumed_across_servers(folder: Path, url: str) -> dict[str, Any]:
    """Resume a session of one server on another; the second one's counters."""
    context = client_context()
    with running(folder, 2, per_server=1, cache=CachePlan(store=url)) as rig:
        with rig.client(context=context) as first:
            first.sendall(b"x")
            assert first.recv(1) == b"x"
            with rig.client(context=context, session=first.session) as second:
                assert second.session_reused
        assert rig.segment.entries == 0
        assert url in rig.members[0].ask("details")[0]["cache"]
        return rig.members[1].ask("cache")[0]


def test_servers_share_sessions_through_it(tmp_path: Path, imitation: Imitation) -> None:
    assert resumed_across_servers(tmp_path, imitation.url)["hits"] == 1


@contextmanager
def real(program: str) -> Iterator[str]:
    """A real store; its address."""
    (number,) = free_ports(1)
    words = [program, "--port", str(number), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: answers(number), f"{program} listens")
        yield f"redis://127.0.0.1:{number}/0"
    finally:
        process.kill()
        process.wait()


def answers(number: int) -> bool:
    """Whether somebody listens."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", number), PATIENCE):
        return True
    return False


def test_the_real_one(tmp_path: Path) -> None:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is None:
        pytest.skip("redis-server is not installed (make test-all)")
    with real(found) as url:
        administered(tmp_path, url)
        assert resumed_across_servers(tmp_path, url)["hits"] == 1
