"""A client of a fault file in, the command of a real program out; runs it with a deadline."""

from __future__ import annotations

import ipaddress
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from ssldiag.lab.fault import Client, Value
from ssldiag.lab.ground import LOOPBACK, Ground
from ssldiag.lab.verbs import TARGETS

SECONDS = 8.0
"""A client's own deadline: a handshake on loopback takes some hundredths of a second."""

GRACE = 2.0
"""Seconds that a program gets beyond its deadline before it is killed."""

MOST = 64 * 1024
"""Bytes of a client's output that are kept."""

DYNAMIC = {21: "ftp", 25: "smtp"}
"""Ports where TLS is asked for in the protocol; Telnet's way none of the clients knows."""

PLAIN = frozenset((7, 21, 23, 25))
"""Ports that begin without TLS."""

WORDS = {1007: "hello", 7: "hello", 21: "NOOP", 25: "NOOP", 465: "NOOP"}
"""What is sent once TLS is up, so that something comes back."""

SILENT_CODES = {"curl": 28, "ftplib": 4, "smtplib": 4, "python": 4, "plain": 4}
"""The exit codes that say that nothing came in time."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a program did: ``ended`` is well, fails or hangs; ``skipped`` why it was not run."""

    command: str
    lines: tuple[str, ...] = ()
    code: int = 0
    ended: str = "well"
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """How a client is to be run: its options, the port of the profile, and the one to connect to."""

    kind: str
    options: Mapping[str, Value]
    port: int
    real: int
    ground: Ground

    def text(self, key: str, default: str = "") -> str:
        """An option as text."""
        return str(self.options.get(key, default))

    @property
    def seconds(self) -> float:
        """Its deadline."""
        found = self.options.get("seconds", SECONDS)
        return float(found) if isinstance(found, int | float) else SECONDS

    @property
    def address(self) -> str:
        """Where it connects to."""
        return self.text("address", LOOPBACK)

    @property
    def name(self) -> str:
        """The name that it asks for."""
        return self.text("name", "localhost")

    @property
    def word(self) -> str:
        """What it sends."""
        return self.text("sends", WORDS.get(self.port, ""))

    @property
    def starttls(self) -> str:
        """The protocol in which it asks for TLS, empty for TLS at once."""
        asked = self.text("starttls", DYNAMIC.get(self.port, ""))
        return "" if asked == "none" else asked

    @property
    def ca(self) -> str:
        """The file of what it trusts, empty for the system's own."""
        names = {"pool": "ca.pem", "stranger": "stranger-ca.pem"}
        found = names.get(self.text("ca", "pool"))
        return str(self.ground.client / found) if found else ""

    @property
    def certificate(self) -> str:
        """The file of what it shows, empty for none."""
        found = self.text("certificate", "none")
        return "" if found == "none" else str(self.ground.client / f"{found}.pem")

    @property
    def more(self) -> tuple[str, ...]:
        """Words that the fault file adds."""
        found = self.options.get("more", ())
        return found if isinstance(found, tuple) else (str(found),)

    @property
    def verified(self) -> bool:
        """Whether it looks at the certificate."""
        return self.options.get("verify", True) is not False


def port_of(client: Client) -> int:
    """The port of the profile that a client is for."""
    return TARGETS.get(client.to) or int(client.to)


def command(call: Call) -> list[str]:
    """The words of the program."""
    return COMMANDS.get(call.kind, python)(call)


def openssl(call: Call) -> list[str]:
    """``openssl s_client``."""
    number = numeric(call.name)
    words = ["openssl", "s_client", "-brief", "-no_ign_eof"]
    if (call.address, call.name) == (LOOPBACK, "localhost"):
        words += ["-4", "-connect", f"localhost:{call.real}"]
    else:
        words += ["-connect", f"{call.address}:{call.real}"]
        words += ["-noservername"] if number else ["-servername", call.name]
    words += ["-starttls", call.starttls] if call.starttls else []
    words += ["-CAfile", call.ca] if call.ca else []
    checked = "-verify_ip" if number else "-verify_hostname"
    words += ["-verify_return_error", checked, call.name] if call.verified else []
    words += ["-cert", call.certificate, "-key", call.certificate] if call.certificate else []
    tls = call.text("tls")
    words += [f"-tls{tls.replace('.', '_').removesuffix('_0')}"] if tls else []
    ciphers = call.text("ciphers") or ("DEFAULT@SECLEVEL=0" if tls in ("1.0", "1.1") else "")
    words += ["-cipher", ciphers] if ciphers else []
    words += ["-groups", call.text("groups")] if call.text("groups") else []
    return [*words, *call.more]


