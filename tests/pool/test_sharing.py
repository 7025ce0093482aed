"""libssl's callbacks: sessions go to the store and come back; whatever a store does, handshakes go on."""

from __future__ import annotations

import gc
import ssl

import pytest

from ssldiag.pool.contexts import blank, load_entry
from ssldiag.pool.sharing import Native
from ssldiag.pool.status import CacheRow
from tests.pool.rig import client_context, material
from tests.pool.test_contexts import native, shake

VERSIONS = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
TAG = b"0123456789abcdef"


class Shelf:
    """A store in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[bytes, bytes], bytes] = {}
        self.asked = 0

    def get(self, session: bytes, tag: bytes) -> bytes | None:
        self.asked += 1
        return self.kept.get((session, tag))

    def put(self, session: bytes, tag: bytes, data: bytes) -> bool:
        self.kept[session, tag] = data
        return True

    def row(self, server: str) -> CacheRow:
        raise NotImplementedError


class Broken(Shelf):
    """A store that fails."""

    def get(self, session: bytes, tag: bytes) -> bytes | None:
        raise OSError("away")

    def put(self, session: bytes, tag: bytes, data: bytes) -> bool:
        raise OSError("away")


class Shop:
    """A server context with a store, as one process has it."""

    def __init__(self, shelf: Shelf, tag: bytes = TAG, on: bool = True) -> None:
        self.context = blank()
        load_entry(self.context, material().entries[0])
        self.said: list[str] = []
        self.on = on
        self._kept = native().share(self.context, shelf, tag, 60, lambda: self.on, self.said.append)


def visit(
    shop: Shop, client: ssl.SSLContext, session: ssl.SSLSession | None = None
) -> tuple[bool, ssl.SSLSession | None]:
    """A handshake and some data; whether it was resumed, and the client's session."""
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = shop.context.wrap_bio(up, down, server_side=True)
    end = client.wrap_bio(down, up, server_hostname="localhost", session=session)
    waiting = [end, server]
    for turn in range(12):
        each = (end, server)[turn % 2]
        if each in waiting:
            try:
                each.do_handshake()
                waiting.remove(each)
            except ssl.SSLWantReadError:
                pass
    assert not waiting
    server.write(b"x")
    assert end.read(1) == b"x"
    return bool(server.session_reused), end.session


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: str(version.name))
def test_a_session_of_one_context_resumes_on_another(version: ssl.TLSVersion) -> None:
    shelf = Shelf()
    one, other, client = Shop(shelf), Shop(shelf), client_context(version=version)
    resumed, session = visit(one, client)
    assert not resumed
    assert len(shelf.kept) == 1
    assert visit(other, client, session)[0]
    assert visit(one, client, session)[0]
    assert all(len(key) == 32 for key, _ in shelf.kept)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: str(version.name))
def test_what_is_damaged_or_of_another_tag_is_a_full_handshake(version: ssl.TLSVersion) -> None:
    shelf, client = Shelf(), client_context(version=version)
    shop = Shop(shelf)
    _, session = visit(shop, client)
    assert not visit(Shop(shelf, b"another tag 0123"), client, session)[0]
    whole = dict(shelf.kept)
    for key, data in whole.items():
        # even if a store confused tags, libssl compares the mark inside the session
        shelf.kept[key[0], b"another "] = data
    assert not visit(Shop(shelf, b"another tag 0123"), client, session)[0]
    for key, data in whole.items():
        shelf.kept[key] = data[: len(data) // 2]
    assert not visit(shop, client, session)[0]
    for key in whole:
        shelf.kept[key] = b"\x30\x03garbage"
    assert not visit(shop, client, session)[0]
    shelf.kept.update(whole)
    assert visit(shop, client, session)[0]
    assert shop.said == []


def test_a_store_that_fails_is_told_of_and_the_handshake_is_full() -> None:
    client, shop = client_context(version=VERSIONS[0]), Shop(Broken())
    _, session = visit(shop, client)
    assert not visit(shop, client, session)[0]
    assert shop.said[0] == "a session was not stored: away"
    assert "a session was not looked up: away" in shop.said


def test_a_cache_that_is_off_is_not_asked() -> None:
    shelf, client = Shelf(), client_context()
    shop = Shop(shelf)
    _, session = visit(shop, client)
    asked, shop.on = shelf.asked, False
    assert not visit(shop, client, session)[0]
    assert shelf.asked == asked
    assert len(shelf.kept) == 1


def test_there_is_no_leak_in_the_callbacks() -> None:
    shelf, client = Shelf(), client_context()
    shop = Shop(shelf)
    for _ in range(20):
        visit(shop, client)

    def grown() -> int:
        gc.collect()
        before = _resident()
        for _ in range(600):
            shelf.kept.clear()
            visit_without_session(shop, client)
        gc.collect()
        return _resident() - before

    # a leak shows in every round; what else goes on in this process may need some room in one of them
    assert any(grown() < 1000 * 1024 for _ in range(3))


def visit_without_session(shop: Shop, client: ssl.SSLContext) -> None:
    """Reading ``session`` would leak by itself on this side."""
    shake(shop.context, client)


def _resident() -> int:
    with open("/proc/self/statm") as stream:
        return int(stream.read().split()[1]) * 4096


def test_layouts_are_compared_before_they_are_used() -> None:
    found = native()
    context = blank()
    connection = context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True)
    assert found.connection(connection, context)
    with pytest.raises(LookupError):
        found.connection(connection, blank())
    with pytest.raises(LookupError):
        found.context(_Imposter())  # type: ignore[arg-type]


class _Imposter:
    """Something that is laid out like nothing known."""

    __slots__ = ("_empty", "options")

    def __init__(self) -> None:
        self.options = 1


def test_a_library_without_the_functions_is_named() -> None:
    with pytest.raises((AttributeError, OSError)):
        Native("/lib/x86_64-linux-gnu/libc.so.6")
