"""How System TLS of an IBM i is set: system values, the service tools macro, and what the release makes of
them; and what a peer that someone described can do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ssldiag.facts import ibmi_protocols
from ssldiag.facts.core import Facts
from ssldiag.facts.ibmi_documents import documents, sections
from ssldiag.facts.ibmi_forms import listed, text
from ssldiag.facts.ibmi_systems import IbmiSystem, named_system, of_system, release_of, system_of
from ssldiag.facts.ibmi_values import SystemValue
from ssldiag.model import Located, Place
from ssldiag.readers.ibmi.tls_config import TlsWord


@dataclass(frozen=True, slots=True)
class TlsConfiguration:
    """Output of TLSCONFIG, SSLCONFIG or of a program that prints the same data. Lists are None where it does
    not show them; ``counts`` are (protocol or cipher, connections) pairs.

    Protocols are in the words of QSSLPCL without the star, ciphers by their IBM i names where they are known.
    """

    system: str
    file: str
    place: Place
    supported_protocols: tuple[Located[str], ...] | None = None
    default_protocols: tuple[Located[str], ...] | None = None
    supported_ciphers: tuple[Located[str], ...] | None = None
    counts: tuple[tuple[str, Located[int]], ...] = ()


@dataclass(frozen=True, slots=True)
class TlsSettings:
    """What a system negotiates. ``level`` is its release (740), None where not known.

    ``pcl``, ``csl_control`` and ``csl`` are QSSLPCL, QSSLCSLCTL and QSSLCSL. ``protocols`` are those enabled,
    newest first, in the words of QSSLPCL without the star (``TLSV1.2``), ``*OPSYS`` written out by release;
    ``ciphers`` the enabled ones by their IBM i names without the star, in order of preference. Each is None
    where it cannot be told. ``protocols_certain`` and ``ciphers_certain``: the files say it, or the release
    table is documented there; otherwise nothing may be said for sure.

    ``protocols_shown`` and ``ciphers_shown`` are the supported lists of TLSCONFIG output where the system
    values leave open what is enabled: that these are what is enabled is inferred, so it is never certain.
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
    default_protocols: tuple[Located[str], ...] | None = None
    protocols_shown: tuple[Located[str], ...] | None = None
    ciphers_shown: tuple[Located[str], ...] | None = None


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


def build_configurations(facts: Facts) -> Iterator[TlsConfiguration]:
    """One for each file of the service tools' output."""
    for item in documents(facts, "ibmi_tls_config"):
        rows: tuple[TlsWord, ...] = item.rows
        counts = tuple(
            (spelled(row.value.value), Located(row.count, row.place)) for row in rows if row.count is not None
        )
        yield TlsConfiguration(
            system_of(facts, item.file),
            item.file,
            item.place,
            one_list(rows, "supported protocol"),
            one_list(rows, "default protocol"),
            one_list(rows, "supported cipher"),
            counts,
        )


def one_list(rows: tuple[TlsWord, ...], name: str) -> tuple[Located[str], ...] | None:
    """One of the lists; None where the output does not have it."""
    words = (row.value for row in rows if row.list == name)
    return tuple(Located(spelled(word.value), word.place) for word in words) or None


def spelled(word: str) -> str:
    """A protocol in the word of QSSLPCL, a cipher by its IBM i name; what is not known as it stands.

    >>> spelled("TLSv1.0"), spelled("TLS_RSA_WITH_AES_128_CBC_SHA")
    ('TLSV1', 'RSA_AES_128_CBC_SHA')
    """
    word = word.upper().removeprefix("*")
    known = ibmi_protocols.cipher(word)
    return known.name if known else "TLSV1" if word == "TLSV1.0" else word


