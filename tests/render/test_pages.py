"""A rule's page taken apart."""

from __future__ import annotations

from ssldiag.model import Severity
from ssldiag.render.pages import family, message_name, page, plain, why
from tests.render.reports import STACK, rule


def test_sections_by_heading() -> None:
    parts = page(STACK)
    assert parts.title == "The pool serves the stack that its TCPIP DATA names"
    assert list(parts.sections) == ["Why it matters", "How it is decided", "What to do"]
    assert "# not a heading" in parts.sections["How it is decided"]
    assert parts.sections["What to do"] == "Make them equal."


def test_why_is_the_first_paragraph_without_code_marks() -> None:
    marked = rule("ZVM1", "n", Severity.ERROR, why="The ``:stack.`` tag and `x`\nmatter.")
    assert why(marked) == "The :stack. tag and x matter. It is the first thing to look at."


def test_a_rule_without_a_page_has_nothing_to_say() -> None:
    assert why(rule("ZVM1", "n", doc="")) == ""
    assert page(rule("ZVM1", "n", doc="Title\n\nIntro.")).intro == "Intro."


def test_plain_strips_emphasis_but_no_asterisk_of_a_name() -> None:
    assert plain("*userid* DTCPARMS, *a b* and **much**") == "userid DTCPARMS, a b and much"
    assert plain("SSL* and SQA* of ``SSLSERVERID *``, ``*x*``") == "SSL* and SQA* of SSLSERVERID *, *x*"


def test_plain_does_not_double_the_period_of_a_tag() -> None:
    assert plain("its ``:stack.``. If ``:for.`` is") == "its :stack. If :for. is"
    assert plain("``:vmlink..DIR``. And ``:parms.``.") == ":vmlink..DIR. And :parms."


def test_a_message_without_an_id_is_named_by_its_text() -> None:
    assert message_name("FTP-421-SECURITY") == '"421 Temporarily unable to process security"'
    assert message_name("TELNET-NOSSL") == '"SSL Server is not available on local system"'
    assert message_name("DTCRUN1028E") == "DTCRUN1028E"


def test_plain_keeps_lone_backticks() -> None:
    assert plain("a ` b") == "a ` b"
    assert plain("``a`b``") == "a`b"


def test_family() -> None:
    assert family("CERT101") == "CERT"
