"""Files of GSKit products are known by content or by name, and no other file is taken for one."""

from __future__ import annotations

import pytest

from ssldiag.keydb import public
from tests.support import BASES, snapshot_of


def kind(name: str, text: str) -> str:
    return snapshot_of({name: text.encode()}).sources[0].kind


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("any.txt", "<VirtualHost *:443>\n  SSLEnable\n", "linux_httpd_conf"),
        ("conf/httpd.conf", "Listen 80\n", "linux_httpd_conf"),
        ("conf/extra/ssl.conf", "KeyFile /k.kdb\n", "linux_httpd_conf"),
        ("httpd.conf", "Include a.conf\nInclude b.conf\nListen 80\n", "linux_httpd_conf"),
        ("any.txt", "AMQ8408I: Display Queue Manager details.\n", "linux_mqsc"),
        ("qm1.mqsc", "DEFINE CHANNEL('A') CHLTYPE(SVRCONN) +\n", "linux_mqsc"),
        ("httpd.conf.bak", "SSLEnable\n", "note"),
        ("httpd.conf.default", "SSLEnable\n", "note"),
        ("plugin-cfg.xml.20260102", "<Config>\n<ServerCluster Name='a'>\n", "note"),
        ("qm.ini", "Log:\n   LogPrimaryFiles=3\n", "linux_mq_ini"),
        ("out.txt", " SSL service name   (SSL_SVCENAME) = 50001\n", "linux_db2_cfg"),
        ("out.txt", "[i] DB2COMM=TCPIP\n", "linux_db2_cfg"),
        ("dsm.sys", "SErvername a\n", "linux_tsm_options"),
        ("any.txt", "SSLTCPPORT 1543\nSSLTCPADMINPORT 1544\n", "linux_tsm_options"),
        ("any.xml", "<Config>\n  <ServerCluster Name='a'>\n", "linux_plugin_cfg"),
        ("sites/a.conf", "Listen 8443\n", "linux_httpd_conf"),
        ("nginx.conf", "  listen 443 ssl;\n", "unknown"),
        ("any.conf", "SSLAttributeSet 471 1\n", "linux_httpd_conf"),
        ("any.xml", '<security:Security xmi:version="2.0">\n', "linux_was_security"),
        ("any.txt", "com.ibm.ssl.alias=A\ncom.ibm.ssl.protocol=TLS\n", "linux_was_props"),
        ("db2cli.ini", "; c\n[COMMON]\nTRACE=0\n", "linux_db2_client"),
        ("any.txt", "[A]\nSSLServerCertificate=/k/ca.arm\n", "linux_db2_client"),
        ("any.cfg", "<configuration>\n <dsncollection>\n", "linux_db2_client"),
        ("list.txt", "* default, - personal, ! trusted, # secret key\n-\ta\n", "linux_gsk_list"),
        ("x/error_log", "[Sun Nov 22 09:12:01.101 2026] [notice] started\n", "linux_log"),
        ("x.log", "AMQ9633E: Bad SSL certificate for channel\n", "linux_log"),
        ("collected.json", '{"schema": "ssldiag.linux-host/1", "files": []}\n', "linux_local"),
        ("x.json", '{"schema": "ssldiag.report/1", "a": "SSLEnable"}\n', "unknown"),
        ("x.kdb", public.dump("it is empty").decode(), "gskit_keydb"),
        ("x.pem", public.dump("it is empty").decode(), "unknown"),
        ("README.md", "SSLEnable\n", "note"),
        ("notes.txt", "# SSLEnable\n* AMQ8408I: no\nListen to me\n", "unknown"),
    ],
)
def test_kinds(name: str, text: str, wanted: str) -> None:
    assert kind(name, text) == wanted


@pytest.mark.parametrize("base", ["pool", "single", "ibmi_540", "ibmi_740", "ibmi_host", "ibmi_network"])
def test_hosts_of_other_platforms_have_none(base: str) -> None:
    files = {
        path.relative_to(BASES / base).as_posix(): path.read_bytes()
        for path in (BASES / base).rglob("*")
        if path.is_file()
    }
    assert [item.path for item in snapshot_of(files).sources if item.kind.startswith("linux")] == []
