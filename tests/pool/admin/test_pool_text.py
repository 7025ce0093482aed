"""``pool status``: its lines and its document."""

from __future__ import annotations

import json
from dataclasses import replace

from ssldiag.pool.admin.answers import pool_document, pool_lines
from tests.pool.admin.samples import NOW, STATUS

SHOWN = """\
Stack        TCPIP, level 7.2.0
SSL servers  SSL*: 117 of 3000 sessions, at most 600 a server
Agent        SSLDCSSM is running
Cache        TCPIP 10000-100FF, life 24 H, 88 of 1920 entries; shared by all servers

Server    State     Sessions  Maximum  Peak  Handshakes  Failed  Why
SSL00001  Active         117      600   203        4711       3
SSL00002  Active           0      600    12          12       0  quiescing
SSL00003  Eligible         -        -     -           0       0  its start failed
SSL00004  Stopped          -        -     -           0       0  stopped by command
SSL00005  Starting         -        -     -           0       0

Application        Port  Listens  Security  Label   State      Why
FTPSERVE             21    10021  dynamic   FTPLAB  listening
telnet (INTCLIEN)   992    10992  static    TNLAB1  listening
SMTP                 25    10025  none      -       ended      label NOTTHERE is not known
DTCSSL2421E SSL00002: Communication error: Connection timed out"""


def test_lines() -> None:
    assert "\n".join(pool_lines(replace(STATUS, silent=("SSL00002",)))) == SHOWN


def test_the_document() -> None:
    made = pool_document(STATUS, NOW)
    assert json.loads(json.dumps(made)) == made
    assert (made["schema"], made["at"], made["agent"]) == (
        "ssldiag.pool/1",
        "2026-11-22T14:30:05Z",
        {"userid": "SSLDCSSM", "state": "running", "pid": None},
    )
    assert made["limits"] == {"max_sessions": 3000, "per_server": 600, "current": 117}
    application = made["applications"][0]
    assert (application["name"], application["port"], application["label"], application["security"]) == (
        "FTPSERVE",
        21,
        "FTPLAB",
        "dynamic",
    )
    server = made["servers"][0]
    assert (server["userid"], server["state"], server["sessions"], server["max"]) == (
        "SSL00001",
        "Active",
        117,
        600,
    )
    assert made["cache"]["entries"] == 88
    assert pool_document(replace(STATUS, cache=None), NOW)["cache"] is None
