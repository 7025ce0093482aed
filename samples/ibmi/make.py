"""Writes the hosts of this folder: ``python samples/ibmi/make.py``. Certificates are made anew each time,
with dates as seen from 2026-11-22. Everything else comes out the same.

The clean hosts go to ``tests/checks/_bases`` too, so that the cases of the checks begin from them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from prints import PORTS, SECURE, SEVEN, STARTED, Host, heading, job_log, message, table
from v5r4 import clean_v5r4, network, prerequisites

HERE = Path(__file__).resolve().parent
BASES = HERE.parent.parent / "tests" / "checks" / "_bases"
TLS12 = (
    "AES_128_GCM_SHA256",
    "AES_256_GCM_SHA384",
    "CHACHA20_POLY1305_SHA256",
    "ECDHE_ECDSA_AES_128_GCM_SHA256",
    "ECDHE_ECDSA_AES_256_GCM_SHA384",
    "ECDHE_RSA_AES_128_GCM_SHA256",
    "ECDHE_RSA_AES_256_GCM_SHA384",
    "ECDHE_ECDSA_CHACHA20_POLY1305_SHA256",
    "ECDHE_RSA_CHACHA20_POLY1305_SHA256",
)
"""What QSSLCSL of 7.4 holds as shipped."""


def system_values(**changed: str) -> str:
    """Rows of SYSTEM_VALUE_INFO."""
    values = {
        "QAUDCTL": "*AUDLVL",
        "QAUDLVL": "*AUTFAIL *SECURITY *NETSECURE",
        "QCCSID": "273",
        "QMODEL": "42A",
        "QSECURITY": "40",
        "QSSLCSL": " ".join(f"*{name}" for name in TLS12),
        "QSSLCSLCTL": "*OPSYS",
        "QSSLPCL": "*OPSYS",
        **changed,
    }
    columns = "SYSTEM_VALUE_NAME CURRENT_NUMERIC_VALUE CURRENT_CHARACTER_VALUE"
    numeric = {"QCCSID"}
    rows = [(n, v if n in numeric else "", "" if n in numeric else v) for n, v in sorted(values.items())]
    return table(columns, rows)


def products(release: str = "V7R4M0") -> str:
    """Rows of SOFTWARE_PRODUCT_INFO."""
    good = ("YES", 90, "INSTALLED", "NO")
    rows = [
        ("5770SS1", "*BASE", "IBM i"),
        ("5770SS1", "3", "Extended Base Directory Support"),
        ("5770SS1", "12", "Host Servers"),
        ("5770SS1", "30", "Qshell"),
        ("5770SS1", "33", "Portable App Solutions Environment"),
        ("5770SS1", "34", "Digital Certificate Manager"),
        ("5770TC1", "*BASE", "IBM TCP/IP Connectivity Utilities for i"),
        ("5770DG1", "*BASE", "IBM HTTP Server for i"),
        ("5770JV1", "*BASE", "IBM Developer Kit for Java"),
        ("5770JV1", "16", "Java SE 8 32 bit"),
    ]
    columns = (
        "PRODUCT_ID PRODUCT_OPTION RELEASE_LEVEL INSTALLED LOAD_STATE SYMBOLIC_LOAD_STATE LOAD_ERROR "
        "TEXT_DESCRIPTION"
    )
    return table(columns, [(pid, option, release, *good, text) for pid, option, text in rows])


def certificates(server_end: str = "2027-11-22", ca_end: str = "2036-05-01") -> str:
    """Rows of CERTIFICATE_INFO."""
    columns = (
        "CERTIFICATE_LABEL VALIDITY_START VALIDITY_END KEY_SIZE SUBJECT_COMMON_NAME ISSUER_COMMON_NAME "
        "SERIAL_NUMBER"
    )
    ca, name = "SHOP1 local CA", "shop1.example.com"
    return table(
        columns,
        [
            (
                "LOCAL_CERTIFICATE_AUTHORITY_SHOP1",
                "2026-05-01-08.00.00",
                f"{ca_end}-08.00.00",
                4096,
                ca,
                ca,
                "5F0001",
            ),
            ("SHOP1 servers", "2025-11-22-08.00.00", f"{server_end}-08.00.00", 2048, name, ca, "5F0107"),
        ],
    )


SHIPPED = (
    *((f"QIBM_OS400_QZBS_SVR_{end}", "SERVER", f"i5/OS TCP {end.title()} Server") for end in SEVEN),
    ("QIBM_OS400_QRW_SVR_DDM_DRDA", "SERVER", "i5/OS DDM/DRDA Server - TCP/IP"),
    ("QIBM_QTV_TELNET_SERVER", "SERVER", "i5/OS TCP/IP Telnet Server"),
    ("QIBM_QTMF_FTP_SERVER", "SERVER", "i5/OS TCP/IP FTP Server"),
    ("QIBM_GLD_DIRSRV_SERVER", "SERVER", "Directory Server"),
    ("QIBM_QTV_TELNET_CLIENT", "CLIENT", "i5/OS TCP/IP Telnet Client"),
    ("QIBM_QTMF_FTP_CLIENT", "CLIENT", "i5/OS TCP/IP FTP Client"),
    ("QIBM_GLD_DIRSRV_CLIENT", "CLIENT", "Directory Services client"),
)


def assignments(without: tuple[str, ...] = ()) -> str:
    """Rows of CERTIFICATE_USAGE_INFO."""
    columns = (
        "APPLICATION_ID APPLICATION_TYPE DESCRIPTION CERTIFICATE_STORE CERTIFICATE_LABEL_COUNT "
        "CERTIFICATE_LABELS"
    )
    rows = []
    for identifier, kind, text in SHIPPED:
        assigned = kind == "SERVER" and identifier not in without and "GLD_DIRSRV" not in identifier
        labels = ("*SYSTEM", 1, '{"CERT_LABELS":["SHOP1 servers"]}') if assigned else ("", 0, "")
        rows.append((identifier, kind, text, *labels))
    return table(columns, rows)


def netstat(without: tuple[str, ...] = ()) -> str:
    """Rows of NETSTAT_INFO."""
    columns = (
        "CONNECTION_TYPE REMOTE_ADDRESS REMOTE_PORT LOCAL_ADDRESS LOCAL_PORT LOCAL_PORT_NAME PROTOCOL "
        "TCP_STATE IDLE_TIME"
    )
    ports = {**PORTS, **SECURE}
    rows = [
        ("IPV4", "0.0.0.0", 0, "0.0.0.0", port, name, "TCP", "LISTEN", "000:10:15")
        for name, port in sorted(ports.items(), key=lambda item: item[1])
        if name not in without
    ]
    rows.append(
        ("IPV4", "192.0.2.44", 51812, "192.0.2.10", 992, "telnet-ssl", "TCP", "ESTABLISHED", "000:00:02")
    )
    return table(columns, rows)


def jobs() -> str:
    """Rows of ACTIVE_JOB_INFO."""
    columns = "JOB_NAME SUBSYSTEM JOB_TYPE JOB_STATUS THREAD_COUNT"
    rows = [
        ("101001/QSYS/QCTL", "QCTL", "SBS", "DEQW", 2),
        ("101002/QSYS/QSYSWRK", "QSYSWRK", "SBS", "DEQW", 3),
        ("101003/QTCP/QTVTELNET", "QSYSWRK", "BCH", "DEQW", 5),
        ("101004/QUSER/QZSOSGND", "QSYSWRK", "BCH", "SELW", 1),
        ("101005/QSYS/QUSRWRK", "QUSRWRK", "SBS", "DEQW", 2),
        ("101006/QUSER/QZDASSINIT", "QUSRWRK", "PJ", "PSRW", 1),
        ("101007/QSYS/QSERVER", "QSERVER", "SBS", "DEQW", 2),
        ("101008/QUSER/QPWFSERVSS", "QSERVER", "PJ", "PSRW", 1),
        ("101009/QSYS/QHTTPSVR", "QHTTPSVR", "SBS", "DEQW", 2),
        ("101010/QTMHHTTP/ADMIN", "QHTTPSVR", "BCH", "SIGW", 30),
        ("101011/QTMHHTTP/ADMIN2", "QHTTPSVR", "BCI", "THDW", 60),
        ("101012/QTMHHTTP/ADMIN3", "QHTTPSVR", "BCI", "THDW", 44),
    ]
    return table(columns, rows)


SHOP1 = """# SHOP1 serves 5250 sessions and ODBC; DCM is used through its web pages.
[system SHOP1]
host-name = shop1.example.com
addresses = 192.0.2.10
crypto-hardware = no
dcm-pages = yes

