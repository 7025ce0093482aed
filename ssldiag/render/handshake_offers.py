"""What hellos offer and choose, as parts of a ``ssldiag.handshake/1`` document.

Programs of one kind offer the same again and again: the text is made once and then looked up.
"""

from __future__ import annotations

from functools import lru_cache

from ssldiag.render.capture_tally import chosen_cipher
from ssldiag.render.handshake_names import suite
from ssldiag.render.json_words import WORDS, maybe, named, names, real, text, texts, whole, wholes
from ssldiag.wire.model import Handshake, Hello
from ssldiag.wire.numbers import extension_name, group_name, signature_name, suite_name, version_name
from ssldiag.wire.shapes import is_small

KEPT = 512
"""Pieces of text of each kind that are remembered, most of them less than 2 KB and none more than 40 KB: more
kinds of programs than that are in few captures.
"""


def offered(handshake: Handshake) -> str:
    """From the versions to the signatures: what was offered, and what was chosen of it."""
    client, server = handshake.client_hello, handshake.server_hello
    versions = (
        client.record_version if client else None,
        client.legacy_version if client else None,
        server.legacy_version if server else None,
        client.versions if client else (),
        handshake.version,
    )
    ciphers = client.ciphers if client else None, chosen_cipher(handshake)
    groups = (
        client.groups if client else (),
        handshake.selected_group,
        client.key_shares if client else (),
    )
    signatures = (
        client.signature_algorithms if client else (),
        handshake.server_signature,
        handshake.client_signature,
    )
    middle = (
        f'"hello_retry": {WORDS[handshake.hello_retry]}, '
        f'"sni": {maybe(client.sni) if client else "null"}, '
        f'"alpn": {{"offered": {texts(client.alpn) if client and client.alpn else "[]"}, '
        f'"chosen": {text(server.alpn[0]) if server and server.alpn else "null"}}}'
    )
    if client is not None and not is_small(client):
        return (
            f"{_versions.__wrapped__(*versions)}, {middle}, {_ciphers.__wrapped__(*ciphers)}, "
            f"{_groups.__wrapped__(*groups)}, {_signatures.__wrapped__(*signatures)}"
        )
    return (
        f"{_versions(*versions)}, {middle}, {_ciphers(*ciphers)}, {_groups(*groups)}, "
        f"{_signatures(*signatures)}"
    )


@lru_cache(maxsize=KEPT)
def _versions(
    record: int | None, client: int | None, server: int | None, offered: tuple[int, ...], chosen: int | None
) -> str:
    return (
        f'"record_version": {named(version_name, record)}, '
        f'"client_version": {named(version_name, client)}, '
        f'"server_version": {named(version_name, server)}, '
        f'"offered_versions": {names(version_name, offered)}, "version": {named(version_name, chosen)}'
    )


@lru_cache(maxsize=KEPT)
def _ciphers(offered: tuple[int, ...] | None, chosen: int | None) -> str:
    found = suite(chosen) if chosen is not None else None
    sure = found.confirmed if found and found.strength else None
    return (
        f'"ciphers": {{"offered": {"null" if offered is None else wholes(offered)}, '
        f'"chosen": {whole(chosen)}, '
        f'"name": {maybe(found.name if found else None)}, '
        f'"openssl_name": {maybe(found.openssl if found else None)}, '
        f'"ibm_name": {maybe(found.ibm if found else None)}, '
        f'"strength": {maybe(found.strength if found else None)}, '
        f'"strength_confirmed": {WORDS[sure]}, '
        f'"offered_names": {names(suite_name, offered or ())}}}'
    )


@lru_cache(maxsize=KEPT)
def _groups(offered: tuple[int, ...], chosen: int | None, shares: tuple[int, ...]) -> str:
    return (
        f'"groups": {{"offered": {wholes(offered)}, "chosen": {whole(chosen)}, '
        f'"name": {named(group_name, chosen)}, "offered_names": {names(group_name, offered)}, '
        f'"key_shares": {wholes(shares)}}}'
    )


@lru_cache(maxsize=KEPT)
def _signatures(offered: tuple[int, ...], server: int | None, client: int | None) -> str:
    return (
        f'"signature_algorithms": {wholes(offered)}, '
        f'"signature_algorithm_names": {names(signature_name, offered)}, '
        f'"server_signature": {named(signature_name, server)}, '
        f'"client_signature": {named(signature_name, client)}'
    )


def hello_text(hello: Hello | None) -> str:
    """What a hello says that has no field of its own in the document."""
    if hello is None:
        return "null"
    lists = hello.extensions, hello.point_formats, hello.compression_methods
    flags = (
        hello.ticket_length,
        hello.psk_offered,
        hello.early_data,
        hello.extended_master_secret,
        hello.ocsp_stapling,
        hello.ech,
        hello.partial,
    )
    rest = _extensions(*lists, *flags) if is_small(hello) else _extensions.__wrapped__(*lists, *flags)
    return (
        f'{{"format": "{hello.format}", "frame": {hello.frame}, "time": {real(hello.time)}, '
        f'"random": "{hello.random.hex()}", "session_id": "{hello.session_id.hex()}", {rest}}}'
    )


@lru_cache(maxsize=KEPT)
def _extensions(
    numbers: tuple[int, ...],
    points: tuple[int, ...],
    methods: tuple[int, ...],
    ticket: int | None,
    psk: bool,
    early_data: bool,
    extended_master_secret: bool,
    ocsp: bool,
    ech: bool,
    partial: bool,
) -> str:
    return (
        f'"extensions": {wholes(numbers)}, "extension_names": {names(extension_name, numbers)}, '
        f'"point_formats": {wholes(points)}, "compression_methods": {wholes(methods)}, '
        f'"ticket_length": {whole(ticket)}, "psk_offered": {WORDS[psk]}, '
        f'"early_data": {WORDS[early_data]}, "extended_master_secret": {WORDS[extended_master_secret]}, '
        f'"ocsp_stapling": {WORDS[ocsp]}, "ech": {WORDS[ech]}, "partial": {WORDS[partial]}'
    )
