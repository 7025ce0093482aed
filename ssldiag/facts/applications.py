"""Applications that the SSL servers protect: FTP, SMTP, Telnet and statically secured ports, with their
labels.

Sources: z/VM TCP/IP Planning and Customization: SRVRFTP CONFIG, SMTP CONFIG, INTERNALCLIENTPARMS,
PORT.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.stacks import Stack
from ssldiag.model import Located, Place
from ssldiag.readers.keyword_file import KeywordFile
from ssldiag.readers.profile_tcpip import ProfileTcpip


@dataclass(frozen=True, slots=True)
class ProtectedApplication:
    """``name`` is FTP, SMTP, Telnet or ``port n``; ``how`` is ``dynamic`` or ``static``; ``security`` the
    strongest setting that asks for TLS, as written; ``label`` as written; ``userid`` the machine,
    where known; ``stack`` its stack's id.
    """

    name: str
    how: str
    place: Place
    file: str
    label: Located[str] | None
    security: Located[str] | None
    userid: str | None
    stack: str | None
    port: int | None = None

    @property
    def wants_tls(self) -> bool:
        """Whether it asks for TLS at all: a static port, a label, or a setting other than NEVER."""
        asked = self.security is not None and self.security.value.upper() != "NEVER"
        return self.how == "static" or self.label is not None or asked


SETTINGS = {
    "srvrftp_config": ("FTP", ("SECURECONTROL", "SECUREDATA"), "FTPSERVE"),
    "smtp_config": ("SMTP", ("TLS",), "SMTP"),
}
"""Kind of file -> application, the statements that ask for TLS, the machine's usual user id."""


def build(facts: Facts) -> Iterator[ProtectedApplication]:
    """All of them, those that don't ask for TLS too."""
    stacks = facts.all(Stack)
    only = stacks[0].userid if len(stacks) == 1 else None
    for document in facts.all(KeywordFile):
        if document.kind in SETTINGS:
            yield configured(document, only)
    owners = {item.profile.file: item.userid for item in reversed(stacks) if item.profile}
    hidden = {profile.file for item in stacks for profile in item.hidden_profiles}
    for profile in facts.all(ProfileTcpip):
        owner = owners.get(profile.file)
        if owner or profile.file not in hidden:
            yield from in_profile(profile, owner or only)


def configured(document: KeywordFile, stack: str | None) -> ProtectedApplication:
    """The application of one configuration file."""
    name, statements, userid = SETTINGS[document.kind]
    given = [keyword.value for key in statements if (keyword := document.get(key)) and keyword.value]
    asked = [word for word in given if word.value.upper() != "NEVER"]
    label = document.get("TLSLABEL")
    place = label.name.place if label else given[0].place if given else document.place
    return ProtectedApplication(
        name,
        "dynamic",
        place,
        document.file,
        label.value if label else None,
        next(iter((*asked, *given)), None),
        userid,
        stack,
    )


def in_profile(profile: ProfileTcpip, stack: str | None) -> Iterator[ProtectedApplication]:
    """Telnet and the statically secured ports of one profile."""
    for block in profile.internal_clients:
        yield ProtectedApplication(
            "Telnet",
            "dynamic",
            block.tls_label.place if block.tls_label else block.place,
            profile.file,
            block.tls_label,
            block.secure_connection,
            "INTCLIEN",
            stack,
        )
    for port in profile.ports:
        if port.secure or port.label:
            yield ProtectedApplication(
                f"port {port.number.value}",
                "static",
                port.label.place if port.label else port.number.place,
                profile.file,
                port.label,
                None,
                port.userid.value.upper(),
                stack,
                port.number.value,
            )
