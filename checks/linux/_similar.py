"""What a label that is not there was probably meant to be."""

from __future__ import annotations

from difflib import get_close_matches

from ssldiag.api import KeyUse

MOST = 3
"""Labels that are named: more is a list of the database."""
LONGEST = 100
"""Characters of a label that are compared: the cost is the product of two lengths."""


def hint(item: KeyUse) -> str:
    """In parentheses: the same label in another letter case, similar ones, or what there is."""
    labels = [each.label for each in item.database.certificates] if item.database else []
    same = [label for label in labels if label.strip().lower() == item.wanted.strip().lower()]
    if same:
        return f" (it has {same[0]}: letter case and blanks count)"
    near = get_close_matches(item.wanted[:LONGEST], [label[:LONGEST] for label in labels[:1_000]], MOST, 0.8)
    if near:
        return f" (did you mean {' or '.join(near)}?)"
    keys = [each.label for each in item.database.certificates if each.has_key] if item.database else []
    return f" (with a key it has {', '.join(keys[:MOST])})" if keys else " (no certificate in it has a key)"
