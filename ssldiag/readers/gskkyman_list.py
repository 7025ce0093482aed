"""gskkyman menus and listings: lines in, the database named at the top and the labels and certificate fields shown out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ssldiag.model import Located, Place
from ssldiag.text import Line


@dataclass(frozen=True, slots=True)
class GskkymanLabel:
    """One label of a list. ``has_key`` True in the key-and-certificate list, False in the certificate list, None if unknown."""

    label: Located[str]
    has_key: bool | None


@dataclass(frozen=True, slots=True)
class GskkymanCertificate:
    """The fields of one displayed certificate: lower-case name -> value as printed (names are not verified, unknown ones kept)."""

    label: Located[str] | None
    fields: tuple[tuple[str, Located[str]], ...]

    def field(self, name: str) -> Located[str] | None:
        """A field by its lower-case name."""
        return dict(self.fields).get(name)


@dataclass(frozen=True, slots=True)
class GskkymanListing:
    """What a gskkyman session showed of one database; ``complete`` when a list was shown to its end."""

    place: Place
    database: Located[str] | None
    expiration: Located[str] | None
    labels: tuple[GskkymanLabel, ...]
    certificates: tuple[GskkymanCertificate, ...]
    fips: bool | None = None


def parse(lines: Sequence[Line]) -> GskkymanListing:
    """Read one gskkyman session."""
    raise NotImplementedError
