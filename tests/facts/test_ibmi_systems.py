"""Which file belongs to which system, and what is known of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ssldiag.facts import Facts
from ssldiag.facts.ibmi_applications import Application
from ssldiag.facts.ibmi_mc import (
    CompareAndUpdate,
    McClient,
    McServer,
    ObjectList,
    TrustedGroup,
    ValidationList,
)
from ssldiag.facts.ibmi_network import Listener, NetstatList
from ssldiag.facts.ibmi_products import ProductList
from ssldiag.facts.ibmi_servers import by_application, servers, services
from ssldiag.facts.ibmi_stores import IbmiCertificate, IbmiStore
from ssldiag.facts.ibmi_systems import IbmiRelease, IbmiSystem, of_system, release_of
from ssldiag.facts.ibmi_tls import TlsConfiguration, TlsPeer, TlsSettings
from ssldiag.facts.ibmi_traces import AuditEvent, TraceEvent
from ssldiag.facts.keys import KeyDatabase
from ssldiag.facts.table import TABLE
from ssldiag.settings import Settings
from tests.support import BASES, snapshot_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HEAD = "  5722SS1 V5R4M0 060210    Display Software Resources     {name}  11/22/26  10:15:00    Page    1\n"
PRODUCTS = HEAD + "  5722SS1    *BASE   5050     i5/OS\n  5722SS1    34      5050     i5/OS - DCM\n"
VALUES = "SYSTEM_VALUE_NAME,CURRENT_CHARACTER_VALUE\nQSSLPCL,{pcl}\n"


def facts_of(files: dict[str, str], release: str | None = None) -> Facts:
    return Facts(snapshot_of({k: v.encode() for k, v in files.items()}), Settings(release=release), NOW)


def base(name: str) -> Facts:
    files = {
        p.relative_to(BASES / name).as_posix(): p.read_bytes()
        for p in (BASES / name).rglob("*")
        if p.is_file()
    }
    return Facts(snapshot_of(files), Settings(), NOW)


def names(facts: Facts) -> list[str]:
    return [item.name for item in facts.all(IbmiSystem)]


def test_one_system_is_named_by_its_page_headings() -> None:
    facts = facts_of(
        {"a/products.txt": PRODUCTS.format(name="LAGER"), "b/values.csv": VALUES.format(pcl="*OPSYS")}
    )
    assert names(facts) == ["LAGER"]
    assert {item.system for item in facts.all(ProductList)} == {"LAGER"}
    (settings,) = facts.all(TlsSettings)
    assert (settings.system, settings.level) == ("LAGER", 540)


def test_a_system_without_a_name() -> None:
    facts = facts_of({"values.csv": VALUES.format(pcl="*OPSYS")})
    assert names(facts) == [""]
    assert facts.all(IbmiSystem)[0].on == ""
    assert release_of(facts, "") is None


def test_folders_sorted_by_subject_are_one_system() -> None:
    files = {f"{word}/x.txt": PRODUCTS.format(name="LAGER") for word in ("one", "two")}
    assert names(facts_of(files)) == ["LAGER"]


def test_several_systems_have_a_folder_each() -> None:
    files = {}
    for name in ("ep1", "ep2"):
        files[f"{name}/products.txt"] = PRODUCTS.format(name="")
        files[f"{name}/sql/values.csv"] = VALUES.format(pcl="*OPSYS")
        files[f"{name}/values.csv"] = VALUES.format(pcl="*TLSV1")
    facts = facts_of(
        {**files, "network.txt": "[system Ep1]\nrole = endpoint\n[system Ep9]\nrole = endpoint\n"}
    )
    assert names(facts) == ["Ep1", "EP2", "Ep9"]
    assert [item.system for item in facts.all(ProductList)] == ["Ep1", "EP2"]
    assert [item.role.value if item.role else "" for item in facts.all(IbmiSystem)] == [
        "endpoint",
        "",
        "endpoint",
    ]


def test_zvm_files_beside_those_of_an_ibmi() -> None:
    facts = facts_of(
        {"vm/SYSTEM.DTCPARMS": ":nick.X :type.server\n", "i/values.csv": VALUES.format(pcl="*OPSYS")}
    )
    assert names(facts) == [""]


@pytest.mark.parametrize(
    ("files", "release", "level", "source"),
    [
        ({"p.txt": PRODUCTS.format(name="A")}, None, 540, "file"),
        ({"p.txt": PRODUCTS.format(name="A")}, "740", 540, "file"),
        ({"v.csv": VALUES.format(pcl="*OPSYS")}, "740", 740, "option"),
        ({"p.txt": PRODUCTS.format(name="A"), "f.txt": "[system A]\nrelease = V5R3\n"}, None, 530, "file"),
        ({"r.csv": "OS_VERSION,OS_RELEASE\n7,3\n"}, None, 730, "file"),
        ({"p.csv": "PRODUCT_ID,PRODUCT_OPTION,RELEASE_LEVEL\n5770SS1,*BASE,V7R2M0\n"}, None, 720, "file"),
    ],
)
def test_where_the_release_is_from(
    files: dict[str, str], release: str | None, level: int, source: str
) -> None:
    (found,) = facts_of(files, release).all(IbmiRelease)
    assert (found.level, found.source, found.place is None) == (level, source, source == "option")


@pytest.mark.parametrize(
    ("pcl", "protocols", "certain"),
    [
        ("*TLSV1 *TLSV1.2", ("TLSV1.2", "TLSV1"), True),
        ("*OPSYS", ("TLSV1.3", "TLSV1.2"), False),
        ("*SOMETHING", (), True),
    ],
)
def test_tls_settings(pcl: str, protocols: tuple[str, ...], certain: bool) -> None:
    (found,) = facts_of({"values.csv": VALUES.format(pcl=pcl)}, "740").all(TlsSettings)
    assert (found.protocols, found.protocols_certain, found.ciphers) == (protocols, certain, None)


def test_opsys_without_a_release_tells_nothing() -> None:
    (found,) = facts_of({"values.csv": VALUES.format(pcl="*OPSYS")}).all(TlsSettings)
    assert found.protocols is None


@pytest.mark.parametrize("name", ["ibmi_host", "ibmi_v5r4", "ibmi_network"])
def test_every_fact_of_the_clean_hosts_can_be_made(name: str) -> None:
    facts = base(name)
    assert all(isinstance(facts.all(kind), tuple) for kind in TABLE)
    assert facts.unreadable() == ()


def test_the_clean_host() -> None:
    facts = base("ibmi_host")
    (store,) = facts.all(IbmiStore)
    assert (store.name, store.complete, store.loose) == ("*SYSTEM", True, False)
    assert [item.self_issued for item in facts.all(IbmiCertificate)] == [True, False]
    assert facts.all(NetstatList)[0].listening(9471) is not None
    assert facts.all(NetstatList)[0].uncertain == ()
    seven = [item for item in facts.all(Application) if item.server and item.server.seven]
    assert len(seven) == 7
    assert all(item.labels for item in seven)
    assert [item.name for item in facts.all(KeyDatabase)] == ["*SYSTEM"]


def test_the_network() -> None:
    facts = base("ibmi_network")
    assert [(item.system, item.role) for item in facts.all(McServer)] == [
        ("CENTRAL", "central"),
        ("ENDPT1", "endpoint"),
        ("ENDPT2", "endpoint"),
    ]
    (client,) = facts.all(McClient)
    assert (client.central, client.release and client.release.value) == ("CENTRAL", 540)
    (group,) = facts.all(TrustedGroup)
    assert (group.holds("endpt2"), group.holds("CENTRAL")) == (True, False)
    assert facts.all(CompareAndUpdate)[0].finished is not None
    assert len(facts.all(ValidationList)) == len(facts.all(ObjectList)) == 3
    assert [store.pc for store in facts.all(IbmiStore) if not store.system] == [True]
    assert len(of_system(facts, Listener, "ENDPT1")) == 25
    mc = [item for item in facts.all(Application) if item.server and item.server.word == "mgtc"]
    assert len(mc) == 3


def test_what_a_form_says_is_not_there() -> None:
    facts = facts_of(
        {"f.txt": "[system A]\nrole = endpoint\n[validation list A]\nlibrary = qmgtc2\npresent = no\n"}
    )
    assert facts.all(ValidationList) == ()
    assert facts.all(ObjectList)[0].libraries == ("QMGTC2",)


def test_traces_audit_and_peers() -> None:
    trace = (
        "SOCKETS   IDENTIFIER : SC#17005     TIME 02/17/15  11:03:33.151908   TDE# 000000003C94\n"
        "  #1    (   21)    +0000   C3D6D5D5C5C3E3C9D6D540D7D9D6D7C5D9E3C9C5E2\n"
        "  #2    (    7)    +0000   E3D3E2E5F14BF3\n"
        "  #3    (   10)    +0000   D3D6C3C1D340D7D6D9E3\n  #4    (    3)    +0000   F9F9F2\n"
    )
    audit = (
        "ENTRY_TYPE,SECURE_VERSION,SECURE_PROPERTIES\n"
        "X,,\nS,TLSV1.2,TLS_RSA_WITH_AES_128_CBC_SHA256 ECDSA_SHA512\n"
    )
    peer = "[system A]\nrelease = 7.4\n[peer shop]\nserver = telnet\nprotocols = TLSV1.2, TLSV1.3\n"
    facts = facts_of({"QPCSMPRT.txt": trace, "sk.csv": audit, "f.txt": peer})
    (event,) = facts.all(TraceEvent)
    assert (event.protocol, event.local_port, event.properties["PROTOCOL"]) == ("TLSV1.3", 992, "TLSV1.3")
    failed, good = facts.all(AuditEvent)
    assert (failed.failed, good.failed) == (True, False)
    assert (good.protocol, good.cipher) == ("TLSV1.2", "TLS_RSA_WITH_AES_128_CBC_SHA256")
    (partner,) = facts.all(TlsPeer)
    assert (partner.system, [item.value for item in partner.protocols]) == ("A", ["TLSV1.2", "TLSV1.3"])


def test_the_table_of_servers() -> None:
    assert sum(item.seven for item in servers()) == 7
    assert services()["as-central-s"] == 9470
    assert services()["telnet-ssl"] == 992
    found = by_application("qibm_qtv_telnet_client")
    assert found is not None
    assert found.word == "telnet"
    assert by_application("MY_OWN") is None
    assert by_application("") is None
    mc = by_application("X", "Management Central server")
    assert mc is not None
    assert (mc.word, mc.certain) == ("mgtc", False)


TOOLS = """\
Supported protocols: TLSv1.2 {more}
Default protocols: TLSv1.2
Supported cipher suites
   TLS_RSA_WITH_AES_128_CBC_SHA
