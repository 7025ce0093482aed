"""A judged handshake in, what there is to tell about it in labelled sentences out; for text and for HTML.

Whatever the packets or certificates say is made visible here, so no renderer can forget to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ssldiag.capture.judged import Judged, Shown, moment
from ssldiag.render.capture_tally import chosen_cipher
from ssldiag.render.escape import visible
from ssldiag.render.handshake_ladder import alert_words
from ssldiag.render.handshake_names import (
    PLATFORMS,
    Suite,
    endpoint,
    suite,
    versions,
)
from ssldiag.render.tally import count
from ssldiag.wire.model import Handshake, Verdict, WillLog
from ssldiag.wire.numbers import group_name, is_grease, version_name

Told = tuple[str, str]
"""A label and a sentence."""

FIRST_BYTES = 48
"""Bytes shown of what is no TLS: a line of a protocol that people speak, or enough to know it by."""

FIRST_BINARY = 16
"""Bytes shown of what is no text: enough for the magic number of a protocol."""

TEXT = frozenset((*b"\t\r\n", *range(32, 127)))
"""Bytes of text, as most protocols of lines have it."""

SUITES = 6
"""Suites named of an offer: those the client likes best; JSON has all."""

FRAMES = 8
"""Frames named as evidence."""

CERTIFICATES = 4
"""Certificates described of one chain: few chains have more, and the first ones tell most."""


def heading(judged: Judged) -> str:
    """Who spoke with whom, and where that is in which file."""
    handshake = judged.handshake
    frames = f"frame {handshake.first_frame}"
    if handshake.last_frame != handshake.first_frame:
        frames = f"frames {handshake.first_frame} to {handshake.last_frame}"
    return f"{endpoint(handshake.client)} -> {endpoint(handshake.server)}, {frames}"


def when(seconds: float) -> str:
    """A packet's time to the millisecond, in UTC."""
    return moment(seconds).replace(tzinfo=None).isoformat(" ", "milliseconds") + " UTC"


def day(date: datetime | None) -> str:
    """A certificate's date."""
    return date.strftime("%Y-%m-%d") if date else "a date that cannot be read"


def span(seconds: float) -> str:
    """A duration: ``0.4 ms``, ``34 ms``, ``1.25 s``."""
    if seconds >= 1:
        return f"{seconds:,.2f} s"
    return f"{seconds * 1000:.1f} ms" if seconds < 0.01 else f"{seconds * 1000:.0f} ms"


def facts(judged: Judged) -> Iterator[Told]:
    """What was offered, chosen, shown and odd, in that order."""
    handshake = judged.handshake
    if not handshake.messages and handshake.syns:
        yield "TCP", _opening(handshake)
    if handshake.starttls or handshake.starttls_refused:
        yield "before", _before(handshake)
    yield from _client(handshake)
    yield from _server(handshake)
    yield from _certificates(judged.certificates)
    yield from _capture(handshake)
    for oddity in handshake.oddities:
        yield "odd", f"{visible(oddity.what)} (frame {oddity.frame})"


def verdict(found: Verdict) -> Iterator[Told]:
    """Why it ended so, what each side will have logged, and what to do."""
    yield "why", visible(found.why) or "not known"
    yield "cause", _cause(found)
    for cause, why in found.hypotheses:
        yield "or", f"{visible(cause)}: {visible(why)}"
    for entry in found.will_log:
        yield "logs", logged(entry)
    if found.advice:
        yield "do", visible(found.advice)


def logged(entry: WillLog) -> str:
    """What one side will have logged."""
    words = [
        entry.side + ",",
        PLATFORMS.get(entry.platform, entry.platform) + ":",
        entry.code,
        entry.constant,
    ]
    if entry.validation:
        words.append(f"(validation {entry.validation})")
    if entry.confidence != "certain":
        words.append(f"({entry.confidence})")
    return visible(" ".join(word for word in words if word))


def alert_list(handshake: Handshake) -> Iterator[str]:
    """The alerts, each with its side."""
    return (f"{alert.side}: {alert_words(alert)}" for alert in handshake.alerts)


def suite_words(found: Suite) -> str:
    """A suite by its registry name, what OpenSSL and z/VM call it, and its strength set there."""
    others = []
    if found.openssl and found.openssl != found.name:
        others.append(f"OpenSSL {found.openssl}")
    if found.ibm:
        doubt = "" if found.confirmed else ", not confirmed"
        others.append(f"z/VM {found.ibm}, strength {found.strength}{doubt}")
    return f"{found.name} ({'; '.join(others)})" if others else found.name


def first_bytes(data: bytes) -> str:
    """The beginning of what a side sent, as a quoted string; in hexadecimal where it is no text."""
    if sum(byte in TEXT for byte in data[:FIRST_BYTES]) < min(len(data), FIRST_BYTES) * 3 // 4:
        return data[:FIRST_BINARY].hex(" ") + (" ..." if len(data) > FIRST_BINARY else "")
    shown = data[:FIRST_BYTES].decode("latin-1")
    plain = "".join(char if 32 <= ord(char) < 127 else _escaped(char) for char in shown)
    return f'"{plain}"' + ("..." if len(data) > FIRST_BYTES else "")


