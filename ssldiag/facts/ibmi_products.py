"""Licensed programs, their options, and PTFs of an IBM i."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.ibmi_documents import documents
from ssldiag.facts.ibmi_systems import system_of
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


def build_lists(facts: Facts) -> Iterator[ProductList]:
    """A list for each file of products."""
    for item in documents(facts, "ibmi_products"):
        system = system_of(facts, item.file)
        products = tuple(
            Product(system, row.id, row.option, row.release, row.usable, row.status, row.text, row.place)
            for row in item.rows
        )
        yield ProductList(system, item.file, item.place, item.complete, products)


def build_products(facts: Facts) -> Iterator[Product]:
    """Every product of every list."""
    for item in facts.all(ProductList):
        yield from item.products


def build_ptf_lists(facts: Facts) -> Iterator[PtfList]:
    """A list for each file of PTFs."""
    for item in documents(facts, "ibmi_ptfs"):
        system = system_of(facts, item.file)
        ptfs = tuple(
            Ptf(system, row.id, row.product, row.applied, row.status, row.place) for row in item.rows
        )
        yield PtfList(system, item.file, item.place, item.complete, ptfs)


def build_ptfs(facts: Facts) -> Iterator[Ptf]:
    """Every PTF of every list."""
    for item in facts.all(PtfList):
        yield from item.ptfs
