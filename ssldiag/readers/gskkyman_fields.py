"""The ``name: value`` lines of certificates that gskkyman displays: lines in, one group of fields a
certificate out."""

from __future__ import annotations

import re

from ssldiag.model import Located
from ssldiag.readers.gskkyman_model import GskkymanCertificate
from ssldiag.text import Line

FIELD = re.compile(
    r"[ \t]*(?P<name>[A-Za-z][A-Za-z0-9()/-]*(?: [A-Za-z0-9()/-]+){0,7})[ \t]*:"
    r"(?:[ \t]+(?P<value>\S.*)|[ \t]*$)"
)
MOST_LINES = 40
"""Lines that one value may have: a distinguished name has one a part."""


class CertificateFields:
    """Gathers fields. A certificate begins at its heading, or at a label where the last one had its own
    already."""

    def __init__(self) -> None:
        self._groups: list[dict[str, Located[str]]] = []
        self._menu_label: Located[str] | None = None
        self._labels: list[Located[str] | None] = []
        self._last = ""
        self._lines = 0

    def begin(self) -> None:
        """A certificate's screen begins; it may leave out the label that its menu showed."""
        self._groups.append({})
        self._labels.append(self._menu_label)
        self._last = ""

    def take(self, line: Line, match: re.Match[str] | None, name: str, screen: str) -> None:
        """One line of a screen; ``match`` is its :data:`FIELD` if it has one."""
        if match is None:
            self._more(line, screen)
            return
        start, end = match.span("value") if match["value"] else (len(line.text), len(line.text))
        value = Located(line.text[start:end].rstrip(), line.place(start, end))
        if screen == "menu":
            self._menu_label = value if name == "label" else self._menu_label
            return
        if not self._groups or (name == "label" and "label" in self._groups[-1]):
            if name != "label" and screen != "certificate":
                return
            self.begin()
        self._groups[-1].setdefault(name, value)
        self._last, self._lines = name, 1

    def _more(self, line: Line, screen: str) -> None:
        """An indented line under a value goes on with it."""
        if (
            screen != "certificate"
            or not self._last
            or not line.text.startswith(" ")
            or self._lines >= MOST_LINES
        ):
            self._last = ""
            return
        value = self._groups[-1][self._last]
        joined = f"{value.value} {line.text.strip()}".strip()
        self._groups[-1][self._last] = Located(joined, value.place)
        self._lines += 1

    def certificates(self) -> tuple[GskkymanCertificate, ...]:
        """The certificates shown; a label alone is none."""
        return tuple(
            GskkymanCertificate(group.get("label", label), tuple(group.items()))
            for group, label in zip(self._groups, self._labels, strict=True)
            if set(group) - {"label"}
        )
