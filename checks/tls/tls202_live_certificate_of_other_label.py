"""A port shows the certificate of another label than the one configured for it.

## Why it matters

Clients get a certificate that was meant for something else: with another name, or from another authority. It
happens where a profile was changed and not taken over, where an application still runs with its old
configuration, or where a label is resolved to the default certificate.

## How it is decided

A live look shows a certificate at a port that is not the one under the port's label, and that the collected
key databases hold, with its private key, under another label. Both are seen; why it is so is not.

## What to do

Take the changed profile over (OBEYFILE, or a restart of the stack), or restart the application that names the
label; else correct the label.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, KeyDatabase, ServedPort, check, finding
from tls._live import about, named, other_labels, seen, stored


@check(
    "TLS202",
    "live-certificate-of-other-label",
    "warning",
    "live look and key database",
    needs=(ServedPort, KeyDatabase),
    certainty="inferred",
    fix="take the changed configuration over, or correct the label",
    sources=("z/VM TCP/IP Planning and Customization, PORT statement (SECURE label)",),
)
def live_certificate_of_other_label(facts: Facts) -> Iterator[Finding]:
    for served in facts.all(ServedPort):
        label = served.label
        if label is None or not served.probed.chain or not stored(facts, label.value):
            continue
        shown = served.probed.chain[0]
        labels = other_labels(facts, shown.sha256)
        if labels and label.value not in labels and label.value.upper() not in labels:
            yield finding(
                "TLS202",
                f"{named(served)} is configured with label {label.value} and shows the certificate of "
                f"{labels[0]}, {shown.subject}",
                (label, "the label of the port"),
                seen(served),
                about=about(served),
            )
