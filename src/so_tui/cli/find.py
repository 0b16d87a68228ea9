"""The command `find`: a search of all cases."""

from datetime import datetime

import click

from so_tui.cli.command import ShellCommand
from so_tui.cli.opening import look_at_store
from so_tui.cli.options import NotFound, Options
from so_tui.cli.output import put_utf8
from so_tui.cli.parameters import WORDS
from so_tui.cli.stdin import received_line
from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.text import clean_line


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
    put_utf8("\n".join(lines))
    return 0
