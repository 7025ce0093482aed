"""A rule's page (the docstring of its check file) taken apart: title, introduction, sections by heading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ssldiag.errors.patterns import Z_VM_TEXTS
from ssldiag.model import Rule

WHY = "Why it matters"

_HEADING = re.compile(r"#{1,6}\s+(?P<text>\S.*?)\s*#*$")
_CODE = re.compile(r"(`+)(?! )(.+?)(?<! )\1(?!`)", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,2})(?=\w)([^*\n]{1,80})(?<=\w)\1(?![\w*])")
_TAG = re.compile(r":\w+\.")
_FENCE = re.compile(r"\s*(```|~~~)")


@dataclass(frozen=True, slots=True)
class Page:
    """``sections`` maps a heading to the text under it, in the order of the page."""

    title: str
    intro: str
    sections: dict[str, str]

    def first_paragraph(self, heading: str) -> str:
        """The first paragraph under ``heading`` on one line, or an empty string."""
        body = self.sections.get(heading, "").strip()
        return " ".join(body.split("\n\n", 1)[0].split())


def page(rule: Rule) -> Page:
    """The page of ``rule``. Headings are Markdown's ``## Heading``; what is in a code fence is no heading."""
    title, _, rest = rule.doc.strip().partition("\n")
    parts: list[tuple[str, list[str]]] = [("", [])]
    fenced = False
    for line in rest.split("\n"):
        fenced ^= bool(_FENCE.match(line))
        if not fenced and (heading := _HEADING.match(line)):
            parts.append((heading["text"], []))
        else:
            parts[-1][1].append(line)
    texts = [(heading, "\n".join(body).strip("\n")) for heading, body in parts]
    return Page(title.strip(), texts[0][1], dict(texts[1:]))


def family(code: str) -> str:
    """The letters that a code begins with: ``ZVM`` of ``ZVM101``."""
    return code.rstrip("0123456789")


def why(rule: Rule) -> str:
    """One paragraph on why the rule matters, for a report."""
    return plain(page(rule).first_paragraph(WHY))


def plain(text: str) -> str:
    """Our own Markdown without the marks of code spans and emphasis, for readers of plain text.

    A tag at the end of a sentence (``:stack.`` and a period) keeps one period.
    """
    parts, end = [], 0
    for span in _CODE.finditer(text):
        parts += [_EMPHASIS.sub(r"\2", text[end : span.start()]), span[2]]
        end = span.end()
        if _TAG.fullmatch(span[2]) and re.match(r"\.(\s|$)", text[end:]):
            end += 1
    return "".join((*parts, _EMPHASIS.sub(r"\2", text[end:])))


def message_name(message_id: str) -> str:
    """A vendor message as a reader meets it: its id, or its text where it has no id and we made one up."""
    text = next((said for said, known in Z_VM_TEXTS.items() if known == message_id), "")
    number = re.match(r"FTP-(\d{3})-", message_id)
    return f'"{number[1] + " " if number else ""}{text}"' if text else message_id
