"""Key databases of any kind in, labels, certificates and flags out; and the writing of new ones.

To look at one, start at :func:`ssldiag.keydb.read.read`: it never decodes, keeps or shows key material. What
works with keys is apart: :mod:`ssldiag.keydb.material` for servers, :mod:`ssldiag.keydb.store` and ``edit``
for changes. Importing this package loads nothing heavy: ``cryptography`` is imported by the functions that
need it.
"""
