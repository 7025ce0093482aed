"""What the makers of the samples share: tables, printed pages, job logs, ports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

Host = dict[str, str | bytes]

SEVEN = ("CENTRAL", "DATABASE", "DTAQ", "FILE", "NETPRT", "RMTCMD", "SIGNON")


def table(columns: str, rows: Iterable[Iterable[object]]) -> str:
    """CSV as Run SQL Scripts saves it."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns.split())
    writer.writerows(rows)
    return stream.getvalue()


def heading(product: str, release: str, date: str, title: str, system: str, page: int = 1) -> str:
    """The first line of a printed page."""
    return f"  {product} {release} {date}    {title:^52}{system:>10}  11/22/26  10:15:00    Page{page:5}\n"


PORTS = {
    **{
        name: number
        for number, name in (
            *(
                (8470 + index, word)
                for index, word in enumerate(("as-central", "as-database", "as-dtaq", "as-file"))
            ),
            *((8474 + index, word) for index, word in enumerate(("as-netprt", "as-rmtcmd", "as-signon"))),
        )
    },
    "as-svrmap": 449,
    "telnet": 23,
    "ftp-control": 21,
    "drda": 446,
    "ddm": 447,
    "ddm-ssl": 448,
    "telnet-ssl": 992,
    "as-admin": 2001,
}
SECURE = {f"{name}-s": port + 1000 for name, port in PORTS.items() if 8470 <= port <= 8476}


TITLES = (
    "MSGID      TYPE                    SEV  DATE      TIME             FROM PGM     LIBRARY     INST     "
    "TO PGM      LIBRARY     INST\n"
)


def message(
    identifier: str, kind: str, severity: int, time: str, program: str, text: str, cause: str = ""
) -> str:
    """A message of a printed job log."""
    first = (
        f"{identifier:<11}{kind:<24}{severity:02}   11/22/26  {time:<17}{program:<13}QTCP        *STMT    "
        f"{program:<12}QTCP        *STMT\n"
    )
    lines = [f"Message . . . . :   {text}", *([f"Cause . . . . . :   {cause}"] if cause else [])]
    return first + "".join(wrapped(line) for line in lines)


def wrapped(line: str) -> str:
    """A text from column 37, its further lines two columns to the right."""
    words, out, width = line.split(" "), "", 0
    for word in words:
        if width and width + len(word) > 80:
            out, width = f"{out}\n{'':39}", 2
        out, width = out + (word if not width or width == 2 else f" {word}"), width + len(word) + 1
    return f"{'':37}{out}\n"


def job_log(system: str, release: str, job: str, messages: str, product: str = "5770SS1") -> str:
    """A job log of one page."""
    number, user, name = job.split("/")
    return (
        heading(product, release, "190621", "Job Log", system)
        + f"  Job name . . . . . . . . . . :   {name:<10}      User  . . . . . . :   {user:<10}"
        + f"   Number . . . . . . . . . . . :   {number}\n"
        + "  Job description  . . . . . . :   QTVTELNET       Library . . . . . :   QTCP\n"
        + TITLES
        + messages
    )


STARTED = message("*NONE", "Information", 0, "06:00:02.120000", "QTVTELNET", "Waiting for 5250 clients.")
