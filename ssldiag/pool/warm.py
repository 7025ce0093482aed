"""Does once, before the fork, what every server will do at its start: what Python and OpenSSL lay up for it
in memory is then shared by all of them instead of being made in each.

Nothing here has a result; leaving it out costs a megabyte a server and no more.
"""

from __future__ import annotations

import json
import pickle
import ssl
from contextlib import suppress

from ssldiag.pool.channel import Channel
from ssldiag.pool.contexts import Contexts
from ssldiag.pool.engine.loop import Loop
from ssldiag.pool.material import Entry, Material, MaterialError
from ssldiag.pool.plan import ClientCheck, PoolPlan
from ssldiag.pool.sharing import Native
from ssldiag.pool.start import ServerStart


def warm(plan: PoolPlan, native: Native | str) -> None:
    """Rehearse."""
    material = Material((Entry("", b"", None),))
    start = ServerStart(plan, ("",), material)
    pickle.loads(pickle.dumps(start))
    contexts = Contexts(plan, Material(), native)
    with suppress(MaterialError, ValueError):
        contexts.get("", ClientCheck.NONE, "client")
    handshake()
    one, other = Channel.pair()
    one.send(json.loads('{"do": "nothing"}'))
    other.receive()
    one.close()
    other.close()
    loop = Loop()
    loop.after(0.0, lambda: None)
    loop.close()


def handshake() -> None:
    """As far as one gets without a certificate: the client's hello is made, read, and refused."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    asking = client.wrap_bio(back, there)
    answering = server.wrap_bio(there, back, server_side=True)
    for end in (asking, answering, asking):
        with suppress(ssl.SSLError):
            end.do_handshake()
