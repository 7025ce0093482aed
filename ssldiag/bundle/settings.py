"""Facts of a host in, all that somebody could have set out: named alike on both sides of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ssldiag.facts import Facts
from ssldiag.facts.ibmi_applications import Application
from ssldiag.facts.ibmi_network import Listener
from ssldiag.facts.ibmi_products import Product, Ptf
from ssldiag.facts.ibmi_values import EnvironmentVariable, SystemValue
from ssldiag.model import Located, Place
from ssldiag.readers.autolog_exec import AutologExec
from ssldiag.readers.dtcparms import DtcparmsFile, Tag
from ssldiag.readers.keyword_file import KeywordFile
from ssldiag.readers.profile_tcpip import InternalClientParms, PortReservation, ProfileTcpip, SslLimits
from ssldiag.readers.user_direct import DirectoryEntry, UserDirect
from ssldiag.readers.vmssl import parse


@dataclass(frozen=True, slots=True)
class Setting:
    """A name with its words. ``owner`` says of what it is (":parms. of SSL*", "INTERNALCLIENTPARMS");
    ``entry`` names what comes and goes as a whole ("entry SSL*", "USER SSL"); both may be empty.
    ``is_list`` tells that each of the words stands for itself.
    """

    name: str
    words: tuple[str, ...]
    place: Place
    owner: str = ""
    entry: str = ""
    is_list: bool = False


def settings(facts: Facts) -> Iterator[Setting]:
    """All settings of a host, in the order of its files."""
    for kind, read in READERS.items():
        found: tuple[Any, ...] = facts.all(kind)
        for fact in found:
            yield from read(fact)


def _words(words: Iterable[Located[str]]) -> tuple[str, ...]:
    return tuple(word.value for word in words)


def _dtcparms(file: DtcparmsFile) -> Iterator[Setting]:
    for entry in file.entries:
        name = entry.nick.value
        for tag in entry.tags:
            if tag.key == "parms":
                yield from _operands(tag, name)
            elif tag.key != "nick":
                yield Setting(f":{tag.key}.", _words(tag.words), tag.value.place, name, f"entry {name}")


def _operands(tag: Tag, entry: str) -> Iterator[Setting]:
    """The operands of VMSSL one by one; of another class, words that have no operand's name."""
    found = parse(tag.words)
    owner = f":parms. of {entry}"
    for operand in found.operands:
        words, is_list = _words(operand.words), operand.key in ("EXEMPT", "ENABLE", "PROTOCOL")
        yield Setting(operand.key, words, operand.name.place, owner, f"entry {entry}", is_list)
    for word in found.unknown:
        yield Setting(word.value, (), word.place, owner, f"entry {entry}")


def _profile(file: ProfileTcpip) -> Iterator[Setting]:
    told = {*TOLD, *(item.name.value.upper() for item in file.ssl_limits)}
    for autolog in file.autologs:
        yield from (Setting(user.value, (), user.place, "AUTOLOG") for user in autolog.users)
    for port in file.ports:
        yield _port(port)
    for limits in file.ssl_limits:
        yield from _limits(limits)
    for client in file.internal_clients:
        yield from _client(client)
    for item in file.ssl_server_ids:
        words = [item.userid.value] if item.userid else []
        words += ["TIMEOUT", str(item.timeout.value)] if item.timeout else []
        yield Setting("SSLSERVERID", tuple(words), item.place)
    for statement in (*file.statements, *file.unknown):
        name = statement.name.value
        if name in told:
            continue
        if name in LISTS:
            yield from (Setting(word.value, (), word.place, name) for word in statement.words)
        else:
            yield Setting(name, _words(statement.words), statement.name.place)


TOLD = ("SSLSERVERID", "AUTOLOG", "PORT", "INTERNALCLIENTPARMS")
"""Statements that are told by their parts."""

LISTS = ("OBEY", "INFORM", "PERMIT", "RESTRICT")
"""Statements whose operands are user ids, one as good as the other."""


def _port(port: PortReservation) -> Setting:
    last = f"-{port.last}" if port.last is not None else ""
    label = port.label.value if port.label else ""
    options = (label if word.value == label.upper() else word.value for word in port.options)
    words = [port.userid.value, *options]
    return Setting(
        f"PORT {port.number.value}{last} {port.protocol}".rstrip(), tuple(words), port.number.place
    )


