"""The visit to take notes for: its heading, question and what came since; choosing or adding it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from textual.content import Content

from so_tui.content import text
from so_tui.domain.encounters import Course, Encounter, by_due
from so_tui.domain.names import name_of
from so_tui.domain.questions import Asked, Question, asked_by_pair, in_order, is_for
from so_tui.domain.state import AppState
from so_tui.logic.diary import dated, heard_before, since_last
from so_tui.logic.encounters import called, row_name, status_word, when_words
from so_tui.logic.phrases import visit_time
from so_tui.logic.private import beside
from so_tui.logic.questions import words_of
from so_tui.ui.bases.encounters import keep_encounter
from so_tui.ui.bases.screen import BaseScreen, say
from so_tui.ui.messages import GoTo
from so_tui.ui.rows.sections import heading
from so_tui.ui.widgets.layout import Column, Row

NEW_VISIT = "new"
"""Key of the row that adds a visit."""
DIARY_ROW = "diary"
"""Key of the row that opens the diary."""
VISIT_COLUMNS = (Column(0, 20, lines=2), Column(1, lines=2), Column(2, 14, lines=2))


def choose_visit(screen: BaseScreen, visit_id: str, take: Callable[[str], None]) -> None:
    """Choose a visit, or add one if there is none; without a doctor, go where one is added."""
    state = screen.state
    if not state.doctors:
        say(screen, "notes.no_doctor" if state.case else "status.needs_case")
        screen.post_message(GoTo("people" if state.case else "home"))
    elif not state.visits:
        add_visit(screen)
    else:
        from so_tui.ui.dialogs.list_dialog import Pick

        def picked(key: str) -> None:
            if key == DIARY_ROW:
                screen.post_message(GoTo("diary"))
            else:
                add_visit(screen) if key == NEW_VISIT else take(key)

        rows = visit_rows(state, screen.today)
        pick = Pick(text("notes.choose_visit"), rows, *VISIT_COLUMNS, start=visit_id)
        screen.ask(pick, picked)


def add_visit(screen: BaseScreen) -> None:
    """Add a visit today; there must be at least one doctor."""
    from so_tui.forms.encounters import visit_filling
    from so_tui.logic.case_lifecycle import new_visit
    from so_tui.logic.people import doctor_to_visit

    state, doctor = screen.state, doctor_to_visit(screen.state)
    visit = replace(new_visit(state, doctor), day=screen.today)

    def keep(result: Encounter) -> None:
        words = text("people.added", name=called(screen.state, result))
        keep_encounter(screen, words, result, None)
        screen.seek(result.id)

    screen.ask(visit_filling(visit, state.doctors, screen.today, new=True), keep)


def visit_words(state: AppState, visit: Encounter | None, today: date) -> str:
    """Return the heading of a visit: doctor, date, time and place, and how it stands."""
    if visit is None:
        return text("notes.no_visit") if state.case else text("status.needs_case")
    parts = (row_name(state, visit), when_words(visit, today), visit.where)
    is_plain = visit.course is Course.PLANNED and (visit.day or today) <= today
    word = "" if is_plain else status_word(visit, today)
    return ", ".join(filter(None, (*parts, word)))


def visit_rows(state: AppState, today: date) -> list[Row]:
    """Return the visits by date, and a row that adds one."""
    rows = []
    for visit in by_due(state.visits.values()):
        word = status_word(visit, today)
        cells = (visit_time(visit, today), row_name(state, visit), word)
        rows.append(Row(visit.id, cells))
    rows.append(Row(DIARY_ROW, (text("notes.to_diary"),), ("strong",)))
    return [*rows, Row(NEW_VISIT, (text("notes.new_visit"),), ("strong",))]


def question_words(
    state: AppState, question: Question | None, waiting: Sequence[Question], visit: Encounter
) -> Content:
    """Return the current question, its number, and how many are still open."""
    if question is None:
        return Content(text("notes.all_settled"))
    doctor_id = next((d for d in visit.doctor_ids if is_for(question, d)), visit.doctor_id)
    number = in_order(state.questions.values()).index(question) + 1
    here = waiting.index(question) + 1
    visit_state = asked_by_pair(state.answers).get((question.id, doctor_id))
    name = "notes.left_later" if visit_state is Asked.LATER else "notes.left"
    left = text(name, number=number, here=here, total=len(waiting))
    return Content.assemble((f"{left} ", "not bold"), words_of(state, question, doctor_id))


def since_rows(state: AppState, visit_id: str, today: date) -> list[Row]:
    """Return the rows of the diary since a planned visit's doctor was last seen, with headings."""
    visit = state.visits.get(visit_id)
    lines = since_last(state, visit) if visit else []
    if visit is None or not lines:
        return []
    rows = [
        Row(note.id, ("", "", note.diary, beside(note, dated(note, today)), ""), ("", "", "strong"))
        for note in lines
    ]
    before = heard_before(state, visit)
    key = "since_begun" if before is None else "since" if before.is_visit else "since_heard"
    since = text(f"notes.{key}", name=name_of(state, visit.doctor_id))
    return [heading("since", since), *rows, heading("here", text("notes.here"))]
