"""The first text of a file and its name in; the kind of GSKit product's file that it is, and why, out.

Each sign is a directive, an option or a heading that only this product has; what several programs share
(``Listen``, ``TCPPort``) counts only together with the file's usual name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINES = 4_000
"""Lines looked at: the TLS part of a long httpd.conf stands at its end."""

_LONGEST = 300

LOCAL = '{"schema": "ssldiag.linux-host/1"'
PUBLIC = '{"schema": "ssldiag.keydb-public/1"'

OWN = re.compile(r'\s{0,8}\{\s{0,8}"schema": ?"ssldiag\.')
"""A document of ssldiag itself: it may quote whatever it likes."""

Sign = tuple[str, str, int, str]
"""Kind, what its lines are, how many it takes, and how such a line begins. The most lines decide."""
Name = tuple[str, str, str]
"""The usual name of a file (lower case), its kind, and what must stand in it at least."""

SIGNS: tuple[Sign, ...] = (
    (
        "linux_httpd_conf",
        "directives of mod_ibm_ssl",
        1,
        r"(?i)\s*(?:SSLEnable\s*$|SSLServerCert\s+\S|SSLProtocol(?:Dis|En)able\s+\S|SSLCipherSpec\s+\S"
        r"|SSLAttributeSet\s+\d|SSLClientAuth\s+\S|SSLStashFile\s+\S|SSLFIPS(?:En|Dis)able\s*$|SSLSNIMap\s+\S|LoadModule\s+ibm_ssl_module)",
    ),
    ("linux_mqsc", "objects of IBM MQ", 1, r"\s*AMQ84(?:08|14)[A-Z]?: Display (?:Queue Manager|Channel) "),
    (
        "linux_mqsc",
        "MQSC commands",
        1,
        r"(?i)\s*(?:\d+ *: *)?(?:ALTER\s+QMGR|DEFINE\s+(?:CHANNEL|CHL)\s*\(|ALTER\s+(?:CHANNEL|CHL)\s*\()",
    ),
    (
        "linux_db2_cfg",
        "parameters of a Db2 instance",
        1,
        r"[^()]{0,80}\((?:SSL_SV\w+|SSL_CIPHERSPECS|SSL_VERSIONS|SSL_CLNT\w+|SVCENAME|DFTDBPATH)\) *=",
    ),
    ("linux_db2_cfg", "registry variables of Db2", 1, r"\s*(?:\[[iegl]\]\s*)?DB2COMM\s*="),
    (
        "linux_was_security",
        "elements of security.xml",
        1,
        r"\s*<(?:security:Security\s|repertoire\s|keyStores\s)",
    ),
    ("linux_was_props", "properties of ssl.client.props", 2, r"\s*com\.ibm\.ssl\.\w+\s*[=:]"),
    (
        "linux_db2_client",
        "keywords of a Db2 client",
        1,
        r"(?i)\s*(?:SSLClientKeystoredb|SSLClientKeystash|SSLServerCertificate)\s*=|\s*<dsncollection[\s>]"
        r"|\s*<parameter\s+name\s*=\s*.(?:SecurityTransportMode|SSLClientKeystoredb|SSLServerCertificate)\b",
    ),
    ("linux_gsk_list", "a list of gskcapicmd", 1, r"\* ?default, ?- ?personal, ?! ?trusted"),
    (
        "linux_plugin_cfg",
        "elements of plugin-cfg.xml",
        2,
        r"\s*<(?:Config|ServerCluster|Transport|UriGroup|Route)[\s>]",
    ),
    (
        "linux_tsm_options",
        "options of Spectrum Protect",
        2,
        r"(?i)\s*(?:SSLTCPPORT|SSLTCPADMINPORT|SSLTLS12|SSLREQUIRED|SSLACCEPTCERTFROMSERV|SSLDISABLELEGACYTLS"
        r"|TCPServeraddress|COMMmethod|ADMINONCLIENTPORT|ACTIVELOGD\w*|DEVCONFIG|VOLUMEHISTORY|TCPADMINPORT"
        r"|PASSWORDACCESS|SErvername|NODename)\s+\S",
    ),
    (
        "linux_mq_ini",
        "stanzas of IBM MQ",
        2,
        r"(?:QueueManager|AllQueueManagers|ServiceComponent|ClientExitPath|SSL|Channels"
        r"|DefaultQueueManager|ExitPath|LogDefaults|QMErrorLog|Log):\s*$",
    ),
)
"""Configuration and answers of commands."""

LOG_SIGNS: tuple[Sign, ...] = (
    (
        "linux_log",
        "messages of a GSKit product",
        1,
        r".{0,200}\b(?:SSL0\d{3}[EWI]:|AMQ9[56]\d\d[EWIS]?: |lib_security: |GSK_(?:ERROR|KEY)_?\w+)",
    ),
)

NAMES: tuple[Name, ...] = (
    (r"(?:mqs|qm|mqclient)\.ini$", "linux_mq_ini", r"(?m)^[A-Za-z]\w*:\s*$"),
    (r"dsm(?:serv)?\.(?:opt|sys)$|dsm\.opt\.\w+$", "linux_tsm_options", r"(?im)^\s*[a-z]{3,}\s+\S"),
    (
        r"(?:httpd.*|.*ssl.*|.*vhosts?.*|admin)\.conf$",
        "linux_httpd_conf",
        r"(?im)^\s*(?:Listen\s+\S|<VirtualHost\s|ServerRoot\s|LoadModule\s+\w+\s+modules/|KeyFile\s"
        r"|Include(?:Optional)?\s)",
    ),
    (
        r".*\.conf$",
        "linux_httpd_conf",
        r"(?m)^\s{0,80}(?:Listen\s{1,20}[\d.:\[\]*]{1,60}(?: +https?)?\s{0,80}$|<VirtualHost\s{1,20}\S)",
    ),
    (r"db2cli\.ini$", "linux_db2_client", r"(?m)^\s*\["),
    (r"profile\.env$", "linux_db2_cfg", r"(?m)^DB2\w+="),
)
"""Of configuration."""

LOG_NAMES: tuple[Name, ...] = (
    (r"error[_.-]?log(?:[._-].*)?$", "linux_log", r"(?m)^\[[^\]]{10,40}\] \[[\w:]{3,20}\]"),
    (r"http_plugin\.log.*$", "linux_log", r"(?m)^\[[^\]]{10,40}\] [0-9a-f]{4,}"),
    (r"amqerr0[1-3]\.log$", "linux_log", r"(?m)^AMQ\d{4}"),
    (r"db2diag\.log$", "linux_log", r"(?m)^PID\s+:"),
)


def by_linux(text: str, name: str) -> tuple[str, str] | None:
    """The kind and a reason, or None where nothing speaks for a GSKit product. Logs are another question."""
    if text.startswith(LOCAL):
        return "linux_local", "content: ssldiag.linux-host/1"
    if text.startswith(PUBLIC):
        return by_list(text[:4_096], name)
    if OWN.match(text):
        return None
    low = text.lower()
    known = by_signs(text, SIGNS) if any(clue in low for clue in CLUES) else None
    return known or by_usual_name(text, name.lower(), NAMES)


def by_linux_log(text: str, name: str) -> tuple[str, str] | None:
    """The same for logs, after those of other platforms, which may well quote GSKit's constants."""
    if OWN.match(text):
        return None
    known = by_signs(text, LOG_SIGNS) if any(clue in text for clue in LOG_CLUES) else None
    return known or by_usual_name(text, name.lower(), LOG_NAMES)