[file /QIBM/UserData/ICSS/Cert/Server/DEFAULT.KDB]
authority *PUBLIC = *EXCLUDE
authority QTMHHTTP = *RX
"""


def shop() -> Host:
    """The clean host."""
    return {
        "system_values.csv": system_values(),
        "products.csv": products(),
        "certificates.csv": certificates(),
        "assignments.csv": assignments(),
        "netstat.csv": netstat(),
        "jobs.csv": jobs(),
        "QTVTELNET.txt": job_log("SHOP1", "V7R4M0", "101003/QTCP/QTVTELNET", STARTED),
        "settings.txt": SHOP1,
    }


def expired() -> Host:
    """The certificate of all servers ended yesterday."""
    failed = "".join(
        message(
            "CPDBC98",
            "Diagnostic",
            20,
            f"09:{minute:02}:11.004000",
            "QTVTELNET",
            "Certificate for application QIBM_QTV_TELNET_SERVER has expired, return code -24.",
            "A secure session could not be set up, because the date in the certificate is over.",
        )
        for minute in (2, 14, 31)
    )
    log = job_log("SHOP1", "V7R4M0", "101003/QTCP/QTVTELNET", STARTED + failed)
    return {**shop(), "certificates.csv": certificates("2026-11-21"), "QTVTELNET.txt": log}


def unassigned() -> Host:
    """The database server lost its certificate; its secure port is closed."""
    return {
        **shop(),
        "assignments.csv": assignments(("QIBM_OS400_QZBS_SVR_DATABASE",)),
        "netstat.csv": netstat(("as-database-s",)),
    }


AUDIT = (
    "ENTRY_TIMESTAMP ENTRY_TYPE LOCAL_ADDRESS LOCAL_PORT REMOTE_ADDRESS REMOTE_PORT SECURE_VERSION "
    "SECURE_PROPERTIES"
)


def too_old() -> Host:
    """QSSLPCL allows TLS 1.0 alone, the new client wants TLS 1.2."""
    failed = message(
        "CPDBC81",
        "Diagnostic",
        20,
        "09:12:40.310000",
        "QTVTELNET",
        "No cipher suite in common with 192.0.2.44, return code -1.",
    )
    audit = table(
        AUDIT,
        [
            (
                "2026-11-22-09.10.01.100000",
                "S",
                "192.0.2.10",
                992,
                "192.0.2.20",
                50110,
                "TLSV1",
                "TLS_RSA_WITH_AES_128_CBC_SHA",
            ),
            ("2026-11-22-09.12.40.300000", "X", "192.0.2.10", 992, "192.0.2.44", 51812, "", ""),
        ],
    )
    old = "*RSA_AES_128_CBC_SHA *RSA_AES_256_CBC_SHA *RSA_3DES_EDE_CBC_SHA *ECDHE_RSA_AES_128_GCM_SHA256"
    peer = (
        "\n[peer new terminals]\nserver = telnet\nprotocols = TLSV1.3, TLSV1.2\ndials = shop1.example.com\n"
    )
    return {
        **shop(),
        "system_values.csv": system_values(QSSLPCL="*TLSV1", QSSLCSLCTL="*USRDFN", QSSLCSL=old),
        "QTVTELNET.txt": job_log("SHOP1", "V7R4M0", "101003/QTCP/QTVTELNET", STARTED + failed),
        "audit.csv": audit,
        "QPCSMPRT.txt": trace(),
        "TLSCONFIG.txt": COUNTERS,
        "settings.txt": SHOP1 + peer,
    }


COUNTERS = """\
Supported protocols: TLSv1.0
Default protocols: TLSv1.0
Supported cipher suites
   *RSA_AES_128_CBC_SHA
   *RSA_AES_256_CBC_SHA
   *RSA_3DES_EDE_CBC_SHA