def _limits(limits: SslLimits) -> Iterator[Setting]:
    name = limits.name.value.upper()
    for word, number in (("MAXSESSIONS", limits.max_sessions), ("MAXPERSSLSERVER", limits.max_per_server)):
        if number is not None:
            yield Setting(word, (str(number.value),), number.place, name, name)


def _client(client: InternalClientParms) -> Iterator[Setting]:
    owner = "INTERNALCLIENTPARMS"
    for number in client.ports:
        yield Setting(f"PORT {number.value}", (), number.place, owner, owner)
    for word, value in (
        ("SECURECONNECTION", client.secure_connection),
        ("TLSLABEL", client.tls_label),
        ("CLIENTCERTCHECK", client.client_cert_check),
    ):
        if value is not None:
            yield Setting(word, (value.value,), value.place, owner, owner)
    yield from (Setting(word.value, (), word.place, owner, owner) for word in client.options)


def _keywords(file: KeywordFile) -> Iterator[Setting]:
    for item in file.keywords:
        of = f"{item.prefix.value}: " if item.prefix else ""
        yield Setting(f"{of}{item.key}", _words(item.words), item.name.place)


def _directory(file: UserDirect) -> Iterator[Setting]:
    for entry in file.entries:
        yield from _entry(entry)


def _entry(entry: DirectoryEntry) -> Iterator[Setting]:
    owner = entry.type if entry.type == entry.name.value else f"{entry.type} {entry.name.value}"
    place = entry.name.place
    for name, value in (
        ("storage", size(entry.storage)),
        ("maximum storage", size(entry.max_storage)),
        ("privilege classes", entry.privilege_classes.value if entry.privilege_classes else ""),
        ("password", entry.password_word or ""),
    ):
        if value:
            yield Setting(name, (value,), place, owner, owner)
    for item in entry.statements:
        yield Setting(item.key, _words(item.words), item.name.place, owner, owner)


def size(value: Located[int] | None) -> str:
    """Bytes as a directory has them: 32M."""
    if value is None:
        return ""
    number, unit = value.value, 0
    while number >= 1024 and number % 1024 == 0 and unit < 6:
        number, unit = number // 1024, unit + 1
    return f"{number}{' KMGTPE'[unit]}".strip()


def _autologged(file: AutologExec) -> Iterator[Setting]:
    yield from (Setting(user.value, (), user.place, "the machines it autologs") for user in file.users)


def _of(system: str, name: str) -> str:
    return f"{name} on {system}" if system else name


def _value(item: SystemValue) -> Iterator[Setting]:
    name = _of(item.system, f"system value {item.name}")
    yield Setting(name, _words(item.values), item.place, is_list=True)


def _variable(item: EnvironmentVariable) -> Iterator[Setting]:
    name = _of(item.system, f"environment variable {item.name}")
    yield Setting(name, (item.value.value,), item.value.place)


def _application(item: Application) -> Iterator[Setting]:
    name = _of(item.system, item.id.value)
    yield from _given("certificates", name, item.labels, item.place)
    yield from _given("protocols", name, item.protocols, item.place)
    yield from _given("cipher suites", name, item.ciphers, item.place)
    if item.trusts is not None:
        yield from _given("trusted CAs", name, item.trusts, item.place)


def _given(what: str, owner: str, words: Sequence[Located[str]], place: Place) -> Iterator[Setting]:
    if words or what == "certificates":
        names = tuple(", ".join(_words(words)).split("\n"))
        yield Setting(what, names if words else (), words[0].place if words else place, owner)


def _product(item: Product) -> Iterator[Setting]:
    words = [part.value for part in (item.release, item.status) if part]
    yield Setting(_of(item.system, f"product {item.id.value} {item.option}"), tuple(words), item.place)


def _ptf(item: Ptf) -> Iterator[Setting]:
    words = ("applied" if item.applied else "not applied",) if item.applied is not None else ()
    yield Setting(_of(item.system, f"PTF {item.id.value}"), words, item.place)


def _listener(item: Listener) -> Iterator[Setting]:
    yield Setting(_of(item.system, f"listening port {item.shown.value}"), (), item.place)


READERS: dict[type, Callable[..., Iterator[Setting]]] = {
    DtcparmsFile: _dtcparms,
    ProfileTcpip: _profile,
    KeywordFile: _keywords,
    UserDirect: _directory,
    AutologExec: _autologged,
    SystemValue: _value,
    EnvironmentVariable: _variable,
    Application: _application,
    Product: _product,
    Ptf: _ptf,
    Listener: _listener,
}
"""Fact type -> how its settings are named."""
