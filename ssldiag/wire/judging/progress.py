"""How far a handshake got, from what is visible: who finished, and what the sizes of encrypted TLS 1.3
records give away.

Sizes: RFC 8446 4.4.2 (an empty Certificate message has 8 bytes), 4.4.4 (Finished: 4 and the hash), 4.5
(EndOfEarlyData: 4), 6 (an alert: 2), 5.2 (content type and tag are added to each).
"""

from __future__ import annotations

from typing import Literal

from ssldiag.wire.judging.scene import ALERT_RECORD, CLOSE_NOTIFY, TAG, Scene
from ssldiag.wire.model import Alert, Message, Side
from ssldiag.wire.values import value

SIDES: tuple[Side, Side] = ("client", "server")
ALERTS = frozenset(("alert", "encrypted_alert"))
ENCRYPTED = ALERTS | {"application_data", "encrypted_handshake", "finished", "new_session_ticket"}
"""What is encrypted after the ServerHello, or was and is decrypted."""
OVERHEAD = 1 + TAG
EMPTY_CERTIFICATE = 8 + OVERHEAD
FINISHED = frozenset((4 + 32 + OVERHEAD, 4 + 48 + OVERHEAD))
"""A Finished message alone in its record, with SHA-256 and with SHA-384."""
EMPTY_AND_FINISHED = frozenset(size + 8 for size in FINISHED)
"""An empty Certificate and Finished in one record."""
END_OF_EARLY_DATA = 4 + OVERHEAD


@value(frozen=True, slots=True)
class Record:
    """An encrypted record after the ServerHello of TLS 1.3. ``index`` is its place among all messages."""

    index: int
    length: int
    frame: int
    alert: bool


@value(frozen=True, slots=True)
class Progress:
    """``finished`` are the sides that sent their Finished as far as can be told; ``refused`` the side whose
    encrypted alert ended what was not yet a connection, ``frame`` where it is. ``sure``: that it completed
    rests on more than sizes. ``client_auth`` is what the sizes say of the client's certificate; ``spoke`` are
    the sides of TLS 1.3 that said more than their part and an alert. ``doubtful``: what looks like a refusal
    may be a goodbye.
    """

    finished: frozenset[Side] = frozenset()
    completed: bool = False
    sure: bool = False
    refused: Side | None = None
    frame: int = 0
    client_auth: Literal["given", "empty"] | None = None
    spoke: frozenset[Side] = frozenset()
    doubtful: bool = False

    def data_after(self, side: Side) -> bool:
        """Whether this side sent encrypted records, other than alerts, after its part of TLS 1.3."""
        return side in self.spoke


def progress(scene: Scene) -> Progress:
    """How far the handshake of this scene got."""
    found = scene.memo.get("progress")
    if not isinstance(found, Progress):
        found = scene.memo["progress"] = _tls13(scene) if scene.tls13 else _older(scene)
    return found


def _older(scene: Scene) -> Progress:
    """SSL 2.0 to TLS 1.2: ChangeCipherSpec and an encrypted handshake message are a Finished.

    Data of one side, where the other's is missing from the capture, make it likely that both had finished; a
    client may send some before (RFC 7918), but few do.
    """
    data = {side for side in SIDES if scene.data(side)}
    finished, early = _finished(scene, data)
    both = len(finished) == 2
    if early and not both:
        return Progress(client_auth=scene.client_certificate())
    began = scene.handshake.server_hello is not None or bool(finished)
    flowed = began and (len(data) == 2 or bool(data and finished - data))
    holes = scene.handshake.quality.gaps > 0 and bool(data & finished)
    sure = both and not early
    return Progress(finished, both or flowed or holes, sure, client_auth=scene.client_certificate())


def _finished(scene: Scene, data: set[Side]) -> tuple[frozenset[Side], bool]:
    """The sides that sent something encrypted after a ChangeCipherSpec (if need be the other side's), and
    whether the server finished a full handshake before the client did, which breaks it (RFC 5246 7.3).

    Its ChangeCipherSpec alone may come early: GSKit's server sends it as soon as it has the keys (measured).
    Where both finished it may as well be the capture that has packets in the wrong order (two files, clocks
    that differ); where both sent data too, it is.
    """
    changed: set[Side] = set()
    order: list[Side] = []
    full = False
    for message in scene.in_order:
        kind = message.type
        if kind == "change_cipher_spec":
            changed.add(message.side)
        elif kind == "finished" or (changed and kind == "encrypted_handshake"):
            order.append(message.side)
        elif kind == "server_hello_done":
            full = True
    swapped = len(set(order)) == len(data) == 2
    return frozenset((*order, *(data & changed))), full and order[:1] == ["server"] and not swapped


