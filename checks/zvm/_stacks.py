"""What the checks of stacks share: which profile a stack reads for certain, and pools of a second stack."""

from __future__ import annotations

from ssldiag.api import DcssAgent, Facts, SslServerPool, Stack, StackProfile, TcpipData


def profile_of(facts: Facts, stack: Stack) -> StackProfile | None:
    """The profile that this stack reads, None where that cannot be told."""
    return next((item for item in facts.all(StackProfile) if item.stack is stack), None)


def named_stacks(facts: Facts) -> set[str]:
    """The stacks that the TCPIP DATA files name; TCPIP for one that says nothing."""
    return {data.stack.value if data.stack else "TCPIP" for data in facts.all(TcpipData)}


def known_stacks(facts: Facts) -> set[str]:
    """The stacks with a DTCPARMS entry, and those that TCPIP DATA names."""
    return {stack.userid for stack in facts.all(Stack) if stack.definition} | {
        data.stack.value for data in facts.all(TcpipData) if data.stack
    }


def is_alternate(facts: Facts, server: SslServerPool | DcssAgent) -> bool:
    """Whether a server belongs to a second stack, while the stack of TCPIP DATA has SSL servers of its own.

    Such a server reads a TCPIP DATA of its own, which may not have been collected.
    """
    if server.stack is None:
        return False
    named = named_stacks(facts)
    defined = {stack.userid for stack in facts.all(Stack) if stack.definition}
    if server.stack.value in named or server.stack.value not in defined:
        return False
    served = {pool.stack.value for pool in facts.all(SslServerPool) if pool.stack}
    return bool(named & defined & served)
