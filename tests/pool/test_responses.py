from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ssldiag.pool.names import RESPONSES
from ssldiag.pool.plan import Limits
from ssldiag.pool.responses import texts, write
from ssldiag.pool.status import CacheStatus, ConnectionRow, PoolStatus, ServerRow
from ssldiag.readers import cp_query, server_status
from ssldiag.readers.transcript import read
from ssldiag.readers.transcript_model import Response
from ssldiag.snapshot import open_snapshot

NOW = datetime(2026, 11, 22, 7, 11, 9, tzinfo=UTC)

STATUS = PoolStatus(
    stack="TCPIP",
    level="740",
    pool="SSL*",
    timeout=60.0,
    limits=Limits(),
    agent="running",
    servers=(
        ServerRow("SSL00001", "Active", 117, 600, 203, 900, 3, since="2026-11-22T07:11:09+00:00"),
        ServerRow("SSL00002", "Eligible", 0, 600, 0, 0, 0),
        ServerRow("SSL00003", "Stopped", 0, 600, 0, 0, 0),
    ),
    cache=CacheStatus("TCPIP", 0x10000, 0x100FF, 86400, 100, "in use", 88, 1920, ()),
    connections=(ConnectionRow("INTCLIEN", 1001, ("127.0.0.1", 992), None, "Listen"),),
)


def responses(folder: Path, name: str) -> list[Response]:
    """What our own readers find in a file."""
    sources = {source.name: source for source in open_snapshot(folder).sources}
    assert sources[name].kind == "transcript"
    return list(read(sources[name]).responses)


def test_the_doctor_reads_what_is_written(tmp_path: Path) -> None:
    (tmp_path / RESPONSES).mkdir()
    write(tmp_path, STATUS, NOW)
    folder = tmp_path / RESPONSES
    queries = {item.kind: item for item in responses(folder, "QUERY.OUTPUT")}
    (row,) = cp_query.nss_map(queries["nss_map"].lines)
    assert (row.name.value, row.begin_page, row.end_page, row.users) == ("TCPIP", 0x10000, 0x100FF, 2)
    (users,) = cp_query.nss_users(queries["nss_users"].lines)
    assert [user.value for user in users.users] == ["SSL00001", "SSLDCSSM"]
    found = [
        state
        for item in responses(folder, "QUERY.OUTPUT")
        if item.kind == "query_user"
        for state in cp_query.user_states(item.lines)
    ]
    assert [(state.userid.value, state.state) for state in found] == [
        ("SSLDCSSM", "disconnected"),
        ("SSL00001", "disconnected"),
    ]
    summary, *_ = responses(folder, "SSLADMIN.OUTPUT")
    parsed = server_status.parse(summary.lines)
    assert [(item.userid.value, item.state) for item in parsed.servers] == [
        ("SSL00001", "Active"),
        ("SSL00002", "Eligible"),
        ("SSL00003", "Stopped"),
    ]
    config, conn = responses(folder, "NETSTAT.OUTPUT")
    (total,) = server_status.parse(config.lines).totals
    assert (total.sessions, total.maximum, total.per_server) == (117, 3000, 600)
    (listener,) = server_status.parse(conn.lines).sockets
    assert (listener.port, listener.state) == (992, "Listen")


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / RESPONSES).mkdir()
    for _ in range(2):
        write(tmp_path, STATUS, NOW)
    names = sorted(path.name for path in (tmp_path / RESPONSES).iterdir())
    assert names == ["NETSTAT.OUTPUT", "QUERY.OUTPUT", "SSLADMIN.OUTPUT"]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in (tmp_path / RESPONSES).iterdir())


def test_without_a_cache_nothing_is_said_of_a_segment() -> None:
    from dataclasses import replace

    lines = texts(replace(STATUS, cache=None, agent="down"), NOW)["QUERY.OUTPUT"]
    assert lines[:2] == ["query SSLDCSSM", "HCPCQU045E SSLDCSSM not logged on"]
    assert not any("nss" in line for line in lines)
