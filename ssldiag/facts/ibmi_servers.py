"""The servers of an IBM i that can use TLS: application id, ports and service names. One table, made on first
use.

Sources: IBM's pages on ports and host servers, JTOpen's defaults, the application list of DCM-tools. What no
public page confirms is marked uncertain (``certain`` is False): a check must not say it for sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class IbmiServer:
    """A server. ``application`` is its id in DCM, empty where none is known; ``client_application`` that of
    its client. ``plain`` and ``secure`` are its ports; ``service`` names the plain one, ``secure_service``
    the other.

    ``seven``: one of the seven iSeries Access servers. ``client_authentication``: the server can ask its
    clients for a certificate. ``certain``: the secure port is documented.
    """

    word: str
    name: str
    application: str
    plain: tuple[int, ...]
    secure: tuple[int, ...]
    service: str = ""
    secure_service: str = ""
    client_application: str = ""
    seven: bool = False
    client_authentication: bool = False
    certain: bool = True


def _host(word: str, name: str, port: int, end: str) -> IbmiServer:
    application = f"QIBM_OS400_QZBS_SVR_{end}"
    service = f"as-{word}"
    return IbmiServer(
        word,
        name,
        application,
        (port,),
        (port + 1000,),
        service,
        f"{service}-s",
        seven=True,
    )


@cache
def servers() -> tuple[IbmiServer, ...]:
    """All of them, the seven iSeries Access servers first."""
    return (
        _host("central", "central server", 8470, "CENTRAL"),
        _host("database", "database server", 8471, "DATABASE"),
        _host("dtaq", "data queue server", 8472, "DTAQ"),
        _host("file", "file server", 8473, "FILE"),
        _host("netprt", "network print server", 8474, "NETPRT"),
        _host("rmtcmd", "remote command server", 8475, "RMTCMD"),
        _host("signon", "signon server", 8476, "SIGNON"),
        IbmiServer("svrmap", "port mapper", "", (449,), (), "as-svrmap"),
        IbmiServer(
            "mgtc",
            "Management Central",
            "",
            (5555, 5544, 5577),
            (5566,),
            "as-mgtctrl",
            "as-mgtctrl-ss",
            client_authentication=True,
            certain=False,
        ),
        IbmiServer(
            "ddm",
            "DDM and DRDA server",
            "QIBM_OS400_QRW_SVR_DDM_DRDA",
            (446, 447),
            (448,),
            "ddm",
            "ddm-ssl",
            client_application="QIBM_OS400_QRW_CLT_DDM_DRDA",
        ),
        IbmiServer(
            "telnet",
            "Telnet server",
            "QIBM_QTV_TELNET_SERVER",
            (23,),
            (992,),
            "telnet",
            "telnet-ssl",
            client_application="QIBM_QTV_TELNET_CLIENT",
            client_authentication=True,
        ),
        IbmiServer(
            "ftp",
            "FTP server",
            "QIBM_QTMF_FTP_SERVER",
            (21,),
            (990,),
            "ftp-control",
            client_application="QIBM_QTMF_FTP_CLIENT",
            client_authentication=True,
        ),
        IbmiServer(
            "ldap",
            "Directory Server",
            "QIBM_GLD_DIRSRV_SERVER",
            (389,),
            (636,),
            "ldap",
            client_application="QIBM_GLD_DIRSRV_CLIENT",
            client_authentication=True,
        ),
        IbmiServer(
            "smtp",
            "SMTP server",
            "QIBM_QTMS_SMTP_SERVER",
            (25,),
            (465,),
            "smtp",
            client_application="QIBM_QTMS_SMTP_CLIENT",
            certain=False,
        ),
        IbmiServer("pop", "POP server", "QIBM_QTMM_POP_SERVER", (110,), (995,), "pop3", certain=False),
        IbmiServer(
            "http",
            "HTTP server",
            "QIBM_HTTP_SERVER_",
            (80,),
            (443,),
            client_authentication=True,
            certain=False,
        ),
    )


_DIRECTORY = "QIBM_DIRECTORY_SERVER_"


def by_application(identifier: str, description: str = "") -> IbmiServer | None:
    """The server whose application id, or whose client's, this is; None for one's own programs.

    The id of Management Central is not published: an id that contains ``QYPS``, or a description that names
    Management Central, is taken for it, which is a likely reading and no certain one.
    """
    word = identifier.upper()
    for server in servers():
        if word and word in (server.application, server.client_application):
            return server
    if "QYPS" in word or "management central" in description.lower():
        return by_word("mgtc")
    if word.startswith(_DIRECTORY):
        return by_word("ldap")
    return by_word("http") if word.startswith("QIBM_HTTP_SERVER_") else None


def by_word(word: str) -> IbmiServer:
    """The server of this word of the table. Raises KeyError for none."""
    found = next((item for item in servers() if item.word == word), None)
    if found is None:
        raise KeyError(word)
    return found


def by_port(port: int) -> IbmiServer | None:
    """The server that has this port, plain or secure."""
    return next((item for item in servers() if port in item.plain or port in item.secure), None)


@cache
def services() -> dict[str, int]:
    """Service names, as NETSTAT shows them, and their ports. Those of Management Central are not
    confirmed.
    """
    found = {
        "as-mgtctrl": 5555,
        "as-mgtctrlj": 5544,
        "as-mgtctrl-cs": 5577,
        "as-mgtctrl-ss": 5566,
        "drda": 446,
        "ddm": 447,
        "ftp": 21,
        "ftps": 990,
        "ldaps": 636,
        "www-http": 80,
        "http": 80,
        "https": 443,
        "as-admin": 2001,
        "as-nav": 2004,
        "as-new-nav": 2002,
        "as-admin3-http": 2006,
        "as-sts": 3000,
    }
    for server in servers():
        if server.service and server.plain:
            found.setdefault(server.service, server.plain[0])
        if server.secure_service:
            found.setdefault(server.secure_service, server.secure[0])
    return found
