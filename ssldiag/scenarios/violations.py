"""Everything that can go wrong in the two scenarios, by name: how it comes about, where it shows, how sure
that is, and which rows of the rule list name it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ssldiag.scenarios.violation import Violation
from ssldiag.scenarios.violations_all import all_connections
from ssldiag.scenarios.violations_client import client_connection


@cache
def violations() -> Mapping[str, Violation]:
    """All of them by name, those of one PC first."""
    return {item.name: item for item in (*client_connection(), *all_connections())}
