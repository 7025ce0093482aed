"""An order in; the CMS commands that set up a pool's machines in their file pool, or take that back, out.

Forms of the commands: z/VM CMS Commands and Utilities Reference (ENROLL USER, CREATE DIRECTORY, CREATE ALIAS,
GRANT AUTHORITY and their opposites). Which of them SSLPOOL itself gives is not known: these are ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ssldiag.pool.sslpool.grammar import Order

BLOCKS = 1_000
"""4 KiB blocks of a member's file space (our choice): logs and files for problems."""


def commands(order: Order, members: Sequence[str]) -> list[str]:
    """The commands of ENROLL, UNENROLL, SETAUTH or DELAUTH. A single server has a minidisk, and needs none to
    be enrolled.
    """
    return list(MAKERS[order.command](order, members))


def _enroll(order: Order, members: Sequence[str]) -> Iterator[str]:
    if order.single:
        return
    yield f"CREATE DIRECTORY {order.directory}"
    yield f"ACCESS {order.directory} Z (FORCERW"
    yield "COPYFILE TCPROFIL EXEC * PROFILE EXEC Z (OLDDATE"
    for member in members:
        yield f"ENROLL USER {member} {order.filepool}: (BLOCKS {BLOCKS}"
        yield f"GRANT AUTHORITY {order.directory} TO {member} (READ NEWREAD"
        yield f"GRANT AUTHORITY * * {order.directory} TO {member} (READ"
        yield f"CREATE ALIAS PROFILE EXEC {order.directory} = = {order.filepool}:{member}."
    yield from _set_authority(order, members)


def _unenroll(order: Order, members: Sequence[str]) -> Iterator[str]:
    if order.single:
        return
    for member in reversed(members):
        yield f"REVOKE AUTHORITY {order.directory} FROM {member}"
        yield f"DELETE USER {member} {order.filepool}:"


def _set_authority(order: Order, members: Sequence[str]) -> Iterator[str]:
    if order.single:
        return
    yield f"GRANT AUTHORITY {order.directory} TO {order.user} (WRITE NEWWRITE"
    for member in members:
        yield f"GRANT AUTHORITY {order.filepool}:{member}. TO {order.user} (WRITE NEWWRITE"


def _delete_authority(order: Order, members: Sequence[str]) -> Iterator[str]:
    if order.single:
        return
    yield f"REVOKE AUTHORITY {order.directory} FROM {order.user}"
    for member in members:
        yield f"REVOKE AUTHORITY {order.filepool}:{member}. FROM {order.user}"


MAKERS = {
    "PLAN": _enroll,
    "ENROLL": _enroll,
    "UNENROLL": _unenroll,
    "SETAUTH": _set_authority,
    "DELAUTH": _delete_authority,
}
"""Command -> the commands of CMS that it comes to."""
