from __future__ import annotations

import os
import socket
from pathlib import Path

from ssldiag.pool.names import LONGEST_ADDRESS, admin_socket, console_file, short
from ssldiag.pool.ports import bound_unix


def test_where_things_are(tmp_path: Path) -> None:
    assert admin_socket(tmp_path) == tmp_path / "run/admin.sock"
    assert console_file(tmp_path, "SSL00001") == tmp_path / "console/SSL00001.CONSOLE"


def test_a_short_path_is_itself() -> None:
    with short("/run/x.sock") as name:
        assert name == "/run/x.sock"


def test_a_socket_in_a_deep_folder_can_be_had(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)
    path = str(deep / "x.sock")
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(2):  # the second takes the place of what the first left behind
        with bound_unix(path) as listener:
            listener.listen()
            with short(path) as name, socket.socket(socket.AF_UNIX) as client:
                assert len(os.fsencode(name)) <= LONGEST_ADDRESS
                client.connect(name)
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert len(os.listdir("/proc/self/fd")) == before
