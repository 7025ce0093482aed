"""A server that speaks S3, on loopback, and an interpreter that can read from it.

``make test-all`` puts both into ``.venv/stores``: they are no dependencies, and not among those of the tests.
What they need beside is taken from where the tests run.
"""

from __future__ import annotations

import os
import subprocess
import sysconfig
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from socket import create_connection, socket
from urllib.request import ProxyHandler, Request, build_opener

ROOT = Path(__file__).resolve().parents[2]

PATIENCE = 60.0
"""Seconds to start."""


def program() -> str | None:
    """The interpreter: ``SSLDIAG_STORES`` names it, else it is looked for in ``.venv/stores``."""
    places = (os.environ.get("SSLDIAG_STORES"), str(ROOT / ".venv/stores/bin/python"))
    return next((found for place in places if place and (found := which(place))), None)


@dataclass(frozen=True, slots=True)
class Store:
    """Where it is, and with what environment programs find it."""

    url: str
    python: str
    environment: Mapping[str, str]

    def put(self, name: str, data: bytes = b"") -> None:
        """Make a bucket, or a file in one."""
        told = {"Content-Type": "application/octet-stream"}
        request = Request(f"{self.url}/{name}", data=data, headers=told, method="PUT")
        with build_opener(ProxyHandler({})).open(request, timeout=30) as answer:
            assert answer.status == 200

    def put_all(self, bucket: str, folder: Path) -> None:
        """A bucket with all that a folder holds."""
        self.put(bucket)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self.put(f"{bucket}/in/{path.relative_to(folder).as_posix()}", path.read_bytes())

    def fleet(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run ``ssldiag fleet`` with one local worker."""
        command = [self.python, "-m", "ssldiag", "fleet", *map(str, words), "--workers", "1", "--quiet"]
        return subprocess.run(
            [*command, "--fail-on", "never"],
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@contextmanager
def store(folder: Path) -> Iterator[Store]:
    """Such a server, empty."""
    python = program()
    assert python is not None
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "127.0.0.1",
    }
    command = [python, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (folder / "store.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment)
    try:
        _wait(port, process)
        seen = os.pathsep.join((str(ROOT), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
        yield Store(f"http://127.0.0.1:{port}", python, {**environment, "PYTHONPATH": seen})
    finally:
        process.kill()
        process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), create_connection(("127.0.0.1", port), timeout=5):
            return
        time.sleep(0.1)
    raise AssertionError("the server that speaks S3 did not start")
