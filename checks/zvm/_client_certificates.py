"""What the checks of CLIENTCERTCHECK share: every place that asks for client certificates, with its stack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.api import Facts, KeywordFile, Located, Stack, StackProfile

APPLICATIONS = {"srvrftp_config": "FTP", "smtp_config": "SMTP"}
"""Kind of configuration file -> its application."""


@dataclass(frozen=True, slots=True)
class CertificateRequest:
    """``where`` is Telnet, ``port n``, FTP or SMTP; ``word`` the operand of CLIENTCERTCHECK as written."""

    where: str
    word: Located[str]
    stack: Stack | None

    @property
    def value(self) -> str:
        """The operand in upper case."""
        return self.word.value.upper()

    @property
    def is_telnet(self) -> bool:
        """Whether it stands in INTERNALCLIENTPARMS, where it has been from the start."""
        return self.where == "Telnet"


def requests(facts: Facts) -> Iterator[CertificateRequest]:
    """Every CLIENTCERTCHECK of the profiles in use, SRVRFTP CONFIG and SMTP CONFIG."""
    for found in facts.all(StackProfile):
        for block in found.profile.internal_clients:
            if block.client_cert_check:
                yield CertificateRequest("Telnet", block.client_cert_check, found.stack)
        for port in found.profile.ports:
            if port.client_cert_check:
                yield CertificateRequest(f"port {port.number.value}", port.client_cert_check, found.stack)
    stacks = facts.all(Stack)
    only = stacks[0] if len(stacks) == 1 else None
    for document in facts.all(KeywordFile):
        keyword = document.get("CLIENTCERTCHECK")
        if document.kind in APPLICATIONS and keyword is not None and keyword.value is not None:
            yield CertificateRequest(APPLICATIONS[document.kind], keyword.value, only)
