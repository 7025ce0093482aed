"""tshark's fields of a ClientHello or ServerHello in, a :class:`Hello` out."""

from __future__ import annotations

from ssldiag.capture.engines.tshark_tree import Packet, TlsMessage, first, number, numbers, octets, values
from ssldiag.wire.model import Hello

RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
"""The random by which a ServerHello is a HelloRetryRequest (RFC 8446 4.1.3)."""

GROUP = "tls.handshake.extensions_key_share_group"
SELECTED = "tls.handshake.extensions_key_share_selected_group"


def hello(message: TlsMessage, packet: Packet) -> Hello:
    """The hello, as far as tshark shows it. ``raw`` stays empty."""
    tree = message.tree
    names = tuple(str(value) for value in values(tree, "tls.handshake.extensions_alpn_str"))
    types = numbers(tree, "tls.handshake.extension.type")
    ciphers = "tls.handshake.cipherspec" if message.ssl2 else "tls.handshake.ciphersuite"
    ticket = _length(message, "35")
    return Hello(
        "sslv2" if message.ssl2 else "tls",
        number(first(tree, "tls.handshake.version")) or 0,
        None if message.ssl2 else message.record_version,
        octets(first(tree, "tls.handshake.challenge" if message.ssl2 else "tls.handshake.random")),
        octets(first(tree, "tls.handshake.session_id")),
        numbers(tree, ciphers),
        types,
        numbers(tree, "tls.handshake.extensions.supported_version"),
        numbers(tree, "tls.handshake.extensions_supported_group"),
        numbers(tree, GROUP) or numbers(tree, SELECTED),
        _signatures(message),
        numbers(tree, "tls.handshake.extensions_ec_point_format"),
        _name(message),
        names,
        tuple(name.encode("utf-8", "surrogateescape") for name in names),
        ticket,
        41 in types,
        42 in types,
        23 in types,
        5 in types,
        0xFE0D in types,
        numbers(tree, "tls.handshake.comp_method"),
        packet.frame,
        packet.time,
    )


def _name(message: TlsMessage) -> str | None:
    found = first(message.tree, "tls.handshake.extensions_server_name")
    return found if isinstance(found, str) else None


def _signatures(message: TlsMessage) -> tuple[int, ...]:
    """Those of extension 13 alone: extension 50 has fields of the same name."""
    for key, extension in message.tree.items():
        if key.startswith("Extension: ") and first(extension, "tls.handshake.extension.type") == "13":
            return numbers(extension, "tls.handshake.sig_hash_alg")
    return ()


def _length(message: TlsMessage, extension: str) -> int | None:
    for key, tree in message.tree.items():
        if key.startswith("Extension: ") and first(tree, "tls.handshake.extension.type") == extension:
            return number(first(tree, "tls.handshake.extension.len"))
    return None
