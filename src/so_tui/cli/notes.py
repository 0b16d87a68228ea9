"""Notes of a visit from a shell: added as if typed in the program, and listed.

A visit is named by its id or words of it; '' is the one that live notes would open.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from so_tui.cli.group import AUTHOR, JSON, WORDS, ShellGroup, user_words
from so_tui.cli.opening import author_of, look_at_case, open_case
from so_tui.cli.options import NotFound, Options, Refused
from so_tui.cli.output import echo, print_json, put_utf8
from so_tui.cli.stdin import DASH, batches, received_line
from so_tui.content import text
from so_tui.domain.encounters import Encounter, last_visit, next_visit
from so_tui.domain.notes import Note, NoteKind, of_visit
from so_tui.domain.state import AppState, Change, apply
from so_tui.domain.text import clean, clean_line, first_line
from so_tui.logic.notes import write_lines
from so_tui.logic.people import first_visit

if TYPE_CHECKING:
    from so_tui.storage.store import Store

SHOWN = 40
"""Most characters of a note in an answer."""
VISIT = click.Option(
    ["--visit"], metavar="WORDS", default="", help=text("cli.lines.note.visit"), type=user_words
)

note = ShellGroup("note", help=text("cli.lines.note.help"))


@note.command(help=text("cli.lines.note.add"), params=[WORDS, VISIT, AUTHOR, JSON])
def add(options: Options, words: str, visit: str, author: str, as_json: bool) -> int:
    """Add notes to a visit. Another session may have the store open.

    Args:
        words: The note, with its sign if any; '-' for all lines of standard input.
        author: Who is typing; '' for the last author.

    Raises:
        Refused: There are no words.
    """
    with open_case(options) as store:
        visit, author = received_line(visit), received_line(author)
        typed = batches(text("cli.stdin.notes")) if words == DASH else [clean(words).split("\n")]
        for lines in typed:
            notes, said = _keep(store, lines, visit, author)
            options.saved = options.saved or bool(notes)
            if notes and as_json:
                print_json(notes)
            elif notes:
                echo(said if len(notes) == 1 else text("cli.lines.note.saved", count=len(notes)))
        if not options.saved:
            raise Refused(text("cli.lines.empty"))
    return 0


def _keep(store: "Store", typed: Sequence[str], visit: str, author: str) -> tuple[list[Note], str]:
    """Save notes durably, all or none; return them and the message for the last one."""
    state, now = store.state(), datetime.now()
    at, changes = _visit_for(state, visit, now.date())
    body = "\n".join(map(clean_line, typed))
    lines = write_lines(
        apply(state, changes), at, clean_line(author) or author_of(store), body, now
    )
    notes = [change.entity for change in lines if isinstance(change.entity, Note)]
    if not notes:
        return [], ""
    newest = notes[-1]
    said = text("notes.saved", time=f"{now:%H:%M}", text=first_line(newest.text, SHOWN))
    store.commit((*changes, *lines), label=said, author=newest.author)
    return notes, said


@note.command("list", help=text("cli.lines.note.list"), params=[VISIT, JSON])
def list_all(options: Options, visit: str, as_json: bool) -> int:
    """Print the notes of a visit, oldest first."""
    state = look_at_case(options)
    at, _ = _visit_for(state, received_line(visit), date.today())
    notes = of_visit(state.notes, at.id)
    if as_json:
        print_json(notes)
    else:
        put_utf8("\n".join(map(_line, notes)))
    return 0


def _visit_for(state: AppState, words: str, today: date) -> tuple[Encounter, tuple[Change, ...]]:
    """Return the visit, and the changes that add it if it is a first one.

    Raises:
        NotFound: There is no such visit.
        Refused: Several visits match.
    """
    if words:
        from so_tui.cli.entity_commands import VISIT
        from so_tui.cli.lines import meant

        _, visit = meant(state, [(VISIT, v) for v in VISIT.every(state)], words, "cli.lines.any")
        return visit, ()
    visits = state.visits.values()
    if found := next_visit(visits, today) or last_visit(visits):
        return found, ()
    made, changes = first_visit(state, today)
    if made is None:
        raise NotFound(text("cli.lines.note.no_visit"))
    return made, changes


def _line(note: Note) -> str:
    kind = "" if note.kind is NoteKind.SAID else f"[{note.kind}] "
    author = f" {note.author}:" if note.author else ""
    return clean_line(f"{note.at:%H:%M}{author} {kind}{note.text}")
