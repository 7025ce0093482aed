"""``ssldiag keydb create``, ``request``, ``export`` and the rest, as a user types them."""

from __future__ import annotations

import json
import os
import re
import shlex
import ssl
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from ssldiag.keydb import store_file

DATA = Path(__file__).parent.parent / "keydb" / "data"
PASSWORD = ("--password-env", "DB_PASSWORD")
ENV = {"NO_COLOR": "1", "DB_PASSWORD": "secret12", "OTHER": "other", "LABEL": "x"}


def run(*arguments: str | Path, data: str | None = None) -> Any:
    return CliRunner().invoke(app, ["keydb", *map(str, arguments)], input=data, env=ENV)


def done(*arguments: str | Path) -> Any:
    """Run it, and see that it worked."""
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    assert "secret12" not in result.output
    assert "PRIVATE KEY" not in result.output
    return result


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def labels(file: Path) -> list[str]:
    return [one.label for one in store_file.load(file, b"secret12").records]


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    file = tmp_path / "Database.p12"
    done("create", file, *PASSWORD, "--stash")
    return file


@pytest.fixture
def file(empty: Path) -> Path:
    """A CA and a server."""
    ca = ("--label", "Root CA", "--subject", "CN=Root CA,O=Example", "--key", "p256", "--days", "3650")
    done("selfsign", empty, *ca, "--stash")
    server = ("--label", "TLSCERT1", "--signer", "Root CA", "--subject", "CN=zvm1", "--key", "p256")
    done("issue", empty, *server, "--name", "zvm1.example", "--name", "127.0.0.1", "--stash")
    return empty


def test_create(empty: Path) -> None:
    assert sorted(os.listdir(empty.parent)) == ["Database.p12", "Database.sth"]
    assert mode(empty) == mode(empty.with_suffix(".sth")) == 0o600
    again = run("create", empty, *PASSWORD)
    assert again.exit_code == 3
    assert "there is a file of this name already" in again.stderr


def test_create_wants_one_password_and_a_name_of_its_kind(tmp_path: Path) -> None:
    assert run("create", tmp_path / "a.p12").exit_code == 2
    assert run("create", tmp_path / "a.p12", "--password-env", "NOTHING").exit_code == 2
    several = tmp_path / "several"
    several.write_text("one\ntwo\n")
    assert "exactly one password" in run("create", tmp_path / "a.p12", "--password-file", several).stderr
    wrong = run("create", tmp_path / "a.kdb", *PASSWORD)
    assert (wrong.exit_code, "PKCS#12" in wrong.stderr) == (3, True)
    assert os.listdir(tmp_path) == ["several"]


def test_a_prompt_asks_twice(tmp_path: Path) -> None:
    target = tmp_path / "a.p12"
    result = run("create", target, "--password-prompt", data="secret12\nsecret12\n")
    assert result.exit_code == 0
    assert store_file.load(target, b"secret12").records == ()


def test_what_was_made(file: Path) -> None:
    shown = json.loads(done("list", file, "--format", "json").stdout)
    entries = [(one["label"], one["kind"], one["trusted"], one["default"]) for one in shown["entries"]]
    assert entries == [("Root CA", "personal", True, False), ("TLSCERT1", "personal", True, False)]
    assert run("check", file).exit_code == 0
    assert (
        "chain"
        in json.loads(done("show", file, "--label", "TLSCERT1", "--format", "json").stdout)["entries"][0]
    )


def test_result_as_json(file: Path) -> None:
    words = ("rename", file, "--label", "TLSCERT1", "--to", "my server", "--stash", "--format", "json")
    result = done(*words)
    document = json.loads(result.stdout)
    assert document["schema"] == "ssldiag.keydb-change/1"
    assert (document["action"], document["labels"], document["written"]) == ("renamed", ["my server"], None)
    assert "z/VM cannot use" in document["warnings"][0]
    assert "warning: an SSL server on z/VM" in result.stderr


