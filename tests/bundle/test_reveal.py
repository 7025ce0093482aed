"""What was replaced comes back; what was not stays."""

from __future__ import annotations

from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.redact import Redactor
from ssldiag.bundle.reveal import Revealer

TEXT = (
    "HOSTNAME zvmprodx\n198.18.7.5 2001:db8:77::1 02-11-22-33-44-C7 LOGON\nLOGON LNXADM1\n"
    "login at zvmprodx.acme-inc.com:992 and *.acme-inc.com, lnxadm1@node, CN=Acme Holding,C=DE\n"
    ":nick.QTL* QTL00001 dave.x@acme-inc.com"
)


def test_there_and_back() -> None:
    mapping = Mapping(b"salt")
    redactor = Redactor(mapping)
    for line in TEXT.split("\n"):
        redactor.learn_text(line)
    redactor.settle()
    said = redactor.text(TEXT)
    assert not any(
        word in said.lower() for word in ("zvmprodx", "198.18", "acme", "lnxadm1", "qtl", "dave", "44-c7")
    )
    assert Revealer(mapping).text(said) == TEXT


def test_words_of_no_mapping_stay() -> None:
    assert Revealer(Mapping(b"salt")).text("USER0001 host01.domain01.example Name 1") == (
        "USER0001 host01.domain01.example Name 1"
    )
