"""FTP data may be sent in clear.

## Why it matters

Log-on is protected and the files are not, unless each client asks for it. The DISA STIG wants SECUREDATA
REQUIRED (V-237945).

## How it is decided

SRVRFTP CONFIG protects the control connection, and SECUREDATA is absent or other than REQUIRED.

## What to do

``SECUREDATA REQUIRED`` in SRVRFTP CONFIG, if all clients can do it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, KeywordFile, check, finding


@check(
    "ZVM504",
    "ftp-data-not-required",
    "warning",
    "SRVRFTP CONFIG",
    needs=(KeywordFile,),
    releases="530+",
    fix="SECUREDATA REQUIRED",
    sources=("DISA STIG V-237945",),
    facts=("APP004",),
)
def ftp_data_not_required(facts: Facts) -> Iterator[Finding]:
    for document in facts.all(KeywordFile):
        if document.kind != "srvrftp_config":
            continue
        control, data = document.get("SECURECONTROL"), document.get("SECUREDATA")
        label = document.get("TLSLABEL")
        protected = (
            control is not None and control.value is not None and control.value.value.upper() != "NEVER"
        )
        if not protected and label is None:
            continue
        if data is None or data.value is None:
            anchor = control or label
            if anchor:
                yield finding(
                    "ZVM504",
                    "the FTP server does not require protected data: there is no SECUREDATA",
                    anchor.name,
                )
        elif data.value.value.upper() != "REQUIRED":
            yield finding(
                "ZVM504",
                f"the FTP server does not require protected data: SECUREDATA {data.value.value}",
                data.value,
            )