FORMATS = {"gskit-cms": "gskit_keydb", "pkcs12": "pkcs12", "pem": "pem", "der": "der", "pkcs7": "pkcs7"}
"""Formats as :mod:`ssldiag.keydb.public` writes them, and the kinds of the files that they were."""


def by_list(head: str, name: str) -> tuple[str, str]:
    """The kind of file whose list of certificates this is."""
    match = re.search(r'"format": "([a-z0-9-]+)"', head)
    known = FORMATS.get(match[1]) if match else None
    if known is None and name.lower().endswith((".kdb", ".rdb")):
        known = "gskit_keydb"
    return known or "unknown", "content: a list of what a key file held"


CLUES = (
    *("sslattributeset", "security:security", "<repertoire", "<keystores", "com.ibm.ssl.", "sslclientkey"),
    *("sslservercertificate", "<dsncollection", "securitytransportmode"),
    *("sslenable", "sslservercert", "sslprotocol", "sslcipherspec", "sslclientauth", "sslstash", "sslfips"),
    *("sslsni", "ibm_ssl_module", "amq", "qmgr", "channel", "chl", "(ssl_", "svcename)", "dftdbpath"),
    *(
        "db2comm",
        "personal, ! trusted",
        "personal,! trusted",
        "personal,!trusted",
        "<config",
        "<servercluster",
    ),
    *("<transport", "<urigroup", "<route", "ssltcp", "ssltls12", "sslrequired", "sslaccept", "ssldisable"),
    *("tcpserver", "commmethod", "adminonclient", "activelog", "devconfig", "volumehistory", "tcpadminport"),
    *("passwordaccess", "servername", "nodename", "queuemanager", "servicecomponent", "clientexitpath"),
    *("ssl:", "channels:", "exitpath:", "logdefaults", "qmerrorlog", "log:"),
)
"""Texts (lower case) of which one is in every file that a sign fits: a quick look before the slow one."""


LOG_CLUES = ("GSK_", "SSL0", "AMQ9", "lib_security")
"""The same for logs, as they stand."""


def by_signs(text: str, signs: tuple[Sign, ...]) -> tuple[str, str] | None:
    """The kind that the most lines speak for."""
    beginnings = [line[:_LONGEST] for line in text.splitlines()[:_LINES] if line and not comment(line)]
    best = max(counted(beginnings, signs), default=None)
    if best is None:
        return None
    count, _, kind, what = best
    return kind, f"content: {what} ({count:,} line{'s' if count > 1 else ''})"


def comment(line: str) -> bool:
    """Whether a line is a comment in one of these languages; some begin with a star."""
    return line.lstrip().startswith(("#", ";")) or bool(re.match(r"\s*\*(?! ?default)", line))


def counted(beginnings: list[str], signs: tuple[Sign, ...]) -> Iterator[tuple[int, int, str, str]]:
    """How many lines each sign has, of those that have enough; the order of the table breaks ties."""
    for place, (kind, what, least, pattern) in enumerate(signs):
        shape = re.compile(pattern)
        count = sum(1 for line in beginnings if shape.match(line))
        if count >= least:
            yield count, -place, kind, what


def by_usual_name(text: str, name: str, names: tuple[Name, ...]) -> tuple[str, str] | None:
    """The kind of a file of this name, if what is in it does not speak against it."""
    for pattern, kind, least in names:
        if re.fullmatch(pattern, name) and re.search(least, text[: 64 * 1024]):
            return kind, f"name: {name}"
    return None
