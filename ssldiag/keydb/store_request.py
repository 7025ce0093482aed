"""A file with one certification request (PEM or DER, RFC 2986) in, the request in DER out."""

from __future__ import annotations

from ssldiag.keydb import der, pem, plain
from ssldiag.keydb.store import StoreError

WORDS = ("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST")


def read(data: bytes) -> bytes:
    """The only request in the file. Raises :class:`StoreError`."""
    found = [data] if plain.is_request(data) else [one for one in map(_block, pem.blocks(data)) if one]
    if len(found) != 1:
        raise StoreError(
            "there is no request in it" if not found else f"there are {len(found)} requests in it"
        )
    return der.read(found[0]).raw


def _block(block: pem.Block) -> bytes:
    """The request in a block, empty for anything else."""
    content = pem.binary(block.text) if block.word in WORDS and block.ended else None
    return content if content and plain.is_request(content) else b""
