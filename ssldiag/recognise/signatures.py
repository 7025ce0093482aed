"""What gives away the kind of a text file: statements by kind, and lines that only a terminal session shows.

Tables only; :mod:`ssldiag.recognise.weigh` weighs them. A weight of 3 is enough on its own; words that
several kinds share weigh less. The operands of a statement must look right too, so that prose is not taken
for one.
"""

from __future__ import annotations

ENOUGH = 3
"""The least weight that decides a kind by content alone."""

_HEX = r"[0-9A-F]{1,4}\b"
_DRIVERS = "OSD|OSH|HIPERS|HIPERSOCKETS|CTC|LCS|CLAW|IUCV|PVMIUCV|LOCALIUCV|VIRTUAL|VIPA|ATM"
_LINKS = (
    "QDIOETHERNET|QDIOIP|ETHERNET|ETHEROR802\\.3|802\\.3|IBMTR|FDDI|CTC|HIPERS|QDIOTR|VIRTUALIPV[46]|IUCV"
)
_POOL_SIZES = (
    "ACBPOOLSIZE ADDRESSTRANSLATIONPOOLSIZE CCBPOOLSIZE DATABUFFERPOOLSIZE ENVELOPEPOOLSIZE IPROUTEPOOLSIZE "
    "LARGEENVELOPEPOOLSIZE RCBPOOLSIZE SCBPOOLSIZE SKCBPOOLSIZE SMALLDATABUFFERPOOLSIZE TCBPOOLSIZE "
    "TINYDATABUFFERPOOLSIZE UCBPOOLSIZE"
)
_SECURITY = r"(?:NEVER|ALLOWED|PREFERRED|REQUIRED)\b"
_ANY = r"\S"
_ALONE = r"(?:;|$)"
_ONE = r"\S+ *" + _ALONE
_USER_ID = r"[A-Z0-9@#$_+:-]{1,8}"

