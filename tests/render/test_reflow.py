"""Pages on a terminal."""

from __future__ import annotations

from ssldiag.render.reflow import reflow

PAGE = """Title of ``the`` page

## Why it matters

A paragraph of words
that goes on.
- an item of a list that is long enough
  to be wrapped
- another
12. numbered

    indented stays   as it is

```
## fenced stays   as it is
```
The end \x1b[2J."""


def test_paragraphs_are_wrapped_and_the_rest_is_kept() -> None:
    assert ["".join(text for text, _ in line) for line in reflow(PAGE, 24)] == [
        "Title of the page",
        "",
        "Why it matters",
        "",
        "A paragraph of words",
        "that goes on.",
        "- an item of a list that",
        "  is long enough to be",
        "  wrapped",
        "- another",
        "12. numbered",
        "",
        "    indented stays   as it is",
        "",
        "## fenced stays   as it is",
        "The end \\x1b[2J.",
        "",
    ]
