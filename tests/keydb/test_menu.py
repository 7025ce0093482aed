"""The menus as scripts of answers: what is shown, what is asked, what is on the disk then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from ssldiag.keydb import menu, menu_main, store_read, store_request
from ssldiag.keydb.edit import Edited
from ssldiag.keydb.menu import Ask, Say, Session
from ssldiag.keydb.store import Database, StoreError, WrongPassword
from ssldiag.readers import gskkyman_list
from ssldiag.text import Line

from .makers import NOW, block
from .stores import PASSWORD, full, root, signers_only

FILE = Path("Database.p12")


class Memory:
    """A disk that is a dictionary."""

    def __init__(self, **databases: Database) -> None:
        self.databases = {Path(f"{name}.p12"): (found, PASSWORD) for name, found in databases.items()}
        self.files: dict[Path, bytes] = {}
        self.private: set[Path] = set()

    def create(self, path: Path, password: bytes) -> None:
        if path in self.databases:
            raise StoreError("there is a file of this name already")
        self.databases[path] = (Database(), password)

    def load(self, path: Path, password: bytes | None) -> Database:
        if path not in self.databases:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        database, secret = self.databases[path]
        if secret != password:
            raise WrongPassword("the password does not open it")
        return database

    def change(self, path: Path, password: bytes, do: Callable[[Database], Edited]) -> Edited:
        edited = do(self.load(path, password))
        self.databases[path] = (edited.database, password)
        return edited

    def password(self, path: Path, old: bytes, new: bytes) -> None:
        self.databases[path] = (self.load(path, old), new)

    def stash(self, path: Path, password: bytes) -> Path:
        self.files[path.with_suffix(".sth")] = password
        return path.with_suffix(".sth")

    def delete(self, path: Path) -> None:
        del self.databases[path]

    def contents(self, path: Path) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return self.files[path]

    def write(self, path: Path, data: bytes, private: bool) -> None:
        self.files[path] = data
        if private:
            self.private.add(path)

    def random(self, size: int) -> bytes:
        return b"\x07" * size

    def now(self) -> datetime:
        return NOW


def play(disk: Memory, *answers: str, file: Path | None = FILE) -> str:
    """Give the answers one after the other; all that was shown, hidden answers left out."""
    session = Session(disk)
    dialogue = menu_main.start(session, file, file in disk.databases)
    left = list(answers)
    shown: list[str] = []
    step = next(dialogue, None)
    while step is not None:
        answer = ""
        if isinstance(step, Say):
            shown.append(step.text)
        else:
            assert isinstance(step, Ask)
            assert left or step.menu, f"no answer for {step.prompt}"
            if not left:
                break
            answer = left.pop(0)
            shown.append(step.prompt + ("" if step.hidden else answer))
        try:
            step = dialogue.send(answer)
        except StopIteration:
            break
    assert left == []
    return "\n".join(shown)


def opened(disk: Memory, *answers: str) -> str:
    return play(disk, "secret12", *answers)


def labels(disk: Memory, file: Path = FILE) -> list[str]:
    return [record.label for record in disk.databases[file][0].records]


def test_a_new_database() -> None:
    disk = Memory()
    text = play(disk, "1", "Database.p12", "pw", "pw", "10", "0")
    assert "There is no Database.p12 yet" in text
    assert "Key Management Menu" in text
    assert disk.databases[FILE] == (Database(), b"pw")
    assert disk.files[Path("Database.sth")] == b"pw"
    assert "pw" not in text.replace("Enter", "")


def test_passwords_that_differ() -> None:
    disk = Memory()
    assert "Not done: the two passwords are not the same." in play(disk, "1", "a.p12", "pw", "pv", "0")
    assert "Not done: a key database needs a password." in play(disk, "1", "a.p12", "", "", "0")
    assert disk.databases == {}


def test_wrong_password_and_no_file() -> None:
    disk = Memory(Database=full())
    assert "Not opened: the password does not open it." in play(disk, "other", "0")
    assert "Not done: a.p12: No such file or directory." in play(disk, "other", "2", "a.p12", "x", "0")


def test_enter_leads_back_and_the_end_ends() -> None:
    text = opened(Memory(Database=full()), "1", "", "", "")
    assert text.index("Key Management Menu") < text.index("Key and Certificate List")
    assert text.rindex("Database Menu") > text.rindex("Key Management Menu")


def test_a_ca_a_server_and_the_default() -> None:
    disk = Memory(Database=Database())
    text = opened(
        disk,
        *("6", "1", "Root CA", "4", "", "Root CA", "PKI", "Example", "DE", "3650"),
        *("1", "1", "10", "1", "TLSCERT1", "4", "", "CN=zvm1,O=Example", "zvm1.example, 127.0.0.1", ""),
        *("", "2", "3", "", "", "9", "0"),
    )
    made = disk.databases[FILE][0]
    ca, server = made.records
    assert ca.parsed.subject == "CN=Root CA,OU=PKI,O=Example,C=DE"
    assert (server.parsed.dns_names, server.parsed.ip_addresses) == (("zvm1.example",), ("127.0.0.1",))
    assert server.default
    assert 'Created "TLSCERT1".' in text
    assert text.rstrip().count("Label: TLSCERT1") >= 2


def test_request_sign_receive() -> None:
    disk = Memory(Database=root())
    opened(
        disk,
        *("4", "NEWREQ", "4", "", "CN=new", "new.example", "new.csr"),
        *("1", "1", "12", "1", "new.csr", "100", "new.pem", "", ""),
        *("5", "new.pem", "0"),
    )
    assert store_request.read(disk.files[Path("new.csr")])
    found = disk.databases[FILE][0].find("NEWREQ")
    assert found is not None and found.kind == "personal"
    assert found.parsed.dns_names == ("new.example",)


def test_import_and_export() -> None:
    disk = Memory(Database=Database(), Other=full())
    disk.files[Path("ca.pem")] = block("CERTIFICATE", root().records[0].certificate or b"")
    text = opened(disk, "7", "ca.pem", "the CA", "2", "1", "4", "2", "out.pem", "", "", "0")
    assert labels(disk) == ["the CA"]
    assert store_read.read(disk.files[Path("out.pem")]).records[0].key is None
    assert 'Imported "the CA".' in text
    text = play(
        disk,
        "secret12",
        "1",
        "2",
        "7",
        "1",
        "x.p12",
        "pw",
        "pw",
        "6",
        "1",
        "x.der",
        "0",
        file=Path("Other.p12"),
    )
    assert disk.private == {Path("x.p12")}
    assert "BEGIN" not in text
    text = opened(disk, "7", "x.p12", "", "8", "x.p12", "pw", "", "0")
    assert "Not done: " in text
    assert labels(disk) == ["the CA", "TLSCERT1"]


def test_copy_rename_trust_delete() -> None:
    disk = Memory(Database=full(), Other=signers_only(root()))
    opened(disk, "1", "2", "5", "Other.p12", "secret12", "9", "NEWNAME", "2", "8", "0", "8", "1", "", "")
    assert labels(disk, Path("Other.p12")) == ["Root CA", "TLSCERT1"]
    assert labels(disk) == ["Root CA", "user one", "NEWREQ"]
    other = Memory(Database=signers_only(root()))
    opened(other, "2", "1", "2", "0", "7", "", "")
    assert not other.databases[FILE][0].records[0].trusted


def test_requests() -> None:
    disk = Memory(Database=full())
    text = opened(disk, "3", "1", "1", "2", "again.csr", "3", "1", "")
    assert "Requested subject: CN=new.example.test" in text
    assert labels(disk) == ["Root CA", "TLSCERT1", "user one"]


def test_whole_databases() -> None:
    disk = Memory(Database=full())
    text = play(
        disk,
        *("", "3", "Database.p12", "secret12", "new", "new", "4", "6"),
        *("5", "Database.p12", "new", "0", "5", "Database.p12", "new", "1", "0"),
    )
    assert "The password is changed." in text
    assert disk.databases == {}


def test_show_a_file() -> None:
    disk = Memory(Database=full())
    disk.files[Path("ca.pem")] = block("CERTIFICATE", root().records[0].certificate or b"")
    assert "Subject name: CN=Root CA" in opened(disk, "", "7", "ca.pem", "0")


def test_chain_and_key_and_renewal() -> None:
    disk = Memory(Database=full())
    text = opened(disk, "1", "2", "2", "13", "11", "renew.csr", "0")
    assert "2. Root CA: CN=Root CA" in text
    assert "It ends at a root." in text
    assert "Key type: EC P-256" in text
    assert store_request.read(disk.files[Path("renew.csr")])


@pytest.mark.parametrize("answer", ["99", "x", "-1", "1 2", "ä"])
def test_answers_that_are_no_option(answer: str) -> None:
    assert f"{answer} is not among the options." in opened(Memory(Database=full()), answer, "0")
    assert "Not done" in opened(Memory(Database=full()), "1", answer, "0")


def test_refusals_are_remembered() -> None:
    def refusing(_: Session) -> menu.Dialogue:
        yield Say("now")
        raise StoreError("no")

    session = Session(Memory())
    assert list(menu.guarded(session, refusing)) == [Say("now"), Say("Not done: no.")]
    assert session.refused


def test_the_reader_of_gskkyman_sessions_knows_the_screens() -> None:
    text = opened(Memory(Database=full()), "1", "1", "1", "", "", "2", "", "0")
    lines = [Line("session", at, line) for at, line in enumerate(text.splitlines(), 1)]
    found = gskkyman_list.parse(lines)
    assert [one.label.value for one in found.labels] == ["Root CA", "TLSCERT1", "user one"]
    assert found.database is not None and found.database.value == "Database.p12"
    assert found.certificates[0].label is not None
    assert found.certificates[0].label.value == "Root CA"
