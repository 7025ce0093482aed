"""Judged handshakes as ``ssldiag.handshake/1`` documents, one a line or together as ``ssldiag.capture/1``.

Everything that the text says is in here. Strings are exact; all that is not ASCII is escaped. Documents are
written one by one, so memory does not grow with the capture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from ssldiag.capture.judged import Judged
from ssldiag.render.capture_notes import CaptureNotes
from ssldiag.render.capture_tally import Tally
from ssldiag.render.escape import json_text
from ssldiag.render.handshake_line import Lines
from ssldiag.render.handshake_names import suite
from ssldiag.render.moments import moment

SCHEMA_CAPTURE = "ssldiag.capture/1"


def jsonl(found: Iterable[Judged]) -> Iterator[str]:
    """One document a line, each as soon as its handshake ends."""
    lines = Lines()
    for judged in found:
        yield lines.line(judged) + "\n"


def json(found: Iterable[Judged], notes: CaptureNotes) -> Iterator[str]:
    """One document with all of them; what was counted comes last, when it is known."""
    tally, lines = Tally(), Lines()
    yield f'{{\n"schema": "{SCHEMA_CAPTURE}",\n"handshakes": ['
    for index, judged in enumerate(found):
        tally.add(judged)
        yield (",\n" if index else "\n") + lines.line(judged)
    rest = {
        "files": notes.files(),
        "quality": quality(tally, notes),
        "summary": summary(tally, notes.now, notes.days),
    }
    yield "\n],\n" + json_text(rest)[2:-2] + "\n}\n"


def quality(tally: Tally, notes: CaptureNotes) -> dict[str, Any]:
    """What the capture lacks, over all its connections."""
    faults = tally.faults
    return {
        "connections": tally.total,
        "affected": faults.affected,
        "gaps": faults.gaps,
        "with_gaps": faults.with_gaps,
        "retransmitted": faults.retransmitted,
        "out_of_order": faults.out_of_order,
        "overlaps": faults.overlaps,
        "truncated": faults.truncated,
        "one_sided": faults.one_sided,
        "starts_mid_stream": faults.starts_mid_stream,
        "problems": notes.problems(),
    }


def summary(tally: Tally, now: datetime, days: int) -> dict[str, Any]:
    """Counts, the slowest handshakes, and certificates that have expired or soon will."""
    return {
        **{word: tally.outcomes[word] for word in ("completed", "failed", "incomplete")},
        "first": tally.first,
        "last": tally.last,
        "versions": dict(tally.versions.most_common()),
        "ciphers": {suite(code).name: times for code, times in tally.ciphers.most_common()},
        "causes": dict(tally.causes.most_common()),
        "starttls": dict(tally.starttls.most_common()),
        "slowest": [
            {
                "duration": slow.duration,
                "file": slow.file,
                "frame": slow.frame,
                "client": slow.client,
                "server": slow.server,
            }
            for slow in tally.slowest
        ],
        "judged_at": moment(now),
        "expiring": [
            {
                "subject": known.certificate.subject,
                "not_after": moment(known.certificate.not_after),
                "sha256": known.certificate.sha256,
                "times": known.times,
                "from": known.side,
                "shown_by": list(known.shown_by),
            }
            for known in tally.expiring(now, days)
        ],
    }
