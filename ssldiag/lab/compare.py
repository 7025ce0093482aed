"""Holds what happened against what a fault file expects. Each function gives judgements to a stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from ssldiag.capture.judged import Judged as Handshake
from ssldiag.lab.clients import Said
from ssldiag.lab.diagnose import errors, files_of
from ssldiag.lab.fault import Client, DoctorWish, FindingWish, LogWish, VerdictWish
from ssldiag.lab.stage import Judged, Stage
from ssldiag.model import Report, Result, Severity

LATEST = 4
"""Lines that are shown of what was found instead."""

ENDS = {"well": "ends well", "fails": "fails", "hangs": "gets no answer in time"}


def client(stage: Stage, wish: Client, said: Said, broken: bool) -> None:
    """How a client ended, and what it saw."""
    if said.skipped:
        return
    wanted = wish.ends if broken else "well"
    last = f": {said.lines[-1]}" if said.lines else ""
    what = f"{wish.kind} to {wish.to}"
    found = f"it {ENDS[said.ended]} (code {said.code}){last}"
    stage.judge(what, f"it {ENDS[wanted]}", found, said.ended == wanted)
    text = squeezed("\n".join(said.lines))
    for word in wish.sees if broken else ():
        stage.judge(f"{what} sees", word, shortened(said.lines), squeezed(word) in text)


def squeezed(text: str) -> str:
    """The text with any white space as one blank."""
    return " ".join(text.split())


def shortened(lines: Sequence[str]) -> str:
    """The end of what was there."""
    return " / ".join(lines[-LATEST:]) or "nothing"


def log_judgements(wish: LogWish, consoles: dict[str, list[str]]) -> list[Judged]:
    """What consoles say, of those that the wish names."""
    named = {name: lines for name, lines in consoles.items() if fnmatchcase(name, wish.machine)}
    whole = [line for lines in named.values() for line in lines]
    text = squeezed("\n".join(whole))
    found = [
        Judged(f"console {wish.machine}", word, shortened(whole), squeezed(word) in text)
        for word in wish.says
    ]
    for word in wish.never:
        seen = [line for line in whole if squeezed(word) in squeezed(line)]
        found.append(Judged(f"console {wish.machine}", f"no {word}", shortened(seen), not seen))
    return found


def new_lines(folder: Path, before: dict[str, int]) -> dict[str, list[str]]:
    """What consoles have now and had not before: lines by user id."""
    found = {}
    for path in sorted(folder.glob("*.CONSOLE")):
        data = path.read_bytes()
        start = before.get(path.stem, 0)
        fresh = data[start:] if len(data) >= start else data
        found[path.stem] = fresh.decode("utf-8", "replace").splitlines()
    return found


def sizes(folder: Path) -> dict[str, int]:
    """How long consoles are: bytes by user id."""
    return {path.stem: path.stat().st_size for path in folder.glob("*.CONSOLE")}


def verdict(stage: Stage, wish: VerdictWish, found: Sequence[Handshake], what: str) -> None:
    """Whether one of a client's handshakes has the verdict."""
    ok = any(fits(wish, item) for item in found)
    stage.judge(f"pcap of {what}", wanted_verdict(wish), "; ".join(map(spoken, found)) or "no handshake", ok)


def fits(wish: VerdictWish, item: Handshake) -> bool:
    """Whether a handshake has all that the wish names."""
    given = item.verdict
    pairs = ((wish.outcome, given.outcome), (wish.cause, given.cause), (wish.by, given.by))
    return all(not want or want == have for want, have in pairs) and set(wish.will_log) <= logged(item)


def logged(item: Handshake) -> set[str]:
    """What each side will have logged, as fault files write it."""
    return {f"{entry.side} {entry.platform} {entry.code}" for entry in item.verdict.will_log}


def wanted_verdict(wish: VerdictWish) -> str:
    """A wish as a person says it."""
    by = f"by {wish.by}" if wish.by else ""
    return ", ".join(word for word in (wish.outcome, wish.cause, by, *wish.will_log) if word)


def spoken(item: Handshake) -> str:
    """A verdict as a person says it."""
    given = item.verdict
    codes = ", ".join(sorted(logged(item)))
    return f"{given.outcome}, {given.cause}, by {given.by or 'nobody'}{f' ({codes})' if codes else ''}"


def report_judgements(wish: DoctorWish, report: Report) -> list[Judged]:
    """The findings that are to be there, and the errors and codes that are not."""
    results = report.all_results()
    found = [one(finding, report) for finding in wish.findings]
    known = {*(finding.code for finding in wish.findings), *wish.also}
    strange = [result for root in report.results for result in surprises(root, known)]
    text = "; ".join(f"{item.finding.code} {item.finding.message}" for item in strange)
    found.append(Judged("doctor", "no other error", text, not strange))
    for code in wish.absent:
        there = [item.finding.message for item in results if item.finding.code == code]
        found.append(Judged("doctor", f"no {code}", shortened(there), not there))
    crashed = [f"{crash.rule.code} {crash.error}" for crash in report.crashed]
    found.append(Judged("doctor", "no check fails", shortened(crashed), not crashed))
    return found


def surprises(result: Result, known: set[str]) -> Iterator[Result]:
    """Errors that nobody expects: not those that follow from what is expected."""
    if result.finding.code in known:
        return
    if result.severity is Severity.ERROR:
        yield result
    for beneath in result.consequences:
        yield from surprises(beneath, known)


def one(wish: FindingWish, report: Report) -> Judged:
    """Whether a finding is there, with its files."""
    expected = f"{wish.code} {' '.join(wish.files)}".strip()
    there = [item for item in report.all_results() if item.finding.code == wish.code]
    for item in there:
        files = files_of(item)
        if all(any(file == want or file.endswith(f"/{want}") for file in files) for want in wish.files):
            return Judged("doctor", expected, expected, True)
    codes = sorted({item.finding.code for item in report.all_results()})
    cited = [f"{wish.code} {' '.join(sorted(files_of(item)))}" for item in there]
    return Judged("doctor", expected, "; ".join(cited) or f"findings: {' '.join(codes) or 'none'}", False)


def healthy(stage: Stage, report: Report, wish: DoctorWish, again: bool) -> None:
    """No error before the break; after the repair none either, and nothing of what was found but what old
    lines of consoles go on saying.
    """
    unwanted = {finding.code for finding in wish.findings} if again else set()
    bad = [f"{item.finding.code} {item.finding.message}" for item in errors(report)]
    left = [item for item in report.all_results() if item.finding.code in unwanted]
    past = {item.finding.code for item in left if of_consoles(item)}
    bad += [item.finding.code for item in left if not of_consoles(item)]
    expected = "no error" + "".join(f", no {code}" for code in sorted(unwanted - past))
    expected += "".join(f", {code} only of lines from before" for code in sorted(past))
    stage.judge("doctor", expected, "; ".join(dict.fromkeys(bad)), not bad)


def of_consoles(result: Result) -> bool:
    """Whether consoles alone say so: a line that was written stays."""
    return all(file.startswith("console/") for file in files_of(result))
