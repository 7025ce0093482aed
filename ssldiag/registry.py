"""Check files and plugins in, rules by code out. A check file is loaded by its path, so a checkout and a
wheel behave alike.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from ssldiag.bundled import folder
from ssldiag.model import Rule

GROUP = "ssldiag.checks"
"""Entry point group: each names a module with rules, or a function that gives an iterable of rules."""


class RegistryError(Exception):
    """Checks that cannot be used: no rule in a file, or several; a code given twice; causes in a ring."""


def load() -> dict[str, Rule]:
    """All rules by code, in the order of their codes. Raises RegistryError."""
    rules: dict[str, Rule] = {}
    for rule in (*bundled_rules(folder("checks")), *plugin_rules()):
        if rule.code in rules:
            raise RegistryError(f"{rule.file}: {rule.code} is already the code of {rules[rule.code].file}")
        rules[rule.code] = rule
    without_rings(rules)
    return dict(sorted(rules.items()))


def without_rings(rules: Mapping[str, Rule]) -> None:
    """Raises RegistryError where rules cause each other: a story has to end somewhere."""
    try:
        TopologicalSorter({code: rule.caused_by for code, rule in rules.items()}).prepare()
    except CycleError as error:
        raise RegistryError(f"rules that cause each other: {' <- '.join(error.args[1])}") from error


def bundled_rules(top: Path) -> Iterator[Rule]:
    """The rule of each check file below a folder; names that begin with ``_`` hold what several checks
    share.
    """
    shared = str(top)
    if shared not in sys.path:
        sys.path.append(shared)
    for path in sorted(top.glob("*/*.py")):
        if not path.name.startswith("_"):
            yield rule_of(module_at(path), path.relative_to(top).as_posix())


def module_at(path: Path) -> ModuleType:
    """The module at a path, under a name of its own."""
    name = f"ssldiag_checks.{path.parent.name}.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise RegistryError(f"{path.name}: cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def rule_of(module: ModuleType, file: str) -> Rule:
    """The one rule of a check module, with its page."""
    found = [value for value in vars(module).values() if isinstance(value, Rule)]
    if len(found) != 1:
        raise RegistryError(f"{file}: a check file holds one rule, this one {len(found)}")
    return replace(found[0], doc=(module.__doc__ or "").strip(), file=file)


def plugin_rules() -> Iterator[Rule]:
    """Rules of installed plugins. Raises RegistryError for one that fails: not a fault of ssldiag."""
    for point in entry_points(group=GROUP):
        try:
            loaded = point.load()
            rules = rules_in(loaded)
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            raise RegistryError(f"the plugin {point.value} cannot be loaded ({why})") from error
        for rule in rules:
            yield replace(rule, doc=rule.doc or (loaded.__doc__ or "").strip(), file=rule.file or point.value)


def rules_in(loaded: Any) -> list[Rule]:
    """The rules of a module, or those that a function gives; TypeError if it gives anything else."""
    if not callable(loaded):
        return [value for value in vars(loaded).values() if isinstance(value, Rule)]
    given = list(loaded())
    wrong = [value for value in given if not isinstance(value, Rule)]
    if wrong:
        raise TypeError(f"{wrong[0]!r:.80} is no rule")
    return given
