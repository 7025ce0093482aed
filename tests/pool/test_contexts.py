"""Contexts do what the plan says, and refuse by name what cannot be done."""

from __future__ import annotations

import ssl
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ssldiag.pool.contexts import Blanks, Contexts, blank, blanks, tag
from ssldiag.pool.material import Entry, Material, MaterialError
from ssldiag.pool.plan import ClientCheck, PoolPlan, Recording, SecurePort, SecurityPlan
from ssldiag.pool.sharing import Native
from tests.pool.rig import SECURITY, client_context, identity, material, plan

NONE = ClientCheck.NONE


def native() -> Native:
    """libssl's own interface, which this interpreter has."""
    found = Native.load()
    assert isinstance(found, Native)
    return found


def contexts(security: SecurityPlan = SECURITY, entries: Material | None = None, **more: Any) -> Contexts:
    """Contexts of a plan."""
    return Contexts(plan(security=security, **more), entries or material(), native())


def shake(server: ssl.SSLContext, client: ssl.SSLContext) -> tuple[ssl.SSLObject, ssl.SSLObject]:
    """A handshake in memory; raises what either side raises."""
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = (
        server.wrap_bio(up, down, server_side=True),
        client.wrap_bio(down, up, server_hostname="localhost"),
    )
    waiting = {0, 1}
    for turn in range(20):
        side = (turn + 1) % 2
        if side in waiting:
            try:
                ends[side].do_handshake()
                waiting.discard(side)
            except ssl.SSLWantReadError:
                pass
    assert not waiting
    return ends


def lax_client(version: ssl.TLSVersion, ciphers: str = "") -> ssl.SSLContext:
    """A client of one version that offers old things too."""
    import warnings

    context = client_context()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context.minimum_version = context.maximum_version = version
    context.set_ciphers(f"{ciphers or 'ALL'}:@SECLEVEL=0")
    return context


def test_a_context_is_made_once_for_each_label_and_check() -> None:
    ours = contexts()
    assert ours.get("SERVER", NONE) is ours.get("SERVER", NONE)
    assert ours.get("SERVER", NONE) is not ours.get("SERVER", ClientCheck.REQUIRED)


def test_labels_that_cannot_be_used_are_refused_by_name() -> None:
    ours = contexts()
    with pytest.raises(MaterialError, match="has no label NOTTHERE"):
        ours.get("NOTTHERE", NONE)
    with pytest.raises(MaterialError, match="TESTCA has no private key"):
        ours.get("TESTCA", NONE)
    other = Entry("MIXED", identity("SERVER", "TESTCA").certificate, identity("OTHER", "TESTCA").key)
    with pytest.raises(MaterialError, match="label MIXED cannot be used: key values mismatch"):
        contexts(entries=Material((other,))).get("MIXED", NONE)
    broken = Entry("BROKEN", b"no certificate", b"no key")
    with pytest.raises(MaterialError, match="label BROKEN cannot be used"):
        contexts(entries=Material((broken,))).get("BROKEN", NONE)


def test_versions_between_the_first_and_the_last_can_be_off() -> None:
    security = replace(SECURITY, minimum="TLSv1.0", maximum="TLSv1.3", without=("TLSv1.1",))
    server = contexts(replace(security, ciphers=("ALL",))).get("SERVER", NONE)
    for version, works in (("TLSv1", True), ("TLSv1_1", False), ("TLSv1_2", True), ("TLSv1_3", True)):
        client = lax_client(ssl.TLSVersion[version])
        if works:
            assert shake(server, client)[0].version() == version.replace("_", ".")
        else:
            with pytest.raises(ssl.SSLError):
                shake(server, client)


def test_old_versions_are_refused_where_they_are_not_asked_for() -> None:
    with pytest.raises(ssl.SSLError, match="UNSUPPORTED_PROTOCOL"):
        shake(contexts().get("SERVER", NONE), lax_client(ssl.TLSVersion.TLSv1_1))


