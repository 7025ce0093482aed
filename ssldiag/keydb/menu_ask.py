"""Questions that several menus ask, as values out; an answer that will not do gives up with a sentence."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

from ssldiag.keydb.choices import Hash, KeyKind, Purpose
from ssldiag.keydb.edit_make import Wanted
from ssldiag.keydb.menu import Answer, Ask, Say, ask
from ssldiag.keydb.store import Record, StoreError

KEYS = tuple(KeyKind)
HASHES = tuple(Hash)
NAMES_OF_KEYS = ("RSA 2048", "RSA 3072", "RSA 4096", "EC P-256", "EC P-384", "EC P-521")
Asked = Say | Ask


def given(prompt: str) -> Answer:
    """An answer that is not empty."""
    answer = yield from ask(prompt)
    if not answer:
        raise StoreError("nothing was entered")
    return answer


def path(prompt: str) -> Generator[Asked, str, Path]:
    """A file's name."""
    return Path((yield from given(prompt)))


def new_password() -> Generator[Asked, str, bytes]:
    """A password typed in twice."""
    first = yield from ask("Enter database password: ", hidden=True)
    again = yield from ask("Re-enter database password: ", hidden=True)
    if not first:
        raise StoreError("a key database needs a password")
    if first != again:
        raise StoreError("the two passwords are not the same")
    return first.encode("utf-8", "surrogateescape")


def password(prompt: str = "Enter database password: ") -> Generator[Asked, str, bytes]:
    """A password typed in once."""
    return (yield from ask(prompt, hidden=True)).encode("utf-8", "surrogateescape")


def yes(prompt: str) -> Generator[Asked, str, bool]:
    """1 for yes, 0 or nothing for no."""
    answer = yield from ask(f"{prompt} (1 = yes, 0 = no): ")
    if answer not in ("", "0", "1"):
        raise StoreError(f"{answer} is neither 0 nor 1")
    return answer == "1"


def number(prompt: str, default: int) -> Generator[Asked, str, int]:
    """A number, or nothing for the default."""
    answer = yield from ask(f"{prompt} (ENTER for {default}): ")
    if not answer:
        return default
    if not (answer.isascii() and answer.isdigit() and len(answer) < 9):
        raise StoreError(f"{answer} is no number")
    return int(answer)


def one_of(title: str, rows: Sequence[str]) -> Generator[Asked, str, int]:
    """The position of the row chosen; ENTER takes the first."""
    listed = "\n".join(f"{at:>8} - {row}" for at, row in enumerate(rows, 1))
    yield Say(f"\n{title}\n\n{listed}\n")
    chosen = yield from number("Select by number", 1)
    if not 1 <= chosen <= len(rows):
        raise StoreError(f"{chosen} is not among the options")
    return chosen - 1


def record(title: str, records: Sequence[Record]) -> Generator[Asked, str, Record | None]:
    """The record chosen from a list, None for ENTER or 0."""
    listed = "\n".join(f"{at:>8} - {_shown(one.label)}" for at, one in enumerate(records, 1))
    yield Say(f"\n                     {title}\n\n{listed}\n\n       0 - Return to the menu\n")
    answer = (yield Ask("Enter label number (ENTER to return to the menu): ", menu=True)) or ""
    if answer.strip() in ("", "0"):
        return None
    if not answer.strip().isdigit() or not 1 <= int(answer[:9]) <= len(records):
        raise StoreError(f"{answer.strip()} is not among the labels")
    return records[int(answer) - 1]


def _shown(label: str) -> str:
    return f'"{label}"' if label != label.strip() else label


def wanted(purpose: Purpose, with_days: bool = True) -> Generator[Asked, str, Wanted]:
    """Key, subject, names and days of a new certificate."""
    kind = KEYS[(yield from one_of("Key type", NAMES_OF_KEYS))]
    digest = HASHES[(yield from one_of("Signature digest", [one.value for one in HASHES]))]
    subject = yield from _subject()
    names: tuple[str, ...] = ()
    if purpose is not Purpose.CA:
        line = yield from ask("Enter alternative names, with commas between (optional): ")
        names = tuple(word.strip() for word in line.split(",") if word.strip())
    days = (yield from number("Enter number of days certificate will be valid", 365)) if with_days else 365
    return Wanted(subject, names, kind, digest, purpose, days)


def _subject() -> Answer:
    """A subject in parts, as gskkyman asks for it, or at once where the first answer is one."""
    common = yield from given("Enter common name, or a whole subject such as CN=a,O=b,C=de: ")
    if "=" in common:
        return common
    unit = yield from ask("Enter organizational unit (optional): ")
    organisation = yield from ask("Enter organization (optional): ")
    country = yield from ask("Enter country, 2 letters (optional): ")
    parts = zip(("CN", "OU", "O", "C"), (common, unit, organisation, country), strict=True)
    return ",".join(f"{kind}={_escaped(value)}" for kind, value in parts if value)


def _escaped(value: str) -> str:
    from ssldiag.keydb.names import escaped

    return escaped(value)
