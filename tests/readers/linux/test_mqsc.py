"""runmqsc: displays in columns, and scripts."""

from __future__ import annotations

from ssldiag.model import TextPlace
from tests.readers.linux.support import read

SHOWN = """\
Starting MQSC for queue manager QM.ONE.


     1 : DISPLAY QMGR ALL
AMQ8408I: Display Queue Manager details.
   QMNAME(QM.ONE)                          CERTLABL(My label)
   DESCR(a (small) one)                    SSLKEYR( )
     2 : DISPLAY CHANNEL(*)
AMQ8414: Display Channel details.
   CHANNEL(TO.TWO)                         CHLTYPE(SDR)
   CONNAME(two(1414))                      SSLCIPH(ANY_TLS12)
     3 : DISPLAY QLOCAL(*)
AMQ8409I: Display Queue details.
   QUEUE(A)                                TYPE(QLOCAL)
"""

SCRIPT = """\
* script generated on 2026-11-22
ALTER QMGR +
*  ALTDATE(2026-11-20) +
   CERTLABL('it''s mine') +
   SSLFIPS(YES)
DEFINE CHANNEL('APP') CHLTYPE(SVRCONN) +
   SSLCIPH('ECDHE_RSA_AES_256_GCM_SHA384') +
   REPLACE
DEFINE QLOCAL('Q') SSLCIPH('NO')
"""


def test_a_display() -> None:
    document = read("linux_mqsc", SHOWN)
    manager, channel = document.rows
    assert (document.name, manager.name, manager.owner, manager.shown) == ("QM.ONE", "QM.ONE", "QM.ONE", True)
    assert manager.get("CERTLABL").value == "My label"
    assert manager.get("CERTLABL").place == TextPlace("file", 6, 53, 8)
    assert manager.get("DESCR").value == "a (small) one"
    assert manager.get("SSLKEYR").value == ""
    assert manager.get("SSLFIPS") is None
    assert (channel.kind, channel.name, channel.get("CONNAME").value) == ("CHANNEL", "TO.TWO", "two(1414)")


def test_a_script() -> None:
    manager, channel = read("linux_mqsc", SCRIPT).rows
    assert manager.get("CERTLABL").value == "it's mine"
    assert manager.get("SSLFIPS").value == "YES"
    assert manager.get("ALTDATE") is None
    assert not manager.shown
    assert (channel.name, channel.get("SSLCIPH").value) == ("APP", "ECDHE_RSA_AES_256_GCM_SHA384")
