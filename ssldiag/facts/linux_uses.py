"""Which product uses which key database, under which label, with which stash file: whatever the product.

Sources: IBM HTTP Server 9.0.5 (KeyFile, SSLServerCert), IBM MQ 9.2 (SSLKEYR, CERTLABL, default label), Db2
11.5 (ssl_svr_keydb, ssl_svr_stash, ssl_svr_label), Spectrum Protect 7.1 (cert.kdb), web server plug-in
(keyring, stashfile).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.keys import KeyDatabase, StoredCertificate
from ssldiag.facts.linux_db2 import Db2Instance
from ssldiag.facts.linux_documents import documents
from ssldiag.facts.linux_files import HostFile, files
from ssldiag.facts.linux_ihs import IhsHost, IhsServer
from ssldiag.facts.linux_mq import MqClient, MqManager, stanzas
from ssldiag.facts.linux_plugin import PluginTransport
from ssldiag.facts.linux_tsm import TsmOptions
from ssldiag.model import Located, Place, Source
from ssldiag.readers.linux.document import LinuxDocument
from ssldiag.readers.linux.gsk_list import ListedLabel

IHS, MQ, DB2, TSM, PLUGIN = "IBM HTTP Server", "IBM MQ", "Db2", "Spectrum Protect", "web server plug-in"
WAS = "WebSphere Application Server"
PRODUCTS = (IHS, MQ, DB2, TSM, PLUGIN, WAS)
STASH = ".sth"
UNSET = "${"
"""A variable that the environment of the server sets: nobody knows here to what."""


@dataclass(frozen=True, slots=True)
class KeyUse:
    """A use of a key database. ``owner`` is who uses it, as a person calls it; ``keyfile`` where that is
    written.

    ``path`` is the file that the product opens. ``label`` is the one that is named; ``implied`` the one
    that is taken where none is (empty: the default certificate of the database). ``needs_key``: it has to
    prove itself. ``stash`` is None where the product asks a person for the password. ``assumed``: nothing
    collected names the database, it stands where the product looks unless told otherwise.
    """

    product: str
    owner: str
    keyfile: Located[str]
    path: str
    file: HostFile
    database: KeyDatabase | None
    label: Located[str] | None
    implied: str
    stash: HostFile | None
    needs_key: bool
    assumed: bool = False
    owner_at: Place | None = None
    """Where a virtual host begins, whose name is not its own."""

    @property
    def wanted(self) -> str:
        """The label that is looked for, empty for the default certificate."""
        return self.label.value if self.label else self.implied

    @property
    def certificate(self) -> StoredCertificate | None:
        """The certificate that is taken; None where it is not there or the database was not read."""
        if self.database is None:
            return None
        if self.wanted:
            return self.database.label(self.wanted)
        defaults = [item for item in self.database.certificates if item.default]
        return next((item for item in defaults if item.has_key), defaults[0] if defaults else None)

    @property
    def who(self) -> str:
        """Product and owner, for a sentence."""
        return f"{self.owner} of {self.product}" if self.owner else self.product


def build(facts: Facts) -> Iterator[KeyUse]:
    """The uses of servers, of MQ clients and of the plug-in."""
    for each in (of_ihs, of_mq, of_mq_files, of_db2, of_tsm, of_plugin):
        yield from each(facts)


def use(
    facts: Facts,
    product: str,
    owner: str,
    keyfile: Located[str],
    path: str,
    label: Located[str] | None,
    *,
    implied: str = "",
    stash: str | None = "",
    needs_key: bool = True,
    assumed: bool = False,
    owner_at: Place | None = None,
) -> KeyUse:
    """A use; ``stash`` is beside the database unless it is named, None where there is none."""
    known = files(facts)
    file = known.find(path)
    beside = path.rpartition(".")[0] + STASH
    return KeyUse(
        product,
        owner,
        keyfile,
        path,
        file,
        database(facts, file),
        label if label is not None and label.value else None,
        implied,
        None if stash is None else known.find(stash or beside),
        needs_key,
        assumed,
        owner_at,
    )


def database(facts: Facts, file: HostFile) -> KeyDatabase | None:
    """The database of a file, else what a list of gskcapicmd shows of it."""
    if file.source is not None:
        found = next((item for item in facts.all(KeyDatabase) if item.file == file.source.path), None)
        return found if found is not None and found.store is not None else None
    for document in documents(facts, "linux_gsk_list"):
        if document.name and document.name.rpartition("/")[2] == file.path.rpartition("/")[2]:
            return listed(document)
    return None


def listed(document: LinuxDocument[ListedLabel]) -> KeyDatabase:
    """A database as a list shows it: labels and marks, nothing of the certificates."""
    certificates = tuple(
        StoredCertificate(
            row.label.value,
            document.file,
            row.label.place,
            row.personal,
            None,
            row.default,
            None,
            None,
            None,
            None,
        )
        for row in document.rows
    )
    name = document.name.rpartition("/")[2]
    return KeyDatabase(name, document.file, document.place, True, True, certificates)


def of_ihs(facts: Facts) -> Iterator[KeyUse]:
    """The virtual hosts with SSLEnable and a KeyFile."""
    for server in facts.all(IhsServer):
        for host in server.hosts:
            keyfile, prompt = keyfile_of(host)
            if host.enabled is None or keyfile is None or host.last("sslpkcsdriver"):
                continue  # with PKCS#11 the certificate is in a device
            if UNSET in server.path(keyfile.value):
                continue
            yield use(
                facts,
                IHS,
                host.name,
                keyfile,
                server.path(keyfile.value),
                server_cert(host),
                stash=None if prompt else "",
                owner_at=host.place,
            )


def keyfile_of(host: IhsHost) -> tuple[Located[str] | None, bool]:
    """The KeyFile in effect, and whether its password is asked for at the start (``/prompt``)."""
    found = host.last("keyfile")
    words = found.words if found else ()
    prompt = bool(words) and words[0].value.lower().strip("/") == "prompt"
    words = words[1:] if prompt else words
    return (words[0] if words else None), prompt


def server_cert(host: IhsHost) -> Located[str] | None:
    """SSLServerCert; without quotes a label of several words is taken as it is meant."""
    found = host.last("sslservercert")
    if found is None or found.value is None:
        return None
    whole = found.value.value if found.quoted else " ".join(word.value for word in found.words)
    return Located(whole, found.value.place)


def of_mq(facts: Facts) -> Iterator[KeyUse]:
    """Queue managers, their channels with a label of their own, and clients."""
    for manager in facts.all(MqManager):
        repository = manager.repository
        if repository is None or not (manager.secured or manager.label or not manager.channels):
            continue
        path = with_suffix(repository.value, manager.stem_only)
        owner = f"queue manager {manager.name}".strip()
        stash = None if manager.password else ""
        yield use(
            facts,
            MQ,
            owner,
            repository,
            path,
            manager.label,
            implied=manager.default_label,
            stash=stash,
            needs_key=manager.serves,
        )
        for channel in manager.secured:
            if channel.label is not None:
                owner = f"channel {channel.name}"
                yield use(facts, MQ, owner, repository, path, channel.label, stash=stash)
    for client in facts.all(MqClient):
        path = with_suffix(client.repository.value, None)
        yield use(facts, MQ, "a client", client.repository, path, client.label, needs_key=False)


def with_suffix(text: str, stem_only: bool | None) -> str:
    """The file that a key repository means: up to 9.2 a stem to which ``.kdb`` is added, later that or a
    whole name.
    """
    whole = text.lower().endswith((".kdb", ".p12", ".pfx")) and not stem_only
    return text if whole else f"{text}.kdb"


def of_mq_files(facts: Facts) -> Iterator[KeyUse]:
    """Queue managers of mqs.ini of which no attribute was displayed: the database at its usual place, if it
    is there.
    """
    told = {manager.name for manager in facts.all(MqManager)}
    for stanza in stanzas(facts, "queuemanager"):
        name, prefix, folder = (stanza.get(key) for key in ("name", "prefix", "directory"))
        if name is None or folder is None or name.value in told:
            continue
        path = f"{prefix.value if prefix else '/var/mqm'}/qmgrs/{folder.value}/ssl/key.kdb"
        found = use(
            facts,
            MQ,
            f"queue manager {name.value}",
            name,
            path,
            None,
            implied=f"ibmwebspheremq{name.value.lower()}",
            assumed=True,
        )
        if found.file.found:
            yield found


def of_db2(facts: Facts) -> Iterator[KeyUse]:
    """Instances: as a server, and as a client."""
    for instance in facts.all(Db2Instance):
        owner = f"instance {instance.name}" if instance.name else "the instance"
        for keydb, stash, label, needs_key in (
            ("SSL_SVR_KEYDB", "SSL_SVR_STASH", "SSL_SVR_LABEL", True),
            ("SSL_CLNT_KEYDB", "SSL_CLNT_STASH", "", False),
        ):
            keyfile = instance.get(keydb)
            if keyfile is not None and keyfile.value != "GSK_MS_CERTIFICATE_STORE":
                named = instance.get(stash)
                for each in labels(instance.get(label) if label else None):
                    yield use(
                        facts,
                        DB2,
                        owner,
                        keyfile,
                        keyfile.value,
                        each,
                        stash=named.value if named else None,
                        needs_key=needs_key,
                    )


def labels(named: Located[str] | None) -> list[Located[str] | None]:
    """The labels of SSL_SVR_LABEL: one, or several with colons between them; None where none is named."""
    if named is None:
        return [None]
    return [Located(part.strip(), named.place) for part in named.value.split(":") if part.strip()] or [None]


def of_tsm(facts: Facts) -> Iterator[KeyUse]:
    """Servers of Spectrum Protect: cert.kdb in the folder of dsmserv.opt, if it is there."""
    for server in facts.all(TsmOptions):
        if server.role != "server":
            continue
        path = "/".join((*server.file.split("/")[:-1], "cert.kdb"))
        where = Located(path, server.place)
        found = use(facts, TSM, "the server", where, path, None, assumed=True)
        if found.file.found:
            yield found


def of_plugin(facts: Facts) -> Iterator[KeyUse]:
    """The key stores of the plug-in, each once for each label."""
    seen: set[tuple[str, str, str]] = set()
    for item in facts.all(PluginTransport):
        if item.keyring is None:
            continue
        label = item.label.value if item.label else ""
        key = (item.place.file, item.keyring.value, label)
        if key in seen:
            continue
        seen.add(key)
        yield use(
            facts,
            PLUGIN,
            "",
            item.keyring,
            item.keyring.value,
            item.label,
            stash=item.stash.value if item.stash else "",
            needs_key=False,
        )


def source_of(item: KeyUse) -> Source | None:
    """The source of the key database, where it was collected."""
    return item.file.source


def stash_opens(item: KeyUse) -> bool | None:
    """Whether the stash file opens the database; None where that cannot be told
    (:mod:`ssldiag.keydb.unlock`).
    """
    from ssldiag.keydb.unlock import opens

    stash = item.stash
    if stash is None or not stash.found:
        return None
    if stash.opens is not None or stash.source is None or item.file.source is None:
        return stash.opens
    try:
        return opens(item.file.source.read(), stash.source.read(4_096))
    except OSError:
        return None
