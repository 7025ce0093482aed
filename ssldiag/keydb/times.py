"""The content of a UTCTime or GeneralizedTime in, a moment in UTC and what is wrong with its form out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from ssldiag.keydb import der

FORM = re.compile(
    rb"(?P<year>[0-9]{2}|[0-9]{4})(?P<rest>[0-9]{8})(?P<second>[0-9]{2})?(?P<fraction>[.,][0-9]{1,9})?"
    rb"(?P<zone>Z|[+-][0-9]{4})?"
)
DIGITS = {der.UTC_TIME: 2, der.GENERALIZED_TIME: 4}


def read(element: der.Element) -> tuple[datetime | None, str | None]:
    """The moment (None if it is none) and a sentence if the form is not that of RFC 5280 4.1.2.5."""
    digits = DIGITS.get(element.tag)
    if digits is None:
        return None, f"has tag {element.tag:02x}, which is no date"
    match = FORM.fullmatch(element.content[:40])  # the longest form there is has 29 characters
    if match is None or len(match["year"]) != digits:
        return None, f"is no date: {element.content[:40].decode('latin-1')!r}"
    try:
        moment = _moment(match)
    except (ValueError, OverflowError):
        return None, f"is no day of the calendar: {element.content.decode('latin-1')!r}"
    return moment, _form(match, digits, moment)


def _moment(match: re.Match[bytes]) -> datetime:
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 1900 if year >= 50 else 2000  # RFC 5280 4.1.2.5.1
    rest = match["rest"]
    month, day, hour, minute = (int(rest[at : at + 2]) for at in range(0, 8, 2))
    moment = datetime(year, month, day, hour, minute, int(match["second"] or 0), tzinfo=_zone(match["zone"]))
    return moment.astimezone(UTC)


def _zone(text: bytes | None) -> timezone:
    if text is None or text == b"Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
    return timezone(-offset if text[:1] == b"-" else offset)


def _form(match: re.Match[bytes], digits: int, moment: datetime) -> str | None:
    """RFC 5280 4.1.2.5.1 and 4.1.2.5.2: seconds, no fraction, Z; UTCTime through 2049."""
    if match["zone"] != b"Z" or match["second"] is None or match["fraction"] is not None:
        return f"is not written in the one form that is allowed: {match.group().decode('ascii')!r}"
    if digits == 4 and 1950 <= moment.year < 2050:
        return "is a GeneralizedTime, although dates through 2049 have to be a UTCTime"
    return None
