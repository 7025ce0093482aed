"""A host full of secrets that occur nowhere else, in every kind of source and in many encodings."""

from __future__ import annotations

import base64
import os
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

NOW = "2026-11-22T12:00:00Z"

SECRETS = (
    "DIRPW7Q", "IDENPW8Z", "RDPWQ1", "WRPWQ2", "MLPWQ3", "LOGPWQ9", "FTPPW77x", "netrcPW5", "AUTPWQ4",
    "jsonPW-31", "BearerTok3nQ", "urlPW99q", "cmdPW44z", "smtpPW66", "LINKPWQ8", "USERSECRETWORD",
    "gskPW12-q", "ftpLinePw8",
)  # fmt: skip
"""Passwords, tokens and a word of ``--secret``."""

NAMES = (
    "CANARYU1", "CANARYU2", "CANARYZ9", "zvmcanary", "canary-corp.com", "ftp.canary-corp.com",
    "198.18.77.5", "198.18.77.6", "203.0.113.91", "2001:db8:77::ca5a", "02-11-22-33-44-c7",
    "postbox.dave@canary-corp.com", "CANVOL", "Canary Holdings", "sni.canary-corp.com",
    "pathcanary.canary-corp.com", "canaryjob", "203.0.113.254", "Canaryland", "node7canary",
    "homecanary",
)  # fmt: skip
"""Names and addresses that are replaced."""

PEM_LINE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC"


def directory() -> str:
    return "\n".join(
        (
            "USER CANARYU1 DIRPW7Q 32M 64M G",
            "  LOGONBY CANARYU2",
            "  MDISK 0191 3390 100 10 CANVOL MR RDPWQ1 WRPWQ2 MLPWQ3",
            "  LINK TCPMAINT 0591 0591 RR",
            "IDENTITY CANARYZ9 IDENPW8Z 32M 64M G",
            "USER TCPIP LBYONLY 128M 256M ABG",
            "  LOGONBY TCPMAINT CANARYU1",
            "USER SSL LBYONLY 160M 256M G",
            "  POOL LOW 1 HIGH 2 PROFILE TCPSSLU",
        )
    )


def profile() -> str:
    return "\n".join(
        (
            "; PROFILE of CANARYU1, mail postbox.dave@canary-corp.com",
            "SSLSERVERID * TIMEOUT 60",
            "AUTOLOG",
            "  CANARYZ9 AUTPWQ4",
            "  FTPSERVE 0",
            "ENDAUTOLOG",
            "PORT",
            "   992 TCP CANARYU2 SECURE TLSCERT1",
            "HOME",
            "  198.18.77.5 255.255.255.0 ETH0",
            "  2001:db8:77::ca5a ETH0",
            "GATEWAY",
            "  DEFAULTNET 198.18.77.6 ETH0 1500",
        )
    )


def console() -> str:
    plain = base64.b64encode(b"\0CANARYU1\0smtpPW66").decode()
    return "\n".join(
        (
            "LOGON CANARYU1 LOGPWQ9",
            "LOGON AT 07:12:11 EST SUNDAY 11/22/26",
            "HCPLNM101E LINK CANARYU2 191 291 RR LINKPWQ8",
            "link canaryu2 191 291 rr LINKPWQ8",
            "DTCRUN1011I Server started at 07:12:13 on 22 Nov 2026 (Sunday)",
            "07:12:14 DTCIPI005I Trying to open ZVMCANARY TCPIP *",
            "07:12:14 DTCFTS8467E Error verifying TLS label tlscert1: Label is not recognized",
            ">>>USER canaryu1",
            ">>>PASS FTPPW77x",
            "user canaryu1 ftpLinePw8",
            "AUTH PLAIN " + plain,
            "250 ftp.canary-corp.com Hello [203.0.113.91], lladdr 02-11-22-33-44-c7",
            "connect to https://canaryu1:urlPW99q@ftp.canary-corp.com:990/x from 203.0.113.91..51022",
            "hex C3C1D5C1D9E8E4F1 and "
            + b"zvmcanary".hex()
            + " and "
            + base64.b64encode(b"host zvmcanary.").decode(),
            "url zvm%63anary and &#122;vmcanary and CANARYU1@NODE7CANARY at node7canary",
            "USERSECRETWORD seen inside xUSERSECRETWORDx, tcpdump 203.0.113.254.443 > 198.18.77.5.51000:",
        )
    )


def notes() -> str:
    return "\n".join(
        (
            "ticket for Canary Holdings (canaryjob), host node7canary",
            '{"user": "canaryu1", "password": "jsonPW-31", "token": "BearerTok3nQ"}',
            "Authorization: Bearer BearerTok3nQ",
            "gsk8capicmd -keydb -open -db x.kdb -pw gskPW12-q -label a",
            "machine ftp.canary-corp.com login canaryu1 password netrcPW5",
            "curl --password cmdPW44z https://pathcanary.canary-corp.com/",
            "dir /home/homecanary/keys and 123456/canaryjob/QPADEV0001",
            "Subject name: sni.canary-corp.com",
            "               Canary Holdings",
            "               Canaryland",
            "node7canary is 198.18.77.6",
            "telnet node7canary",
        )
    )


@cache
def private_key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        .decode()
    )


@cache
def certificate() -> str:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "sni.canary-corp.com"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Canary Holdings"),
            x509.NameAttribute(NameOID.LOCALITY_NAME, "Canaryland"),
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
        ]
    )
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=700))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("ftp.canary-corp.com")]), False)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()


def cards(text: str) -> bytes:
    """As CMS keeps it: EBCDIC records of 80 characters."""
    return "".join(line.ljust(80)[:80] for line in text.split("\n")).encode("cp037")


def make(folder: Path) -> Path:
    """The host's files in a folder."""
    folder.mkdir()
    (folder / "USER.DIRECT").write_bytes(cards(directory()))
    (folder / "PROFILE.TCPIP").write_text(profile())
    (folder / "CANARYU1.CONSOLE").write_bytes(console().encode("utf-16"))
    (folder / "pathcanary.canary-corp.com").mkdir()
    (folder / "pathcanary.canary-corp.com" / "notes of zvmcanary.txt").write_text(notes(), encoding="latin-1")
    (folder / "TCPIP.DATA").write_text(
        "TCPIPUSERID TCPIP\nHOSTNAME ZVMCANARY\nDOMAINORIGIN CANARY-CORP.COM\n"
    )
    (folder / "readme.txt").write_text(f"before\n{private_key()}after the key\n")
    (folder / "SSL00001.CONSOLE").write_text(
        f"LOGON SSL00001\nDTCSSL001I x\n{private_key()}{certificate()}end\n"
    )
    (folder / "certs.pem").write_text(certificate())
    (folder / "store.dat").write_bytes(bytes(octet ^ 0xF5 for octet in b"stashPWQ7\0" + os.urandom(119)))
    (folder / "blob.bin").write_bytes(b"\x00\x01CANARYU1" + os.urandom(400))
    return folder
