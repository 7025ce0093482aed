"""Tells what a console line is that starts no message: blank, screen furniture, session mark, Ready, command
echo.

A line in, a class and what it says out. One line decides alone; what it means beside others is for the
transcript reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

STAMP = re.compile(r"\d\d:\d\d:\d\d(?![:\d])[ \t]*")
MODES = r"(?:MORE\.\.\.|HOLDING|RUNNING|VM READ|CP READ|NOT ACCEPTED)"
USERID = r"[A-Z0-9@#$_+-]{1,8}"

CLASSES = re.compile(
    "|".join(
        (
            r"(?P<blank>$)",
            r"(?P<divider>[ \t]+\*{5} (?P<day>\d\d/\d\d/\d\d(?:\d\d)?) \*{5}$)",
            rf"(?P<screen>[ \t]{{8,}}{MODES}(?:[ \t]+\S{{1,8}})?$|```\w{{0,12}}$|~~~\w{{0,12}}$|(?:CMS|CP)$)",
            r"(?P<ready>Ready(?:\([+-]?\d{1,10}\))?;)",
            r"(?P<logon>LOGON AT \d\d:\d\d:\d\d \S+ \S+ (?P<on>\d\d/\d\d/\d\d(?:\d\d)?))",
            rf"(?P<typed>(?i:LOGON|LOGIN|LOG|L)[ \t]+(?i:(?P<user>(?!AT\b|TO\b|OFF\b|ON\b|IN\b){USERID}))"
            r"(?:[ \t]+(?i:BY [A-Z0-9@#$_+-]{1,8}|HERE|NOIPL|IPL \S{1,8}))?$)",
            r"(?P<logoff>LOGOFF AT \d\d:\d\d:\d\d )",
            r"(?P<session>(?:RECONNECTED|DISCONNECT) AT |There is no logmsg data|FILES:|built on IBM Virt)",
        )
    )
)

OPERANDS = {
    "ssladmin": r"q(?:u(?:e(?:ry?)?)?)?|start|stop|restart|refresh|set|clear|closecon|log|help|system"
    r"|(?:no)?trace|\(.*",
    "netstat": r"conf(?:ig)?|conn|allconn?|identify|ssl|obey|clients?|gate|up|\(.*",
    "openvm": r"list\w{0,4}",
}
"""Operands that a command typed without a prompt must have to be told from prose."""

PROMPTED = re.compile(r"[ \t]{0,8}(?:-{1,3}>|={1,4}>|>>>)[ \t]*(?P<command>\S.{0,500})$")
COMMAND = re.compile(
    r"(?P<cp>(?i:cp)[ \t]+)?"
    r"(?P<name>(?i:q(?:u(?:e(?:ry?)?)?)?|ssl(?:a(?:d(?:m(?:in?)?)?)?)?|netstat|gskkyman|openvm))"
    r"(?![\w*.:/-])(?P<operands>.{0,500})$"
)


@dataclass(frozen=True, slots=True)
class Plain:
    """What a line is. ``value``: the date of a divider or LOGON line, the user id of a typed LOGON."""

    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Echo:
    """A command line as typed: without its prompt; ``name`` in lower case and full where the command is one
    we read."""

    command: str
    name: str
    operands: str


def body(line: str) -> str:
    """The line without the time stamp that ``:Timestamp.`` or the stack puts in front."""
    match = STAMP.match(line)
    return line[match.end() :] if match else line


def plain(line: str) -> Plain | None:
    """The class of a line that is neither message nor response; None if it is nothing known."""
    match = CLASSES.match(line)
    if match is None:
        return None
    return Plain(match.lastgroup or "", match["day"] or match["on"] or (match["user"] or "").upper())


def echo(line: str) -> Echo | None:
    """The command typed on this line: anything behind a prompt, or a command that we know with an operand of
    its own."""
    prompted = PROMPTED.match(line)
    command = prompted["command"] if prompted else line
    match = COMMAND.match(command)
    if match is None:
        return Echo(command.rstrip(), "", "") if prompted else None
    name, operands = full_name(match["name"]), match["operands"].strip()
    if prompted or typed_alone(name, operands, match["cp"] is not None):
        return Echo(command.rstrip(), name, operands)
    return None


def full_name(name: str) -> str:
    """The command that an abbreviation means."""
    lowered = name.lower()
    return {"q": "query", "s": "ssladmin"}.get(lowered[0], lowered)


def typed_alone(name: str, operands: str, cp: bool) -> bool:
    """Whether a line without a prompt looks typed: few words, and the first one an operand of the command."""
    words = operands.split()
    if name == "query":
        return 0 < len(words) <= 6 and (cp or re.match(r"[A-Za-z0-9@#$_+*-]{1,8}$", words[0]) is not None)
    if name == "gskkyman":
        return not words or words[0].startswith("-")
    if not words:
        return name in ("ssladmin", "netstat")
    return re.match(rf"(?i:{OPERANDS[name]})$", words[0]) is not None
