"""Any bytes give a document, bounded, whatever reader they meet; and none takes long for a long line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers.linux.document import CONFIGURATION, MOST_NOTES
from ssldiag.readers.linux.readers import READERS
from tests.readers.linux.support import read

WORDS = st.sampled_from(
    [
        *("<VirtualHost *:443>\n", "</VirtualHost>\n", "SSLEnable\n", 'KeyFile "a\n', "\\\n", "Include x*\n"),
        *("AMQ8408I: Display Queue Manager details.\n", "   SSLKEYR(", ")", "('", "DEFINE CHANNEL(A) +\n"),
        *(
            "(SSL_SVR_KEYDB) =",
            "DB2COMM=",
            "SErvername x\n",
            "<Config>",
            '<a b="',
            "/>",
            "&x;",
            "<!DOCTYPE a>",
        ),
        *(
            "* default, - personal, ! trusted\n",
            "-\tx\n",
            "GSK_ERROR_X",
            "SSL0222W: rc 5\n",
            "SSL:\n",
            " A=b\n",
        ),
        *("<database name='a'>", "<parameter name='pwd' value='", "[A]\n", "Security=SSL\n", 'password="'),
        *('{"schema": "ssldiag.linux-host/1", "files": [', '{"path": "', "]}", "\x00", "é", "\ud800"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(READERS)), st.lists(WORDS, max_size=20), st.binary(max_size=40))
def test_no_reader_raises(kind: str, words: list[str], tail: bytes) -> None:
    data = "".join(words).encode("utf-8", "surrogatepass") + tail
    document = read(kind, data)
    assert len(document.unreadable) <= MOST_NOTES
    assert all(item.place.file == "file" for item in document.unreadable)


@pytest.mark.parametrize("kind", sorted(READERS))
@pytest.mark.parametrize("piece", ["A(", "((", "GSK rc ", '"', "<a ", "- ", "DB2COMM=", "\\\n", "[i] "])
def test_long_lines_take_no_time(kind: str, piece: str) -> None:
    start = time.process_time()
    read(kind, piece * (200_000 // len(piece)))
    assert time.process_time() - start < 2


def test_a_file_has_a_bound() -> None:
    document = read("linux_httpd_conf", "Listen 1\n" * (CONFIGURATION.lines + 10))
    assert len(document.rows) == CONFIGURATION.lines
    assert "not read" in document.unreadable[-1].reason
