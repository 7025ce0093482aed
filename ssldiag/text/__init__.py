"""Bytes of a text file in, lines with their places out; nothing here knows what the lines mean.

ASCII, UTF-8, UTF-16 and EBCDIC are told apart by content (:func:`detect`), read as a stream (:func:`lines`,
:func:`raw_lines`) and, for configuration files, freed of what a 3270 screen or an editor put around them
(:func:`clean`).
"""

from ssldiag.text.charsets import decode, decoder, detect
from ssldiag.text.furniture import clean
from ssldiag.text.line import Line
from ssldiag.text.records import CARD, record_length
from ssldiag.text.streaming import LINE_LIMIT, lines, raw_lines, records_run_together

__all__ = [
    "CARD",
    "LINE_LIMIT",
    "Line",
    "clean",
    "decode",
    "decoder",
    "detect",
    "lines",
    "raw_lines",
    "record_length",
    "records_run_together",
]
