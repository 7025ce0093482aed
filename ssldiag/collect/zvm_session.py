"""A session with a z/VM FTP server: logs on, changes directory, lists, fetches; replies and bytes out.

Nothing is written here, on either side. Every wait ends, every reply and every file has a bound, and no
command is sent that changes anything there: USER, PASS, ACCT, AUTH, PBSZ, PROT, TYPE, CWD, PASV, LIST, RETR,
QUIT are all (RFC 959, RFC 4217).
"""

from __future__ import annotations

import ftplib
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from ssldiag.collect.zvm_control import BROKEN, ENCODING, Bounds, Control, Door, why
from ssldiag.collect.zvm_list import TYPES

MOST_SAID = 300
"""Characters kept of what a server says."""


GOODBYE = 5.0
"""Seconds for the reply to QUIT, which nobody needs."""


class Lost(Exception):
    """The session is over; the text says why."""


class Refused(Exception):
    """The server says no to one thing, and the session goes on; the text is its reply."""


class TooMuch(Exception):
    """More came than is taken, or it took too long; ``data`` is what came before."""

    def __init__(self, reason: str, data: bytes) -> None:
        super().__init__(reason)
        self.data = data


class Hidden:
    """What a server says, in one short line of printable characters and without the ``words``, in case it
    says them back."""

    def __init__(self, *words: str) -> None:
        self.words = list(words)

    def __call__(self, text: str) -> str:
        for word in filter(None, self.words):
            text = re.sub(re.escape(word), "*" * 8, text, flags=re.IGNORECASE)
        line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
        return line if len(line) <= MOST_SAID else f"{line[:MOST_SAID]}..."


class Session:
    """A session that is logged on. ``greeting`` and ``protocol`` tell with whom and how."""

    def __init__(self, control: Control, bounds: Bounds, hide: Hidden) -> None:
        self._control, self._bounds, self._hide = control, bounds, hide
        self.greeting = hide(control.welcome or "")
        self.protocol = control.protocol
        self._over = ""

    def change(self, directory: str, disk_password: Callable[[], str]) -> None:
        """CWD; where the server wants a minidisk's password (332), ACCT with it. Raises Refused, Lost."""
        with self._told():
            if not self._control.sendcmd(f"CWD {directory}").startswith("3"):
                return
            word = disk_password()
            if not word:
                raise ftplib.error_perm("a read password of this minidisk is needed")
            self._hide.words.append(word)
            self._control.voidcmd(f"ACCT {word}")

    def listing(self) -> list[str]:
        """The lines of LIST in this directory. Raises Refused, Lost, TooMuch."""
        data = self.fetch("LIST", "ascii", 8 * 1024 * 1024)
        return data.decode(ENCODING).split("\n")

    def fetch(self, command: str, kind: str, most: int | None = None) -> bytes:
        """What ``RETR NAME`` or ``LIST`` gives; line ends of ASCII as Unix has them. Raises Refused, Lost,
        TooMuch."""
        size = self._bounds.size if most is None else most
        with self._told():
            self._control.voidcmd(f"TYPE {TYPES[kind]}")
            data, trouble = self._received(command, size)
            if not trouble:
                self._control.voidresp()
        if trouble:
            self._settle()
            raise TooMuch(trouble, data)
        return data.replace(b"\r\n", b"\n") if kind == "ascii" else data

    def _received(self, command: str, most: int) -> tuple[bytes, str]:
        """Bytes of the data connection, and why there are not more if it was we who ended it."""
        data = bytearray()
        due = min(time.monotonic() + self._bounds.file, self._control.ends)
        with self._connected(command) as connection:
            while True:
                left = due - time.monotonic()
                if left <= 0:
                    return bytes(data), f"not whole after {self._bounds.file:g} seconds"
                connection.settimeout(min(self._bounds.step, left))
                try:
                    piece = connection.recv(65536)
                except TimeoutError:
                    stalled = left > self._bounds.step
                    seconds = self._bounds.step if stalled else self._bounds.file
                    return bytes(data), f"not whole after {seconds:g} seconds"
                if not piece:
                    return bytes(data), ""
                data += piece
                if len(data) > most:
                    return bytes(data[:most]), f"more than {most:,} bytes"

    def _connected(self, command: str) -> socket.socket:
        try:
            return self._control.transfercmd(command)
        except (ConnectionError, TimeoutError) as error:
            raise OSError(f"the data connection did not come (passive mode): {why(error)}") from error

    def _settle(self) -> None:
        """Take the reply to a transfer that we broke off; if none comes, the session is over."""
        try:
            self._control.voidresp()
        except (ftplib.error_perm, ftplib.error_temp):
            return
        except BROKEN as error:
            self._over = self._hide(why(error))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A no of the server is Refused, and anything that ends the session is Lost."""
        if self._over:
            raise Lost(self._over)
        try:
            yield
        except (ftplib.error_perm, ftplib.error_temp) as error:
            said = self._hide(str(error))
            raise (Lost if said.startswith("421") else Refused)(said) from error
        except BROKEN as error:
            raise Lost(self._hide(why(error))) from error


@contextmanager
def opened(door: Door, bounds: Bounds) -> Iterator[Session]:
    """A session; it ends with the block. Raises Lost where it cannot begin, with what to do."""
    control, hide = Control(door, bounds), Hidden(door.password)
    try:
        try:
            _begin(control, door)
        except BROKEN as error:
            raise Lost(_advice(hide(why(error)), door.way, control.stage)) from error
        yield Session(control, bounds, hide)
        control.ends = min(control.ends, time.monotonic() + GOODBYE)
        with suppress(*BROKEN):
            control.sendcmd("QUIT")
    finally:
        control.close()


def _begin(control: Control, door: Door) -> None:
    control.begin()
    if door.way == "tls":
        control.stage = "AUTH"
        control.secure()
    control.stage = "logon"
    answer = control.sendcmd(f"USER {door.user}")
    if answer.startswith("331"):
        answer = control.sendcmd(f"PASS {door.password}")
    if not answer.startswith("2"):
        raise ftplib.error_perm(answer)
    if door.way != "plain":
        control.stage = "PROT"
        control.prot_p()


ADVICE: tuple[tuple[str, str, str, str], ...] = (
    ("", "", "CERTIFICATE_VERIFY_FAILED", "--ca FILE.pem with the CA's or the server's own certificate"),
    ("", "", "PROTOCOL", "TLS below 1.2 is not used here"),
    ("", "", "HANDSHAKE_FAILURE", "the server wants other ciphers or a client's certificate"),
    ("AUTH", "", "", "--implicit if TLS begins at once there; --plain would send all in clear text"),
    ("connect", "tls", "in time", "--implicit if TLS begins at once on this port, as on 990"),
    ("connect", "implicit", "", "without --implicit, TLS is asked for on port 21"),
    ("PROT", "", "", "it will not protect data; --plain would send all in clear text"),
    ("logon", "", "530", "the user id, its password, or --by USERID where LOGONBY is used"),
)
"""When, on which way ("" for any), a word of what went wrong, and what to try. The first that fits."""


def _advice(reason: str, way: str, stage: str) -> str:
    for at, on, word, text in ADVICE:
        if at in ("", stage) and on in ("", way) and word in reason:
            return f"{reason} ({text})"
    return reason