def test_request_sign_receive(file: Path, tmp_path: Path, openssl_or_skip: str) -> None:
    csr, pem, root = tmp_path / "new.csr", tmp_path / "new.pem", tmp_path / "root.pem"
    made = done("request", file, "--label", "NEWREQ", "--subject", "CN=new", "--key", "p384", "--stash")
    csr.write_text(made.stdout)
    verified = subprocess.run([openssl_or_skip, "req", "-in", csr, "-noout", "-verify"], check=False)
    assert verified.returncode == 0
    done("sign", file, csr, "--label", "Root CA", "--name", "new.example", "--stash", "-o", pem)
    done("export", file, "--label", "Root CA", "--stash", "-o", root)
    assert mode(pem) == mode(root) == 0o644
    verified = subprocess.run(
        [openssl_or_skip, "verify", "-CAfile", root, pem], capture_output=True, check=False
    )
    assert verified.returncode == 0, verified.stderr
    assert 'received "NEWREQ"' in done("receive", file, pem, "--stash").stdout
    assert run("receive", file, pem, "--stash").exit_code == 1
    renewal = done("request", file, "--label", "NEWREQ", "--renew", "--stash", "--format", "json")
    assert json.loads(renewal.stdout)["pem"].startswith("-----BEGIN CERTIFICATE REQUEST")


@pytest.fixture
def openssl_or_skip() -> str:
    import shutil

    found = shutil.which("openssl")
    if found is None:
        pytest.skip("openssl is not installed, so there is nothing to compare with")
    return found


