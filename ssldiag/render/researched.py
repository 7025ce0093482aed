"""The rules that were researched before the checks were written, by platform: their identifiers alone.

What each asks is told by the checks that name it in ``facts=``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Study:
    """The researched rules of a platform. ``families``: how an identifier begins -> the rest of each, and
    what they are about; ``letters`` those of the codes of its own checks.
    """

    introduction: str
    families: Mapping[str, tuple[tuple[str, ...], str]]
    letters: frozenset[str]

    def of(self, family: str) -> tuple[str, ...]:
        """The identifiers of a family."""
        return tuple(f"{family}{rest}" for rest in self.families[family][0])

    @property
    def ids(self) -> tuple[str, ...]:
        """All identifiers, in the order of the page."""
        return tuple(item for family in self.families for item in self.of(family))


ZVM_FAMILIES: dict[str, tuple[int, str]] = {
    "DTC": (28, "DTCPARMS"),
    "PRM": (30, "Operands of the SSL server"),
    "PRF": (30, "PROFILE TCPIP"),
    "DAT": (2, "TCPIP DATA and client commands"),
    "DIR": (22, "User directory"),
    "APP": (10, "FTP, SMTP, Telnet and their labels"),
    "KDB": (13, "Key database"),
    "RUN": (13, "What consoles and responses show"),
    "SVC": (7, "Service"),
}
"""Letters of an identifier -> how many there are, numbered from 1, and what they are about."""

ZVM = Study(
    """# What is checked, and what is not

Before any check was written, the rules of a z/VM SSL server were gathered from IBM's documentation, APARs
and public logs: {researched} of them, numbered by family. Each check says in its file which of them it
decides.

Of the {researched}, {fully} are decided, {partly} more in part, and {undecided} are not.
""",
    {
        letters: (tuple(f"{number:03}" for number in range(1, last + 1)), about)
        for letters, (last, about) in ZVM_FAMILIES.items()
    },
    frozenset(("ZVM", "CERT", "TLS")),
)

IBMI = Study(
    """# What is checked on IBM i, and what is not

Before any check was written, the rules of TLS on IBM i were gathered from the i5/OS V5R4 topic on Secure
Sockets Layer, later pages of IBM and public reports: {researched} of them, named by family. Each check says
in its file which of them it decides.

Of the {researched}, {fully} are decided, {partly} more in part, and {undecided} are not.
""",
    {
        "IBMI-PRQ-": (
            (
                "DCM",
                "TC1",
                "DG1",
                "JV1",
                "AC3-OLD",
                "AC3-NEW",
                "OPT35",
                "HOSTSVR",
                "LOADSTATE",
                "71TLS12",
                "TN-CLIENT",
            ),
            "Prerequisites",
        ),
        "IBMI-REL-": (
            (
                "SCN-A-CENTRAL",
                "SCN-A-PC",
                "SCN-B",
                "V5R1",
                "MGTC75",
            ),
            "Releases",
        ),
        "IBMI-MC-": (
            (
                "CLIENT-ON-EARLY",
                "CLIENT-OFF-FIRST",
                "LEVEL-ANY",
                "TABLE1",
                "PENDING-RESTART",
                "NAV-RESTART",
                "NO-EARLY-RESTART-1",
                "NO-EARLY-RESTART-2",
                "INVENTORY",
                "CU-MODEL",
                "CU-DONE",
                "TG-MEMBER",
                "EP-RESTART",
                "PAIR-SSL",
                "PAIR-LEVEL",
                "SRVFIRST",
                "VLDL-LIB",
                "VLDL-STALE",
                "VLDL-COPIED",
                "SEND-OPTIONS",
                "SEND-SRC-FAIL",
                "PC-NOCLIENTAUTH",
                "SCOPE-ONE",
                "EXPOSED",
                "NAMES",
            ),
            "Management Central",
        ),
        "IBMI-CRT-": (
            (
                "MC",
                "SEVEN",
                "CA-PC",
                "CA-CENTRAL",
                "CA-ENDPOINT",
                "DATES",
                "PRIVKEY",
                "SAN",
                "SELFSIGNED",
                "STORE-AUTH",
                "STORE-PATH",
                "CERTAUTH-LEFTOVER",
                "ASSIGN-AFTER-RENEW",
                "WINAP-STORE",
                "CLIENTAUTH-SUPPORT",
                "APPID-KNOWN",
            ),
            "Certificates and assignments",
        ),
        "IBMI-TLS-": (
            (
                "QSSL-V5R4",
                "WEAKPROTO",
                "WEAKCIPHER",
                "CTL-READONLY",
                "OPSYS-UPGRADE",
                "CIPHER-ORPHAN",
                "OPSYS-TABLE",
                "NODHE",
                "V5R4-PEER",
                "SERVER-MIN",
                "AUTH",
                "SIDCACHE",
                "V3-ONLY",
            ),
            "Protocols and ciphers",
        ),
        "IBMI-SRV-": (
            (
                "PORTMATCH",
                "STALEPORT",
                "MINPORTS",
                "449-TLS",
                "TN-CPDBCB3",
                "TN-TCP2550",
                "TN-INITOK",
                "ADMIN",
                "FTP-SECDATA",
                "FTP-CA",
                "DDM-NOTTLS",
                "MQ-REFRESH",
            ),
            "Servers, ports and jobs",
        ),
        "IBMI-COD-": (
            (
                "SIGN",
                "MULTI",
                "402",
                "403",
                "406",
                "410",
                "415",
                "420",
                "CWB",
            ),
            "Return codes in job logs",
        ),
        "IBMI-DAT-": (
            (
                "CERTINFO",
                "SKAUDIT",
            ),
            "Queries and audit journal",
        ),
        "IBMI-TRC-": (
            (
                "ASCII",
                "PCAP",
                "LEN",
                "V6EXT",
                "FRACTION",
            ),
            "Traces",
        ),
        "ZVM-TRC-": (
            ("SIZE",),
            "Traces of z/VM",
        ),
        "IBMI-PY-": (
            ("RELEASE",),
            "Running on IBM i",
        ),
    },
    frozenset(("IBMI",)),
)
