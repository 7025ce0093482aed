"""An FTP server on loopback that imitates the one of z/VM: minidisks, listings in both formats, records F
and V, ASCII, EBCDIC and binary transfers, TLS in both ways, and a set of faults.

Reply codes are those of the list in the z/VM TCP/IP User's Guide; their words are our own. Listings have the
columns that FTP clients know of levels 2.4 and 4.2.
"""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

PASSWORD = "SESAME42"
Disks = Mapping[str, Mapping[str, bytes]]


def certificate(folder: Path, name: str = "localhost") -> tuple[Path, ssl.SSLContext]:
    """A certificate that signs itself, as a PEM file to trust, and a server's context with it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))
    names = x509.SubjectAlternativeName([x509.DNSName(name), *([address] if name == "localhost" else [])])
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(names, False)
        .add_extension(x509.BasicConstraints(True, 0), True)
        .sign(key, hashes.SHA256())
    )
    trust, private = folder / f"{name}.pem", folder / f"{name}.key.pem"
    trust.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trust, private)
    return trust, context


@dataclass
class ZvmFtp:
    """What is served, and how. ``fixed`` are the files with records F 80; ``fault`` is what goes wrong."""

    disks: Disks
    context: ssl.SSLContext | None = None
    implicit: bool = False
    listformat: str = "VM"
    fixed: frozenset[str] = frozenset({"USER.DIRECT"})
    passwords: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    port: int = 0
    said: list[str] = field(default_factory=list)
    """Every command that came, so that a test sees what a client does."""

    def records(self, name: str, data: bytes) -> list[str] | None:
        """The records of a text, of F 80 padded with blanks; None for a binary file."""
        if b"\0" in data:
            return None
        lines = data.decode("utf-8").split("\n")[: -1 if data.endswith(b"\n") else None]
        return [line.ljust(80) for line in lines] if name in self.fixed else lines

    def listing(self, directory: str) -> str:
        """The answer to LIST."""
        lines = []
        for name, data in self.disks[directory].items():
            records = self.records(name, data)
            form = "F" if records is None or name in self.fixed else "V"
            longest = 80 if records is None else max((len(line) for line in records), default=1)
            fn, _, ft = name.partition(".")
            count = len(data) // 80 if records is None else len(records)
            lines.append(
                FORMATS[self.listformat].format(
                    fn=fn, ft=ft, form=form, longest=longest, count=count, size=len(data), name=name
                )
            )
        lines.append("PICS              DIR        -          -          - 2000-10-12 15:43:23 -")
        if self.fault == "names":
            lines += HOSTILE
        return "".join(f"{line}\r\n" for line in lines)

    def sent(self, name: str, data: bytes, kind: str) -> bytes:
        """A file as the type asks for it."""
        records = self.records(name, data)
        if records is None:
            return data
        if kind == "A":
            return "".join(f"{line}\r\n" for line in records).encode()
        if kind == "E":
            return b"".join(line.encode("cp037") + b"\x15" for line in records)
        return b"".join(line.encode("cp037") for line in records)


FORMATS = {
    "VM": "{fn:<8} {ft:<8} {form} {longest:>10} {count:>10}          1 2026-11-21 14:02:11 TCM198",
    "OLD": "{fn:<8} {ft:<8} A1 {form} {longest:>6} {count:>6} 1     11/21/26  14:02:11",
    "UNIX": "-rw-r-----   1 TCPMAINT SYSTEM   {size:>9} Nov 21 14:02 {name}",
    "NAMES": "{name}",
}

HOSTILE = (
    "-rw-r--r-- 1 a b 10 Nov 21 14:02 ../../../tmp/owned.CONSOLE",
    "-rw-r--r-- 1 a b 10 Nov 21 14:02 /etc/passwd.CONSOLE",
    "-rw-r--r-- 1 a b 10 Nov 21 14:02 \x1b[31mRED.CONSOLE",
    "-rw-r--r-- 1 a b 10 Nov 21 14:02 A\rDELE B.CONSOLE",
    "Database.sth",
    "X" * 5000 + ".CONSOLE",
    "\0\0\0.CONSOLE",
    "total 12",
    "",
)


class _Talk:
    """One control connection."""

    def __init__(self, server: ZvmFtp, connection: socket.socket) -> None:
        self.server, self.connection = server, connection
        self.user, self.directory, self.kind = "", "", "A"
        self.private = self.inside = False
        self.asked = ""
        self.passive: socket.socket | None = None
        self.sent = 0
        self.held = b""

    def say(self, text: str) -> None:
        data = f"{text}\r\n".encode("latin-1")
        if self.server.fault == "drip" and self.inside:
            for number in range(len(data)):
                self.connection.sendall(data[number : number + 1])
                time.sleep(0.1)
            return
        self.connection.sendall(data)

    def lines(self) -> Iterator[str]:
        while True:
            while b"\n" not in self.held:
                piece = self.connection.recv(4096)
                if not piece:
                    return
                self.held += piece
            line, _, self.held = self.held.partition(b"\n")
            yield line.decode("latin-1").rstrip("\r")

    def wrap(self) -> None:
        assert self.server.context is not None
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)

    def run(self) -> None:
        fault = self.server.fault
        if self.server.implicit:
            self.wrap()
        if fault == "silent":
            time.sleep(3)
            return None
        while fault == "banner":
            self.say("220-" + "welcome " * 100)
        if fault == "421":
            return self.say("421 Service is not available; the connection is closed")
        self.say("220-FTPSERVE IBM VM Level 720 at ZVM.EXAMPLE, 14:05:33 UTC SUNDAY 2026-11-22")
        self.say("220 Idle connections end after 5 minutes.")
        for line in self.lines():
            verb, _, rest = line.partition(" ")
            self.server.said.append(line)
            if verb == "QUIT":
                return self.say("221 Goodbye.")
            handler = getattr(self, f"do_{verb.lower()}", None)
            if handler is None:
                self.say("500 Unknown command")
            elif handler(rest):
                return None
        return None

    def do_auth(self, rest: str) -> None:
        if self.server.context is None or self.server.implicit:
            return self.say("500 AUTH is not known here")
        if self.server.fault == "inject":
            self.connection.sendall(b"234 Go on\r\n230 Welcome back, no password needed\r\n")
        else:
            self.say("234 Go on")
        self.wrap()
        return None

    def do_pbsz(self, rest: str) -> None:
        self.say("200 PBSZ=0")

    def do_prot(self, rest: str) -> None:
        if self.server.fault == "prot":
            return self.say("534 Data connections are not protected here")
        self.private = rest == "P"
        return self.say("200 Protection level is P")

    def do_user(self, rest: str) -> None:
        self.user = rest
        self.say("331 Send password please.")

    def do_pass(self, rest: str) -> None:
        if rest != PASSWORD:
            return self.say(f"530 {rest} is not the password of {self.user}")
        self.inside = True
        return self.say(f"230 {self.user} is logged on, hello {rest.lower()} \x1b[2J")

    def do_type(self, rest: str) -> None:
        self.kind = rest
        self.say("200 Representation type is set")

    def do_cwd(self, rest: str) -> None:
        if rest in self.server.passwords:
            self.asked = rest
            return self.say("332 Supply minidisk password using account")
        return self.enter(rest)

    def do_acct(self, rest: str) -> None:
        if self.server.passwords.get(self.asked) != rest:
            return self.say(f"550 {rest} is wrong, no access")
        return self.enter(self.asked)

    def enter(self, directory: str) -> None:
        if directory not in self.server.disks:
            return self.say(f"550 {directory}: no such minidisk or directory")
        self.directory = directory
        return self.say(f"250 Working directory is {directory} (ReadOnly)")

    def do_pasv(self, rest: str) -> None:
        if self.server.fault == "port":
            return self.say("227 Entering passive mode (127,0,0,1,300,300)")
        self.close_passive()
        self.passive = socket.create_server(("127.0.0.1", 0))
        self.passive.settimeout(3)
        high, low = divmod(self.passive.getsockname()[1], 256)
        place = "10,9,8,7" if self.server.fault == "bounce" else "127,0,0,1"
        return self.say(f"227 Entering passive mode ({place},{high},{low})")

    def close_passive(self) -> None:
        if self.passive is not None:
            self.passive.close()
            self.passive = None

    def do_list(self, rest: str) -> bool:
        if self.server.fault == "no list":
            self.say("550 No files found")
            return False
        return self.transfer(self.server.listing(self.directory).encode("latin-1"), "LIST")

    def do_retr(self, rest: str) -> bool:
        found = {name.upper(): (name, data) for name, data in self.server.disks[self.directory].items()}
        if rest.upper() not in found:
            self.say(f"550 {rest} does not exist")
            return False
        name, data = found[rest.upper()]
        return self.transfer(self.server.sent(name, data, self.kind), name)

    def transfer(self, data: bytes, name: str) -> bool:
        """Send over the data connection; whether the server dies with it."""
        assert self.passive is not None
        fault = self.server.fault
        self.sent += 1
        if fault == "425":
            self.say("425 Cannot open data connection")
            return False
        size = "9" * 40 if fault == "sizes" else str(len(data))
        self.say(f"125 Sending {name} ({size} bytes)")
        connection, _ = self.passive.accept()
        if self.private:
            assert self.server.context is not None
            connection = self.server.context.wrap_socket(connection, server_side=True)
        with connection:
            if fault == "dies" and self.sent > 4:
                connection.sendall(data[: len(data) // 2])
                return True
            with suppress(OSError):
                connection.sendall(data)
                while fault == "endless" and name.endswith((".CONSOLE", ".DATA")):
                    connection.sendall(b"12:00:00 and so on\r\n" * 500)
                while fault == "slow" and name.endswith(".DATA"):
                    connection.sendall(b".")
                    time.sleep(0.05)
        if fault == "later 421" and self.sent > 4:
            self.say("421 Idle for too long")
            return True
        self.say(
            "426 Broken off"
            if fault in ("endless", "slow") and name.endswith((".CONSOLE", ".DATA"))
            else "250 Sent"
        )
        return False


def _serve(server: ZvmFtp, listener: socket.socket) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_one, args=(server, connection), daemon=True).start()


def _one(server: ZvmFtp, connection: socket.socket) -> None:
    talk = _Talk(server, connection)
    connection.settimeout(5)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with suppress(OSError):
        talk.run()
    talk.close_passive()
    talk.connection.close()


@contextmanager
def running(server: ZvmFtp) -> Iterator[ZvmFtp]:
    """The server on a free port of loopback, as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(server, listener), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)
