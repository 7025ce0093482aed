"""Each reader of an IBM i subject, by the forms that its subject comes in: values, completeness, places."""

from __future__ import annotations

from typing import Any

import pytest

from ssldiag.readers.ibmi import (
    assignments,
    certificates,
    environment,
    jobs,
    netstat,
    objects,
    products,
    ptfs,
    release,
    system_values,
)
from tests.readers.support import pointed_at, source, values

DSPSYSVAL = """\
                            Display System Value
System value . . . . . :   QSSLPCL
Description  . . . . . :   Secure sockets layer protocols

  Protocols
  *TLSV1.2
  *TLSV1.1
F3=Exit   F12=Cancel
                            Display System Value
System value . . . . . :   QSSLCSLCTL
Description  . . . . . :   Secure sockets layer cipher control
Cipher control . . . . :   *USRDFN
System value . . . . . :   QSSLCSL
Description  . . . . . :   Secure sockets layer cipher specification list
  Sequence   Cipher
   Number    Suite
      0
     10      *RSA_AES_128_CBC_SHA
     20      *RSA_AES_256_CBC_SHA
"""
CIPHERS = ["*RSA_AES_128_CBC_SHA", "*RSA_AES_256_CBC_SHA"]
VALUES_CSV = (
    "SYSTEM_VALUE_NAME,CURRENT_NUMERIC_VALUE,CURRENT_CHARACTER_VALUE\n"
    "QSSLPCL,,*TLSV1.2 *TLSV1.1\nQSSLCSLCTL,,*USRDFN\nQSSLCSL,,*RSA_AES_128_CBC_SHA   *RSA_AES_256_CBC_SHA\n"
)
LISTED = """\
 Name         Current                   Shipped            Description
 QSSLPCL    > *TLSV1.2                  *OPSYS             Secure sockets layer protocols
              *TLSV1.1
 QSSLCSLCTL > *USRDFN                   *OPSYS             Secure sockets layer cipher control
 QSSLCSL      *RSA_AES_128_CBC_SHA
              *RSA_AES_256_CBC_SHA
"""


@pytest.mark.parametrize("text", [DSPSYSVAL, VALUES_CSV, LISTED], ids=["DSPSYSVAL", "CSV", "WRKSYSVAL"])
def test_system_values(text: str) -> None:
    found = system_values.read(source(text, "ibmi_system_values"))
    words = {row.name.value: values(row.words) for row in found.rows}
    assert words == {"QSSLPCL": ["*TLSV1.2", "*TLSV1.1"], "QSSLCSLCTL": ["*USRDFN"], "QSSLCSL": CIPHERS}
    for row in found.rows[:2]:
        assert all(pointed_at(word.place, text) == word.value for word in row.words)
    assert not found.complete


def test_a_whole_list_of_system_values_is_complete() -> None:
    rows = "".join(f"Q{number:04},,x\n" for number in range(100))
    head = "SYSTEM_VALUE_NAME,CURRENT_NUMERIC_VALUE,CURRENT_CHARACTER_VALUE\n"
    assert system_values.read(source(head + rows, "ibmi_system_values")).complete


LICPGM = """\
                      Display Installed Licensed Programs
                                                             System:   SHOP1
Licensed  Installed
Program   Status       Description
5722SS1   *COMPATIBLE  i5/OS
5722SS1   *COMPATIBLE  i5/OS - Host Servers
5722SS1   *ERROR       i5/OS - Digital Certificate Manager
5722TC1   *COMPATIBLE  IBM TCP/IP Utilities for iSeries
5722DG1   *COMPATIBLE  IBM HTTP Server
                                                                        {end}
"""


def test_installed_licensed_programs() -> None:
    found = products.read(source(LICPGM.format(end="Bottom"), "ibmi_products"))
    rows = [(row.id.value, row.option, row.usable) for row in found.rows]
    assert rows == [
        ("5722SS1", "*BASE", True),
        ("5722SS1", "12", True),
        ("5722SS1", "34", False),
        ("5722TC1", "*BASE", True),
        ("5722DG1", "*BASE", True),
    ]
    assert found.complete
    assert not products.read(source(LICPGM.format(end="More..."), "ibmi_products")).complete


def test_software_resources() -> None:
    text = (
        "  5722SS1 V5R4M0 060210   Display Software Resources    SHOP1  11/22/26  10:15:00    Page    1\n"
        "  ID         Option  Feature  Description\n"
        "  5722SS1    *BASE   5050     i5/OS\n"
        "  5722SS1    34      5050     i5/OS - Digital Certificate Manager\n"
        "  5722-TC1   *BASE   2924     TCP/IP\n"
    )
    found = products.read(source(text, "ibmi_products"))
    assert [(row.id.value, row.option, row.usable) for row in found.rows] == [
        ("5722SS1", "*BASE", None),
        ("5722SS1", "34", None),
        ("5722TC1", "*BASE", None),
    ]
    assert found.release is not None
    assert found.release.value == "V5R4M0"
    assert not found.complete  # two products: a list of what someone looked for