STATEMENTS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "dtcparms": (
        (":NICK.", "", 3),
        (":TYPE.", "", 2),
        (
            ":CLASS. :STACK. :FOR. :DCSS_PARMS. :ADMIN_ID_LIST. :MIXEDCASEPARMS. :TIMESTAMP. :ESM_ENABLE.",
            "",
            2,
        ),
        (
            ":PARMS. :MOUNT. :VMLINK. :ATTACH. :TIMEZONE. :OWNER. :EXIT. :VNIC. :VCTC. :AUTHLOG. :CONFIG.",
            "",
            1,
        ),
    ),
    "profile_tcpip": (
        ("SSLSERVERID", _ANY, 4),
        ("SSLLIMITS SLLIMITS SSSLIMITS", "MAX", 4),  # two of them misspelt, as in an IBM paper
        ("INTERNALCLIENTPARMS ENDINTERNALCLIENTPARMS", _ALONE, 4),
        ("ENDAUTOLOG ENDHOME ENDGATEWAY", _ALONE, 3),
        ("AUTOLOG", rf"{_ALONE}|{_USER_ID} +[0-9]", 3),
        ("HOME GATEWAY", rf"{_ALONE}|[0-9]", 3),
        ("ASSORTEDPARMS ENDASSORTEDPARMS KEEPALIVEOPTIONS ENDKEEPALIVEOPTIONS BSDROUTINGPARMS", _ALONE, 3),
        ("ENDOBEY ENDPERMIT ENDRESTRICT ENDINFORM ENDTRANSLATE", _ALONE, 3),
        ("OBEY PERMIT RESTRICT INFORM TRANSLATE", _ALONE, 2),
        ("PORT", rf"{_ALONE}|[0-9]+ +(?:TCP|UDP)\b", 2),
        (_POOL_SIZES, r"\d", 3),
        ("SECURECONNECTION", _SECURITY, 3),
        ("<NUMBER>", rf"(?:TCP|UDP) +(?:{_USER_ID}|\*)", 2),  # an entry of PORT
        ("DEVICE", rf"\S+ +(?:{_DRIVERS})\b", 3),
        ("LINK", rf"\S+ +(?:{_LINKS})\b", 3),
        ("DEFAULTNET DEFAULTNET6", r"[0-9A-F.:]+ ", 2),
        ("START STOP", _ONE, 1),
        (
            "ARPAGE MAXRESTART PATHMTUAGE MONITORRECORDS PRIMARYINTERFACE SYSCONTACT SYSLOCATION VSWITCH",
            "",
            2,
        ),
    ),
    "tcpip_data": (
        ("TCPIPUSERID", _ONE, 4),
        ("SECURETELNETCLIENT", "(?:YES|NO)", 4),
        ("NSINTERADDR", "[0-9A-F.:]", 3),
        ("NSPORTADDR RESOLVERTIMEOUT RESOLVERUDPRETRIES", r"\d", 3),
        (
            "DOMAINORIGIN DOMAINSEARCH DOMAINLOOKUP SMTPSERVERID UFTSERVERID VMFILETYPE VMFILETYPEDEFAULT",
            _ANY,
            3,
        ),
        ("RESOLVEVIA", "(?:TCP|UDP)", 3),
        ("HOSTNAME", _ONE, 2),
    ),
    "user_direct": (
        ("USER IDENTITY", rf"{_USER_ID} +\S{{1,8}} +\d+[KMGTPE]\b", 4),
        ("USER IDENTITY", rf"{_USER_ID} +(?:NOLOG|LBYONLY|AUTOONLY|NOPASS)\b", 4),
        ("GLOBALDEFS", _ALONE, 4),
        ("POOL", r"LOW +\d+ +HIGH", 4),
        ("SUBCONFIG", _ONE, 3),
        ("MDISK AMDISK", rf"{_HEX} +\S+ +\S+", 3),
        ("LINK", rf"\S+ +{_HEX}(?: +{_HEX})?(?: +(?:[RWM][RW]?|S[RWM]|E[RW])\b)?", 2),
        ("POSIXGROUP POSIXINFO POSIXOPT POSIXGLIST", _ANY, 3),
        ("CONSOLE", rf"{_HEX} +(?:3215|3270)", 3),
        ("NAMESAVE LOGONBY", _ANY, 3),
        ("NICDEF SPECIAL DEDICATE", _HEX, 3),
        ("SPOOL", rf"{_HEX} +\S+", 2),
        ("SHARE", "(?:REL|ABS)", 2),
        ("MACHINE MACH", "(?:370|XA|ESA|XC|Z)", 2),
        ("DIRECTORY", r"\S+ +\S+", 2),
        ("PROFILE INCLUDE", _ONE, 2),
        ("IUCV", rf"(?:ALLOW|ANY|\*?{_USER_ID})", 1),
        ("IPL OPTION ACCOUNT CPU COMMAND STDEVOPT DASDOPT MINIOPT XAUTOLOG CRYPTO BUILD MAXSTORAGE", _ANY, 1),
    ),
    "srvrftp_config": (
        ("SECURECONTROL SECUREDATA", _SECURITY, 4),
        ("PASSIVEPORTRANGE", r"\d", 3),
        (
            "FTAUDIT FTCHKCMD FTCHKDIR ANONYMOU ANONYMOUS LISTFORMAT AUTOTRANS DONTREDIRECT LOADDBCSTABLE",
            "",
            2,
        ),
        ("PORT", r"(?:20|21|990)\b", 2),
        ("TLSLABEL CLIENTCERTCHECK INACTIVE", _ANY, 1),
    ),
    "smtp_config": (
        ("TLS", rf"{_SECURITY}|CERT(?:NO|FULL)CHECK", 4),
        ("8BITMIME MAILER MAILHOSTNAME POSTMASTER LOCALFORMAT RSCSFORMAT RSCSDOMAIN REWRITE822HEADER", "", 3),
        ("ALTDOMAIN ALTRSCSDOMAIN ALTTCPHOSTNAME BADSPOOLFILEID FILESPERCONN FINISHOPEN FORWARDMAIL", "", 3),
        ("IPMAILERADDRESS IPMAILERNAME MAILHOPCOUNT MAXCONNPERSITE MAXMAILBYTES ONDISKFULL", "", 3),
        ("OUTBOUNDOPENLIMIT RCPTRESPONSEDELAY RESOLVERRETRYINT RETRYAGE RETRYINT SMSGAUTHLIST", "", 3),
        ("SOURCEROUTES SUPPRESSNOTIFICATION TEMPERRORRETRIES WARNINGAGE", "", 3),
        ("SMTPCMDS VERIFYBATSMTPSENDER VERIFYCLIENT VERIFYCLIENTDELAY", "", 3),
        ("PORT", r"(?:25|465|587)\b", 2),
        ("TLSLABEL CLIENTCERTCHECK INACTIVE GATEWAY", "", 1),
    ),
}
"""By kind: words that begin a statement, what must follow them (a pattern), what such a line weighs."""