def build_settings(facts: Facts) -> Iterator[TlsSettings]:
    """One for each system of which the release or a QSSL value is known."""
    for item in facts.all(IbmiSystem):
        values = {value.name: value for value in of_system(facts, SystemValue, item.name)}
        pcl, control, csl = (values.get(name) for name in ("QSSLPCL", "QSSLCSLCTL", "QSSLCSL"))
        release = release_of(facts, item.name)
        printed = of_system(facts, TlsConfiguration, item.name)
        if not release and not pcl and not csl and not printed:
            continue
        level = release.level if release else None
        listed_protocols = first(one.supported_protocols for one in printed)
        protocols = enabled_protocols(level, pcl)
        shown = listed_protocols if open_to_tools(level, pcl, protocols, listed_protocols) else None
        ciphers, suites = enabled_ciphers(level, control, csl), None
        if not (csl and csl.words) and (level or ibmi_protocols.FIRST_QSSL) >= ibmi_protocols.FIRST_QSSL:
            suites = first(one.supported_ciphers for one in printed)
        protocols, ciphers = of_tools(shown) or protocols, of_tools(suites) or ciphers
        yield TlsSettings(
            item.name,
            level,
            (release.place if release else None) or item.place,
            pcl,
            control,
            csl,
            protocols.values if protocols else None,
            protocols.certain if protocols else False,
            ciphers.values if ciphers else None,
            ciphers.certain if ciphers else False,
            first(one.default_protocols for one in printed),
            shown,
            suites,
        )


def first(lists: Iterable[tuple[Located[str], ...] | None]) -> tuple[Located[str], ...] | None:
    """The first list that there is."""
    return next((item for item in lists if item), None)


def open_to_tools(
    level: int | None,
    pcl: SystemValue | None,
    known: ibmi_protocols.Known | None,
    shown: tuple[Located[str], ...] | None,
) -> bool:
    """Whether the supported list of TLSCONFIG output tells more than the system value: QSSLPCL was not
    collected or is ``*OPSYS``, and the release's table does not say the same for certain.
    """
    if shown is None or (level or ibmi_protocols.FIRST_QSSL) < ibmi_protocols.FIRST_QSSL:
        return False
    if pcl and pcl.words and "*OPSYS" not in pcl.words:
        return False
    return not (known and known.certain and set(known.values) == {word.value for word in shown})


def of_tools(shown: tuple[Located[str], ...] | None) -> ibmi_protocols.Known | None:
    """What a supported list most likely says is enabled: protocols newest first, ciphers in their order."""
    if shown is None:
        return None
    words = tuple(dict.fromkeys(word.value for word in shown))
    versions = tuple(word for word in ibmi_protocols.ORDER if word in words)
    return ibmi_protocols.Known(versions or words, False)


def enabled_protocols(level: int | None, pcl: SystemValue | None) -> ibmi_protocols.Known | None:
    """What QSSLPCL enables, newest first; before 6.1, where there is no such value, what applications can ask
    for. None where nothing tells.
    """
    if level is not None and level < ibmi_protocols.FIRST_QSSL:
        return ibmi_protocols.Known(ibmi_protocols.supported_protocols(level), True)
    if pcl is None or not pcl.words:
        return None
    if "*OPSYS" in pcl.words:
        return ibmi_protocols.opsys_protocols(level) if level is not None else None
    named = {word.removeprefix("*") for word in pcl.words}
    return ibmi_protocols.Known(tuple(word for word in ibmi_protocols.ORDER if word in named), True)


def enabled_ciphers(
    level: int | None, control: SystemValue | None, csl: SystemValue | None
) -> ibmi_protocols.Known | None:
    """What QSSLCSL enables, in its order. Where only QSSLCSLCTL was collected and says OPSYS, what the
    release ships: IBM's list at its last state, so never certain.
    """
    if csl is not None and csl.words:
        return ibmi_protocols.Known(tuple(word.removeprefix("*") for word in csl.words), True)
    if control is not None and "*OPSYS" in control.words and level is not None:
        shipped = ibmi_protocols.shipped_ciphers(level)
        return ibmi_protocols.Known(shipped.values, False) if shipped else None
    return None


def build_peers(facts: Facts) -> Iterator[TlsPeer]:
    """Partners that settings forms describe: ``[peer NAME]``."""
    for document, section in sections(facts, "peer"):
        yield TlsPeer(
            named_system(facts, text(section, "system"), document.file),
            section.name.value,
            section.place,
            text(section, "server"),
            listed(section, "protocols") or (),
            listed(section, "ciphers") or (),
            listed(section, "dials") or (),
            listed(section, "trusts"),
        )
