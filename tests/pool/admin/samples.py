"""A pool's status that the tests of answers share: five servers in every state, all lists filled."""

from __future__ import annotations

from datetime import UTC, datetime

from ssldiag.pool.plan import Limits, TraceSetting
from ssldiag.pool.status import (
    ApplicationRow,
    CacheRow,
    CacheStatus,
    CertificateRow,
    ConnectionRow,
    EntryRow,
    FileRow,
    PoolStatus,
    ServerDetails,
    ServerRow,
    SessionRow,
)

NOW = datetime(2026, 11, 22, 14, 30, 5, tzinfo=UTC)
BEGAN = 1_795_356_000.0  # 2026-11-22T14:00:00Z

SERVERS = (
    ServerRow("SSL00001", "Active", 117, 600, 203, 4711, 3, "2026-11-22T07:12:09Z", 4001),
    ServerRow("SSL00002", "Active", 0, 600, 12, 12, 0, "2026-11-22T07:12:10Z", 4002, True),
    ServerRow("SSL00003", "Eligible", 0, 600, 0, 0, 0, "", None, False, "its start failed"),
    ServerRow("SSL00004", "Stopped", 0, 600, 0, 0, 0, "", None, False, "stopped by command"),
    ServerRow("SSL00005", "Starting", 0, 600, 0, 0, 0),
)

CIPHERS = ("ECDHE_RSA_AES_256_GCM_SHA384", "RSA_AES_256", "RSA_AES_128", "DHE_RSA_AES_256", "DHE_RSA_AES_128")


def details(userid: str) -> ServerDetails:
    """The options of a server."""
    return ServerDetails(
        userid,
        "/etc/gskadm/Database.kdb",
        "STANDARD",
        ("TLSv1.2", "TLSv1.3"),
        CIPHERS,
        ("LOW", "NONE"),
        86_400,
        100,
        "shared segment TCPIP",
        "fast",
        TraceSetting(),
        "0",
        "OpenSSL 3.0.22",
    )


def certificate(server: str, label: str, subject: str, key: bool = True) -> CertificateRow:
    """A certificate as loaded."""
    return CertificateRow(
        server, label, key, True, label == "TNLAB1", subject, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"
    )


CERTIFICATES = tuple(
    certificate(server, label, subject, key)
    for server in ("SSL00001", "SSL00002")
    for label, subject, key in (
        ("TNLAB1", "CN=zvm.example.com", True),
        ("FTPLAB", "CN=ftp\x1b[31m.example.com", True),
        ("Test root", "CN=Test root,O=Active\u202e Ltd", False),
    )
)

STATUS = PoolStatus(
    stack="TCPIP",
    level="7.2.0",
    pool="SSL*",
    timeout=60.0,
    limits=Limits(),
    agent="running",
    servers=SERVERS,
    details=(details("SSL00001"), details("SSL00002")),
    sessions=(
        SessionRow(
            "SSL00001", 1043, "INTCLIEN", ("192.0.2.10", 992), ("198.51.100.7", 51022),
            "TLSv1.2", "RSA_AES_256", "TNLAB1", False, False, BEGAN, 100, 2000,
        ),
        SessionRow(
            "SSL00002", 1047, "FTPSERVE", ("2001:db8::10", 21), ("2001:db8::9", 40981),
            "TLSv1.3", "AES_128_GCM_SHA256", "FTPLAB", True, True, BEGAN, 7, 9,
        ),
    ),
    cache=CacheStatus(
        "TCPIP", 0x10000, 0x100FF, 86_400, 100, "shared by all servers", 88, 1920,
        (CacheRow("SSL00001", 88, 1204, 931, 17, 0), CacheRow("SSL00002", 1, 2, 2, 0, 0)),
    ),
    certificates=CERTIFICATES,
    connections=(
        ConnectionRow("INTCLIEN", 1009, ("0.0.0.0", 23), None, "Listen"),
        ConnectionRow("INTCLIEN", 1010, ("0.0.0.0", 992), None, "Listen"),
        ConnectionRow("INTCLIEN", 1043, ("192.0.2.10", 992), ("198.51.100.7", 51022), "Established"),
        ConnectionRow("FTPSERVE", 1047, ("2001:db8::10", 21), ("2001:db8::9", 40981), "Established"),
        ConnectionRow("FTPSERVE", 1048, ("192.0.2.10", 21), ("198.51.100.8", 40982), "Time-wait"),
    ),
    applications=(
        ApplicationRow("FTPSERVE", "FTPSERVE", 21, 10021, "FTPLAB", "dynamic", "listening"),
        ApplicationRow("telnet", "INTCLIEN", 992, 10992, "TNLAB1", "static", "listening"),
        ApplicationRow("SMTP", "SMTP", 25, 10025, "", "none", "ended", "label NOTTHERE is not known"),
    ),
    traces=(
        ("SSL00001", TraceSetting("CONNECTIONS", 20)),
        ("SSL00002", TraceSetting("NONE")),
    ),
    node="zvm1",
    entries=(EntryRow("0a1b2c3d", BEGAN, BEGAN + 86_400, 138, "TLSv1.2"),),
    files=(
        FileRow("/etc/gskadm", "Database.kdb", "gskadmin", "security", 0o640),
        FileRow("/etc/gskadm", "Database.sth", "gskadmin", "security", 0o640),
    ),
    output=(("SSL00001", ("DTCRUN1011I Running server command: VMSSL", "\x1b[2J")),),
)  # fmt: skip
