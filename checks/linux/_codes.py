"""The return codes of GSKit that a configuration explains: what each means here, in a few words."""

from __future__ import annotations

MEANINGS = {
    "GSK_KEY_LABEL_NOT_FOUND": (6, "the label is not in the key database"),
    "GSK_CERTIFICATE_NOT_AVAILABLE": (7, "a certificate that is needed is missing"),
    "GSK_ERROR_CERT_VALIDATION": (8, "a certificate did not pass its check"),
    "GSK_ERROR_ASN": (10, "the key database is damaged, or none"),
    "GSK_KEYFILE_IO_ERROR": (102, "the key database cannot be read"),
    "GSK_KEYFILE_INVALID_FORMAT": (103, "the file is no key database"),
    "GSK_KEYFILE_CERT_EXPIRED": (107, "a certificate, or the database's password, has expired"),
    "GSK_NO_KEYFILE_PASSWORD": (201, "there is no stash file for the key database"),
    "GSK_KEYRING_OPEN_ERROR": (202, "the key database cannot be opened"),
    "GSK_ERROR_BAD_DATE": (401, "a certificate has expired, or is not valid yet"),
    "GSK_ERROR_NO_CIPHERS": (402, "no version or cipher suite is common to both sides"),
    "GSK_ERROR_NO_CERTIFICATE": (403, "a certificate was required and did not come"),
    "GSK_ERROR_BAD_CERTIFICATE": (404, "a certificate cannot be used"),
    "GSK_ERROR_BAD_KEYFILE_PASSWORD": (408, "the password does not open the key database"),
    "GSK_ERROR_BAD_CERT": (414, "the other side's certificate was not accepted, or it did not accept ours"),
    "GSK_ERROR_SELF_SIGNED": (417, "the other side's certificate is self-signed and not trusted here"),
}
"""By constant: the code and a meaning (errortables/gskit8.csv has more)."""


def constant_of(constant: str, code: int | None) -> str:
    """The constant of a line: the one that it names, else that of its number."""
    if constant in MEANINGS:
        return constant
    return next((name for name, (number, _) in MEANINGS.items() if number == code), constant)
