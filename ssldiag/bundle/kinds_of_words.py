"""What is replaced: the kinds of words, in one table; and the words that are the product's own, in another.

A word of the product's own is never replaced: it says nothing of the site, and checks look for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.recognise.signatures import SESSION, STATEMENTS


@dataclass(frozen=True, slots=True)
class WordKind:
    """``word`` names the kind for ``--keep``; ``what`` says it in the plural; ``example`` is a stand-in."""

    word: str
    what: str
    example: str


WORD_KINDS: dict[str, WordKind] = {
    kind.word: kind
    for kind in (
        WordKind("ips", "IP addresses", "240.0.1.10"),
        WordKind("macs", "MAC addresses", "02-00-00-00-00-01"),
        WordKind("hosts", "host and domain names", "host01.domain01.example"),
        WordKind("userids", "user ids", "USER0001"),
        WordKind("mail", "e-mail addresses", "mail01@domain01.example"),
        WordKind("volumes", "volume labels", "VOL001"),
        WordKind("names", "names in certificates", "Name 1"),
    )
}
"""The kinds that ``--keep`` knows. Passwords, keys and words of ``--secret`` cannot be kept."""

SECRETS = "secrets"
"""What passwords and words of ``--secret`` are counted under."""

SHORTEST = 3
"""Characters of the shortest user id, host name or volume label that is replaced: a word of one or two tells
nobody apart, and replacing it would change sentences everywhere.
"""

SHORTEST_SOUGHT = 4
"""Characters of the shortest word that the leak check looks for: words of three letters are in any text by
chance. They are replaced all the same.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PRODUCT = _words(
    """
    ADMIN ADSMSERV AUTOLOG1 AUTOLOG2 BLDCMS BLDNUC CMSBATCH DATAMOVE DATAMOV2 DEMAND DIRMAINT DIRMSAT
    DISKACNT DTCVSW1 DTCVSW2 DTCVSW3 DTCVSW4 DTCENS1 DTCENS2 EREP ESASERVE FTPSERVE GCS GSKADMIN
    IMAP IMAPAUTH INTCLIEN LDAPSRV LOHCOST LPSERVE MAINT MAINT610 MAINT620 MAINT630 MAINT640 MAINT710
    MAINT720 MAINT730 MAINT740 MIGMAINT MONWRITE MPROUTE NAMESRV NETVIEW OPERATNS OPERATOR OPERSYMP
    OP1 PERFSVM PMAINT PORTMAP PVM RACFADM RACFSMF RACFVM RACMAINT REXECD RSCS RSCSDNS RXAGENT1
    ROUTED SMTP SNMPD SNMPQE SNMPSUBA SSL SSLDCSSM SSLSERV SYSADMIN SYSDUMP1 SYSMAINT SYSMON TCPIP
    TCPMAINT TELNET TFTPD TSAFVM UFTD VMNFS VMRMADMN VMRMSVM VMSERVP VMSERVR VMSERVS VMSERVU VMSYS
    VMSYSR VMSYSU VMUTIL VSMEVSRV VSMGUARD VSMPROXY VSMREQIN VSMREQIU VSMREQI6 VSMWORK1 VSMWORK2
    VSMWORK3 X400 XCHANGE ZVMMAPLX 7VMTCP10 7VMTCP20 7VMTCP30 7VMTCP40 6VMTCP30 6VMTCP40 6VMTCP20
    CP CMS IBM DFSMS TCPCMSU TCPSSLU TCPGCSU IBMDFLT CMSUSER SVMPROF ROOT BIN NOBODY DAEMON SECURITY
    QSECOFR QSYS QSYSOPR QTCP QTMHHTTP QTMHHTP1 QUSER QPGMR QSRV QSRVBAS QYPSJSVR QMGTC QEJBSVR
    QWEBADMIN QDIRSRV QNTP QCLUSTER QFTP QTCPIP QSNADS QSPL QDBSHR QDOC QDFTOWN QLWISVR QIWS
    """
)
"""User ids that come with z/VM, its TCP/IP and IBM i: everybody has them, and checks know some by name."""

