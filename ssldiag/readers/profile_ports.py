"""The words of a PORT statement in, its reservations out. Order of operands and line breaks are free."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ssldiag.model import Located, Unreadable
from ssldiag.readers.profile_types import PortReservation
from ssldiag.readers.words import upper

PORT = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")
PROTOCOLS = ("TCP", "UDP")
VALUED = ("SECURE", "CLIENTCERTCHECK")
"""Options with a value behind them."""

OPTIONS = (*VALUED, "NOAUTOLOG")


@dataclass(slots=True)
class Draft:
    """A reservation while its words are being read."""

    number: Located[int] | None = None
    last: int | None = None
    protocol: str = ""
    userid: Located[str] | None = None
    options: list[Located[str]] = field(default_factory=list)
    values: dict[str, Located[str]] = field(default_factory=dict)

    def finish(self, number: Located[int], userid: Located[str]) -> PortReservation:
        """The reservation."""
        names = {word.value for word in self.options}
        return PortReservation(
            number,
            self.last,
            self.protocol,
            userid,
            "NOAUTOLOG" in names,
            "SECURE" in names,
            self.values.get("SECURE"),
            self.values.get("CLIENTCERTCHECK"),
            tuple(self.options),
        )


class Ports:
    """Takes the words of PORT statements one by one and gathers reservations."""

    def __init__(self) -> None:
        self.found: list[PortReservation] = []
        self.unreadable: list[Unreadable] = []
        self._draft = Draft()
        self._wanting: str | None = None

    def read(self, words: Iterable[tuple[Located[str], bool]]) -> None:
        """Take the words of one statement, each with whether it begins a line."""
        for word, first in words:
            self._word(word, word.value.upper(), first)
        self._end()

    def _word(self, word: Located[str], text: str, first: bool) -> None:
        wanting, self._wanting = self._wanting, None
        draft = self._draft
        if wanting and text not in OPTIONS and not (first and PORT.fullmatch(text)):
            draft.values[wanting] = word
            draft.options.append(upper(word))
        elif match := PORT.fullmatch(text):
            self._number(word, match, first)
        elif text in PROTOCOLS and not draft.protocol:
            draft.protocol = text
        elif text in OPTIONS or draft.userid:
            draft.options.append(upper(word))
            self._wanting = text if text in VALUED else None
        else:
            draft.userid = word

    def _number(self, word: Located[str], match: re.Match[str], first: bool) -> None:
        """A port number begins a reservation, unless it ends a range or completes what began without one."""
        draft = self._draft
        bare = not (draft.protocol or draft.userid or draft.options)
        if draft.number and bare and not first and draft.last is None:
            draft.last = int(match[1])
            return
        if draft.number or first:
            self._end()
        self._draft.number = Located(int(match[1]), word.place)
        self._draft.last = int(match[2]) if match[2] else None

    def _end(self) -> None:
        """The words of a reservation are complete."""
        draft, self._draft = self._draft, Draft()
        if draft.number and draft.userid:
            self.found.append(draft.finish(draft.number, draft.userid))
        elif draft.number:
            self.unreadable.append(Unreadable(draft.number.place, "a port without a user id"))
        elif draft.userid:
            self.unreadable.append(Unreadable(draft.userid.place, "a reservation without a port number"))
