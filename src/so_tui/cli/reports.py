"""The commands `status`, `dates`, `find` and `export`, which print what is kept.

Another session may have the store open. All raise `NotFound` if there is nothing to print.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from so_tui.cli.group import CASE, WORDS, ShellCommand
from so_tui.cli.opening import look_at_case, look_at_store, need_case, print_status, shown_case
from so_tui.cli.options import NotFound, Options
from so_tui.cli.output import echo, put_bytes, put_utf8, tell
from so_tui.cli.stdin import received_line
from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.dates import show_day
from so_tui.domain.state import AppState
from so_tui.domain.text import clean_line

if TYPE_CHECKING:
    from so_tui.storage.store import Store


@click.command(cls=ShellCommand, help=text("cli.status.help"), params=[CASE])
def status(options: Options) -> int:
    """Print the status, which itself says whether the case is archived."""
    print_status(need_case(look_at_store(options).state(), "cli.status.no_case"))
    return 0


@click.command(cls=ShellCommand, help=text("dates.cli.help"), params=[CASE])
def dates(options: Options) -> int:
    """Print all dates in order, one per line."""
    echo("\n".join(_dates(look_at_case(options), date.today())))
    return 0


def _dates(state: AppState, today: date) -> Iterator[str]:
    """Yield the lines: today, then each day with its items."""
    from so_tui.logic.schedule import by_day, distance, planned, planned_words

    yield text("dates.cli.today", day=show_day(today))
    days = by_day(planned(state, today))
    if not days:
        yield text("dates.cli.nothing")
    for day, planned_then in days:
        yield text("dates.cli.day", day=show_day(day), distance=distance(day, today))
        yield from (f"  {planned_words(state, one)}" for one in planned_then)


@click.command(cls=ShellCommand, help=text("lookback.cli.help"), params=[WORDS, CASE])
def find(options: Options, words: str) -> int:
    """Print the entries of all cases, or of the one named, that contain the words.

    Args:
        words: In any order; typing mistakes are tolerated. '-' for standard input.
    """
    from so_tui.logic.archive import archive
    from so_tui.logic.archive import find as find_in
    from so_tui.logic.cases import named
    from so_tui.logic.private import beside

    store = look_at_store(options)
    words = received_line(words)
    everything = store.entities()
    if options.case:
        ids = _some(store, shown_case(store).case_id)
        everything = [each for each in everything if each.id in ids]
    found = find_in(archive(everything), words)
    if not found:
        raise NotFound(text("lookback.cli.none", words=clean_line(words)))
    lines, state = [], store.state()
    for entry in found:
        clock = f" {entry.at:%H:%M}" if isinstance(entry.at, datetime) else ""
        who = ", ".join(filter(None, (entry.doctor, entry.by)))
        when = f"{show_day(entry.day)}{clock}"
        kind = text(f"kinds.found.{entry.kind}")
        about = ", ".join(filter(None, (when, who, kind)))
        words = ". ".join(filter(None, (entry.text.rstrip("."), entry.more)))
        line = str(beside(entry, clean_line(words)))
        other = state.cases.get(entry.case_id) if entry.case_id != state.case_id else None
        if other is not None and entry.kind != "case":
            line = text("lookback.of_case", text=line, title=clean_line(named(other)))
        lines.append(text("lookback.cli.line", about=about, text=line))
    put_utf8("\n".join(lines))
    return 0


@click.command(cls=ShellCommand, help=text("cli.export.help"), params=[CASE])
@click.option(
    "--format",
    "layout",
    type=click.Choice(["json"]),
    default="json",
    help=text("cli.export.format"),
)
@click.option("--for-others", is_flag=True, help=text("cli.export.for_others"))
def export(options: Options, layout: str, for_others: bool) -> int:
    """Print the whole store, or the case named, in a layout: 'json', in UTF-8 whatever the locale.

    `for_others` leaves out what is private, and words that are not finished. One case comes
    without the latter and without settings.
    """
    from so_tui.storage.backup.copies import export_json, unfinished

    store = look_at_store(options)
    if store.is_empty and not store.drafts.all():
        raise NotFound(text("cli.export.nothing"))
    if for_others or options.case:
        case_id = shown_case(store).case_id if options.case else ""
        shown = _some(store, case_id, without_private=for_others)
        put_bytes(export_json(store, shown=shown).encode("utf-8"))
        return 0
    put_bytes(export_json(store).encode("utf-8"))
    if count := len(unfinished(store)):
        tell(text("cli.export.drafts", count=count))
    return 0


def _some(store: "Store", case_id: str, *, without_private: bool = False) -> set[str]:
    """Return the ids of all in a case, '' for all cases, or of all that is not private there."""
    from so_tui.domain.state import entities, of_case
    from so_tui.logic.private import for_others

    everything = list(store.entities())
    cases = [e for e in everything if isinstance(e, Case) and case_id in ("", e.id)]
    ids = {case.id for case in cases}
    for case in cases:
        state = of_case(case.id, everything)
        shown = for_others(state) if without_private else state
        ids |= {each.id for each in entities(shown) if not isinstance(each, Case)}
    return ids
