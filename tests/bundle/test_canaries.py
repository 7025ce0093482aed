"""Each kind of secret, planted in each kind of source and in each encoding: none is alive in what is sent."""

from __future__ import annotations

import io
import json
import random
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ssldiag.bundle.make import Case, make
from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.redact import Redactor
from ssldiag.bundle.stage import Options
from ssldiag.bundled import folder
from ssldiag.errors.load import Tables
from ssldiag.registry import load
from ssldiag.settings import Settings
from ssldiag.snapshot import open_snapshot
from tests.bundle import cases
from tests.bundle.spelled import spelled
from tests.pcaps import Connection, completed, hello, pcap

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Canaries:
    """Words that one source alone has."""

    number: int

    def words(self) -> dict[str, str]:
        """Kind of secret -> word."""
        n = self.number
        return {
            "user id": f"CNRYU{n:02}Q",
            "password": f"cnry{n:02}Pw-q",
            "host": f"cnryhost{n:02}",
            "domain": f"cnry{n:02}-corp.com",
            "IPv4 address": f"198.18.{100 + n}.77",
            "IPv6 address": f"2001:db8:{n:x}77::ca5a",
            "MAC address": f"02-11-22-33-{n:02x}-c7",
            "its digits": f"02112233{n:02x}c7",
            "mail": f"cnrymail{n:02}@cnry{n:02}-corp.com",
            "volume": f"CV{n:02}QX",
            "organisation": f"Cnry{n:02} Holdings",
            "word of the user": f"cnryword{n:02}",
        }

    def plain(self) -> list[str]:
        """Lines that name all of them."""
        of = self.words()
        digits = of["its digits"]
        return [
            f"LOGON {of['user id']} {of['password']}",
            f"HOSTNAME {of['host']}",
            f"DOMAINORIGIN {of['domain']}",
            f"connect {of['host']}.{of['domain']} {of['IPv4 address']}..992 {of['IPv6 address']}",
            f"lladdr {of['MAC address']}, {digits} to {of['mail']}",
            f"  MDISK 0191 3390 1 2 {of['volume']} MR",
            f"O={of['organisation']},C=DE",
            f"at x{of['word of the user']}x and {of['password']} again",
        ]

    def encoded(self) -> list[str]:
        """Lines with all of them in every encoding; but for hardware and IPv6 addresses."""
        return [
            f"e {text} f"
            for kind, word in self.words().items()
            if kind not in ("MAC address", "its digits", "IPv6 address")
            for text in spelled(word).values()
        ]


def lines(canaries: Canaries) -> str:
    return "\n".join((*canaries.plain(), *canaries.encoded()))


def ascii_only(canaries: Canaries) -> str:
    """Without what EBCDIC and Latin-1 do not have."""
    return "\n".join(line for line in lines(canaries).split("\n") if line.isascii())


def zipped(canaries: Canaries) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(f"{canaries.words()['host']}.log", lines(canaries))
    return stream.getvalue()


def tarred(canaries: Canaries) -> bytes:
    stream = io.BytesIO()
    data = lines(canaries).encode()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        info = tarfile.TarInfo("logs/console.log")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def captured(canaries: Canaries) -> bytes:
    of = canaries.words()
    name = f"{of['host']}.{of['domain']}"
    dialogue = f"USER {of['user id']}\r\nPASS {of['password']}\r\nSITE {of['volume']}\r\n".encode()
    refused = (("c", hello(name)), ("s", b"\x15\x03\x03\x00\x02\x02\x28"))
    return pcap(
        Connection(refused, client=of["IPv4 address"], client_port=50_001),
        Connection((*completed(b"\x30\x00").said, ("c", dialogue)), client_port=50_002),
        Connection((("s", f"220 {name}\r\n".encode()), ("c", dialogue)), server_port=21, client_port=50_003),
    )


JSON = "one line of JSON"
SOURCES: dict[str, tuple[str, Callable[[Canaries], bytes]]] = {
    "console": ("A.CONSOLE", lambda canaries: lines(canaries).encode()),
    "console in UTF-16": ("B.CONSOLE", lambda canaries: lines(canaries).encode("utf-16")),
    "console in EBCDIC": (
        "C.CONSOLE",
        lambda canaries: ascii_only(canaries).replace("\n", "\x85").encode("cp037"),
    ),
    "German EBCDIC": ("D.CONSOLE", lambda canaries: ("LOGON TCPIP\n" + ascii_only(canaries)).encode("cp273")),
    "notes in Latin-1": ("notes.txt", lambda canaries: ("Grüße\n" + ascii_only(canaries)).encode("latin-1")),
    JSON: ("x.json", lambda canaries: json.dumps(ascii_only(canaries).split("\n")).encode()),
    "profile": ("PROFILE.TCPIP", lambda canaries: f"SSLSERVERID *\n{lines(canaries)}\nPORT\n".encode()),
    "directory of cards": ("USER.DIRECT", lambda canaries: cases.cards("\n".join(canaries.plain()))),
    "archive": ("logs.zip", zipped),
    "packed archive": ("logs.tar.gz", tarred),
    "capture": ("trace.pcap", captured),
    "what nobody knows": (
        "x.bin",
        lambda canaries: random.Random(7).randbytes(60_000) + lines(canaries).encode(),
    ),
    "key database by name alone": ("k.kdb", lambda canaries: lines(canaries).encode()),
}
"""Kind of source -> its file's name, and how it is made."""


