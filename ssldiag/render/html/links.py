"""What the page holds and under which anchor, so that every link on it leads somewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ssldiag.model import FilePlace, FramePlace, Place, TextPlace
from ssldiag.render.html.markup import Child, Html, esc, join, tag
from ssldiag.render.pages import message_name

PATH = 160
"""Characters of a path: longer ones are nobody's."""


@dataclass(frozen=True, slots=True)
class Links:
    """``files`` maps a path to its number, ``lines`` to the lines that the page shows of it; ``findings`` a
    fingerprint to an anchor, ``codes`` a message id or return code, ``first`` a rule's code to its first
    finding.
    """

    files: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, frozenset[int]] = field(default_factory=dict)
    rules: frozenset[str] = frozenset()
    codes: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, str] = field(default_factory=dict)
    first: Mapping[str, str] = field(default_factory=dict)

    def line(self, file: str, number: int, text: Child = None) -> Html:
        """A line of a file, linked where the page shows it, to the file otherwise."""
        said = esc(text) if text else esc(f"{short_path(file)}:{number}")
        target = self.target(file, number)
        return tag("a", said, href=target, cls="place") if target else tag("span", said, cls="place")

    def target(self, file: str, number: int) -> str:
        """Where a line is shown, or its file; empty where the page shows neither."""
        if file not in self.files:
            return ""
        line = f"-{number}" if number in self.lines.get(file, ()) else ""
        return f"#s{self.files[file]}{line}"

    def file(self, path: str, text: Child = None) -> Html:
        """A file, linked where the page shows it."""
        said = esc(text) if text else esc(short_path(path))
        if path not in self.files:
            return tag("span", said, cls="place")
        return tag("a", said, href=f"#s{self.files[path]}", cls="place")

    def place(self, place: Place) -> Html:
        """Any place, as a person reads it."""
        if isinstance(place, TextPlace):
            return self.line(place.file, place.line)
        if isinstance(place, FramePlace):
            return join((self.file(place.file), f", frame {place.frame}"))
        return join((self.file(place.file), _offset(place)))

    def rule(self, code: str) -> Html:
        """A rule's code, linked to its page."""
        return tag("a", code, href=f"#rule-{code}", cls="code") if code in self.rules else tag("b", code)

    def message(self, message_id: str) -> Html:
        """A message id, linked to what it means where that is on the page."""
        name = message_name(message_id)
        anchor = self.codes.get(message_id)
        return tag("a", name, href=f"#{anchor}", cls="code") if anchor else tag("span", name, cls="code")

    def about(self, codes: tuple[str, ...]) -> str | None:
        """Where the first of these codes is told, or None."""
        return next((f"#{self.first[code]}" for code in codes if code in self.first), None)

    def told(self, codes: tuple[str, ...]) -> Html:
        """Codes linked to their first findings."""
        return join(
            (
                tag("a", code, href=f"#{self.first[code]}", cls="code")
                if code in self.first
                else tag("span", code, cls="code")
                for code in codes
            ),
            " ",
        )


def short_path(path: str) -> str:
    """A path, cut in the middle where it is too long for any use."""
    if len(path) <= PATH:
        return path
    return f"{path[: PATH // 2]}… ({len(path) - PATH:,} more characters) …{path[-PATH // 2 :]}"


def _offset(place: FilePlace) -> str:
    return "" if place.offset is None else f", byte {place.offset:,}"
