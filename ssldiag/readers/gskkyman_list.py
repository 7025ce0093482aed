"""gskkyman menus and listings: lines in, the database named at the top and the labels and certificate fields
shown out.

A session is read screen by screen: a heading tells what the numbered rows and ``name: value`` lines under it
are. Headings are those of the key management menu; most wording is not verified, so unknown names are kept
and unknown screens passed over. Answers to password prompts are never taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ssldiag.model import Located, TextPlace
from ssldiag.readers.gskkyman_fields import FIELD, CertificateFields
from ssldiag.readers.gskkyman_model import GskkymanCertificate, GskkymanLabel, GskkymanListing
from ssldiag.readers.stamped import without_stamps
from ssldiag.text import Line

__all__ = ["GskkymanCertificate", "GskkymanLabel", "GskkymanListing", "parse"]

SCREENS = (
    (re.compile(r"(?:.{1,40} )?Menu$"), "menu"),
    (re.compile(r"Key and Certificate List$"), "keys"),
    (re.compile(r"Certificate List$"), "certificates"),
    (re.compile(r"(?:Certificate )?Request List$"), "requests"),
    (re.compile(r"(?:.{1,40} )?List$"), "unknown"),
    (re.compile(r"Certificate Information$"), "certificate"),
    (re.compile(r"(?:Key|Request|Extension|.{1,40} Extensions?) Information$"), "other"),
)
"""Heading -> what the screen shows."""

HAS_KEY = {"keys": True, "certificates": False, "unknown": None}
ROW = re.compile(r"[ \t]*(?P<number>\d{1,5}) - (?P<label>\S.*)")
PROMPT = re.compile(r"[ \t]*Enter .{0,200}?:[ \t]*(?P<answer>.{0,1100})$")
STORE = re.compile(r"\S+\.(?:kdb|p12|pfx)$", re.IGNORECASE)
WRAPS_AT = 70  # columns; a label (at most 127 characters) goes on in the next line of an 80-column screen


def parse(lines: Sequence[Line]) -> GskkymanListing:
    """Read one gskkyman session."""
    session = Session()
    for line in without_stamps(lines):
        session.take(line)
    place = lines[0].place() if lines else TextPlace("", 1)
    done = tuple(name for name, ended in session.lists.items() if ended)
    return GskkymanListing(
        place,
        session.database or session.opened,
        session.expiration,
        tuple(session.labels.values()),
        session.fields.certificates(),
        session.fips,
        bool(done) and all(session.lists.values()),
        done,
    )


class Session:
    """What the screens showed so far."""

    def __init__(self) -> None:
        self.screen = ""
        self.database: Located[str] | None = None
        self.opened: Located[str] | None = None
        self.expiration: Located[str] | None = None
        self.fips: bool | None = None
        self.labels: dict[tuple[str, bool | None], GskkymanLabel] = {}
        self.lists: dict[str, bool] = {}
        self.fields = CertificateFields()
        self._asked = ""
        self._wide: tuple[str, bool | None] | None = None

    def take(self, line: Line) -> None:
        """Read one line."""
        text = line.text.strip()
        asked, self._asked = self._asked, ""
        wide, self._wide = self._wide, None
        screen = next((name for pattern, name in SCREENS if pattern.match(text)), None)
        prompt = PROMPT.match(line.text)
        if screen is not None:
            self._turn_to(screen)
        elif prompt:
            self._prompt(line, text, prompt)
        elif match := ROW.match(line.text):
            self._row(line, match)
        elif asked:
            self._answer(asked, line.located(*span(line.text)))
        elif wide and line.text.startswith(" ") and not FIELD.match(line.text):
            self._widen(wide, text)
        else:
            self._field(line)

    def _turn_to(self, screen: str) -> None:
        self.screen = screen
        if screen in HAS_KEY:
            self.lists[screen] = False
        if screen == "certificate":
            self.fields.begin()

    def _prompt(self, line: Line, text: str, prompt: re.Match[str]) -> None:
        question = text[: len(text) - len(prompt["answer"].rstrip())].lower()
        if self.screen in HAS_KEY and "label" in question:
            self.lists[self.screen] = " more " not in question
        if self.screen == "certificate":
            self.screen = ""
        if prompt["answer"].strip():
            self._answer(question, line.located(*span(line.text, prompt.start("answer"))))
        else:
            self._asked = question

    def _answer(self, question: str, answer: Located[str]) -> None:
        """What was typed: the database's name and the choice of FIPS mode matter, a password is not looked
        at."""
        if "password" in question:
            return
        if "fips" in question and answer.value in ("0", "1"):
            self.fips = answer.value == "1"
        elif "database name" in question and STORE.match(answer.value):
            self.opened = answer

    def _row(self, line: Line, match: re.Match[str]) -> None:
        if self.screen not in HAS_KEY:
            self.screen = "" if self.screen == "certificate" else self.screen
            return
        if match["number"].strip("0") == "":
            self.lists[self.screen] = True
            return
        label = unquoted(line.located(match.start("label"), len(line.text.rstrip())))
        key = (label.value, HAS_KEY[self.screen])
        self.labels.setdefault(key, GskkymanLabel(label, key[1]))
        self._wide = key if len(line.raw.rstrip()) >= WRAPS_AT else None

    def _widen(self, key: tuple[str, bool | None], text: str) -> None:
        """Join the second line of a label to the first."""
        item = self.labels.pop(key)
        label = unquoted(Located(f"{item.label.value} {text}", item.label.place))
        self.labels.setdefault((label.value, key[1]), GskkymanLabel(label, key[1]))

    def _field(self, line: Line) -> None:
        match = FIELD.match(line.text)
        name = " ".join(match["name"].lower().split()) if match else ""
        if match and self.screen != "certificate" and self._of_database(line, name, match):
            return
        if self.screen != "other":
            self.fields.take(line, match, name, self.screen)

    def _of_database(self, line: Line, name: str, match: re.Match[str]) -> bool:
        """Take what a field, if it has a value, says of the database; False if it is about something else."""
        value = line.located(*span(line.text, match.start("value"))) if match["value"] else None
        if name in ("database", "key database"):
            self.database = value or self.database
        elif name in ("expiration", "database expiration"):
            self.expiration = value or self.expiration
        elif "fips" in f"{name} {value or ''}".lower():
            self.fips = fips_of(value.value.lower()) if value else self.fips
        else:
            return False
        return True


def span(text: str, start: int = 0) -> tuple[int, int]:
    """Where the words of a text stand, from a column on."""
    rest = text[start:]
    return start + len(rest) - len(rest.lstrip()), max(len(text.rstrip()), start)


def unquoted(label: Located[str]) -> Located[str]:
    """A label without the double quotes that it may be shown in."""
    value = label.value.strip()
    quoted = len(value) > 2 and value[0] == value[-1] and value[0] in "\"'"
    return Located(value[1:-1] if quoted else value, label.place)


def fips_of(value: str) -> bool | None:
    """Whether a ``Type:`` or ``FIPS mode:`` value says that the database is for FIPS mode."""
    if value.startswith(("no", "0", "off")) or "non-fips" in value:
        return False
    return True if value.startswith(("yes", "1", "on")) or "fips" in value else None
