"""Writes the hosts of this folder: ``python samples/ibmi/make.py``. Certificates are made anew each time,
with dates as seen from 2026-11-22. Everything else comes out the same.

The clean hosts go to ``tests/checks/_bases`` too, so that the cases of the checks begin from them.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

HERE = Path(__file__).resolve().parent
BASES = HERE.parent.parent / "tests" / "checks" / "_bases"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
Host = dict[str, str | bytes]

SEVEN = ("CENTRAL", "DATABASE", "DTAQ", "FILE", "NETPRT", "RMTCMD", "SIGNON")
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


def table(columns: str, rows: Iterable[Iterable[object]]) -> str:
    """CSV as Run SQL Scripts saves it."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns.split())
    writer.writerows(rows)
    return stream.getvalue()


def heading(product: str, release: str, date: str, title: str, system: str, page: int = 1) -> str:
    """The first line of a printed page."""
    return f"  {product} {release} {date}    {title:^52}{system:>10}  11/22/26  10:15:00    Page{page:5}\n"


# --- a host at 7.4


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


PORTS = {
    **{
        name: number
        for number, name in (
            *(
                (8470 + index, word)
                for index, word in enumerate(("as-central", "as-database", "as-dtaq", "as-file"))
            ),
            *((8474 + index, word) for index, word in enumerate(("as-netprt", "as-rmtcmd", "as-signon"))),
        )
    },
    "as-svrmap": 449,
    "telnet": 23,
    "ftp-control": 21,
    "drda": 446,
    "ddm": 447,
    "ddm-ssl": 448,
    "telnet-ssl": 992,
    "as-admin": 2001,
}
SECURE = {f"{name}-s": port + 1000 for name, port in PORTS.items() if 8470 <= port <= 8476}


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


TITLES = (
    "MSGID      TYPE                    SEV  DATE      TIME             FROM PGM     LIBRARY     INST     "
    "TO PGM      LIBRARY     INST\n"
)


def message(
    identifier: str, kind: str, severity: int, time: str, program: str, text: str, cause: str = ""
) -> str:
    """A message of a printed job log."""
    first = (
        f"{identifier:<11}{kind:<24}{severity:02}   11/22/26  {time:<17}{program:<13}QTCP        *STMT    "
        f"{program:<12}QTCP        *STMT\n"
    )
    lines = [f"Message . . . . :   {text}", *([f"Cause . . . . . :   {cause}"] if cause else [])]
    return first + "".join(wrapped(line) for line in lines)


def wrapped(line: str) -> str:
    """A text from column 37, its further lines two columns to the right."""
    words, out, width = line.split(" "), "", 0
    for word in words:
        if width and width + len(word) > 80:
            out, width = f"{out}\n{'':39}", 2
        out, width = out + (word if not width or width == 2 else f" {word}"), width + len(word) + 1
    return f"{'':37}{out}\n"


def job_log(system: str, release: str, job: str, messages: str, product: str = "5770SS1") -> str:
    """A job log of one page."""
    number, user, name = job.split("/")
    return (
        heading(product, release, "190621", "Job Log", system)
        + f"  Job name . . . . . . . . . . :   {name:<10}      User  . . . . . . :   {user:<10}"
        + f"   Number . . . . . . . . . . . :   {number}\n"
        + "  Job description  . . . . . . :   QTVTELNET       Library . . . . . :   QTCP\n"
        + TITLES
        + messages
    )


STARTED = message("*NONE", "Information", 0, "06:00:02.120000", "QTVTELNET", "Waiting for 5250 clients.")

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
        "settings.txt": SHOP1 + peer,
    }


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


# --- hosts at V5R4


def software(rows: Iterable[tuple[str, str, str, str]], system: str) -> str:
    """A print of DSPSFWRSC."""
    lines = "".join(f"  {pid:<10} {option:<7} {feature:<8} {text}\n" for pid, option, feature, text in rows)
    return (
        heading("5722SS1", "V5R4M0", "060210", "Display Software Resources", system)
        + "  Resource\n  ID         Option  Feature  Description\n"
        + lines
    )


