"""Finds and reads the fault files of the package: a folder a family, a file a fault."""

from __future__ import annotations

from pathlib import Path

from ssldiag.lab.fault import FAMILIES, Fault
from ssldiag.lab.form import MOST, fault
from ssldiag.lab.table import FormError

FOLDER = Path(__file__).resolve().parent / "faults"


class NoFault(ValueError):
    """There is no fault of this name; the text says which are like it."""


def load(folder: Path = FOLDER) -> tuple[Fault, ...]:
    """All faults, by family and name. Raises :class:`FormError` for the first file that is wrong."""
    found = [read(path, folder) for path in sorted(folder.glob("*/*.toml"))]
    names = [item.name for item in found]
    for item in found:
        if names.count(item.name) > 1:
            raise FormError(f"{item.family}/{item.name}.toml: another family has a fault of this name")
    return tuple(sorted(found, key=lambda item: (FAMILIES.index(item.family), item.name)))


def read(path: Path, folder: Path = FOLDER) -> Fault:
    """The fault of one file. Raises :class:`FormError`."""
    name = path.relative_to(folder).as_posix()
    with path.open("rb") as stream:
        data = stream.read(MOST + 1)
    if len(data) > MOST:
        raise FormError(f"{name}: is larger than {MOST} bytes")
    try:
        return fault(data.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        raise FormError(f"{name}: is not UTF-8") from error


def named(name: str, faults: tuple[Fault, ...]) -> Fault:
    """The fault of this name. Raises :class:`NoFault`."""
    from difflib import get_close_matches

    wanted = name.rpartition("/")[2].lower()
    for item in faults:
        if item.name == wanted:
            return item
    near = get_close_matches(wanted, [item.name for item in faults], 3)
    said = f"; did you mean {' or '.join(near)}?" if near else "; ssldiag lab list shows all"
    raise NoFault(f"there is no fault {name!r}{said}")
