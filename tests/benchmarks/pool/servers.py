"""The servers that are measured: each a set of processes on loopback in front of the same echo server.

Peers are those of the distribution, with one worker and otherwise their defaults, as an administrator would
first run them: sessions are cached inside the one process, or carried by tickets.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ssldiag.pool.names import ready_file
from tests.benchmarks.harness import ROOT
from tests.ports import free_offset, free_ports

CORE, OTHER_CORE = min(os.sched_getaffinity(0)), max(os.sched_getaffinity(0))
"""The processor that servers run on, and that of the clients and the plaintext server."""

CLIENTS_RUN = ("taskset", "-c", str(OTHER_CORE), sys.executable, "-m")


@dataclass(frozen=True, slots=True)
class Site:
    """What every server is given: the port of the echo server, certificate and key in PEM, a folder."""

    backend: int
    pem: Path
    folder: Path


@dataclass(frozen=True, slots=True)
class Running:
    """A server that listens. ``root`` is its first process, ``pool`` the folder of a pool of ours."""

    name: str
    port: int
    root: int
    pool: Path | None

    def processes(self) -> list[int]:
        """The process and all below it."""
        found, waiting = [], [self.root]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            with suppress(OSError):
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
                waiting += map(int, children.split())
        return found

    def cpu(self) -> float:
        """Processor seconds of all its processes (their own clocks, in nanoseconds), and of those below them
        that have ended.
        """
        total = 0.0
        for pid in self.processes():
            with suppress(OSError):
                total += time.clock_gettime((~pid << 3) | 2)
                ended = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[13:15]
                total += sum(map(int, ended)) / os.sysconf("SC_CLK_TCK")
        return total

    def memory(self, without: str = "") -> float:
        """KiB of proportional set size; a process of this name does not count."""
        total = 0
        for pid in self.processes():
            with suppress(OSError):
                if Path(f"/proc/{pid}/comm").read_text("ascii").strip() == without:
                    continue
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1])
        return total


def free_port() -> int:
    """A port that nobody listens on."""
    return free_ports(1)[0]


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until something listens. Raises RuntimeError if it does not."""
    for _ in range(1200):
        if process.poll() is not None:
            break
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=60):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} does not listen")


def wait_until(there: Callable[[], bool]) -> None:
    """A minute at most."""
    for _ in range(1200):
        if there():
            return
        time.sleep(0.05)
    raise RuntimeError("a pool is not ready")


@contextmanager
def started(
    name: str, command: list[str], port: int, folder: Path, pool: Path | None = None
) -> Iterator[Running]:
    """A server process, ended afterwards with its children."""
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            ["taskset", "-c", str(CORE), *command], cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_for(port, process)
        if pool is not None:
            wait_until(ready_file(pool).exists)
        yield Running(name, port, process.pid, pool)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def pool(site: Site, engine: str = "auto", *limits: str) -> tuple[list[str], int]:
    """Our pool: five servers, the session cache on, one statically secured port."""
    folder = site.folder / pool_folder(engine)
    offset = free_offset((7, 1007))
    subprocess.run(
        (
            *(sys.executable, "-m", "ssldiag", "pool", "init", str(folder), *limits),
            *("--apps", "echo", "--key", "p256", "--port-offset", str(offset)),
        ),
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    backend = f'[backends]\nECHOSRV = "127.0.0.1:{site.backend}"'
    edit(folder / "pool.toml", ("[pool]", f'[pool]\nengine = "{engine}"'), ("[backends]", backend))
    edit(folder / "PROFILE.TCPIP", ("  ECHOSRV  0\n", ""))
    edit(folder / "SYSTEM.DTCPARMS", ("CACHELIFE", "NOTRACE CACHELIFE"))
    command = [sys.executable, "-m", "ssldiag", "pool", "start", str(folder), "--foreground"]
    return command, offset + 1007


def pool_folder(engine: str) -> str:
    """The name of the folder of a pool."""
    return f"pool-{engine}"


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Replace words of a file once each."""
    text = path.read_text("utf-8")
    for old, new in changes:
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def stunnel(site: Site) -> tuple[list[str], int]:
    port = free_port()
    config = site.folder / "stunnel.conf"
    config.write_text(
        f"foreground = yes\npid =\ndebug = 3\n[echo]\naccept = 127.0.0.1:{port}\n"
        f"connect = 127.0.0.1:{site.backend}\ncert = {site.pem}\n"
    )
    return [needed("stunnel"), str(config)], port


def haproxy(site: Site) -> tuple[list[str], int]:
    port = free_port()
    config = site.folder / "haproxy.cfg"
    config.write_text(
        "global\n  nbthread 1\n  maxconn 8000\n"
        "defaults\n  mode tcp\n  timeout connect 5s\n  timeout client 60s\n  timeout server 60s\n"
        f"listen echo\n  bind 127.0.0.1:{port} ssl crt {site.pem}\n  server echo 127.0.0.1:{site.backend}\n"
    )
    return [needed("haproxy"), "-db", "-f", str(config)], port


def hitch(site: Site) -> tuple[list[str], int]:
    port = free_port()
    return [
        *(needed("hitch"), "--workers=1", "--user=nobody", f"--frontend=[127.0.0.1]:{port}"),
        *(f"--backend=[127.0.0.1]:{site.backend}", str(site.pem)),
    ], port


def nginx(site: Site) -> tuple[list[str], int]:
    port = free_port()
    config = site.folder / "nginx.conf"
    module = "/usr/lib/nginx/modules/ngx_stream_module.so"
    load = f"load_module {module};\n" if Path(module).exists() else ""
    config.write_text(
        f"{load}daemon off;\nworker_processes 1;\nerror_log {site.folder}/nginx.log;\n"
        f"pid {site.folder}/nginx.pid;\nevents {{ worker_connections 8000; }}\n"
        f"stream {{ server {{ listen 127.0.0.1:{port} ssl; proxy_pass 127.0.0.1:{site.backend};\n"
        f"ssl_certificate {site.pem}; ssl_certificate_key {site.pem}; ssl_protocols TLSv1.2 TLSv1.3;\n"
        "ssl_session_cache shared:a:10m; }}\n".replace("}}", "} }")
    )
    return [needed("nginx"), "-p", str(site.folder), "-c", str(config)], port


class Missing(Exception):
    """A peer is not there."""


def needed(program: str) -> str:
    """Where a program is. Raises Missing."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        raise Missing(f"{program} is not there")
    return found


Make = Callable[[Site], tuple[list[str], int]]

PEERS: dict[str, Make] = {"stunnel": stunnel, "haproxy": haproxy, "hitch": hitch, "nginx": nginx}
"""Name -> how it is started: command line and port."""


def ours(engine: str) -> Make:
    """Our pool with one of its engines."""
    return lambda site: pool(site, engine)
