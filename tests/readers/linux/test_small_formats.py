"""Ini files, Db2's answers, options of Spectrum Protect, plugin-cfg.xml, lists of gskcapicmd, logs."""

from __future__ import annotations

import json

from ssldiag.model import TextPlace
from ssldiag.readers.linux import xml_elements
from tests.readers.linux.support import read


def test_mq_ini() -> None:
    document = read(
        "linux_mq_ini", "# c\nQueueManager:\n   Name=QM1\n   Prefix=/var/mqm\nSSL:\n junk\n   A=b=c\n"
    )
    manager, ssl = document.rows
    assert (manager.word, manager.get("name").value, manager.get("directory")) == (
        "queuemanager",
        "QM1",
        None,
    )
    assert str(manager.get("prefix").place) == "file:4"
    assert ssl.get("a").value == "b=c"
    assert [str(item.place) for item in document.unreadable] == ["file:6"]


def test_db2() -> None:
    text = (
        " SSL server keydb file                   (SSL_SVR_KEYDB) = /k/server.kdb\n"
        " SSL versions                             (SSL_VERSIONS) =\n"
        "[i] DB2COMM=TCPIP,SSL\nDB2AUTOSTART='YES'\n"
    )
    rows = {row.name: row for row in read("linux_db2_cfg", text).rows}
    assert rows["SSL_SVR_KEYDB"].value.value == "/k/server.kdb"
    assert rows["SSL_VERSIONS"].value.value == ""
    assert (rows["DB2COMM"].value.value, rows["DB2COMM"].registry) == ("TCPIP,SSL", True)


def test_tsm_options_may_be_cut_to_their_capitals() -> None:
    text = '* c\nSE one\n  TCPP 1500\n  nodename "my node"\nSErvername two\n  tcpport 1502\nSSL\n'
    rows = read("linux_tsm_options", text).rows
    assert [(row.key, row.value.value if row.value else None, row.stanza) for row in rows] == [
        ("SERVERNAME", "one", "one"),
        ("TCPPORT", "1500", "one"),
        ("NODENAME", "my node", "one"),
        ("SERVERNAME", "two", "two"),
        ("TCPPORT", "1502", "two"),
        ("SSL", None, "two"),
    ]


XML = '<?xml version="1.0"?>\n<Config>\n  <Server Name="s">\n    <Transport Protocol="https"/>\n  </Server>\n'


def test_plugin_elements_keep_their_lines_up_to_a_fault() -> None:
    document = read("linux_plugin_cfg", XML)
    assert [(row.tag, row.place.line, row.path) for row in document.rows] == [
        ("config", 2, ()),
        ("server", 3, (0,)),
        ("transport", 4, (0, 1)),
    ]
    assert document.rows[2].get("protocol") == "https"
    assert "is no XML" in document.unreadable[0].reason
    assert read("linux_plugin_cfg", XML + "</Config>\n").unreadable == ()


def test_no_entity_is_expanded() -> None:
    bomb = '<!DOCTYPE c [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Config><A n="&b;"/></Config>'
    document = read("linux_plugin_cfg", bomb)
    assert document.rows == ()
    assert "document type" in document.unreadable[0].reason


def test_plugin_elements_have_a_bound() -> None:
    document = read("linux_plugin_cfg", "<a>" * (xml_elements.DEEPEST + 5))
    assert len(document.rows) == xml_elements.DEEPEST
    assert "more elements" in document.unreadable[0].reason


def test_gsk_list() -> None:
    text = (
        "$ gskcapicmd -cert -list -db '/k/my key.kdb' -stashed\nCertificates found\n"
        '* default, - personal, ! trusted, # secret key\n!\tExample CA\n*-\tweb\n-\t"other one"\n'
    )
    document = read("linux_gsk_list", text)
    assert document.name == "/k/my key.kdb"
    assert [(row.label.value, row.personal, row.default) for row in document.rows] == [
        ("Example CA", False, False),
        ("web", True, True),
        ("other one", True, False),
    ]