def _escaped(char: str) -> str:
    return {"\r": "\\r", "\n": "\\n", "\t": "\\t"}.get(char, f"\\x{ord(char):02x}")


def _cause(found: Verdict) -> str:
    parts = [visible(found.cause)]
    if found.by:
        parts.append(f"by the {found.by}")
    parts.append(found.confidence)
    if found.evidence:
        more = f" and {len(found.evidence) - FRAMES:,} more" if len(found.evidence) > FRAMES else ""
        frames = ", ".join(f"{frame}" for frame in found.evidence[:FRAMES])
        parts.append(f"{'frame' if len(found.evidence) == 1 else 'frames'} {frames}{more}")
    return ", ".join(parts)


def _opening(handshake: Handshake) -> str:
    times = "once" if handshake.syns == 1 else f"{handshake.syns:,} times"
    return f"SYN sent {times}, " + ("answered" if "syn_ack" in handshake.opened else "never accepted")


def _before(handshake: Handshake) -> str:
    if handshake.starttls_refused:
        name = visible(handshake.starttls or "a protocol in clear text")
        return f"{name}; TLS was refused: {visible(handshake.starttls_refused)}"
    return f"{visible(handshake.starttls or '')} in clear text, then STARTTLS"


def _client(handshake: Handshake) -> Iterator[Told]:
    hello = handshake.client_hello
    if hello is None:
        yield from _begins("client", handshake.first_bytes[0], handshake)
        return
    suites = [code for code in hello.ciphers if hello.format == "sslv2" or not is_grease(code)]
    parts = [f"offers {versions(hello)}"]
    if suites or not hello.partial:
        parts.append(count(len(suites), "suite"))
    if hello.format == "sslv2":
        parts.append("in SSL 2.0 format")
    if hello.sni is not None:
        parts.append(f"for {visible(hello.sni) or 'an empty name'}")
    if hello.alpn:
        parts.append(f"ALPN {' '.join(map(visible, hello.alpn))}")
    if hello.partial:
        parts.append("as far as the hello was captured")
    yield "client", ", ".join(parts)
    best = [suite(code).name for code in suites[:SUITES]]
    if best:
        more = f" and {len(suites) - SUITES:,} more" if len(suites) > SUITES else ""
        yield "", ", ".join(best) + more


def _begins(side: str, data: bytes, handshake: Handshake) -> Iterator[Told]:
    """What a side without a hello began with; nothing if that is a record of TLS, which the ladder shows."""
    if data and not (data[0] in range(20, 25) and data[1:2] == b"\x03"):
        yield side, f"begins with {first_bytes(data)}{_spoken(handshake)}"


def _spoken(handshake: Handshake) -> str:
    return f", which is {visible(handshake.plaintext)}" if handshake.plaintext else ""


def _server(handshake: Handshake) -> Iterator[Told]:
    hello = handshake.server_hello
    if hello is None:
        if not handshake.alerts:
            yield from _begins("server", handshake.first_bytes[1], handshake)
        return
    parts = [f"chose {version_name(handshake.version or hello.legacy_version)}"]
    chosen = chosen_cipher(handshake)
    if chosen is not None:
        parts.append(suite_words(suite(chosen)))
    if handshake.selected_group is not None:
        parts.append(f"group {group_name(handshake.selected_group)}")
    if hello.alpn:
        parts.append(f"ALPN {visible(hello.alpn[0])}")
    if handshake.resumed:
        parts.append(f"resumed by {handshake.resumed_by}" if handshake.resumed_by else "resumed")
    if handshake.certificate_wanted is not None:
        given = {
            True: "and gets one",
            False: "and gets none",
            None: "and it is not known whether it gets one",
        }
        parts.append(f"wants a client certificate {given[handshake.client_certificate_given]}")
    yield "server", ", ".join(parts)


def _certificates(shown: Sequence[Shown]) -> Iterator[Told]:
    for index, item in enumerate(shown[:CERTIFICATES]):
        label = "shows" if not index else ""
        yield label, f"{item.side}: {certificate_words(item)}"
    if len(shown) > CERTIFICATES:
        yield "", f"and {len(shown) - CERTIFICATES:,} more certificates"


def certificate_words(item: Shown) -> str:
    """Whose certificate it is, whose signature it has, and how long it is valid."""
    found = item.certificate
    if found is None:
        return f"a certificate that cannot be read: {visible(item.error)}"
    issuer = "self-signed" if found.self_issued else f"by {visible(found.issuer) or '(empty)'}"
    valid = f"{day(found.not_before)} to {day(found.not_after)}"
    return f"{visible(found.subject) or '(empty)'}, {issuer}, {found.key}, {valid}"


def _capture(handshake: Handshake) -> Iterator[Told]:
    """What is missing of this connection in the capture."""
    quality = handshake.quality
    parts = []
    if quality.starts_mid_stream:
        parts.append("it begins in the middle of the connection")
    if quality.one_sided:
        parts.append("it shows one direction only")
    if quality.truncated:
        parts.append("packets are cut short")
    if quality.gaps:
        parts.append(count(quality.gaps, "gap"))
    if parts:
        yield "capture", ", ".join(parts)
