"""A GSKit key database and a stash file in; out, whether the stashed password opens it, and nothing else.

The password and the keys are looked at in memory and dropped.
"""

from __future__ import annotations


def opens(database: bytes, stash: bytes) -> bool | None:
    """Whether the password in a stash file opens the private keys; None where that cannot be decided.

    It can where the stash file is of the classic form (129 bytes; the later one of 193 is not read) and the
    database holds a private key to try.
    """
    from ssldiag.keydb import cms, store_kdb
    from ssldiag.keydb import stash as stash_form
    from ssldiag.keydb.store import StoreError, WrongPassword

    try:
        password = stash_form.decode(stash)
        if not any(entry.has_private_key for entry in cms.read(database, "").entries):
            return None
        store_kdb.read(database, password)
    except WrongPassword:
        return False
    except (StoreError, ValueError):
        return None
    return True
