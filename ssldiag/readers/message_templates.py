"""The wording of the messages whose parts the checks use: id in, the patterns of its text out.

Patterns are matched over text whose runs of blanks are squeezed to one and whose curly quotes are made
straight, so they use plain blanks and ``["']``. Named groups become fields. The ids and wordings are those of
the message table (``errortables``), where each has its source; several wordings of one id stand in the order
they are tried.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Template:
    """One wording. ``closed``: a full match is the end of the message, nothing can follow on the next line.

    ``what`` is a field of its own for ids that have several wordings.
    """

    pattern: str
    closed: bool = True
    what: str = ""


def closed(*patterns: str) -> tuple[Template, ...]:
    """Wordings with a fixed end."""
    return tuple(Template(pattern) for pattern in patterns)


def open_ended(*patterns: str) -> tuple[Template, ...]:
    """Wordings that end in free text, which may wrap."""
    return tuple(Template(pattern, closed=False) for pattern in patterns)


DATED = r"dated (?P<dated>\S+) at (?P<at>\S+)"
FILE = r"(?P<file>\S+(?: \S+){1,2})"
PLACED = r"The virtual machine is placed in CP mode due to an? (?P<reason>.+?) from CPU (?P<cpu>\w+)\.?"
PAIR = r"\S+ [A-Z0-9]{5,8}"
SAVED = r"(?:(?:The )?Named Saved System(?: \(NSS\))?|Saved segment) (?P<name>\S+) was successfully"

KILLED = r"\* ?MSG FROM (?P<from>\S+) ?: Restarting you because KillClient called for reason: "

TEMPLATES: dict[str, tuple[Template, ...]] = {
    "DTCRUN1001E": closed(r"""["'](?P<command>.+?)["'] failed with return code (?P<rc>-?\d+)\.?"""),
    "DTCRUN1002E": closed(r"File (?P<file>.+?) was not found on any accessed disk or directory\.?"),
    "DTCRUN1011I": (
        Template(
            r"Server started at (?P<time>\S+) on (?P<date>.+?)(?: \((?P<weekday>\w+)\))?", what="started"
        ),
        Template(r"Running server command: (?P<command>.+)", closed=False, what="command"),
        Template(r"Parameters in use: (?P<parameters>.+)", closed=False, what="parameters"),
        Template(r"No parameters in use\.?", what="no parameters"),
    ),
    "DTCRUN1021R": closed(
        r"To cancel (?P<class>.+?) startup, type any non-blank character and press ENTER\."
        r" To continue startup, just press ENTER\.?"
    ),
    "DTCRUN1022I": closed(r"Console log will be sent to (?:default )?owner ID: (?P<userid>\S+)"),
    "DTCRUN1028E": closed(
        r":Stack\.(?P<stack1>\S+) specified in (?P<file>.+?) does not match"
        r""" ["']?(?P<keyword>\S+) (?P<stack2>[^\s"']+)["']? in the TCPIP DATA file\.?"""
    ),
    "DTCRUN1038I": closed(r"Server is not configured to support secure connections\.?"),
    "DTCRUN1043I": closed(r"Initiating XAUTOLOG of server (?P<userid>[^\s.]+)\.?"),
    "DTCRUN1046I": closed(
        rf"""Using ["'](?P<what>[^"']+)["'] definition \((?P<name>[^)]*)\) from file: {FILE}"""
    ),
    "DTCRUN1048I": (
        Template(r"SLVL service information for: (?P<module>\S+) MODULE (?P<mode>\S+)", what="module"),
        Template(rf"(?P<pairs>{PAIR}(?: {PAIR}){{0,2}})", what="pairs"),
    ),
    "DTCRUN1096I": closed(r"STORAGE = (?P<storage>\S+)"),
    "DTCRUN1099E": closed(r"Server not started - correct problem and retry\.?"),
    "DTCSSL002I": closed(r"mainSSL\(\) started(?:\.\.\.)?"),
    "DTCSSL005E": closed(r"Storage exceeded creating (?P<object>\S+)"),
    "DTCSSL022E": open_ended(r"Handshake failed rc: (?P<rc>-?\d+) reason: (?P<reason>.+)"),
    "DTCSSL050E": closed(
        r"(?P<function>\S+) failed with (?P<what>\S+) (?P<number>-?\d+)"
        r" rc: (?P<rc>-?\d+) errno: (?P<errno>-?\d+)"
    ),
    "DTCSSL107E": open_ended(r"Internal error: (?P<error>.+)"),
    "DTCSSL505W": closed(r"Local client requested use of CERTNOCHECK; Request ignored\.?"),
    "DTCSSL2421E": open_ended(
        r"(?P<server>[^\s:]{1,8}): Communication error: (?P<error>.+)",
    ),
    "DTCSSLT01I": closed(
        r"(?P<server>\S+) conn (?P<conn>\d+) (?P<local>\S+) (?P<foreign>\S+)"
        r" state (?P<from>\S+) -> (?P<to>\S+)"
    ),
    "DTCSSLT02I": open_ended(
        r"(?P<server>\S+) conn (?P<conn>\d+) handshake ok (?P<protocol>\S+) (?P<cipher>\S+)"
        r" label (?P<label>\S+) cache (?P<cache>\w+)"
    ),
    "DTCSSLT03I": open_ended(
        r"(?P<server>\S+) conn (?P<conn>\d+) (?P<way>recv|send) (?P<length>\d+) (?P<data>.+)"
    ),
    "DTCFTS8467E": open_ended(r"Error verifying TLS label (?P<label>.+?): (?P<reason>.+)"),
    "DTCTCP001I": closed(r"z/VM TCP/IP Level (?P<level>\d+)"),
    "DTCIPI005I": closed(rf"Trying to open {FILE}"),
    "DTCIPI006I": closed(rf"Using profile file {FILE} {DATED}"),
    "DTCIPI008I": closed(rf"Initializing\.\.\. (?P<module>\S+) MODULE (?P<mode>\S+) {DATED}"),
    "DTCIPI009I": closed(r"Devices will use diagnose 98 real channel program support"),
    "DTCIPI012I": closed(r"TCP/IP running under z/VM system"),
    "DTCIPI052I": closed(r"TCP/IP Module Load Address: (?P<address>\w+)"),
    "DTCIPW2520I": closed(r"File (?P<file>.+?) created on (?P<userid>\S+) (?P<vdev>\S+)"),
    "DTCOSD246I": closed(r"OSD device (?P<device>\S+): Assigned IPv4 address (?P<address>\S+)"),
    "DMSOVZ2113E": closed(r"""Object does not exist: (?:["'](?P<path>[^"']+)["']|(?P<bare>/\S+))\.?"""),
    "DMSFRO159E": closed(
        r"Insufficient storage available to satisfy free storage request from (?P<address>[^\s.]+)\.?"
    ),
    "DMSACP113S": closed(r"(?P<mode>\S+?) ?\((?P<vdev>\w+)\) not attached or invalid device address"),
    "DMSACP723I": closed(r"(?P<mode>\S+?) ?\((?P<vdev>\w+)\) (?P<access>R/[OW])"),
    "DMSOPN069E": closed(r"Filemode (?P<mode>\S+) not accessed"),
    "DMSABE148T": open_ended(r"System abend (?P<code>\S+) called from (?P<address>\S+)"),
    "HCPCQU045E": closed(r"(?P<userid>\S+) not logged on"),
    "HCPMSG045E": closed(r"(?P<userid>\S+) not logged on"),
    "HCPCQU361E": closed(r"LOGOFF/FORCE pending for user (?P<userid>\S+)"),
    "HCPCQV003E": open_ended(r"Invalid option - (?P<option>.+)"),
    "HCPCMD001E": open_ended(r"Unknown CP command: (?P<command>.+)"),
    "HCPLNM053E": closed(r"(?P<userid>\S+) not in CP directory"),
    "HCPCLS6056I": closed(
        r"XAUTOLOG information for (?P<userid>[^\s:]+): (?P<what>The IPL command is verified by the"
        r" IPL command processor)\."
    ),
    "HCPNSD440I": closed(rf"{SAVED} defined in fileid (?P<fileid>\d+)\.?"),
    "HCPNSS440I": closed(rf"{SAVED} saved in fileid (?P<fileid>\d+)\.?"),
    "HCPSIG2114I": closed(
        r"User (?P<userid>\S+) termination may be delayed for up to (?P<seconds>\d+) seconds"
    ),
    "HCPGSP2627I": closed(PLACED),
    "HCPGSP2629I": closed(PLACED),
    "HCPGSP2630I": closed(PLACED),
    "HCPGIR450W": open_ended(r"CP entered; disabled wait PSW (?P<psw>.+)"),
    "HCPGIR453W": closed(r"CP entered; program interrupt loop"),
    # text-only messages: the whole line is the text
    "TCPIP-KILLCLIENT": (
        Template(
            KILLED + r"(?P<reason>Client terminated TCP/IP service|Fatal inter-VM communication error)\.?"
        ),
        Template(KILLED + r"(?P<reason>.+)", closed=False),
    ),
    "CP-MSG": open_ended(r"\* ?MSG FROM (?P<from>\S+) ?: (?P<message>.+)"),
    "CP-AUTOLOGON": closed(r"AUTO LOGON \*\*\* (?P<userid>\S+) USERS = (?P<users>\d+)(?: BY (?P<by>\S+))?"),
    "CP-FORCED": closed(
        r"USER (?P<terminal>\S+) LOGOFF AS (?P<userid>\S+) USERS = (?P<users>\d+) FORCED BY (?P<by>\S+)"
    ),
    "CP-XAUTOLOG-OK": closed(r"Command accepted"),
    "CP-LEVEL": closed(
        r"z/VM Version (?P<version>\d+) Release (?P<release>[\d.]+), Service Level (?P<service>\d+).*"
    ),
    "CMS-LEVEL": closed(r"z/VM V(?P<level>[\d.]+) (?P<built>\S+ \S+)"),
    "PING-LEVEL": open_ended(r"Ping Level (?P<level>\d+): ?.*"),
    "TELNET-BANNER": closed(r"VM TCP/IP Telnet Level (?P<level>\d+)"),
    "TELNET-NOSSL": closed(r"SSL Server is not available on local system\.?"),
    "TELNET-QUIT": closed(r"Quitting\.\.\.bye"),
    "FTP-421-SECURITY": closed(r"421 Temporarily unable to process security\.?"),
    "FTP-503-PROT": closed(r"503 Bad sequence of commands\.?"),
    "FTP-220-IDLE": closed(r"220 Connection will close if idle for more than (?P<minutes>\d+) minutes\.?"),
    "FTP-ABORT-1": closed(r"Foreign host aborted the connection\.?"),
    "FTP-ABORT-2": closed(
        r"(?P<note>\S+) note shows error: Foreign host aborted the connection error in SendToTcp\.?"
    ),
    "GSKKYMAN-STATUS": open_ended(r".*?0x(?P<code>03353[0-9A-Fa-f]{3})\b(?: \((?P<reason>[^)]*)\))?.*"),
    "LINUX-OOM-1": closed(r"(?:\d\d:\d\d:\d\d )?__alloc_pages: (?P<order>\d+)-order allocation failed \(.*"),
    "LINUX-OOM-2": closed(r"VM: killing process (?P<process>\S+)"),
}

