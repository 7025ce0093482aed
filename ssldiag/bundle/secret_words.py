"""A line in, the same line without its passwords out, and which they were; never a word of any other kind.

Where a password stands is told by the word before it: in a directory, a LOGON, an FTP or SMTP dialogue, a
command, a URL, a setting. Each is overwritten in its place by as many ``X``, so that columns stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

MARK = "X"

LONGEST = 4_096
"""Characters of a password that is looked for elsewhere too; tokens are as long."""

_WIDEST = 255
"""Blanks between two words of one line: no terminal is wider, and more would cost their square."""


def bounded(pattern: str) -> str:
    r"""The pattern with a bound to its blanks.

    >>> bounded(r"^\s*USER\s+[^\s]+")
    '^\\s{0,255}USER\\s{1,255}[^\\s]+'
    """
    return pattern.replace(r"\s*", rf"\s{{0,{_WIDEST}}}").replace(r"\s+", rf"\s{{1,{_WIDEST}}}")


_NO_PASSWORD = frozenset(
    word
    for line in (
        "LBYONLY NOLOG AUTOONLY NOPASS NOLOGON ALL AT BY HERE NOIPL MASK AS FROM TO RR R W MR WR MW M RW SR",
        "IS WAS NOT HAS ID IDS NAME IN ON OFF DSC AND OR THE LOGGED ENROLLED NONE NULL YES NO TRUE FALSE",
        "REQUIRED FOR EXPIRED EXPIRES WRONG INVALID CONN UNKNOWN OK WILL MUST MAY CANNOT FILE PROMPT LOGOFF",
        "INCORRECT ACCEPTED STASHED CHANGED WITH OF ERROR REQ PLEASE AUTOLOG NOAUTOLOG 0 ; , . - : = LOGON",
        "DISCONNECTED FORCED STARTED STOPPED FAILED",
    )
    for word in line.split()
)
"""Words that stand where a password could, and are none."""

_W = r"[^\s,;'\"<>]+"
_VALUE = r"(?:\"[^\"\n]{1,4096}\"|'[^'\n]{1,4096}'|[^\s,;\"'<>&]{1,4096})"
_NO_SIZE = r"(?!\(\d++ bit\b)"
"""Not the size of a key, as ``openssl -text`` shows it: ``Private-Key: (2048 bit, 2 primes)``."""

Spot = tuple[tuple[str, ...], re.Pattern[str]]

PLACES: tuple[Spot, ...] = tuple(
    (tuple(signs.split("|")), re.compile(bounded(pattern), re.IGNORECASE))
    for signs, pattern in (
        # z/VM directory: USER name password storage; IDENTITY; MDISK ... mode read write multi
        (
            "user|identity|subconfig",
            rf"^\s*\*?\s*(?:USER|IDENTITY|SUBCONFIG)\s+{_W}\s+(?P<p>{_W})\s+\d+[KMGTPE]\b",
        ),
        (
            "user|identity",
            rf"^\s*(?:USER|IDENTITY)\s+{_W}\s+(?P<p>{_W})\s*$",
        ),
        (
            "disk",
            rf"^\s*\*?\s*A?(?:MDISK|MINIDISK)\s+[0-9A-F]{{1,4}}\s+\S+\s+\S+\s+\S+\s+\S+\s+[RWMSE]{{1,2}}"
            rf"(?:\s+(?P<p>{_W}))(?:\s+(?P<q>{_W}))?(?:\s+(?P<r>{_W}))?",
        ),
        # CP: LOGON, AUTOLOG, LINK with a password
        (
            "logon|login",
            rf"^\s*(?:CP\s+)?(?:LOGON|LOGIN)\s+(?!AT\s|AS\s){_W}\s+(?P<p>{_W})",
        ),
        (
            "l ",
            rf"^\s*(?:CP\s+)?L\s+{_W}\s+(?P<p>{_W})\s*$",
        ),
        (
            "auto",
            rf"\bA(?:UTOLOG|UTO)\s+{_W}\s+(?:PASSWORD\s+)?(?P<p>{_W})\s*$",
        ),
        # CP, where only its AUTOLOG takes data behind the password
        (
            "cp autolog",
            rf"^\s*CP\s+AUTOLOG\s+{_W}\s+(?P<p>{_W})",
        ),
        (
            "link",
            rf"\bLINK\s+(?:TO\s+)?\S+\s+[0-9A-F]{{1,4}}\s+(?:AS\s+)?[0-9A-F]{{1,4}}\s+[RWMSE]{{1,2}}\s+(?:PASS\s*=\s*)?"
            rf"(?P<p>{_W})\s*$",
        ),
        (
            "logon|login|l ",
            rf"^\s*(?:CP\s+)?(?:LOGON|LOGIN|L)\s+{_W}\s+BY\s+{_W}\s+(?P<p>{_W})\s*$",
        ),
        (
            "setpw|dirm",
            rf"\b(?:SETPW|DIRM(?:AINT)?\b[^\n]{{0,200}}?\s(?:LOGIN)?PW)\s+(?P<p>{_W})(?:\s+VPW\s+(?P<q>{_W}))?",
        ),
        (
            "appcpass",
            rf"^\s*\*?\s*APPCPASS\s+{_W}\s+{_W}\s+{_W}\s+(?P<p>{_W})",
        ),
        # FTP, POP, NETRC; SMTP and HTTP authentication
        (
            "pass",
            r"^[\s>]*(?-i:PASS)\s+(?P<p>\S[^\n]{0,200})$",
        ),
        (
            "pass",
            r"(?:\bPASS:|\bquote?\s+pass)\s+(?P<p>\S{1,4096})",
        ),
        (
            "acct",
            r"^[\s>]*(?:---> )?ACCT\s+(?P<p>\S{1,4096})\s*$",
        ),
        (
            "pass",
            r"^[\s>]*+(?:\S+\s+)??PASS\s+(?P<p>\S+)",
        ),
        (
            "machine",
            r"\bmachine\s+\S+\s+(?:login|user)\s+\S+\s+password\s+(?P<p>\S+)",
        ),
        (
            "auth",
            r"\bAUTH\s+(?:PLAIN|LOGIN|XOAUTH2?|CRAM-MD5)\s+(?P<p>\S+)",
        ),
        (
            "authorization",
            r"\bAuthorization\s*:\s*(?:Basic|Bearer|Digest|Negotiate|NTLM)?\s*(?P<p>\S.*)$",
        ),
        (
            "cookie",
            r"\b(?:Set-)?Cookie\s*:\s*(?P<p>\S.*)$",
        ),
        # Tokens that are told by how they begin: of code hosts, clouds, chats; JSON Web Tokens (RFC 7519)
        (
            "gh|glpat-|xox|akia|asia|eyj",
            r"(?<![A-Za-z0-9_])(?P<p>(?-i:gh[opsur]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}"
            r"|glpat-[A-Za-z0-9_-]{20,64}|xox[abprs]-[A-Za-z0-9-]{10,255}|A(?:KIA|SIA)[0-9A-Z]{16}"
            r"|eyJ[A-Za-z0-9_-]{8,2048}\.[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{0,1024}))",
        ),
        (
            "secret",
            r"\bsecret\W{1,8}(?P<p>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])",
        ),
        (
            "://",
            r"[a-z][a-z0-9+.-]{0,30}://[^\s/:@]{1,255}:(?P<p>[^\s/@]{1,1024})@",
        ),
        # Secrets of TLS connections: key logs (see ssldiag.wire.keylog), sessions as openssl shows them
        (
            "client_|server_|exporter_|secret|rsa ",
            r"^\s*(?:(?:PMS_)?CLIENT_RANDOM|RSA(?=\s+[0-9a-f]{16}\s)|ECH_SECRET|EXPORTER_SECRET"
            r"|EARLY_EXPORTER_(?:MASTER_)?SECRET|CLIENT_EARLY_TRAFFIC_SECRET"
            r"|(?:CLIENT|SERVER)_(?:HANDSHAKE_)?TRAFFIC_SECRET(?:_\d{1,9})?)"
            r"\s+(?P<q>[0-9a-f]{16,64})\s+(?P<p>[0-9a-f]{16,4096})",
        ),
        (
            "master-key|session-id|psk",
            r"\b(?:Master-Key|Session-ID(?:-ctx)?|(?:Resumption\s+)?PSK(?:\s+identity)?)\s*:\s*"
            r"(?!None\b)(?P<p>[^\s,;]{4,4096})",
        ),
        # settings and options: password=..., "token": "...", -pw ..., --passphrase ...
        (
            "pass|pwd|secret|token|key|stashpw|filepw|kennwort|community",
            rf"(?:passwords?|passwort|passwd|kennwort|mot de passe|pwd|pass[ _-]?phrase|passcode|secret|token"
            rf"|api[_-]?key|client[_-]?secret|secret[_-](?:access[_-])?key|community|stashpw"
            rf"|keyfile_?pw|private[_-]?key)[\"']?\s*(?::=|=>|[:=])\s*{_NO_SIZE}(?P<p>{_VALUE})",
        ),
        (
            "-",
            rf"(?:^|\s)--?(?:new_|target_|old_)?(?:pw|passwd|password|passphrase|passin|passout|storepass|keypass)"
            rf"(?:\s+|=)(?P<p>{_VALUE})",
        ),
        (
            "password|passwort|kennwort|passphrase|token|bindpw",
            rf"\b(?:PASSWORD|PASSWORT|KENNWORT|PASSPHRASE|TOKEN|BINDPW|SSLPASSWORD)\s+(?P<p>{_VALUE})(?=\s*(?:$|[;,]))",
        ),
        (
            "<|value",
            r"(?:password|passwd|pwd|passphrase|secret|token)"
            rf"(?:>\s*(?P<p>[^<\n]{{1,4096}})<|[\"']?\s+value\s*=\s*(?P<q>{_VALUE}))",
        ),
        (
            "password is|password was|passphrase is|community|pw for|password for|press enter",
            r"\b(?:(?:password|passphrase)\s+(?:is|was)|(?:password|pw)\s+(?:for|of)\s+\S{1,64}\s+(?:is|was)"
            r"|password\s+\(press ENTER to cancel\):|community(?:\s+string)?)"
            r"\s+(?P<p>(?=\D{0,64}\d)\S{4,64})\s*$",
        ),
        (
            "-u|--proxy-user",
            r"(?:^|\s)(?:-u|--user|--proxy-user)[\s=]\s*[^\s:]{1,255}:(?P<p>\S{1,1024})",
        ),
        (
            "ldap",
            rf"\bldap[a-z]{{0,16}}\b[^\n]{{0,400}}?\s-w\s*(?P<p>{_VALUE})",
        ),
        (
            "sshpass",
            rf"\bsshpass\s+-p\s*(?P<p>{_VALUE})",
        ),
        (
            "mysql|mariadb",
            rf"\b(?:mysql|mariadb)[a-z]{{0,16}}\b[^\n]{{0,200}}?\s-p(?P<p>{_VALUE})",
        ),
        (
            "password(|phrase(",
            r"\b(?:NEW)?(?:PASSWORD|(?:PASS)?PHRASE)\(\s*+'?(?P<p>[^')\n]{1,4096})'?\s*\)",
        ),
        # WebSphere encodes passwords and says how; MQ opens its key repository with one
        (
            "{xor}|{aes}|{hash}|{des}",
            r"\{(?:xor|aes|hash|des)[^{}\s]{0,20}\}(?P<p>[A-Za-z0-9+/=_:-]{1,4096})",
        ),
        (
            "keyrpwd",
            r"\bKEYRPWD\s*\(\s*+'?(?P<p>[^')\n]{1,4096})'?\s*\)",
        ),
        (
            "autolog|obeypw",
            rf"^\s*\*?\s*(?:AUTOLOG|OBEYPW)\s+{_W}\s+(?P<p>{_W})\s*$",
        ),
    )
)
"""What a line must have in lower case, and where passwords stand in it: the groups ``p``, ``q`` and ``r`` are
what is overwritten.
"""

_ENTRY = re.compile(rf"^\s*{_W}\s+(?P<p>{_W})\s*(?:;.*)?$")
_BASE64_ANSWER = re.compile(r"^[\s>]*(?P<p>[A-Za-z0-9+/]{4,}={0,2})\s*$")
_ANSWER_AWAITED = re.compile(r"^[\s<\d-]*334(?:\s|$)")
_AWAITED_SHAPE = re.compile(r"^[\s<\d-]*000(?:\s|$)")


class Passwords:
    """Goes through the lines of one file in order; remembers whether it is inside a block of AUTOLOG, or an
    answer to SMTP's 334 is due.
    """

    def __init__(self) -> None:
        self._autolog = False
        self._answer = False

    @property
    def idle(self) -> bool:
        """Whether the next line is read by itself, whatever stood before it."""
        return not (self._autolog or self._answer)

    def line(self, text: str, spots: Iterable[Spot] = PLACES) -> tuple[str, tuple[str, ...]]:
        """The line without its passwords, and these. ``spots`` are those of PLACES that it may have."""
        spans = list(self._spans(text, spots))
        if not spans:
            return text, ()
        found = []
        for start, end in sorted(spans, reverse=True):
            found.append(text[start:end])
            text = text[:start] + MARK * (end - start) + text[end:]
        return text, tuple(found)

    def _spans(self, text: str, spots: Iterable[Spot]) -> Iterator[tuple[int, int]]:
        seen: set[tuple[int, int]] = set()
        for match in self._matches(text, spots):
            for group in ("p", "q", "r"):
                if group in match.re.groupindex and match[group] and match.span(group) not in seen:
                    span = _bare(text, *match.span(group))
                    if not any(a < span[1] and span[0] < b for a, b in seen) and _is_one(text[slice(*span)]):
                        seen.add(span)
                        yield span

    def _matches(self, text: str, spots: Iterable[Spot]) -> Iterator[re.Match[str]]:
        if self._answer:
            answer = _BASE64_ANSWER.match(text)
            self._answer = False
            if answer:
                yield answer
        if text.lstrip()[:3].isdigit() or text.lstrip()[:1] == "<":
            self._answer = _ANSWER_AWAITED.match(text) is not None
        if self._autolog:
            word = text.split(None, 1)[0].upper() if text.strip() else ""
            if word in _ENDS:
                self._autolog = False
            elif entry := _ENTRY.match(text):
                yield entry
        low = text.lower()
        if low.strip() == "autolog":
            self._autolog = True
        for signs, pattern in spots:
            if any(sign in low for sign in signs):
                yield from pattern.finditer(text)


def begins_something(shape: str) -> bool:
    """Whether a line of this shape (see :mod:`ssldiag.bundle.shapes`) says how later lines are read."""
    return shape.strip().lower() == "autolog" or _AWAITED_SHAPE.match(shape) is not None


_ENDS = frozenset(
    ("ENDAUTOLOG", "PORT", "HOME", "GATEWAY", "DEVICE", "OBEY", "INTERNALCLIENTPARMS", "SSLLIMITS")
)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without quotes around it."""
    if end - start > 1 and text[start] in "\"'" and text[end - 1] == text[start]:
        return start + 1, end - 1
    return start, end


def _is_one(word: str) -> bool:
    return bool(word.strip(MARK + "*.")) and word.upper().strip(".:,") not in _NO_PASSWORD
