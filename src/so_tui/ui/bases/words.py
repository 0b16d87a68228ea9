"""Everybody's words on one point: which count, which earlier ones come back; marks that hold."""

from so_tui.content import text
from so_tui.domain.opinions import Aside, Mark
from so_tui.domain.people import Doctor
from so_tui.domain.text import BLANK
from so_tui.logic.cell_changes import let_count, restore, still_holds
from so_tui.logic.comparison import compared_with
from so_tui.logic.differences import earlier_reasons, restore_reason
from so_tui.logic.words import label_of, person_name, versions_of, who_types, words_on
from so_tui.ui.bases.screen import BaseScreen, say
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.rows.opinions import earlier_part, said_by
from so_tui.ui.widgets.layout import Column, Row


def choose_words(screen: BaseScreen, doctor: Doctor, key: str, against: str = "") -> None:
    """Open the list of all words on a point: one that is there counts, an earlier one comes back.

    `against` is the doctor compared with, '' for the first: the reasons are why those two differ.
    """
    state, today = screen.state, screen.today
    there = {cell.id: cell for cell in words_on(state, doctor.id, key) if cell.text}
    first = compared_with(state, against).reference
    before = {
        version.id: version
        for version in (
            *versions_of(state, doctor.id, key, Aside.EARLIER, Aside.REWORDED),
            *earlier_reasons(state, doctor.id, key, first),
        )
    }
    rows = [
        Row(id_, (person_name(state, cell.by), said_by(state, cell, today)))
        for id_, cell in there.items()
    ]
    rows += [
        Row(id_, earlier_part(state, version, today), ("dim",)) for id_, version in before.items()
    ]
    if not rows:
        say(screen, "opinions.no_words", doctor=doctor.name)
        return

    def choose(chosen: str) -> None:
        if version := before.get(chosen):
            back = restore_reason if version.against else restore
            changes = back(screen.state, version, screen.clock())
            name = person_name(screen.state, version.by)
            screen.commit(text("opinions.restored", name=name), *changes)
        elif who_types(screen.state, screen.author):
            say(screen, "opinions.patient_chooses", name=person_name(screen.state, BLANK))
        elif cell := there.get(chosen):
            changes = let_count(screen.state, cell)
            name = person_name(screen.state, cell.by)
            screen.commit(text("opinions.counts_now", name=name), *changes)

    title = text(f"opinions.{'or_restore' if before else 'which_count'}", point=label_of(key))
    screen.ask(Pick(title, rows, Column(0, 16, lines=2), Column(1, lines=0)), choose)


def keep_mark(screen: BaseScreen, mark: Mark) -> None:
    """Commit that a mark still holds."""
    changes = still_holds(screen.state, mark, screen.author, screen.clock())
    screen.commit(text("opinions.held", point=label_of(mark.point)), *changes)
