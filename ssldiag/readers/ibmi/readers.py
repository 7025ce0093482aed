"""The only list of IBM i readers: by the kind of source, the function that reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ssldiag.model import Source
from ssldiag.readers.ibmi import (
    assignments,
    audit,
    certificates,
    environment,
    form,
    job_log,
    jobs,
    netstat,
    objects,
    products,
    ptfs,
    release,
    system_values,
    tls_config,
    trcint,
)
from ssldiag.readers.ibmi.document import Document

READERS: dict[str, Callable[[Source], Document[Any]]] = {
    "ibmi_system_values": system_values.read,
    "ibmi_products": products.read,
    "ibmi_ptfs": ptfs.read,
    "ibmi_release": release.read,
    "ibmi_certificates": certificates.read,
    "ibmi_assignments": assignments.read,
    "ibmi_netstat": netstat.read,
    "ibmi_jobs": jobs.read,
    "ibmi_job_log": job_log.read,
    "ibmi_tls_config": tls_config.read,
    "ibmi_audit": audit.read,
    "ibmi_trace": trcint.read,
    "ibmi_objects": objects.read,
    "ibmi_environment": environment.read,
    "ibmi_form": form.read,
}