@pytest.mark.parametrize(
    ("row", "usable", "status"),
    [
        ("YES,90,INSTALLED,NO", True, "YES"),
        ("YES,90,INSTALLED,YES", False, "YES"),
        ("YES,30,INSTALLED,NO", False, "30"),
        ("NO,90,INSTALLED,NO", False, "NO"),
        (",,,", None, None),
    ],
)
def test_load_states(row: str, usable: bool | None, status: str | None) -> None:
    head = "PRODUCT_ID,PRODUCT_OPTION,INSTALLED,LOAD_STATE,SYMBOLIC_LOAD_STATE,LOAD_ERROR\n"
    found = products.read(source(f"{head}5770SS1,0034,{row}\n", "ibmi_products")).rows[0]
    assert (found.option, found.usable, found.status and found.status.value) == ("34", usable, status)


def test_ptfs() -> None:
    table = (
        "PTF_IDENTIFIER,PTF_PRODUCT_ID,PTF_LOADED_STATUS\n"
        "SI48659,5770SS1,PERMANENTLY APPLIED\nSI1,5770SS1,LOADED\n"
    )
    printed = (
        "                           Display PTF Status\n"
        "Product ID . . . . . . . . . . . . . :   5770SS1\n"
        "SI48659     Permanently applied          None\nSI11111     Superseded                    None\n"
    )
    rows = ptfs.read(source(table, "ibmi_ptfs")).rows
    assert [(row.id.value, row.product, row.applied) for row in rows] == [
        ("SI48659", "5770SS1", True),
        ("SI1", "5770SS1", False),
    ]
    rows = ptfs.read(source(printed, "ibmi_ptfs")).rows
    assert [(row.id.value, row.product, row.applied) for row in rows] == [
        ("SI48659", "5770SS1", True),
        ("SI11111", "5770SS1", None),
    ]


def test_certificates() -> None:
    head = "CERTIFICATE_LABEL,VALIDITY_START,VALIDITY_END,KEY_SIZE,SUBJECT_COMMON_NAME,ISSUER_COMMON_NAME\n"
    ca = "CA,2026-01-01-00.00.00,2036-01-01-00.00.00,4096,Local CA,Local CA\n"
    server = '"one, two",2026-01-01-00.00.00,2027-01-01-00.00.00,2048,host,Local CA\n'
    found = certificates.read(source(head + ca + server, "ibmi_certificates"))
    row = found.rows[1]
    assert (row.label.value, row.key_bits, row.subject, row.issuer) == ("one, two", 2048, "host", "Local CA")
    assert row.not_after is not None
    assert row.not_after.value.year == 2027
    assert (row.has_key, row.enabled, found.complete) == (None, None, True)
    assert not certificates.read(source(head + server, "ibmi_certificates")).complete


@pytest.mark.parametrize(
    ("end", "year", "notes"),
    [
        ("21.11.2027 08:00", 2027, 0),
        ("21.11.2027 08:00:00.000", 2027, 0),
        ("11/12/2027 08:00", None, 1),
        ("soon", None, 1),
        ("", None, 0),
        ("null", None, 0),
    ],
)
def test_dates_as_spreadsheets_leave_them(end: str, year: int | None, notes: int) -> None:
    """What cannot be read is said to be so, or an expired certificate would count as a good one."""
    text = f"CERTIFICATE_LABEL,VALIDITY_END\nA,{end}\n"
    found = certificates.read(source(text, "ibmi_certificates"))
    after = found.rows[0].not_after
    assert (after.value.year if after else None) == year
    assert [item.reason.split()[0] for item in found.unreadable] == ["VALIDITY_END"] * notes


@pytest.mark.parametrize(
    ("cells", "labels"),
    [
        ('1,"{""CERT_LABELS"":[""A, B""]}"', ["A, B"]),
        ('2,"{""CERT_LABELS"":[""A"",""B""]}"', ["A", "B"]),
        ('2,"A, B"', ["A", "B"]),
        ('1,"A, B"', ["A, B"]),
        ("0,", []),
        (",only", ["only"]),
        ('1,"{broken"', ["{broken"]),
    ],
)
def test_labels_of_an_assignment(cells: str, labels: list[str]) -> None:
    text = f"APPLICATION_ID,CERTIFICATE_LABEL_COUNT,CERTIFICATE_LABELS\nmy_app,{cells}\n"
    row = assignments.read(source(text, "ibmi_assignments")).rows[0]
    assert (row.id.value, values(row.labels)) == ("MY_APP", labels)


def test_labels_as_json() -> None:
    text = '[{"APPLICATION_ID": "QIBM_X", "CERTIFICATE_LABELS": {"CERT_LABELS": ["A", "B"]}}]'
    assert values(assignments.read(source(text, "ibmi_assignments")).rows[0].labels) == ["A", "B"]


NETSTAT = """\
          Remote            Remote     Local
    Opt   Address           Port       Port       Idle Time  State
        *                      *  telnet-ssl      000:10:15  Listen
        *                      *  as-central>     000:10:15  Listen
    5   192.0.2.44         51812  9470            000:00:02  Established
        2001:db8::1        51813  ftp-con>        002:00:02  TIME-WAIT
        *                      *  520             000:00:02  *UDP
"""


