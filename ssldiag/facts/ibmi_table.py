"""The fact types of IBM i: how each is made, and what to collect where there is none."""

from __future__ import annotations

from ssldiag.facts import (
    ibmi_applications,
    ibmi_documents,
    ibmi_folders,
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
from ssldiag.readers.ibmi.document import Document

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


def without_mc(facts: Facts) -> bool:
    """Whether nothing tells of Management Central: neither a listener of its ports nor its job."""
    ports = any(item.server and item.server.word == "mgtc" for item in facts.all(ibmi_network.Listener))
    return not ports and all(job.name.value != "QYPSJSVR" for job in facts.all(ibmi_network.ActiveJob))


TABLE: dict[type, FactType] = {
    Document: FactType(ibmi_documents.build, "IBM i file", VALUES),
    ibmi_folders.IbmiFolders: FactType(ibmi_folders.build, "folder of an IBM i system", VALUES),
    ibmi_systems.IbmiSystem: FactType(ibmi_systems.build_systems, "IBM i system", VALUES),
    ibmi_systems.IbmiRelease: FactType(ibmi_systems.build_releases, "release of IBM i", RELEASE),
    ibmi_systems.HostEntry: FactType(ibmi_systems.build_hosts, "host table", FORM),
    ibmi_systems.StreamFile: FactType(ibmi_systems.build_files, "file with its authorities", FORM),
    ibmi_values.SystemValue: FactType(ibmi_values.build_values, "system value", VALUES),
    ibmi_values.SystemValueList: FactType(ibmi_values.build_lists, "list of system values", VALUES),
    ibmi_values.EnvironmentVariable: FactType(
        ibmi_values.build_variables, "environment variable", ENVIRONMENT
    ),
    ibmi_products.Product: FactType(ibmi_products.build_products, "installed product", PRODUCTS),
    ibmi_products.ProductList: FactType(ibmi_products.build_lists, "list of installed products", PRODUCTS),
    ibmi_products.Ptf: FactType(ibmi_products.build_ptfs, "PTF", PTFS),
    ibmi_products.PtfList: FactType(ibmi_products.build_ptf_lists, "list of PTFs", PTFS),
    ibmi_applications.Application: FactType(
        ibmi_applications.build_applications, "application of DCM", ASSIGNMENTS
    ),
    ibmi_applications.ApplicationList: FactType(
        ibmi_applications.build_lists, "list of applications of DCM", ASSIGNMENTS
    ),
    ibmi_stores.IbmiStore: FactType(ibmi_stores.build_stores, "certificate store of an IBM i", STORES),
    ibmi_stores.IbmiCertificate: FactType(ibmi_stores.build_certificates, "certificate of an IBM i", STORES),
    ibmi_network.Listener: FactType(ibmi_network.build_listeners, "listening port", NETSTAT),
    ibmi_network.NetstatList: FactType(ibmi_network.build_netstat, "list of connections", NETSTAT),
    ibmi_network.ActiveJob: FactType(ibmi_network.build_jobs, "active job", JOBS),
    ibmi_network.JobList: FactType(ibmi_network.build_job_lists, "list of active jobs", JOBS),
    ibmi_joblogs.JobLog: FactType(ibmi_joblogs.build_logs, "job log", JOBLOGS),
    ibmi_joblogs.JobMessage: FactType(ibmi_joblogs.build_messages, "message of a job log", JOBLOGS),
    ibmi_tls.TlsConfiguration: FactType(
        ibmi_tls.build_configurations, "TLS configuration of the service tools", TLS
    ),
    ibmi_tls.TlsSettings: FactType(ibmi_tls.build_settings, "TLS settings of an IBM i", VALUES),
    ibmi_tls.TlsPeer: FactType(ibmi_tls.build_peers, "description of a partner", FORM),
    ibmi_traces.TraceEvent: FactType(ibmi_traces.build_traces, "trace point of System TLS", TRACE),
    ibmi_traces.AuditEvent: FactType(ibmi_traces.build_audit, "SK entry of the audit journal", AUDIT),
    ibmi_mc.McServer: FactType(ibmi_mc.build_servers, "settings of Management Central", FORM, without_mc),
    ibmi_mc.McClient: FactType(ibmi_mc.build_clients, "PC with iSeries Navigator", FORM, without_mc),
    ibmi_mc.McScenario: FactType(ibmi_mc.build_scenarios, "scenario of Management Central", FORM, without_mc),
    ibmi_mc.McStep: FactType(ibmi_mc.build_steps, "step that was taken", FORM, without_mc),
    ibmi_mc.TrustedGroup: FactType(ibmi_mc.build_groups, "system group", FORM, without_mc),
    ibmi_mc.CompareAndUpdate: FactType(ibmi_mc.build_updates, "run of Compare and Update", FORM, without_mc),
    ibmi_mc.PackageSend: FactType(ibmi_mc.build_sends, "package definition", FORM, without_mc),
    ibmi_mc.ValidationList: FactType(ibmi_mc.build_validation_lists, "copy of QYPSVLDL", OBJECTS, without_mc),
    ibmi_mc.ObjectList: FactType(ibmi_mc.build_object_lists, "listing of objects", OBJECTS, without_mc),
}
