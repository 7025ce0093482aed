"""A key database (GSKit's .kdb, PKCS#12) and a stash file in; out, whether the stashed password opens it, and
nothing else.

The password and the keys are looked at in memory and dropped.
"""

from __future__ import annotations

DER_SEQUENCE = 0x30
"""The first octet of a PKCS#12 file (RFC 7292 4: a SEQUENCE)."""

EBCDIC = "cp1140"
"""How a password that was stored on z/VM may stand in a stash file: letters and digits of EBCDIC."""


def opens(database: bytes, stash: bytes) -> bool | None:
    """Whether the password in a stash file opens the private keys; None where that cannot be decided.

    It can where the stash file is of the classic form (129 bytes; the later one of 193 is not read) and the
    database holds a private key to try, or is a PKCS#12 file.
    """
    from ssldiag.keydb import stash as stash_form
    from ssldiag.keydb.store import StoreError

    try:
        password = stash_form.decode(stash)
    except StoreError:
        return None
    answers = [_tried(database, each) for each in _spellings(password)]
    return None if None in answers else any(answers)


def _spellings(password: bytes) -> tuple[bytes, ...]:
    """The password as it stands, and as it reads in EBCDIC if it can be one."""
    other = password.decode(EBCDIC)
    if not (other.isascii() and other.isprintable()) or password.isascii():
        return (password,)
    return password, other.encode("ascii")


def _tried(database: bytes, password: bytes) -> bool | None:
    from ssldiag.keydb import cms, store_kdb, store_p12
    from ssldiag.keydb.store import StoreError, WrongPassword

    try:
        if database[:1] == bytes((DER_SEQUENCE,)):
            store_p12.read(database, password)
            return True
        if not any(entry.has_private_key for entry in cms.read(database, "").entries):
            return None
        store_kdb.read(database, password)
    except WrongPassword:
        return False
    except (StoreError, ValueError):
        return None
    return True
