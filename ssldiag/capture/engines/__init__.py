"""Other ways of reading captures, for comparison: each gives the records that the native reader gives.

An engine is optional. Where what it needs is not installed it raises :class:`EngineMissing`.
"""

from __future__ import annotations


class EngineMissing(Exception):
    """What an engine needs is not installed; the text says what, and how to get it."""


class EngineFailed(Exception):
    """An engine could not read a file at all; the text is a sentence that names it."""
