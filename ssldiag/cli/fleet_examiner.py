"""Opens and examines one host as ``ssldiag doctor`` does; handed to the workers of a fleet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from ssldiag.bundle.opened import unwrapped
from ssldiag.cli.plan import Order, config_for, plan
from ssldiag.cli.survey import finish, nothing_known
from ssldiag.config import ConfigError, read_config
from ssldiag.doctor import examine
from ssldiag.fleet.hosts import NothingKnown, Unexamined
from ssldiag.model import Report, Rule
from ssldiag.registry import load
from ssldiag.render.summary import left_alone
from ssldiag.selection import SelectionError
from ssldiag.settings import Settings
from ssldiag.snapshot import SnapshotError, open_snapshot


@dataclass(frozen=True, slots=True)
class Examiner:
    """What the command line says about examining. ``here`` is where its ``ssldiag.toml`` is looked for."""

    order: Order
    here: Path = field(default_factory=Path)

    def __call__(self, path: Path) -> tuple[Report, Settings]:
        """The report on a host, and the settings that it was made with."""
        try:
            where = config_for(path, self.order, self.here)
            config = None if where is None else replace(read_config(where), name=where.name)
            wanted = plan(self.order, config, rules())
            snapshot = unwrapped(open_snapshot(path))
        except (SnapshotError, ConfigError, SelectionError) as error:
            raise Unexamined(str(error).removeprefix(f"{path} ")) from error
        if all(map(left_alone, snapshot.sources)):
            raise NothingKnown(nothing_known(path, snapshot).removeprefix(f"{path}: "))
        report = examine(snapshot, wanted.rules, self.order.now, wanted.settings)
        return finish(report, wanted, None), wanted.settings


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """The rules: loading them takes as long as examining several hosts."""
    return load()
