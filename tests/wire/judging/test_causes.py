"""Every cause that a rule can give stands in the vocabulary, and the other way round."""

from __future__ import annotations

import ast
import csv
from pathlib import Path

import pytest

from tests.wire.test_verdict import STORIES

NEVER_FIRST = {
    "session_not_resumed",  # a note on a handshake that completed
    "server_certificate_missing",  # servers say no_common_cipher of it
    "server_busy",  # a guess behind a close or silence
    "wrong_starttls",  # a guess behind plain text or silence
}
"""Words that stand among the hypotheses alone."""


@pytest.fixture(scope="module")
def vocabulary(root: Path) -> set[str]:
    """The words of the table."""
    with (root / "errortables" / "causes.csv").open(encoding="utf-8", newline="") as lines:
        return {row["constant"] for row in csv.DictReader(lines)}


def test_every_word_has_a_story(vocabulary: set[str]) -> None:
    assert set(STORIES) == vocabulary - NEVER_FIRST
    assert len(STORIES) >= 30


def test_hypotheses_are_words_too(root: Path, vocabulary: set[str]) -> None:
    """Every pair of texts whose first is one word with an underscore is a hypothesis."""
    for path in sorted((root / "ssldiag" / "wire" / "judging").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                first, second = node.elts
                if _text(first) and _text(second) and " " in _text(second) and "_" in _text(first):
                    assert _text(first) in vocabulary, f"{path.name}:{node.lineno}"


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
