"""The menus about one label: a key with its certificate, a certificate, a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from ssldiag.keydb import edit, edit_export, edit_new, edit_take, menu_ask, menu_show
from ssldiag.keydb.choices import Form, Purpose
from ssldiag.keydb.edit_export import Wish
from ssldiag.keydb.edit_make import Wanted
from ssldiag.keydb.menu import Action, Dialogue, Options, Say, Session, run, told
from ssldiag.keydb.store import Database, Record, StoreError

FORMS = (Form.DER, Form.PEM, Form.PKCS7)
KEY_FORMS = (Form.PKCS12, Form.PEM)


class Gone(Exception):
    """The label that a menu was about is there no more."""


def keys(session: Session) -> Dialogue:
    """Certificates with a private key."""
    yield from _choose(
        session, "Key and Certificate List", _is_personal, KEY_MENU, "Key and Certificate Menu"
    )


def certificates(session: Session) -> Dialogue:
    """Certificates without."""
    yield from _choose(session, "Certificate List", _is_signer, CERTIFICATE_MENU, "Certificate Menu")


def requests(session: Session) -> Dialogue:
    """Requests that wait."""
    yield from _choose(session, "Certificate Request List", _is_request, REQUEST_MENU, "Request Menu")


def _is_personal(record: Record) -> bool:
    return record.kind == "personal"


def _is_signer(record: Record) -> bool:
    return record.kind == "signer"


def _is_request(record: Record) -> bool:
    return record.kind == "request"


One = Callable[[Session, str], Dialogue]
Table = dict[str, tuple[str, One]]


def _choose(
    session: Session, title: str, fits: Callable[[Record], bool], table: Table, heading: str
) -> Dialogue:
    """A list of labels, and the menu of the one chosen."""
    while True:
        records = [record for record in session.database.records if fits(record)]
        record = yield from menu_ask.record(title, records)
        if record is None:
            return
        try:
            yield from run(session, partial(_screen, heading, record.label), _bound(table, record.label))
        except Gone:
            continue


def _screen(heading: str, label: str) -> str:
    return f"                     {heading}\n\n           Label: {label}"


def _bound(table: Table, label: str) -> Options:
    """The options of a table, for one label."""

    def action(do: One) -> Action:
        return lambda session: do(session, label)

    return {number: (title, action(do)) for number, (title, do) in table.items()}


def show(session: Session, label: str) -> Dialogue:
    record = edit.needed(session.database, label)
    yield Say(menu_show.certificate(session.database, record))


def show_chain(session: Session, label: str) -> Dialogue:
    yield Say(menu_show.chain(session.database, edit.needed(session.database, label)))


def show_key(session: Session, label: str) -> Dialogue:
    yield Say(menu_show.key(edit.needed(session.database, label)))


def show_request(session: Session, label: str) -> Dialogue:
    yield Say(menu_show.request(edit.needed(session.database, label)))


def make_default(session: Session, label: str) -> Dialogue:
    yield from told(session.change(lambda database: edit.with_default(database, label)), "The default key is")


def trust(session: Session, label: str) -> Dialogue:
    on = yield from menu_ask.yes("Trust this certificate?")
    now = session.files.now()
    edited = session.change(lambda database: edit.with_trust(database, label, on, now))
    yield from told(edited, "Trusted:" if on else "Not trusted:")


def copy(session: Session, label: str) -> Dialogue:
    """Into another database, with the key where there is one."""
    target = yield from menu_ask.path("Enter key database name: ")
    secret = yield from menu_ask.password()
    record = replace(edit.needed(session.database, label), default=False)
    now = session.files.now()
    edited = session.files.change(
        target, secret, lambda database: edit_take.imported(database, Database((record,)), now)
    )
    yield from told(edited, f"Copied to {target}:")


def export(session: Session, label: str) -> Dialogue:
    """The certificate alone."""
    form = FORMS[(yield from menu_ask.one_of("Export file format", ["DER", "PEM", "PKCS#7 with chain"]))]
    wish = Wish(form, with_chain=form is Form.PKCS7)
    target = yield from menu_ask.path("Enter export file name: ")
    yield from _written(session, label, wish, target)


def export_key(session: Session, label: str) -> Dialogue:
    """The certificate with its key and chain."""
    form = KEY_FORMS[(yield from menu_ask.one_of("Export file format", ["PKCS#12", "PEM, encrypted"]))]
    target = yield from menu_ask.path("Enter export file name: ")
    first = yield from menu_ask.password("Enter export file password: ")
    again = yield from menu_ask.password("Re-enter export file password: ")
    if not first or first != again:
        raise StoreError("the two passwords are not the same" if first else "the file needs a password")
    yield from _written(session, label, Wish(form, True, True, first), target)


def _written(session: Session, label: str, wish: Wish, target: Path) -> Dialogue:
    data = edit_export.exported(session.database, label, wish, session.files.random)
    if session.path is not None and target.resolve() == session.path.resolve():
        raise StoreError("that is the key database itself")
    session.files.write(target, data, wish.with_key)
    yield Say(f"Exported to {target}.")


def delete(session: Session, label: str) -> Dialogue:
    if not (yield from menu_ask.yes(f'Delete "{label}"?')):
        yield Say("Nothing was deleted.")
        return
    yield from told(session.change(lambda database: edit.deleted(database, label)), "Deleted")
    raise Gone


def rename(session: Session, label: str) -> Dialogue:
    to = yield from menu_ask.given("Enter new label: ")
    yield from told(session.change(lambda database: edit.renamed(database, label, to)), "The label is now")
    raise Gone


def issue(session: Session, label: str) -> Dialogue:
    """A new key and certificate that this CA signs."""
    purpose = PURPOSES[(yield from menu_ask.one_of("Certificate usage", ["server", "client", "CA"]))]
    edit_new.issuer(session.database, label)
    new = yield from menu_ask.given("Enter label: ")
    wanted = yield from menu_ask.wanted(purpose)
    now = session.files.now()
    edited = session.change(lambda database: edit_new.with_issued(database, new, wanted, label, now))
    yield from told(edited, "Created")


def sign(session: Session, label: str) -> Dialogue:
    """A certificate for a request from elsewhere."""
    from ssldiag.keydb import store_request

    edit_new.issuer(session.database, label)
    purpose = PURPOSES[(yield from menu_ask.one_of("Certificate usage", ["server", "client", "CA"]))]
    request = store_request.read(
        session.files.contents((yield from menu_ask.path("Enter request file name: ")))
    )
    days = yield from menu_ask.number("Enter number of days certificate will be valid", 365)
    target = yield from menu_ask.path("Enter certificate file name: ")
    wanted = Wanted(purpose=purpose, days=days)
    made = edit_new.answered(session.database, label, request, wanted, session.files.now())
    session.files.write(target, edit_export.armoured("CERTIFICATE", made), False)
    yield Say(f"Signed certificate in {target}.")


def renew(session: Session, label: str) -> Dialogue:
    """A request for a new certificate for the same key."""
    made, _ = edit_new.renewal(session.database, label)
    target = yield from menu_ask.path("Enter request file name: ")
    session.files.write(target, edit_export.armoured("CERTIFICATE REQUEST", made), False)
    yield Say(f"Request in {target}.")


def export_request(session: Session, label: str) -> Dialogue:
    target = yield from menu_ask.path("Enter export file name: ")
    yield from _written(session, label, Wish(Form.PEM), target)


PURPOSES = (Purpose.SERVER, Purpose.CLIENT, Purpose.CA)

KEY_MENU: Table = {
    "1": ("Show the certificate", show),
    "2": ("Show the key", show_key),
    "3": ("Make it the default key", make_default),
    "4": ("Trust the certificate or not", trust),
    "5": ("Copy certificate and key to another database", copy),
    "6": ("Export the certificate to a file", export),
    "7": ("Export certificate and key to a file", export_key),
    "8": ("Delete certificate and key", delete),
    "9": ("Change the label", rename),
    "10": ("Create a certificate and key that this CA signs", issue),
    "11": ("Create a renewal request", renew),
    "12": ("Sign a request with this CA", sign),
    "13": ("Show the chain", show_chain),
}
CERTIFICATE_MENU: Table = {
    "1": ("Show the certificate", show),
    "2": ("Trust the certificate or not", trust),
    "3": ("Copy the certificate to another database", copy),
    "4": ("Export the certificate to a file", export),
    "5": ("Delete the certificate", delete),
    "6": ("Change the label", rename),
    "7": ("Show the chain", show_chain),
}
REQUEST_MENU: Table = {
    "1": ("Show the request", show_request),
    "2": ("Export the request to a file", export_request),
    "3": ("Delete the request and its key", delete),
    "4": ("Change the label", rename),
}