def test_suites_are_the_plans_in_its_order() -> None:
    names = ("ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256")
    security = replace(SECURITY, ciphers=names, suites=("TLS_AES_128_GCM_SHA256",))
    server = contexts(security).get("SERVER", NONE)
    twelve = shake(server, lax_client(ssl.TLSVersion.TLSv1_2))[0].cipher()
    thirteen = shake(server, lax_client(ssl.TLSVersion.TLSv1_3))[0].cipher()
    assert twelve is not None and twelve[0] == names[0]
    assert thirteen is not None and thirteen[0] == "TLS_AES_128_GCM_SHA256"
    with pytest.raises(ssl.SSLError):
        shake(server, lax_client(ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES256-SHA384"))


def test_a_client_that_steps_down_without_need_is_refused() -> None:
    """TLS_FALLBACK_SCSV (RFC 7507): the server always looks for it."""
    client = lax_client(ssl.TLSVersion.TLSv1_2)
    found = native()
    found._ctrl(found.context(client), 33, 0x80, None)  # SSL_MODE_SEND_FALLBACK_SCSV
    with pytest.raises(ssl.SSLError, match="INAPPROPRIATE_FALLBACK"):
        shake(contexts().get("SERVER", NONE), client)


def test_tags_differ_where_sessions_must_not_be_taken_over() -> None:
    base = material()
    more = material(trusted=("TESTCA", "OTHERCA"))
    keys = [
        (("A", NONE, "server"), base, SECURITY),
        (("B", NONE, "server"), base, SECURITY),
        (("A", ClientCheck.REQUIRED, "server"), base, SECURITY),
        (("A", ClientCheck.REQUIRED, "server"), more, SECURITY),
        (("A", NONE, "server"), base, replace(SECURITY, ciphers=("AES128-SHA",))),
    ]
    assert len({tag(*key) for key in keys}) == len(keys)
    assert tag(("A", NONE, "server"), base, SECURITY) == tag(("A", NONE, "server"), more, SECURITY)


def test_blanks_are_made_only_where_libssl_is_out_of_reach() -> None:
    port = SecurePort(992, 992, "INTCLIEN", "SERVER", NONE, "127.0.0.1:23")
    ours: PoolPlan = plan(secure_ports=(port,))
    assert blanks(ours, native()) == {}
    made = blanks(ours, "out of reach")
    assert list(made) == [("SERVER", NONE, "server")]
    fallback = Contexts(ours, material(), "out of reach", blanks=Blanks(made))
    context = fallback.get("SERVER", NONE)
    assert context is made["SERVER", NONE, "server"]
    server, client = shake(context, client_context(version=ssl.TLSVersion.TLSv1_3))
    assert server.version() == client.version() == "TLSv1.3"
    other = Contexts(ours, material(), "out of reach", blanks=Blanks(made)).get("SERVER", NONE)
    client_side = client_context(version=ssl.TLSVersion.TLSv1_2)
    _, first = shake(other, client_side)
    assert first.session is not None


def test_a_blank_serves_one_certificate_with_one_set_of_cas() -> None:
    key = ("SERVER", ClientCheck.REQUIRED, "server")
    shared = Blanks({key: blank()})

    def now(found: Material) -> ssl.SSLContext:
        return Contexts(plan(), found, "out of reach", blanks=shared).get(*key)

    both = material(trusted=("TESTCA", "OTHERCA"))
    first = now(both)
    assert first is shared.contexts[key]
    assert now(both) is first
    assert shared.whole
    fewer = now(material())
    assert fewer is not first
    assert [cert["subject"] for cert in fewer.get_ca_certs()] == [((("commonName", "TESTCA"),),)]
    renewed = identity("SERVER", "TESTCA", 29)
    entries = (Entry("SERVER", renewed.certificate, renewed.key), *both.entries[1:])
    assert now(Material(entries)) is not first
    assert not shared.whole


def test_no_reuse_means_no_ticket() -> None:
    server = contexts().get("SERVER", NONE)
    assert server.num_tickets == 0
    assert server.options & ssl.OP_NO_TICKET


def test_the_key_log_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    ours = contexts(recording=Recording(keylog=str(path)))
    shake(ours.get("SERVER", NONE), client_context())
    assert "CLIENT_HANDSHAKE_TRAFFIC_SECRET" in path.read_text()


def test_no_key_is_left_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    original = ssl.SSLContext.load_cert_chain

    def spy(self: ssl.SSLContext, path: str, **more: Any) -> None:
        opened.append(path)
        original(self, path, **more)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", spy)
    contexts().get("SERVER", NONE)
    assert opened and all(path.startswith("/proc/self/fd/") for path in opened)
