"""The checks of Linux products over any configuration: they find, pass or are skipped, and never crash."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.doctor import examine
from ssldiag.settings import Settings
from tests.support import BASES, NOW, rules, snapshot_of

KEYS = (BASES / "linux" / "home/db2inst1/keys/server.kdb").read_bytes()
HTTPD = """
SSLEnable|SSLDisable|KeyFile /k/a.kdb|KeyFile|KeyFile /prompt /k/a.kdb|KeyFile ../../x
SSLServerCert TLSCERT1|SSLServerCert|SSLServerCert "|SSLServerCert a b|<VirtualHost *:443>
<VirtualHost>|</VirtualHost>|Listen 443|Listen|SSLProtocolDisable TLS|SSLProtocolEnable SSLv3 x
SSLCipherSpec ALL -X +RC4 35b|SSLClientAuth|SSLFIPSEnable|Include conf/*.conf|Include
Include httpd.conf|ServerRoot|ServerRoot /|ServerName :|ServerName *.x.y|SSLSNIMap a b
"""
OTHER = """
AMQ8408I: Display Queue Manager details.|   QMNAME(QM1) SSLKEYR(/k/a.kdb) CERTLABL(x)
   SSLKEYR( ) SSLFIPS(YES)|AMQ8414I: Display Channel details.
   CHANNEL(A) CHLTYPE(SVRCONN) SSLCIPH(RC4_MD5_US)|   CHANNEL( ) SSLCIPH(é)|VERSION(x)
   KEYRPWD(*) VERSION(0902)|ALTER QMGR SSLKEYR('') +|DEFINE CHANNEL('') SSLCIPH('') +
(SSL_SVR_KEYDB) = /k/a.kdb|(SSL_SVR_STASH) =|(SSL_SVCENAME) = 1|(SVCENAME) = 1|DB2COMM=,
DB2COMM=SSL,TCPIP|(SSL_SVR_LABEL) =|(SSL_VERSIONS) = ,TLSV1|(SSL_CIPHERSPECS) = ,,x|SSLTCPPORT 1
SSLTCPPORT x|TCPPORT 1|ADMINONCLIENTPORT NO|SSLTCPADMINPORT 1|SErvername a|SSL yes
SSLClientKeystoredb=/k/a.kdb|SSLClientLabel=x|Security=SSL|[A]|[B]|SSLServerCertificate=/k/a.kdb
com.ibm.ssl.alias=A|com.ibm.ssl.protocol=,|com.ibm.ssl.keyStore=/k/a.kdb|com.ibm.ssl.defaultAlias=B
com.ibm.ssl.keyStoreType=JKS|com.ibm.ssl.keyStoreClientAlias=é|<security:Security xmi:id="S">
<keyStores xmi:id="K" location="/k/a.kdb" type="X"/>|<repertoire alias=""><setting keyStore="K"/>
SSL0000E: GSK_ERROR_BAD_DATE|gsk rc 408
"""
LINES = {
    "httpd.conf": [line for row in HTTPD.split("\n") for line in row.split("|") if line],
    "other.txt": [line for row in OTHER.split("\n") for line in row.split("|") if line],
}


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from(LINES["httpd.conf"]), max_size=15),
    st.lists(st.lists(st.sampled_from(LINES["other.txt"]), max_size=8), max_size=4),
    st.booleans(),
)
def test_no_crash(httpd: list[str], other: list[list[str]], keys: bool) -> None:
    files = {f"{number}/file.txt": "\n".join(lines).encode() for number, lines in enumerate(other)}
    files["conf/httpd.conf"] = "\n".join(("LoadModule ibm_ssl_module x", *httpd)).encode()
    if keys:
        files["k/a.kdb"] = KEYS
    chosen = [rule for code, rule in rules().items() if code.startswith(("LNX", "CERT"))]
    report = examine(snapshot_of(files), chosen, NOW, Settings())
    assert [(item.rule.code, item.error) for item in report.crashed] == []