Handshake connection counts
   TLSv1.0 . . . : 12
"""


@pytest.mark.parametrize(
    ("pcl", "release", "more", "protocols", "certain"),
    [
        ("*OPSYS", "740", "TLSv1.3 TLSv1.0", ("TLSV1.3", "TLSV1.2", "TLSV1"), False),
        ("*OPSYS", "720", "TLSv1.1 TLSv1.0", ("TLSV1.2", "TLSV1.1", "TLSV1"), True),
        ("*OPSYS", "720", "", ("TLSV1.2",), False),
        ("*TLSV1.3", "740", "TLSv1.0", ("TLSV1.3",), True),
        ("*OPSYS", "540", "TLSv1.0", ("TLSV1", "SSLV3", "SSLV2"), True),
    ],
)
def test_what_the_service_tools_add(
    pcl: str, release: str, more: str, protocols: tuple[str, ...], certain: bool
) -> None:
    files = {"values.csv": VALUES.format(pcl=pcl), "tlsconfig.txt": TOOLS.format(more=more)}
    facts = facts_of(files, release)
    (found,) = facts.all(TlsSettings)
    assert (found.protocols, found.protocols_certain) == (protocols, certain)
    assert found.ciphers == (None if release == "540" else ("RSA_AES_128_CBC_SHA",))
    assert not found.ciphers_certain
    assert [word.value for word in found.default_protocols or ()] == ["TLSV1.2"]
    (printed,) = facts.all(TlsConfiguration)
    assert [(word, count.value) for word, count in printed.counts] == [("TLSV1", 12)]