V5R4 = (
    ("5722SS1", "*BASE", "5050", "i5/OS"),
    ("5722SS1", "12", "5050", "i5/OS - Host Servers"),
    ("5722SS1", "30", "5050", "i5/OS - Qshell"),
    ("5722SS1", "34", "5050", "i5/OS - Digital Certificate Manager"),
    ("5722TC1", "*BASE", "5050", "IBM TCP/IP Utilities for iSeries"),
    ("5722DG1", "*BASE", "5050", "IBM HTTP Server for iSeries"),
    ("5722JV1", "*BASE", "5050", "IBM Developer Kit for Java"),
    ("5722JV1", "6", "5050", "Java Developer Kit 1.4"),
    ("5722QU1", "*BASE", "5050", "IBM Query for iSeries"),
    ("5722XW1", "*BASE", "5050", "IBM iSeries Access Family"),
)


def connections(secure: bool, management: bool = False) -> str:
    """A print of NETSTAT *CNN."""
    names = [name for name in PORTS if secure or not name.endswith("-ssl")]
    names += sorted(SECURE) if secure else []
    names += ["as-mgtctrl", "as-mgtctrlj"] if management else []
    names += ["as-mgtctrl-ss"] if management and secure else []
    rows = [f"        *                      *  {name:<15} 000:10:15  Listen\n" for name in names]
    return (
        "                       Work with TCP/IP Connection Status\n"
        "          Remote            Remote     Local\n"
        "    Opt   Address           Port       Port       Idle Time  State\n" + "".join(rows)
    )


def prerequisites() -> Host:
    """Neither DCM nor Java at V5R4; prints as they are transferred in binary (code page 273)."""
    missing = [row for row in V5R4 if row[0] != "5722JV1" and row[1] != "34"]
    failed = message(
        "CPDBCB3",
        "Diagnostic",
        40,
        "06:00:04.700000",
        "QTVTELNET",
        "Secure Telnet is not available, return code -93.",
        "A product that it needs is not installed.",
    )
    log = job_log("LAGER", "V5R4M0", "004711/QTCP/QTVTELNET", STARTED + failed, "5722SS1")
    prints = {
        "DSPSFWRSC.txt": software(missing, "LAGER"),
        "NETSTAT.txt": connections(secure=False),
        "QPJOBLOG.txt": log,
    }
    return {
        **{name: text.replace("\n", "\x85").encode("cp273") for name, text in prints.items()},
        "settings.txt": "[system LAGER]\ncrypto-hardware = no\ndcm-pages = yes\n",
    }


# --- a Management Central network at V5R4


def member(name: str, role: str, number: int, both: bool, store: Host, copied: bool) -> Host:
    """One system of the network."""
    level = "Client and server" if both else "Server"
    started = f"2026-11-20 1{number}:30"
    lines = [
        f"[system {name}]",
        f"role = {role}",
        f"host-name = {name.lower()}.example.com",
        f"addresses = 192.0.2.{10 + number}",
        "ssl-stored = yes",
        "ssl-active = yes",
        f"level-stored = {level}",
        f"level-active = {level}",
        f"server-started = {started}",
        "crypto-hardware = no",
        "dcm-pages = yes",
    ]
    if role == "central":
        lines += ["settings-changed = 2026-11-20 09:00", "inventory-collected = 2026-11-20 09:10"]
    lines += ["", f"[validation list {name}]", "library = QMGTC2", f"present = {'yes' if copied else 'no'}"]
    if copied:
        lines += ["changed = 2026-11-19 08:00" if role == "central" else "changed = 2026-11-20 10:05"]
        lines += ["copied-from = CENTRAL"] if role != "central" else []
    for identifier in (*(f"QIBM_OS400_QZBS_SVR_{end}" for end in SEVEN), "QIBM_QYPS_MGTC_SERVER"):
        lines += ["", f"[application {identifier}]", f"certificates = {name} servers"]
        lines += ["description = Management Central"] if "QYPS" in identifier else []
    return {
        f"{name.lower()}/settings.txt": "\n".join(lines) + "\n",
        f"{name.lower()}/products.txt": software(V5R4, name),
        f"{name.lower()}/netstat.txt": connections(secure=True, management=True),
        **{f"{name.lower()}/{file}": data for file, data in store.items()},
    }


