"""Queue managers of IBM MQ with their channels, from displays, scripts and ini files.

Sources: IBM MQ 9.2, "Digital certificate labels, understanding the requirements" (default label), MQSCO
KeyRepository and "Setting up a key repository on AIX, Linux, and Windows" (stem, default place).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.linux_documents import documents
from ssldiag.model import Located, Place
from ssldiag.readers.linux.mq_ini import Stanza
from ssldiag.readers.linux.mqsc import MqObject

DEFAULT_PREFIX = "ibmwebspheremq"
LONGEST_LABEL = 64
STEM_ONLY_BELOW = "0903"
"""VERSION of the first level where SSLKEYR may be the whole file name; before, ``.kdb`` is always added."""

RECEIVING = ("RCVR", "RQSTR", "SVRCONN", "CLUSRCVR")
"""Types of channels whose queue manager is the server of the handshake, or may become it."""


@dataclass(frozen=True, slots=True)
class MqChannel:
    """A channel; ``cipher`` is None where it has none."""

    name: str
    place: Place
    kind: str
    cipher: Located[str] | None
    label: Located[str] | None
    authentication: Located[str] | None
    manager: str


@dataclass(frozen=True, slots=True)
class MqManager:
    """A queue manager. ``repository`` is SSLKEYR, ``label`` CERTLABL, None where blank or not known;
    ``shown``: they were displayed, so that blank means blank. ``version`` as DISPLAY QMGR has it
    (``09030500``), empty where not known.
    """

    name: str
    place: Place
    repository: Located[str] | None
    label: Located[str] | None
    fips: Located[str] | None
    password: Located[str] | None
    version: str
    shown: bool
    channels: tuple[MqChannel, ...]

    @property
    def default_label(self) -> str:
        """The label that is taken where CERTLABL is blank: folded to lower case."""
        return f"{DEFAULT_PREFIX}{self.name.lower()}"

    @property
    def stem_only(self) -> bool | None:
        """Whether ``.kdb`` is added to SSLKEYR in any case; None where the level is not known."""
        return self.version[:4] < STEM_ONLY_BELOW if self.version else None

    @property
    def serves(self) -> bool:
        """Whether it has to show a certificate under its own label; taken so where its channels are not
        known.
        """
        return not self.channels or any(item.kind in RECEIVING and not item.label for item in self.secured)

    @property
    def secured(self) -> tuple[MqChannel, ...]:
        """The channels with TLS."""
        return tuple(item for item in self.channels if item.cipher)


@dataclass(frozen=True, slots=True)
class MqClient:
    """The SSL stanza of an mqclient.ini."""

    place: Place
    repository: Located[str]
    label: Located[str] | None


def said(item: MqObject | None, name: str) -> Located[str] | None:
    """An attribute that is not blank."""
    value = item.get(name) if item else None
    return value if value is not None and value.value else None


def build_managers(facts: Facts) -> Iterator[MqManager]:
    """Every queue manager that a display or script tells of; of an attribute told twice the last value."""
    found: dict[str, list[MqObject]] = {}
    for document in documents(facts, "linux_mqsc"):
        for item in document.rows:
            found.setdefault(item.owner or document.name, []).append(item)
    for name, items in found.items():
        yield manager(name, items)


def manager(name: str, items: list[MqObject]) -> MqManager:
    """The queue manager of its objects."""
    managers = [item for item in items if item.kind == "QMGR"]

    def last(word: str) -> Located[str] | None:
        told = [item for item in managers if item.get(word) is not None]
        return said(told[-1], word) if told else None

    channels: dict[str, MqChannel] = {}
    for item in items:
        if item.kind == "CHANNEL" and item.name:
            channels[item.name] = channel(item, name)
    version = last("VERSION")
    place = managers[-1].place if managers else items[0].place
    shown = any(item.shown and item.get("SSLKEYR") is not None for item in managers)
    return MqManager(
        name,
        place,
        last("SSLKEYR"),
        last("CERTLABL"),
        last("SSLFIPS"),
        last("KEYRPWD"),
        version.value if version else "",
        shown,
        tuple(channels.values()),
    )


def channel(item: MqObject, owner: str) -> MqChannel:
    """The channel of an object."""
    kind = said(item, "CHLTYPE")
    return MqChannel(
        item.name,
        item.place,
        kind.value.upper() if kind else "",
        said(item, "SSLCIPH"),
        said(item, "CERTLABL"),
        said(item, "SSLCAUTH"),
        owner,
    )


def build_clients(facts: Facts) -> Iterator[MqClient]:
    """The clients whose ini file names a key repository."""
    for document in documents(facts, "linux_mq_ini"):
        for stanza in document.rows:
            repository = stanza.get("sslkeyrepository") if stanza.word == "ssl" else None
            if repository is not None and repository.value:
                yield MqClient(stanza.place, repository, stanza.get("certificatelabel"))


def stanzas(facts: Facts, word: str) -> Iterator[Stanza]:
    """The stanzas of a name (lower case) of all ini files."""
    for document in documents(facts, "linux_mq_ini"):
        yield from (stanza for stanza in document.rows if stanza.word == word)
