"""A server as the stack sees it: what it is told, what it answers, and how the books look at the end."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import time
from pathlib import Path

import pytest

from ssldiag.pool.channel import Channel
from ssldiag.pool.control import CACHE_ON, NOBODY, PER_SERVER, TURN, Control
from ssldiag.pool.inherit import Inheritance
from ssldiag.pool.material import Entry, Material, MaterialError
from ssldiag.pool.plan import ClientCheck, Timings, TraceSetting
from ssldiag.pool.server import main
from tests.pool.rig import Rig, client_context, connect, identity, material, plan, running
from tests.waiting import PATIENCE, until

VERSIONS = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)


def echoed(client: ssl.SSLSocket, data: bytes = b"hello") -> bool:
    """Whether the connection works."""
    client.sendall(data)
    return client.recv(100) == data


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: str(version.name))
def test_a_session_of_one_server_resumes_on_another_and_after_its_death(
    tmp_path: Path, version: ssl.TLSVersion
) -> None:
    context = client_context(version=version)
    with running(tmp_path, 2, per_server=1) as rig:
        with rig.client(context=context) as first:
            assert echoed(first)
            assert not first.session_reused
            session = first.session
            with rig.client(context=context, session=session) as second:
                assert echoed(second)
                assert second.session_reused
                assert rig.current() == [1, 1]
        rig.settle([0, 0])
        rig.members[0].kill()
        rig.control.clear(0)
        rig.control.choose()
        os.eventfd_write(rig.wake[1], 1)
        with rig.client(context=context, session=session) as third:
            assert echoed(third)
            assert third.session_reused
        row = rig.segment.row(1, "SSL00002")
        assert (row.hits, row.lookups) == (2, 2)
        rig.control.words[CACHE_ON] = 0
        with rig.client(context=context, session=session) as fourth:
            assert echoed(fourth)
            assert not fourth.session_reused


def test_an_agent_that_is_away_means_full_handshakes_and_nothing_worse(tmp_path: Path) -> None:
    context = client_context()
    with running(tmp_path) as rig:
        rig.control.words[CACHE_ON] = 0
        with rig.client(context=context) as first:
            assert echoed(first)
            session = first.session
        with rig.client(context=context, session=session) as second:
            assert echoed(second)
            assert not second.session_reused
        assert rig.segment.entries == 0
        assert "not available" in rig.members[0].ask("details")[0]["cache"]


def test_a_session_is_not_taken_over_under_another_label_or_client_check(tmp_path: Path) -> None:
    def load() -> Material:
        return material("SERVER", "OTHER")

    for version in VERSIONS:
        context = client_context(version=version)
        with running(tmp_path, load=load, labels=("SERVER", "OTHER")) as rig:
            numbers = [listener.getsockname()[1] for _, listener in rig.listeners]
            with connect(numbers[0], context) as first:
                assert echoed(first)
                session = first.session
            with connect(numbers[1], context, session) as second:
                assert echoed(second)
                assert not second.session_reused
            with connect(numbers[0], context, session) as third:
                assert third.session_reused


def test_the_first_server_is_filled_before_the_next_and_has_the_turn_back(tmp_path: Path) -> None:
    with running(tmp_path, 3, per_server=4) as rig:
        held = []
        for _ in range(12):
            held.append(rig.client())
            assert echoed(held[-1])
        assert rig.current() == [4, 4, 4]
        assert rig.control.words[TURN] == NOBODY
        waiting = socket.create_connection(("127.0.0.1", rig.port), PATIENCE)
        time.sleep(0.1)
        assert rig.current() == [4, 4, 4]
        held.pop(1).close()
        rig.settle([4, 4, 4])  # the one that waited
        waiting.close()
        rig.settle([3, 4, 4])
        assert rig.control.words[TURN] == 0
        held.append(rig.client())
        rig.settle([4, 4, 4])
        assert [rig.control.peak[index] for index in range(3)] == [4, 4, 4]
        for client in held:
            client.close()
        rig.settle([0, 0, 0])


def test_a_server_that_is_killed_takes_its_own_connections_only(tmp_path: Path) -> None:
    with running(tmp_path, 2, per_server=3) as rig:
        held = [rig.client() for _ in range(6)]
        assert all(echoed(client) for client in held)
        rig.members[0].kill()
        assert all(echoed(client) for client in held[3:])
        for client in held[:3]:
            assert ended(client)
        rig.start(0)
        with rig.client() as again:
            assert echoed(again)
            assert rig.current() == [1, 3]
        for client in held:
            client.close()
        rig.settle([0, 0])


@pytest.mark.parametrize("engine", ["auto", "public"])
def test_clients_that_vanish_leave_the_others_alone(tmp_path: Path, engine: str) -> None:
    """What libssl keeps of a connection that broke is not taken for a failure of the next."""
    context = client_context()
    with running(tmp_path, engine=engine) as rig, rig.client(context=context) as staying:
        assert echoed(staying)
        for _ in range(10):
            leaving = rig.client(context=context)
            assert echoed(leaving)
            leaving.sendall(b"x" * 50_000)
            leaving.close()  # what is answered meanwhile meets a RST behind the FIN: a broken pipe
            assert echoed(staying)
        rig.settle([1])


def ended(client: ssl.SSLSocket) -> bool:
    """Whether nothing but the end comes."""
    try:
        return client.recv(10) == b""
    except OSError:
        return True


def test_a_stream_that_turns_to_tls_is_served_and_reported(tmp_path: Path) -> None:
    with running(tmp_path, listening=False) as rig:
        member = rig.members[0]
        for version, trace in ((VERSIONS[0], "NORMAL"), (VERSIONS[1], "FLOW")):
            member.tell({"do": "trace", "setting": {"kind": trace, "data": 0}})
            client, app = hand_over(rig, 7)
            tls = client_context(version=version).wrap_socket(client, server_hostname="localhost")
            tls.sendall(b"over tls")
            assert app.recv(100) == b"over tls"
            app.sendall(b"and back")
            assert tls.recv(100) == b"and back"
            report = member.await_message("handshake")
            assert report["ok"]
            assert report["connection"] == 7
            assert report["protocol"] == tls.version()
            row = member.ask("sessions")[0]
            assert row["connection"] == 7
            assert row["userid"] == "FTPSERVE"
            assert row["received"] == row["sent"] == 8
            app.close()
            assert tls.recv(10) == b""
            tls.close()
            rig.settle([0])


def hand_over(rig: Rig, number: int, label: str = "SERVER") -> tuple[socket.socket, socket.socket]:
    """Pass a connection as the stack does; the client's end and the application's."""
    client, theirs = socket.socketpair()
    app, kept = socket.socketpair()
    for end in (client, kept):
        end.settimeout(PATIENCE)
    rig.control.handed[0] += 1
    rig.members[0].tell(
        {
            "do": "connection",
            "connection": number,
            "label": label,
            "client_check": "NONE",
            "userid": "FTPSERVE",
            "local": ["127.0.0.1", 21],
            "foreign": ["127.0.0.1", 40000],
            "role": "server",
        },
        (theirs.detach(), app.detach()),
    )
    return client, kept


def test_failures_of_dynamic_connections_are_reported_and_counted(tmp_path: Path) -> None:
    with running(tmp_path, listening=False) as rig:
        member = rig.members[0]
        client, app = hand_over(rig, 8, "NOLABEL")
        report = member.await_message("handshake")
        assert (report["ok"], report["rc"]) == (False, 6)
        assert client.recv(10) == app.recv(10) == b""
        client.close()
        app.close()
        client, app = hand_over(rig, 9)
        client.sendall(b"no TLS at all" * 3)
        report = member.await_message("handshake")
        assert (report["ok"], report["connection"], report["rc"]) == (False, 9, 410)
        rig.settle([0])
        assert app.recv(10) == b""
        for end in (client, app):
            end.close()


def test_the_answers_to_queries(tmp_path: Path) -> None:
    with running(tmp_path) as rig, rig.client() as client:
        assert echoed(client)
        member = rig.members[0]
        details = member.ask("details")[0]
        assert details["engine"] == "fast"
        assert details["cache"] == "shared (TCPIP)"
        session = member.ask("sessions")[0]
        assert session["protocol"] == "TLSv1.3"
        assert session["label"] == "SERVER"
        assert session["resumed"] is False
        assert tuple(session["foreign"]) == client.getsockname()
        assert member.ask("cache")[0]["stored"] == 1
        labels = [row["label"] for row in member.ask("certificates")]
        assert labels == ["SERVER", "TESTCA"]
        assert member.ask("trace")[0]["kind"] == "NORMAL"
        assert member.ask("nonsense") == []


def test_a_long_answer_comes_in_parts(tmp_path: Path) -> None:
    def load() -> Material:
        extra = (Entry(f"L{number}", b"", b"", trusted=False) for number in range(450))
        return Material((*material().entries, *extra))

    with running(tmp_path, load=load) as rig:
        assert len(rig.members[0].ask("certificates")) == 452


def test_refresh_serves_new_connections_and_leaves_old_ones(tmp_path: Path) -> None:
    mark = tmp_path / "second"
    broken = tmp_path / "broken"
    before = identity("SERVER", "TESTCA")
    after = identity("SERVER", "TESTCA", 29)

    def load() -> Material:
        if broken.exists():
            raise MaterialError("it is damaged")
        chosen = after if mark.exists() else before
        entries = material().entries
        return Material((Entry("SERVER", chosen.certificate, chosen.key), *entries[1:]))

    with running(tmp_path, load=load) as rig:
        member = rig.members[0]
        with rig.client() as old:
            assert echoed(old)
            mark.touch()
            member.tell({"do": "refresh"})
            assert member.await_message("refreshed")["ok"]
            assert echoed(old)
            with rig.client() as new:
                assert new.getpeercert(True) == ssl.PEM_cert_to_DER_cert(after.certificate.decode())
                assert old.getpeercert(True) != new.getpeercert(True)
            broken.touch()
            member.tell({"do": "refresh"})
            answer = member.await_message("refreshed")
            assert (answer["ok"], answer["why"]) == (False, "it is damaged")
            with rig.client() as still:
                assert echoed(still)
            assert "old one stays in use: it is damaged" in rig.log()


@pytest.mark.parametrize("without", ["", "out of reach"])
def test_a_ca_that_is_removed_is_trusted_no_more_after_refresh(tmp_path: Path, without: str) -> None:
    removed = tmp_path / "removed"
    own = client_context(certificate=identity("CLIENT", "OTHERCA").files(tmp_path, "client"))

    def load() -> Material:
        return material(trusted=("TESTCA",) if removed.exists() else ("TESTCA", "OTHERCA"))

    with running(tmp_path, load=load, check=ClientCheck.REQUIRED, without=without) as rig:
        with rig.client(context=own) as client:
            assert echoed(client)
        removed.touch()
        member = rig.members[0]
        member.tell({"do": "refresh"})
        assert member.await_message("refreshed")["ok"]
        with pytest.raises((ssl.SSLError, ConnectionError)), rig.client(context=own) as client:
            echoed(client)
        until(lambda: "Handshake failed rc: 8" in rig.log(), lambda: rig.log())


def test_quiesce_lets_sessions_end_and_takes_no_more(tmp_path: Path) -> None:
    with running(tmp_path, 2, per_server=5, timings=Timings(drain=PATIENCE)) as rig:
        member = rig.members[0]
        with rig.client() as client:
            assert echoed(client)
            rig.control.active[0] = 0
            member.tell({"do": "quiesce"})
            rig.control.choose()
            os.eventfd_write(rig.wake[1], 1)
            with rig.client() as other:
                assert echoed(other)
                assert rig.current() == [1, 1]
                assert echoed(client)
            assert member.messages == []
        member.await_message("quiesced")
        rig.settle([0, 0])
        member.tell({"do": "stop"})
        assert member.wait() == 0


def test_quiesce_ends_what_does_not_end_in_time(tmp_path: Path) -> None:
    with running(tmp_path, timings=Timings(drain=0.3)) as rig, rig.client() as client:
        assert echoed(client)
        rig.members[0].tell({"do": "quiesce"})
        assert client.recv(10) == b""
        rig.members[0].await_message("quiesced")
        rig.settle([0])


def test_sigterm_quiesces_and_ends(tmp_path: Path) -> None:
    with running(tmp_path, timings=Timings(drain=PATIENCE)) as rig:
        member = rig.members[0]
        with rig.client() as client:
            assert echoed(client)
            os.kill(member.pid, signal.SIGTERM)
            time.sleep(0.1)
            assert echoed(client)
        assert member.wait() == 0


def test_the_end_of_the_channel_is_the_end(tmp_path: Path) -> None:
    with running(tmp_path) as rig, rig.client() as client:
        assert echoed(client)
        rig.members[0].channel.end.close()
        assert rig.members[0].wait() == 0
        assert client.recv(10) == b""


def test_strange_messages_do_no_harm(tmp_path: Path) -> None:
    with running(tmp_path) as rig:
        member = rig.members[0]
        one, other = socket.socketpair()
        rig.control.handed[0] += 2
        member.tell({"do": "connection", "connection": 1}, (one.detach(),))
        member.tell({"do": "connection", "connection": 1, "label": "SERVER"})
        member.tell({"do": "what"}, (other.detach(),))
        member.tell({"do": "trace"})
        member.tell({"do": "trace", "setting": {"kind": "CONNECTIONS", "port": 5, "more": 1}})
        assert member.ask("trace")[0]["port"] == 5
        with rig.client() as client:
            assert echoed(client)


def test_traces_are_limited_to_what_was_asked_for(tmp_path: Path) -> None:
    with running(tmp_path, trace=TraceSetting("NONE")) as rig:
        member = rig.members[0]
        with rig.client() as client:
            assert echoed(client, b"a secret")
        rig.settle([0])
        assert rig.log() == ""
        member.tell({"do": "trace", "setting": {"kind": "CONNECTIONS", "data": 4}})
        member.ask("trace")
        with rig.client() as client:
            assert echoed(client, b"a secret")
        rig.settle([0])
        text = rig.log()
        assert f"recv 8 {b'a se'.hex()}\n" in text
        assert f"send 8 {b'a se'.hex()}\n" in text
        assert "state handshake -> secure" in text
        member.tell({"do": "trace", "setting": {"kind": "FLOW", "data": 0, "address": "192.0.2.1"}})
        member.ask("trace")
        with rig.client() as client:
            assert echoed(client)
        rig.settle([0])
        assert rig.log() == text


def test_a_server_that_cannot_start_says_why() -> None:
    def damaged() -> Material:
        raise MaterialError("it is damaged")

    mine, theirs = Channel.pair()
    control = Control(1)
    control.words[PER_SERVER] = 10
    said: list[str] = []
    wake = (os.eventfd(0), os.eventfd(0))
    given = Inheritance(plan(), "SSL00001", 0, control, theirs, None, (), wake, damaged, said.append)
    assert main(given) == 1
    answer = mine.receive()
    assert answer is not None
    assert answer[0] == {"do": "refused", "why": "it is damaged"}
    assert "does not start" in said[0]
    for descriptor in wake:
        os.close(descriptor)
    mine.close()
    theirs.close()


@pytest.mark.parametrize(
    ("owner", "seen"),
    [("INTCLIEN", b"SSL Server is not available on local system.\r\n"), ("ECHOSRV", b"")],
)
def test_a_port_without_a_certificate_takes_none_of_the_others_down(
    tmp_path: Path, owner: str, seen: bytes
) -> None:
    mark = tmp_path / "added"

    def load() -> Material:
        return material("SERVER", "MISSING") if mark.exists() else material("SERVER")

    with running(tmp_path, load=load, labels=("SERVER", "MISSING"), owner=owner) as rig:
        member, number = rig.members[0], rig.listeners[1][0].number
        with rig.client() as client:
            assert echoed(client)
        why = "the key database has no label MISSING"
        assert f"Port {number} of {owner} cannot be secured: {why}" in rig.log()
        with socket.create_connection(("127.0.0.1", number), PATIENCE) as refused:
            assert refused.recv(100) == seen
            assert refused.recv(100) == b""
        rig.settle([0])
        assert f"refused: {why}" in rig.log()
        mark.touch()
        member.tell({"do": "refresh"})
        assert member.await_message("refreshed")["ok"]
        with connect(number) as client:
            assert echoed(client)
        mark.unlink()
        member.tell({"do": "refresh"})
        assert why in member.await_message("refreshed")["why"]
        with connect(number) as client:
            assert echoed(client)
