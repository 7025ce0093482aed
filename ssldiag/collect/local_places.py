"""Where GSKit products keep their files on a Linux host: tables only.

Patterns are relative to the root; ``*`` stands for one name or a part of it. Sources: the products' manuals
(default installation folders); other places are found through the configuration, or given with ``--with``.
"""

from __future__ import annotations

CONFIGURATION: tuple[str, ...] = (
    "opt/IBM/HTTPServer*/conf/*.conf",
    "opt/IBM/HTTPServer*/conf/*/*.conf",
    "opt/IBM/IHS*/conf/*.conf",
    "opt/IBM/IHS*/conf/*/*.conf",
    "opt/IBM/WebSphere/HTTPServer*/conf/*.conf",
    "opt/IBM/WebSphere/IHS*/conf/*.conf",
    "opt/IBM/WebSphere/Plugins*/config/*/plugin-cfg.xml",
    "opt/IBM/HTTPServer*/plugin/config/*/plugin-cfg.xml",
    "opt/IBM/WebSphere/*/Plugins*/config/*/plugin-cfg.xml",
    "opt/IBM/WebSphere/*/profiles/*/properties/ssl.client.props",
    "opt/IBM/WebSphere/*/profiles/*/config/cells/*/security.xml",
    "opt/ibm/db2/*/cfg/db2dsdriver.cfg",
    "home/*/sqllib/cfg/db2cli.ini",
    "home/*/sqllib/cfg/db2dsdriver.cfg",
    "var/mqm/*.ini",
    "var/mqm/qmgrs/*/*.ini",
    "home/*/sqllib/profile.env",
    "opt/tivoli/tsm/server/bin/dsmserv.opt",
    "opt/tivoli/tsm/client/ba/bin/dsm.opt",
    "opt/tivoli/tsm/client/ba/bin/dsm.sys",
    "opt/tivoli/tsm/client/api/bin64/dsm.sys",
    "opt/tivoli/tsm/client/api/bin64/dsm.opt",
    "opt/tivoli/tsm/*/dsmserv.opt",
    "home/*/dsmserv.opt",
    "home/*/*/dsmserv.opt",
    "tsminst*/dsmserv.opt",
)
"""Configuration in text."""

LOGS: tuple[str, ...] = (
    "opt/IBM/HTTPServer*/logs/error_log",
    "opt/IBM/IHS*/logs/error_log",
    "opt/IBM/WebSphere/HTTPServer*/logs/error_log",
    "opt/IBM/WebSphere/Plugins*/logs/*/http_plugin.log",
    "var/mqm/errors/AMQERR01.LOG",
    "var/mqm/qmgrs/*/errors/AMQERR01.LOG",
    "home/*/sqllib/db2dump/db2diag.log",
)
"""Logs, of which the end is taken."""

KEY_FOLDERS: tuple[str, ...] = (
    "opt/IBM",
    "opt/tivoli",
    "var/mqm",
    "home/*/sqllib",
    "home/*/keys",
    "home/*/keystore",
    "home/*/ssl",
    "etc/adsm",
    "tsminst*",
)
"""Folders that are searched for key databases."""

KEY_SUFFIXES = (".kdb", ".rdb", ".crl", ".p12", ".pfx", ".sth")
"""GSKit's files and PKCS#12."""

PEM_STORES: tuple[str, ...] = (
    "etc/ssl/certs/ca-certificates.crt",
    "etc/pki/tls/certs/ca-bundle.crt",
    "etc/ssl/ca-bundle.pem",
    "etc/ssl/cert.pem",
    "usr/lib/ssl/cert.pem",
)
"""The trust store of OpenSSL: Debian, Red Hat, SUSE, Alpine and builds of one's own."""

JAVA_STORES: tuple[str, ...] = (
    "etc/ssl/certs/java/cacerts",
    "etc/pki/java/cacerts",
    "usr/lib/jvm/*/lib/security/cacerts",
    "usr/lib/jvm/*/jre/lib/security/cacerts",
    "opt/ibm/java*/jre/lib/security/cacerts",
    "opt/IBM/*/java/jre/lib/security/cacerts",
    "opt/IBM/*/java/*/lib/security/cacerts",
)
"""The trust store of Java runtimes."""

SOCKETS = ("proc/net/tcp", "proc/net/tcp6")
"""Where Linux lists its TCP sockets (proc(5))."""
