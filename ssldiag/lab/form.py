"""The text of a fault file in, a :class:`Fault` out; whatever is wrong with it names the file and the key."""

from __future__ import annotations

import tomllib

from ssldiag.lab.fault import (
    CERTAINTIES,
    FAMILIES,
    Client,
    DoctorWish,
    ExplainWish,
    Fault,
    FindingWish,
    Link,
    LogWish,
    Network,
    Setup,
    Step,
    VerdictWish,
)
from ssldiag.lab.table import Form, FormError, complete
from ssldiag.lab.verbs import APPS, CHOICES, CLIENTS, KEYS, OPTION_CHOICES, OPTIONS, TARGETS, VERBS

MOST = 64 * 1024
"""Bytes of a fault file: the longest has some 5 KB."""


def fault(text: str, file: str) -> Fault:
    """The fault of a file ``<family>/<name>.toml``. Raises :class:`FormError`."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"{file}: {error}") from error
    form = Form(file, table)
    found = whole(form, file)
    form.nothing_left()
    return found


def whole(form: Form, file: str) -> Fault:
    """All of it."""
    family, _, name = file.removesuffix(".toml").rpartition("/")
    family = family.rpartition("/")[2]
    if family not in FAMILIES:
        raise FormError(f"{file}: {family!r} is none of {', '.join(FAMILIES)}")
    made = Fault(
        name,
        family,
        form.text("what"),
        form.text("story").strip(),
        form.choice("certainty", tuple(CERTAINTIES)),
        form.many("sources"),
        form.flag("fast", False),
        setup(form.form("setup")),
        network(form.form("network")),
        form.each("prepare", step),
        form.each("break", step),
        form.each("client", client),
        form.each("link", link),
        form.each("log", log),
        doctor(form.form("doctor")),
        form.each("explain", explain),
        form.each("repair", step),
    )
    lacking(form, made)
    return made


def lacking(form: Form, made: Fault) -> None:
    """What a fault cannot do without. Raises FormError."""
    ours, other = ("link", "client") if made.network else ("client", "link")
    suffered = {"client": made.clients, "link": made.links}
    if not suffered[ours]:
        raise form.wrong(ours, f"at least one [[{ours}]] has to suffer")
    if suffered[other]:
        raise form.wrong(other, "does not go with this kind of fault")
    for key, steps in (("break", made.break_), ("repair", made.repair)):
        if not steps and not (key == "break" and made.network and made.network.violation):
            raise form.wrong(key, "is missing")
    if (made.family == "ibmi") is not (made.network is not None):
        raise form.wrong("network", "goes with the family ibmi, and only with it")


def setup(form: Form | None) -> Setup:
    """[setup]"""
    if form is None:
        return Setup()
    usual = Setup()
    apps = form.many("apps") or usual.apps
    if strange := [app for app in apps if app not in APPS]:
        raise form.wrong("apps", f"{strange[0]!r} is none of {', '.join(APPS)}")
    found = Setup(
        form.number("servers", usual.servers),
        form.flag("single", usual.single),
        apps,
        form.number("sessions", usual.sessions),
        form.number("per_server", usual.per_server),
        form.text("label", usual.label),
        form.choice("key", KEYS, usual.key),
    )
    form.nothing_left()
    return found


def network(form: Form | None) -> Network | None:
    """[network], of the family ibmi."""
    if form is None:
        return None
    scenarios = ("client-connection", "all-connections")
    found = Network(
        form.choice("scenario", scenarios),
        form.text("violation", ""),
        form.number("endpoints", 2),
        form.choice("well", (*scenarios, "all-connections-client-auth"), ""),
    )
    form.nothing_left()
    return found


def step(form: Form) -> Step:
    """[[prepare]], [[break]] and [[repair]]"""
    verb = form.choice("do", tuple(VERBS))
    say = form.text("say", "")
    choices = {key: words for (name, key), words in CHOICES.items() if name == verb}
    words = form.words(VERBS[verb], choices)
    for key in VERBS[verb]:
        if not key.endswith("?") and key not in words:
            raise form.wrong(key, f"{verb} wants it")
    return Step(verb, words, say)


def client(form: Form) -> Client:
    """[[client]]"""
    kind = form.choice("with", CLIENTS)
    to = target(form)
    ends = form.choice("ends", ("well", "fails", "hangs"), "fails")
    before = form.form("before")
    return Client(
        kind,
        to,
        form.words(OPTIONS, OPTION_CHOICES),
        complete(before, lambda given: given.words(OPTIONS, OPTION_CHOICES)) if before else {},
        ends,
        form.many("sees"),
        verdict(form.form("pcap")),
        form.choice("only", ("broken", "well"), ""),
    )


def target(form: Form) -> str:
    """``to`` of a client."""
    found = form.text("to")
    if found not in TARGETS and not (found.isdigit() and 0 < int(found) < 65_536):
        raise form.wrong("to", f"{found!r} is no port, nor one of {', '.join(TARGETS)}")
    return found


def verdict(form: Form | None) -> VerdictWish | None:
    """pcap of a client"""
    if form is None:
        return None
    found = VerdictWish(
        form.choice("outcome", ("completed", "failed", "incomplete"), ""),
        form.text("cause", ""),
        form.choice("by", ("client", "server", "network"), ""),
        form.many("will_log"),
    )
    form.nothing_left()
    return found


def link(form: Form) -> Link:
    """[[link]]"""
    names = form.text("client"), form.text("server"), form.text("outcome")
    return Link(*names, form.text("cause", ""), form.text("by", ""))


def log(form: Form) -> LogWish:
    """[[log]]"""
    found = LogWish(form.text("machine"), form.many("says"), form.many("never"))
    if not (found.says or found.never):
        raise form.wrong("says", "is missing")
    return found


def doctor(form: Form | None) -> DoctorWish:
    """[doctor]"""
    if form is None:
        return DoctorWish()
    wanted = tuple(FindingWish(*split(text)) for text in form.many("findings"))
    found = DoctorWish(wanted, form.many("also"), form.many("absent"), form.flag("captures", False))
    form.nothing_left()
    return found


def split(text: str) -> tuple[str, tuple[str, ...]]:
    """A code and the files behind it."""
    code, *files = text.split()
    return code, tuple(files)


def explain(form: Form) -> ExplainWish:
    """[[explain]]"""
    return ExplainWish(form.text("query"), form.text("platform", ""), form.many("says"))
