"""``ssldiag rules``: the table of checks, or the pages of those that are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ssldiag.cli import options, output
from ssldiag.cli.exits import USAGE, Stop
from ssldiag.cli.options import ListFormat

if TYPE_CHECKING:
    from ssldiag.model import Rule
    from ssldiag.render.style import Style

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

Codes = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="CODE",
        help="Codes for their pages, or beginnings for a table.",
        autocompletion=options.complete_code,
    ),
]
Format = Annotated[ListFormat, typer.Option("--format", help="How to write the list.")]


@app.command()
def rules(
    codes: Codes = None,
    form: Format = ListFormat.TEXT,
    target: options.Output = None,
    no_color: options.NoColor = False,
) -> None:
    """List the checks with code, severity, name and releases, or print the page of one."""
    from ssldiag.registry import RegistryError, load
    from ssldiag.render.layout import FALLBACK_COLUMNS
    from ssldiag.render.style import Style
    from ssldiag.selection import SelectionError, selected

    try:
        known = load()
        wanted = options.codes(codes)
        chosen = selected(known, wanted, None)
    except SelectionError as error:
        raise Stop(str(error), USAGE) from error
    except RegistryError as error:
        raise Stop(str(error)) from error
    whole = bool(wanted) and all(word.upper() in known for word in wanted or ())
    style = Style(output.columns(target, FALLBACK_COLUMNS if whole else 0), output.colour(target, no_color))
    output.write(written(chosen, form, whole, style), target)


def written(chosen: Sequence[Rule], form: ListFormat, whole: bool, style: Style) -> Iterator[str]:
    """The rules in the format asked for: their pages if ``whole``, else a table."""
    from ssldiag.render import rules as render

    if form is ListFormat.JSON:
        return render.json_list(chosen)
    if form is ListFormat.MARKDOWN:
        return map(render.markdown_page, chosen) if whole else render.markdown_table(chosen)
    return render.pages(chosen, style) if whole else render.table(chosen, style)
