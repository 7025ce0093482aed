"""``--select`` and ``--ignore`` in, the rules to run out: the longest beginning of a code wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from ssldiag.model import Rule


class SelectionError(Exception):
    """A code, or the beginning of one, that no rule has. The message is a sentence."""


def selected(
    rules: Mapping[str, Rule], select: Sequence[str] | None, ignore: Sequence[str] | None
) -> tuple[Rule, ...]:
    """The rules to run, in the order of ``rules``; all where ``select`` is None. Raises SelectionError."""
    wanted = [""] if select is None else [known_prefix(prefix, rules) for prefix in select]
    unwanted = [known_prefix(prefix, rules) for prefix in ignore or ()]
    return tuple(rule for code, rule in rules.items() if _longest(code, wanted) > _longest(code, unwanted))


def known_prefix(prefix: str, rules: Mapping[str, Rule]) -> str:
    """``prefix`` in capitals if a rule begins with it. Raises SelectionError."""
    word = prefix.strip().upper()
    if word and any(code.startswith(word) for code in rules):
        return word
    raise SelectionError(f"no rule has a code that begins with {prefix.strip()!r}{_near(word, rules)}")


def known_code(code: str, rules: Mapping[str, Rule]) -> str:
    """``code`` in capitals if it is a rule's. Raises SelectionError."""
    word = code.strip().upper()
    if word in rules:
        return word
    raise SelectionError(f"there is no rule {code.strip()!r}{_near(word, rules)}")


def families(codes: Iterable[str]) -> list[str]:
    """The letters that codes begin with, each once."""
    return list(dict.fromkeys(code.rstrip("0123456789") for code in codes))


def _near(word: str, rules: Mapping[str, Rule]) -> str:
    close = get_close_matches(word, [*rules, *families(rules)], n=1)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; the families are {', '.join(families(rules))}" if rules else ""


def _longest(code: str, prefixes: Iterable[str]) -> int:
    """The length of the longest of the prefixes that ``code`` has, or -1."""
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)
