"""A pool's folder as its processes read it: the plan, and each way a start can stop with its messages."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ssldiag.pool.configure import main, server_start, stack_start
from ssldiag.pool.create import create
from ssldiag.pool.create_files import Wish
from ssldiag.pool.launch import begin, read_all
from ssldiag.pool.plan import ClientCheck, TraceSetting
from ssldiag.pool.start import ServerStart, StackStart, dated

NOW = datetime(2026, 11, 22, 7, 11, 6, tzinfo=UTC)


@pytest.fixture
def pool(tmp_path: Path) -> Path:
    """A new pool."""
    create(tmp_path / "pool", Wish(local_user="me"), NOW)
    return tmp_path / "pool"


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replace text that must be there."""
    text = (folder / name).read_text("ascii")
    assert old in text, (name, old)
    (folder / name).write_text(text.replace(old, new), "ascii")


def test_the_plan_of_a_new_pool(pool: Path) -> None:
    found = stack_start(pool, NOW)
    plan = found.plan
    assert plan is not None and found.secure and not found.agent_why
    assert (plan.stack, plan.agent, plan.pool, plan.timeout) == ("TCPIP", "SSLDCSSM", "SSL*", 60)
    assert plan.servers == tuple(f"SSL{number:05}" for number in range(1, 6))
    assert (plan.limits.max_sessions, plan.limits.per_server) == (3000, 600)
    assert [(port.number, port.listen, port.userid, port.label) for port in plan.secure_ports] == [
        (1007, 11007, "ECHOSRV", "TLSCERT1"),
        (465, 10465, "SMTP", "TLSCERT1"),
        (992, 10992, "INTCLIEN", "TLSCERT1"),
    ]
    kinds = {item.userid: (item.kind, item.ports, item.control) for item in plan.applications}
    assert kinds == {
        "ECHOSRV": ("echo", ((7, 10007),), "NEVER"),
        "FTPSERVE": ("ftp", ((21, 10021),), "REQUIRED"),
        "SMTP": ("smtp", ((25, 10025),), "ALLOWED"),
        "INTCLIEN": ("telnet", ((23, 10023),), "REQUIRED"),
    }
    assert plan.admin_ids == ("TCPMAINT", "GSKADMIN") and plan.users == (("me", "TCPMAINT"),)
    assert plan.cache.size == 256 * 4096
    assert plan.trace == TraceSetting()


def test_a_server_gets_its_keys(pool: Path) -> None:
    found = server_start(pool, "SSL00003", NOW)
    assert found.plan is not None and found.material is not None and not found.cache_why
    assert [(one.label, one.key_pem is not None, one.default) for one in found.material.entries] == [
        ("Reference CA", False, False),
        ("TLSCERT1", True, True),
    ]
    assert found.plan.security.maximum == "TLSv1.3"
    assert "DTCRUN1011I Running server command: VMSSL" in found.messages
    assert not any("secret" in line or found.plan.password in line for line in found.messages)


def test_a_single_server(tmp_path: Path) -> None:
    create(tmp_path / "one", Wish(single=True), NOW)
    plan = stack_start(tmp_path / "one", NOW).plan
    assert plan is not None and plan.servers == ("SSLSERV",) and plan.single
    assert server_start(tmp_path / "one", "SSLSERV", NOW).plan is not None


def test_another_stack_in_tcpip_data_is_dtcrun1028e(pool: Path) -> None:
    change(pool, "TCPIP.DATA", "TCPIPUSERID  TCPIP", "TCPIPUSERID  TCPIP2")
    found = server_start(pool, "SSL00001", NOW)
    assert found.plan is None
    assert found.messages[-3:] == (
        "DTCRUN1028E :Stack.TCPIP specified in SYSTEM DTCPARMS D1",
        'does not match "TcpipUserid TCPIP2" in the TCPIP DATA file',
        "DTCRUN1099E Server not started - correct problem and retry",
    )


