"""A label in, what is wrong with it out: refused if nobody could use it, warned of if z/VM could not."""

from __future__ import annotations

import re

from ssldiag.keydb.store import StoreError

# What gskkyman takes at most.
LONGEST = 127
# TLSLABEL and PORT ... SECURE: up to 8 upper-case letters and digits. gskkyman itself does not enforce it.
SERVER_LABEL = re.compile(r"[A-Z0-9]{1,8}")


def checked(label: str) -> str:
    """The label itself. Raises :class:`StoreError`."""
    if not label.strip():
        raise StoreError("a label has to have at least one character that is no blank")
    if len(label) > LONGEST:
        raise StoreError(f"a label has at most {LONGEST} characters, not {len(label)}")
    if not label.isprintable():
        raise StoreError("a label cannot have control characters")
    return label


def server_warning(label: str) -> str | None:
    """Why an SSL server on z/VM could not use the certificate under this label, or None."""
    if SERVER_LABEL.fullmatch(label):
        return None
    reason = "it is longer than 8 characters" if len(label) > 8 else "it has other characters"
    return (
        f'an SSL server on z/VM cannot use the label "{label}": {reason}, and only upper-case letters and'
        " digits, 8 at most, can be named in TLSLABEL or PORT ... SECURE"
    )
