"""The recipes of docs/fleet/clusters.md: no word in them that the programs do not know."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # it tells no types

from tests.fleet.processes import ROOT

PROGRAMS = {"scheduler": "dask_scheduler", "worker": "dask_worker", "ssh": "dask_ssh"}
"""What may follow ``dask`` here, and the module of Dask's that has its options."""

FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")


def blocks(language: str) -> list[str]:
    """The examples in a language."""
    text = (ROOT / "docs/fleet/clusters.md").read_text("utf-8")
    return [block for found, block in FENCE.findall(text) if found == language]


def commands() -> Iterator[tuple[str, list[str]]]:
    """What is called as ``dask``, and its options: in scripts and in the manifest."""
    for block in blocks("sh"):
        for line in block.replace("\\\n", " ").splitlines():
            if found := re.search(r"\bdask ([a-z]+) (.*)", line.partition("#")[0]):
                yield found[1], OPTION.findall(found[2])
    for container in containers():
        program, what, *rest = container["args"]
        assert program == "dask"
        yield what, OPTION.findall(" ".join(rest))


def cluster() -> dict[str, Any]:
    """The manifest of a cluster."""
    (found,) = (block for block in map(yaml.safe_load, blocks("yaml")) if "kind" in block)
    spec: dict[str, Any] = found["spec"]
    return spec


def containers() -> list[dict[str, Any]]:
    """Its containers."""
    spec = cluster()
    return [*spec["worker"]["spec"]["containers"], *spec["scheduler"]["spec"]["containers"]]


def test_dask_knows_its_options() -> None:
    found = list(commands())
    assert {what for what, _ in found} == set(PROGRAMS)
    for what, options in found:
        main = importlib.import_module(f"distributed.cli.{PROGRAMS[what]}").main
        known = {name for each in main.params for name in (*each.opts, *each.secondary_opts)}
        assert set(options) <= known, what


def test_scripts_are_scripts() -> None:
    for block in blocks("sh"):
        done = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), block
    for block in blocks("python"):
        ast.parse(block)
    for block in blocks("json"):
        assert list(json.loads(block)) == ["s3"]


def test_a_settings_file_says_what_the_environment_does() -> None:
    (settings,) = (block for block in map(yaml.safe_load, blocks("yaml")) if "distributed" in block)
    told = settings["distributed"]
    assert told["worker"]["profile"]["enabled"] is False
    assert told["admin"]["tick"]["interval"] == "500ms"
    for name in ("WORKER__PROFILE__ENABLED=False", "ADMIN__TICK__INTERVAL=500ms"):
        assert any(f"DASK_DISTRIBUTED__{name}" in block for block in blocks("sh"))


@pytest.mark.parametrize("port", ["tcp-comm", "http-dashboard"])
def test_the_service_leads_to_ports_of_the_scheduler(port: str) -> None:
    (scheduler,) = cluster()["scheduler"]["spec"]["containers"]
    own = {each["name"]: each["containerPort"] for each in scheduler["ports"]}
    (served,) = (each for each in cluster()["scheduler"]["service"]["ports"] if each["name"] == port)
    assert (served["targetPort"], served["port"]) == (port, own[port])


def test_the_manifest_has_strings_where_the_operator_wants_them() -> None:
    for container in containers():
        words = [*container["args"], *(each["value"] for each in container.get("env", []))]
        for amounts in container.get("resources", {}).values():
            words += amounts.values()
        assert all(isinstance(word, str) for word in words), words
