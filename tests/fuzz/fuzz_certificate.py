"""Single certificates, those that are refused as well."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.keydb import certificate, read
from ssldiag.keydb.model import NotACertificate, NotAKeyDatabase
from tests.fuzz.corpus import seeds
from tests.fuzz.loop import main
from tests.fuzz.support import check


@cache
def SEEDS() -> list[bytes]:
    """The certificates in all key databases of the samples."""
    found: dict[bytes, None] = {}
    for data in seeds(".kdb", ".p12", ".pem"):
        try:
            entries = read.read(data, "x").entries
        except NotAKeyDatabase:
            continue
        found.update((entry.certificate.der, None) for entry in entries if entry.certificate)
    return list(found)


def target(data: bytes) -> Hashable:
    """Any bytes."""
    try:
        found = certificate.parse(data)
    except NotACertificate as error:
        return str(error)[:30]
    certificate.signed_by(found, found)
    return check(found)


if __name__ == "__main__":
    main(target, SEEDS)
