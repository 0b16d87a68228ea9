"""Notes of a visit from a shell: added as if typed in the program, listed, changed and moved.

A visit is named by its id or words of it; '' is the one that live notes would open.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from so_tui.cli.acts import is_private, meant
from so_tui.cli.entity_commands import NOTE
from so_tui.cli.entity_commands import VISIT as ENCOUNTER
from so_tui.cli.field_values import choose
from so_tui.cli.group import AUTHOR, CASE, JSON, WORDS, ShellGroup, user_words
from so_tui.cli.lines import setter
from so_tui.cli.opening import author_of, look_at_case, open_case
from so_tui.cli.options import NotFound, Options, Refused
from so_tui.cli.output import echo, print_json, put_utf8
from so_tui.cli.stdin import DASH, batches, received_line
from so_tui.content import text
from so_tui.domain.date_doubts import DateError
from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.folding import alike, named_in
from so_tui.domain.notes import DIARY, Note, NoteKind, of_visit, typed_that_day
from so_tui.domain.questions import Asked, Question
from so_tui.domain.secrets import number_in
from so_tui.domain.state import AppState, Change, Put, apply
from so_tui.domain.text import Clean, clean, clean_line, first_line
from so_tui.domain.typed_dates import parse_day
from so_tui.forms.typed_days import asked_back
from so_tui.logic.encounters import called_on, fitting
from so_tui.logic.note_places import in_its_day, move
from so_tui.logic.note_places import typed_before as before
from so_tui.logic.notes import settle, write_lines
from so_tui.logic.people import first_visit
from so_tui.logic.phrases import doctor_and_day
from so_tui.logic.private import beside
from so_tui.logic.speakers import as_said, people

if TYPE_CHECKING:
    from so_tui.storage.store import Store

SHOWN = 40
"""Most characters of a note in an answer."""
TO_DIARY = "diary"
"""Stands for the diary where a visit is expected."""
TO = click.Option(
    ["--to"], metavar="WORDS", required=True, help=text("cli.lines.note.to"), type=user_words
)
EVERY = click.Option(["--every"], is_flag=True, help=text("cli.lines.note.every"))
BEFORE = click.Option(["--typed-before"], is_flag=True, help=text("cli.lines.note.typed_before"))
VISIT = click.Option(
    ["--visit"], metavar="WORDS", default="", help=text("cli.lines.note.visit"), type=user_words
)
QUESTION = click.Option(
    ["--question"],
    metavar="WORDS",
    default="",
    help=text("cli.lines.note.question"),
    type=user_words,
)

SAID_BY = click.Option(
    ["--said-by"], metavar="NAME", default="", help=text("cli.lines.note.said_by"), type=user_words
)
PRIVATE = click.Option(["--private"], metavar="WORDS", default="", help=text("cli.lines.private"))

DAY = click.Option(
    ["--day"], metavar="WORDS", default="", help=text("cli.lines.note.fields.about_day"),
    type=user_words,
)  # fmt: skip

note = ShellGroup("note", [setter("note")], help=text("cli.lines.note.help"))


@note.command(
    help=text("cli.lines.note.add"),
    params=[WORDS, VISIT, QUESTION, AUTHOR, SAID_BY, DAY, PRIVATE, JSON],
)
def add(
    options: Options,
    words: str,
    visit: str,
    question: str,
    author: str,
    said_by: str,
    day: str,
    private: str,
    as_json: bool,
) -> int:
    """Add notes to a visit. Another session may have the store open.

    Args:
        words: The note, with its sign if any; '-' for all lines of standard input.
        question: Words of the question that it answers, or its id; '' for a free line. It also
            decides between visits.
        author: Who is typing; '' for who was chosen last in the program, else the patient.
        said_by: Who said it; '' for the one named in the line, if any.
        day: The day it is about; '' for today.
        private: 'yes' or 'no'.

    Raises:
        Refused: There are no words.
    """
    with open_case(options) as store:
        visit, author = received_line(visit), received_line(author)
        answered = _question(store.state(), received_line(question))
        more = _more(store.state(), received_line(said_by), private)
        more["about_day"] = past_day(received_line(day))
        typed = batches(text("cli.stdin.notes")) if words == DASH else [clean(words).split("\n")]
        for lines in typed:
            notes, said = _keep(store, lines, visit, answered, author, more)
            options.saved = options.saved or bool(notes)
            if notes and as_json:
                print_json(notes)
            elif notes:
                echo(said)
        if not options.saved:
            raise Refused(text("cli.lines.empty"))
    return 0


def _more(state: AppState, said_by: str, private: str) -> dict[str, Any]:
    """Return the fields of notes that are given by options."""
    more: dict[str, Any] = {"private": is_private(private)} if private else {}
    if said_by:
        more["said_by"] = choose(text("notes.said_by"), people(state), said_by)
    return more


def past_day(typed: str) -> date | None:
    """Return the day a line is about, as typed; None for '' and for today.

    Raises:
        Refused: It is no day, or one that is still to come.
    """
    today = date.today()
    try:
        day = parse_day(clean_line(typed), today, past=True)
    except DateError as error:
        raise Refused(asked_back(error) or text("form.bad_day")) from None
    if day is not None and day > today:
        raise Refused(text("notes.day_to_come"))
    return None if day == today else day


def without_numbers(typed: str) -> str:
    """Return what was typed.

    Raises:
        Refused: It has the full number of a member or a card.
    """
    if number_in(typed):
        raise Refused(text("secrets.number"))
    return typed


def _question(state: AppState, words: str) -> Question | None:
    if not words:
        return None
    from so_tui.cli.acts import meant
    from so_tui.cli.entity_commands import QUESTION as KIND

    every = [(KIND, each) for each in KIND.every(state)]
    found: Question = meant(state, every, words, "cli.lines.any")[1]
    return found


def _keep(
    store: "Store",
    typed: Sequence[str],
    visit: str,
    question: Question | None,
    author: str,
    more: dict[str, Any],
) -> tuple[list[Note], str]:
    """Save notes durably, all or none; return them and what to say of them."""
    state, now = store.state(), datetime.now()
    at, changes = _visit_for(state, visit, now, question)
    body = without_numbers("\n".join(map(clean_line, typed)))
    lines = write_lines(
        apply(state, changes),
        at,
        clean_line(author) or author_of(store),
        body,
        now,
        question.id if question else "",
    )
    lines = [
        Put(replace(each.entity, **more)) if isinstance(each.entity, Note) else each
        for each in lines
    ]
    notes = [change.entity for change in lines if isinstance(change.entity, Note)]
    if not notes:
        return [], ""
    newest = notes[-1]
    said = text("notes.saved", time=f"{now:%H:%M}", text=first_line(newest.text, SHOWN))
    if at.course is Course.PLANNED and at.day and at.day > now.date():
        place = doctor_and_day(state, at)
        said = text("notes.saved_ahead", place=place, text=first_line(newest.text, SHOWN))
    if question is not None:
        lines += settle(state, at, question, Asked.ANSWERED, None, now, notes)
    store.commit((*changes, *lines), label=said, author=newest.author)
    if len(notes) > 1:
        said = text("cli.lines.note.saved", count=len(notes))
    if len(state.visits) > 1:
        said = text("cli.lines.note.saved_in", said=said, what=called_on(state, at, now.date()))
    return notes, said


@note.command("list", help=text("cli.lines.note.list"), params=[VISIT, JSON, CASE])
def list_all(options: Options, visit: str, as_json: bool) -> int:
    """Print the notes of a visit, oldest first."""
    state = look_at_case(options)
    at, _ = _visit_for(state, received_line(visit), datetime.now())
    notes = of_visit(state.notes, at.id)
    if as_json:
        print_json(notes)
    else:
        put_utf8("\n".join(line_of(state, each) for each in notes))
    return 0


@note.command("move", help=text("cli.lines.note.move"), params=[WORDS, TO, EVERY, BEFORE])
def move_lines(options: Options, words: str, to: str, every: bool, typed_before: bool) -> int:
    """Move the line that holds the words, or every one that does, to a visit or the diary.

    With `typed_before` the words are those of a visit, whose lines of days before it are moved.

    Raises:
        NotFound: There is no such line or visit.
        Refused: Several match.
    """
    with open_case(options) as store:
        state, now = store.state(), datetime.now()
        words, to = received_line(words), received_line(to)
        place, name = DIARY, text("arrange.diary")
        if not alike(to, TO_DIARY):
            visit, _ = _visit_for(state, to, now)
            place, name = visit.id, doctor_and_day(state, visit)
        notes = [n for n in NOTE.every(state) if every and named_in(words, NOTE.called(state, n))]
        if typed_before:
            notes = before(state, _visit_for(state, words, now)[0])
            if not notes:
                raise NotFound(text("notes.none_before"))
        elif not notes:
            lines = [(NOTE, each) for each in NOTE.every(state)]
            notes = [meant(state, lines, words, "cli.lines.any")[1]]
        said = text("notes.moved", count=len(notes), place=name)
        store.commit(move(state, notes, place, now), label=said, author=author_of(store))
        options.saved = True
        echo(said)
    return 0


def _visit_for(
    state: AppState, words: str, now: datetime, question: Question | None = None
) -> tuple[Encounter, tuple[Change, ...]]:
    """Return the visit, and the changes that add it if it is a first one.

    Raises:
        NotFound: There is no such visit.
        Refused: Several visits match.
    """
    if words:
        visits_of = [(ENCOUNTER, visit) for visit in ENCOUNTER.every(state)]
        _, visit = meant(state, visits_of, words, "cli.lines.any")
        return visit, ()
    found = fitting(state, now, question)
    if len(found) > 1:
        names = "\n".join(f"  {called_on(state, e, now.date())} ({e.id})" for e in found)
        raise Refused(f"{text('cli.lines.note.several', count=len(found))}\n{names}")
    if found:
        return found[0], ()
    made, changes = first_visit(state, now.date())
    if made is None:
        raise NotFound(text("cli.lines.note.no_visit"))
    return made, changes


def line_of(state: AppState, note: Note) -> Clean:
    """Return a note in one line: its time, who typed it, its kind, and who said what."""
    kind = "" if note.kind is NoteKind.SAID else f"[{note.kind}] "
    time = f"{note.at:%H:%M} " if typed_that_day(note) else ""
    author = f"{note.author}: " if note.author else ""
    words = in_its_day(state, note, as_said(state, note))
    return beside(note, clean_line(f"{time}{author}{kind}{words}"))
