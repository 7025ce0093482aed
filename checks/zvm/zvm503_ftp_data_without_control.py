"""Protected FTP data is required on connections whose control part may not be protected.

## Why it matters

Protection of data is negotiated on a protected control connection. With SECURECONTROL NEVER it cannot be,
so SECUREDATA REQUIRED refuses every transfer.

## How it is decided

By the two statements in SRVRFTP CONFIG. The consequence is recalled, not read in a public text.

## What to do

Raise SECURECONTROL to ALLOWED or REQUIRED.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, KeywordFile, check, finding


@check(
    "ZVM503",
    "ftp-data-without-control",
    "warning",
    "SRVRFTP CONFIG",
    needs=(KeywordFile,),
    releases="530+",
    certainty="unconfirmed",
    caused_by=("ZVM511",),
    fix="SECURECONTROL REQUIRED",
    sources=("recalled, not read in a public source",),
    facts=("APP003",),
)
def ftp_data_without_control(facts: Facts) -> Iterator[Finding]:
    for document in facts.all(KeywordFile):
        if document.kind != "srvrftp_config":
            continue
        control, data = document.get("SECURECONTROL"), document.get("SECUREDATA")
        if control is None or data is None or control.value is None or data.value is None:
            continue
        if control.value.value.upper() == "NEVER" and data.value.value.upper() == "REQUIRED":
            yield finding(
                "ZVM503",
                "SECUREDATA is REQUIRED while SECURECONTROL is NEVER: no transfer can be protected",
                data.value,
                (control.value, "the control connection"),
            )
