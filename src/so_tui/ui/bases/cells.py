"""Actions on one cell of the comparison shared by several screens: edit, ask, explain."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from so_tui.content import Point, text
from so_tui.domain.names import name_of
from so_tui.domain.opinions import SAW, Cell, Opinion
from so_tui.domain.people import Doctor
from so_tui.domain.state import Put
from so_tui.domain.text import BLANK, Clean, first_line
from so_tui.forms.decision import opinion_filling
from so_tui.forms.fields import Filling
from so_tui.logic.cell_changes import seen_cell, write_cell
from so_tui.logic.comparison import compared_with, notes_of, on_point, opinion_of
from so_tui.logic.differences import ask, cell_question
from so_tui.logic.words import person_name, same_person, who_types, words_on
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.bases.screen import BaseScreen, say
from so_tui.ui.dialogs.cell import CellForm, Written
from so_tui.ui.rows.opinions import draft_key


def edit_cell(
    screen: BaseScreen,
    doctor: Doctor,
    point: Point,
    *,
    visit_id: str = "",
    against: str = "",
    then: Callable[[], None] = lambda: None,
) -> None:
    """Open the form for a cell, with the doctor's notes beside it.

    Args:
        visit_id: The visit whose notes are shown; '' for all visits with this doctor.
        against: The doctor compared with; '' for the first.
        then: Called when the cell is about to change.
    """
    state = screen.state
    key = draft_key(state, "cell", doctor.id, point.key, against)
    draft = screen.view.drafts.get(key)
    cell = seen_cell(state, doctor.id, point.key, screen.author, against)
    notes = on_point(state, notes_of(state, doctor.id, visit_id), point.key)

    def keep(result: Written | None) -> None:
        if result is not None and result.cell != cell:
            then()
            author = authors_of(screen, draft, {"text": result.cell.text})
            keep_cell(
                screen, cell, result.cell, doctor, point,
                later=result.later, against=against, draft_key=key, author=author,
            )  # fmt: skip

    first = state.doctors[compared_with(state, against).reference]
    others = [c for c in words_on(state, doctor.id, point.key) if c.text and c.id != cell.id]
    said = {c.id: (person_name(state, c.by), c.text) for c in others}
    form = CellForm(cell, point, doctor, notes, screen.view_now, first=first, said=said)
    screen.app.push_screen(form, keep)


def keep_cell(
    screen: BaseScreen,
    old: Cell,
    cell: Cell,
    doctor: Doctor,
    point: Point,
    *,
    later: bool = False,
    against: str = "",
    draft_key: str = "",
    author: Clean | None = None,
) -> None:
    """Commit a cell as it was written, by who types or another author; see `write_cell`."""
    author = screen.author if author is None else author
    changes = write_cell(
        screen.state, old, cell, author, screen.clock(), later=later, against=against
    )
    said = text("opinions.saved", doctor=name_of(screen.state, doctor.id), point=point.label)
    screen.commit(said, *changes, draft_key=draft_key)


def authors_of(screen: BaseScreen, draft: Draft | None, typed: Mapping[str, str]) -> Clean:
    """Return who wrote what a form holds: who types, who left it half-typed there, or both.

    Args:
        draft: What the form was opened with.
        typed: What its fields held in the end.
    """
    by = draft.by if draft else BLANK
    if draft is None or not by or same_person(by, screen.author):
        return screen.author
    try:
        left = json.loads(draft.text)
    except ValueError:
        return screen.author
    words = [value for name, value in left.items() if name in typed and value.strip()]
    if not words:
        return screen.author
    if all(typed[name].strip() == left.get(name, typed[name]).strip() for name in typed):
        return by
    return Clean(f"{by}, {person_name(screen.state, screen.author)}")


def edit_words(
    screen: BaseScreen, doctor: Doctor, key: str, fill: Callable[[Clean], Filling[Clean]]
) -> None:
    """Open a form for the words of who types on what a doctor said in all, or had seen.

    `fill` returns the form's fields for the words that are there.
    """
    cell = seen_cell(screen.state, doctor.id, key, screen.author)
    filling = fill(cell.text)
    draft = screen.view.drafts.get(filling.key)

    def keep(words: Clean) -> None:
        lines = dict.fromkeys((f.name for f in filling.fields), "") | dict(
            zip((f.name for f in filling.fields), words.split("\n"), strict=False)
        )
        author = authors_of(screen, draft, lines)
        changes = write_cell(screen.state, cell, replace(cell, text=words), author, screen.clock())
        if changes:
            said = text("people.changed", name=doctor.name)
            screen.commit(said, *changes, draft_key=filling.key)

    screen.ask(filling, keep)


def edit_facts(screen: BaseScreen, doctor: Doctor) -> None:
    """Open the form on what a doctor had seen, in the words of who types, and had read."""
    opinion = opinion_of(screen.state, doctor.id)
    cell = seen_cell(screen.state, doctor.id, SAW, screen.author)
    filling = opinion_filling(opinion, doctor, cell.text)
    draft = screen.view.drafts.get(filling.key)

    def keep(new: Opinion) -> None:
        author = authors_of(screen, draft, {"saw": new.saw})
        words = replace(cell, text=new.saw)
        changes = list(write_cell(screen.state, cell, words, author, screen.clock()))
        if new.knew_first != opinion.knew_first:
            stored = next((c.entity for c in changes if isinstance(c.entity, Opinion)), opinion)
            changes = [c for c in changes if not isinstance(c.entity, Opinion)]
            base = opinion if opinion.id in screen.state.opinions else None
            changes.append(Put(replace(stored, knew_first=new.knew_first), base))
        if changes:
            said = text("people.changed", name=doctor.name)
            screen.commit(said, *changes, draft_key=filling.key)

    screen.ask(filling, keep)


def ask_them(screen: BaseScreen, doctor: Doctor, point: Point, against: str = "") -> None:
    """Add a question about a cell to the doctor's list."""
    if doctor.is_board:
        say(screen, "opinions.board_not_asked")
        return
    question = cell_question(screen.state, doctor, point, against)
    if changes := ask(screen.state, question):
        screen.commit(text("differences.asked_now", text=first_line(question.text, 60)), *changes)
    else:
        say(screen, "differences.asked_before")


def open_difference(screen: BaseScreen, doctor: Doctor, point: Point, against: str = "") -> None:
    """Open the dialog on why a doctor differs from another one, the first by default."""
    from so_tui.ui.dialogs.difference import DifferenceDialog

    first = screen.state.doctors[compared_with(screen.state, against).reference]
    if doctor.id == first.id:
        say(screen, "differences.not_first")
    else:
        by = who_types(screen.state, screen.author)
        dialog = DifferenceDialog(doctor, first, point, screen.view_now, by, screen.clock)
        screen.app.push_screen(dialog)
