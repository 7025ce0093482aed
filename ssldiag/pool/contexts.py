"""A plan's security and a key database in, one ``ssl.SSLContext`` for each label and client check out.

Certificates and keys reach OpenSSL through an anonymous file: none is ever on a disk. SNI is ignored, as on
z/VM: a port's label decides.
"""

from __future__ import annotations

import hashlib
import os
import ssl
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ssldiag.pool.inherit import Sessions
from ssldiag.pool.material import Entry, Material, MaterialError
from ssldiag.pool.plan import ClientCheck, PoolPlan, SecurityPlan
from ssldiag.pool.sharing import Complaint, Native

Key = tuple[str, ClientCheck, str]
"""Label, client check, and the role: server or client."""

_VERSIONS = {
    "SSLv3": ssl.TLSVersion.SSLv3,
    "TLSv1.0": ssl.TLSVersion.TLSv1,
    "TLSv1.1": ssl.TLSVersion.TLSv1_1,
    "TLSv1.2": ssl.TLSVersion.TLSv1_2,
    "TLSv1.3": ssl.TLSVersion.TLSv1_3,
}
_WITHOUT = {
    "SSLv3": "OP_NO_SSLv3",
    "TLSv1.0": "OP_NO_TLSv1",
    "TLSv1.1": "OP_NO_TLSv1_1",
    "TLSv1.2": "OP_NO_TLSv1_2",
    "TLSv1.3": "OP_NO_TLSv1_3",
}
_CHECKS = {
    ClientCheck.NONE: ssl.CERT_NONE,
    ClientCheck.PREFERRED: ssl.CERT_OPTIONAL,
    ClientCheck.REQUIRED: ssl.CERT_REQUIRED,
}


@dataclass(frozen=True, slots=True)
class Cache:
    """How contexts share sessions: the store, when it is in use, and whom to tell of trouble."""

    sessions: Sessions
    on: Callable[[], bool]
    tell: Callable[[str], None]


@dataclass
class Blanks:
    """Contexts made before the fork, whose ticket keys all servers have in common.

    Each serves one certificate with one set of CA certificates: what was loaded into a context cannot be
    taken out again, so after a REFRESH that changes them a fresh one is used, with ticket keys of its own.
    """

    contexts: Mapping[Key, ssl.SSLContext] = field(default_factory=dict)
    whole: bool = True
    _holds: dict[Key, bytes] = field(default_factory=dict)

    def take(self, key: Key, entry: Entry | None, material: Material) -> ssl.SSLContext | None:
        """The context for this key, None if there is none or if it holds something else already."""
        found = self.contexts.get(key)
        if found is None:
            return None
        mark = hashlib.sha256(b"" if key[1] is ClientCheck.NONE else material.trusted_mark)
        for part in (entry.chain_pem, entry.key_pem or b"") if entry is not None else ():
            mark.update(hashlib.sha256(part).digest())
        if self._holds.setdefault(key, mark.digest()) == mark.digest():
            return found
        self.whole = False
        return None


@dataclass
class Contexts:
    """The contexts of one state of the key database. A REFRESH makes a new one; connections keep theirs.

    ``native`` is libssl's own interface or why there is none; ``cache`` None for no reuse of sessions;
    ``blanks`` are shared by all states of the database.
    """

    plan: PoolPlan
    material: Material
    native: Native | str
    cache: Cache | None = None
    complain: Complaint | None = None
    blanks: Blanks = field(default_factory=Blanks)
    _made: dict[Key, ssl.SSLContext] = field(default_factory=dict)
    _kept: list[object] = field(default_factory=list)

    def get(self, label: str, check: ClientCheck, role: str = "server") -> ssl.SSLContext:
        """The context, made at the first call. Raises MaterialError."""
        key = (label, check, role)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._make(key)
        return found

    def _make(self, key: Key) -> ssl.SSLContext:
        label, check, role = key
        server = role == "server"
        entry = self.material.entry(label)
        why = self.material.why_not(label)
        if server and (entry is None or why):
            raise MaterialError(why)
        context = self.blanks.take(key, entry, self.material) or blank(role)
        security = self.plan.security
        try:
            protocols(context, security)
            suites(context, security, self.native)
            if entry is not None and entry.key_pem is not None:
                load_entry(context, entry)
            trust(context, self.material, check if server else ClientCheck.REQUIRED)
        except (ssl.SSLError, ValueError, OSError) as error:
            raise MaterialError(f"label {label} cannot be used: {reason(error)}") from error
        if self.plan.recording.keylog:
            context.keylog_filename = self.plan.recording.keylog
        if server:
            self._extend(context, key)
        return context

    def _extend(self, context: ssl.SSLContext, key: Key) -> None:
        """What needs libssl's own interface: shared sessions, bad certificates that are let through."""
        native, cache, plan = self.native, self.cache, self.plan
        if isinstance(native, str):
            context.num_tickets = 1 if plan.cache.life else 0
            if not plan.cache.life:
                context.options |= ssl.OP_NO_TICKET
            return
        native.set_dh(context)
        if key[1] is ClientCheck.PREFERRED:
            self._kept.append(native.accept_any(context, self.complain or _nobody))
        if cache is None:
            native.no_sessions(context)
        else:
            mark = tag(key, self.material, plan.security)
            self._kept.append(
                native.share(context, cache.sessions, mark, plan.cache.life, cache.on, cache.tell)
            )


