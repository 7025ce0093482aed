"""Key databases of any kind in, labels, certificates and flags out; key material is never decoded, kept or
shown.

Start at :func:`ssldiag.keydb.read.read`. Importing this package loads nothing heavy: ``cryptography`` is
imported by the functions that need it.
"""