def _tls13(scene: Scene) -> Progress:
    client, server = _records(scene)
    auth = scene.client_certificate() or _client_auth(client)
    if client and client[0].alert:
        return Progress(frozenset(), refused="client", frame=client[0].frame)
    hidden = next((record for record in (*server[:1], *server[-1:]) if record.alert), None)
    if hidden is not None and not client:
        return Progress(frozenset(), refused="server", frame=hidden.frame)
    if not client and not scene.first("client", "finished"):
        return Progress(frozenset())
    both: frozenset[Side] = frozenset(("client", "server"))
    start = next((record.index for record in client), 0)
    answers = [record for record in server if record.index > start]
    spoke = _spoke(client, answers)
    if "server" in spoke or scene.first("server", "new_session_ticket"):
        return Progress(both, True, True, client_auth=auth, spoke=spoke)
    goodbye = next((record.index for record in client if record.alert), None)
    if answers and (goodbye is None or answers[0].index < goodbye or _names_a_reason(scene, answers[0])):
        return Progress(both, refused="server", frame=answers[0].frame, client_auth=auth, spoke=spoke)
    if answers and auth == "empty" and "client" in spoke and not _readable(scene, answers[0]):
        # it wanted a certificate, gave no ticket and answered no data: few servers that agreed do so
        return Progress(both, False, False, "server", answers[0].frame, auth, spoke, doubtful=True)
    return Progress(both, True, client_auth=auth, spoke=spoke)


def _names_a_reason(scene: Scene, record: Record) -> bool:
    """Whether this alert of the server was decrypted and is no goodbye: a client that does not wait for the
    server's judgement of its certificate may have said its own goodbye before.
    """
    return any(one.level == "fatal" and one.code != CLOSE_NOTIFY for one in _readable(scene, record))


def _readable(scene: Scene, record: Record) -> list[Alert]:
    """The server's alerts in this packet that can be read."""
    return [one for one in scene.alerts("server") if one.frame == record.frame and one.code is not None]


def _spoke(client: list[Record], answers: list[Record]) -> frozenset[Side]:
    """The sides with records beyond their part: behind the client's Finished, or after it from the server."""
    found: set[Side] = set()
    if any(not record.alert for record in answers):
        found.add("server")
    finished = next((place for place, record in enumerate(client) if record.length in FINISHED), len(client))
    if any(not record.alert for record in client[finished + 1 :]):
        found.add("client")
    return frozenset(found)


def _records(scene: Scene) -> tuple[list[Record], list[Record]]:
    """The encrypted records of the client and of the server after the ServerHello. Those that the client sent
    before can be nothing else if it announced no early data: then packets were captured in the wrong order.
    """
    client: list[Record] = []
    server: list[Record] = []
    answered = scene.hello is not None and not scene.hello.early_data
    alerts = {
        (alert.side, alert.frame) for alert in scene.handshake.alerts if alert.encrypted or alert.inferred
    }
    for index, message in enumerate(scene.in_order):
        if message.type == "server_hello":
            answered = True
        elif answered and message.type in ENCRYPTED:
            found = client if message.side == "client" else server
            found.append(Record(index, message.length, message.frame, _is_alert(message, alerts)))
    return client, server


def _is_alert(message: Message, alerts: set[tuple[Side, int]]) -> bool:
    if message.type in ALERTS or message.length == ALERT_RECORD:
        return True
    return message.length < ALERT_RECORD and (message.side, message.frame) in alerts


def _client_auth(records: list[Record]) -> Literal["given", "empty"] | None:
    """What comes before the client's Finished is its answer to a CertificateRequest (RFC 8446 4.4)."""
    sizes = [record.length for record in records if record.length != END_OF_EARLY_DATA]
    if not sizes or sizes[0] in FINISHED:
        return None
    if sizes[0] == EMPTY_CERTIFICATE or sizes[0] in EMPTY_AND_FINISHED:
        return "empty"
    return "given" if any(size in FINISHED for size in sizes[1:]) or sizes[0] > 400 else None
