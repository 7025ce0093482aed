"""The small parts of the engine: deadlines, targets, captures, names of messages, the choice of an engine."""

from __future__ import annotations

import os
import select
import socket
import ssl
import struct
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.pool.contexts import blank, load_entry
from ssldiag.pool.engine import engines
from ssldiag.pool.engine.echo import Echo
from ssldiag.pool.engine.loop import Deadlines, Loop
from ssldiag.pool.engine.recorder import PcapFile, Tap, checksum, in_ip
from ssldiag.pool.engine.target import target
from ssldiag.pool.failures import TEXTS, failure, of_reason, verification
from ssldiag.pool.plan import Recording
from ssldiag.pool.sharing import Native
from tests.pool.rig import client_context, material, running
from tests.pool.test_contexts import native


def test_deadlines_end_in_order_and_can_be_given_anew() -> None:
    times = Deadlines(5.0)
    times.start("a", 0.0)
    times.start("b", 1.0)
    times.start("a", 2.0)
    assert times.due(5.9) == []
    assert times.due(6.0) == ["b"]
    times.stop("a")
    assert (times.due(100.0), len(times)) == ([], 0)
    never = Deadlines(0.0)
    never.start("a", 0.0)
    assert len(never) == 0


def test_the_loop_calls_what_is_due_and_what_is_ready() -> None:
    loop, called = Loop(), list[str]()
    one, other = socket.socketpair()
    with one, other:

        def ready(events: int) -> None:
            called.append("ready")
            one.recv(1)

        loop.add(one.fileno(), ready)
        times = Deadlines(0.1)
        times.start("slow", loop.now)
        loop.watch(times, lambda item: called.append(str(item)))
        loop.after(0.05, lambda: called.append("later"))

        def end() -> None:
            loop.running = False

        loop.after(0.6, end)
        other.send(b"x")
        loop.run()
        loop.drop(one.fileno())
    assert called == ["ready", "later", "slow"]
    loop.close()


def test_targets() -> None:
    assert target("127.0.0.1:23").address == ("127.0.0.1", 23)
    assert target("[::1]:23").family == socket.AF_INET6
    assert target("/run/app.sock").address == "/run/app.sock"
    assert target("@name").address == "\0name"
    for wrong in ("", "23", "host:", "host:0", "host:65536", "host:port"):
        with pytest.raises(ValueError, match="neither host:port nor"):
            target(wrong)


def test_the_engine_is_the_fast_one_unless_it_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Native.load()
    assert engines.choose("auto", found)[0].name == "fast"
    assert engines.choose("public", found)[0].name == "public"
    monkeypatch.setattr(engines, "_wrap_fast", lambda context, client, server: (object(), client))
    engine, why = engines.choose("auto", found)
    assert engine.name == "public"
    assert "have no do_handshake" in why


@pytest.mark.parametrize("wanted", ["fast", "public"])
def test_a_broken_pipe_is_not_taken_for_that_of_the_next(wanted: str) -> None:
    """Two connections in one thread: the first breaks, the second has nothing to read yet."""
    engine, _ = engines.choose(wanted, native())
    with ExitStack() as exits:
        (first, gone), (second, _) = (shaken(engine, exits) for _ in range(2))
        gone.close()
        with pytest.raises(OSError):
            first.write(b"x")
        engine.ends.forget()
        with pytest.raises(ssl.SSLWantReadError):
            second.read(1)


def shaken(engine: engines.Engine, exits: ExitStack) -> tuple[Any, ssl.SSLSocket]:
    """The server's side of a connection after its handshake, which does not wait, and the client's."""
    context = blank()
    load_entry(context, material().entries[0])
    one, other = socket.socketpair()
    tls, end = engine.wrap(context, one, True)
    exits.enter_context(end)
    answering = Thread(target=tls.do_handshake)
    answering.start()
    client = client_context().wrap_socket(other, server_hostname="localhost")
    answering.join()
    end.setblocking(False)
    return tls, exits.enter_context(client)


@given(st.binary(max_size=100))
@settings(max_examples=50, deadline=None)
def test_a_checksum_makes_the_whole_sum_up_to_zero(data: bytes) -> None:
    padded = data + bytes(len(data) % 2)
    assert checksum(padded + struct.pack("!H", checksum(padded))) == 0


def test_packets_of_both_kinds_of_ip() -> None:
    four = in_ip("192.0.2.1", "192.0.2.2", bytes(20) + b"data")
    assert four[:2] == b"\x08\x00"
    assert checksum(four[2:22]) == 0
    pseudo = four[14:22] + struct.pack("!HH", 6, 24)
    assert checksum(pseudo + four[22:]) == 0
    six = in_ip("2001:db8::1", "2001:db8::2", bytes(20) + b"data")
    assert six[:2] == b"\x86\xdd"
    assert checksum(six[10:42] + struct.pack("!II", 24, 6) + six[42:]) == 0
    assert in_ip("", "nonsense", bytes(20))[:2] == b"\x08\x00"


