"""Applications of Digital Certificate Manager, and the certificates assigned to them."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.facts.ibmi_servers import IbmiServer, by_application
from ssldiag.model import Located, Place, Unreadable


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

    ``taken`` orders lists of one system (before and after a renewal): the moment that the file's content
    says, else empty.
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
