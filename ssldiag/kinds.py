"""The kinds of file that ssldiag knows: one table, used to recognise sources and to say what to collect."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """``word`` names the kind in output; ``what`` describes it; ``collect`` tells how to get one;
    ``text`` or binary.
    """

    word: str
    what: str
    collect: str
    text: bool = True


KINDS: dict[str, Kind] = {
    kind.word: kind
    for kind in (
        Kind("dtcparms", "DTCPARMS file", "SYSTEM DTCPARMS (TCPMAINT 198) and IBM DTCPARMS (TCPMAINT 591)"),
        Kind("profile_tcpip", "TCP/IP profile", "PROFILE TCPIP (TCPMAINT 198)"),
        Kind("tcpip_data", "TCPIP DATA", "TCPIP DATA (TCPMAINT 592)"),
        Kind("user_direct", "user directory or a part of it", "USER DIRECT, or DIRM REVIEW of the SSL users"),
        Kind("srvrftp_config", "FTP server configuration", "SRVRFTP CONFIG (TCPMAINT 198)"),
        Kind("smtp_config", "SMTP server configuration", "SMTP CONFIG (TCPMAINT 198)"),
        Kind("autolog_exec", "EXEC that autologs machines", "PROFILE EXEC of AUTOLOG1"),
        Kind(
            "transcript",
            "console log or command responses",
            "console logs (SPOOL CONSOLE) and command responses",
        ),
        Kind("gskit_keydb", "GSKit CMS key database", "the .kdb file that KEYFILE names", text=False),
        Kind("pkcs12", "PKCS#12 store", "the .p12 file that KEYFILE names", text=False),
        Kind("pem", "PEM certificates", "certificates in PEM form"),
        Kind("der", "DER certificate", "certificates in DER form", text=False),
        Kind("pkcs7", "PKCS#7 certificates", "certificates in PKCS#7 form", text=False),
        Kind(
            "stash",
            "stashed key database password",
            "the .sth file (its presence, size and mode are enough)",
            text=False,
        ),
        Kind("private_key", "private key", "nothing: private keys are never needed"),
        Kind(
            "ibmi_system_values",
            "IBM i system values",
            "system values (QSYS2.SYSTEM_VALUE_INFO as CSV or JSON, or DSPSYSVAL OUTPUT(*PRINT))",
        ),
        Kind(
            "ibmi_products",
            "IBM i installed products",
            "installed products (QSYS2.SOFTWARE_PRODUCT_INFO as CSV or JSON, or DSPSFWRSC OUTPUT(*PRINT))",
        ),
        Kind("ibmi_ptfs", "IBM i PTFs", "PTFs (QSYS2.PTF_INFO as CSV or JSON, or DSPPTF OUTPUT(*PRINT))"),
        Kind("ibmi_release", "release of an IBM i", "DSPDTAARA QUSRSYS/QSS1MRI OUTPUT(*PRINT)"),
        Kind(
            "ibmi_certificates",
            "IBM i certificate store contents",
            "the *SYSTEM store (QSYS2.CERTIFICATE_INFO as CSV or JSON, or DEFAULT.KDB)",
        ),
        Kind(
            "ibmi_assignments",
            "IBM i certificate assignments",
            "certificate assignments (QSYS2.CERTIFICATE_USAGE_INFO as CSV or JSON)",
        ),
        Kind(
            "ibmi_netstat",
            "IBM i connections",
            "connections (QSYS2.NETSTAT_INFO as CSV or JSON, or the print of NETSTAT *CNN)",
        ),
        Kind(
            "ibmi_jobs",
            "IBM i active jobs",
            "active jobs (QSYS2.ACTIVE_JOB_INFO as CSV or JSON, or the print of WRKACTJOB)",
        ),
        Kind(
            "ibmi_job_log",
            "IBM i job log",
            "job logs of the servers (QPJOBLOG prints, or QSYS2.JOBLOG_INFO as CSV or JSON)",
        ),
        Kind(
            "ibmi_tls_config",
            "IBM i TLS configuration",
            "output of TLSCONFIG or SSLCONFIG (STRSST, advanced analysis)",
        ),
        Kind(
            "ibmi_audit", "SK entries of an audit journal", "SK entries of the audit journal as CSV or JSON"
        ),
        Kind("ibmi_trace", "TRCINT print", "the print of TRCINT (QPCSMPRT)"),
        Kind(
            "ibmi_objects",
            "IBM i object listing",
            "DSPOBJD OBJ(QMGTC2/QYPSVLDL) and OBJ(QUSRSYS/QYPSVLDL), or a settings form",
        ),
        Kind(
            "ibmi_environment",
            "IBM i environment variables",
            "environment variables (QSYS2.ENVIRONMENT_VARIABLE_INFO as CSV or JSON, or WRKENVVAR *PRINT)",
        ),
        Kind("ibmi_form", "settings form of an IBM i", "a settings form (docs/ibmi/collect.md)"),
        Kind(
            "linux_httpd_conf",
            "IBM HTTP Server configuration",
            "httpd.conf of IBM HTTP Server and the files that it includes",
        ),
        Kind("linux_mq_ini", "IBM MQ ini file", "qm.ini, mqs.ini and mqclient.ini of IBM MQ"),
        Kind(
            "linux_mqsc",
            "IBM MQ objects",
            "output of runmqsc: DISPLAY QMGR ALL and DISPLAY CHANNEL(*) ALL (dmpmqcfg -a does too)",
        ),
        Kind(
            "linux_db2_cfg",
            "Db2 instance configuration",
            "output of db2 get dbm cfg, and of db2set -all, of each instance",
        ),
        Kind(
            "linux_tsm_options",
            "Spectrum Protect options",
            "dsm.opt, dsm.sys and dsmserv.opt of Spectrum Protect",
        ),
        Kind(
            "linux_plugin_cfg", "web server plug-in configuration", "plugin-cfg.xml of the web server plug-in"
        ),
        Kind(
            "linux_was_security",
            "security configuration of WebSphere Application Server",
            "security.xml of WebSphere Application Server",
        ),
        Kind(
            "linux_was_props",
            "TLS of clients of WebSphere Application Server",
            "ssl.client.props of WebSphere Application Server",
        ),
        Kind(
            "linux_db2_client",
            "data sources of a Db2 client",
            "db2cli.ini and db2dsdriver.cfg of Db2 clients",
        ),
        Kind(
            "linux_gsk_list",
            "list of certificates by gskcapicmd",
            "output of gskcapicmd -cert -list -db FILE",
        ),
        Kind(
            "linux_log",
            "log of a GSKit product",
            "error_log, http_plugin.log, AMQERR01.LOG or db2diag.log, the part with the failure",
        ),
        Kind("linux_local", "what was found on a Linux host", "ssldiag collect local"),
        Kind("capture", "packet capture", "a capture of the failing handshake", text=False),
        Kind(
            "probe",
            "what ssldiag probe saw",
            "ssldiag probe HOST:PORT --format json, or ssldiag doctor --live",
        ),
        Kind("note", "notes and readme files", "nothing"),
        Kind("unknown", "not recognised", "nothing"),
    )
}

CONFIGURATION = frozenset(
    (
        "dtcparms",
        "profile_tcpip",
        "tcpip_data",
        "user_direct",
        "srvrftp_config",
        "smtp_config",
        "autolog_exec",
    )
)
"""The kinds that CMS finds by file name and type, so that a copy under another name is not in use."""

IBMI = frozenset(word for word in KINDS if word.startswith("ibmi_"))
"""The kinds that only an IBM i has."""

LINUX = frozenset(word for word in KINDS if word.startswith("linux_"))
"""The kinds that only a Linux host with GSKit products has."""

BACKUP = "looks like a backup copy"
"""Why a copy of a configuration file is left alone."""
