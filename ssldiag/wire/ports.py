"""TCP ports where TLS from the first byte is usual. One table.

Service names: IANA; IBM i: host servers 9470 to 9476, DDM 448, Management Central 5566, HTTP administration
2010.
"""

from __future__ import annotations

TLS_PORTS = {
    261: "nsiiops",
    443: "https",
    448: "ddm-ssl",
    465: "submissions",
    563: "nntps",
    636: "ldaps",
    684: "corba-iiop-ssl",
    695: "ieee-mms-ssl",
    853: "domain-s",
    989: "ftps-data",
    990: "ftps",
    992: "telnets",
    993: "imaps",
    994: "ircs",
    995: "pop3s",
    2010: "as-admin-https",
    2484: "oracle-tcps",
    3269: "gc-ssl",
    3424: "xrpc-over-tls",
    5061: "sips",
    5223: "xmpp-client-tls",
    5566: "as-mgtctrl-ss",
    5671: "amqps",
    5986: "wsmans",
    5989: "wbem-https",
    6514: "syslog-tls",
    6697: "ircs-u",
    8443: "https-alt",
    8883: "secure-mqtt",
    9443: "https-alt",
    **{
        9470 + place: name
        for place, name in enumerate(
            (
                "as-central-s",
                "as-database-s",
                "as-dtaq-s",
                "as-file-s",
                "as-netprt-s",
                "as-rmtcmd-s",
                "as-signon-s",
            )
        )
    },
}
