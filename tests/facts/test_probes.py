from __future__ import annotations

import json

from ssldiag.facts import Facts
from ssldiag.facts.probes import ExpectedService, ReferencePool, ServedPort, port_offset, reference_pool
from ssldiag.settings import Settings
from tests.checks.make_probes import OLD, OWN, probe
from tests.support import BASES, NOW, snapshot_of


def facts(files: dict[str, bytes]) -> Facts:
    return Facts(snapshot_of(files), Settings(), NOW)


def base(name: str, **more: bytes) -> dict[str, bytes]:
    folder = BASES / name
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    return {**found, **{key.replace("_", "."): value for key, value in more.items()}}


def lines(*services: object) -> bytes:
    return "\n".join(map(json.dumps, services)).encode()


def test_what_a_pool_is_to_serve() -> None:
    found = facts(base("pool")).all(ExpectedService)
    assert sorted((one.name, one.port, one.starttls or "") for one in found) == [
        ("FTP", 21, "ftp"),
        ("SMTP", 25, "smtp"),
        ("Telnet", 23, "telnet"),
        ("port 992", 992, ""),
    ]
    assert {one.label.value for one in found if one.label} == {"TLSCERT1"}


def test_what_is_not_to_speak_tls() -> None:
    files = base("pool")
    files["SMTP.CONFIG"] = files["SMTP.CONFIG"].replace(b"TLS ALLOWED", b"TLS NEVER")
    assert 25 not in {one.port for one in facts(files).all(ExpectedService)}


def test_what_a_web_server_is_to_serve() -> None:
    (one,) = facts(base("linux")).all(ExpectedService)
    assert (one.port, one.starttls, one.label and one.label.value, one.userid) == (
        443,
        None,
        "TLSCERT1",
        None,
    )


def test_the_last_look_counts() -> None:
    later = probe(992, OWN, started="2026-11-21T00:00:00Z")
    found = facts(base("pool", probe_json=lines(later, probe(992, OLD)))).all(ServedPort)
    assert [one.probed.chain[0].sha256 for one in found] == [OWN["sha256"]]
    assert found[0].label is not None and found[0].label.value == "TLSCERT1"


def test_two_labels_at_one_port_are_none() -> None:
    files = base("pool", probe_json=lines(probe(992, OLD)))
    files["PROFILE.TCPIP"] += b"\nPORT 992 TCP OTHER SECURE TLSCERT2\n"
    (one,) = facts(files).all(ServedPort)
    assert (len(one.expected), one.label) == (2, None)


def test_the_offset_of_a_reference_pool() -> None:
    for text, pool in (
        (b"[pool]\nport_offset = 5\nlisten = '::1'", ReferencePool("::1", 5)),
        (b"", ReferencePool("127.0.0.1", 10_000)),
        (b"[pool]\nport_offset = 'x'", None),
        (b"pool = 1", None),
        (b"\xff", None),
    ):
        assert reference_pool(facts({"pool.toml": text})) == pool
    assert port_offset(facts({})) == 0
