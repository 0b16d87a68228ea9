"""Choosing the visit to take notes for, or adding one."""

from collections.abc import Callable
from dataclasses import replace

from so_tui.content import text
from so_tui.domain.people import Visit
from so_tui.logic.case_lifecycle import new_visit
from so_tui.logic.people import doctor_to_visit, plan_visit
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.messages import GoTo, Say
from so_tui.ui.screens.notes.rows import NEW_VISIT, VISIT_COLUMNS, visit_rows


def choose_visit(screen: BaseScreen, visit_id: str, take: Callable[[str], None]) -> None:
    """Choose a visit, or add one if there is none; without a doctor, go where one is added.

    Args:
        screen: Where it is chosen.
        visit_id: The current visit, or ''.
        take: Called with the chosen visit's id.
    """
    state = screen.state
    if not state.doctors:
        wants, words = ("people", "notes.no_doctor") if state.case else ("home", "")
        screen.post_message(Say(text(words or "status.needs_case")))
        screen.post_message(GoTo(wants))
    elif not state.visits:
        add_visit(screen)
    else:
        from so_tui.ui.dialogs.pick import Pick

        def picked(key: str) -> None:
            if key == NEW_VISIT:
                add_visit(screen)
            else:
                take(key)

        rows = visit_rows(state, screen.today)
        pick = Pick(text("notes.choose_visit"), rows, *VISIT_COLUMNS, start=visit_id)
        screen.ask(pick, picked)


def add_visit(screen: BaseScreen) -> None:
    """Add a visit today; there must be at least one doctor."""
    from so_tui.forms.people import visit_filling

    state, doctor = screen.state, doctor_to_visit(screen.state)
    visit = replace(new_visit(state, doctor), day=screen.today)

    def keep(result: Visit) -> None:
        words = text("people.added", name=text("people.visit_with", name=doctor.name))
        screen.commit(words, *plan_visit(screen.state, result, screen.today))
        screen.seek(result.id)

    screen.ask(visit_filling(visit, state.doctors, screen.today, new=True), keep)
