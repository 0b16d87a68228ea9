"""The command `dates`: all dates, one per line."""

from collections.abc import Iterator
from datetime import date

import click

from so_tui.cli.command import ShellCommand
from so_tui.cli.opening import look_at_case
from so_tui.cli.options import Options
from so_tui.cli.output import echo
from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.state import AppState
from so_tui.logic.schedule import by_day, distance, planned, planned_words


@click.command(cls=ShellCommand, help=text("dates.cli.help"))
def dates(options: Options) -> int:
    """Print all dates in order. Another session may have the store open.

    Raises:
        NotFound: There is no case.
    """
    echo("\n".join(_lines(look_at_case(options), date.today())))
    return 0


def _lines(state: AppState, today: date) -> Iterator[str]:
    """Yield the lines: today, then each day with its items."""
    yield text("dates.cli.today", day=show_day(today))
    days = by_day(planned(state, today))
    if not days:
        yield text("dates.cli.nothing")
    for day, planned_then in days:
        yield text("dates.cli.day", day=show_day(day), distance=distance(day, today))
        yield from (f"  {planned_words(state, one)}" for one in planned_then)
