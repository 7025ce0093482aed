"""Fact types made of z/VM's configuration files: how each is made, and what to collect where there is none.

They stand apart from those of :mod:`ssldiag.facts.table` for the sake of who needs no others: the reference
pool reads its configuration in a process of its own at each start of a server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from ssldiag.facts import definitions, directory, pools, profiles, stacks
from ssldiag.facts.core import Facts, FactType
from ssldiag.model import Source
from ssldiag.readers import (
    autolog_exec,
    dtcparms,
    keyword_file,
    lost_ends,
    profile_tcpip,
    transcript_model,
    user_direct,
)


def document(*kinds: str, read: Callable[[Source], Any]) -> Callable[[Facts], Iterable[Any]]:
    """A builder that reads every source of these kinds; one that cannot be read is taken down as such."""

    def build(facts: Facts) -> Iterator[Any]:
        for source in facts.snapshot.of_kind(*kinds):
            try:
                reason = lost_ends.fault(source)
                if reason:
                    raise OSError(reason)
                yield read(source)
            except OSError as error:
                facts.not_read(source, error)

    return build


def read_transcript(source: Source) -> transcript_model.Transcript:
    """A console log; its reader is loaded where there is one to read."""
    from ssldiag.readers import transcript

    return transcript.read(source)


def whole_directory(facts: Facts) -> bool:
    """Whether what was collected of the directory may be taken for all of it."""
    return any(item.complete for item in facts.all(directory.Directory))


DTCPARMS = "SYSTEM DTCPARMS (TCPMAINT 198) and IBM DTCPARMS (TCPMAINT 591)"
PROFILE = "PROFILE TCPIP (TCPMAINT 198)"
DIRECT = "USER DIRECT, or the directory entries of the SSL machines"
CONSOLES = "console logs of the stack, the SSL servers and SSLDCSSM"

DOCUMENTS: dict[type, FactType] = {
    dtcparms.DtcparmsFile: FactType(document("dtcparms", read=dtcparms.read), "DTCPARMS", DTCPARMS),
    profile_tcpip.ProfileTcpip: FactType(
        document("profile_tcpip", read=profile_tcpip.read), "PROFILE TCPIP", PROFILE
    ),
    keyword_file.KeywordFile: FactType(
        document("tcpip_data", "srvrftp_config", "smtp_config", read=keyword_file.read),
        "TCPIP DATA, SRVRFTP CONFIG or SMTP CONFIG",
        "TCPIP DATA, SRVRFTP CONFIG, SMTP CONFIG",
    ),
    user_direct.UserDirect: FactType(
        document("user_direct", read=user_direct.read), "user directory", DIRECT
    ),
    autolog_exec.AutologExec: FactType(
        document("autolog_exec", read=autolog_exec.read),
        "EXEC that autologs machines",
        "PROFILE EXEC of AUTOLOG1",
    ),
    transcript_model.Transcript: FactType(
        document("transcript", read=read_transcript), "console log or command response", CONSOLES
    ),
}

TABLE: dict[type, FactType] = {
    **DOCUMENTS,
    definitions.ServerDefinition: FactType(
        partial(definitions.build, wanted="server"),
        "server entry in DTCPARMS",
        DTCPARMS,
        definitions.collected_all,
    ),
    definitions.ClassDefinition: FactType(
        partial(definitions.build, wanted="class"), "class entry in DTCPARMS", "IBM DTCPARMS (TCPMAINT 591)"
    ),
    directory.Directory: FactType(directory.build_directory, "user directory", DIRECT),
    directory.DirectoryUser: FactType(directory.build_users, "directory entry", DIRECT),
    directory.DirectoryPool: FactType(
        directory.build_pools, "POOL statement in the directory", DIRECT, whole_directory
    ),
    stacks.TcpipData: FactType(stacks.build_tcpip_data, "TCPIP DATA", "TCPIP DATA (TCPMAINT 592)"),
    stacks.Stack: FactType(stacks.build_stacks, "TCP/IP stack", DTCPARMS),
    pools.SslServerPool: FactType(
        pools.build_pools, "SSL server or pool", DTCPARMS, definitions.collected_all
    ),
    pools.DcssAgent: FactType(
        pools.build_agents, "DCSS Management Agent", DTCPARMS, definitions.collected_all
    ),
    profiles.StackProfile: FactType(profiles.build_profiles, "TCP/IP profile", PROFILE),
}
