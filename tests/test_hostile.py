"""Whatever a folder may hold, ``ssldiag doctor`` gives a report or a sentence (see :mod:`tests.hostile`)."""

from __future__ import annotations

import json
import os
import random
import socket
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from ssldiag.cli import survey
from ssldiag.model import Snapshot
from ssldiag.snapshot import open_snapshot
from tests.archive.makers import gzip_of, raw_zip, tar_block, tar_of, xz_of, zip_of
from tests.hostile import KNOWN_NAMES, cuts, doctor, doctor_alone, flipped, pool, write
from tests.permissions import bound_by_permissions

MIB = 1024 * 1024
SOUND = "no problem found"
CUTS = 12
FLIPS = 6
SAMPLES = sorted(path.name for path in (Path(__file__).parents[1] / "samples" / "zvm").iterdir())
TEXTS = tuple(name for name in pool() if not name.endswith(("kdb", "rdb")))


def test_the_host_that_the_others_are_made_of_is_sound(tmp_path: Path) -> None:
    answer = doctor(write(tmp_path / "host", pool()))
    assert answer.code == 0 and SOUND in answer.out and "Could not be read" not in answer.out


def test_an_empty_folder(tmp_path: Path) -> None:
    answer = doctor(tmp_path)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == f"ssldiag: {tmp_path}: there is no file in it\n"


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + random.Random(1).randbytes(50_000), bytes(9)]
)
def test_a_file_of_another_kind(tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path, {"PHOTO.JPG": data}) / "PHOTO.JPG"
    answer = doctor(path)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith(f"ssldiag: {path}: 1 file, and none that ssldiag knows")


def test_wrong_usage(tmp_path: Path) -> None:
    assert doctor("--format", "papyrus", tmp_path).code == 2
    assert doctor(tmp_path / "missing").code == 3


def test_many_files(tmp_path: Path) -> None:
    write(tmp_path, {f"file{number}": b"hello\n" for number in range(1_000)})
    answer = doctor(tmp_path)
    assert answer.code == 3 and "1,000 files, and none that ssldiag knows" in answer.err
    write(tmp_path, {f"U{number}.DIRECT": b"USER X LBYONLY 32M 64M G\n" for number in range(200)})
    assert doctor(tmp_path).code == 0


def test_entries_beyond_any_system_are_left_out_and_told(tmp_path: Path) -> None:
    entries = "".join(f":nick.TCP{number} :type.server :class.stack\n" for number in range(1_100))
    answer = doctor("--format", "json", write(tmp_path, {"SYSTEM.DTCPARMS": entries.encode()}))
    (told,) = json.loads(answer.out)["unreadable"]
    assert (told["line"], told["reason"]) == (1_001, "is one entry too many: 1,000 count")


# Archives


def bombs() -> dict[str, bytes]:
    """Archives that unpack to more than they may."""
    zeros = zip_of({f"bomb{number}": bytes(40 * MIB) for number in range(3)})
    header = tar_block(b"SYSTEM.DTCPARMS", 600 * MIB)
    return {
        "flat.zip": zeros,
        "nested.zip": zip_of({f"{number}.zip": zeros for number in range(20)}),
        "overlapping.zip": overlapping(),
        "liar.zip": raw_zip(b"TCPIP.DATA", bytes(30 * MIB), size=100),
        "packed.tgz": gzip_of(header) + b"".join(gzip_of(bytes(50 * MIB)) for _ in range(12)),
        "packed.txz": xz_of(header + bytes(64 * MIB)),
    }


def overlapping() -> bytes:
    """A zip archive of many members, all the same bytes of the file and none a bomb alone."""
    kernel = zip_of({"member": random.Random(2).randbytes(1_000) * 5_000})
    end = kernel.index(b"PK\1\2")
    record = kernel[end : kernel.index(b"PK\5\6")]
    records = b"".join(record.replace(b"member", b"%06d" % number) for number in range(2_000))
    tail = kernel[kernel.index(b"PK\5\6") :]
    counts = (2_000).to_bytes(2, "little") * 2 + len(records).to_bytes(4, "little")
    return kernel[:end] + records + tail[:8] + counts + tail[16:]


def test_bombs_are_sentences_and_cost_little(tmp_path: Path) -> None:
    made = bombs()
    write(tmp_path, made)
    answer = doctor_alone(*(tmp_path / name for name in made))
    lines = answer.err.splitlines()
    assert (answer.code, len(lines)) == (3, len(made)), answer.err
    for name, line in zip(made, lines, strict=True):
        assert line.startswith(f"ssldiag: {tmp_path / name}")
    assert all("unpacks to more than" in line for line in lines[:3]), lines