def test_a_disk_that_is_full_ends_the_recording_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said: list[str] = []
    file = PcapFile(str(tmp_path / "all.pcap"), said.append)
    tap = Tap(file, ("192.0.2.1", 1), ("192.0.2.2", 2))

    def full(descriptor: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    tap.raw("recv", b"data")
    tap.raw("recv", b"more")
    tap.close()
    assert said == ["DTCSSLT12W Recording stopped: No space left on device"]


def test_texts_stand_for_every_return_code() -> None:
    from ssldiag.bundled import folder
    from ssldiag.errors.load import Tables
    from ssldiag.errors.lookup import lookup

    tables = Tables(folder("errortables"))
    for rc in TEXTS:
        assert lookup(tables, "zvm", rc), rc


@pytest.mark.parametrize(
    ("word", "rc"),
    [
        ("NO_SHARED_CIPHER", 402),
        ("TLSV1_ALERT_UNKNOWN_CA", 435),
        ("SSLV3_ALERT_CERTIFICATE_EXPIRED", 401),
        ("TLSV13_ALERT_CERTIFICATE_REQUIRED", 403),
        ("TLSV1_ALERT_SOMETHING_NEW", 420),
        ("HTTP_REQUEST", 410),
        ("NEVER_HEARD_OF", 12),
    ],
)
def test_reasons_of_openssl(word: str, rc: int) -> None:
    assert of_reason(word) == rc
    assert rc in TEXTS


def test_failures() -> None:
    assert failure(None).rc == 406
    assert failure(ssl.SSLEOFError()).rc == 420
    assert failure(ConnectionResetError(104, "Connection reset by peer")).rc == 420
    assert failure(OSError("odd")).rc == 406
    assert verification(20, "unable to get local issuer certificate").rc == 8
    assert verification(10, "certificate has expired").rc == 401


def test_the_echo_answers_even_those_who_read_late() -> None:
    loop = Loop()
    echo = Echo(loop, f"test-echo-{os.getpid()}")
    assert echo.backend.startswith("@")
    end = target(echo.backend).open()
    total, got, sent, data = 2_000_000, 0, 0, bytes(2_000_000)

    def step() -> None:
        nonlocal sent, got
        try:
            sent += end.send(data[sent:]) if sent < total else 0
            late = sent == total
        except BlockingIOError:
            late = True
        if late and select.select([end], [], [], 0)[0]:
            got += len(end.recv(65536))
        if got == total:
            loop.running = False
        else:
            loop.after(0.0, step)

    loop.after(0.0, step)
    loop.run()
    end.close()
    echo.close()
    loop.close()
    assert got == total


def test_recorded_connections_are_decoded_again(tmp_path: Path) -> None:
    import json
    import subprocess
    import sys

    pcap, keys = str(tmp_path / "all.pcap"), str(tmp_path / "keys")
    with running(tmp_path, 2, per_server=1, recording=Recording(pcap, keys)) as rig:
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = client_context(version=version)
            with rig.client(context=context) as one:
                one.sendall(b"hello")
                assert one.recv(10) == b"hello"
                with rig.client(context=context, session=one.session) as two:
                    two.sendall(b"hello")
                    assert two.recv(10) == b"hello"
                    two.unwrap()
            rig.settle([0, 0])
        wrong = client_context(version=ssl.TLSVersion.TLSv1_2)
        wrong.set_ciphers("AES128-SHA")
        with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
            rig.client(context=wrong)
        rig.settle([0, 0])
    words = [sys.executable, "-m", "ssldiag", "pcap", pcap, "--keylog", keys, "--format", "jsonl"]
    done = subprocess.run(words, capture_output=True, check=False, timeout=60)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    good = [each for each in found if each["verdict"]["outcome"] == "completed"]
    seen = sorted((each["version"], bool(each["session"]["resumed"])) for each in good)
    assert seen == [("TLSv1.2", False), ("TLSv1.2", True), ("TLSv1.3", False), ("TLSv1.3", True)]
    assert [each["verdict"]["cause"] for each in found if each not in good] == ["no_common_cipher"]
    for each in good:
        quality = each["quality"]
        assert (quality["gaps"], quality["retransmitted"], quality["out_of_order"]) == (0, 0, 0)
        assert quality["client_bytes"] > 200
    assert os.stat(pcap).st_mode & 0o777 == 0o600
