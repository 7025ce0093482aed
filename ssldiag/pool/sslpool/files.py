"""An order and its sizing in; the lines that the system's files need out: CP directory, DTCPARMS, profile and
TCPIP DATA.

Storage sizes, options and the shape of the entries: deck on multiple SSL servers (2010) and the pages that it
names. What only the site knows stands as question marks.
"""

from __future__ import annotations

from ssldiag.pool.sslpool.grammar import Order
from ssldiag.pool.sslpool.sizing import Sizing

LINKS = (
    "  LINK TCPMAINT 0591 0591 RR",
    "  LINK TCPMAINT 0592 0592 RR",
    "  LINK TCPMAINT 0198 0198 RR",
)
"""Server code, client code and the site's own files."""

KEYFILE = "/etc/gskadm/Database.kdb"
"""The default of KEYFILE (VMSSL command)."""

DISK = "  MDISK 0191 3390 {at} 1 {volume} MR"
"""At least one cylinder for the agent's 191 (deck of 2010); the place is the site's to fill in."""

TIMEOUT = 60
"""Seconds of SSLSERVERID TIMEOUT (our choice; the default is not documented)."""


def directory(order: Order, sizing: Sizing, at: str = "????", volume: str = "??????") -> list[str]:
    """USER DIRECT: the servers and the agent. NAMESAVE names the segment, which is called like the stack."""
    owner, stack = order.owner, order.stack
    machine = [
        f"  LOGONBY {owner} GSKADMIN",
        "  MACH XA",
        f"  NAMESAVE {stack}",
        "  OPTION ACCT MAXCONN 1024 QUICKDSP SVMSTAT APPLMON",
        "  POSIXINFO UID 7 GNAME security",
        "  SHARE RELATIVE 3000",
        "  CONSOLE 0009 3215 T",
        *LINKS,
    ]
    if order.single:
        server = [f"USER {order.pool} LBYONLY 160M 256M G", "  IPL CMS", "  IUCV ALLOW", *machine]
        server.append(DISK.format(at=at, volume=volume))
    else:
        server = [
            f"PROFILE {order.profile}",
            f"  IPL CMS PARM FILEPOOL {order.filepool}",
            "  IUCV ALLOW",
            *machine,
            f"USER {order.prefix} LBYONLY 160M 256M G",
            f"  POOL LOW 1 HIGH {sizing.servers} PROFILE {order.profile}",
        ]
    return [
        *server,
        f"USER {order.agent} LBYONLY 32M 64M GE",
        "  INCLUDE TCPCMSU",
        f"  LOGONBY {owner} GSKADMIN",
        f"  NAMESAVE {stack}",
        "  OPTION QUICKDSP SVMSTAT",
        DISK.format(at=at, volume=volume),
    ]


def dtcparms(order: Order) -> list[str]:
    """SYSTEM DTCPARMS: the stack's tag, the agent, and the entry that all servers share."""
    indent = " " * 15
    root, keys = f"/../VMBFS:{order.filepool}:ROOT/", f"/../VMBFS:{order.filepool}:GSKADMIN/"
    shared = [] if order.single else [f"{indent}:vmlink..DIR {order.directory}"]
    return [
        f":nick.{order.stack:<9}:type.server",
        f"{indent}:class.stack",
        f"{indent}:DCSS_Parms.<DEFAULT>",
        f":nick.{order.agent:<9}:type.server",
        f"{indent}:class.ssl_dcss_agent",
        f"{indent}:stack.{order.stack}",
        f"{indent}:for.{order.pool}",
        f":nick.{order.pool:<9}:type.server",
        f"{indent}:class.ssl",
        f"{indent}:stack.{order.stack}",
        f"{indent}:Admin_ID_list.{order.owner} GSKADMIN",
        f"{indent}:mixedcaseparms.YES",
        f"{indent}:timestamp.ON",
        *shared,
        f"{indent}:mount.{root} / ,",
        f"{indent}       {keys} /etc/gskadm",
        f"{indent}:parms.KEYFILE {KEYFILE}",
    ]


def profile(order: Order, sizing: Sizing) -> list[str]:
    """PROFILE TCPIP."""
    who = order.pool if order.single else "*"
    return [
        f"SSLSERVERID {who} TIMEOUT {TIMEOUT}",
        f"SSLLIMITS MAXSESSIONS {sizing.max_sessions} MAXPERSSLSERVER {sizing.per_server}",
    ]


def tcpip_data(order: Order) -> list[str]:
    """TCPIP DATA, as the servers must see it."""
    return [f"TCPIPUSERID  {order.stack}"]
