"""What is asked about lines of notes: where they belong, who said them, what comes of them."""

from collections.abc import Sequence

from so_tui.content import text
from so_tui.domain.encounters import Encounter, by_date
from so_tui.domain.notes import DIARY, Note
from so_tui.domain.text import first_line
from so_tui.logic.diary import ask_about, pull_in
from so_tui.logic.encounters import doctor_name, status_word
from so_tui.logic.note_places import give, move, typed_before
from so_tui.logic.phrases import visit_time
from so_tui.logic.speakers import people, speaker_name
from so_tui.ui.bases.screen import BaseScreen, say
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.widgets.layout import Column, Row

TO_DIARY, ALL, NOBODY, AS_NOTE, AS_QUESTION = "diary", "all", "nobody", "note", "question"
"""Keys of rows that stand for no entity."""


def choose_place(screen: BaseScreen, notes: Sequence[Note]) -> None:
    """Ask where lines belong, and move them there."""
    state, today = screen.state, screen.today
    here = {note.visit_id for note in notes}
    rows = [
        Row(v.id, (visit_time(v, today), doctor_name(state, v), status_word(v, today)))
        for v in by_date(state.visits.values())
        if {v.id} != here
    ]
    if here != {DIARY}:
        rows.append(Row(TO_DIARY, ("", text("notes.to_diary"), ""), ("", "strong")))

    visit = state.visits.get(notes[0].visit_id)
    before = typed_before(state, visit) if visit and len(notes) == 1 else []
    if len(before) > 1 and notes[0] in before:
        rows.append(Row(ALL, ("", text("notes.all_before", count=len(before)), ""), ("", "strong")))

    def moved(key: str) -> None:
        if key == ALL:
            choose_place(screen, before)
            return
        place = "" if key == TO_DIARY else key
        visit = screen.state.visits.get(place)
        name = text("arrange.diary") if visit is None else doctor_name(screen.state, visit)
        label = text("notes.moved", count=len(notes), place=name)
        screen.commit(label, *move(screen.state, _still(screen, notes), place, screen.clock()))

    title = text("notes.move", count=len(notes))
    screen.ask(Pick(title, rows, Column(0, 17), Column(1), Column(2, 22)), moved)


def choose_typed_before(screen: BaseScreen, visit: Encounter | None) -> None:
    """Ask where the lines typed before a visit belong, and move all of them there."""
    if visit is None or not (notes := typed_before(screen.state, visit)):
        say(screen, "notes.none_before")
    else:
        choose_place(screen, notes)


def choose_speaker(screen: BaseScreen, notes: Sequence[Note]) -> None:
    """Ask who said lines."""
    rows = [Row(id_, (name,)) for id_, name in people(screen.state)]
    rows.append(Row(NOBODY, (text("notes.said_by_nobody"),), ("dim",)))

    def given(key: str) -> None:
        said_by = "" if key == NOBODY else key
        name = speaker_name(screen.state, said_by)
        label = text("notes.given" if name else "notes.given_nobody", name=name, count=len(notes))
        screen.commit(label, *give(screen.state, _still(screen, notes), said_by, screen.clock()))

    screen.ask(Pick(text("notes.speaker"), rows, start=notes[0].said_by), given)


def choose_use(screen: BaseScreen, note: Note, visit: Encounter) -> None:
    """Ask whether a line of the diary becomes a note or a question of a visit."""
    name = doctor_name(screen.state, visit)
    words = {AS_NOTE: text("notes.use_note"), AS_QUESTION: text("notes.use_question", name=name)}

    def used(key: str) -> None:
        state, line = screen.state, first_line(note.text, 40)
        if key == AS_NOTE:
            pulled = pull_in(state, note, visit, screen.author, screen.clock())
            screen.commit(text("notes.pulled", text=line), *pulled)
        elif changes := ask_about(state, note, visit):
            screen.commit(text("notes.asked", text=line), *changes)
        else:
            say(screen, "notes.asked_before")

    screen.ask(Pick(text("notes.use"), [Row(key, (each,)) for key, each in words.items()]), used)


def _still(screen: BaseScreen, notes: Sequence[Note]) -> list[Note]:
    """Return lines as they are now, without those deleted since."""
    now = screen.state.notes
    return [now[note.id] for note in notes if note.id in now]
