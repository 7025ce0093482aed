"""Constants, message ids and printed texts in, the keys by which the tables find them whatever their
spelling."""

from __future__ import annotations

import re

_FAMILIES = re.compile(
    r"(?:(?P<gsk>GSK)_(?:AS400_|OS400_|IBMI_)?(?:ERROR_|ERR_)?"
    r"|(?P<val>GSKVAL)_(?:ERROR_|ERR_)?"
    r"|(?P<km>GSKKM)_(?:ERROR_|ERR_)?"
    r"|(?P<cms>CMSERR)_"
    r"|(?P<ssl>SSL_ERROR)_"
    r"|(?P<reason>SSL_R|ERR_SSL)_"
    r"|(?P<verify>X509_V)_(?:ERR_)?"
    r"|(?P<other>(?:PEM|EVP|X509|PKCS12|ERR)_R)_)"
)
_BLANKS = re.compile(r"[\s-]+")
_NO_WORD = re.compile(r"[^a-z0-9]+")


def constant(name: str) -> str:
    """A constant without what differs between headers: GSK_ERR_X, GSK_ERROR_X and GSK_IBMI_ERROR_X are one.

    >>> constant("GSK_ERR_BAD_CERT") == constant("gsk_error_bad_cert")
    True
    """
    family, rest = _split(name)
    return f"{family}:{rest}" if family else rest


def bare(name: str) -> str:
    """The part of a constant after what all constants of its family begin with."""
    return _split(name)[1]


def _split(name: str) -> tuple[str, str]:
    upper = _BLANKS.sub("_", name.strip()).upper()
    match = _FAMILIES.match(upper)
    if match is None or match.end() == len(upper):
        return "", upper
    return str(match.lastgroup), upper[match.end() :]


def words(text: str) -> str:
    """A printed text as words in lower case with single blanks: ``self-signed`` and ``self signed`` are one.

    >>> words("SSL/TLS alert: Unknown CA")
    'ssl tls alert unknown ca'
    """
    return _NO_WORD.sub(" ", text.lower()).strip()


def message(ident: str) -> str:
    """A message id in upper case, without its severity letter, with slips of transcription put right.

    Seen in transcripts: ``DMS0VZ`` for DMSOVZ, ``DTCCRUN`` for DTCRUN.
    """
    upper = ident.strip().upper()
    match = re.fullmatch(r"(DTC|DMS|HCP)(C??)([A-Z0]{3})(\d{3,4})([AEIRSTW]?)", upper)
    if match:
        prefix, extra, part, digits, _ = match.groups()
        if not extra or prefix == "DTC":
            return f"{prefix}{part.replace('0', 'O')}{digits}"
    match = re.fullmatch(r"(AMQ\d{4})[EWIST]?", upper)
    return match[1] if match else upper


def module_free(ident: str) -> str:
    """A CP message id without its module letters, which differ with the module that issues it
    (HCPxxx053E)."""
    return re.sub(r"^(HCP)[A-Z]{3}", r"\1", message(ident))