def test_connections_of_a_print() -> None:
    found = netstat.read(source(NETSTAT, "ibmi_netstat"))
    rows = [(row.listens, row.local_port.value, row.number, row.remote_address) for row in found.rows]
    assert rows == [
        (True, "telnet-ssl", None, "*"),
        (True, "as-central>", None, "*"),
        (False, "9470", 9470, "192.0.2.44"),
        (False, "ftp-con>", None, "2001:db8::1"),
        (False, "520", 520, "*"),
    ]
    assert pointed_at(found.rows[0].local_port.place, NETSTAT) == "telnet-ssl"
    assert not found.complete


def test_connections_of_a_table() -> None:
    text = (
        "REMOTE_ADDRESS,REMOTE_PORT,LOCAL_ADDRESS,LOCAL_PORT,TCP_STATE,PROTOCOL\n"
        "0.0.0.0,0,0.0.0.0,992,LISTEN,TCP\n192.0.2.4,5111,192.0.2.1,992,ESTABLISHED,TCP\n0.0.0.0,0,0.0.0.0,520,,UDP\n"
    )
    rows = netstat.read(source(text, "ibmi_netstat")).rows
    assert [(row.listens, row.number, row.state) for row in rows] == [
        (True, 992, "LISTEN"),
        (False, 992, "ESTABLISHED"),
        (False, 520, ""),
    ]


def test_jobs() -> None:
    table = "JOB_NAME,SUBSYSTEM,JOB_STATUS,THREAD_COUNT\n101003/QTCP/QTVTELNET,QSYSWRK,DEQW,5\n"
    printed = (
        "Subsystem  . . . . . :   QHTTPSVR\n     ADMIN        QTMHHTTP     BCH   .0                  SIGW\n"
    )
    row = jobs.read(source(table, "ibmi_jobs")).rows[0]
    assert (row.name.value, row.subsystem, row.user) == ("QTVTELNET", "QSYSWRK", "QTCP")
    assert row.threads is not None
    assert row.threads.value == 5
    row = jobs.read(source(printed, "ibmi_jobs")).rows[0]
    assert (row.name.value, row.subsystem, row.user, row.status) == ("ADMIN", "QHTTPSVR", "QTMHHTTP", "SIGW")


def test_environment() -> None:
    printed = "   Work with Environment Vars (*SYS)\n   QIBM_TELNET_CLIENT_SSL    'Y'\n"
    table = (
        "ENVIRONMENT_VARIABLE_TYPE,ENVIRONMENT_VARIABLE_NAME,ENVIRONMENT_VARIABLE_VALUE\n"
        "SYSTEM,QIBM_TELNET_CLIENT_SSL,Y\n"
    )
    for text in (printed, table):
        row = environment.read(source(text, "ibmi_environment")).rows[0]
        assert (row.name, row.value.value, row.scope) == ("QIBM_TELNET_CLIENT_SSL", "Y", "SYSTEM")


def test_release() -> None:
    area = (
        "                            Display Data Area\n"
        "Data area . . . . . . . :   QSS1MRI\n  Library . . . . . . . :     QUSRSYS\n"
        "Value\n    0      'V5R4M0 5722SS1'\n"
    )
    for text, wanted in ((area, "V5R4M0"), ("OS_VERSION,OS_RELEASE,HOST_NAME\n7,4,SHOP1\n", "V7R4")):
        assert release.read(source(text, "ibmi_release")).rows[0].release.value == wanted


OBJECTS: dict[str, tuple[str, list[Any]]] = {
    "basic print": (
        "Library 1 of 1 . . . . . . :   QMGTC2\nQYPSVLDL    *VLDL       QSYS        USER      8192\n",
        [("QMGTC2", True)],
    ),
    "full print": (
        "Object . . . . . . . :   QYPSVLDL     Attribute  . . . . . :\n  Library  . . . . . :     QUSRSYS\n"
        "Creation date/time . . . . . . . . :   11/19/26  08:00:00\n",
        [("QUSRSYS", True)],
    ),
    "table": ("OBJLIB,OBJNAME,OBJTYPE\nQMGTC2,QYPSVLDL,*VLDL\n", [("QMGTC2", True)]),
    "missing": (
        "Library . . . . . . . :   QMGTC2\nObject QYPSVLDL in library QMGTC2 not found.\n",
        [("QMGTC2", False)],
    ),
}


@pytest.mark.parametrize("form", OBJECTS)
def test_validation_list_objects(form: str) -> None:
    text, wanted = OBJECTS[form]
    rows = objects.read(source(text, "ibmi_objects")).rows
    assert [(row.library.value, row.present) for row in rows] == wanted


def test_dates_of_an_object() -> None:
    row = objects.read(source(OBJECTS["full print"][0], "ibmi_objects")).rows[0]
    assert row.created is not None
    assert (row.created.value.month, row.created.value.day) == (11, 19)
