"""What the checks of prerequisites share: which product a system lacks, or has only in error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ibmi._systems import level_of, names, on
from ssldiag.api import Facts, Finding, Located, Place, Product, ProductList, Severity, Undecided, finding

PRODUCTS = "all installed products (SELECT * FROM QSYS2.SOFTWARE_PRODUCT_INFO, or DSPSFWRSC OUTPUT(*PRINT))"
PREFIXES = ((700, "5770"), (600, "5761"), (0, "5722"))
"""First level of a release family, and the first four digits of its product numbers."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A product or option that a system lacks; ``row`` where it is there, but in error."""

    system: str
    level: int | None
    list: ProductList
    row: Product | None

    @property
    def place(self) -> Located[str] | Place:
        """What shows it."""
        return (self.row.status or self.row.place) if self.row else self.list.place


def lacks(
    facts: Facts, code: str, option: str | None = None, applies: Callable[[int | None], bool] = lambda _: True
) -> Iterator[Lack]:
    """The systems without a usable product (``SS1``) or option of it (``34``), of the levels that it applies
    to. Raises Undecided where no system lacks it, and a list is too short to tell.
    """
    short = False
    found = False
    for system in dict.fromkeys(item.system for item in facts.all(ProductList)):
        level = level_of(facts, system)
        if not applies(level):
            continue
        lists = [item for item in facts.all(ProductList) if item.system == system]
        rows = [(item, row) for item in lists for row in item.find(code, option)]
        whole = next((item for item in lists if item.complete), None)
        if rows and all(row.usable is False for _, row in rows):
            found = True
            yield Lack(system, level, rows[0][0], rows[0][1])
        elif not rows and whole:
            found = True
            yield Lack(system, level, whole, None)
        short = short or (not rows and whole is None)
    if short and not found:
        raise Undecided("the list of products shows only a part of them", PRODUCTS)


def product_id(level: int | None, code: str) -> str:
    """``5722-TC1`` at V5R4, ``5770-TC1`` at 7.4; ``TC1`` where the release is not known."""
    prefix = next((digits for first, digits in PREFIXES if (level or 0) >= first), "") if level else ""
    return f"{prefix}-{code}" if prefix else code


def told(
    rule: str,
    lack: Lack,
    code: str,
    option: str,
    what: str,
    then: str,
    severity: Severity | None = None,
) -> Finding:
    """A finding about a lack: what it is, what follows, and the command that installs it."""
    name = product_id(lack.level, code) + (f" option {option}" if option else "")
    given = lack.row.status.value if lack.row and lack.row.status else ""
    state = f"is installed, but in error ({given})" if lack.row else "is not installed"
    plain = product_id(lack.level, code).replace("-", "")
    restore = f"LICPGM({plain}) DEV(device)" + (f" OPTION({option})" if option else "")
    known = restore if len(plain) > 3 else "with the product of your release"
    return finding(
        rule,
        f"{name} ({what}) {state}{on(lack.system)}: {then}",
        (lack.place, "shows it" if lack.row else "all installed products; it is not among them"),
        about=names(lack.system),
        severity=severity,
        fix=f"RSTLICPGM {known} (or GO LICPGM, option 11), then CHKPRDOPT",
    )
