"""Values of a handshake in, the words that sentences are made of out."""

from __future__ import annotations

from collections.abc import Iterable

from ssldiag.wire.judging.offers import versions
from ssldiag.wire.model import Alert, Hello
from ssldiag.wire.numbers import alert_name, is_grease, version_name


def alert_words(alert: Alert) -> str:
    """``unknown_ca (48)``; what cannot be read is called so."""
    if alert.code is None:
        return "an alert that only its size and place give away" if alert.inferred else "an encrypted alert"
    return f"{alert.name or alert_name(alert.code)} ({alert.code})"


def version_list(hello: Hello) -> str:
    """The versions a client offers; those of one number are said to be the highest."""
    listed = [version for version in hello.versions if not is_grease(version)]
    if listed:
        return listing(version_name(version) for version in listed)
    return f"at most {version_name(max(versions(hello)))}"


def listing(words: Iterable[str], last: str = "and", most: int = 6) -> str:
    """``a, b and c``; of long lists the first, and how many more.

    >>> listing(["a", "b", "c"]), listing("abcdefgh", most=2)
    ('a, b and c', 'a, b and 6 more')
    """
    shown = list(words)
    if len(shown) > most:
        shown = [*shown[:most], f"{len(shown) - most} more"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def sentence(*clauses: str) -> str:
    """Clauses as sentences: each begins with a capital and ends with a full stop; empty ones are left out."""
    return " ".join(f"{clause[0].upper()}{clause[1:]}." for clause in clauses if clause)


def frames(*numbers: int | None) -> tuple[int, ...]:
    """Frame numbers in order, each once; 0 and None are none."""
    return tuple(sorted({number for number in numbers if number}))


def quantity(count: int, noun: str, plural: str = "") -> str:
    """``1 gap``, ``2 gaps``."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"