def test_bombs_beside_a_host_leave_it_readable(tmp_path: Path) -> None:
    answer = doctor(write(tmp_path, {**pool(), "logs.zip": zip_of({"x": bytes(20 * MIB)})}))
    assert answer.code == 0 and "logs.zip/x: unpacks to more than" in answer.out


def test_a_tar_archive_that_wants_out(tmp_path: Path) -> None:
    buffer = BytesIO(tar_of(pool())[:-1024])
    buffer.seek(0, 2)
    with tarfile.open(fileobj=buffer, mode="w|") as archive:
        for name, kind, link in (
            ("../../etc/cron.d/x", tarfile.REGTYPE, ""),
            ("/etc/passwd", tarfile.REGTYPE, ""),
            ("shadow", tarfile.SYMTYPE, "/etc/shadow"),
            ("up", tarfile.SYMTYPE, "../../up"),
            ("hard", tarfile.LNKTYPE, "/etc/hosts"),
            ("null", tarfile.CHRTYPE, ""),
            ("pipe", tarfile.FIFOTYPE, ""),
            ("loop", tarfile.SYMTYPE, "loop"),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, link
            archive.addfile(member)
    answer = doctor(write(tmp_path, {"host.tar": buffer.getvalue()}) / "host.tar")
    assert answer.code == 0 and SOUND in answer.out
    assert answer.out.count("leads out of the archive") == 4
    assert answer.out.count("has an absolute path for its name") == 1
    assert answer.out.count("is a device or a pipe") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["host.tar"]


@pytest.mark.parametrize(
    "pack", [zip_of, tar_of, lambda files: gzip_of(tar_of(files)), lambda files: xz_of(tar_of(files))]
)
def test_truncated_and_damaged_archives(tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes]) -> None:
    whole, chance = pack(pool()), random.Random(3)
    variants = [*cuts(whole, 8), *(flipped(whole, chance, flips) for flips in (1, 2, 10, 100))]
    for data in variants:
        answer = doctor(write(tmp_path, {"host": data}) / "host")
        assert answer.code in (0, 1, 3)
        told = "host" in answer.err if answer.code == 3 else "Could not be read" in answer.out
        assert told or SOUND in answer.out or data in variants[8:]


# Bytes


@pytest.mark.parametrize(
    "filler", [lambda size: bytes(size), random.Random(4).randbytes], ids=["nul", "random"]
)
def test_junk_under_each_known_name(tmp_path: Path, filler: Callable[[int], bytes]) -> None:
    doctor(write(tmp_path / "all", {name: filler(5_000) for name in KNOWN_NAMES}))
    for name in KNOWN_NAMES:
        answer = doctor(write(tmp_path / "one", {name: filler(3_000)}) / name)
        assert answer.code in (0, 1, 3)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1047", "utf-8-sig", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    codec = {"cp1047": "cp037"}.get(encoding, encoding)
    files = {name: data.decode("ascii").encode(codec) for name, data in pool().items() if name in TEXTS}
    answer = doctor(write(tmp_path, {**pool(), **files}))
    assert answer.code == 0 and SOUND in answer.out and "Could not be read" not in answer.out


