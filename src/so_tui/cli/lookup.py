"""The commands for papers about a case, and for searching all cases."""

from datetime import date, datetime

import click

from so_tui.cli.command import PaperCommand, ShellCommand
from so_tui.cli.opening import look_at_case, look_at_store
from so_tui.cli.options import NotFound, Options
from so_tui.cli.output import put_bytes, put_utf8
from so_tui.cli.parameters import LARGE, LAYOUT, WORDS
from so_tui.cli.stdin import received_line
from so_tui.content import text, words
from so_tui.domain.dates import show_day
from so_tui.domain.text import clean_line


@click.command(cls=PaperCommand, help=text("followup.cli.help"), params=[LAYOUT, LARGE])
@click.argument("kind", type=click.Choice(list(words("followup.paper"))))
def paper(options: Options, kind: str, layout: str, large: bool) -> int:
    """Print a paper, without its private lines. Another session may have the store open.

    Args:
        options: The options.
        kind: A value of `papers.writing.PaperKind`.
        layout: A value of `papers.render.Layout`, in UTF-8 whatever the locale is.
        large: Large print; for HTML.

    Raises:
        NotFound: There is no case, or nothing to print.
    """
    from so_tui.papers.render import Layout
    from so_tui.papers.writing import PaperKind, write_paper

    state = look_at_case(options)
    written = write_paper(state, PaperKind(kind), Layout(layout), date.today(), large=large)
    if written is None:
        raise NotFound(text("followup.nothing_to_print"))
    put_bytes(written.encode("utf-8"))
    return 0


@click.command(cls=ShellCommand, help=text("lookback.cli.help"), params=[WORDS])
def find(options: Options, words: str) -> int:
    """Print the entries of all cases that contain the words. The store may be open elsewhere.

    Args:
        options: The options.
        words: In any order; typing mistakes are tolerated. '-' for standard input.

    Raises:
        NotFound: No entry matches.
    """
    from so_tui.logic.archive import archive
    from so_tui.logic.archive import find as find_in

    store = look_at_store(options)
    words = received_line(words)
    found = find_in(archive(store.entities()), words)
    if not found:
        raise NotFound(text("lookback.cli.none", words=clean_line(words)))
    lines = []
    for entry in found:
        clock = f" {entry.at:%H:%M}" if isinstance(entry.at, datetime) else ""
        who = ", ".join(filter(None, (entry.doctor, entry.by)))
        when = f"{show_day(entry.day)}{clock}"
        kind = text(f"kinds.found.{entry.kind}")
        about = ", ".join(filter(None, (when, who, kind)))
        lines.append(text("lookback.cli.line", about=about, text=clean_line(entry.text)))
    put_utf8("\n".join(lines) + "\n")
    return 0
