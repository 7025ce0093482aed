"""Text without any line end in, the length of its fixed records out.

CMS files of record format F have no line ends when they are fetched in binary. Their records are padded with
blanks, which gives the length away.
"""

from __future__ import annotations

CARD = 80
"""The record length of a card image, which is how CMS keeps directories and many configuration files."""

_LENGTHS = (72, 100, 120, 121, 128, 132, 133, 137, 160, 200, 255)  # CMS files, terminals, printers
_ENDS = 0.9  # of the records end in a blank: a full line is the exception
_STARTS = 0.1  # of the records begin in column 1: the others are indented or empty
_PADDED = 0.5  # of the records end in a run of blanks, which is longer than an indentation inside a record
_ALIKE = 0.6  # of the best share: of a length and its multiples the shortest is meant
_RUN = " " * 8


def record_length(text: str, size: int) -> int | None:
    """The length of the records of a file of ``size`` characters that begins with ``text``, or None.

    A multiple of 80 is taken for card images, unless only another length has records that end in blanks.

    >>> record_length("HOME".ljust(132) + "; nothing".ljust(132), 264)
    132
    """
    if size % CARD == 0 and _share_of_blank_ends(_cut(text, CARD)) >= _ENDS:
        return CARD
    found = [(length, _column_one(_cut(text, length))) for length in _LENGTHS if fits(text, size, length)]
    best = max((share for _, share in found), default=0.0)
    likely = [length for length, share in found if share >= max(_STARTS, _ALIKE * best)]
    return likely[0] if likely else CARD if size % CARD == 0 else None


def fits(text: str, size: int, length: int) -> bool:
    """Whether text falls into records of this length, padded with blanks."""
    if size % length or size < 2 * length:
        return False
    records = _cut(text, length)
    padded = sum(record.endswith(_RUN) for record in records)
    return padded >= _PADDED * len(records) and _share_of_blank_ends(records) >= _ENDS


def _cut(text: str, length: int) -> list[str]:
    """The whole records."""
    return [text[start : start + length] for start in range(0, len(text) - length + 1, length)]


def _share_of_blank_ends(records: list[str]) -> float:
    return sum(record.endswith(" ") for record in records) / len(records) if records else 0.0


def _column_one(records: list[str]) -> float:
    """The share of records that begin in column 1."""
    return sum(record[:1].strip() != "" for record in records) / len(records) if records else 0.0
