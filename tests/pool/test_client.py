"""The client of the admin socket against good answers, bad ones, slow ones and none."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ssldiag.pool.client import PoolDown, ask, reply


@contextmanager
def pool(directory: Path, answer: Callable[[dict[str, Any]], bytes | None]) -> Iterator[list[dict[str, Any]]]:
    """A socket that answers each message with bytes, or hangs up; gives the messages it got."""
    (directory / "run").mkdir(parents=True)
    got: list[dict[str, Any]] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(directory / "run" / "admin.sock"))
        listener.listen()

        def serve() -> None:
            while True:
                try:
                    end, _ = listener.accept()
                except OSError:
                    return
                with end, end.makefile("rb") as stream:
                    got.append(json.loads(stream.readline()))
                    said = answer(got[-1])
                    if said is None:
                        stream.read()
                    else:
                        end.sendall(said)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield got
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def good(message: dict[str, Any]) -> bytes:
    lines = [message["words"]] * 3
    return json.dumps({"exit": 1, "lines": lines, "document": {"schema": "x"}}).encode() + b"\n"


def test_an_answer(tmp_path: Path) -> None:
    with pool(tmp_path, good) as got:
        found = ask(tmp_path, "SSLADMIN", "QUERY", "json", {"server": "SSL00001"})
    assert (found.exit, found.lines, found.document) == (1, ("QUERY",) * 3, {"schema": "x"})
    assert got == [
        {"program": "SSLADMIN", "words": "QUERY", "format": "json", "seen": {"server": "SSL00001"}}
    ]


def test_a_long_answer(tmp_path: Path) -> None:
    whole = json.dumps({"exit": 0, "lines": ["x" * 300_000], "document": {}}).encode() + b"\n"
    with pool(tmp_path, lambda _: whole):
        assert len(ask(tmp_path, "SSLADMIN", "QUERY").lines[0]) == 300_000


def test_a_folder_with_a_long_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    monkeypatch.chdir(deep)
    with pool(Path("."), good):
        assert ask(deep, "SSLADMIN", "QUERY").exit == 1


def test_no_pool(tmp_path: Path) -> None:
    with pytest.raises(PoolDown, match="there is no such folder; ssldiag pool init"):
        ask(tmp_path / "none", "SSLADMIN", "QUERY")
    with pytest.raises(PoolDown, match="no pool is running there; ssldiag pool start"):
        ask(tmp_path, "SSLADMIN", "QUERY")
    (tmp_path / "run").mkdir()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(tmp_path / "run" / "admin.sock"))
    with pytest.raises(PoolDown, match="no pool is running there"):
        ask(tmp_path, "SSLADMIN", "QUERY")


def test_silence_and_hanging_up(tmp_path: Path) -> None:
    with pool(tmp_path, lambda _: None), pytest.raises(PoolDown, match=r"no answer in 0\.2 s"):
        ask(tmp_path, "SSLADMIN", "QUERY", patience=0.2)


def test_hanging_up(tmp_path: Path) -> None:
    with pool(tmp_path, lambda _: b'{"exit"'), pytest.raises(PoolDown, match="ended before it answered"):
        ask(tmp_path, "SSLADMIN", "QUERY")


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"\n", b"[]\n", b"{}\n", b"\xff\n", b'{"exit": 0}\n', b'{"exit": "0", "lines": []}\n'),
        *(b'{"exit": 0, "lines": 5}\n', b'{"exit": 0, "lines": [], "document": []}\n', b"[" * 100_000),
    ],
)
def test_what_is_no_answer(data: bytes) -> None:
    with pytest.raises(PoolDown, match="an answer that is none"):
        reply(data, Path("one"))