def test_export_with_key(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "server.pem"
    done("export", file, "--label", "TLSCERT1", "--with-key", "--with-chain", "--stash", "-o", target)
    assert mode(target) == 0o600
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(target)
    p12 = tmp_path / "server.p12"
    words = ("--as", "pkcs12", "--with-key", "--to-password-env", "OTHER", "-o", p12)
    done("export", file, "--label", "TLSCERT1", *words, "--stash")
    assert store_file.load(p12, b"other").records[0].key is not None
    assert mode(p12) == 0o600


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--with-key",), "a private key goes to a file only"),
        (("--with-key", "-o", "-"), "a private key goes to a file only"),
        (("--as", "der"), "no text"),
    ],
)
def test_what_is_not_shown_on_a_terminal(file: Path, words: tuple[str, ...], why: str) -> None:
    result = run("export", file, "--label", "TLSCERT1", "--stash", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert why in result.stderr


def test_the_database_is_not_written_over(file: Path) -> None:
    result = run("export", file, "--label", "TLSCERT1", "--stash", "-o", file)
    assert result.exit_code == 2
    assert labels(file) == ["Root CA", "TLSCERT1"]


def test_import(file: Path, tmp_path: Path) -> None:
    words = ("import", file, DATA / "chain.kdb", "--stash")
    assert run(*words).exit_code == 3
    assert "the password given does not open it" in run(*words, "--from-password-env", "OTHER").stderr
    done(*words, "--from-password-env", "DB_PASSWORD")
    assert set(labels(file)) == {"Root CA", "TLSCERT1", "ROOT", "ISSUING", "TLSCERT2", "SELFSIGN"}
    again = done(*words, "--from-password-env", "DB_PASSWORD")
    assert again.stderr.count("here already") == 4


def test_import_without_issuer(empty: Path) -> None:
    words = ("import", empty, DATA / "noca.kdb", "--stash", "--from-password-env", "DB_PASSWORD")
    refused = run(*words)
    assert refused.exit_code == 1
    assert "add that CA first" in refused.stderr
    assert labels(empty) == []
    assert "is missing" in done(*words, "--without-issuer").stderr


def test_import_what_has_expired(empty: Path) -> None:
    words = ("import", empty, DATA / "chain.kdb", "--stash", "--from-password-env", "DB_PASSWORD")
    assert '"ROOT" is stored as not trusted' in done(*words, "--now", "2040-01-01").stderr


def test_default_trust_delete(file: Path) -> None:
    assert 'the default is "TLSCERT1"' in done("default", file, "--label", "TLSCERT1", "--stash").stdout
    assert "is not trusted" in done("trust", file, "--label", "Root CA", "--off", "--stash").stdout
    found = store_file.load(file, b"secret12")
    assert found.default is not None and found.default.label == "TLSCERT1"
    assert not found.records[0].trusted
    assert run("check", file).exit_code == 1
    done("trust", file, "--label", "Root CA", "--stash")
    assert "is broken now" in done("delete", file, "--label", "Root CA", "--stash").stderr
    assert labels(file) == ["TLSCERT1"]
    missing = run("delete", file, "--label", "tlscert1", "--stash")
    assert missing.exit_code == 1
    assert 'there is "TLSCERT1"' in missing.stderr


def test_password(file: Path) -> None:
    done("password", file, *PASSWORD, "--new-password-env", "OTHER")
    assert len(store_file.load(file, b"other").records) == 2
    assert run("delete", file, "--label", "TLSCERT1", *PASSWORD).exit_code == 3
    done("delete", file, "--label", "TLSCERT1", "--stash")  # the stash file was renewed with it


def test_stash(file: Path) -> None:
    file.with_suffix(".sth").unlink()
    assert run("stash", file, "--password-env", "OTHER").exit_code == 3
    assert not file.with_suffix(".sth").exists()
    done("stash", file, *PASSWORD)
    assert mode(file.with_suffix(".sth")) == 0o600
    file.with_suffix(".sth").write_bytes(b"rubbish")
    result = run("default", file, "--label", "TLSCERT1", "--stash")
    assert result.exit_code == 3
    assert "no stash file" in result.stderr


def test_no_password(file: Path) -> None:
    result = run("delete", file, "--label", "TLSCERT1")
    assert result.exit_code == 2
    assert "--password-file, --password-env, --password-prompt or --stash" in result.stderr


def test_a_kdb_is_read_but_not_written(tmp_path: Path) -> None:
    file = tmp_path / "basic.kdb"
    file.write_bytes((DATA / "basic.kdb").read_bytes())
    result = run("delete", file, "--label", "TLSCERT1", *PASSWORD)
    assert result.exit_code == 3
    assert "create one and import this file" in result.stderr
    assert "BEGIN CERTIFICATE" in done("export", file, "--label", "TLSCERT1", *PASSWORD).stdout


def test_another_writer(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_file, "WAIT", 0.1)
    with store_file.locked(file):
        result = run("default", file, "--label", "TLSCERT1", "--stash")
    assert result.exit_code == 3
    assert "another program is changing it" in result.stderr


@pytest.mark.parametrize("content", [b"", b"text", b"7H", b"\x30\x82\xff\xff"])
def test_files_that_are_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.p12"
    file.write_bytes(content)
    for words in (("delete", file, "--label", "x"), ("export", file, "--label", "x")):
        result = run(*words, *PASSWORD)
        assert result.exit_code == 3
        assert result.stderr.startswith(f"ssldiag: {file}: ")
        assert result.stderr.count("\n") == 1
    assert file.read_bytes() == content


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = run("delete", tmp_path / "a.p12", "--label", "x", *PASSWORD)
    assert result.exit_code == 3
    assert "No such file" in result.stderr
    assert os.listdir(tmp_path) == []


def test_examples_in_the_docs(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "password.txt").write_text("secret12\n")
    blocks = re.findall(r"^```sh\n(.*?)^```$", (root / "docs" / "keydb.md").read_text("utf-8"), re.M | re.S)
    lines = [line for line in blocks[0].splitlines() if line.startswith("ssldiag keydb ")]
    assert len(lines) == 5
    for line in lines:
        done(*shlex.split(line)[2:])
    assert b"BEGIN CERTIFICATE" in (tmp_path / "root.pem").read_bytes()
    assert labels(tmp_path / "Database.p12") == ["Test Root", "TLSCERT1"]
