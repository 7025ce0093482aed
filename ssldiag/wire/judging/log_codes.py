"""What each platform calls the conditions that a side of a handshake ends in. A table; nothing is decided.

GSKit 8: measured with 8.0.60.5. OpenSSL: the reason codes and texts of 3.0. z/VM and IBM i: the numbers that
mean the same there (the tables of error codes); that they are logged at just this point was not measured,
but for 8: consoles of z/VM 6.3 show it where a certificate was not validated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Code(NamedTuple):
    """A number as the platform writes it and its name (for OpenSSL: the text)."""

    code: str
    constant: str


BAD_CERT = Code("414", "GSK_ERROR_BAD_CERT")
NO_CIPHERS = Code("402", "GSK_ERROR_NO_CIPHERS")
BAD_MESSAGE = Code("410", "GSK_ERROR_BAD_MESSAGE")
NO_CERTIFICATE = Code("403", "GSK_ERROR_NO_CERTIFICATE")
SOCKET_CLOSED = Code("420", "GSK_ERROR_SOCKET_CLOSED")
IO = Code("406", "GSK_ERROR_IO")
BAD_PEER = Code("415", "GSK_ERROR_BAD_PEER")
BAD_DATE = Code("401", "GSK_ERROR_BAD_DATE")
BAD_LABEL = Code("407", "GSK_ERROR_BAD_KEYFILE_LABEL")
VALIDATION = Code("8", "GSK_ERROR_CERT_VALIDATION")

ZVM_NO_CIPHERS = Code("402", "GSK_ERR_NO_CIPHERS")
ZVM_CLOSED = Code("420", "GSK_ERR_SOCKET_CLOSED")
ZVM_BAD_CERT = Code("414", "GSK_ERR_BAD_CERT")
ZVM_BAD_DATE = Code("401", "GSK_ERR_BAD_DATE")
ZVM_UNKNOWN_CA = Code("435", "GSK_ERR_UNKNOWN_CA")
ZVM_UNSUPPORTED = Code("412", "GSK_ERR_UNSUPPORTED")
ZVM_VALIDATION = Code("8", "GSK_ERR_CERT_VALIDATION")
ZVM_LABEL = Code("407", "GSK_ERR_BAD_KEYFILE_LABEL")

VERIFY = Code("0A000086", "certificate verify failed")
EOF = Code("0A000126", "unexpected eof while reading")
WRONG_VERSION = Code("0A00010B", "wrong version number")

CODES: Mapping[str, Mapping[str, Code]] = {
    "no_common_cipher": {
        "gskit8": NO_CIPHERS,
        "openssl": Code("0A0000C1", "no shared cipher"),
        "zvm": ZVM_NO_CIPHERS,
        "ibmi": NO_CIPHERS,
    },
    "no_common_version": {
        "gskit8": NO_CIPHERS,
        "openssl": Code("0A000102", "unsupported protocol"),
        "zvm": ZVM_UNSUPPORTED,
        "ibmi": NO_CIPHERS,
    },
    "no_common_group": {
        "gskit8": NO_CIPHERS,
        "openssl": Code("0A000065", "no suitable key share"),
        "zvm": ZVM_NO_CIPHERS,
        "ibmi": NO_CIPHERS,
    },
    "no_common_signature": {
        "gskit8": Code("447", "GSK_ERROR_CERTIFICATE_INVALIDSIGALG"),
        "openssl": Code("0A000076", "no suitable signature algorithm"),
        "zvm": ZVM_NO_CIPHERS,
        "ibmi": NO_CIPHERS,
    },
    "version_refused": {
        "gskit8": BAD_MESSAGE,
        "openssl": Code("0A000102", "unsupported protocol"),
        "zvm": ZVM_UNSUPPORTED,
        "ibmi": Code("412", "GSK_ERROR_UNSUPPORTED"),
    },
    "record_of_other_version": {
        "gskit8": Code("504", "GSK_ERROR_PROTOCOL_MISMATCH"),
        "openssl": WRONG_VERSION,
        "zvm": ZVM_CLOSED,
        "ibmi": SOCKET_CLOSED,
    },
    "peer_certificate": {
        "gskit8": BAD_CERT,
        "openssl": VERIFY,
        "zvm": ZVM_BAD_CERT,
        "ibmi": BAD_CERT,
    },
    "no_client_certificate": {
        "gskit8": BAD_CERT,
        "openssl": Code("0A0000C7", "peer did not return a certificate"),
        "zvm": Code("403", "GSK_ERR_NO_CERTIFICATE"),
        "ibmi": NO_CERTIFICATE,
    },
    "no_client_certificate_tls13": {
        "gskit8": NO_CERTIFICATE,
        "openssl": Code("0A0000C7", "peer did not return a certificate"),
        "zvm": Code("403", "GSK_ERR_NO_CERTIFICATE"),
        "ibmi": NO_CERTIFICATE,
    },
    "own_certificate_expired": {"gskit8": BAD_DATE, "zvm": ZVM_BAD_DATE, "ibmi": BAD_DATE},
    "own_chain_incomplete": {
        "gskit8": VALIDATION,
        "zvm": ZVM_VALIDATION,
        "ibmi": VALIDATION,
    },
    "own_label_missing": {"gskit8": BAD_LABEL, "zvm": ZVM_LABEL, "ibmi": BAD_LABEL},
    "own_certificate_unusable": {
        "gskit8": Code("457", "GSK_ERROR_UNUSABLE_CERTIFICATE"),
        "openssl": Code("0A000076", "no suitable signature algorithm"),
    },
    "own_signature_not_wanted": {
        "gskit8": NO_CERTIFICATE,
        "openssl": Code("0A000076", "no suitable signature algorithm"),
    },
    "not_tls": {
        "gskit8": BAD_MESSAGE,
        "openssl": WRONG_VERSION,
        "zvm": Code("410", "GSK_ERR_BAD_MESSAGE"),
        "ibmi": BAD_MESSAGE,
    },
    "http": {
        "gskit8": BAD_MESSAGE,
        "openssl": Code("0A00009C", "http request"),
        "zvm": Code("410", "GSK_ERR_BAD_MESSAGE"),
        "ibmi": BAD_MESSAGE,
    },
    "bad_message": {
        "gskit8": BAD_MESSAGE,
        "zvm": Code("410", "GSK_ERR_BAD_MESSAGE"),
        "ibmi": BAD_MESSAGE,
    },
    "bad_handshake_message": {"gskit8": BAD_PEER, "ibmi": BAD_PEER},
    "suite_not_offered": {
        "gskit8": BAD_PEER,
        "openssl": Code("0A000105", "wrong cipher returned"),
        "ibmi": BAD_PEER,
    },
    "unknown_name": {"gskit8": BAD_MESSAGE, "openssl": Code("0A0000EA", "callback failed")},
    "no_common_alpn": {"gskit8": BAD_MESSAGE, "openssl": Code("0A0000EB", "no application protocol")},
    "fallback": {"openssl": Code("0A000175", "inappropriate fallback")},
    "bad_mac": {
        "gskit8": IO,
        "openssl": Code("0A000119", "decryption failed or bad record mac"),
        "zvm": Code("411", "GSK_ERR_BAD_MAC"),
        "ibmi": Code("411", "GSK_ERROR_BAD_MAC"),
    },
    "alert_received": {"gskit8": SOCKET_CLOSED, "zvm": ZVM_CLOSED, "ibmi": SOCKET_CLOSED},
    "unread_alert_received": {"gskit8": SOCKET_CLOSED, "zvm": ZVM_CLOSED, "ibmi": SOCKET_CLOSED},
    "closed": {"gskit8": SOCKET_CLOSED, "openssl": EOF, "zvm": ZVM_CLOSED, "ibmi": SOCKET_CLOSED},
    "closed_in_record": {"gskit8": IO, "openssl": EOF, "zvm": Code("406", "GSK_ERR_IO"), "ibmi": IO},
    "closed_in_record_tls13": {
        "gskit8": SOCKET_CLOSED,
        "openssl": EOF,
        "zvm": ZVM_CLOSED,
        "ibmi": SOCKET_CLOSED,
    },
    "reset": {
        "gskit8": IO,
        "openssl": Code("errno 104", "Connection reset by peer"),
        "zvm": Code("406", "GSK_ERR_IO"),
        "ibmi": IO,
    },
    "waited_in_vain": {
        "gskit8": Code("502", "GSK_WOULD_BLOCK"),
        "ibmi": Code("6011", "GSK_OS400_ERROR_TIMED_OUT"),
    },
}
"""Condition -> platform -> code. A platform that is missing has no code that means this."""

PEER_CERTIFICATE: Mapping[str, Mapping[str, Code]] = {
    "unknown_ca": {"zvm": ZVM_UNKNOWN_CA, "ibmi": Code("6000", "GSK_OS400_ERROR_NOT_TRUSTED_ROOT")},
    "incomplete_chain": {"zvm": ZVM_UNKNOWN_CA, "ibmi": Code("6000", "GSK_OS400_ERROR_NOT_TRUSTED_ROOT")},
    "self_signed_certificate": {"zvm": Code("417", ""), "ibmi": Code("417", "GSK_ERROR_SELF_SIGNED")},
    "certificate_expired": {"zvm": ZVM_BAD_DATE, "ibmi": Code("107", "GSK_KEYFILE_CERT_EXPIRED")},
    "certificate_not_yet_valid": {"zvm": ZVM_BAD_DATE, "ibmi": BAD_DATE},
    "certificate_bad_signature": {"zvm": Code("413", ""), "ibmi": Code("413", "GSK_ERROR_BAD_CERT_SIG")},
    "certificate_revoked": {
        "zvm": Code("431", ""),
        "ibmi": Code("6017", "GSK_OS400_ERROR_CERTIFICATE_REVOKED"),
    },
    "certificate_wrong_usage": {"zvm": Code("440", "")},
}
"""Cause -> the codes that z/VM and IBM i have for this fault of a certificate; GSKit 8 has one for all."""

ALSO: Mapping[str, Mapping[str, Code]] = {
    cause: {"zvm": ZVM_VALIDATION}
    for cause in (
        "unknown_ca",
        "incomplete_chain",
        "self_signed_certificate",
        "certificate_wrong_usage",
        "certificate_rejected",
        "client_certificate_rejected",
    )
}
"""Cause -> a further code for the other side's certificate, where it is not known which of the two comes."""

