"""What codes look like in free text: one table of patterns, each with the reader of its matches.

Digits stand for any digits here (``\\d``), and the reader or the tables tell which of them are codes: so
lines that differ in their digits alone match alike, which :mod:`ssldiag.errors.scan` builds on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.errors import forms
from ssldiag.errors.model import Reading
from ssldiag.errors.numbers import END, NUMBERS
from ssldiag.errors.pattern import Match, Pattern, pattern, taking

TLS_WORDS = re.compile(
    r"(?<![a-z])(?:ssl|tls)(?!v?\d|_(?:aes|rsa|ecdh|dh|chacha|psk))|(?:open|system)ssl|gsk|handshake"
    r"|secure[ _-](?:connection|socket|session)|certificate|dtcssl|cp[cd]bc|ssl\d{4}[eiw]:|pkix path",
    re.IGNORECASE,
)
"""Words that say that a line is about TLS. Names of versions and suites do not: every web log has them."""

GO_ALERTS = {
    "unknown_certificate_authority": "unknown_ca",
    "unknown_certificate": "certificate_unknown",
    "expired_certificate": "certificate_expired",
    "revoked_certificate": "certificate_revoked",
    "protocol_version_not_supported": "protocol_version",
    "insufficient_security_level": "insufficient_security",
    "error_decoding_message": "decode_error",
    "error_decrypting_message": "decrypt_error",
    "unknown_public_key_identity": "unknown_psk_identity",
}
"""Alerts as Go words them (``crypto/tls/alert.go``), where that is not the registered name."""

VERIFY_TEXTS = (
    "unable to get local issuer certificate",
    "unable to get issuer certificate",
    "unable to verify the first certificate",
    "self[- ]signed certificate in certificate chain",
    "self[- ]signed certificate",
    "certificate has expired",
    "certificate is not yet valid",
    "certificate revoked",
    "certificate signature failure",
    "unsuitable certificate purpose",
    "unable to get certificate CRL",
    "CRL has expired",
    "EE certificate key too weak",
    "CA certificate key too weak",
    "CA signature digest algorithm too weak",
    "path length constraint exceeded",
    "certificate chain too long",
    "[Hh]ostname mismatch",
    "IP address mismatch",
)
"""Texts of OpenSSL's certificate check that other programs print as well (``crypto/x509/x509_txt.c``)."""

REASON_TEXTS = (
    "no shared cipher",
    "no suitable signature algorithm",
    "no shared signature algorithms",
    "no ciphers available",
    "no cipher match",
    "no protocols available",
    "wrong version number",
    "unsupported protocol",
    "unknown protocol",
    "version too low",
    "certificate verify failed",
    "peer did not return a certificate",
    "unexpected eof while reading",
    "decryption failed or bad record mac",
    "dh key too small",
    "ee key too small",
    "ca key too small",
    "ca md too weak",
    "unsafe legacy renegotiation disabled",
    "no application protocol",
    "legacy sigalg disallowed or unsupported",
    "inappropriate fallback",
    "https proxy request",
    "key values mismatch",
)
"""Texts of OpenSSL's errors (``ssl/ssl_err.c``) that are printed without their number."""

Z_VM_TEXTS = {
    "SSL Server is not available on local system": "TELNET-NOSSL",
    "Temporarily unable to process security": "FTP-421-SECURITY",
    "KillClient called for reason: Client terminated TCP/IP service": "TCPIP-KILLCLIENT-1",
    "KillClient called for reason: Fatal inter-VM communication error": "TCPIP-KILLCLIENT-2",
    "Foreign host aborted the connection error in SendToTcp": "FTP-ABORT-2",
    "Foreign host aborted the connection": "FTP-ABORT-1",
    "killing process vmssl": "LINUX-OOM-2",
}
"""Lines of z/VM that have no message id -> the id that ``zvm_messages.csv`` gives them."""

_ALERT_NAME = r"(?P<alert>[a-zA-Z]{2,}(?:[_ -][a-zA-Z]+){0,4}|\d{1,3})"
_REPLY = r"^(?:[^\n]{0,200}?[\s<>:\"'])?(?P<code>[45][0-5]\d)[ -](?:\d\.\d{1,3}\.\d{1,3} )?"
"""A refusal (RFC 959 4.2, RFC 5321 4.2: its second digit is 5 at most, unlike that of port 587), perhaps
behind an arrow, or a stamp and what a mail server logs of the client, some 100 characters; RFC 3463 adds a
second code.
"""
_REPLY_ALONE = r"^[\s<>:-]{0,16}(?P<code>[45][0-5]\d)[ -]"
"""A reply at the beginning of its line, told by common words: only near TLS."""
_JAVA = (
    r"(?:javax\.net\.ssl|java\.security(?:\.cert)?|java\.io|sun\.security\.(?:validator|provider\.certpath))"
)