def test_a_mount_that_is_not_there_is_dtcrun1001e(pool: Path) -> None:
    change(pool, "SYSTEM.DTCPARMS", "VMBFS:VMSYS:GSKADMIN/", "VMBFS:VMSYS:GSKADMIM/")
    found = server_start(pool, "SSL00001", NOW)
    assert found.plan is None
    assert found.messages[-5:] == (
        "DMSOVZ2113E Object does not exist:",
        "'/../VMBFS:VMSYS:GSKADMIM/'",
        'DTCRUN1001E "OPENVM MOUNT /../VMBFS:VMSYS:GSKADMIM/ /etc/gskadm"',
        "failed with return code 28",
        "DTCRUN1099E Server not started - correct problem and retry",
    )


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("CACHELIFE 24 H", "CACHESIZE 10", "CACHESIZE is no operand"),
        ("CACHELIFE 24 H", "CACHLIFE 24", "is not an operand of VMSSL"),
        ("CACHELIFE 24 H", "EXEMPT HIGH", "EXEMPT leaves no cipher suite"),
        ("Database.p12 ", "Other.p12 ", "does not exist"),
        ("/etc/gskadm/Database.p12 ", "/home/Database.p12 ", "does not exist"),
    ],
)
def test_operands_that_stop_a_start(pool: Path, old: str, new: str, why: str) -> None:
    change(pool, "SYSTEM.DTCPARMS", old, new)
    found = server_start(pool, "SSL00001", NOW)
    assert found.plan is None and why in found.why
    assert found.messages[-1].startswith("DTCRUN1099E")
    assert found.messages[-2].startswith("DTCSSLT4")


def test_a_wrong_password_stops_a_start(pool: Path) -> None:
    (pool / "bfs/VMSYS/GSKADMIN/Database.sth").unlink()
    found = server_start(pool, "SSL00001", NOW)
    assert found.plan is None and "password" in found.why


def test_namesave_and_class_e_cost_the_cache_only(pool: Path) -> None:
    change(pool, "USER.DIRECT", "  NAMESAVE TCPIP\n  OPTION ACCT", "  NAMESAVE TCPIPX\n  OPTION ACCT")
    found = server_start(pool, "SSL00001", NOW)
    assert found.plan is not None
    assert found.cache_why == "NAMESAVE TCPIPX of SSL* is not the segment TCPIP"
    change(pool, "USER.DIRECT", "32M 64M GE", "32M 64M G")
    assert "class E" in stack_start(pool, NOW).agent_why


def test_dcss_parms_none_has_no_ssl_servers(pool: Path) -> None:
    change(pool, "SYSTEM.DTCPARMS", "DCSS_Parms.<DEFAULT>", "DCSS_Parms.<NONE>")
    found = stack_start(pool, NOW)
    assert not found.secure
    assert found.messages[0] == "DTCRUN1038I Server is not configured to support secure connections"


def test_servers_of_another_stack_are_none_of_ours(pool: Path) -> None:
    change(
        pool, "SYSTEM.DTCPARMS", ":stack.TCPIP\n               :Admin", ":stack.TCPIPX\n               :Admin"
    )
    found = stack_start(pool, NOW)
    assert found.plan is not None and not found.secure and found.plan.servers == ()
    assert "no entry of TCPIP is one" in found.plan.notes[0]


def test_a_wrong_name_in_tcpip_data_is_found_by_the_servers(pool: Path) -> None:
    change(pool, "TCPIP.DATA", "TCPIPUSERID  TCPIP", "TCPIPUSERID  TCPIPX")
    found = stack_start(pool, NOW)
    assert found.plan is not None and found.plan.stack == "TCPIP" and found.secure
    assert "TCPIP DATA names TCPIPX" in found.plan.notes[0]
    server = server_start(pool, "SSL00001", NOW)
    assert server.plan is None
    assert server.messages[-3:] == (
        "DTCRUN1028E :Stack.TCPIP specified in SYSTEM DTCPARMS D1",
        'does not match "TcpipUserid TCPIPX" in the TCPIP DATA file',
        "DTCRUN1099E Server not started - correct problem and retry",
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("TCPIP 10000-10000", "pages 10000-10000 of :DCSS_Parms. have room for no session"),
        ("TCPIP 100FF-10000", "pages 100FF-10000 of :DCSS_Parms. are no range"),
        ("nonsense", ":DCSS_Parms.nonsense names no segment"),
        ("TCPIP 10000-10001", ""),
    ],
)
def test_pages_that_are_no_segment_cost_the_cache_and_no_more(pool: Path, words: str, why: str) -> None:
    change(pool, "SYSTEM.DTCPARMS", "DCSS_Parms.<DEFAULT>", f"DCSS_Parms.{words}")
    found = stack_start(pool, NOW)
    assert found.agent_why == why
    assert found.plan is not None and found.plan.cache.size > 4352


