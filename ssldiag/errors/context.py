"""The text around a code in, the platforms that it speaks of out."""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"(?P<ibmi>\b(?:IBM ?i|iSeries|i5/OS|OS/400|AS/?400|IBMi|QTVTELNET|QSYS|QPJOBLOG|5770SS1|5761SS1|5722SS1"
    r"|DCM|CP[CDF]BC[0-9A-F]{2}|CP[FDIAC][0-9A-F]{4}|TCP[0-9A-F]{4}|RPG|GSK_(?:OS400|IBMI|AS400)_\w+)\b)"
    r"|(?P<zvm>\b(?:z/?VM|VM/ESA|VMSSL|SSLSERV|SSL\d{5}|DTC[A-Z]{3}\d{3,4}[A-Z]|DMS[A-Z]{3}\d{3,4}[A-Z]"
    r"|HCP[A-Z]{3}\d{3,4}[A-Z]|DTCPARMS|SSLADMIN|BFS)\b)"
    r"|(?P<zos>\b(?:z/?OS|AT-?TLS|RACF|ICSF|EZD\d{4}[A-Z]|MVS|CSQX\d{3}[A-Z])\b)"
    r"|(?P<system>\b(?:System ?SSL|gskkyman|GSK_ERR_\w+|CMSERR_\w+|gsk_status)\b)"
    r"|(?P<gskit8>\b(?:GSKit ?8|gsk8\w+|gskcapicmd|runmqakm|ikeyman|AMQ\d{4}[A-Z]?|SSL0\d{3}[EWI]|IBM MQ|IHS"
    r"|DB2|db2diag|SQL\d{5}N|DIA\d{4}E|Spectrum Protect|ANS\d{4}E|ANR\d{4}E|ibm_db)\b)"
    r"|(?P<gskit>\bGSKit\b)"
    r"|(?P<openssl>\b(?:OpenSSL|s_client|s_server|libssl)\b)"
    r"|(?P<java>\b(?:javax?\.\w+|sun\.security|JSSE|JVM|keytool)\b)"
    r"|(?P<python>(?<![\w.])(?:ssl\.SSL\w+|_ssl\.c|Traceback)\b)",
    re.IGNORECASE,
)

_SHARED = {"system": ("zvm", "zos"), "gskit": ("gskit8", "ibmi")}
"""Words that two platforms use; they say nothing more where one of the two is named."""


def platforms(text: str) -> tuple[str, ...]:
    """The platforms that ``text`` names or whose message ids stand in it, in the order of their first sign.

    >>> platforms("QTVTELNET: SSL error -93 on IBM i")
    ('ibmi',)
    """
    signs = [str(match.lastgroup) for match in _WORDS.finditer(text)]
    found = dict.fromkeys(word for word in signs if word not in _SHARED)
    for word in signs:
        shared = _SHARED.get(word, ())
        if not found.keys() & set(shared):
            found.update(dict.fromkeys(shared))
    return tuple(found)


def without_platforms(text: str) -> str:
    """``text`` with the platform words taken out."""
    return _WORDS.sub(" ", text)
