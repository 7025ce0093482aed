from __future__ import annotations

import asyncio
import socket
import time

import pytest

from ssldiag.probe.lookup import Address, resolve
from ssldiag.probe.model import Target, Trouble


def test_names_are_resolved() -> None:
    found = asyncio.run(resolve(Target("127.0.0.1", 992), 2))
    assert found == [Address(socket.AF_INET, ("127.0.0.1", 992))]
    for host in ("host.invalid", "x" * 300, "a\0b", "\udcff"):
        trouble = asyncio.run(resolve(Target(host, 443), 2))
        assert isinstance(trouble, Trouble) and trouble.step == "resolve"


def test_resolving_has_a_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*words: object, **more: object) -> list[object]:
        time.sleep(2)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    began = time.perf_counter()
    trouble = asyncio.run(resolve(Target("slow.example", 443), 0.05))
    assert time.perf_counter() - began < 1.5
    assert trouble == Trouble("resolve", "slow.example could not be resolved within 0.05 s")


def test_addresses_need_no_looking_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(socket, "getaddrinfo")
    found = asyncio.run(resolve(Target("2001:db8::1", 992), 2))
    assert found == [Address(socket.AF_INET6, ("2001:db8::1", 992, 0, 0))]
