"""The outer menus: databases as a whole, and what can be done in the one that is open."""

from __future__ import annotations

from pathlib import Path

from ssldiag.keydb import edit_new, edit_take, menu_ask, menu_records, menu_show, store_read
from ssldiag.keydb.choices import Purpose
from ssldiag.keydb.edit import Edited
from ssldiag.keydb.menu import Dialogue, Leave, Options, Say, Session, ask, run, told
from ssldiag.keydb.store import Database, StoreError, WrongPassword


def start(session: Session, path: Path | None, exists: bool) -> Dialogue:
    """The whole program: with a file that is there, that is opened first; ENTER leads out of it."""
    try:
        if session.path is not None:
            yield from key_management(session)
        elif path is not None and exists:
            yield from _open_first(session, path)
        elif path is not None:
            yield Say(f"There is no {path} yet; option 1 creates it.")
        yield from run(session, lambda: "                       Database Menu", DATABASE_MENU)
    except Leave:
        return


def _open_first(session: Session, path: Path) -> Dialogue:
    try:
        session.open(path, (yield from menu_ask.password()))
    except StoreError as error:
        session.refused = True
        yield Say(f"Not opened: {error}.")
        return
    yield from key_management(session)


def create(session: Session) -> Dialogue:
    path = yield from menu_ask.path("Enter key database name: ")
    secret = yield from menu_ask.new_password()
    session.files.create(path, secret)
    yield Say(f"Key database {path} created.")
    session.open(path, secret)
    yield from key_management(session)


def open_(session: Session) -> Dialogue:
    path = yield from menu_ask.path("Enter key database name: ")
    session.open(path, (yield from menu_ask.password()))
    yield from key_management(session)


def change_password(session: Session) -> Dialogue:
    path = yield from menu_ask.path("Enter key database name: ")
    old = yield from menu_ask.password()
    session.files.load(path, old)
    yield Say("Now the new password.")
    new = yield from menu_ask.new_password()
    session.files.password(path, old, new)
    if session.path == path:
        session.secret = new
    yield Say("The password is changed.")


def record_length(session: Session) -> Dialogue:
    yield Say("A PKCS#12 key database has no record length; its records are as long as they need to be.")


def delete(session: Session) -> Dialogue:
    path = yield from menu_ask.path("Enter key database name: ")
    session.files.load(path, (yield from menu_ask.password()))
    if not (yield from menu_ask.yes(f"Delete {path} with all keys in it?")):
        yield Say("Nothing was deleted.")
        return
    session.files.delete(path)
    yield Say(f"{path} is deleted.")


def parameters(session: Session) -> Dialogue:
    yield Say("Key parameter files are not made here: the parameters of each kind of key are built in.")


def show_file(session: Session) -> Dialogue:
    """What is in a certificate file, without taking it."""
    path = yield from menu_ask.path("Enter certificate file name: ")
    found = store_read.read(session.files.contents(path), None, str(path))
    for record in found.certificates:
        yield Say(menu_show.certificate(found, record))


def key_management(session: Session) -> Dialogue:
    yield from run(session, lambda: _heading(session), KEY_MANAGEMENT_MENU)


def _heading(session: Session) -> str:
    rows = f"           Database: {session.path}\n           Expiration: None"
    return f"                       Key Management Menu\n\n{rows}"


def request(session: Session) -> Dialogue:
    label = yield from menu_ask.given("Enter label: ")
    wanted = yield from menu_ask.wanted(Purpose.SERVER, with_days=False)
    edited = session.change(lambda database: edit_new.with_request(database, label, wanted))
    yield from told(edited, "Request created:")
    yield from menu_records.export_request(session, label)


def receive(session: Session) -> Dialogue:
    path = yield from menu_ask.path("Enter certificate file name: ")
    found = store_read.read(session.files.contents(path), None, str(path))
    now = session.files.now()
    yield from told(session.change(lambda database: edit_take.received(database, found, now)), "Received")


def self_signed(session: Session) -> Dialogue:
    purposes = (Purpose.CA, Purpose.SERVER, Purpose.CLIENT)
    purpose = purposes[(yield from menu_ask.one_of("Certificate usage", ["CA", "server", "client"]))]
    label = yield from menu_ask.given("Enter label: ")
    wanted = yield from menu_ask.wanted(purpose)
    now = session.files.now()
    edited = session.change(lambda database: edit_new.with_self_signed(database, label, wanted, now))
    yield from told(edited, "Created")


def import_certificate(session: Session) -> Dialogue:
    path = yield from menu_ask.path("Enter import file name: ")
    label = yield from ask("Enter label (ENTER for the one in the file): ")
    found = store_read.read(session.files.contents(path), None, str(path))
    if any(record.key is not None for record in found.records):
        raise StoreError("there is a private key in it; import it with the option for keys")
    yield from told(_import(session, found, label), "Imported")


def import_key(session: Session) -> Dialogue:
    path = yield from menu_ask.path("Enter import file name: ")
    secret = yield from menu_ask.password("Enter import file password: ")
    label = yield from ask("Enter label (ENTER for the one in the file): ")
    data = session.files.contents(path)
    try:
        found = store_read.read(data, secret, str(path))
    except WrongPassword as error:
        raise WrongPassword(f"{path}: {error}") from error
    yield from told(_import(session, found, label), "Imported")


def _import(session: Session, found: Database, label: str) -> Edited:
    now = session.files.now()
    return session.change(lambda database: edit_take.imported(database, found, now, label or None))


def show_default(session: Session) -> Dialogue:
    record = session.database.default
    if record is None:
        yield Say("No key is the default.")
        return
    yield Say(menu_show.certificate(session.database, record))


def store_password(session: Session) -> Dialogue:
    if session.path is None:
        raise StoreError("no database is open")
    yield Say(f"The password is stored in {session.files.stash(session.path, session.secret)}.")


KEY_MANAGEMENT_MENU: Options = {
    "1": ("Keys and certificates", menu_records.keys),
    "2": ("Certificates without key (CAs)", menu_records.certificates),
    "3": ("Certificate requests", menu_records.requests),
    "4": ("Create a certificate request", request),
    "5": ("Receive a certificate that was requested or renewed", receive),
    "6": ("Create a self-signed certificate", self_signed),
    "7": ("Import a certificate", import_certificate),
    "8": ("Import a certificate and its private key", import_key),
    "9": ("Show the default key", show_default),
    "10": ("Store the database password", store_password),
    "11": ("Show the record length", record_length),
}
DATABASE_MENU: Options = {
    "1": ("Create a database", create),
    "2": ("Open a database", open_),
    "3": ("Change the password of a database", change_password),
    "4": ("Change the record length", record_length),
    "5": ("Delete a database", delete),
    "6": ("Create a key parameter file", parameters),
    "7": ("Show a certificate file", show_file),
}
