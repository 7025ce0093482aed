"""The fact types of IBM i: how each is made, and what to collect where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ssldiag.facts import (
    ibmi_applications,
    ibmi_joblogs,
    ibmi_mc,
    ibmi_network,
    ibmi_products,
    ibmi_stores,
    ibmi_systems,
    ibmi_tls,
    ibmi_traces,
    ibmi_values,
)
from ssldiag.facts.core import Facts, FactType

VALUES = "system values (QSYS2.SYSTEM_VALUE_INFO as CSV or JSON, or DSPSYSVAL OUTPUT(*PRINT))"
PRODUCTS = "installed products (QSYS2.SOFTWARE_PRODUCT_INFO as CSV or JSON, or DSPSFWRSC OUTPUT(*PRINT))"
PTFS = "PTFs (QSYS2.PTF_INFO as CSV or JSON, or DSPPTF OUTPUT(*PRINT))"
STORES = "the *SYSTEM store (QSYS2.CERTIFICATE_INFO as CSV or JSON, or DEFAULT.KDB)"
ASSIGNMENTS = "certificate assignments (QSYS2.CERTIFICATE_USAGE_INFO as CSV or JSON)"
NETSTAT = "connections (QSYS2.NETSTAT_INFO as CSV or JSON, or the print of NETSTAT *CNN)"
JOBS = "active jobs (QSYS2.ACTIVE_JOB_INFO as CSV or JSON, or the print of WRKACTJOB)"
JOBLOGS = "job logs of the servers (QPJOBLOG prints, or QSYS2.JOBLOG_INFO as CSV or JSON)"
TLS = "output of TLSCONFIG or SSLCONFIG (STRSST, advanced analysis)"
TRACE = "the print of TRCINT (QPCSMPRT)"
AUDIT = "SK entries of the audit journal as CSV or JSON"
FORM = "a settings form (docs/ibmi/collect.md)"
OBJECTS = "DSPOBJD OBJ(QMGTC2/QYPSVLDL) and OBJ(QUSRSYS/QYPSVLDL), or a settings form"
RELEASE = "any print of the system, DSPDTAARA QUSRSYS/QSS1MRI, or --release (540 for V5R4)"
ENVIRONMENT = "environment variables (QSYS2.ENVIRONMENT_VARIABLE_INFO as CSV or JSON, or WRKENVVAR *PRINT)"


def nothing(facts: Facts) -> Iterable[Any]:
    """No facts."""
    return ()


TABLE: dict[type, FactType] = {
    ibmi_systems.IbmiSystem: FactType(nothing, "IBM i system", VALUES),
    ibmi_systems.IbmiRelease: FactType(nothing, "release of IBM i", RELEASE),
    ibmi_systems.HostEntry: FactType(nothing, "host table", FORM),
    ibmi_systems.StreamFile: FactType(nothing, "file with its authorities", FORM),
    ibmi_values.SystemValue: FactType(nothing, "system value", VALUES),
    ibmi_values.SystemValueList: FactType(nothing, "list of system values", VALUES),
    ibmi_values.EnvironmentVariable: FactType(nothing, "environment variable", ENVIRONMENT),
    ibmi_products.Product: FactType(nothing, "installed product", PRODUCTS),
    ibmi_products.ProductList: FactType(nothing, "list of installed products", PRODUCTS),
    ibmi_products.Ptf: FactType(nothing, "PTF", PTFS),
    ibmi_products.PtfList: FactType(nothing, "list of PTFs", PTFS),
    ibmi_applications.Application: FactType(nothing, "application of DCM", ASSIGNMENTS),
    ibmi_applications.ApplicationList: FactType(nothing, "list of applications of DCM", ASSIGNMENTS),
    ibmi_stores.IbmiStore: FactType(nothing, "certificate store of an IBM i", STORES),
    ibmi_stores.IbmiCertificate: FactType(nothing, "certificate of an IBM i", STORES),
    ibmi_network.Listener: FactType(nothing, "listening port", NETSTAT),
    ibmi_network.NetstatList: FactType(nothing, "list of connections", NETSTAT),
    ibmi_network.ActiveJob: FactType(nothing, "active job", JOBS),
    ibmi_network.JobList: FactType(nothing, "list of active jobs", JOBS),
    ibmi_joblogs.JobLog: FactType(nothing, "job log", JOBLOGS),
    ibmi_joblogs.JobMessage: FactType(nothing, "message of a job log", JOBLOGS),
    ibmi_tls.TlsConfiguration: FactType(nothing, "TLS configuration of the service tools", TLS),
    ibmi_tls.TlsSettings: FactType(nothing, "TLS settings of an IBM i", VALUES),
    ibmi_tls.TlsPeer: FactType(nothing, "description of a partner", FORM),
    ibmi_traces.TraceEvent: FactType(nothing, "trace point of System TLS", TRACE),
    ibmi_traces.AuditEvent: FactType(nothing, "SK entry of the audit journal", AUDIT),
    ibmi_mc.McServer: FactType(nothing, "settings of Management Central", FORM),
    ibmi_mc.McClient: FactType(nothing, "PC with iSeries Navigator", FORM),
    ibmi_mc.McScenario: FactType(nothing, "scenario of Management Central", FORM),
    ibmi_mc.McStep: FactType(nothing, "step that was taken", FORM),
    ibmi_mc.TrustedGroup: FactType(nothing, "system group", FORM),
    ibmi_mc.CompareAndUpdate: FactType(nothing, "run of Compare and Update", FORM),
    ibmi_mc.PackageSend: FactType(nothing, "package definition", FORM),
    ibmi_mc.ValidationList: FactType(nothing, "copy of QYPSVLDL", OBJECTS),
    ibmi_mc.ObjectList: FactType(nothing, "listing of objects", OBJECTS),
}
