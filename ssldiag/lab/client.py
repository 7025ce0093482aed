"""A client in Python's standard library, as a program: ``python3 -m ssldiag.lab.client KIND PORT``.

Kinds: ``python`` (TLS, then a word), ``ftplib``, ``smtplib``, ``plain`` (no TLS). It prints what it sees.
Exit codes: 0 well, 1 failed, 4 nothing came in time.
"""

from __future__ import annotations

import argparse
import ftplib
import smtplib
import socket
import ssl
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from typing import Any

FAILED, SILENT = 1, 4
MOST = 4096

TIMED_OUT = "timed out"
"""How smtplib ends what it says when nothing came in time."""

REFUSED = 400
"""Replies of SMTP from here on refuse (RFC 5321, 4.2.1)."""

VERSIONS = {
    "1.0": ssl.TLSVersion.TLSv1,
    "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2,
    "1.3": ssl.TLSVersion.TLSv1_3,
}


class Disappointed(Exception):
    """The connection did not do what it is for."""


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python3 -m ssldiag.lab.client")
    parser.add_argument("kind", choices=tuple(KINDS))
    parser.add_argument("port", type=int)
    for option in ("--address", "--name", "--ca", "--cert", "--ciphers", "--group", "--send"):
        parser.add_argument(option, default="")
    parser.add_argument("--tls", choices=tuple(VERSIONS), default="")
    parser.add_argument("--no-verify", action="store_true")
    parser.add_argument("--wrapped", action="store_true", help="TLS from the first byte")
    parser.add_argument("--plain", action="store_true", help="ask for no TLS")
    parser.add_argument("--clear-data", action="store_true", help="data connections of FTP without TLS")
    parser.add_argument("--again", type=int, default=0, help="come back after so many sessions")
    parser.add_argument("--pause", type=float, default=0)
    parser.add_argument("--seconds", type=float, default=8)
    return parser.parse_args(words)


def context_of(asked: argparse.Namespace) -> ssl.SSLContext:
    """How it speaks TLS."""
    context = ssl.create_default_context(cafile=asked.ca or None)
    if asked.no_verify:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if asked.tls in ("1.0", "1.1"):
        context.set_ciphers(asked.ciphers or "DEFAULT@SECLEVEL=0")
    elif asked.ciphers:
        context.set_ciphers(asked.ciphers)
    if asked.tls:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = VERSIONS[asked.tls]
    if asked.group:
        context.set_ecdh_curve(asked.group)
    if asked.cert:
        context.load_cert_chain(asked.cert)
    return context


def show(connection: ssl.SSLSocket | socket.socket | None) -> None:
    """What was agreed on."""
    if not isinstance(connection, ssl.SSLSocket):
        return
    cipher = connection.cipher()
    shown: dict[str, Any] = dict(connection.getpeercert() or {})
    subject = dict(pair for part in shown.get("subject", ()) for pair in part)
    whose = f", certificate of {subject['commonName']}" if "commonName" in subject else ""
    print(f"connected: {connection.version()} {cipher[0] if cipher else ''}{whose}", flush=True)


def exchange(connection: socket.socket, asked: argparse.Namespace) -> None:
    """Send a word, wait for an answer; after a pause once more."""
    for turn in range(2 if asked.pause else 1):
        if turn:
            time.sleep(asked.pause)
        if asked.send:
            connection.sendall(asked.send.encode() + b"\r\n")
        answer = connection.recv(MOST)
        if not answer:
            raise Disappointed("the other side closed without an answer")
        print(f"answer: {readable(answer)}", flush=True)


def readable(data: bytes) -> str:
    """Text as it is, other bytes in hexadecimal."""
    text = data.decode("ascii", "replace").strip()
    if text.isprintable() and "\ufffd" not in text and text:
        return text[:200]
    if text and all(c.isprintable() or c in "\r\n\t" for c in text) and "\ufffd" not in text:
        return " / ".join(text.split("\r\n"))[:200]
    return f"{len(data)} bytes, {data[:16].hex(' ')}"


def python(asked: argparse.Namespace) -> None:
    """TLS, then a word and its answer; with ``--again`` it comes back with the session that it had."""
    context = context_of(asked)
    session = once(asked, context, None, True)
    for number in range(asked.again):
        last = number == asked.again - 1
        once(asked, context, session if last else None, last)


def once(
    asked: argparse.Namespace, context: ssl.SSLContext, session: ssl.SSLSession | None, told: bool
) -> ssl.SSLSession | None:
    """One connection; the session that it leaves."""
    with (
        socket.create_connection((asked.address, asked.port), asked.seconds) as plain,
        context.wrap_socket(plain, server_hostname=asked.name, session=session) as connection,
    ):
        if told:
            show(connection)
        if session is not None:
            known = "taken up" if connection.session_reused else "not known"
            print(f"session of before: {known}", flush=True)
        with redirect_stdout(None if not told else sys.stdout):
            exchange(connection, asked)
        return connection.session


def plain(asked: argparse.Namespace) -> None:
    """No TLS at all."""
    with socket.create_connection((asked.address, asked.port), asked.seconds) as connection:
        print("connected, without TLS", flush=True)
        exchange(connection, asked)


def ftp(asked: argparse.Namespace) -> None:
    """AUTH TLS, log on, a listing through a protected data connection."""
    secure = None if asked.plain else ftplib.FTP_TLS(context=context_of(asked), timeout=asked.seconds)
    client = secure or ftplib.FTP(timeout=asked.seconds)
    print(client.connect(asked.address, asked.port).splitlines()[0], flush=True)
    client.host = asked.name
    if secure:
        print(secure.auth(), flush=True)
        show(secure.sock)
    client.login("anyone", "any")
    if secure and not asked.clear_data:
        secure.prot_p()
    print(f"files: {', '.join(client.nlst())}", flush=True)
    client.quit()


def smtp(asked: argparse.Namespace) -> None:
    """STARTTLS, or TLS from the first byte; then EHLO."""
    context = context_of(asked)
    if asked.wrapped:
        client: smtplib.SMTP = smtplib.SMTP_SSL(timeout=asked.seconds, context=context)
    else:
        client = smtplib.SMTP(timeout=asked.seconds)
    # smtplib checks the name that it connected to, and has no public way to say another one.
    client._host = asked.name  # type: ignore[attr-defined]
    client.connect(asked.address, asked.port)
    if not asked.wrapped and not asked.plain:
        client.ehlo()
        client.starttls(context=context)
    show(client.sock)
    code, words = client.ehlo()
    print(f"{code} {words.decode('ascii', 'replace').splitlines()[0]}", flush=True)
    code, words = client.mail("somebody@example.com")
    print(f"{code} {words.decode('ascii', 'replace')}", flush=True)
    if code >= REFUSED:
        raise Disappointed("the server does not take mail")
    client.quit()


KINDS: Mapping[str, Callable[[argparse.Namespace], None]] = {
    "python": python,
    "plain": plain,
    "ftplib": ftp,
    "smtplib": smtp,
}


def main(words: Sequence[str] | None = None) -> int:
    """The program."""
    asked = arguments(words)
    asked.address = asked.address or "127.0.0.1"
    asked.name = asked.name or "localhost"
    try:
        KINDS[asked.kind](asked)
    except TimeoutError as error:
        print(f"nothing came for {asked.seconds:g} s: {error}")
        return SILENT
    except (OSError, EOFError, ftplib.Error, smtplib.SMTPException, Disappointed) as error:
        print(f"failed: {type(error).__name__}: {error}")
        return SILENT if str(error).endswith(TIMED_OUT) else FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