Handshake connection counts
   TLSv1.0 . . . . . . . . :     412
   *RSA_AES_128_CBC_SHA  . :     412
   *RSA_3DES_EDE_CBC_SHA . :       0
"""
"""Output of TLSCONFIG in a layout of our own: the real one is not published."""


def trace() -> str:
    """A print of TRCINT with one connection."""
    items = (
        *("CONNECTION PROPERTIES", "TLSV1.0", "TLS_RSA_WITH_AES_128_CBC_SHA"),
        *("LOCAL PORT", "992", "REMOTE IP ADDRESS", "192.0.2.20"),
    )
    lines = [
        "SOCKETS              IDENTIFIER : SC#17002       TIME 11/22/26  09:10:01.104518   TDE# 000000003C94"
    ]
    for number, item in enumerate(items, 1):
        data = item.encode("cp037").hex().upper()
        for start in range(0, len(data), 48):
            words = "  ".join(data[start : start + 48][part : part + 16] for part in (0, 16, 32))
            head = f"  #{number:<3}({len(item):5})" if not start else " " * 13
            lines.append(f"{head}    +{start // 2:04X}   {words:<60}*{item[start // 2 : start // 2 + 24]}")
    return heading("5770SS1", "V7R4M0", "190621", "Trace Table", "SHOP1") + "\n".join(lines) + "\n"


def write(folder: Path, host: Host) -> None:
    """Write a host anew, keeping its README."""
    for path in sorted(folder.glob("*")) if folder.exists() else ():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "README.md":
            path.unlink()
    for name, data in host.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())


def main() -> None:
    """Write all of them."""
    complete = network()
    write(HERE / "clean", shop())
    write(HERE / "certificate-expired", expired())
    write(HERE / "assignment-missing", unassigned())
    write(HERE / "protocols-dont-meet", too_old())
    write(HERE / "prerequisites-v5r4", prerequisites())
    write(HERE / "trusted-group-not-sent", network(sent=False))
    write(HERE / "network", complete)
    write(BASES / "ibmi_host", shop())
    write(BASES / "ibmi_v5r4", clean_v5r4())
    write(BASES / "ibmi_network", complete)


if __name__ == "__main__":
    main()
