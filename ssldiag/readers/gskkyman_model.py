"""The values a gskkyman session is read into. Nothing here reads."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import Located, Place


@dataclass(frozen=True, slots=True)
class GskkymanLabel:
    """One label of a list. ``has_key`` True in the key-and-certificate list, False in the certificate list,
    None if unknown."""

    label: Located[str]
    has_key: bool | None


@dataclass(frozen=True, slots=True)
class GskkymanCertificate:
    """The fields of one displayed certificate: lower-case name -> value as printed (names are not verified,
    unknown ones kept)."""

    label: Located[str] | None
    fields: tuple[tuple[str, Located[str]], ...]

    def field(self, name: str) -> Located[str] | None:
        """A field by its lower-case name."""
        return dict(self.fields).get(name)


@dataclass(frozen=True, slots=True)
class GskkymanListing:
    """What a gskkyman session showed of one database.

    ``complete``: a list of labels was shown to its end, and none was left half shown; ``complete_lists``
    names the lists that were (``keys``, ``certificates``, ``unknown``), since a label with a key stands in
    the first only.
    """

    place: Place
    database: Located[str] | None
    expiration: Located[str] | None
    labels: tuple[GskkymanLabel, ...]
    certificates: tuple[GskkymanCertificate, ...]
    fips: bool | None = None
    complete: bool = False
    complete_lists: tuple[str, ...] = ()