SPOKEN = _words(
    """
    ABG ACCOUNT ACTIVE ADDRESS AFTER ALL ALLOWED ALLOW ANY APPLMON ASCII AUTO AUTOLOG AUTOONLY BEFORE BFS
    BY CACHE CACHELIFE CACHESIZE CERT CERTIFICATE CIPHER CLASS CLIENT CLIENTS CMD COMMAND COMMANDS CONFIG
    CONN CONNECT CONNECTED CONNECTION CONSOLE CONTROL DATA DATABASE DATE DCSS DEBUG DEFAULT DENIED DETAILS
    DEVICE DIR DIRECT DIRECTORY DISABLE DISABLED DISC DISCONNECT DISK DOMAIN DOWN DSC DTCPARMS DYNAMIC
    ENABLE ENABLED END ERROR EXAMPLE EXEC EXEMPT EXPIRED FAILED FALSE FILE FILENAME FILEPOOL FILES FILETYPE
    FIPS FLOW FOR FORCE FROM FTP GATEWAY GNAME GROUP GROUPS HANDSHAKE HELP HERE HIGH HOME HOST HOSTNAME
    HOSTS HOURS HTTP HTTPS INFO INITIAL INPUT INTERNAL IPL IUCV KEY KEYFILE KEYS LABEL LBYONLY LEVEL LIB
    LINK LINUX LIST LOCAL LOCALHOST LOG LOGOFF LOGON LOW MACHINE MAIL MAIN MAP MAX MAXCONN MEDIUM MESSAGE
    MINUTES MODE MODULE MONITOR MOUNT NAME NAMES NETSTAT NETWORK NEVER NEW NEXT NO NOAUTOLOG NODE NOLOG
    NONE NOPASS NORMAL NOT NULL OFF OLD OPEN OPTION OPTIONS OUTPUT PARM PARMS PASS PASSWORD PATH PEER PIN
    POOL PORT PORTS PREFERRED PREFIX PRIVATE PROD PRODUCTION PROFILE PROGRAM PROTOCOL PUBLIC QUERY QUICKDSP
    READ READER READY RECORD REFRESH REMOTE REQUEST REQUIRED RESET RESTART REVIEW RUNNING SECONDS SECRET
    SECURE SEGMENT SELF SERVER SERVERS SERVICE SESSION SESSIONS SET SETUP SHARE SIZE SOCKET SPOOL STACK
    START STARTED STATE STATIC STATUS STOP STOPPED SUBCONFIG SUCCESS SYSTEM SYSTEMS TABLE TCP TEST TEXT
    TIME TIMEOUT TLS TO TOTAL TRACE TRUE TYPE UDP UNKNOWN UP USE USER USERID USERS VERSION VIRTUAL VMBFS
    VMSSL WARNING WITH WORK WRITE WWW YES ZVM Z/VM
    AN AND ARE AS AT BE BOTH BUT CAN EACH HAS HAVE IF IN INTO IS IT ITS MAY MUST OF ON ONLY OR OVER SHOULD
    THAN THAT THE THEM THEN THERE THESE THEY THIS THOSE VIA WAS WERE WHEN WHERE WHICH WHILE WILL WITHOUT YOU
    COMPLETED CONNECTIONS INCOMPLETE PERSONAL SIGNER SUBJECT ISSUER SERIAL CERTAIN LIKELY POSSIBLE
    """
)
"""Words that commands, messages and our own output speak with: a user id of the same spelling stays."""

PUBLIC_HOSTS = frozenset(("localhost", "ip6-localhost", "ip6-loopback", "broadcasthost"))

PUBLIC_NAMES = frozenset(("ibm", "root", "ca", "test"))
"""Parts of certificate names, in lower case, that stay."""


def _statements() -> frozenset[str]:
    words = [row[0] for table in STATEMENTS.values() for row in table] + [row[1] for row in SESSION]
    return frozenset(word.strip(":.<>;").upper() for text in words for word in text.split())


KEPT_WORDS = PRODUCT | SPOKEN | _statements()
"""Words that stay wherever they stand, in upper case."""


def is_kept(word: str) -> bool:
    """Whether a word is the product's own: in a table, or shaped like a member of the shipped pool.

    >>> is_kept("SSL00001"), is_kept("DAVE")
    (True, False)
    """
    upper = word.upper()
    return upper in KEPT_WORDS or (len(upper) == 8 and upper[:3] == "SSL" and upper[3:].isdigit())


TLDS = _words(
    """
    com net org edu gov mil int info biz name pro aero arpa asia cat coop jobs mobi museum tel travel xxx
    app bank blog cloud club company dev digital email finance global group hosting insurance live network
    news online page shop site solutions space store support systems tech technology today tools top website
    work world xyz corp home intern internal intra intranet lan local localdomain private priv test example
    invalid onion
    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by
    bz ca cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk
    fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq
    ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh
    mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk
    pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy
    sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za
    zm zw
    """
)
"""Last labels of names that are taken for hosts: registered ones, and those that companies use inside."""

EXTENSIONS = frozenset(
    ("md", "py", "sh", "pl", "rs", "so", "cc", "ps", "ai", "in", "is", "it", "no", "am", "pm")
)
"""Last labels that as often end a file's name or a word; of two labels they make no host."""

SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gov", "gob", "net", "nom", "or", "org"))
"""Labels before a country's that are no company's own, as in ``example.co.uk``."""