def _alert(match: Match) -> Iterator[Reading]:
    word = match["alert"].strip()
    if word.isdigit():
        yield from forms.alert_number(int(word))
        return
    parts = re.sub(r"[\s-]+", "_", word.lower()).split("_")
    for count in range(len(parts), 0, -1):  # other words may follow the name
        name = "_".join(parts[:count])
        yield Reading("alert-name", GO_ALERTS.get(name, name))


def _message(match: Match) -> Iterator[Reading]:
    yield Reading("message", match["id"], said=match["said"].strip())


def _packed(match: Match) -> Iterator[Reading]:
    """A line of OpenSSL: its number, or its words where the number is of a library that the tables lack."""
    for form in forms.packed(int(match["packed"], 16)):
        yield Reading("openssl", form)
    yield Reading("text", match["reason"].strip())


def _reason_name(match: Match) -> Iterator[Reading]:
    yield Reading("constant", f"SSL_R_{match['name']}")
    yield Reading("constant", f"X509_V_ERR_{match['name']}")


def _verify(match: Match) -> Iterator[Reading]:
    if int(match["code"]):
        yield Reading("verify", str(int(match["code"])))


def _exception(match: Match) -> Iterator[Reading]:
    yield Reading("exception", f"{match['name']}{match['rest'] or ''}")


def _z_vm_text(match: Match) -> Iterator[Reading]:
    yield Reading("message", Z_VM_TEXTS[match[0]])


def _smtp_reply(match: Match) -> Iterator[Reading]:
    yield Reading("message", f"SMTP-{match['code']}")


def _ftp_reply(match: Match) -> Iterator[Reading]:
    yield Reading("message", f"FTP-{match['code']}")


