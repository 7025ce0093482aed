"""The plugin of docs/plugins.md: the page shows its files, and it works through its entry point."""

from __future__ import annotations

import sys
import tomllib
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from ssldiag.registry import GROUP, RegistryError, load, rules_in


@pytest.fixture
def example(root: Path) -> Path:
    """The folder of the example."""
    return root / "docs" / "plugin-example"


@pytest.fixture
def installed(example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example as ``pip install`` leaves it: importable, with the entry points that it declares."""
    project = tomllib.loads((example / "pyproject.toml").read_text("utf-8"))["project"]
    folder = tmp_path / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    folder.mkdir()
    points = project["entry-points"][GROUP]
    lines = [f"[{GROUP}]", *(f"{name} = {value}" for name, value in points.items())]
    (folder / "entry_points.txt").write_text("\n".join(lines) + "\n")
    (folder / "METADATA").write_text(f"Name: {project['name']}\nVersion: {project['version']}\n")
    monkeypatch.syspath_prepend(str(example))
    monkeypatch.syspath_prepend(str(tmp_path))


def test_the_page_shows_the_files(root: Path, example: Path) -> None:
    page = (root / "docs" / "plugins.md").read_text("utf-8")
    for name, language in (("security_admin.py", "python"), ("pyproject.toml", "toml")):
        assert f"```{language}\n{(example / name).read_text('utf-8')}```\n" in page


@pytest.mark.usefixtures("installed")
def test_the_rule_is_there_with_its_page() -> None:
    rule = load()["SITE101"]
    assert rule.title == "The security department may not administer an SSL server."
    assert rule.file == "security_admin"
    result = CliRunner().invoke(app, ["rules", "SITE101"])
    assert result.stdout.startswith("warning[SITE101] security-admin-missing\n")


@pytest.mark.usefixtures("installed")
def test_it_fires_and_stays_quiet(root: Path, tmp_path: Path) -> None:
    clean = root / "samples" / "zvm" / "clean"
    arguments = ["doctor", "--select", "SITE", "--fail-on", "warning", "-q"]
    result = CliRunner().invoke(app, [*arguments, str(clean)])
    assert result.exit_code == 1
    message = "SECOPS1 may not administer SSL*: only TCPMAINT, GSKADMIN may"
    assert result.stdout == f"SYSTEM.DTCPARMS:13:31: warning: {message} [SITE101]\n"
    host = tmp_path / "host"
    host.mkdir()
    text = (clean / "SYSTEM.DTCPARMS").read_text("utf-8").replace("GSKADMIN", "GSKADMIN SECOPS1", 1)
    (host / "SYSTEM.DTCPARMS").write_text(text)
    assert CliRunner().invoke(app, [*arguments, str(host)]).exit_code == 0


@pytest.mark.usefixtures("installed")
def test_a_code_that_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("security_admin")
    taken = replace(module.security_admin_missing, code="ZVM101")
    monkeypatch.setattr(module, "security_admin_missing", taken)
    with pytest.raises(RegistryError, match="security_admin: ZVM101 is already the code of"):
        load()


@pytest.mark.usefixtures("installed")
def test_one_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "security_admin", None)  # what makes an import fail
    with pytest.raises(RegistryError, match=r"plugin security_admin cannot be loaded \(ModuleNotFoundError"):
        load()
    result = CliRunner().invoke(app, ["doctor", str(tmp_path)])
    assert result.exit_code == 3
    assert "the plugin security_admin" in result.stderr
    assert "fault of ssldiag" not in result.stderr


def test_a_function_gives_rules_and_nothing_else() -> None:
    rule = next(iter(load().values()))
    assert rules_in(lambda: [rule]) == [rule]
    with pytest.raises(TypeError, match="'ZVM101' is no rule"):
        rules_in(lambda: [rule, "ZVM101"])
