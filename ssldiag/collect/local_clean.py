"""The bytes of a file from the host in; what may leave it out, without keys and passwords.

Key databases and certificate files become the list of what is in them (:mod:`ssldiag.keydb.public`): no
private key, not even an encrypted one, is in that. Texts lose the passwords in them; a stash file gives
nothing.
"""

from __future__ import annotations

from ssldiag.bundle.key_lines import Keys
from ssldiag.bundle.secret_words import Passwords
from ssldiag.keydb import detect, public
from ssldiag.keydb.model import NotAKeyDatabase
from ssldiag.text import detect as detect_text

NO_KEY = "it is a private key"
NO_STASH = "it is a stash file"
NOT_TEXT = "is neither a text nor a key database"

KEY_KINDS = ("gskit_keydb", "pkcs12", "pem", "der", "pkcs7")


class Secret(Exception):
    """What must not leave the host; the text says what it is."""


def kind_of(data: bytes, name: str) -> str | None:
    """What kind of key file it is, None for another file."""
    return detect.sniff(data[: detect.HEAD], len(data), name)


def cleaned(data: bytes, path: str, as_key: bool = False) -> bytes:
    """What may be kept of a file. Raises Secret.

    ``as_key``: its name or a product says that it is a key file, so that it is never taken for a text.
    """
    kind = kind_of(data, path.rpartition("/")[2])
    if kind == "private_key":
        raise Secret(NO_KEY)
    if kind == "stash":
        raise Secret(NO_STASH)
    if kind in KEY_KINDS or as_key:
        return listed(data, path)
    if b"\0" in data or detect_text(data[: detect.HEAD], len(data)) is None:
        raise Secret(NOT_TEXT)
    return without_secrets(data)


def listed(data: bytes, path: str) -> bytes:
    """A key database as the list of what is in it."""
    from ssldiag.keydb.read import read

    try:
        return public.dump(read(data, path))
    except NotAKeyDatabase as error:
        return public.dump(str(error))


def without_secrets(data: bytes) -> bytes:
    """A text with each password overwritten in its place, and without PEM blocks."""
    passwords, keys = Passwords(), Keys()
    text = data.decode("utf-8", "surrogateescape")
    lines = (passwords.line(keys.line(line))[0] for line in text.split("\n"))
    return "\n".join(lines).encode("utf-8", "surrogateescape")