NETWORK = """[scenario all-connections-client-auth]

[pc DESK1]
central = CENTRAL
release = V5R4
ssl-stored = yes
ssl-active = yes
trusts = Example company CA
dials = central.example.com

[group Trusted Group]
members = ENDPT1, ENDPT2

[compare and update both levels]
model = CENTRAL
group = Trusted Group
category = Management Central
use-ssl = yes
level = Client and server
updates = Use SSL, Authentication level
started = 2026-11-20 09:20
finished = 2026-11-20 09:40
status = completed
"""

PACKAGE = """
[package validation list]
source = CENTRAL
object = /QSYS.LIB/QMGTC2.LIB/QYPSVLDL.VLDL
group = Trusted Group
replace = yes
object-differences = yes
target-release = V5R4
sent = 2026-11-20 10:00
status CENTRAL = failed
status ENDPT1 = completed
status ENDPT2 = completed
"""


def network(sent: bool = True) -> Host:
    """Central system, two endpoints and a PC; if not ``sent``, the endpoints have no validation list."""
    stores = pem_stores()
    host: Host = {"network.txt": NETWORK + (PACKAGE if sent else "")}
    host |= member("CENTRAL", "central", 1, True, stores["CENTRAL"], True)
    for number, name in enumerate(("ENDPT1", "ENDPT2"), 2):
        host |= member(name, "endpoint", number, True, stores[name], sent)
    host["desk1/ca.pem"] = stores["CENTRAL"]["ca.pem"]
    return host


def pem_stores() -> dict[str, Host]:
    """CA and server certificates of the network, exported as PEM; no private key is written."""
    ca_key = rsa.generate_private_key(65537, 2048)
    ca = certificate("Example company CA", "Example company CA", ca_key, ca_key, 3000, True)
    stores: dict[str, Host] = {}
    for name in ("CENTRAL", "ENDPT1", "ENDPT2"):
        key = rsa.generate_private_key(65537, 2048)
        server = certificate(f"{name.lower()}.example.com", "Example company CA", key, ca_key, 700, False)
        stores[name] = {"ca.pem": pem(ca), "server.pem": pem(server)}
    return stores


def certificate(
    name: str, issuer: str, key: rsa.RSAPrivateKey, signer: rsa.RSAPrivateKey, days: int, is_ca: bool
) -> x509.Certificate:
    """A certificate that is valid as seen from the day of the samples."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
    )
    if not is_ca:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return builder.sign(signer, hashes.SHA256())


def pem(found: x509.Certificate) -> bytes:
    """The text form."""
    return found.public_bytes(serialization.Encoding.PEM)


def clean_v5r4() -> Host:
    """A V5R4 host with everything in place."""
    parts = {path.partition("/")[2]: data for path, data in network().items() if path.startswith("central/")}
    settings = str(parts["settings.txt"]).replace("role = central\n", "")
    kept = [
        block
        for block in settings.replace("CENTRAL", "LAGER").replace("central.", "lager.").split("\n\n")
        if not block.startswith("[validation list") and "QYPS" not in block
    ]
    drop = ("ssl-", "level-", "server-started", "settings-changed", "inventory-collected")
    lines = [line for line in "\n\n".join(kept).split("\n") if not line.startswith(drop)]
    text = "\n".join(lines).rstrip() + "\n"
    log = job_log("LAGER", "V5R4M0", "004711/QTCP/QTVTELNET", STARTED, "5722SS1")
    return {
        "settings.txt": text + "\n[application QIBM_QTV_TELNET_SERVER]\ncertificates = LAGER servers\n"
        "\n[application QIBM_OS400_QRW_SVR_DDM_DRDA]\ncertificates = LAGER servers\n",
        "DSPSFWRSC.txt": software(V5R4, "LAGER"),
        "NETSTAT.txt": connections(secure=True),
        "QPJOBLOG.txt": log,
        "ca.pem": parts["ca.pem"],
    }


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