@pytest.mark.parametrize("name", [*TEXTS, "notes", "certificates.pem"])
@pytest.mark.parametrize("size", [300_001, 80 * 2_500], ids=["line", "cards"])
def test_everything_in_one_line(tmp_path: Path, name: str, size: int) -> None:
    words = " ".join(pool().get(name, b"-----BEGIN CERTIFICATE----- MIIB").decode("ascii").split()) + " "
    data = (words * (size // len(words) + 1))[:size].encode()
    answer = doctor(write(tmp_path, {name: data}))
    assert answer.code in (0, 1, 3)


@pytest.mark.parametrize("sample", SAMPLES)
def test_samples_cut_short_or_damaged(root: Path, tmp_path: Path, sample: str) -> None:
    folder, chance = root / "samples" / "zvm" / sample, random.Random(sample)
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    short = [list(cuts(data, CUTS)) for data in files.values()]
    variants = [dict(zip(files, datas, strict=True)) for datas in zip(*short, strict=True)]
    variants += [
        {name: flipped(data, chance, 4**power) for name, data in files.items()} for power in range(FLIPS)
    ]
    for variant in variants:
        assert doctor(write(tmp_path, variant)).code in (0, 1, 3)


# The folder itself


def test_pipes_sockets_devices_and_loops_of_links(tmp_path: Path) -> None:
    write(tmp_path, pool())
    os.mkfifo(tmp_path / "PIPE.CONSOLE")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "self").symlink_to(".")
    (tmp_path / "up").symlink_to("..")
    (tmp_path / "null.DTCPARMS").symlink_to("/dev/null")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(tmp_path)  # the name of a socket has at most some hundred bytes
        try:
            listener.bind("SOCKET")
        finally:
            os.chdir(here)
        answer = doctor(tmp_path)
    assert answer.code == 0 and SOUND in answer.out
    assert answer.out.count("is a device or a pipe, which are not read") == 1
    assert answer.out.count("is a link to nothing") == 3
    assert answer.out.count("is a link that leads out of the folder") == 2
    assert doctor(tmp_path / "PIPE.CONSOLE").code == 3
    assert doctor(tmp_path / "loop").code == 3
    assert doctor("/dev/null").code == 3


NAMES = (
    b"TCPIP\x1b[2J.CONSOLE",
    b"a\nb.DTCPARMS",
    b"\xe2\x80\xaegnp.DTCPARMS",
    b"\xe2\x80\x8b\xef\xbb\xbf.DIRECT",
    b"\xff\xfe.DTCPARMS",
    b"\xed\xa0\x80.DTCPARMS",
    b"x\r.kdb",
    b"\x7f\xc2\x9b31m.pem",
    b"-rf",
    b" ",
    b"[red]x.DTCPARMS",
    b"<script>.DTCPARMS",
    b"a" * 255,
)


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "junit", "markdown"])
def test_names_that_do_something_to_a_terminal(tmp_path: Path, form: str) -> None:
    folder = tmp_path / "host\x1b[31m\n"
    write(folder, pool())
    broken = pool()["SYSTEM.DTCPARMS"].replace(b":stack.TCPIP", b":stack.TCP\x1b]0;x\x07")
    for name in NAMES:
        with open(os.path.join(os.fsencode(folder), name), "wb") as stream:
            stream.write(broken)
    answer = doctor("-v", "--format", form, folder)
    assert answer.code in (0, 1)


def test_a_host_whose_name_is_not_utf8(tmp_path: Path) -> None:
    folder = os.path.join(os.fsencode(tmp_path), b"host\xff")
    os.mkdir(folder)
    (Path(os.fsdecode(folder)) / "TCPIP.DATA").write_bytes(pool()["TCPIP.DATA"])
    answer = doctor(os.fsdecode(folder))
    assert answer.code == 0 and answer.out.startswith("host\\xff: 1 file")
    assert doctor(os.fsdecode(folder) + "x").code == 3


def test_files_that_may_not_be_read(tmp_path: Path) -> None:
    write(tmp_path / "host", pool())
    (tmp_path / "host" / "TCPIP.DATA").chmod(0)
    with bound_by_permissions():
        answer = doctor(tmp_path / "host")
    assert "TCPIP.DATA: cannot be read: Permission denied" in answer.out
    (tmp_path / "host").chmod(0)
    try:
        with bound_by_permissions():
            assert doctor(tmp_path / "host").code == 3
    finally:
        (tmp_path / "host").chmod(0o755)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "markdown"])
def test_files_that_vanish_while_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    def vanishing(path: Path) -> Snapshot:
        snapshot = open_snapshot(path)
        for source in snapshot.sources:
            (path / source.path).unlink()
        return snapshot

    monkeypatch.setattr(survey, "open_snapshot", vanishing)
    host = write(tmp_path / "host", pool())
    answer = doctor("-v", "--format", form, host)
    assert answer.code == 0
    assert str(tmp_path) not in answer.out
    if form == "text":
        assert answer.out.count("No such file or directory") == len(pool())


def test_a_file_that_becomes_a_pipe_or_a_folder_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changing(path: Path) -> Snapshot:
        snapshot = open_snapshot(path)
        for name, make in (("TCPIP.CONSOLE", os.mkfifo), ("USER.DIRECT", os.mkdir)):
            (path / name).unlink()
            make(path / name)
        return snapshot

    monkeypatch.setattr(survey, "open_snapshot", changing)
    answer = doctor(write(tmp_path, pool()))
    assert "TCPIP.CONSOLE: is not a regular file" in answer.out
    assert "USER.DIRECT: is not a regular file" in answer.out
