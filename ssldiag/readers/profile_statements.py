"""Statements of the TCP/IP profile: names and forms, which tell where one ends and the next begins.

Source: z/VM TCP/IP Planning and Customization, "Configuring the TCP/IP server". The list is not complete:
a name that it lacks makes an unknown statement, no error.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Form(NamedTuple):
    """How a statement goes on.

    ``block``: up to its END word. ``free``: a list of names up to the next statement; an END word is
    optional. ``least`` operands at least; ``keywords`` may begin a further line of it in any column.
    ``short``: a few operands and no more, so that another statement may follow on the same line.
    """

    block: bool = False
    free: bool = False
    least: int = 0
    keywords: frozenset[str] = frozenset()
    short: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LIMITS = ("SSLLIMITS", "SLLIMITS", "SSSLIMITS", "SSLIMITS")
"""SSLLIMITS, and spellings of it that IBM's 2010 presentation and a slip of the finger give."""

_FORMS: tuple[tuple[str, Form], ...] = (
    ("SSLSERVERID", Form(least=1, keywords=_words("TIMEOUT"), short=True)),
    (" ".join(LIMITS), Form(least=2, keywords=_words("MAXSESSIONS MAXPERSSLSERVER"), short=True)),
    ("AUTOLOG OBEY INFORM PERMIT RESTRICT ASSORTEDPARMS KEEPALIVEOPTIONS BLOCK", Form(block=True)),
    ("BSDROUTINGPARMS SYSCONTACT SYSLOCATION TN3270E TRACEONLY", Form(block=True)),
    ("INTERNALCLIENTPARMS", Form(block=True, keywords=_words("PORT"))),
    ("TRACE MORETRACE LESSTRACE", Form(free=True)),
    ("PORT", Form(least=3, keywords=_words("TCP UDP NOAUTOLOG SECURE CLIENTCERTCHECK"))),
    ("GATEWAY", Form(least=3, keywords=_words("DEFAULTNET DEFAULTNET6 DEFAULTSUBNET HOST"))),
    ("LINK", Form(least=3, keywords=_words("MTU VLAN IP ETHERNET PATHMTU NOPATHMTU FORWARD NOFORWARD"))),
    ("VSWITCH", Form(least=2, keywords=_words("CONTROLLER"))),
    ("TRANSLATE", Form(least=3)),
    ("HOME DEVICE FILE", Form(least=2)),
    ("START STOP PRIMARYINTERFACE ROUTERADV ROUTERADVPREFIX IFCONFIG TIMESTAMP DELETE", Form(least=1)),
    ("MONITORRECORDS", Form()),
    ("CHECKSUM NOCHECKSUM SCREEN NOSCREEN NOTRACE", Form(short=True)),
    (
        "ACBPOOLSIZE ADDRESSTRANSLATIONPOOLSIZE CCBPOOLSIZE DATABUFFERPOOLSIZE ENVELOPEPOOLSIZE "
        "IPROUTEPOOLSIZE LARGEENVELOPEPOOLSIZE NCBPOOLSIZE RCBPOOLSIZE SCBPOOLSIZE SKCBPOOLSIZE "
        "SMALLDATABUFFERPOOLSIZE TCBPOOLSIZE TINYDATABUFFERPOOLSIZE UCBPOOLSIZE FIXEDPAGESTORAGEPOOL "
        "DATABUFFERLIMITS ARPAGE FOREIGNIPCONLIMIT ICMPERRORLIMIT MAXRESTART PACKETTRACESIZE PATHMTUAGE "
        "PENDINGCONNECTIONLIMIT PERSISTCONNECTIONLIMIT SOMAXCONN UDPQUEUELIMIT",
        Form(least=1, short=True),
    ),
)

STATEMENTS: dict[str, Form] = {name: form for names, form in _FORMS for name in names.split()}
"""Every known statement."""

NAME = re.compile(r"[A-Z][A-Z0-9]{3,31}")
"""What can be a statement's name: shorter words and those with other characters are names of things."""


def is_name(word: str) -> bool:
    """Whether an upper-case word has the form of a statement's name."""
    return NAME.fullmatch(word) is not None


def begins(word: str) -> bool:
    """Whether an upper-case word at the start of a line begins a statement for certain, or ends a block."""
    return word in STATEMENTS or (word.startswith("END") and is_name(word))