def planted() -> dict[str, Canaries]:
    """What JSON holds in one line is told by its place in other files' lines: the words of the console."""
    return {kind: Canaries(1 if kind == JSON else number) for number, kind in enumerate(SOURCES, 1)}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All that is in the archive, packets too, and in the page alone: name and content, in lower case too."""
    place = tmp_path_factory.mktemp("canaries")
    (place / "host").mkdir()
    for kind, canaries in planted().items():
        name, made = SOURCES[kind]
        (place / "host" / name).write_bytes(made(canaries))
    words = tuple(canaries.words()["word of the user"] for canaries in planted().values())
    for name in ("case.zip", "case.html"):
        make(
            case(place / "host"),
            Redactor(Mapping(b"salt"), frozenset(), words),
            Options(with_captures=True),
            place / name,
        )
    with zipfile.ZipFile(place / "case.zip") as archive:
        everything = {name: name.encode() + b"\n" + archive.read(name) for name in archive.namelist()}
    return {**everything, "the page": (place / "case.html").read_bytes()}


def case(path: Path) -> Case:
    rules, tables = tuple(load().values()), Tables(folder("errortables"))
    return Case(open_snapshot(path), rules, Settings(), NOW, tables, lambda report: report)


def octets(word: str) -> Iterator[bytes]:
    """A word as bytes that may not be anywhere."""
    for text in (word, word.upper(), word.lower()):
        yield from (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("cp037"))
        yield from (one.encode() for one in spelled(text).values())


@pytest.mark.parametrize("kind", SOURCES)
def test_no_canary_is_alive(sent: dict[str, bytes], kind: str) -> None:
    alive = [
        (secret, name, spelling)
        for secret, word in planted()[kind].words().items()
        for spelling in octets(word)
        for name, data in sent.items()
        if spelling in data
    ]
    assert alive == []


def test_all_sources_that_can_be_redacted_are_in_it(sent: dict[str, bytes]) -> None:
    sources = {name for name in sent if name.startswith("sources/")}
    assert len(sources) >= len(SOURCES) - 2
    assert sum(name.startswith("packets/") for name in sent) == 1


@pytest.mark.parametrize(
    "text", ["Ac\u200bme Hold\u200bing", "Ac%6de Holding", "Acme H&#111;lding", "Acm\\x65 Holding"]
)
def test_a_phrase_of_which_a_part_is_encoded(text: str, tmp_path: Path) -> None:
    (tmp_path / "A.CONSOLE").write_text(f"O=Acme Holding,C=DE\nbought by {text} in 2001\n")
    make(case(tmp_path), Redactor(Mapping(b"salt")), Options(), tmp_path / "case.zip")
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        assert text.encode() not in archive.read("sources/A.CONSOLE")


def test_quoted_bytes_of_a_connection_stay_at_home(sent: dict[str, bytes]) -> None:
    assert b"no TLS record: XX XX" in sent["sources/trace.pcap"]


LINUX = {
    "collected.json": '{"schema": "ssldiag.linux-host/1",\n "collected_at": "2026-11-22T11:00:00+00:00",\n'
    ' "host": "cnryhost81",\n "files": [], "trust_stores": [], "listeners": [], "notes": []\n}\n',
    "config/cells/c1/security.xml": "<security:Security>\n"
    ' <keyStores xmi:id="K" password="{xor}cnryone81" location="/x/key.p12" type="PKCS12"/>\n'
    ' <properties name="com.example.odd" value="{aes}cnrytwo81=="/>\n</security:Security>\n',
    "properties/ssl.client.props": "com.ibm.ssl.alias=A\ncom.ibm.ssl.keyStorePassword={xor}cnrythree81\n",
    "cfg/db2cli.ini": "[S]\nHostname=cnryhost82\nPWD=cnryfour81\nSSLClientKeystoredb=/k/c.kdb\n",
    "cfg/db2dsdriver.cfg": '<configuration><dsncollection><dsn alias="A" host="cnryhost83"/>\n'
    '<parameter name="Password" value="cnryfive81"/></dsncollection></configuration>\n',
    "qm.txt": "AMQ8408I: Display Queue Manager details.\n   QMNAME(Q)  KEYRPWD('cnrysix81') SSLKEYR(/k/key)\n"
    "AMQ8414I: Display Channel details.\n   CHANNEL(A.B) CONNAME(cnryhost84(1414)) SSLCIPH(X)\n",
    "dsm.sys": "SErvername S1\n  TCPServeraddress cnryhost85\n  COMMMethod TCPip\n",
    "error_log": "[x] cnryhost81 and CNRYHOST82 and cnryhost84 said no\n",
}


@pytest.mark.parametrize("ending", [".zip", ".html"])
def test_a_linux_host_keeps_its_names_and_passwords(ending: str, tmp_path: Path) -> None:
    for name, text in LINUX.items():
        path = tmp_path / "box" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    target = tmp_path / f"case{ending}"
    make(case(tmp_path / "box"), Redactor(Mapping(b"salt"), frozenset(), ()), Options(), target)
    whole = target.read_bytes()
    if ending == ".zip":
        with zipfile.ZipFile(target) as archive:
            whole = b"\n".join(archive.read(name) for name in archive.namelist())
        assert b"KeyStore" in whole or b"keyStores" in whole
    assert b"cnry" not in whole.lower()
