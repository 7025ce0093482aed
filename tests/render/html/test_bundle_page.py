"""The whole page: it needs nothing else, its links lead somewhere, it is for everybody, it stays small."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from ssldiag.bundle.model import PageInput, SourceText, Stretch, Topology
from ssldiag.render.html.bundle_page import page
from ssldiag.render.html.room import MOST_BYTES
from tests.conftest import ROOT
from tests.render.html.hostile import hostile
from tests.render.html.inputs import of_sample
from tests.render.html.reading import Read

SAMPLES = sorted(path for path in (ROOT / "samples" / "zvm").iterdir() if path.is_dir())
CAPTURES = (ROOT / "samples" / "captures" / "refused.pcap",)


@cache
def broken() -> PageInput:
    return of_sample(ROOT / "samples" / "zvm" / "broken-several", CAPTURES)


@cache
def html() -> str:
    return "".join(page(broken()))


def all_of(given: PageInput) -> str:
    return "".join(page(given))


def test_it_opens_with_the_verdict() -> None:
    text = Read(html()).text
    main = text[text.index("Verdict", text.index("Skip to the verdict") + 40) :]
    assert "18 errors and 3 warnings from 14 root causes." in main
    assert re.search(r"\d+ checks passed, \d+ could not decide for want of files\.", main)
    first = main.index("belong to stack TCPIP in DTCPARMS, but TCPIP DATA names TCPIPTST")
    assert first < main.index("Then follows:") < main.index("SSL00001 found two different stacks")
    assert "Collect next: output of SSLADMIN QUERY STATUS DETAILS" in main


def test_every_part_is_there_in_order() -> None:
    sections = [item["id"] for item in Read(html()).named("section")]
    assert sections == [
        *("verdict", "picture", "findings", "certificates", "console", "handshakes"),
        *("codes", "collect", "rules", "about", "sources"),
    ]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(sample: Path) -> None:
    read = Read(all_of(of_sample(sample, CAPTURES)))
    ids = read.ids()
    assert len(ids) == len(set(ids))
    assert {target.removeprefix("#") for target in read.targets()} <= set(ids)
    assert all(target.startswith("#") for target in read.targets())


def test_a_finding_leads_to_its_rule_its_lines_and_its_messages() -> None:
    found = re.search(r'<article class="finding error" id="f1".*?</dl>', html(), re.DOTALL)
    assert found
    targets = Read(found[0] + "</article>").targets()
    assert "#rule-ZVM101" in targets
    assert len([target for target in targets if re.match(r"#s\d+-\d+$", target)]) >= 8
    assert len([target for target in targets if target.startswith("#code-")]) == 2
    assert "<mark>TCPIPTST</mark>" in found[0]


def test_it_loads_nothing_and_its_policy_fits() -> None:
    text = html()
    read = Read(text)
    policy = next(str(item["content"]) for item in read.named("meta") if "http-equiv" in item)
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    used = {name for _, attributes in read.tags for name in attributes}
    assert not used & {"src", "style", "action", "srcset", "xlink:href", "formaction", "ping"}
    assert not any(name.startswith("on") for name in used)
    (css,) = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    assert "url(" not in css and "@import" not in css and "http" not in css


def test_landmarks_headings_and_names() -> None:
    read = Read(html())
    for landmark in ("header", "nav", "main", "footer"):
        assert len(read.named(landmark)) == 1
    assert read.named("html") == [{"lang": "en"}]
    levels = [int(name[1]) for name, _ in read.tags if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert read.named("a")[0] == {"class": "skip", "href": "#main"}
    ids = set(read.ids())
    for section in read.named("section"):
        assert section["aria-labelledby"] in ids
    assert all("aria-label" in item for item in read.named("svg"))
    assert all(item["scope"] == "col" for item in read.named("th"))
    labels = {item.get("for") for item in read.named("label")}
    assert all(item["type"] == "checkbox" or item["id"] in labels for item in read.named("input"))


def test_severity_and_state_are_words_too() -> None:
    for found in re.findall(r'<span class="sev [a-z]+">(.*?)</span></?', html()):
        assert re.search("Error|Warning|Info", found)
    assert "✕ expired 70 days ago" in Read(html()).text


def test_without_scripts_everything_is_there() -> None:
    read = Read(html())
    hidden = [attributes for _, attributes in read.tags if "hidden" in attributes]
    assert {item["id"] for item in hidden} == {"search", "severities"}


def test_nothing_from_a_file_becomes_markup() -> None:
    text = all_of(hostile(findings=40, many=12))
    read = Read(text)
    assert len(read.named("script")) == 1 and len(read.named("style")) == 1 and read.named("img") == []
    assert "{{7*7}}" in text and "\ud800" not in text
    assert text.replace("\n", "").isprintable()
    assert not any(name.startswith("on") for _, attributes in read.tags for name in attributes)
    ids = read.ids()
    assert len(ids) == len(set(ids))
    assert {target.removeprefix("#") for target in read.targets()} <= set(ids)


def test_ten_thousand_findings_and_lines_of_ten_megabytes() -> None:
    started = time.process_time()
    given = hostile(findings=10_000, many=400, line=20_000)
    huge = "x" * 10_000_000
    given = replace(
        given, sources=(*given.sources, SourceText("huge", "transcript", "", 1, (Stretch(1, (huge,)),)))
    )
    size, text = 0, []
    for piece in page(given):
        size += len(piece.encode())
        text.append(piece)
    assert size < MOST_BYTES
    assert time.process_time() - started < 60
    read = Read("".join(text))
    assert "9,999,600 more characters" in read.text
    assert re.search(r"[\d,]+ more findings", read.text) and "More of the same" in read.text
    assert {target.removeprefix("#") for target in read.targets()} <= set(read.ids())


def test_two_hundred_megabytes_of_sources_stay_small() -> None:
    lines = tuple(f"07:12:14 DTCRUN1022I line {number} of a long, long log" for number in range(50_000))
    logs = [
        SourceText(f"LOG{n}.CONSOLE", "transcript", "console log", 50_000, (Stretch(1, lines),))
        for n in range(80)
    ]
    given = replace(broken(), sources=(*broken().sources, *logs))
    text = all_of(given)
    assert len(text.encode()) < MOST_BYTES
    read = Read(text)
    assert "lines left out" in read.text
    assert {target.removeprefix("#") for target in read.targets()} <= set(read.ids())
    assert "SSSLIMITS" in read.text  # the sources that findings cite are whole


def test_the_page_of_a_clean_host() -> None:
    given = replace(of_sample(ROOT / "samples" / "zvm" / "clean"), certificates=(), console=(), explained=())
    read = Read(all_of(given))
    assert "No problem found." in read.text
    assert [item["id"] for item in read.named("section")] == ["verdict", "collect", "about", "sources"]


def test_parts_without_content_are_left_out() -> None:
    given = replace(broken(), topology=Topology(), certificates=(), console=(), handshakes=(), sources=())
    ids = {item["id"] for item in Read(all_of(given)).named("section")}
    assert ids == {"verdict", "findings", "codes", "collect", "rules", "about"}


def test_it_comes_in_pieces() -> None:
    pieces = list(page(broken()))
    assert len(pieces) > 20
    assert max(map(len, pieces)) < len(html()) / 2