def test_client_certificates_and_traces_are_read(pool: Path) -> None:
    change(
        pool, "PROFILE.TCPIP", "INTCLIEN SECURE TLSCERT1", "INTCLIEN SECURE TLSCERT1 CLIENTCERTCHECK REQUIRED"
    )
    change(pool, "SYSTEM.DTCPARMS", "CACHELIFE 24 H", "TRACE CONNECTIONS DATA 192.0.2.1:992 40 CACHELIFE 5 M")
    found = server_start(pool, "SSL00001", NOW).plan
    assert found is not None
    assert {port.client_check for port in found.secure_ports if port.number == 992} == {ClientCheck.REQUIRED}
    assert found.trace == TraceSetting("CONNECTIONS", 40, "192.0.2.1", 992)
    assert found.cache.life == 300


@pytest.mark.parametrize("name", ["SYSTEM.DTCPARMS", "PROFILE.TCPIP", "USER.DIRECT", "pool.toml"])
def test_files_of_rubbish_give_a_sentence(pool: Path, name: str) -> None:
    (pool / name).write_bytes(b"\x00\xff\x1b[31m{" * 50)
    stack, server = stack_start(pool, NOW), server_start(pool, "SSL00001", NOW)
    assert stack.plan is not None or stack.why
    assert server.plan is not None or server.why


def test_an_empty_folder_gives_a_sentence(tmp_path: Path) -> None:
    assert stack_start(tmp_path, NOW).why
    assert server_start(tmp_path, "SSL00001", NOW).why


def test_the_program_writes_a_value(pool: Path) -> None:
    for arguments, kind in (((), StackStart), (("--server", "SSL00001=1"), ServerStart)):
        command = (sys.executable, "-m", "ssldiag.pool.configure", str(pool), *arguments)
        found = pickle.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        assert isinstance(found, kind) and found.plan is not None


def test_each_server_gets_its_own_start_from_one_reading(pool: Path) -> None:
    change(
        pool, "SYSTEM.DTCPARMS", ":nick.FTPSERVE", ":nick.SSL00002 :type.server :class.ssl\n:nick.FTPSERVE"
    )
    userids = ("SSL00001", "SSL00002", "SSL00003")
    pid, readings = begin(pool, userids)
    os.close(readings.pop())  # this one ended before it could ask: the others lose nothing
    first, second = (read_all(reading) for reading in readings)
    os.waitpid(pid, 0)
    assert first.plan is not None and first.material is not None
    assert "(SSL00002)" in second.messages[1] and "(SSL*)" in first.messages[1]


def test_the_start_line_has_the_time_of_its_writing(pool: Path) -> None:
    lines = server_start(pool, "SSL00001", NOW).messages
    later = [dated(line, NOW + timedelta(seconds=5)) for line in lines]
    assert [(old, new) for old, new in zip(lines, later, strict=True) if old != new] == [
        (
            "DTCRUN1011I Server started at 07:11:06 on 22 Nov 2026 (Sunday)",
            "DTCRUN1011I Server started at 07:11:11 on 22 Nov 2026 (Sunday)",
        )
    ]


def test_wrong_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main(["x", "--what", "y"]) == 2
    assert main(["x", "--server"]) == 2
    assert main(["x", "--server", "SSL00001"]) == 2
    assert "usage" in capsys.readouterr().err


def test_it_loads_no_facts_that_a_pool_does_not_need(pool: Path) -> None:
    """Half the time of a start was loading readers of what a pool's folder cannot hold."""
    code = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path;"
        "from ssldiag.pool.configure import server_start, stack_start;"
        "now = datetime.now(UTC); folder = Path(sys.argv[1]);"
        "assert stack_start(folder, now).plan;"
        "assert 'ssldiag.keydb.material' not in sys.modules;"
        "assert server_start(folder, 'SSL00001', now).plan;"
        "print(*sorted({'ssldiag.facts.table', 'ssldiag.facts.keys', 'ssldiag.facts.ibmi_table',"
        "'ssldiag.wire', 'ssldiag.capture', 'ssldiag.readers.transcript'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(pool)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stdout + done.stderr
