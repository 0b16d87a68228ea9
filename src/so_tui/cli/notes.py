"""Lines of a visit from a shell: kept as if typed in the program, and listed."""

import sys
from datetime import date, datetime

from so_tui.cli.answers import author_of, document_of, need_case, print_json, print_text
from so_tui.cli.commands import _echo, _look_at_store, _open_store
from so_tui.cli.wishes import NotFound, Refused, Wishes
from so_tui.content import say
from so_tui.domain.notes import Kind, Note, of_visit
from so_tui.domain.people import Visit, last_visit, next_visit
from so_tui.domain.text import clean_line, first_line
from so_tui.starting import first_visit
from so_tui.state import AppState, Change, apply
from so_tui.visit_notes import write_lines

SHOWN = 40
"""So many characters of a line are named in an answer."""
STDIN = "-"


def add(wishes: Wishes, words: str, visit: str, author: str, as_json: bool) -> int:
    """Keep a line of a visit, or more of them. Another session may have the store open.

    Args:
        wishes: The options.
        words: The line, with its sign if it has one; '-' for all lines of the standard input.
        visit: Id or words of the visit; '' for the one that live notes would open.
        author: Who types; '' for who typed last.
        as_json: Whether to print what was kept as JSON, in place of a sentence.

    Raises:
        NotFound: There is no case, or no such visit.
        Refused: There are no words, or several visits are meant.
    """
    if words == STDIN:
        words = sys.stdin.buffer.read().decode("utf-8", "replace")
    text = "\n".join(map(clean_line, words.splitlines()))
    with _open_store(wishes.data_dir, wishes.passphrase_fd) as store:
        state, now = store.state(), datetime.now()
        need_case(state)
        at, changes = _visit_for(state, visit, now.date())
        lines = write_lines(
            apply(state, changes), at, clean_line(author) or author_of(store), text, now
        )
        notes = [change.entity for change in lines if isinstance(change.entity, Note)]
        if not notes:
            raise Refused(say("cli.lines.empty"))
        newest = notes[-1]
        said = say("notes.saved", time=f"{now:%H:%M}", text=first_line(newest.text, SHOWN))
        store.commit((*changes, *lines), said=said, author=newest.author)
        if as_json:
            print_json([document_of(note) for note in notes])
        else:
            _echo(said if len(notes) == 1 else say("cli.lines.note.saved", count=len(notes)))
    return 0


def list_all(wishes: Wishes, visit: str, as_json: bool) -> int:
    """Print the lines of a visit, oldest first.

    Args:
        wishes: The options.
        visit: Id or words of the visit; '' for the one that live notes would open.
        as_json: Whether to print them as JSON.

    Raises:
        NotFound: There is no case, or no such visit.
        Refused: Several visits are meant.
    """
    state = _look_at_store(wishes.data_dir, wishes.passphrase_fd).state()
    need_case(state)
    at, _ = _visit_for(state, visit, date.today())
    notes = of_visit(state.notes, at.id)
    if as_json:
        print_json([document_of(note) for note in notes])
    else:
        print_text("\n".join(map(_line, notes)))
    return 0


def _visit_for(state: AppState, words: str, today: date) -> tuple[Visit, tuple[Change, ...]]:
    """Return the visit that is meant, and the changes that make it if it is a first one."""
    if words:
        from so_tui.cli.lines import meant
        from so_tui.cli.nouns import VISIT

        _, visit = meant(state, [(VISIT, v) for v in VISIT.every(state)], words, "cli.lines.any")
        return visit, ()
    visits = state.visits.values()
    if found := next_visit(visits, today) or last_visit(visits, today):
        return found, ()
    made, changes = first_visit(state, today)
    if made is None:
        raise NotFound(say("cli.lines.note.no_visit"))
    return made, changes


def _line(note: Note) -> str:
    kind = "" if note.kind is Kind.SAID else f"[{note.kind}] "
    return clean_line(f"{note.at:%H:%M} {note.author}: {kind}{note.text}")
