"""A text in, the IP address out that tells something of a site; or None."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address, IPv6Address


def telling(text: str) -> IPv4Address | IPv6Address | None:
    """An address that tells something of a site: no mask, loopback, multicast or "any"."""
    try:
        if ":" in text:
            if "::" not in text and text.count(":") not in (6, 7):  # a time of day, mostly
                return None
            six = IPv6Address(text)
            return None if six.is_loopback or six.is_unspecified or six.is_multicast else six
        four = IPv4Address(".".join(str(int(part)) for part in text.split(".")))
    except (AddressValueError, ValueError):
        return None
    first = four.packed[0]
    if four.packed[:3] in (b"\x02\x05\x04", b"\x02\x05\x1d"):  # identifiers of X.509 (2.5.4 and 2.5.29)
        return None
    if first in (0, 127) or first >= 224 or _is_mask(int(four)):
        return None
    return four


def _is_mask(number: int) -> bool:
    rest = number ^ 0xFFFFFFFF
    return number >> 31 == 1 and rest & (rest + 1) == 0
