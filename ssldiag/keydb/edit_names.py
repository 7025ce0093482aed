"""Names as users type them in, the names of X.509 out (RFC 4514 distinguished names, alternative names)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from ssldiag.keydb.store import StoreError

if TYPE_CHECKING:
    from cryptography import x509

# A certificate for more names than this is made elsewhere.
MAX_NAMES = 100


def name(text: str) -> x509.Name:
    """A distinguished name such as ``CN=zvm1.example.com,O=Example,C=DE``. Raises :class:`StoreError`."""
    from cryptography import x509

    try:
        found = x509.Name.from_rfc4514_string(text.strip())
    except ValueError as error:
        raise StoreError(
            f'"{text}" is no distinguished name such as CN=zvm1.example.com,O=Example,C=DE'
        ) from error
    if not list(found):
        raise StoreError("a certificate needs a subject such as CN=zvm1.example.com,O=Example,C=DE")
    return found


def alternative_names(texts: Sequence[str]) -> x509.SubjectAlternativeName | None:
    """The subjectAltName extension, None without names. Raises :class:`StoreError`."""
    from cryptography import x509

    if len(texts) > MAX_NAMES:
        raise StoreError(f"a certificate for {len(texts)} names is not made here; {MAX_NAMES} at most")
    return x509.SubjectAlternativeName([_general(text.strip()) for text in texts]) if texts else None


def _general(text: str) -> x509.GeneralName:
    word, colon, value = text.partition(":")
    makers = _makers()
    word = word.upper()
    if not colon or word not in makers:
        word, value = ("IP", text) if _is_address(text) else ("DNS", text)
    try:
        if not value:
            raise ValueError
        return makers[word](value)
    except ValueError as error:
        raise StoreError(
            f'"{text}" is no name such as DNS:zvm1.example.com, IP:192.0.2.1 or EMAIL:a@b'
        ) from error


def _makers() -> Mapping[str, Callable[[str], x509.GeneralName]]:
    from cryptography import x509

    return {
        "DNS": x509.DNSName,
        "IP": lambda value: x509.IPAddress(ip_address(value)),
        "EMAIL": x509.RFC822Name,
        "URI": x509.UniformResourceIdentifier,
    }


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def listed(extensions: x509.Extensions) -> tuple[str, ...]:
    """The alternative names of a certificate or request, as :func:`alternative_names` takes them."""
    from cryptography import x509

    try:
        found = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    words: Mapping[Any, str] = {
        x509.DNSName: "DNS",
        x509.IPAddress: "IP",
        x509.RFC822Name: "EMAIL",
        x509.UniformResourceIdentifier: "URI",
    }
    return tuple(f"{words[type(one)]}:{one.value}" for one in found if type(one) in words)
