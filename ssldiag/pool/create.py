"""Makes the folder of a new pool: configuration, key database with its stash file, folders for logs.

The CA certificate goes to ``client/``, so that clients can be tried at once. A client's certificate and key
go only where they are asked for: a doctor would find a private key in the folder, and rightly complain.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ssldiag.keydb import stash, store_file, store_keys
from ssldiag.keydb.choices import KeyKind, Purpose
from ssldiag.keydb.edit import added, new_database, with_default
from ssldiag.keydb.edit_make import Issuer, Wanted, certificate, generate, holder
from ssldiag.keydb.store import Record
from ssldiag.pool.create_files import GSKADMIN, KEYFILE, Wish, files

PRIVATE = 0o700
CA_LABEL = "Reference CA"
CA_DAYS, DAYS = 3650, 365
NAMES = ("DNS:localhost", "IP:127.0.0.1", "IP:::1")
FOLDERS = (GSKADMIN, "bfs/VMSYS/ROOT", "console", "run", "responses", "client")


class Exists(Exception):
    """There is a pool already, or something that is not ours; the text names it."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the files, in order, relative to the folder."""

    folder: Path
    files: tuple[str, ...]


def create(folder: Path, wish: Wish, now: datetime, client_file: Path | None = None) -> Made:
    """Make the pool in a folder that is empty or not there. Raises Exists and OSError.

    ``client_file`` gets a client's certificate and key in PEM.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Exists(f"{folder} is not empty")
    folder.mkdir(parents=True, exist_ok=True)
    for name in FOLDERS:
        (folder / name).mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    made = []
    for name, text in files(wish).items():
        (folder / name).write_text(text, "ascii")
        made.append(name)
    return Made(folder, (*made, *keys(folder, wish, now, client_file)))


def keys(folder: Path, wish: Wish, now: datetime, client_file: Path | None) -> list[str]:
    """The key database, its stash file, and what clients trust. Returns their names."""
    authority = generate(KeyKind.P_256)
    wanted = Wanted(f"CN={CA_LABEL},O=Reference pool", kind=KeyKind.P_256, purpose=Purpose.CA, days=CA_DAYS)
    root = certificate(wanted, holder(wanted, authority), Issuer(None, authority), now)
    server = generate(wish.key)
    site = Wanted("CN=localhost,O=Reference pool", NAMES, wish.key, days=DAYS)
    own = certificate(site, holder(site, server), Issuer(root, authority), now)
    database = new_database()
    database = added(database, Record(CA_LABEL, root))
    database = added(database, Record(wish.label, own, server))
    database = with_default(database, wish.label).database
    password = secrets.token_hex(16).encode()
    name = f"{GSKADMIN}/{KEYFILE.rsplit('/', 1)[-1]}"
    store_file.save(folder / name, database, password)
    stashed = name.removesuffix(".p12") + ".sth"
    store_file.replace(folder / stashed, stash.encode(password, os.urandom))
    store_file.replace(folder / "client/ca.pem", pem(root), 0o644)
    if client_file is not None:
        client(client_file, Issuer(root, authority), now)
    return [name, stashed, "client/ca.pem"]


def client(file: Path, issuer: Issuer, now: datetime) -> None:
    """Write a client's certificate with its key in PEM."""
    key = generate(KeyKind.P_256)
    wanted = Wanted("CN=client,O=Reference pool", kind=KeyKind.P_256, purpose=Purpose.CLIENT, days=DAYS)
    own = certificate(wanted, holder(wanted, key), issuer, now)
    store_file.replace(file, pem(own) + store_keys.pem_of(key))


def pem(der: bytes) -> bytes:
    """A certificate as RFC 7468 writes it."""
    import ssl

    return ssl.DER_cert_to_PEM_cert(der).encode("ascii")
