"""The only list of fact types: how each is made, and what to collect where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from ssldiag.facts import (
    applications,
    definitions,
    directory,
    handshakes,
    ibmi_table,
    keys,
    machines,
    pools,
    profiles,
    release,
    runtime,
    stacks,
    usage,
)
from ssldiag.facts.core import Facts, FactType
from ssldiag.model import Source
from ssldiag.readers import (
    autolog_exec,
    dtcparms,
    keyword_file,
    lost_ends,
    profile_tcpip,
    transcript,
    user_direct,
)
from ssldiag.readers.cp_query import CpRefusal, UserState
from ssldiag.readers.ibmi.document import Document
from ssldiag.readers.openvm_list import OpenvmListing
from ssldiag.readers.server_status import StatusResponse


def document(*kinds: str, read: Callable[[Source], Any]) -> Callable[[Facts], Iterable[Any]]:
    """A builder that reads every source of these kinds; one that cannot be read is taken down as such."""

    def build(facts: Facts) -> Iterator[Any]:
        for source in facts.snapshot.of_kind(*kinds):
            try:
                reason = lost_ends.fault(source)
                if reason:
                    raise OSError(reason)
                yield read(source)
            except OSError as error:
                facts.not_read(source, error)

    return build


def whole_directory(facts: Facts) -> bool:
    """Whether what was collected of the directory may be taken for all of it."""
    return any(item.complete for item in facts.all(directory.Directory))


DTCPARMS = "SYSTEM DTCPARMS (TCPMAINT 198) and IBM DTCPARMS (TCPMAINT 591)"
PROFILE = "PROFILE TCPIP (TCPMAINT 198)"
DIRECT = "USER DIRECT, or the directory entries of the SSL machines"
CONSOLES = "console logs of the stack, the SSL servers and SSLDCSSM"
NSS = "output of CP QUERY NSS NAME <stack> MAP and CP QUERY NSS USERS <stack>"
STATUS = "output of SSLADMIN QUERY STATUS DETAILS and NETSTAT CONFIG SSL"
CAPTURE = "a capture of the failing handshakes (tcpdump -s 0 -w FILE, or an IBM i communication trace)"
DATABASE = "the key database that KEYFILE names, or a gskkyman listing of it"

DOCUMENTS: dict[type, FactType] = {
    dtcparms.DtcparmsFile: FactType(document("dtcparms", read=dtcparms.read), "DTCPARMS", DTCPARMS),
    profile_tcpip.ProfileTcpip: FactType(
        document("profile_tcpip", read=profile_tcpip.read), "PROFILE TCPIP", PROFILE
    ),
    keyword_file.KeywordFile: FactType(
        document("tcpip_data", "srvrftp_config", "smtp_config", read=keyword_file.read),
        "TCPIP DATA, SRVRFTP CONFIG or SMTP CONFIG",
        "TCPIP DATA, SRVRFTP CONFIG, SMTP CONFIG",
    ),
    user_direct.UserDirect: FactType(
        document("user_direct", read=user_direct.read), "user directory", DIRECT
    ),
    autolog_exec.AutologExec: FactType(
        document("autolog_exec", read=autolog_exec.read),
        "EXEC that autologs machines",
        "PROFILE EXEC of AUTOLOG1",
    ),
    transcript.Transcript: FactType(
        document("transcript", read=transcript.read), "console log or command response", CONSOLES
    ),
}

TABLE: dict[type, FactType] = {
    **DOCUMENTS,
    definitions.ServerDefinition: FactType(
        partial(definitions.build, wanted="server"),
        "server entry in DTCPARMS",
        DTCPARMS,
        definitions.collected_all,
    ),
    definitions.ClassDefinition: FactType(
        partial(definitions.build, wanted="class"), "class entry in DTCPARMS", "IBM DTCPARMS (TCPMAINT 591)"
    ),
    directory.Directory: FactType(directory.build_directory, "user directory", DIRECT),
    directory.DirectoryUser: FactType(directory.build_users, "directory entry", DIRECT),
    directory.DirectoryPool: FactType(
        directory.build_pools, "POOL statement in the directory", DIRECT, whole_directory
    ),
    stacks.TcpipData: FactType(stacks.build_tcpip_data, "TCPIP DATA", "TCPIP DATA (TCPMAINT 592)"),
    stacks.Stack: FactType(stacks.build_stacks, "TCP/IP stack", DTCPARMS),
    pools.SslServerPool: FactType(
        pools.build_pools, "SSL server or pool", DTCPARMS, definitions.collected_all
    ),
    usage.ServerInUse: FactType(
        usage.build_servers, "SSL server in use", DTCPARMS, definitions.collected_all
    ),
    pools.DcssAgent: FactType(
        pools.build_agents, "DCSS Management Agent", DTCPARMS, definitions.collected_all
    ),
    profiles.StackProfile: FactType(profiles.build_profiles, "TCP/IP profile", PROFILE),
    machines.SslMachine: FactType(machines.build_machines, "directory entry of an SSL machine", DIRECT),
    applications.ProtectedApplication: FactType(
        applications.build, "protected application", "PROFILE TCPIP, SRVRFTP CONFIG, SMTP CONFIG"
    ),
    keys.KeyDatabase: FactType(keys.build, "key database", DATABASE),
    keys.StoredCertificate: FactType(keys.build_certificates, "certificate", DATABASE, keys.all_labels_known),
    keys.KeyTrouble: FactType(
        keys.build_troubles, "trouble in a key database", DATABASE, keys.all_labels_known
    ),
    handshakes.Capture: FactType(handshakes.build_captures, "packet capture", CAPTURE),
    handshakes.CapturedHandshake: FactType(
        handshakes.build_handshakes, "TLS handshake in a packet capture", CAPTURE
    ),
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
}

READ: tuple[type, ...] = (*DOCUMENTS, Document, keys.KeyDatabase, handshakes.Capture)
"""The fact types whose facts carry ``unreadable``."""