def numeric(name: str) -> bool:
    """Whether a name is an address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def curl(call: Call) -> list[str]:
    """``curl``, by the port's protocol."""
    scheme = {21: "ftp", 25: "smtp", 465: "smtps"}.get(call.port, "https")
    words = ["curl", "-sS", "--max-time", f"{call.seconds:g}"]
    words += ["--ssl-reqd"] if call.starttls else []
    words += ["--cacert", call.ca] if call.ca else []
    words += [] if call.verified else ["--insecure"]
    words += ["--cert", call.certificate] if call.certificate else []
    words += ["--user", "anyone:any"] if scheme == "ftp" else []
    words += ["--request", "NOOP"] if scheme in ("smtp", "smtps") else []
    tls = call.text("tls")
    words += [f"--tlsv{tls}", "--tls-max", tls] if tls else []
    words += ["--ciphers", call.text("ciphers")] if call.text("ciphers") else []
    words += ["--resolve", f"{call.name}:{call.real}:{call.address}"]
    return [*words, *call.more, f"{scheme}://{call.name}:{call.real}/"]


def python(call: Call) -> list[str]:
    """A client of :mod:`ssldiag.lab.client`."""
    words = [sys.executable, "-m", "ssldiag.lab.client", call.kind, str(call.real)]
    given = {
        "--address": call.address if call.address != LOOPBACK else "",
        "--name": call.name if call.name != "localhost" else "",
        "--ca": call.ca if call.kind != "plain" else "",
        "--cert": call.certificate,
        "--tls": call.text("tls"),
        "--ciphers": call.text("ciphers"),
        "--group": call.text("groups"),
        "--again": call.text("again"),
        "--send": call.word if call.kind in ("python", "plain") else "",
        "--pause": call.text("pause"),
        "--seconds": f"{call.seconds:g}" if call.seconds != SECONDS else "",
    }
    for option, value in given.items():
        words += [option, value] if value else []
    words += ["--wrapped"] if call.kind == "smtplib" and not call.starttls else []
    words += ["--plain"] if call.options.get("plain") else []
    words += ["--clear-data"] if call.options.get("clear_data") else []
    return words + ([] if call.verified else ["--no-verify"])


COMMANDS = {"openssl": openssl, "curl": curl}


def shown(call: Call, words: list[str]) -> str:
    """The command as a person would type it."""
    import shlex

    words = ["python3" if word == sys.executable else word for word in words]
    text = call.ground.short(shlex.join(words)).replace("'$LAB", "$LAB").replace(".pem'", ".pem")
    if call.kind != "openssl":
        return text
    word = call.word
    return f"(echo {word}; sleep 1) | {text}" if word else f"sleep 1 | {text}"


def run(call: Call, typed: Call) -> Said:
    """Run it; ``typed`` is the same with the port that a person would use."""
    words = command(call)
    text = shown(typed, command(typed))
    if shutil.which(words[0]) is None:
        return Said(text, skipped=f"{words[0]} is not installed")
    process = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0
    )
    try:
        output, hung = talk(process, call)
    finally:
        if process.poll() is None:
            process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        process.wait()
    lines = tuple(call.ground.short(line) for line in output.decode("utf-8", "replace").splitlines())
    lines = tuple(line.replace(str(call.real), str(typed.real)) for line in lines)
    return Said(text, lines, process.returncode, ended(call.kind, process.returncode, hung))


def ended(kind: str, code: int, hung: bool) -> str:
    """How that ended."""
    if hung or code == SILENT_CODES.get(kind):
        return "hangs"
    return "fails" if code else "well"


def talk(process: subprocess.Popen[bytes], call: Call) -> tuple[bytes, bool]:
    """Feed it and read what it says; whether its deadline passed."""
    assert process.stdin is not None
    assert process.stdout is not None
    end = time.monotonic() + call.seconds + (0 if call.kind == "openssl" else GRACE)
    with suppress(OSError):
        if call.kind != "openssl":
            process.stdin.close()
        elif call.word:
            process.stdin.write(call.word.encode() + b"\n")
    return collected(process, process.stdout, end, call)


def collected(
    process: subprocess.Popen[bytes], stream: IO[bytes], end: float, call: Call
) -> tuple[bytes, bool]:
    """Its output until it ends. s_client is told that nothing more comes once it has had its answer."""
    import select

    output = b""
    while time.monotonic() < end:
        ready = select.select([stream], [], [], min(ANSWER, max(0.0, end - time.monotonic())))[0]
        if ready:
            piece = stream.read(MOST)
            if not piece:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.1, end - time.monotonic()))
                return output, process.returncode is None
            output = (output + piece)[:MOST]
        done = b"CONNECTION ESTABLISHED" in output and (not ready or answered(output))
        if done and process.stdin is not None and not process.stdin.closed:
            process.stdin.close()
    return output, True


def answered(output: bytes) -> bool:
    """Whether something stands behind what s_client itself says of a connection."""
    last = output.rstrip().rpartition(b"\n")[2]
    return output.endswith(b"\n") and b": " not in last and not last.startswith(b"CONNECTION")


ANSWER = 0.7
"""Seconds that an answer may take on loopback until s_client is told to end."""