def blank(role: str = "server") -> ssl.SSLContext:
    """A context without anything. Its ticket keys are drawn now: made before a fork, they are shared."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if role == "server" else ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # clients know a partner by its CA, as on z/VM; servers have no names
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION | ssl.OP_CIPHER_SERVER_PREFERENCE
    # A FIN without close_notify ends a client's direction like one with it: the answer is still delivered.
    context.options |= getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
    return context


def blanks(plan: PoolPlan, native: Native | str) -> dict[Key, ssl.SSLContext]:
    """To be made before the fork where libssl's callbacks are out of reach: their ticket keys let a session
    that one server made resume on another.
    """
    if not isinstance(native, str):
        return {}
    ports = [(port.label, port.client_check, "server") for port in plan.secure_ports]
    ours = [(each.label, each.client_check, "server") for each in plan.applications if each.label]
    return {key: blank() for key in (*ports, *ours)}


def tag(key: Key, material: Material, security: SecurityPlan) -> bytes:
    """Sixteen bytes that differ where sessions must not be taken over: another label, another client check
    or (where clients are checked) other CA certificates, other protocols or suites.
    """
    label, check, role = key
    trusted = material.trusted_mark if check is not ClientCheck.NONE else b""
    rules = (security.protocols, security.minimum, security.maximum, security.ciphers, security.suites)
    return hashlib.sha256(repr((label, check.value, role, trusted, rules)).encode()).digest()[:16]


def protocols(context: ssl.SSLContext, security: SecurityPlan) -> None:
    """Switch on what the plan allows. ``ssl`` warns of old protocols; here they are asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.maximum_version = _VERSIONS[security.maximum]
        context.minimum_version = _VERSIONS.get(security.minimum, ssl.TLSVersion.SSLv3)
        for name in security.without:
            if name in _WITHOUT:
                context.options |= getattr(ssl, _WITHOUT[name])


def suites(context: ssl.SSLContext, security: SecurityPlan, native: Native | str) -> None:
    """Offer the plan's suites in its order.

    In mode STANDARD at OpenSSL's security level 0: System SSL knows no such levels, the plan has said what is
    allowed, and above it OpenSSL refuses clients that name no signature algorithms, as GSKit's with TLS 1.2
    (they mean SHA-1, RFC 5246 7.4.1.4.1), and TLS 1.0 and 1.1.
    """
    names = security.ciphers or ("DEFAULT",)
    context.set_ciphers(":".join((*names, *(("@SECLEVEL=0",) if security.mode == "STANDARD" else ()))))
    if security.suites and not isinstance(native, str):
        native.set_suites(context, security.suites)


def load_entry(context: ssl.SSLContext, entry: Entry) -> None:
    """Load a certificate with its chain and key."""
    descriptor = os.memfd_create("ssldiag-key")
    try:
        with open(descriptor, "wb", closefd=False) as stream:
            stream.write((entry.key_pem or b"") + b"\n" + entry.chain_pem)
        context.load_cert_chain(f"/proc/self/fd/{descriptor}", password=lambda: b"")
    finally:
        os.close(descriptor)


def trust(context: ssl.SSLContext, material: Material, check: ClientCheck) -> None:
    """Ask for the partner's certificate as ``check`` wants, with the trusted certificates as its ends."""
    context.verify_mode = _CHECKS[check]
    pem = material.trusted_pem
    if check is not ClientCheck.NONE and pem:
        context.load_verify_locations(cadata=pem.decode("ascii"))


def reason(error: Exception) -> str:
    """OpenSSL's words for an error, without its numbers."""
    words = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
    return str(words).lower().replace("_", " ")


def _nobody(why: str, number: int, depth: int) -> None:
    pass