SESSION: tuple[tuple[str, str, str, int], ...] = (
    ("message ids", "<MESSAGE>", "", 3),
    ("Ready; lines", "READY;", "", 3),
    ("QUERY NSS tables", "FILE", r"FILENAME +FILETYPE\b", 5),
    ("QUERY NSS tables", "OWNERID", r"FILE +TYPE +CL\b", 5),
    ("OPENVM LIST tables", "USER", r"ID +Group Name +Permissions\b", 5),
    ("SSLADMIN responses", "<SERVER>", r"\S", 5),
    ("SSLADMIN responses", "SERVER", r"(?:State|Conn|Entries)\b", 5),
    ("SSLADMIN responses", "SSL", r"server status\b", 5),
    ("SSLADMIN responses", "SEGMENT", r"\S+ +pages\b", 5),
    ("SSLADMIN responses", "SETTING", r"Value\b", 5),
    ("NETSTAT responses", "VM", r"TCP/IP Netstat Level\b", 5),
    ("NETSTAT responses", "USER", r"ID +Conn +Local Socket\b", 5),
    ("NETSTAT responses", "SSL", r"server: +\S", 5),
    ("TCP/IP client sessions", "VM", r"TCP/IP \S+ Level [0-9]{3}\b", 3),
    ("TCP/IP client sessions", ">>>AUTH >>>PBSZ >>>PROT >>>USER >>>PASS >>>QUIT >>>LIST >>>RETR", "", 3),
    ("TCP/IP client sessions", "FOREIGN", r"host aborted the connection", 3),
    ("FTP replies", "220 221 230 234 331 421 503 530 550", r"(?!TCP|UDP)[A-Z]+ [A-Z]", 2),
    ("gskkyman menus", "KEY", r"(?:Management|and Certificate) (?:Menu|List)$", 5),
    ("gskkyman menus", "CERTIFICATE DATABASE", r"(?:Menu|List)$", 5),
    ("gskkyman menus", "<NUMBER>", r"- (?:Manage|Create|Open|Show|Store|Import|Export|Receive|Exit) ", 2),
    ("gskkyman menus", "ENTER", r".*\(press ENTER", 2),
    ("gskkyman displays", "DATABASE:", "/", 3),
    ("gskkyman displays", "RECORD ISSUER", r"(?:Record )?ID: +[0-9]", 3),
    ("gskkyman displays", "LABEL:", r"\S", 3),
    ("logon banners", "LOGON", r"AT [0-9:]{8} ", 4),
    ("logon banners", "Z/VM", r"V[0-9]\.|Version [0-9]", 4),
    ("CP responses", "<USERID>", r"- +(?:DSC|SSI|L[0-9A-F]{4})\b", 3),
    ("CP responses", "AUTO", r"LOGON +\*\*\*", 3),
    ("CP responses", "USER", r"DSC +LOGOFF\b", 3),
    ("CP responses", "COMMAND", "accepted$", 2),
    ("commands", "SSLADMIN NETSTAT Q QUERY OPENVM VMSSL GSKKYMAN", r"\S", 1),
    ("commands", "CP", r"(?:Q|QUERY|XAUTOLOG|FORCE|SET|IND|INDICATE)\b", 1),
)
"""Lines that only a terminal session shows: what each is, then as above. A time may come before."""

SHAPES: tuple[tuple[str, str], ...] = (
    ("<MESSAGE>", r"(?:DTC|DMS|HCP|DVH)[A-Z0-9]{3,4}[0-9]{2,4}[A-Z]"),
    ("<NUMBER>", r"[0-9]+"),
    ("<SERVER>", r"[A-Z]{1,3}[0-9]{5}:"),  # a member of a pool
    ("READY;", r"READY\([0-9-]+\);"),
    ("<USERID>", r"[A-Z0-9@#$_+-]{1,8}"),
)
"""Words known by their shape, where the word itself is not in a table. The first that fits counts."""
