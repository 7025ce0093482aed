"""Servers to look at: nginx or ``openssl s_server`` with one certificate, on one port or on many."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.pool.apps.certificates import make

NGINX = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log crit;
worker_rlimit_nofile 4096;
events {{ worker_connections 2048; }}
http {{
  access_log off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  ssl_certificate {own}; ssl_certificate_key {own};
  ssl_protocols TLSv1.2 TLSv1.3;
  server {{
{listen}
    return 204;
  }}
}}
"""
"""One process, as the look is one process too."""


class Missing(Exception):
    """A program is not there."""


def certificate(folder: Path) -> Path:
    """A certificate with its key."""
    make(folder)
    return folder / "server.pem"


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens on."""
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [int(one.getsockname()[1]) for one in held]


@contextmanager
def nginx(folder: Path, number: int) -> Iterator[list[int]]:
    """nginx on so many ports. Raises Missing."""
    program = shutil.which("nginx")
    if program is None:
        raise Missing("nginx is not installed")
    ports = free_ports(number)
    listen = "\n".join(f"    listen 127.0.0.1:{port} ssl;" for port in ports)
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, own=certificate(folder), listen=listen), "utf-8")
    with running([program, "-p", str(folder), "-c", str(file)], ports[-1]):
        yield ports


@contextmanager
def s_server(folder: Path, *words: str) -> Iterator[int]:
    """``openssl s_server`` with these words. Raises Missing."""
    program = shutil.which("openssl")
    if program is None:
        raise Missing("openssl is not installed")
    (port,) = free_ports(1)
    command = [program, "s_server", "-accept", f"127.0.0.1:{port}", "-cert", str(certificate(folder))]
    with running([*command, "-quiet", "-www", *words], port):
        yield port


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[None]:
    """A server until the end. Raises Missing if it does not listen within 10 s."""
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing)
    try:
        for _ in range(200):
            if process.poll() is not None:
                raise Missing(f"{command[0]} did not start")
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            raise Missing(f"{command[0]} does not listen")
        yield
    finally:
        process.kill()
        process.wait()