_ZVM_ALERTS: Mapping[int, Code] = {
    10: Code("410", "GSK_ERR_BAD_MESSAGE"),
    20: Code("411", "GSK_ERR_BAD_MAC"),
    41: Code("403", "GSK_ERR_NO_CERTIFICATE"),
    42: ZVM_BAD_CERT,
    43: Code("405", "GSK_ERR_UNSUPPORTED_CERTIFICATE_TYPE"),
    44: Code("431", ""),
    45: ZVM_BAD_DATE,
    46: ZVM_BAD_CERT,
    48: ZVM_UNKNOWN_CA,
    70: ZVM_UNSUPPORTED,
    100: Code("432", "GSK_ERR_NO_NEGOTIATION"),
    116: Code("403", "GSK_ERR_NO_CERTIFICATE"),
}
ALERT_ALSO: Mapping[str, Mapping[int, Code]] = {"zvm": _ZVM_ALERTS}
"""Alert -> the code that means the same on the side that receives it, where that or 420 may come. Papers say
so of 46 alone (414, System SSL of z/OS); of the others it is only known that they mean the same.
"""

ALERT_OFFSET = 1000
"""OpenSSL adds this to the number of an alert it received (SSL_AD_REASON_OFFSET)."""

ALERT_TEXTS: Mapping[int, str] = {
    10: "sslv3 alert unexpected message",
    20: "sslv3 alert bad record mac",
    21: "tlsv1 alert decryption failed",
    22: "tlsv1 alert record overflow",
    30: "sslv3 alert decompression failure",
    40: "sslv3 alert handshake failure",
    41: "sslv3 alert no certificate",
    42: "sslv3 alert bad certificate",
    43: "sslv3 alert unsupported certificate",
    44: "sslv3 alert certificate revoked",
    45: "sslv3 alert certificate expired",
    46: "sslv3 alert certificate unknown",
    47: "sslv3 alert illegal parameter",
    48: "tlsv1 alert unknown ca",
    49: "tlsv1 alert access denied",
    50: "tlsv1 alert decode error",
    51: "tlsv1 alert decrypt error",
    60: "tlsv1 alert export restriction",
    70: "tlsv1 alert protocol version",
    71: "tlsv1 alert insufficient security",
    80: "tlsv1 alert internal error",
    86: "tlsv1 alert inappropriate fallback",
    90: "tlsv1 alert user cancelled",
    100: "tlsv1 alert no renegotiation",
    109: "tlsv13 alert missing extension",
    110: "tlsv1 unsupported extension",
    111: "tlsv1 certificate unobtainable",
    112: "tlsv1 unrecognized name",
    113: "tlsv1 bad certificate status response",
    114: "tlsv1 bad certificate hash value",
    115: "tlsv1 alert unknown psk identity",
    116: "tlsv13 alert certificate required",
    120: "tlsv1 alert no application protocol",
}
"""What OpenSSL 3.0 logs when it receives an alert, behind ``error:0A000412:SSL routines::``."""


def openssl_alert(number: int) -> Code | None:
    """OpenSSL's code and text for a received alert; None for alerts that it has no text for.

    >>> openssl_alert(42)
    Code(code='0A000412', constant='sslv3 alert bad certificate')
    """
    text = ALERT_TEXTS.get(number)
    return Code(f"{0x0A000000 + ALERT_OFFSET + number:08X}", text) if text else None
