"""The whole list of fact types: how each is made, and what to collect where there is none."""

from __future__ import annotations

from ssldiag.facts import (
    applications,
    config_table,
    definitions,
    handshakes,
    ibmi_table,
    keys,
    linux_table,
    machines,
    probes,
    release,
    runtime,
    usage,
)
from ssldiag.facts.config_table import CONSOLES, DIRECT, DTCPARMS
from ssldiag.facts.core import Facts, FactType
from ssldiag.readers.cp_query import CpRefusal, UserState
from ssldiag.readers.ibmi.document import Document
from ssldiag.readers.linux.document import LinuxDocument
from ssldiag.readers.openvm_list import OpenvmListing
from ssldiag.readers.probe import ProbeDocument
from ssldiag.readers.server_status import StatusResponse

NSS = "output of CP QUERY NSS NAME <stack> MAP and CP QUERY NSS USERS <stack>"
STATUS = "output of SSLADMIN QUERY STATUS DETAILS and NETSTAT CONFIG SSL"
CAPTURE = "a capture of the failing handshakes (tcpdump -s 0 -w FILE, or an IBM i communication trace)"
PROBE = "nothing, unless you ask for it: ssldiag doctor --live, or ssldiag probe --format json"
"""A look that one asks for is nothing that is missing."""
DATABASE = "the key database that KEYFILE names, or a gskkyman listing of it"

LINUX = linux_table.CONFIGURATION


def certificates_known(facts: Facts) -> bool:
    """Whether a key database was collected whole, or the collector found none on a Linux host."""
    return keys.all_labels_known(facts) or linux_table.collected_here(facts)


TABLE: dict[type, FactType] = {
    **config_table.TABLE,
    usage.ServerInUse: FactType(
        usage.build_servers, "SSL server in use", DTCPARMS, definitions.collected_all
    ),
    machines.SslMachine: FactType(machines.build_machines, "directory entry of an SSL machine", DIRECT),
    applications.ProtectedApplication: FactType(
        applications.build, "protected application", "PROFILE TCPIP, SRVRFTP CONFIG, SMTP CONFIG"
    ),
    keys.KeyDatabase: FactType(
        keys.build, "key database", DATABASE, linux_table.collected_here, ibmi_table.STORES, LINUX
    ),
    keys.StoredCertificate: FactType(
        keys.build_certificates, "certificate", DATABASE, certificates_known, ibmi_table.STORES, LINUX
    ),
    keys.KeyTrouble: FactType(
        keys.build_troubles,
        "trouble in a key database",
        DATABASE,
        certificates_known,
        ibmi_table.STORES,
        LINUX,
    ),
    handshakes.Capture: FactType(handshakes.build_captures, "packet capture", CAPTURE),
    handshakes.CapturedHandshake: FactType(
        handshakes.build_handshakes, "TLS handshake in a packet capture", CAPTURE
    ),
    probes.ExpectedService: FactType(
        probes.build_expected, "port configured for TLS", "PROFILE TCPIP, or httpd.conf of IBM HTTP Server"
    ),
    ProbeDocument: FactType(probes.build_documents, "file of probes", PROBE),
    probes.ServedPort: FactType(probes.build_served, "live look at a port", PROBE),
    release.Release: FactType(
        release.build_release, "z/VM level", "the console log of the stack, or --release (630 for 6.3)"
    ),
    release.Service: FactType(
        release.build_service, "service level", "the console log of the stack with its DTCRUN1048I lines"
    ),
    runtime.ConsoleRun: FactType(runtime.build_runs, "console log", CONSOLES),
    runtime.DcssSegment: FactType(runtime.build_segments, "CP QUERY NSS response", NSS),
    runtime.ServerState: FactType(runtime.build_server_states, "state of the SSL servers", STATUS),
    UserState: FactType(
        runtime.build_user_states, "CP QUERY <userid> response", "output of CP QUERY SSLDCSSM"
    ),
    CpRefusal: FactType(runtime.build_refusals, "refused CP command", "output of CP QUERY NSS"),
    StatusResponse: FactType(runtime.build_status, "SSLADMIN or NETSTAT response", STATUS),
    OpenvmListing: FactType(
        runtime.build_listings, "OPENVM LIST response", "output of OPENVM LIST /etc/gskadm/ (OWN"
    ),
    **ibmi_table.TABLE,
    **linux_table.TABLE,
}

READ: tuple[type, ...] = (
    *config_table.DOCUMENTS,
    Document,
    LinuxDocument,
    keys.KeyDatabase,
    handshakes.Capture,
    ProbeDocument,
)
"""The fact types whose facts carry ``unreadable``."""