def test_logs_keep_what_tells_of_gskit() -> None:
    text = (
        "[Sun Nov 22 2026] [error] child died\n"
        "[Sun Nov 22 2026] [error] SSL0208E: handshake failed GSK_ERROR_BAD_CERT\n"
        "lib_security: logSSLError: str_security (gsk error 408): return code: 408\n"
        "AMQ9633E: Bad SSL certificate\n"
    )
    rows = read("linux_log", text).rows
    assert [(row.message, row.constant, row.code) for row in rows] == [
        ("SSL0208E", "GSK_ERROR_BAD_CERT", None),
        ("", "", 408),
        ("AMQ9633E", "", None),
    ]


def test_local_rows_that_are_wrong_are_said() -> None:
    stash = {"path": "a.sth", "state": "described", "size": 193, "mode": 384, "opens": True}
    whole = {
        "schema": "ssldiag.linux-host/1",
        "host": "h",
        "files": [{**stash, "changed": "2026-11-22T10:00:00+00:00"}, {"path": "b", "state": "eaten"}, 7],
        "trust_stores": [{"path": "c", "certificates": 3, "expired": 1}],
        "listeners": [{"address": "::", "port": 1}],
    }
    text = json.dumps(whole)
    document = read("linux_local", text)
    assert [type(row).__name__ for row in document.rows] == ["LocalFile", "LocalTrustStore", "LocalListener"]
    assert (document.rows[0].opens, document.rows[0].mode, document.name) == (True, 0o600, "h")
    assert len(document.unreadable) == 2
    assert read("linux_local", "[]").unreadable


def test_no_password_of_an_xml_file_is_kept() -> None:
    text = (
        '<s>\n <keyStores name="k" Password="{xor}canary" x="1"/>\n'
        " <parameter name='PWD' value='canary'/><parameter name='A' value='b'/>\n</s>\n"
    )
    rows = read("linux_was_security", text).rows
    assert rows[1].attributes == (("name", "k"), ("x", "1"))
    assert (rows[2].attributes, rows[3].get("value")) == ((("name", "PWD"),), "b")
    assert "canary" not in repr(rows) + "".join(row.place.text for row in rows)
    assert rows[1].place.text == ' <keyStores name="k" Password="XXXXXXXXXXX" x="1"/>'


def test_settings_of_a_client() -> None:
    text = "# c\ncom.ibm.ssl.alias = A\ncom.ibm.ssl.keyStorePassword={xor}canary\n"
    text += "com.ibm.ssl.keyStore=${user.root}/k\n"
    rows = read("linux_was_props", text).rows
    assert [(row.key, row.value.value) for row in rows] == [
        ("com.ibm.ssl.alias", "A"),
        ("com.ibm.ssl.keystore", "${user.root}/k"),
    ]
    assert str(rows[1].value.place) == "file:4"


def test_data_sources_of_a_db2_client() -> None:
    ini = "; c\n[COMMON]\nSSLClientKeystash=/k.sth\n[A]\nSecurity=SSL\nPWD=canary\n[A]\n[B]\nX=1\n"
    rows = read("linux_db2_client", ini).rows
    assert [(row.name, [key for key, _ in row.parameters]) for row in rows] == [
        ("", ["sslclientkeystash"]),
        ("A", ["security"]),
        ("B", ["x"]),
    ]
    xml = (
        "<configuration>\n<databases><database name='S'>\n"
        "<parameter name='SecurityTransportMode' value='SSL'/>\n"
        "<acr><parameter name='enableACR' value='true'/></acr></database></databases>\n"
        "<parameters>\n<parameter name='A' value=''/></parameters></configuration>\n"
    )
    database, general = read("linux_db2_client", xml).rows
    assert (database.name, general.name) == ("S", "")
    mode = database.get("securitytransportmode")
    assert isinstance(mode.place, TextPlace)
    assert (mode.value, mode.place.line, general.get("a")) == ("SSL", 3, None)
