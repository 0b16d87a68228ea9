"""The diary from a shell: its lines are added as if typed in the program, and listed."""

from dataclasses import replace
from datetime import datetime
from itertools import groupby

import click

from so_tui.cli.acts import is_private
from so_tui.cli.group import AUTHOR, CASE, JSON, WORDS, ShellGroup, user_words
from so_tui.cli.notes import PRIVATE, SHOWN, line_of, past_day, without_numbers
from so_tui.cli.opening import author_of, look_at_case, open_case
from so_tui.cli.options import Options, Refused
from so_tui.cli.output import echo, print_json, put_utf8
from so_tui.cli.stdin import DASH, batches, received_line
from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.notes import DiaryKind, Note, day_of
from so_tui.domain.state import Put
from so_tui.domain.text import clean, clean_line, first_line
from so_tui.logic.diary import diary as lines_of
from so_tui.logic.notes import write_diary

KINDS = {(kind.value or "other"): kind for kind in DiaryKind}
KIND = click.Option(
    ["--kind"], type=click.Choice(list(KINDS)), default="other", help=text("cli.lines.diary.kind")
)
DAY = click.Option(
    ["--day"], metavar="WORDS", default="", help=text("cli.lines.diary.day"), type=user_words
)

diary = ShellGroup("diary", help=text("cli.lines.diary.help"))


@diary.command(help=text("cli.lines.diary.add"), params=[WORDS, KIND, DAY, AUTHOR, PRIVATE, JSON])
def add(
    options: Options, words: str, kind: str, day: str, author: str, private: str, as_json: bool
) -> int:
    """Add lines to the diary. Another session may have the store open.

    Args:
        words: The line; '-' for all lines of standard input.
        day: The day it is about; '' for today.
        author: Who is typing; '' for who was chosen last in the program, else the patient.

    Raises:
        Refused: There are no words, or the day cannot be told.
    """
    with open_case(options) as store:
        about, is_hidden = past_day(received_line(day)), bool(private) and is_private(private)
        by = clean_line(received_line(author)) or author_of(store)
        typed = batches(text("cli.stdin.notes")) if words == DASH else [clean(words).split("\n")]
        for lines in typed:
            body = without_numbers("\n".join(map(clean_line, lines)))
            made = write_diary(store.state(), by, body, datetime.now(), KINDS[kind], about)
            changes = [
                Put(replace(each.entity, private=is_hidden))
                if isinstance(each.entity, Note)
                else each
                for each in made
            ]
            notes = [each.entity for each in changes if isinstance(each.entity, Note)]
            if not notes:
                continue
            said = text("diary.added", text=first_line(notes[-1].text, SHOWN))
            store.commit(changes, label=said, author=by)
            options.saved = True
            if as_json:
                print_json(notes)
            else:
                count = len(notes)
                echo(said if count == 1 else text("cli.lines.note.saved", count=count))
        if not options.saved:
            raise Refused(text("cli.lines.empty"))
    return 0


@diary.command("list", help=text("cli.lines.diary.list"), params=[JSON, CASE])
def list_all(options: Options, as_json: bool) -> int:
    """Print the diary, the newest day first."""
    state = look_at_case(options)
    notes = lines_of(state)
    if as_json:
        print_json(notes)
        return 0
    printed = []
    for day, then in groupby(notes, day_of):
        printed.append(show_day(day))
        for note in then:
            kind = f"[{note.diary}] " if note.diary else ""
            printed.append(f"  {kind}{line_of(state, note)}")
    put_utf8("\n".join(printed))
    return 0
