"""All that a check may import: the decorator, the facts, and a few words to make findings with.

A check file holds one rule. Its docstring is its manual page: a title line, then ``## Why it
matters``, ``## How it is decided`` and ``## What to do``. Its decorated function takes the facts and
yields findings; it raises :class:`Undecided` when what was collected cannot settle the question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ssldiag.facts import Facts, ibmi_levels, ibmi_protocols
from ssldiag.facts.applications import ProtectedApplication
from ssldiag.facts.definitions import (
    ClassDefinition,
    Definition,
    ServerDefinition,
    collected_all,
    missing_files,
)
from ssldiag.facts.directory import Directory, DirectoryPool, DirectoryUser
from ssldiag.facts.handshakes import Capture, CapturedHandshake
from ssldiag.facts.ibmi_applications import Application, ApplicationList
from ssldiag.facts.ibmi_joblogs import JobLog, JobMessage
from ssldiag.facts.ibmi_mc import (
    CompareAndUpdate,
    McClient,
    McScenario,
    McServer,
    McStep,
    ObjectList,
    PackageSend,
    TrustedGroup,
    ValidationList,
)
from ssldiag.facts.ibmi_network import ActiveJob, JobList, Listener, NetstatList, NetworkConnection
from ssldiag.facts.ibmi_products import Product, ProductList, Ptf, PtfList
from ssldiag.facts.ibmi_servers import IbmiServer
from ssldiag.facts.ibmi_servers import servers as ibmi_servers
from ssldiag.facts.ibmi_stores import IbmiCertificate, IbmiStore, common_name
from ssldiag.facts.ibmi_systems import (
    HostEntry,
    IbmiRelease,
    IbmiSystem,
    StreamFile,
    of_system,
    release_of,
)
from ssldiag.facts.ibmi_tls import TlsConfiguration, TlsPeer, TlsSettings
from ssldiag.facts.ibmi_traces import AuditEvent, TraceEvent
from ssldiag.facts.ibmi_values import EnvironmentVariable, SystemValue, SystemValueList
from ssldiag.facts.keys import (
    KeyDatabase,
    KeyTrouble,
    StoredCertificate,
    databases_of,
    gskkyman_date,
    opened_by,
    stash_beside,
)
from ssldiag.facts.limits import Limits, limits_of
from ssldiag.facts.linux_db2 import Db2Instance
from ssldiag.facts.linux_db2_client import Db2Client
from ssldiag.facts.linux_files import HostFile
from ssldiag.facts.linux_files import files as host_files
from ssldiag.facts.linux_host import LinuxHost
from ssldiag.facts.linux_ihs import IhsHost, IhsServer, port_of
from ssldiag.facts.linux_logs import GskLogLine
from ssldiag.facts.linux_mq import LONGEST_LABEL, MqChannel, MqClient, MqManager
from ssldiag.facts.linux_plugin import PluginTransport
from ssldiag.facts.linux_tsm import TsmOptions
from ssldiag.facts.linux_uses import KeyUse, stash_opens
from ssldiag.facts.linux_was import WasSslConfig, WasStore
from ssldiag.facts.machines import SslMachine
from ssldiag.facts.pools import (
    DEFAULT_KEYFILE,
    DcssAgent,
    SslServerPool,
    agents_of,
    pools_of,
    stack_of,
)
from ssldiag.facts.probes import ExpectedService, ServedPort
from ssldiag.facts.profiles import StackProfile
from ssldiag.facts.release import Release, Service
from ssldiag.facts.runtime import ConsoleRun, DcssSegment, ServerState
from ssldiag.facts.stacks import DEFAULT_SEGMENT, DcssParms, Stack, TcpipData
from ssldiag.facts.usage import ServerInUse, agents_in_use, class_is_known, servers_in_use, tag_in_effect
from ssldiag.keydb.model import Certificate
from ssldiag.keydb.troubles import Word as KeyWord
from ssldiag.model import (
    Evidence,
    FilePlace,
    Finding,
    Located,
    Place,
    Rule,
    Severity,
    TextPlace,
)
from ssldiag.readers import ciphers
from ssldiag.readers.autolog_exec import AutologExec
from ssldiag.readers.cp_query import CpRefusal, NssMap, NssUsers, UserState
from ssldiag.readers.dtcparms import DtcparmsFile, Entry, Tag
from ssldiag.readers.keyword_file import Keyword, KeywordFile
from ssldiag.readers.linux.httpd_conf import Directive
from ssldiag.readers.openvm_list import BfsObject, OpenvmListing
from ssldiag.readers.probe import ProbedCertificate, ProbedService
from ssldiag.readers.profile_tcpip import PortReservation, ProfileTcpip
from ssldiag.readers.server_status import StatusResponse
from ssldiag.readers.transcript import Message, Transcript
from ssldiag.readers.user_direct import DirectoryEntry, DirectoryStatement, UserDirect
from ssldiag.readers.vmssl import Operand, VmsslOperands
from ssldiag.readers.vmssl import parse as parse_vmssl
from ssldiag.readers.words import number
from ssldiag.wire.model import Endpoint

__all__ = [
    "DEFAULT_KEYFILE",
    "DEFAULT_SEGMENT",
    "LONGEST_LABEL",
    "NOTHING",
    "ActiveJob",
    "Application",
    "ApplicationList",
    "AuditEvent",
    "AutologExec",
    "BfsObject",
    "Capture",
    "CapturedHandshake",
    "Certificate",
    "ClassDefinition",
    "CompareAndUpdate",
    "ConsoleRun",
    "CpRefusal",
    "Db2Client",
    "Db2Instance",
    "DcssAgent",
    "DcssParms",
    "DcssSegment",
    "Definition",
    "Directive",
    "Directory",
    "DirectoryEntry",
    "DirectoryPool",
    "DirectoryStatement",
    "DirectoryUser",
    "DtcparmsFile",
    "Endpoint",
    "Entry",
    "EnvironmentVariable",
    "Evidence",
    "ExpectedService",
    "Facts",
    "FilePlace",
    "Finding",
    "GskLogLine",
    "HostEntry",
    "HostFile",
    "IbmiCertificate",
    "IbmiRelease",
    "IbmiServer",
    "IbmiStore",
    "IbmiSystem",
    "IhsHost",
    "IhsServer",
    "JobList",
    "JobLog",
    "JobMessage",
    "KeyDatabase",
    "KeyTrouble",
    "KeyUse",
    "KeyWord",
    "Keyword",
    "KeywordFile",
    "Limits",
    "LinuxHost",
    "Listener",
    "Located",
    "McClient",
    "McScenario",
    "McServer",
    "McStep",
    "Message",
    "MqChannel",
    "MqClient",
    "MqManager",
    "NetstatList",
    "NetworkConnection",
    "NssMap",
    "NssUsers",
    "ObjectList",
    "OpenvmListing",
    "Operand",
    "PackageSend",
    "Place",
    "PluginTransport",
    "PortReservation",
    "ProbedCertificate",
    "ProbedService",
    "Product",
    "ProductList",
    "ProfileTcpip",
    "ProtectedApplication",
    "Ptf",
    "PtfList",
    "Release",
    "Rule",
    "ServedPort",
    "ServerDefinition",
    "ServerInUse",
    "ServerState",
    "Service",
    "Severity",
    "SslMachine",
    "SslServerPool",
    "Stack",
    "StackProfile",
    "StatusResponse",
    "StoredCertificate",
    "StreamFile",
    "SystemValue",
    "SystemValueList",
    "Tag",
    "TcpipData",
    "TextPlace",
    "TlsConfiguration",
    "TlsPeer",
    "TlsSettings",
    "TraceEvent",
    "Transcript",
    "TrustedGroup",
    "TsmOptions",
    "Undecided",
    "UserDirect",
    "UserState",
    "ValidationList",
    "VmsslOperands",
    "WasSslConfig",
    "WasStore",
    "agents_in_use",
    "agents_of",
    "check",
    "ciphers",
    "class_is_known",
    "collected_all",
    "common_name",
    "databases_of",
    "finding",
    "gskkyman_date",
    "host_files",
    "ibmi_levels",
    "ibmi_protocols",
    "ibmi_servers",
    "limits_of",
    "missing_files",
    "number",
    "of_system",
    "opened_by",
    "parse_vmssl",
    "pools_of",
    "port_of",
    "release_of",
    "servers_in_use",
    "stack_of",
    "stash_beside",
    "stash_opens",
    "tag_in_effect",
]

CERTAINTIES = ("documented", "inferred", "unconfirmed")


NOTHING = "nothing: it does not apply"
"""What settles a rule whose subject does not occur: the ``settle_with`` of its :class:`Undecided`."""


class Undecided(Exception):
    """What was collected does not settle this rule. ``settle_with`` is the file or command output that
    would.
    """

    def __init__(self, reason: str, settle_with: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.settle_with = settle_with


def check(
    code: str,
    name: str,
    severity: str,
    subject: str,
    *,
    needs: tuple[type, ...] = (),
    releases: str = "all",
    certainty: str = "documented",
    messages: tuple[str, ...] = (),
    caused_by: tuple[str, ...] = (),
    fix: str = "",
    sources: tuple[str, ...] = (),
    facts: tuple[str, ...] = (),
) -> Callable[[Callable[[Facts], Iterator[Finding]]], Rule]:
    """Make a rule of a function. Fields as in :class:`ssldiag.model.Rule`; ``messages`` are vendor
    message ids.

    Raises ValueError for a certainty that is no word of the list, and for an error that is not
    documented.
    """
    if certainty not in CERTAINTIES:
        raise ValueError(f"{code}: certainty is one of {', '.join(CERTAINTIES)}")
    if severity == "error" and certainty != "documented":
        raise ValueError(f"{code}: only a documented rule may be an error")

    def make(function: Callable[[Facts], Iterator[Finding]]) -> Rule:
        return Rule(
            code,
            name,
            Severity(severity),
            subject,
            function,
            needs,
            releases,
            certainty,
            messages,
            caused_by,
            fix,
            sources,
            facts,
        )

    return make


def finding(
    code: str,
    message: str,
    *where: Evidence | Located[object] | Place | tuple[Located[object] | Place, str],
    about: tuple[str, ...] = (),
    severity: Severity | None = None,
    fix: str = "",
) -> Finding:
    """A finding from places, located values, or pairs of one of these and a note."""
    return Finding(code, message, tuple(evidence(item) for item in where), frozenset(about), severity, fix)


def evidence(item: Evidence | Located[object] | Place | tuple[Located[object] | Place, str]) -> Evidence:
    """One piece of evidence from any of the forms that :func:`finding` takes."""
    if isinstance(item, Evidence):
        return item
    if isinstance(item, tuple):
        place, note = item
        return Evidence(place.place if isinstance(place, Located) else place, note)
    return Evidence(item.place if isinstance(item, Located) else item)
