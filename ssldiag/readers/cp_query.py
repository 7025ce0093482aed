"""CP QUERY NSS ... MAP, CP QUERY NSS USERS, QUERY userid: response lines in, rows out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ssldiag.model import Located, Place
from ssldiag.text import Line


@dataclass(frozen=True, slots=True)
class NssMap:
    """One row of QUERY NSS MAP: page numbers are integers (4 KiB pages), ``users`` the count."""

    name: Located[str]
    filetype: str
    begin_page: int | None
    end_page: int | None
    type: str
    storage_class: str
    users: int | None


@dataclass(frozen=True, slots=True)
class NssUsers:
    """QUERY NSS USERS: the user ids that have the segment loaded."""

    name: Located[str]
    storage_class: str
    users: tuple[Located[str], ...]


@dataclass(frozen=True, slots=True)
class UserState:
    """QUERY userid: ``state`` is ``disconnected``, ``logged on`` (``terminal`` says where) or ``not logged on``."""

    userid: Located[str]
    state: str
    terminal: str = ""


@dataclass(frozen=True, slots=True)
class CpRefusal:
    """CP refused a query (HCPCQV003E and the like): usually the privilege class."""

    message_id: str
    text: str
    place: Place


def nss_map(lines: Sequence[Line]) -> tuple[NssMap, ...]:
    """Rows of QUERY NSS ... MAP; the wrapped last column is joined first (CP Commands and Utilities, QUERY NSS)."""
    raise NotImplementedError


def nss_users(lines: Sequence[Line]) -> tuple[NssUsers, ...]:
    """Rows of QUERY NSS USERS."""
    raise NotImplementedError


def user_states(lines: Sequence[Line]) -> tuple[UserState, ...]:
    """Replies to QUERY userid and QUERY NAMES."""
    raise NotImplementedError
