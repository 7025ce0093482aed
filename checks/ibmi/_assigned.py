"""What the checks of certificates share: which certificate a server of a system has, and who issued it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.api import (
    Application,
    ApplicationList,
    Facts,
    IbmiCertificate,
    IbmiServer,
    IbmiStore,
    Located,
    common_name,
)

SYSTEM_STORE = "*SYSTEM"
STORE = "the *SYSTEM store (TABLE(QSYS2.CERTIFICATE_INFO(...)), or DEFAULT.KDB and its password)"
USAGE = "all certificate assignments (QSYS2.CERTIFICATE_USAGE_INFO)"


@dataclass(frozen=True, slots=True)
class Assigned:
    """A certificate that an application has. ``certificate`` is None where its store was not collected."""

    application: Application
    label: Located[str]
    certificate: IbmiCertificate | None

    @property
    def name(self) -> str:
        """The server in words, or the application's id."""
        return called(self.application)


def called(application: Application) -> str:
    """The server of an application in words with its id, or the id alone."""
    server = application.server
    known = server is not None and application.id.value.upper() in (
        server.application,
        server.client_application,
    )
    if server is None or not known:
        return application.id.value
    return f"{server.name.replace(' server', '')} client" if is_client(application) else f"the {server.name}"


def serves(application: Application, word: str) -> bool:
    """Whether a partner that goes to ``word`` (the word of a server, or an application id) meets this one."""
    server = application.server
    return bool(word) and word.upper() in (
        application.id.value.upper(),
        server.word.upper() if server and not is_client(application) else "",
    )


def is_client(application: Application) -> bool:
    """Whether an application is the client of a server of the system, such as the Telnet client."""
    server = application.server
    return server is not None and application.id.value.upper() == server.client_application


def stores(facts: Facts, system: str) -> tuple[IbmiStore, ...]:
    """The stores of a system, *SYSTEM first, loose certificate files last; no key files of PCs."""
    found = [item for item in facts.all(IbmiStore) if item.system == system and not item.pc]
    return tuple(sorted(found, key=lambda item: (item.loose, item.name != SYSTEM_STORE)))


def current(facts: Facts, system: str) -> tuple[ApplicationList, ...]:
    """The lists of applications of a system; of lists with a date the last only."""
    lists = [item for item in facts.all(ApplicationList) if item.system == system]
    dated = [item.taken for item in lists if item.taken and item.complete]
    last = max(dated, default="")
    return tuple(item for item in lists if not item.complete or not last or item.taken in ("", last))


def applications(facts: Facts, system: str) -> Iterator[Application]:
    """The applications of a system, as they are now."""
    for item in current(facts, system):
        yield from item.applications


def systems(facts: Facts) -> tuple[str, ...]:
    """The systems of which applications are known."""
    return tuple(dict.fromkeys(item.system for item in facts.all(ApplicationList)))


def assigned(facts: Facts, system: str) -> Iterator[Assigned]:
    """Every certificate that an application of a system has."""
    held = [item for item in stores(facts, system) if not item.loose]
    alone = exported(facts, system)
    for application in applications(facts, system):
        for label in application.labels:
            named = [item for item in held if item.name == (application.store or SYSTEM_STORE)]
            found = (item.label(label.value) for item in (named or held[:1]))
            certificate = next((item for item in found if item), None)
            yield Assigned(application, label, certificate or (alone if not held else None))


def by_label(facts: Facts, system: str) -> dict[str, list[Assigned]]:
    """The same by label."""
    found: dict[str, list[Assigned]] = {}
    for item in assigned(facts, system):
        found.setdefault(item.label.value, []).append(item)
    return found


def exported(facts: Facts, system: str) -> IbmiCertificate | None:
    """The one certificate of a system that was collected as a file, if all its applications have the same
    one: exported files do not say which label they had.
    """
    labels = {label.value for item in applications(facts, system) for label in item.labels}
    loose = [item for store in stores(facts, system) if store.loose for item in store.certificates]
    own = [
        item for item in loose if not item.self_issued and not (item.certificate and item.certificate.is_ca)
    ]
    return own[0] if len(own) == 1 and len(labels) == 1 else None


def of_mc(application: Application) -> bool:
    """Whether an application is taken for Management Central: its id is not published."""
    server: IbmiServer | None = application.server
    return server is not None and server.word == "mgtc"


def issuers(facts: Facts, system: str, certificate: IbmiCertificate) -> tuple[str, ...]:
    """The common names up the chain of a certificate, and the labels of the CAs, as far as the system's
    stores have them.
    """
    found: dict[str, None] = {}
    everything = [item for store in stores(facts, system) for item in store.certificates]
    name = certificate.issuer
    while name and common_name(name) not in found:
        found[common_name(name)] = None
        above = next(
            (item for item in everything if item.subject and common_name(item.subject) == common_name(name)),
            None,
        )
        if above:
            found.setdefault(above.label, None)
        name = above.issuer if above else None
    return tuple(found)
