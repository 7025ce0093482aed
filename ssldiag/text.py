"""Bytes of a text file in, lines out: ASCII, UTF-8, UTF-16 or EBCDIC, streamed, with line length bounded.

Encodings are told apart by content (:func:`detect`). ``cp1047`` is not in Python's library; it is made here from cp037,
from which it differs in six characters. Record-oriented EBCDIC without line ends is cut every 80 bytes.
"""
