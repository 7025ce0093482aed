"""Servers and hosts of IBM HTTP Server, with included files and inherited directives."""

from __future__ import annotations

from ssldiag.facts import Facts
from ssldiag.facts.linux_ihs import IhsServer
from ssldiag.settings import Settings
from tests.support import NOW, snapshot_of

CONF = "opt/IHS/conf/httpd.conf"


def servers(**more: str) -> tuple[IhsServer, ...]:
    held = {name.replace("__", "/").replace("_conf", ".conf"): text.encode() for name, text in more.items()}
    return Facts(snapshot_of(held), Settings(), NOW).all(IhsServer)


def server(text: str, **more: str) -> IhsServer:
    (only,) = servers(opt__IHS__conf__httpd_conf=text, **more)
    return only


def test_inherited_and_own() -> None:
    made = server(
        "KeyFile /a.kdb\nSSLCipherSpec A\nSSLProtocolDisable SSLv3\nSSLEnable\n"
        "<VirtualHost *:443>\nKeyFile /b.kdb\n</VirtualHost>\n<VirtualHost *:80>\nSSLDisable\n"
        "</VirtualHost>\n"
    )
    general, secure, plain = made.hosts
    assert [host.enabled is not None for host in made.hosts] == [True, True, False]
    files = [item.last("keyfile") for item in (general, secure)]
    assert [str(item.value) for item in files if item] == ["/a.kdb", "/b.kdb"]
    assert secure.last("sslcipherspec") is not None
    assert secure.last("sslprotocoldisable") is None and general.last("sslprotocoldisable") is not None
    assert (secure.ports, plain.name) == ((443,), "<VirtualHost *:80>")


def test_included_files_stand_where_they_are_included() -> None:
    made = server(
        "LoadModule ibm_ssl_module modules/mod_ibm_ssl.so\n"
        "<VirtualHost *:443>\nInclude conf/ssl.conf\n</VirtualHost>\n"
        "Include conf/none.conf\nIncludeOptional conf/*.not\n",
        opt__IHS__conf__ssl_conf="SSLEnable\nKeyFile keys/k.kdb\n",
    )
    host = made.hosts[1]
    assert host.enabled is not None and str(host.enabled.name.place) == "opt/IHS/conf/ssl.conf:1"
    keyfile = host.last("keyfile")
    assert keyfile is not None and keyfile.value is not None
    assert made.path(keyfile.value.value) == "/opt/IHS/keys/k.kdb"
    assert [str(item.value) for item in made.missing] == ["conf/none.conf"]


def test_files_that_include_each_other_end() -> None:
    found = servers(
        a__httpd_conf="ServerRoot /a\nSSLEnable\nInclude x.conf\n", a__x_conf="Include httpd.conf\nListen 1\n"
    )
    assert sum(len(item.listens) for item in found) <= 1


def test_an_ordinary_apache_is_none() -> None:
    assert (
        servers(etc__httpd_conf="LoadModule ssl_module modules/mod_ssl.so\nListen 443\nSSLEngine on\n") == ()
    )


def test_a_folder_a_pattern_and_a_variable_in_an_include() -> None:
    made = server(
        "ServerRoot /opt/IHS\nDefine SITES conf/sites\nSSLEnable\n"
        "Include conf/extra/\nInclude ${SITES}/*.conf\n",
        opt__IHS__conf__extra__a_conf="Listen 1\n",
        opt__IHS__conf__extra__b_conf="Listen 2\n",
        opt__IHS__conf__sites__c_conf="Listen 3\n",
    )
    assert [item.value for item in made.listens] == ["1", "2", "3"]
    assert (made.missing, len(made.includes)) == ((), 2)
