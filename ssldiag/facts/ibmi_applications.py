"""Applications of Digital Certificate Manager, and the certificates assigned to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ssldiag.facts.core import Facts
from ssldiag.facts.ibmi_documents import documents, sections
from ssldiag.facts.ibmi_forms import count, listed, text, truth
from ssldiag.facts.ibmi_servers import IbmiServer, by_application
from ssldiag.facts.ibmi_systems import named_system, system_of
from ssldiag.model import Located, Place, Unreadable
from ssldiag.readers.ibmi.form import Section


@dataclass(frozen=True, slots=True)
class Application:
    """An application that is registered with DCM. ``labels`` are the certificates assigned, none if there are
    none.

    The rest is None or empty where no file tells; only a settings form and the application definitions of 7.1
    and later do. ``protocols`` as DCM or the program names them; ``trusts`` the CAs of its trust list;
    ``session_timeout`` in seconds; ``client_authentication`` whether it asks clients for a certificate.
    ``store`` is the certificate store that the labels are in, where told.
    """

    system: str
    id: Located[str]
    labels: tuple[Located[str], ...]
    place: Place
    description: str = ""
    store: str = ""
    protocols: tuple[Located[str], ...] = ()
    ciphers: tuple[Located[str], ...] = ()
    trusts: tuple[Located[str], ...] | None = None
    client_authentication: Located[bool] | None = None
    session_timeout: Located[int] | None = None

    @property
    def server(self) -> IbmiServer | None:
        """The server or client of the system that has this id; None for one's own programs."""
        return by_application(self.id.value, self.description)


@dataclass(frozen=True, slots=True)
class ApplicationList:
    """A list of applications. ``complete``: all that are registered are in it.

    ``taken`` orders lists of one system (before and after a renewal): when the file was made, as ISO 8601,
    empty where the snapshot does not tell.
    """

    system: str
    file: str
    place: Place
    complete: bool
    applications: tuple[Application, ...]
    taken: str = ""
    unreadable: tuple[Unreadable, ...] = ()

    def find(self, identifier: str) -> Application | None:
        """The application of this id, in any letter case."""
        wanted = identifier.upper()
        return next((item for item in self.applications if item.id.value.upper() == wanted), None)


def build_lists(facts: Facts) -> Iterator[ApplicationList]:
    """A list for each file of assignments, and one for each system whose applications a settings form
    tells.
    """
    for item in documents(facts, "ibmi_assignments"):
        system = system_of(facts, item.file)
        found = tuple(of_row(system, row) for row in item.rows if row.type != "OBJECT SIGNING")
        yield ApplicationList(system, item.file, item.place, item.complete, found, taken(facts, item.file))
    by_form: dict[tuple[str, str], list[Application]] = {}
    for document, section in sections(facts, "application"):
        system = named_system(facts, text(section, "system"), document.file)
        by_form.setdefault((system, document.file), []).append(of_section(system, section))
    for (system, file), applications in by_form.items():
        yield ApplicationList(system, file, applications[0].place, False, tuple(applications))


def taken(facts: Facts, file: str) -> str:
    """When a file was taken, as the snapshot has it; empty where it does not."""
    found = next((source.taken for source in facts.snapshot.sources if source.path == file), None)
    return found.isoformat() if found else ""


def of_row(system: str, row: Any) -> Application:
    """An application of CERTIFICATE_USAGE_INFO."""
    return Application(
        system,
        row.id,
        row.labels,
        row.place,
        row.description,
        row.store,
        row.protocols,
        client_authentication=row.client_authentication,
    )


def of_section(system: str, section: Section) -> Application:
    """An application that a settings form describes: ``[application QIBM_...]``."""
    description, store = text(section, "description"), text(section, "store")
    return Application(
        system,
        section.name,
        listed(section, "certificates") or (),
        section.place,
        description.value if description else "",
        store.value if store else "",
        listed(section, "protocols") or (),
        listed(section, "ciphers") or (),
        listed(section, "trusts"),
        truth(section, "client-authentication"),
        count(section, "session-timeout"),
    )


def build_applications(facts: Facts) -> Iterator[Application]:
    """Every application of every list."""
    for item in facts.all(ApplicationList):
        yield from item.applications
