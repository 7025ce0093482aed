"""What the checks of weak versions and ciphers share: whether someone still uses them, by the counters of
TLSCONFIG, trace points of TRCINT and SK entries of the audit journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ibmi._systems import few
from ssldiag.api import AuditEvent, Facts, Located, TlsConfiguration, TraceEvent, ibmi_protocols, of_system

SHOWN = 3
"""Partners in a message, and places beneath a finding: enough to begin with."""


@dataclass(frozen=True, slots=True)
class Use:
    """A version or cipher (``word``) and who uses it. ``counted`` are its handshakes, None where there is no
    counter; ``partners`` the addresses that were seen with it, empty strings where none was recorded.
    """

    word: str
    counted: Located[int] | None
    partners: tuple[Located[str], ...]

    @property
    def idle(self) -> bool:
        """Whether it was counted, and nobody used it."""
        return self.counted is not None and self.counted.value == 0 and not self.partners

    @property
    def busy(self) -> bool:
        """Whether someone used it."""
        return bool(self.partners) or (self.counted is not None and self.counted.value > 0)


def uses(facts: Facts, system: str, words: Iterable[str]) -> tuple[Use, ...]:
    """How each of these versions or ciphers was used on a system, as far as files tell."""
    wanted = list(words)
    counts: dict[str, Located[int]] = {}
    for one in of_system(facts, TlsConfiguration, system):
        for word, count in one.counts:
            if word not in counts or count.value > counts[word].value:
                counts[word] = count
    met: dict[str, dict[str, Located[str]]] = {}
    for word, partner in meetings(facts, system):
        met.setdefault(word, {}).setdefault(partner.value, partner)
    return tuple(Use(word, counts.get(word), tuple(met.get(word, {}).values())) for word in wanted)


def meetings(facts: Facts, system: str) -> Iterator[tuple[str, Located[str]]]:
    """Each version and each cipher of recorded connections, with the partner's address."""
    for event in of_system(facts, TraceEvent, system):
        partner = Located(event.properties.get("REMOTE IP ADDRESS", ""), event.place)
        yield from ((word, partner) for word in (event.protocol, named(event.cipher)) if word)
    for entry in of_system(facts, AuditEvent, system):
        if entry.type.value == "S":
            partner = Located(entry.remote_address, entry.place)
            yield from ((word, partner) for word in (entry.protocol, named(entry.cipher)) if word)


def named(cipher: str) -> str:
    """A suite by its IBM i name, empty for one that is not known."""
    known = ibmi_protocols.cipher(cipher)
    return known.name if known else ""


def told(found: Iterable[Use]) -> str:
    """For the end of a message: ``; used: TLSV1 (12 handshakes, with 192.0.2.20)``; empty where no file
    tells.
    """
    busy = [f"{use.word} ({amount(use)})" for use in found if use.busy]
    idle = [use.word for use in found if use.idle]
    parts = [f"used: {few(busy)}"] if busy else []
    parts += [f"counted 0 times: {few(idle)}"] if idle else []
    return "".join(f"; {part}" for part in parts)


def amount(use: Use) -> str:
    """How often and by whom."""
    times = use.counted.value if use.counted else 0
    often = f"{times:,} handshake{'' if times == 1 else 's'}" if times else ""
    partners = [partner.value for partner in use.partners if partner.value]
    return ", ".join(filter(None, (often, f"with {few(partners, SHOWN)}" if partners else ""))) or "seen"


def evidence(found: Iterable[Use]) -> list[tuple[Located[object], str]]:
    """The counters and the first records, a few."""
    places: list[tuple[Located[object], str]] = []
    for use in found:
        if use.counted:
            places.append((use.counted, f"handshakes with {use.word}"))
        places.extend((partner, f"a connection with {use.word}") for partner in use.partners[:1])
    return places[: 2 * SHOWN]
