"""How a handshake failed with OpenSSL in, System SSL's return code for it and a short text out.

Which code z/VM's own server would give is documented for few causes; the table gives the one whose meaning
fits (codes: z/OS System SSL Programming, "SSL function return codes"). That choice is ours, but for rc 8. For
an alert of the client it is one of those that ``ssldiag pcap`` names for z/VM.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass

TEXTS = {
    1: "Invalid handle",
    3: "Internal error",
    4: "No storage",
    6: "Key label not found",
    7: "No certificate",
    8: "Certificate validation error",
    9: "Cryptographic error",
    10: "ASN.1 error",
    12: "Unexpected error",
    401: "Certificate expired or not valid yet",
    402: "No cipher suite in common",
    403: "Partner sent no certificate",
    405: "Certificate type not supported",
    406: "I/O error on the socket",
    410: "Message not well-formed",
    411: "Message authentication code wrong",
    412: "Protocol version not supported",
    414: "Bad certificate",
    415: "Partner broke the protocol",
    417: "Self-signed certificate",
    420: "Partner closed the socket",
    431: "Certificate revoked",
    432: "Renegotiation refused",
    435: "Unknown certificate authority",
    437: "Partner closed the connection",
}
"""Return code -> our text for it. That of 8 is the one seen on a z/VM console."""

_REASONS = {
    "NO_SHARED_CIPHER": 402,
    "NO_SUITABLE_SIGNATURE_ALGORITHM": 402,
    "NO_SUITABLE_KEY_SHARE": 402,
    "NO_SHARED_GROUPS": 402,
    "NO_SHARED_SIGNATURE_ALGORITHMS": 402,
    "NO_CIPHERS_SPECIFIED": 402,
    "INAPPROPRIATE_FALLBACK": 412,
    "UNSUPPORTED_PROTOCOL": 412,
    "NO_PROTOCOLS_AVAILABLE": 412,
    "VERSION_TOO_LOW": 412,
    "VERSION_TOO_HIGH": 412,
    "UNKNOWN_PROTOCOL": 412,
    "PEER_DID_NOT_RETURN_A_CERTIFICATE": 403,
    "NO_CERTIFICATE_RETURNED": 403,
    "UNSAFE_LEGACY_RENEGOTIATION_DISABLED": 432,
    "NO_RENEGOTIATION": 432,
    "HTTP_REQUEST": 410,
    "HTTPS_PROXY_REQUEST": 410,
    "WRONG_VERSION_NUMBER": 410,
    "WRONG_SSL_VERSION": 410,
    "BAD_RECORD_TYPE": 410,
    "PACKET_LENGTH_TOO_LONG": 410,
    "DATA_LENGTH_TOO_LONG": 410,
    "ENCRYPTED_LENGTH_TOO_LONG": 410,
    "RECORD_TOO_SMALL": 410,
    "LENGTH_TOO_SHORT": 410,
    "LENGTH_MISMATCH": 410,
    "BAD_LENGTH": 410,
    "EXCESSIVE_MESSAGE_SIZE": 410,
    "BAD_EXTENSION": 410,
    "UNEXPECTED_MESSAGE": 415,
    "UNEXPECTED_RECORD": 415,
    "APP_DATA_IN_HANDSHAKE": 415,
    "CCS_RECEIVED_EARLY": 415,
    "BAD_CHANGE_CIPHER_SPEC": 415,
    "BAD_KEY_SHARE": 415,
    "BAD_SIGNATURE": 415,
    "DIGEST_CHECK_FAILED": 411,
    "BINDER_DOES_NOT_VERIFY": 411,
    "DECRYPTION_FAILED_OR_BAD_RECORD_MAC": 411,
    "DECRYPTION_FAILED": 411,
    "CERTIFICATE_VERIFY_FAILED": 8,
    "ASN1_LIB": 10,
    "MALLOC_FAILURE": 4,
}
"""OpenSSL's reason -> return code."""

_ALERTS = {
    "CLOSE_NOTIFY": 437,
    "UNEXPECTED_MESSAGE": 410,
    "BAD_RECORD_MAC": 411,
    "NO_CERTIFICATE": 403,
    "BAD_CERTIFICATE": 414,
    "UNSUPPORTED_CERTIFICATE": 405,
    "CERTIFICATE_REVOKED": 431,
    "CERTIFICATE_EXPIRED": 401,
    "CERTIFICATE_UNKNOWN": 414,
    "UNKNOWN_CA": 435,
    "PROTOCOL_VERSION": 412,
    "NO_RENEGOTIATION": 432,
    "CERTIFICATE_REQUIRED": 403,
}
"""The name of an alert from the client, as OpenSSL's reasons end -> the return code that means the same. z/OS
documents that for certificate_unknown; the rest is inferred, and 420 is as possible.
"""

_OF_ALERTS = ("TLSV1_", "TLSV13_")
"""How OpenSSL's reasons for received alerts begin where ALERT is not in them (sslerr.h, above 1000)."""

_GAVE_UP = 420
"""The return code for an alert that has none of its own meaning."""

_VERIFY = {9: 401, 10: 401, 13: 401, 14: 401, 18: 417, 23: 431}
"""X509_V_ERR_... -> return code; the rest is 8."""


@dataclass(frozen=True, slots=True)
class Failure:
    """``rc`` and ``text`` for DTCSSL022E, ``detail`` what OpenSSL or the system said."""

    rc: int
    text: str
    detail: str


def failure(error: Exception | None, verify: int = 0) -> Failure:
    """What ended a handshake: an exception of ``do_handshake``, or None for too long a time."""
    if error is None:
        return _failure(406, "the handshake took too long")
    if isinstance(error, ssl.SSLCertVerificationError):
        return verification(error.verify_code, error.verify_message)
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return _failure(420, "end of stream in the handshake")
    if isinstance(error, ssl.SSLError):
        word = error.reason or ""
        if word == "CERTIFICATE_VERIFY_FAILED" and verify:
            return verification(verify, "certificate verify failed")
        return _failure(of_reason(word), word.lower().replace("_", " ") or str(error))
    if isinstance(error, ConnectionError):
        return _failure(420, error.strerror or "connection lost")
    return _failure(406, str(error))


def verification(number: int, text: str) -> Failure:
    """A client certificate that OpenSSL refuses; z/VM answers such causes with rc 8 as far as is known."""
    return _failure(_VERIFY.get(number, 8), text)


def of_reason(word: str) -> int:
    """The return code for OpenSSL's name of a reason; 12 for one that the tables lack."""
    if word in _REASONS:
        return _REASONS[word]
    name = word.partition("_ALERT_")[2]
    if name or word.startswith(_OF_ALERTS):
        return _ALERTS.get(name, _GAVE_UP)
    return 12


def _failure(rc: int, detail: str) -> Failure:
    return Failure(rc, TEXTS[rc], detail)
