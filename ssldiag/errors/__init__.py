"""Return codes, message ids, alerts and error texts in; what they mean, why, and what to do, out.

:class:`Tables` holds the tables of ``errortables/``, :func:`explain` answers a query, :func:`lookup` gives
the entries of one number on one platform, :mod:`ssldiag.errors.scan` finds codes in logs. Nothing here
prints.
"""

from ssldiag.errors.load import Tables
from ssldiag.errors.lookup import explain, lookup
from ssldiag.errors.model import ErrorEntry, Explanation, OtherSide

__all__ = ["ErrorEntry", "Explanation", "OtherSide", "Tables", "explain", "lookup"]
