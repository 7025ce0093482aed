"""What a run has of keys: its authorities, the pool's key database and its changes, the clients' files."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ssldiag.keydb import stash, store_file
from ssldiag.keydb.choices import KeyKind
from ssldiag.keydb.edit import Edited, added, deleted, needed, renamed, replaced, with_default
from ssldiag.keydb.store import Database, Record
from ssldiag.lab.certs import DAYS, NAMES, Identity, Wanted, authority, made
from ssldiag.lab.fault import Setup, Step
from ssldiag.lab.ground import Ground
from ssldiag.lab.verbs import APPS
from ssldiag.pool.create import CA_LABEL, create
from ssldiag.pool.create_files import GSKADMIN, Wish

MIDDLE = "Reference intermediate CA"


def database_of(ground: Ground) -> Path:
    """The key database of the pool."""
    return ground.pool / GSKADMIN / "Database.p12"


@dataclass
class Keys:
    """Authorities of a run. ``ca`` is the one that clients trust and the database holds."""

    ground: Ground
    now: datetime
    ca: Identity
    stranger: Identity

    def change(self, do: Callable[[Database], Database]) -> None:
        """Change the pool's key database. Raises StoreError and OSError."""
        path = database_of(self.ground)
        password = stash.decode(path.with_suffix(".sth").read_bytes())
        store_file.change(path, password, lambda database: Edited(do(database), ()))

    def certificate(self, step: Step) -> None:
        """The verb ``certificate``."""
        label, by = step.text("label"), step.text("by", "ca")
        wanted = Wanted(
            step.text("subject", "localhost"),
            step.many("names") or NAMES,
            step.text("key", "rsa2048"),
            step.text("usage", "server"),
            step.number("begins", min(-1, step.number("ends", DAYS) - DAYS)),
            step.number("ends", DAYS),
        )
        middle = authority(MIDDLE, self.now, self.ca) if by == "intermediate" else None
        issuers = {"ca": self.ca, "stranger": self.stranger, "itself": None, "intermediate": middle}
        own = made(wanted, issuers[by], self.now)
        key = None if step.words.get("without_key") else own.pkcs8
        self.change(lambda database: placed(database, Record(label, own.der, key)))

    def remove(self, step: Step) -> None:
        """The verb ``remove``."""
        self.change(lambda database: deleted(database, step.text("label")).database)

    def relabel(self, step: Step) -> None:
        """The verb ``relabel``."""
        self.change(lambda database: renamed(database, step.text("label"), step.text("to")).database)


def placed(database: Database, record: Record) -> Database:
    """With the record in the place of the one that has its label, or added."""
    old = database.find(record.label)
    if old is None:
        return added(database, record)
    return replaced(database, old, replace(record, default=old.default and record.key is not None))


def made_pool(ground: Ground, setup: Setup, now: datetime) -> Keys:
    """The sound pool of a run, with keys of the lab. Raises OSError."""
    count = 1 if setup.single else setup.servers
    wish = Wish(
        servers=setup.servers,
        single=setup.single,
        sessions=setup.sessions or count * setup.per_server,
        per_server=setup.per_server,
        label=setup.label,
        apps=tuple(app for app in APPS if app in setup.apps),
        port_offset=ground.offset,
        local_user=local_user(),
        key=KeyKind.P_256,  # what the lab puts in its place is of the kind that is wanted
    )
    create(ground.pool, wish, now)
    return prepared(ground, setup.label, setup.key, now)


def local_user() -> str:
    """Who runs this: the pool lets this user use SSLADMIN."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def prepared(ground: Ground, label: str, kind: str, now: datetime) -> Keys:
    """The pool's database with certificates of an authority of the lab, and what clients have."""
    keys = Keys(ground, now, authority(CA_LABEL, now), authority("Another CA", now))
    server = made(Wanted(key=kind), keys.ca, now)

    def ours(database: Database) -> Database:
        database = replaced(database, needed(database, CA_LABEL), Record(CA_LABEL, keys.ca.der))
        return with_default(placed(database, Record(label, server.der, server.pkcs8)), label).database

    keys.change(ours)
    store_file.replace(ground.pool / "client/ca.pem", keys.ca.pem, 0o644)
    other = made(Wanted("client", key="p256", usage="server"), keys.ca, now)
    files = {
        "ca.pem": keys.ca.pem,
        "stranger-ca.pem": keys.stranger.pem,
        "own.pem": made(Wanted("client", key="p256", usage="client"), keys.ca, now).both,
        "stranger.pem": made(Wanted("client", key="p256", usage="client"), keys.stranger, now).both,
        "for-servers.pem": other.both,
        "expired.pem": made(
            Wanted("client", key="p256", usage="client", begins=-400, ends=-35), keys.ca, now
        ).both,
    }
    for file, data in files.items():
        store_file.replace(ground.client / file, data)
    return keys
