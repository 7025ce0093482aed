"""Writes the hosts of this folder: ``python samples/linux/make.py``.

Each tree is made in a folder of its own from the files of ``tests/checks``, with permissions and times as
on a host, and collected by ``ssldiag.collect.local`` as seen from 2026-11-22: the zips hold what that
keeps, and no key. All key databases have the password ``secret12``, protect nothing and were made for the
purpose.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from ssldiag.collect import local
from ssldiag.keydb import stash

HERE = Path(__file__).resolve().parent
CASES = HERE.parent.parent / "tests" / "checks"
BASE = CASES / "_bases" / "linux"
NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
MADE = datetime(2026, 11, 13, 9, 30, tzinfo=UTC).timestamp()
HOST = "linux1"

HTTPD = "opt/IBM/HTTPServer/conf/httpd.conf"
IHSKEY = "opt/IBM/HTTPServer/conf/ihskey"
PLUGIN = "opt/IBM/WebSphere/Plugins/config/webserver1"
MQKEY = "var/mqm/qmgrs/QM1/ssl/key"
DB2KEY = "home/db2inst1/keys/server"
DBM, DB2SET, MQSC = "home/db2inst1/dbmcfg.txt", "home/db2inst1/db2set.txt", "qm1.txt"
DSMSERV = "opt/tivoli/tsm/server/bin/dsmserv.opt"
ERROR_LOG = "opt/IBM/HTTPServer/logs/error_log"
TRUST = "etc/ssl/certs/ca-certificates.crt"
OUTPUTS = (DBM, DB2SET, MQSC)
"""What commands answered: given to the collector beside the tree."""

LOGGED = """\
[Sun Nov 22 10:41:07.120 2026] [error] [pid 4021] SSL initialization failed: GSK_KEY_LABEL_NOT_FOUND
[Sun Nov 22 10:41:07.121 2026] [crit] [pid 4021] Configuration Failed
"""


def filling(count: int) -> bytes:
    """What stands behind the password in a stash file: random there, always the same here."""
    return bytes((at * 37 + 11) % 256 for at in range(count))


def sound() -> dict[str, bytes]:
    """The files of a host with nothing wrong: path -> content."""
    found = {
        path.relative_to(BASE).as_posix(): path.read_bytes()
        for path in sorted(BASE.rglob("*"))
        if path.is_file() and path.name != local.MANIFEST
    }
    for stem in (IHSKEY, MQKEY, DB2KEY, f"{PLUGIN}/plugin-key"):
        found[f"{stem}.sth"] = stash.encode(b"secret12", filling)
    found[TRUST] = (CASES / "LNX103" / "fires" / f"{IHSKEY}.kdb").read_bytes()
    return found


def broken() -> dict[str, bytes]:
    """The same host with a fault in each product."""
    found = sound()
    changes: Mapping[str, tuple[tuple[bytes, bytes], ...]] = {
        HTTPD: ((b"SSLServerCert TLSCERT1", b"SSLServerCert TLSCRT1"),),
        MQSC: (
            (b"CERTLABL(TLSCERT1)", b"CERTLABL(TLSCERT2)"),
            (b"SSLCIPH(ECDHE_RSA_AES_256_GCM_SHA384)", b"SSLCIPH(TLS_RSA_WITH_3DES_EDE_CBC_SHA)"),
        ),
        DB2SET: ((b"DB2COMM=TCPIP,SSL", b"DB2COMM=TCPIP"),),
        DSMSERV: ((b"SSLTCPADMINPORT 1544", b"SSLTCPADMINPORT 1543"),),
    }
    for path, pairs in changes.items():
        for old, new in pairs:
            assert old in found[path], (path, old)
            found[path] = found[path].replace(old, new, 1)
    found[ERROR_LOG] = LOGGED.encode()
    found[f"{MQKEY}.kdb"] = (CASES / "LNX112" / "fires" / f"{IHSKEY}.kdb").read_bytes()
    found[f"{MQKEY}.sth"] = stash.encode(b"before the change", filling)
    found[f"{DB2KEY}.kdb"] = (CASES / "LNX109" / "fires" / f"{IHSKEY}.kdb").read_bytes()
    del found[f"{PLUGIN}/plugin-key.kdb"]
    return found


MODES: Mapping[str, Mapping[str, int]] = {"sound": {}, "broken": {f"{IHSKEY}.sth": 0o644}}
"""Permissions that differ: key files are 0600, all others 0644."""

HOSTS: Mapping[str, Callable[[], dict[str, bytes]]] = {"sound": sound, "broken": broken}


def collected(name: str, top: Path) -> local.Collected:
    """A host of this name, built below ``top`` and collected."""
    outputs: list[Path] = []
    for path, data in HOSTS[name]().items():
        target = top / (Path(path).name if path in OUTPUTS else f"{HOST}/{path}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        usual = 0o600 if target.suffix in (".kdb", ".sth") else 0o644
        target.chmod(MODES[name].get(path, usual))
        os.utime(target, (MADE, MADE))
        if path in OUTPUTS:
            outputs.append(target)
    return local.collect(top / HOST, NOW, sorted(outputs))


def main() -> None:
    """Write both hosts."""
    for name in HOSTS:
        top = Path(tempfile.mkdtemp())
        try:
            (HERE / name).mkdir(exist_ok=True)
            (HERE / name / f"{HOST}.zip").write_bytes(local.packed(collected(name, top)))
        finally:
            shutil.rmtree(top)


if __name__ == "__main__":
    main()