PATTERNS: tuple[Pattern, ...] = (
    # message ids; which of them are known is for the tables to say
    pattern("bc|tcp|cwbco", r"\b(?:CP[CD]BC[0-9A-F]{2}|TCP[0-9A-F]{4}|CWBCO\d{4})\b", taking("message")),
    pattern("cp", r"\bCP[CDEF][0-9A-F]{4}\b", taking("message"), near=True),
    pattern(
        "dtc|dms|hcp",
        r"\b(?P<id>DTC[A-Z]{3}T\d{2}[EIW]|DTCC?[A-Z]{3}\d{3,4}[AEIRSTW]|(?:DMS|HCP)[A-Z0]{3}\d{3,4}[AEIRSTW])\b"
        r"(?=(?P<said>(?: {1,8}[A-Za-z]{1,20}){0,4}))",  # words that tell messages with one id apart
        _message,
        shown="id",
    ),
    pattern("amq|ssl", r"\b(?:AMQ\d{4}[EWIST]?|SSL\d{4}[EWI])\b", taking("message")),
    pattern("able|killclient|foreign host|vmssl", "|".join(map(re.escape, Z_VM_TEXTS)), _z_vm_text),
    # replies of mail and FTP servers; of others that have such words too, the tables know nothing
    pattern(
        "starttls|tls not available|encryption required|lack of security",
        rf"{_REPLY}[^\n]{{0,80}}?(?:STARTTLS|TLS not available|encryption required|lack of security)",
        _smtp_reply,
        shown="code",
        flags=re.IGNORECASE,
    ),
    pattern(
        "auth tls|auth ssl|prot |pbsz",
        rf"{_REPLY}[^\n]{{0,80}}?\b(?:AUTH (?:TLS|SSL)|PROT (?:setting|level|[CSEP])|PBSZ)\b",
        _ftp_reply,
        shown="code",
        flags=re.IGNORECASE,
    ),
    pattern(
        "accept mail",
        rf"{_REPLY_ALONE}[^\n]{{0,80}}?\baccepts? mail",
        _smtp_reply,
        near=True,
        shown="code",
        flags=re.IGNORECASE,
    ),
    pattern(
        "not logged|data connection|use encryption|policy|session reuse",
        rf"{_REPLY_ALONE}[^\n]{{0,80}}?\b(?:not logged|data connection|use encryption|policy|session reuse)",
        _ftp_reply,
        near=True,
        shown="code",
        flags=re.IGNORECASE,
    ),
    # OpenSSL, and programs that print what it says
    pattern("error:", r"\berror:(?P<packed>[0-9A-Fa-f]{8}):(?:[^:\n]*:){1,2}(?P<reason>[^:\n(]*)", _packed),
    pattern(
        "verif",
        r"\b(?:verify error:num=|Verif\w{1,9} (?:return code|error): ?)(?P<code>\d{1,3})\b",
        _verify,
        claims=True,
    ),
    pattern(
        "[ssl|[x509",
        r"\[(?:SSL|X509)[^\]:\n]{0,20}: (?P<name>[A-Z][A-Z0-9_]+)\]",
        _reason_name,
        shown="name",
    ),
    pattern("err_ssl", r"\bERR_SSL_(?P<name>[A-Z][A-Z0-9_]+)", _reason_name),
    pattern(
        "unable_to|cert_|_cert",
        r"\b(?P<name>UNABLE_TO_(?:GET|VERIFY)_[A-Z_]+|CERT_(?:HAS_EXPIRED|NOT_YET_VALID|REVOKED)"
        r"|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT)\b",
        _reason_name,
    ),
    pattern(
        "sslv|tlsv|ssl/tls",
        r"\b(?:sslv\d|tlsv\d{1,2}|ssl/tls) (?:alert [a-z]+(?: [a-z]+){0,3}|unrecognized name)",
        taking("text"),
        flags=re.IGNORECASE,
    ),
    # alerts
    pattern("alert number", r"\balert number (?P<alert>\d{1,3})\b", _alert, flags=re.IGNORECASE),
    pattern("tls alert", r"\bTLS alert, [A-Za-z ]+\((?P<alert>\d{1,3})\)", _alert),
    pattern(
        "fatal alert|warning alert",
        r"\b(?:fatal|warning) alert:? ?[\[(\"']*" + _ALERT_NAME,
        _alert,
        shown="alert",
        flags=re.IGNORECASE,
    ),
    pattern(
        "alert (level",
        r"\bAlert \(Level: \w+, Description: (?P<alert>[A-Za-z ]+)\)",
        _alert,
        shown="alert",
    ),
    pattern("error: tls", r"\bremote error: tls: " + _ALERT_NAME, _alert, shown="alert"),
    pattern("description", r"\bdescription (?P<alert>\d{1,3}) \(\w+\)", _alert, near=True, shown="alert"),
    pattern(
        "alert",
        r"\balert[ :=(]{1,2}(?P<alert>\d{1,3})" + END,
        _alert,
        near=True,
        shown="alert",
        flags=re.IGNORECASE,
    ),
    # exceptions: the text after the class belongs to it, and may hold codes of its own
    pattern("java|sun.", rf"\b(?P<name>{_JAVA}\.\w+(?:Exception|Error))\b(?=(?P<rest>:[^\n]*)?)", _exception),
    pattern(
        "ssl.ssl|ssl.cert",
        r"\b(?P<name>ssl\.(?:SSL\w+|CertificateError))\b(?=(?P<rest>:[^\n]*)?)",
        _exception,
    ),
    pattern("pkix", r"\bPKIX path (?:building|validation) failed\b", taking("exception")),
    # constants
    pattern(
        "gsk|cmserr|ssl_|x509_",
        r"\b(?:GSK|GSKVAL|GSKKM|CMSERR|SSL_ERROR|SSL_R|X509_V_ERR)_[A-Z0-9_]{2,60}",
        taking("constant"),
    ),
    *NUMBERS,
    # words, when nothing else has taken them
    pattern(
        "cert|crl|issuer|mismatch|path|too weak",
        rf"\b(?:{'|'.join(VERIFY_TEXTS)})\b",
        taking("verify-text"),
        near=True,
    ),
    pattern(
        "no |version|protocol|certificate|eof|bad record|key |too |unsafe|legacy|fallback|proxy",
        rf"\b(?:{'|'.join(REASON_TEXTS)})\b",
        taking("text"),
        near=True,
        flags=re.IGNORECASE,
    ),
)
"""In the order in which they are tried: what one has taken, no later one takes."""
