"""``ssldiag serve``: wishes in, one TLS server at once and without any file, until Ctrl-C."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssldiag.cli.exits import USAGE, Stop, say

if TYPE_CHECKING:
    from ssldiag.pool.plan import TraceSetting

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


class Check(StrEnum):
    """What happens to a client's certificate."""

    NONE = "none"
    PREFERRED = "preferred"
    REQUIRED = "required"


Port = Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 takes any free one.")]
Listen = Annotated[str, typer.Option(metavar="ADDR", help="The address; all but loopback is an open door.")]
To = Annotated[
    str, typer.Option(metavar="HOST:PORT", help="Where the plaintext goes; or the path of a Unix socket.")
]
EchoOption = Annotated[
    bool, typer.Option("--echo", help="Answer with what comes in (so it is without --to).")
]
Cert = Annotated[
    Path | None,
    typer.Option(metavar="PEM", help="The certificate with its chain; without it one is made for localhost."),
]
KeyOption = Annotated[
    Path | None, typer.Option(metavar="PEM", help="Its key, if it is not in the same file; not encrypted.")
]
Trusted = Annotated[Path | None, typer.Option("--ca", metavar="PEM", help="CA certificates for clients.")]
ClientCheckOption = Annotated[
    Check, typer.Option("--client-check", help="As CLIENTCERTCHECK.", case_sensitive=False)
]
Protocols = Annotated[
    list[str] | None, typer.Option("--protocol", metavar="NAME", help="TLSv1.0 to TLSv1.3; may be repeated.")
]
Ciphers = Annotated[
    str, typer.Option(metavar="NAMES", help="OpenSSL's names of suites, with : or , between them.")
]
Trace = Annotated[
    str,
    typer.Option(metavar="WORDS", help='As SSLADMIN TRACE: normal, "connections data all 40", flow, none.'),
]
Pcap = Annotated[Path | None, typer.Option(metavar="FILE", help="Record connections as a capture.")]
KeyLog = Annotated[Path | None, typer.Option(metavar="FILE", help="Write the keys that open the capture.")]
MaxSessions = Annotated[int, typer.Option("--max", min=1, max=100_000, help="Connections at a time.")]


@app.command()
def serve(
    port: Port = 4433,
    to: To = "",
    echo: EchoOption = False,
    cert: Cert = None,
    key: KeyOption = None,
    ca: Trusted = None,
    client_check: ClientCheckOption = Check.NONE,
    protocol: Protocols = None,
    ciphers: Ciphers = "",
    trace: Trace = "normal",
    pcap: Pcap = None,
    keylog: KeyLog = None,
    listen: Listen = "127.0.0.1",
    most: MaxSessions = 600,
) -> None:
    """Run one TLS server at once, without any file: what it decrypts is echoed, or sent on to a plain server.

    Trace lines go to standard output. Ctrl-C ends it.
    """
    from ssldiag.pool.material import MaterialError
    from ssldiag.pool.plan import ClientCheck, Recording
    from ssldiag.pool.serve import Wishes, security
    from ssldiag.pool.serve import serve as run

    if echo and to:
        raise Stop("--echo and --to exclude each other", USAGE)
    names = tuple(name for name in ciphers.replace(",", ":").split(":") if name)
    wishes = Wishes(
        listen,
        port,
        to,
        cert,
        key,
        ca,
        ClientCheck(client_check.value.upper()),
        tuple(protocol or ("TLSv1.2", "TLSv1.3")),
        names,
        setting(trace),
        Recording(str(pcap or ""), str(keylog or "")),
        most,
    )
    try:
        security(wishes.protocols, names)
        code = run(wishes, lambda line: print(line, flush=True), say)
    except ValueError as error:
        raise Stop(str(error), USAGE) from error
    except MaterialError as error:
        raise Stop(str(error)) from error
    raise typer.Exit(code)


def setting(words: str) -> TraceSetting:
    """The trace setting that these words ask for."""
    from ssldiag.pool.trace.setting import KINDS, NO_TRACE
    from ssldiag.pool.trace.setting import setting as parsed

    first, *rest = words.upper().split() or ["NONE"]
    if first in ("NONE", "NOTRACE"):
        return NO_TRACE
    kind = next((each.upper() for each in KINDS if _short(first, each)), "")
    data = bool(rest) and rest[0] in ("DATA", "NODATA") and rest.pop(0) == "DATA"
    try:
        if not kind:
            raise ValueError(f"{first} is none of NORMAL, CONNECTIONS, FLOW, DEBUG, NONE")
        return parsed(kind, data, rest)
    except ValueError as error:
        raise Stop(f"--trace: {error}", USAGE) from error


def _short(word: str, kind: str) -> bool:
    """Whether a word is a kind, or as much of it as must be typed (its capitals)."""
    least = sum(letter.isupper() for letter in kind)
    return len(word) >= least and kind.upper().startswith(word)
