"""What can be chosen in the windows of a step: words in, values out, and what the document says there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ssldiag.facts.ibmi_levels import parse
from ssldiag.scenarios.state import LEVELS, World
from ssldiag.scenarios.steps import Step

YES, NO = ("yes", "on", "true"), ("no", "off", "false")

KEYS: dict[str, tuple[str, ...]] = {
    "client-off": ("restart",),
    "client-on": ("restart",),
    "level": ("use-ssl", "level"),
    "collect": (),
    "group": ("members",),
    "compare": ("model", "category", "updates", "wait"),
    "restart": (),
    "package": ("object", "replace", "object-differences", "target-release"),
    "send": (),
    "move": ("delete-old",),
}
"""By kind of step: its choices."""

TRUTHS = frozenset(("restart", "use-ssl", "wait", "replace", "object-differences", "delete-old"))
"""Those that are yes or no; the document has yes for each."""

CATEGORY = "Management Central"
UPDATES = ("use-ssl", "level")
LONGEST = 200
"""Characters of a choice: the longest path of a list, and fifty names of endpoints with room to spare."""


class Unknown(ValueError):
    """A choice that the step does not have, or a value of the wrong kind; the text is for the user."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """The choices of one step."""

    given: Mapping[str, str]

    def yes(self, key: str) -> bool:
        """A choice of yes or no; yes where nothing is said, as the document has it."""
        return self.given.get(key, "yes").lower() in YES

    def text(self, key: str, default: str) -> str:
        """A choice in words."""
        return self.given.get(key, default).strip()

    def names(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A choice of several, with commas between."""
        if key not in self.given:
            return default
        return tuple(dict.fromkeys(word.strip() for word in self.given[key].split(",") if word.strip()))

    def level(self, default: str) -> str:
        """An authentication level, spelled as the window has it."""
        word = " ".join(self.given.get("level", default).lower().split())
        return next(item for item in LEVELS if item.lower() == word)

    def release(self, default: int) -> int:
        """A release."""
        return parse(self.given["target-release"]) or default if "target-release" in self.given else default


def checked(parts: tuple[Step, ...], given: Mapping[str, str]) -> Wishes:
    """The choices for a step, all of them understood. Raises :class:`Unknown`."""
    known = {key for part in parts for key in KEYS[part.kind]}
    for key, value in given.items():
        if key not in known:
            has = f"has {', '.join(sorted(known))}" if known else "has none"
            raise Unknown(f"{key} is no choice of this step, which {has}")
        why = wrong(key, value)
        if why:
            raise Unknown(f"{key}={value}: {why}")
    return Wishes(dict(given))


def wrong(key: str, value: str) -> str:
    """What is wrong with a value, empty if nothing is."""
    if len(value) > LONGEST or not value.isprintable():
        return "is too long or no text"
    if key in TRUTHS and value.lower() not in YES + NO:
        return "is neither yes nor no"
    if key == "level" and " ".join(value.lower().split()) not in [item.lower() for item in LEVELS]:
        return f"is none of {', '.join(LEVELS)}"
    if key == "target-release" and parse(value) is None:
        return "is no release such as V5R4"
    return ""


def earliest(world: World) -> int:
    """The earliest release of the endpoints in the group, else of all systems."""
    return min(item.release for item in world.members or world.systems)
