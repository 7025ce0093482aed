"""Single values of a status in, the words that answers show for them out."""

from __future__ import annotations

from datetime import UTC, datetime

UNITS = ((3600, "H"), (60, "M"), (1, "S"))
"""Seconds of the units of CACHELIFE (VMSSL command)."""

PORT_NAMES = {20: "FTP-D", 21: "FTP-C", 23: "TELNET", 25: "SMTP"}
"""Names that NETSTAT shows in place of well-known ports; the rest are numbers here."""


def life(seconds: int) -> str:
    """A CACHELIFE as one would type it: ``8 H``, ``90 M``, ``0 H``."""
    size, unit = next((size, unit) for size, unit in UNITS if seconds % size == 0)
    return f"{seconds // size} {unit}"


def protocol(name: str) -> str:
    """A protocol version as VMSSL writes it: ``TLSv1.2`` is TLSV1_2."""
    text = name.upper().replace(".", "_")
    return "TLSV1_0" if text == "TLSV1" else text


def socket(address: tuple[str, int] | None, names: bool = False) -> str:
    """``address..port`` as z/VM writes sockets; ``*..*`` for any partner, ``*`` for every address."""
    if address is None:
        return "*..*"
    host, port = address
    shown = "*" if host in ("", "0.0.0.0", "::") else host.removeprefix("::ffff:")
    return f"{shown}..{PORT_NAMES.get(port, port) if names else port}"


def since(text: str) -> str:
    """An ISO 8601 time without its T and zone; whatever else is left as it is."""
    return text[:19].replace("T", " ") if len(text) >= 19 and text[10:11] == "T" else text


def moment(seconds: float) -> str:
    """Epoch seconds as ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def level(text: str) -> str:
    """A level as NETSTAT heads its answers with it: three digits."""
    return "".join(letter for letter in text if letter.isdigit())[:3].ljust(3, "0")


def yes(value: bool) -> str:
    """``yes`` or ``no``."""
    return "yes" if value else "no"
