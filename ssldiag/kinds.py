"""The kinds of file that ssldiag knows: one table, used to recognise sources and to say what to collect."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """``word`` names the kind in output; ``what`` describes it; ``collect`` tells how to get one;
    ``text`` or binary.
    """

    word: str
    what: str
    collect: str
    text: bool = True


KINDS: dict[str, Kind] = {
    kind.word: kind
    for kind in (
        Kind("dtcparms", "DTCPARMS file", "SYSTEM DTCPARMS (TCPMAINT 198) and IBM DTCPARMS (TCPMAINT 591)"),
        Kind("profile_tcpip", "TCP/IP profile", "PROFILE TCPIP (TCPMAINT 198)"),
        Kind("tcpip_data", "TCPIP DATA", "TCPIP DATA (TCPMAINT 592)"),
        Kind("user_direct", "user directory or a part of it", "USER DIRECT, or DIRM REVIEW of the SSL users"),
        Kind("srvrftp_config", "FTP server configuration", "SRVRFTP CONFIG (TCPMAINT 198)"),
        Kind("smtp_config", "SMTP server configuration", "SMTP CONFIG (TCPMAINT 198)"),
        Kind("autolog_exec", "EXEC that autologs machines", "PROFILE EXEC of AUTOLOG1"),
        Kind(
            "transcript",
            "console log or command responses",
            "console logs (SPOOL CONSOLE) and command responses",
        ),
        Kind("gskit_keydb", "GSKit CMS key database", "the .kdb file that KEYFILE names", text=False),
        Kind("pkcs12", "PKCS#12 store", "the .p12 file that KEYFILE names", text=False),
        Kind("pem", "PEM certificates", "certificates in PEM form"),
        Kind("der", "DER certificate", "certificates in DER form", text=False),
        Kind("pkcs7", "PKCS#7 certificates", "certificates in PKCS#7 form", text=False),
        Kind(
            "stash",
            "stashed key database password",
            "the .sth file (its presence, size and mode are enough)",
            text=False,
        ),
        Kind("private_key", "private key", "nothing: private keys are never needed"),
        Kind("capture", "packet capture", "a capture of the failing handshake", text=False),
        Kind("note", "notes and readme files", "nothing"),
        Kind("unknown", "not recognised", "nothing"),
    )
}

CONFIGURATION = frozenset(
    (
        "dtcparms",
        "profile_tcpip",
        "tcpip_data",
        "user_direct",
        "srvrftp_config",
        "smtp_config",
        "autolog_exec",
    )
)
"""The kinds that CMS finds by file name and type, so that a copy under another name is not in use."""

BACKUP = "looks like a backup copy"
"""Why a copy of a configuration file is left alone."""
