"""The V5R4 hosts of this folder and the Management Central network; certificates are made anew each time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from prints import PORTS, SECURE, SEVEN, STARTED, Host, heading, job_log, message

NOW = datetime(2026, 11, 22, tzinfo=UTC)
"""The day of the samples."""


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