FAMILIES: tuple[tuple[str, tuple[Template, ...]], ...] = (
    ("DTCSSL24", open_ended(r"(?P<server>[^\s:]{1,8}): (?P<error>.+)")),
    (
        "DMSITP",
        open_ended(
            r"(?P<exception>.+?) exception occurred at (?P<address>\S+) in (?:routine|program) (?P<name>\S+)"
        ),
    ),
    ("DMSABE", open_ended(r"(?P<kind>\w+) abend (?P<code>\S+) called from (?P<address>\S+)")),
    ("GSKKYMAN-", TEMPLATES["GSKKYMAN-STATUS"]),
    ("TCPIP-KILLCLIENT-", TEMPLATES["TCPIP-KILLCLIENT"]),
)
"""Id prefix -> wordings, for ids that are not in the table. DTCSSL24xx as answers of SSLADMIN is inferred
from one id."""

KILL_REASONS = {
    "Client terminated TCP/IP service": "TCPIP-KILLCLIENT-1",
    "Fatal inter-VM communication error": "TCPIP-KILLCLIENT-2",
}
"""The reasons that the message table knows, each under its own name."""

TEXT_ONLY: tuple[tuple[str, str, str], ...] = (
    ("TCPIP-KILLCLIENT", "I", r"\* ?MSG FROM \S{1,8} *: *Restarting you because KillClient"),
    ("CP-MSG", "I", r"\* ?MSG FROM \S{1,8} *:"),
    ("CP-AUTOLOGON", "I", r"AUTO LOGON +\*\*\* "),
    ("CP-FORCED", "I", r"USER \S{1,8} +LOGOFF AS +\S{1,8} +USERS = \d+ +FORCED BY \S"),
    ("CP-XAUTOLOG-OK", "I", r"Command accepted\s*$"),
    ("CP-LEVEL", "I", r"z/VM Version \d+ Release [\d.]+, Service Level \d"),
    ("CMS-LEVEL", "I", r"z/VM V\d[\d.]* +\d{4}-\d\d-\d\d "),
    ("PING-LEVEL", "I", r"Ping Level \d{3}:"),
    ("TELNET-BANNER", "I", r"VM TCP/IP Telnet Level \d"),
    ("TELNET-NOSSL", "E", r"SSL Server is not available on local system"),
    ("TELNET-QUIT", "I", r"Quitting\.\.\.bye"),
    ("FTP-421-SECURITY", "E", r"421 Temporarily unable to process security"),
    ("FTP-503-PROT", "E", r"503 Bad sequence of commands"),
    ("FTP-220-IDLE", "I", r"220 Connection will close if idle for more than"),
    ("FTP-ABORT-1", "E", r"Foreign host aborted the connection\.?\s*$"),
    ("FTP-ABORT-2", "E", r"\S+ note shows error: Foreign host aborted the connection"),
    ("GSKKYMAN-STATUS", "E", r".{0,200}?\b0x03353[0-9A-Fa-f]{3}\b"),
    ("LINUX-OOM-1", "E", r"__alloc_pages: \d"),
    ("LINUX-OOM-2", "E", r"VM: killing process \S"),
)
"""Messages without an id: the name the message table gives them, a severity of ours, how the line begins."""
