"""What is true of a host, whichever file said it: documents of the readers joined into a few format-free
types.
"""

from ssldiag.facts.core import Facts

__all__ = ["Facts"]
