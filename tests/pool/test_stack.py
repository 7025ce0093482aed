from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ssldiag.pool.names import RESPONSES, RUN, admin_socket, pid_file
from ssldiag.pool.stack import FAILED, FOLDERS, NotStarted, Options, arguments, drop_privilege, lock, main
from tests.pool.handmade import QUICK, Handmade
from tests.pool.rig import client_context
from tests.waiting import PATIENCE, until


def alive(pid: int) -> bool:
    """Whether a process is there, and not only its remains."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def read_all(port: int, seconds: float = PATIENCE) -> bytes:
    """What a port says to a client that says nothing."""
    with socket.create_connection(("127.0.0.1", port), seconds) as client:
        found = b""
        while part := client.recv(1000):
            found += part
        return found


def test_a_pool_comes_up_serves_and_ends(tmp_path: Path) -> None:
    with Handmade(tmp_path) as pool:
        assert pool.states() == "AA"
        heading, columns, first, *_ = pool.admin("QUERY STATUS")
        assert heading == "SSL server status for stack TCPIP"
        assert columns.split() == ["Server", "State", "Sessions", "Maximum", "Peak"]
        assert first.split() == ["SSL00001", "Active", "0", "10", "0"]
        with pool.connect() as client:
            client.sendall(b"hello")
            assert client.recv(100) == b"hello"
            assert pool.sessions() == [1, 0]
        assert (tmp_path / RUN).stat().st_mode & 0o777 == 0o700
        assert admin_socket(tmp_path).stat().st_mode & 0o777 == 0o600
        pids = [row["pid"] for row in pool.servers()] + [pool.status()["agent"]["pid"]]
        assert all(map(alive, pids))
        pool.until(lambda: pool.sessions() == [0, 0])
        assert pool.end() == 0
        assert not any(map(alive, pids))
        assert not admin_socket(tmp_path).exists()
        assert "SSL00001 Eligible" in " ".join((tmp_path / RESPONSES / "NETSTAT.OUTPUT").read_text().split())
        assert pool.console().splitlines()[-1].endswith("DTCTCPT18I TCPIP has ended")
        assert "DTCTCPT99E" not in pool.console()


def test_first_active_server_until_it_is_full(tmp_path: Path) -> None:
    with Handmade(tmp_path, per_server=2) as pool:
        held = [pool.connect() for _ in range(3)]
        pool.until(lambda: pool.sessions() == [2, 1])
        for client in held:
            client.close()
        pool.until(lambda: pool.sessions() == [0, 0])


def test_a_connection_too_many_waits_and_is_refused(tmp_path: Path) -> None:
    with Handmade(tmp_path, servers=1, per_server=1) as pool:
        with pool.connect():
            began = time.monotonic()
            assert read_all(pool.ports[0]) == b""
            assert time.monotonic() - began > 0.2
        pool.until(lambda: pool.sessions() == [0])
        with pool.connect() as client:
            client.sendall(b"again")
            assert client.recv(100) == b"again"


def test_a_connection_that_waits_is_served_when_another_ends(tmp_path: Path) -> None:
    with Handmade(tmp_path, servers=1, per_server=1, timings=replace(QUICK, wait=PATIENCE)) as pool:
        first = pool.connect()
        second = socket.create_connection(("127.0.0.1", pool.ports[0]), PATIENCE)
        time.sleep(0.1)
        first.close()
        with client_context().wrap_socket(second, server_hostname="localhost") as client:
            client.sendall(b"in turn")
            assert client.recv(100) == b"in turn"


@pytest.mark.parametrize(
    ("owner", "said"),
    [("INTCLIEN", b"SSL Server is not available on local system.\r\n"), ("ECHOSRV", b"")],
)
def test_nothing_is_available(tmp_path: Path, owner: str, said: bytes) -> None:
    with Handmade(tmp_path, servers=1, owners=(owner,)) as pool:
        assert pool.admin("STOP (SSL SSL00001") == ["SSL00001: STOP accepted"]
        pool.until(lambda: pool.states() == "P")
        assert read_all(pool.ports[0]) == said
        assert read_all(pool.ports[0]) == said
        pool.admin("START (SSL SSL00001")
        pool.until(lambda: pool.states() == "A")
        with pool.connect() as client:
            client.sendall(b"back")
            assert client.recv(100) == b"back"


def test_all_servers_that_an_order_was_given_to_are_named(tmp_path: Path) -> None:
    """They are in another state already when the answer is made."""
    with Handmade(tmp_path) as pool:
        for word, states in (("STOP", "PP"), ("START", "AA"), ("RESTART", "AA")):
            assert pool.admin(word) == [f"SSL00001: {word} accepted", f"SSL00002: {word} accepted"]
            pool.until(lambda states=states: pool.states() == states)  # type: ignore[misc]


def test_a_member_that_is_killed_loses_its_own_connections_and_comes_back(tmp_path: Path) -> None:
    with Handmade(tmp_path, per_server=2) as pool:
        held = [pool.connect() for _ in range(3)]
        pool.until(lambda: pool.sessions() == [2, 1])
        os.kill(pool.pid(0), signal.SIGKILL)
        pool.until(lambda: pool.sessions()[0] == 0)
        held[2].sendall(b"still here")
        assert held[2].recv(100) == b"still here"
        pool.until(lambda: pool.states() == "AA")
        with pool.connect():
            pool.until(lambda: pool.sessions() == [1, 1])
        for client in held:
            client.close()
        pool.until(lambda: "being started" in pool.console("SSL00001").rpartition("KillClient")[2])
        assert "KillClient called for reason: Client terminated TCP/IP service" in pool.console("SSL00001")
        assert pool.console("SSL00001").count("LOGON AT") == 2


def test_a_member_that_does_not_start_is_stopped_in_the_end(tmp_path: Path) -> None:
    with Handmade(tmp_path, failing={"SSL00001": "there is no key database"}) as pool:
        pool.until(lambda: pool.states() == "PA")
        assert "3 failures in a row, the last: there is no key database" in pool.servers()[0]["reason"]
        pool.until(lambda: pool.console("SSL00001").count("DTCRUN1099E") == 3)
        pool.until(lambda: "could not start: there is no key database" in pool.console())


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    with Handmade(tmp_path, timings=replace(QUICK, answer=0.4)) as pool:
        pid = pool.pid(1)

        def only_one_is_silent() -> bool:
            """On a busy machine the other one, too, may be late at first."""
            reply = pool.ask("SSLADMIN", "QUERY SESSIONS")
            said = "\n".join(reply.lines)
            assert reply.exit == 1
            assert "DTCSSL2421E SSL00002: Communication error: Connection timed out" in said
            return "SSL00001: Communication" not in said

        os.kill(pid, signal.SIGSTOP)
        try:
            pool.until(only_one_is_silent)
        finally:
            os.kill(pid, signal.SIGCONT)
        pool.until(lambda: pool.ask("SSLADMIN", "QUERY SESSIONS").exit == 0)


def test_the_agent_is_lost_and_comes_back(tmp_path: Path) -> None:
    with Handmade(tmp_path, servers=1) as pool:
        agent = pool.status()["agent"]["pid"]
        os.kill(agent, signal.SIGSTOP)
        os.kill(agent, signal.SIGKILL)
        pool.until(lambda: pool.status()["agent"]["pid"] not in (None, agent))
        pool.until(lambda: pool.status()["agent"]["state"] == "running")
        pool.until(lambda: "management agent is down (killed by signal 9)" in pool.console())
        pool.until(lambda: pool.console("SSLDCSSM").count("LOGON AT") == 2)


def test_restart_waits_for_sessions(tmp_path: Path) -> None:
    with Handmade(tmp_path) as pool:
        with pool.connect() as client:
            pool.until(lambda: pool.sessions() == [1, 0])
            before = pool.pid(0)
            pool.admin("RESTART (SSL SSL00001")
            assert pool.servers()[0]["quiescing"]
            client.sendall(b"still")
            assert client.recv(100) == b"still"
            with pool.connect():
                pool.until(lambda: pool.sessions() == [1, 1])
            assert pool.pid(0) == before
        pool.until(lambda: pool.states() == "AA" and pool.pid(0) != before)


def test_limits_change_while_it_runs(tmp_path: Path) -> None:
    with Handmade(tmp_path, per_server=2) as pool:
        held = [pool.connect() for _ in range(2)]
        said = pool.netstat("OBEY SSLLIMITS MAXSESSIONS 4 MAXPERSSLSERVER 1")
        assert said[0] == "SSLLIMITS MAXSESSIONS 4 MAXPERSSLSERVER 1 accepted"
        held.append(pool.connect())
        pool.until(lambda: pool.sessions() == [2, 1])
        assert read_all(pool.ports[0]) == b""
        pool.netstat("OBEY SSLLIMITS MAXPERSSLSERVER 3")
        held.append(pool.connect())
        pool.until(lambda: pool.sessions() == [3, 1])
        for client in held:
            client.close()


def test_who_may_do_what(tmp_path: Path) -> None:
    with Handmade(tmp_path, servers=1, users=((next(iter(users_now())), "NOBODY"),)) as pool:
        refused = pool.ask("SSLADMIN", "QUERY STATUS")
        assert refused.exit == 1
        assert refused.lines[0].startswith("DTCSSLT33E NOBODY is not in :Admin_ID_list.")
        assert pool.ask("NETSTAT", "OBEY SSLLIMITS MAXSESSIONS 5").exit == 1
        assert pool.ask("NETSTAT", "SSL STOP SSL00001").exit == 1
        assert pool.ask("NETSTAT", "CONFIG SSL").exit == 0
        assert pool.ask("SSLADMIN", "HELP").exit == 0
        assert pool.states() == "A"


def users_now() -> list[str]:
    """The name of whoever runs the tests."""
    import pwd

    return [pwd.getpwuid(os.getuid()).pw_name]


def test_a_port_that_is_taken_is_named_and_the_others_serve(tmp_path: Path) -> None:
    pool = Handmade(tmp_path, servers=1, owners=("ECHOSRV", "INTCLIEN"))
    with socket.create_server(("127.0.0.1", pool.ports[0])), pool:
        what = f"port 1000 (here {pool.ports[0]}) of ECHOSRV cannot be had: Address already in use"
        pool.until(lambda: what in pool.console())
        with pool.connect(1) as client:
            client.sendall(b"hello")
            assert client.recv(100) == b"hello"
        rows = {row["name"]: row for row in pool.status()["applications"]}
        assert rows["ECHOSRV-1000"]["what"] == what
        assert rows["INTCLIEN-1001"]["state"] == "listening"


def test_console_can_be_closed_and_goes_on(tmp_path: Path) -> None:
    with Handmade(tmp_path, servers=1) as pool:
        with pool.connect() as client:
            client.sendall(b"hello")
            assert client.recv(10) == b"hello"
        pool.until(lambda: "DTCSSLT02I" in pool.console("SSL00001"))
        said = pool.admin("CLOSECON (SSL SSL00001")
        assert said == ["SSL00001: console log closed as console/SSL00001.CONSOLE.SPOOL.1"]
        with pool.connect() as client:
            client.sendall(b"hello")
            assert client.recv(10) == b"hello"
        pool.until(lambda: pool.console("SSL00001").count("DTCSSLT02I") == 1)


def test_a_disk_that_takes_nothing_ends_logging_alone(tmp_path: Path) -> None:
    (tmp_path / "console").mkdir()
    (tmp_path / "console/SSL00001.CONSOLE").symlink_to("/dev/full")
    with Handmade(tmp_path, servers=1) as pool:
        with pool.connect() as client:
            client.sendall(b"hello")
            assert client.recv(10) == b"hello"
        said = "Console log of SSL00001 is not written: SSL00001.CONSOLE: No space left on device"
        pool.until(lambda: pool.admin("QUERY STATUS")[-1] == said)
        assert pool.states() == "A"


def test_a_lone_server(tmp_path: Path) -> None:
    with Handmade(tmp_path, servers=1, pool="SSLSERV", userids=("SSLSERV",)) as pool:
        assert pool.servers()[0]["userid"] == "SSLSERV"
        with pool.connect() as client:
            client.sendall(b"hello")
            assert client.recv(10) == b"hello"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_becomes_the_user_of_pool_toml(tmp_path: Path) -> None:
    for folder in FOLDERS:
        (tmp_path / folder).mkdir()
    (tmp_path / "console/TCPIP.CONSOLE").write_text("x")
    code = (
        "import os, sys, pathlib; from ssldiag.pool.stack import drop_privilege;"
        "print(repr(drop_privilege(pathlib.Path(sys.argv[1]), 'nobody')), os.geteuid(), os.getgroups())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    import pwd

    nobody = pwd.getpwnam("nobody")
    assert done.stdout.split() == ["''", str(nobody.pw_uid), f"[{nobody.pw_gid}]"]
    assert (tmp_path / "console/TCPIP.CONSOLE").stat().st_uid == nobody.pw_uid


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is told so")
def test_a_pool_of_root_says_so(tmp_path: Path) -> None:
    assert "runs as root" in drop_privilege(tmp_path, "")
    with pytest.raises(NotStarted, match="no user nosuchuser"):
        drop_privilege(tmp_path, "nosuchuser")


def test_garbage_on_the_admin_socket(tmp_path: Path) -> None:
    with Handmade(tmp_path, servers=1) as pool:
        for data in (b"\xff\n", b"[]\n", b"{}\n", b'{"program": 1, "words": []}\n', b"[" * 70_000, b""):
            with socket.socket(socket.AF_UNIX) as end:
                end.settimeout(PATIENCE)
                end.connect(str(admin_socket(tmp_path)))
                end.sendall(data)
                end.shutdown(socket.SHUT_WR)
                end.recv(1000)
        assert pool.states() == "A"
        assert "DTCTCPT99E" not in pool.console()


def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    with Handmade(tmp_path, servers=1) as pool, pool.connect():
        pool.process.send_signal(signal.SIGTERM)
        pool.until(lambda: "shutting down" in pool.console())
        assert pool.end(seconds=QUICK.drain / 2) == 0


def test_a_shutdown_lets_sessions_end(tmp_path: Path) -> None:
    with Handmade(tmp_path, servers=1) as pool:
        with pool.connect() as client:
            pool.process.send_signal(signal.SIGTERM)
            pool.until(lambda: pool.states() == "E")
            client.sendall(b"a last word")
            assert client.recv(100) == b"a last word"
            assert read_all(pool.ports[0]) == b""
            assert pool.process.poll() is None
        assert pool.process.wait(PATIENCE) == 0


def test_without_ssl_servers_there_is_a_stack_all_the_same(tmp_path: Path) -> None:
    with Handmade(tmp_path, servers=1, wish={"secure": False}) as pool:
        assert pool.servers() == []
        assert pool.status()["cache"] is None
        assert not (tmp_path / "console/SSLDCSSM.CONSOLE").exists()


def test_children_die_with_the_stack(tmp_path: Path) -> None:
    with Handmade(tmp_path) as pool:
        pids = [row["pid"] for row in pool.servers()] + [pool.status()["agent"]["pid"]]
        pool.process.kill()
        pool.process.wait()
        until(lambda: not any(map(alive, pids)), "all children are gone")


def test_one_stack_a_directory(tmp_path: Path) -> None:
    (tmp_path / RUN).mkdir()
    code = "import sys, pathlib; from ssldiag.pool.stack import lock; lock(pathlib.Path(sys.argv[1]));"
    code += "print('locked', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        with pytest.raises(NotStarted, match=rf"runs in .* already \(process {other.pid}\)"):
            lock(tmp_path)
        other.kill()
        other.wait()
        held = lock(tmp_path)
        assert pid_file(tmp_path).read_text() == f"{os.getpid()}\n"
        os.close(held)


def test_a_folder_without_a_pool_is_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ssldiag.pool.stack", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 3
    assert done.stdout.startswith("not started: ")
    assert "Traceback" not in done.stderr


def test_the_stack_loads_nothing_heavy() -> None:
    code = (
        "import sys, ssldiag.pool.stack;"
        "heavy = {'asyncio', 'subprocess', 'typer', 'rich', 'cryptography', 'ssldiag.facts', 'jinja2'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_command_line() -> None:
    found = arguments(["/pool", "--pcap", "f", "--foreground", "--ready-fd", "7"])
    assert found == Options(Path("/pool"), pcap="f", ready_fd=7)
    assert arguments(["/pool", "--keylog", "k"]) == Options(Path("/pool"), keylog="k")


@pytest.mark.parametrize(
    "words", [[], ["/one", "/two"], ["/pool", "--ready-fd", "x"], ["/pool", "--ready-fd"]]
)
def test_a_command_line_that_is_none(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == FAILED
    assert "not started: usage" in capsys.readouterr().out
