"""Licensed programs, their options, and PTFs of an IBM i."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import Located, Place, Unreadable

BASE = "*BASE"


@dataclass(frozen=True, slots=True)
class Product:
    """A licensed program or an option of one. ``id`` is without hyphen (``5722SS1``); ``option`` is ``*BASE``
    or a number without leading zeros; ``release`` such as ``V5R4M0``.

    ``usable``: installed, and not in error; None where the file does not tell. ``status`` is what it says.
    """

    system: str
    id: Located[str]
    option: str
    release: Located[str] | None
    usable: bool | None
    status: Located[str] | None
    description: str
    place: Place

    @property
    def code(self) -> str:
        """The part of the id that stays the same over the releases: ``SS1`` of ``5722SS1``."""
        return self.id.value[4:].upper()


@dataclass(frozen=True, slots=True)
class ProductList:
    """A list of the products of a system. ``complete``: it shows all that is installed, so that the absence
    of one tells; where the list was filtered or cut, it is False.
    """

    system: str
    file: str
    place: Place
    complete: bool
    products: tuple[Product, ...]
    unreadable: tuple[Unreadable, ...] = ()

    def find(self, code: str, option: str | None = None) -> tuple[Product, ...]:
        """The rows of a product by the end of its id (``SS1``), of one option (``34``, ``*BASE``) or all."""
        wanted = tuple(item for item in self.products if item.code == code)
        return wanted if option is None else tuple(item for item in wanted if item.option == option)


@dataclass(frozen=True, slots=True)
class Ptf:
    """A PTF. ``applied``: its code is in use; None where the file does not tell."""

    system: str
    id: Located[str]
    product: str
    applied: bool | None
    status: Located[str] | None
    place: Place


@dataclass(frozen=True, slots=True)
class PtfList:
    """A list of PTFs. ``complete``: all of at least one product are in it; ``products`` are those it has."""

    system: str
    file: str
    place: Place
    complete: bool
    ptfs: tuple[Ptf, ...]
    unreadable: tuple[Unreadable, ...] = ()
