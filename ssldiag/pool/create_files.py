"""The text of the files of a new pool: z/VM's own, and ``pool.toml``. Values in, text by file name out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.keydb.choices import KeyKind
from ssldiag.pool.plan import DEFAULT_PER_SERVER, DEFAULT_SESSIONS

KEYFILE = "/etc/gskadm/Database.p12"
GSKADMIN = "bfs/VMSYS/GSKADMIN"
"""Where the file pool's directory lies in the folder of a pool, and what is mounted at /etc/gskadm."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new pool has. ``apps`` are echo, ftp, smtp and telnet; ``local_user`` may use SSLADMIN.
    ``key`` is the kind of the server's key.
    """

    stack: str = "TCPIP"
    prefix: str = "SSL"
    servers: int = 5
    single: bool = False
    sessions: int = DEFAULT_SESSIONS
    per_server: int = DEFAULT_PER_SERVER
    label: str = "TLSCERT1"
    apps: tuple[str, ...] = ("echo", "ftp", "smtp", "telnet")
    protocols: tuple[str, ...] = ("TLSV1_2", "TLSV1_3")
    port_offset: int = 10_000
    local_user: str = ""
    level: str = "740"
    key: KeyKind = KeyKind.RSA_2048

    @property
    def pool(self) -> str:
        """The name that DTCPARMS gives it."""
        return "SSLSERV" if self.single else f"{self.prefix}*"

    @property
    def agent(self) -> str:
        """The user id of its agent."""
        return f"{self.prefix}DCSSM"

    @property
    def profile(self) -> str:
        """The directory profile of its machines."""
        return f"TCP{self.prefix}U"


USERIDS = {"echo": "ECHOSRV", "ftp": "FTPSERVE", "smtp": "SMTP", "telnet": "INTCLIEN"}
"""Application -> the machine that runs it."""

PORTS = {
    "echo": ("   7 TCP ECHOSRV", "1007 TCP ECHOSRV SECURE {label}"),
    "ftp": ("  20 TCP FTPSERVE NOAUTOLOG", "  21 TCP FTPSERVE           ; explicit TLS"),
    "smtp": ("  25 TCP SMTP               ; STARTTLS", " 465 TCP SMTP SECURE {label}"),
    "telnet": ("  23 TCP INTCLIEN           ; dynamic TLS", " 992 TCP INTCLIEN SECURE {label}"),
}
"""Application -> its reservations."""


def files(wish: Wish) -> dict[str, str]:
    """Every file by its name in the folder."""
    found = {
        "SYSTEM.DTCPARMS": system_dtcparms(wish),
        "IBM.DTCPARMS": ibm_dtcparms(wish),
        "PROFILE.TCPIP": profile(wish),
        "TCPIP.DATA": tcpip_data(wish),
        "USER.DIRECT": directory(wish),
        "pool.toml": pool_toml(wish),
    }
    if "ftp" in wish.apps:
        found["SRVRFTP.CONFIG"] = (
            "; SRVRFTP CONFIG - explicit FTPS\nPORT 21\nSECURECONTROL REQUIRED\nSECUREDATA    REQUIRED\n"
            f"TLSLABEL      {wish.label}\n"
        )
    if "smtp" in wish.apps:
        found["SMTP.CONFIG"] = (
            f"; SMTP CONFIG\nPORT 25\nPOSTMASTER TCPMAINT\nTLS ALLOWED\nTLSLABEL {wish.label}\n"
        )
    return found


def system_dtcparms(wish: Wish) -> str:
    """The local entries: stack, agent, SSL servers, applications."""
    parms = f"KEYFILE {KEYFILE} CACHELIFE 24 H PROTOCOL {' '.join(wish.protocols)}"
    lines = [
        ".* SYSTEM DTCPARMS",
        *entry(wish.stack, "stack", "DCSS_Parms.<DEFAULT>"),
        *entry(wish.agent, "ssl_dcss_agent", f"stack.{wish.stack}", f"for.{wish.pool}"),
        *entry(
            wish.pool,
            "ssl",
            f"stack.{wish.stack}",
            "Admin_ID_list.TCPMAINT GSKADMIN",
            "mixedcaseparms.YES",
            "timestamp.ON",
            *(() if wish.single else (f"vmlink..DIR VMSYS:TCPMAINT.SSLPOOL_{wish.prefix}",)),
            "mount./../VMBFS:VMSYS:ROOT/ / ,\n                      /../VMBFS:VMSYS:GSKADMIN/ /etc/gskadm",
            f"parms.{parms}",
        ),
    ]
    if "ftp" in wish.apps:
        lines += entry("FTPSERVE", "ftp")
    return "\n".join(lines) + "\n"


def entry(nick: str, kind: str, *tags: str) -> Iterator[str]:
    """A server entry: a line a tag."""
    yield f":nick.{nick:<9}:type.server"
    for tag in (f"class.{kind}", *tags):
        yield f"               :{tag}"


def ibm_dtcparms(wish: Wish) -> str:
    """A stand-in for the supplied file: the classes, and the entries of servers that are not local."""
    lines = [".* Stand-in for the supplied file: the classes, and the entries that every system gets"]
    for nick, name, command in (
        ("stack", "TCP/IP Stack", "TCPIP"),
        ("ssl", "SSL daemon", "VMSSL"),
        ("ssl_dcss_agent", "SSL DCSS Management Agent", "SSLIDCSS"),
        ("ftp", "FTP daemon", "SRVRFTP"),
        ("smtp", "SMTP daemon", "SMTP"),
    ):
        lines += [
            f":nick.{nick} :type.class",
            f"               :name.{name}",
            f"               :command.{command}",
            "               :owner.TCPMAINT",
        ]
    if "smtp" in wish.apps:
        lines += entry("SMTP", "smtp")
    return "\n".join(lines) + "\n"


def profile(wish: Wish) -> str:
    """PROFILE TCPIP."""
    who = wish.pool if wish.single else "*"
    sessions = min(wish.sessions, wish.per_server) if wish.single else wish.sessions
    autolog = [USERIDS[app] for app in wish.apps if app != "telnet"]
    lines = [
        "; PROFILE TCPIP",
        f"SSLSERVERID {who} TIMEOUT 60",
        f"SSLLIMITS MAXSESSIONS {sessions} MAXPERSSLSERVER {wish.per_server}",
    ]
    if autolog:
        lines += ["AUTOLOG", *(f"  {userid:<8} 0" for userid in autolog), "ENDAUTOLOG"]
    ports = [f"  {line.format(label=wish.label)}" for app in wish.apps for line in PORTS[app]]
    lines += ["PORT", *ports] if ports else []
    if "telnet" in wish.apps:
        lines += [
            "INTERNALCLIENTPARMS",
            "  PORT 23",
            "  SECURECONNECTION REQUIRED",
            f"  TLSLABEL {wish.label}",
            "ENDINTERNALCLIENTPARMS",
        ]
    lines += ["HOME", "  127.0.0.1 255.0.0.0 LOOP"]
    return "\n".join(lines) + "\n"


def tcpip_data(wish: Wish) -> str:
    """TCPIP DATA."""
    return (
        f"; TCPIP DATA\nTCPIPUSERID  {wish.stack}\nHOSTNAME     REFPOOL\nDOMAINORIGIN EXAMPLE.COM\n"
        "SECURETELNETCLIENT YES\n"
    )


def directory(wish: Wish) -> str:
    """USER DIRECT: the pool's profile and range (or the single server), the agent, the other machines."""
    links = [f"  LINK TCPMAINT {disk} {disk} RR" for disk in ("0591", "0592", "0198")]
    console = ["  CONSOLE 0009 3215 T"]
    ssl = [
        "  IPL CMS PARM FILEPOOL VMSYS",
        "  IUCV ALLOW",
        "  LOGONBY TCPMAINT GSKADMIN",
        "  MACH XA",
        f"  NAMESAVE {wish.stack}",
        "  OPTION ACCT MAXCONN 1024 QUICKDSP SVMSTAT APPLMON",
        "  POSIXINFO UID 7 GNAME security",
        "  SHARE RELATIVE 3000",
        *console,
        *links,
    ]
    lines = ["GLOBALDEFS", "  POSIXGROUP security 7", "*", "PROFILE TCPCMSU", "  IPL CMS", "  MACH XA"]
    lines += [*console, "  SPOOL 000C 2540 READER *", *links, "*"]
    lines += ["PROFILE " + wish.profile, *ssl, "*"] if not wish.single else []
    lines += user("TCPMAINT", "128M 1000M ABCDEFG", "LOGONBY MAINT", "MDISK 0191 3390 100 10 VMWRK1 MR")
    lines += user(
        "GSKADMIN", "64M 128M G", "POSIXINFO UID 6 GNAME security", "MDISK 0191 3390 110 5 VMWRK1 MR"
    )
    lines += user(
        wish.stack,
        "256M 512M ABG",
        "OPTION QUICKDSP SVMSTAT MAXCONN 1024 DIAG98 APPLMON",
        "SHARE RELATIVE 3000",
        "IUCV ALLOW",
        "IUCV ANY",
        "MDISK 0191 3390 120 5 VMWRK1 MR",
    )
    if wish.single:
        lines += ["USER SSLSERV LBYONLY 160M 256M G", *ssl, "  MDISK 0191 3390 160 5 VMWRK1 MR"]
    else:
        pool = f"  POOL LOW 1 HIGH {wish.servers} PROFILE {wish.profile}"
        lines += [f"USER {wish.prefix} LBYONLY 160M 256M G", pool]
    lines += user(
        wish.agent,
        "32M 64M GE",
        "LOGONBY TCPMAINT GSKADMIN",
        f"NAMESAVE {wish.stack}",
        "OPTION QUICKDSP SVMSTAT",
        "MDISK 0191 3390 130 1 VMWRK1 MR",
    )
    for index, app in enumerate(app for app in wish.apps if app != "telnet"):
        disk = f"MDISK 0191 3390 {140 + 10 * index} 5 VMWRK1 MR"
        lines += user(USERIDS[app], "32M 128M BG" if app == "ftp" else "32M 128M G", disk)
    return "\n".join(lines) + "\n"


