"""httpd.conf: directives, quotes, sections, continued lines."""

from __future__ import annotations

from ssldiag.model import TextPlace
from ssldiag.readers.linux.httpd_conf import DEEPEST, Directive
from tests.readers.linux.support import read

CONF = """\
# KeyFile in a comment
ServerRoot "/opt/IBM/HTTPServer"
<IfModule mod_ibm_ssl.c>
  <VirtualHost *:443 [2001:db8::1]:443>
    SSLServerCert "My \\"own\\" label"
    SSLCipherSpec TLSv12 \\
       +TLS_A -TLS_B
  </VirtualHost>
</IfModule>
Listen 443
"""


def rows(text: str) -> tuple[Directive, ...]:
    return read("linux_httpd_conf", text).rows


def test_directives_with_their_sections_and_places() -> None:
    found = {row.key: row for row in rows(CONF)}
    assert list(found) == [
        "serverroot",
        "<ifmodule>",
        "<virtualhost>",
        "sslservercert",
        "sslcipherspec",
        "listen",
    ]
    root = found["serverroot"].value
    assert root is not None and root.value == "/opt/IBM/HTTPServer"
    assert root.place == TextPlace("file", 2, 13, 19)
    label = found["sslservercert"]
    assert label.quoted and label.value is not None and label.value.value == 'My \\"own\\" label'
    host = label.inside("virtualhost")
    assert host is not None and host.words == ("*:443", "[2001:db8::1]:443")
    assert [word.value for word in found["sslcipherspec"].words] == ["TLSv12", "+TLS_A", "-TLS_B"]
    assert {str(word.place) for word in found["sslcipherspec"].words} == {"file:6"}
    assert found["listen"].sections == ()


def test_two_hosts_of_one_address_are_told_apart() -> None:
    text = "<VirtualHost *:443>\nA 1\n</VirtualHost>\n<VirtualHost *:443>\nA 2\n</VirtualHost>\n"
    hosts = [row.inside("virtualhost") for row in rows(text) if row.key == "a"]
    assert hosts[0] is not None and hosts[1] is not None
    assert hosts[0].number != hosts[1].number


def test_sections_that_do_not_match_are_said() -> None:
    document = read("linux_httpd_conf", "<VirtualHost *:443>\nSSLEnable\n</IfModule>\n")
    assert [str(item.place) for item in document.unreadable] == ["file:3", "file:1"]
    assert [row.key for row in document.rows] == ["<virtualhost>", "sslenable"]


def test_sections_have_a_bound() -> None:
    document = read("linux_httpd_conf", "<If a>\n" * (DEEPEST + 5))
    assert max(len(row.sections) for row in document.rows) == DEEPEST
    assert any("inside each other" in item.reason for item in document.unreadable)


def test_a_line_that_is_continued_at_the_end_counts() -> None:
    assert [row.key for row in rows("KeyFile /a.kdb \\")] == ["keyfile"]
