"""Directory entries joined: profiles included, pools with their range and profile.

Sources: z/VM CP Planning and Administration (USER, INCLUDE, POOL, PROFILE statements).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.model import Located, Place, TextPlace
from ssldiag.readers.user_direct import DirectoryEntry, DirectoryStatement, UserDirect
from ssldiag.readers.words import number

WHOLE_DIRECTORY = 20
"""So many users make a collection count as the whole directory: the parts an administrator picks out are
far fewer.
"""


@dataclass(frozen=True, slots=True)
class DirectoryUser:
    """A USER, IDENTITY or PROFILE with the statements of its profiles, and those of an IDENTITY's SUBCONFIGs.

    ``missing`` are INCLUDE and SUBCONFIG operands that lead nowhere.
    """

    entry: DirectoryEntry
    file: str
    profiles: tuple[DirectoryEntry, ...] = ()
    missing: tuple[Located[str], ...] = ()
    subconfigs: tuple[DirectoryEntry, ...] = ()

    @property
    def name(self) -> str:
        return self.entry.name.value

    def all(self, key: str) -> tuple[DirectoryStatement, ...]:
        """Statements of this name: the profiles' first, then the entry's own, then those of its
        SUBCONFIGs.
        """
        entries = (*self.profiles, self.entry, *self.subconfigs)
        return tuple(statement for entry in entries for statement in entry.all(key))

    def words(self, key: str) -> tuple[Located[str], ...]:
        """All words of all statements of this name, in upper case."""
        return tuple(Located(word.value.upper(), word.place) for item in self.all(key) for word in item.words)


@dataclass(frozen=True, slots=True)
class DirectoryPool:
    """``USER prefix`` with ``POOL LOW n HIGH m PROFILE name``. ``profile`` is the profile's entry, if
    collected.

    ``defined_before`` tells whether the profile stands before the USER entry (None: other file or
    unknown).
    """

    user: DirectoryUser
    place: Place
    low: Located[int] | None
    high: Located[int] | None
    profile_name: Located[str] | None
    profile: DirectoryUser | None
    defined_before: bool | None = None

    @property
    def prefix(self) -> str:
        return self.user.name

    @property
    def size(self) -> int | None:
        """How many machines the pool has; None where a bound is missing."""
        if self.low is None or self.high is None:
            return None
        return max(0, self.high.value - self.low.value + 1)

    def member(self, userid: str) -> bool:
        """Whether this user id is one of the pool's: prefix and five digits."""
        rest = userid[len(self.prefix) :]
        return userid.startswith(self.prefix) and len(rest) == 5 and rest.isdigit()

    def all(self, key: str) -> tuple[DirectoryStatement, ...]:
        """Statements that every member gets: the profile's, then the USER entry's own."""
        own = self.user.all(key)
        return (*(self.profile.all(key) if self.profile else ()), *own)

    def words(self, key: str) -> tuple[Located[str], ...]:
        """All words of all statements of this name that members get, in upper case."""
        return tuple(Located(w.value.upper(), w.place) for item in self.all(key) for w in item.words)


@dataclass(frozen=True, slots=True)
class Directory:
    """All that was collected of the directory. ``complete``: it may be taken for the whole, so absence
    means something.
    """

    place: Place
    complete: bool
    profiles: dict[str, DirectoryEntry]
    users: dict[str, DirectoryUser]
    globaldefs: tuple[DirectoryEntry, ...]

    def exists(self, userid: str) -> bool:
        """Whether a user id is defined, by its own entry or as a member of a pool."""
        if userid in self.users:
            return True
        prefix, digits = userid[:-5], userid[-5:]
        return digits.isdigit() and prefix in self.users and bool(self.users[prefix].all("POOL"))


def build_directory(facts: Facts) -> Iterator[Directory]:
    """One directory from all files, or none."""
    files = facts.all(UserDirect)
    if not files:
        return
    entries = [(entry, file) for file in files for entry in file.entries]
    profiles = {entry.name.value: entry for entry, _ in entries if entry.type == "PROFILE"}
    subconfigs = {entry.name.value: entry for entry, _ in entries if entry.type == "SUBCONFIG"}
    users: dict[str, DirectoryUser] = {}
    for entry, file in entries:
        if entry.type in ("USER", "IDENTITY"):
            users.setdefault(entry.name.value, resolve(entry, file.file, profiles, subconfigs))
    whole = len(users) >= WHOLE_DIRECTORY or any(entry.type == "DIRECTORY" for entry, _ in entries)
    globaldefs = tuple(entry for entry, _ in entries if entry.type == "GLOBALDEFS")
    yield Directory(files[0].place, whole, profiles, users, globaldefs)


def resolve(
    entry: DirectoryEntry,
    file: str,
    profiles: dict[str, DirectoryEntry],
    subconfigs: dict[str, DirectoryEntry],
) -> DirectoryUser:
    """An entry with what its INCLUDE and BUILD statements name (one level: a profile cannot include
    another).
    """
    included = [word for item in entry.all("INCLUDE") for word in item.words[:1]]
    built = [word for item in entry.all("BUILD") for word in item.words[-1:]]
    found, lost = look_up(included, profiles)
    parts, gone = look_up(built, subconfigs)
    return DirectoryUser(entry, file, found, (*lost, *gone), parts)


def look_up(
    words: list[Located[str]], known: dict[str, DirectoryEntry]
) -> tuple[tuple[DirectoryEntry, ...], tuple[Located[str], ...]]:
    """The entries that these words name, and the words that name none."""
    upper = [Located(word.value.upper(), word.place) for word in words]
    found = tuple(known[word.value] for word in upper if word.value in known)
    return found, tuple(word for word in upper if word.value not in known)


def build_users(facts: Facts) -> Iterator[DirectoryUser]:
    """Every user of the directory."""
    for directory in facts.all(Directory):
        yield from directory.users.values()


def build_pools(facts: Facts) -> Iterator[DirectoryPool]:
    """Every USER with a POOL statement."""
    for directory in facts.all(Directory):
        for user in directory.users.values():
            for statement in user.entry.all("POOL")[:1]:
                yield pool(user, statement, directory)


def pool(user: DirectoryUser, statement: DirectoryStatement, directory: Directory) -> DirectoryPool:
    """A pool from its POOL statement; words that are no numbers give None for that bound."""
    words = statement.words
    given = {words[i].value.upper(): words[i + 1] for i in range(len(words) - 1)}
    name = given.get("PROFILE")
    found = directory.profiles.get(name.value.upper()) if name else None
    profile = resolve(found, user.file, {}, {}) if found else None
    before = stands_before(found, user.entry) if found else None
    return DirectoryPool(
        user,
        statement.name.place,
        number(given.get("LOW")),
        number(given.get("HIGH")),
        Located(name.value.upper(), name.place) if name else None,
        profile,
        before,
    )


def stands_before(profile: DirectoryEntry, user: DirectoryEntry) -> bool | None:
    """Whether an entry stands before another of its file; None if they are in different files."""
    first, second = profile.name.place, user.name.place
    if not isinstance(first, TextPlace) or not isinstance(second, TextPlace) or first.file != second.file:
        return None
    return first.line < second.line