def user(name: str, rest: str, *statements: str) -> list[str]:
    """A machine that includes the profile of CMS servers."""
    logon = () if any(item.startswith("LOGONBY") for item in statements) else ("LOGONBY TCPMAINT",)
    return [
        f"USER {name} LBYONLY {rest}",
        *(f"  {item}" for item in ("INCLUDE TCPCMSU", *logon, *statements)),
    ]


def pool_toml(wish: Wish) -> str:
    """``pool.toml``."""
    kinds = [f'{USERIDS[app]} = "{app}"' for app in wish.apps]
    users = [f'"{wish.local_user}" = "TCPMAINT"'] if wish.local_user else []
    return "\n".join(
        (
            "# What the reference pool needs and z/VM's own files cannot say.",
            "[pool]",
            'listen = "127.0.0.1"         # loopback unless you say otherwise',
            f"# Added to each port of the profile: 992 is bound as {wish.port_offset + 992}.",
            f"port_offset = {wish.port_offset}",
            f'level = "{wish.level}"',
            "",
            "[backends]                   # a real plaintext server behind statically secured ports",
            '# ECHOSRV = "127.0.0.1:7"',
            "",
            "[fronts]                     # a real server behind our negotiation (STARTTLS, START_TLS)",
            '# SMTP = "127.0.0.1:2525"',
            "",
            "[kinds]                      # which of the small servers runs as a user id",
            *kinds,
            "",
            "[users]                      # who may use SSLADMIN: local user = z/VM user id",
            *users,
            "",
        )
    )
