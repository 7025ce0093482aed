"""The fact types of GSKit products on Linux: how each is made, and what to collect where there is none."""

from __future__ import annotations

from ssldiag.facts import (
    linux_client_uses,
    linux_db2,
    linux_db2_client,
    linux_documents,
    linux_files,
    linux_host,
    linux_ihs,
    linux_logs,
    linux_mq,
    linux_plugin,
    linux_tsm,
    linux_uses,
    linux_was,
)
from ssldiag.facts.core import Facts, FactType
from ssldiag.readers.linux.document import LinuxDocument

CONFIGURATION = (
    "configuration of the GSKit products with the .kdb files that it names (ssldiag collect local)"
)
HTTPD = "httpd.conf of IBM HTTP Server and the files that it includes"
MQSC = "output of runmqsc: DISPLAY QMGR ALL and DISPLAY CHANNEL(*) ALL"
DBM = "output of db2 get dbm cfg and of db2set -all"
OPTIONS = "dsmserv.opt, dsm.sys and dsm.opt of Spectrum Protect"
PLUGIN = "plugin-cfg.xml of the web server plug-in"
LOGS = "error_log, http_plugin.log, AMQERR01.LOG or db2diag.log with the failure"
CLIENTS = "db2cli.ini and db2dsdriver.cfg of Db2 clients"
WAS = "security.xml and ssl.client.props of WebSphere Application Server"
LOCAL = "what ssldiag collect local writes"


def collected_here(facts: Facts) -> bool:
    """Whether the collector went over the host, so that what it does not show is not there."""
    return linux_files.files(facts).collected_here


def without_mq(facts: Facts) -> bool:
    """Whether the collector went over the host and found no ini file of IBM MQ."""
    return collected_here(facts) and not any(linux_documents.documents(facts, "linux_mq_ini", "linux_mqsc"))


def without_db2(facts: Facts) -> bool:
    """Whether the collector went over the host and found no instance of Db2."""
    return collected_here(facts) and not any(linux_documents.documents(facts, "linux_db2_cfg"))


def without_either(facts: Facts) -> bool:
    """Whether no product is left whose configuration is not a file."""
    return without_mq(facts) and without_db2(facts)


TABLE: dict[type, FactType] = {
    LinuxDocument: FactType(linux_documents.build, "file of a GSKit product", CONFIGURATION),
    linux_files.LinuxFiles: FactType(linux_files.build, "list of files", CONFIGURATION),
    linux_ihs.IhsServer: FactType(linux_ihs.build, "IBM HTTP Server", HTTPD, collected_here),
    linux_mq.MqManager: FactType(linux_mq.build_managers, "queue manager of IBM MQ", MQSC, without_mq),
    linux_mq.MqClient: FactType(
        linux_mq.build_clients, "mqclient.ini of IBM MQ", CONFIGURATION, collected_here
    ),
    linux_db2.Db2Instance: FactType(linux_db2.build, "Db2 instance", DBM, without_db2),
    linux_tsm.TsmOptions: FactType(
        linux_tsm.build, "options file of Spectrum Protect", OPTIONS, collected_here
    ),
    linux_plugin.PluginTransport: FactType(
        linux_plugin.build, "HTTPS transport of the web server plug-in", PLUGIN, collected_here
    ),
    linux_db2_client.Db2Client: FactType(
        linux_db2_client.build, "Db2 client with TLS", CLIENTS, collected_here
    ),
    linux_was.WasSslConfig: FactType(
        linux_was.build, "SSL configuration of WebSphere Application Server", WAS, collected_here
    ),
    linux_uses.KeyUse: FactType(
        linux_client_uses.build, "key database in use", CONFIGURATION, without_either
    ),
    linux_logs.GskLogLine: FactType(linux_logs.build, "log of a GSKit product", LOGS, collected_here),
    linux_host.LinuxHost: FactType(linux_host.build, "description of a Linux host", LOCAL),
}
