"""How System TLS of an IBM i is set: system values, the service tools macro, and what the release makes of
them; and what a peer that someone described can do.
"""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.facts.ibmi_values import SystemValue
from ssldiag.model import Located, Place, Unreadable


@dataclass(frozen=True, slots=True)
class TlsConfiguration:
    """Output of TLSCONFIG, SSLCONFIG or of a program that prints the same data. Lists are None where it does
    not show them; ``counts`` are (protocol or cipher, connections) pairs; ``other`` what else it shows.
    """

    system: str
    file: str
    place: Place
    supported_protocols: tuple[Located[str], ...] | None = None
    eligible_protocols: tuple[Located[str], ...] | None = None
    default_protocols: tuple[Located[str], ...] | None = None
    supported_ciphers: tuple[Located[str], ...] | None = None
    eligible_ciphers: tuple[Located[str], ...] | None = None
    default_ciphers: tuple[Located[str], ...] | None = None
    counts: tuple[tuple[str, Located[int]], ...] = ()
    other: tuple[tuple[str, Located[str]], ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, slots=True)
class TlsSettings:
    """What a system negotiates. ``level`` is its release (740), None where not known.

    ``pcl``, ``csl_control`` and ``csl`` are QSSLPCL, QSSLCSLCTL and QSSLCSL. ``protocols`` are those enabled,
    newest first, in the words of QSSLPCL without the star (``TLSV1.2``), ``*OPSYS`` written out by release;
    ``ciphers`` the enabled ones by their IBM i names without the star, in order of preference. Each is None
    where it cannot be told. ``protocols_certain`` and ``ciphers_certain``: the files say it, or the release
    table is documented there; otherwise nothing may be said for sure.

    ``default_protocols`` are what an application gets that names none, where TLSCONFIG output tells.
    """

    system: str
    level: int | None
    place: Place
    pcl: SystemValue | None
    csl_control: SystemValue | None
    csl: SystemValue | None
    protocols: tuple[str, ...] | None
    protocols_certain: bool
    ciphers: tuple[str, ...] | None
    ciphers_certain: bool
    default_protocols: tuple[str, ...] | None = None
    configuration: TlsConfiguration | None = None

    @property
    def where(self) -> Place:
        """The place that says which protocols there are."""
        return self.pcl.place if self.pcl else self.place


@dataclass(frozen=True, slots=True)
class TlsPeer:
    """A partner that a form describes. ``server`` is the word of the server that it goes to, or an
    application id; ``protocols`` are in the words of QSSLPCL, ``ciphers`` by registry name or IBM i name.
    ``system`` is the one that it talks to.
    """

    system: str
    name: str
    place: Place
    server: Located[str] | None = None
    protocols: tuple[Located[str], ...] = ()
    ciphers: tuple[Located[str], ...] = ()
    dials: tuple[Located[str], ...] = ()
    trusts: tuple[Located[str], ...] | None = None
