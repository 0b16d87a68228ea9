"""The diary: the days its lines are about, and those since a doctor was last seen."""

from dataclasses import replace
from datetime import date, time, timedelta

from so_tui.domain.encounters import Course, EncounterKind
from so_tui.domain.notes import DiaryKind, Note, day_of
from so_tui.domain.people import PATIENT
from so_tui.domain.state import apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic.diary import ask_about, diary, pull_in, since_last
from so_tui.logic.notes import write_diary
from tests.support.values import CASE_ID, NOW, TODAY, case, doctor, visit

LEE, KIM = doctor(0), doctor(1)
BEFORE = visit(LEE, day=TODAY - timedelta(days=10), at=time(9, 0), course=Course.TOOK_PLACE)
COMING = visit(LEE, day=TODAY + timedelta(days=3))
WITH_KIM = visit(KIM, day=TODAY + timedelta(days=4))
STATE = of_case(CASE_ID, [case(), LEE, KIM, BEFORE, COMING, WITH_KIM])
PAT = Clean("Pat")


def about(days: int, words: str) -> Note:
    """Return a line that was written today about a day so many days ago."""
    day: date = TODAY - timedelta(days=days)
    changes = write_diary(STATE, PAT, words, NOW, DiaryKind.SYMPTOM, day)
    (note,) = (each.entity for each in changes if isinstance(each.entity, Note))
    return note


def test_a_line_is_about_its_day_whenever_it_was_written() -> None:
    """Memories the day after were filed without a day."""
    assert day_of(about(1, "remembered")) == TODAY - timedelta(days=1)
    assert (day_of(about(0, "now")), about(0, "now").about_day) == (TODAY, None)
    lines = [about(3, "three"), about(0, "today"), about(1, "one")]
    state = of_case(CASE_ID, [case(), *lines])
    assert [note.text for note in diary(state)] == ["today", "one", "three"]


def test_only_what_came_since_the_doctor_was_seen_is_shown() -> None:
    lines = [about(11, "before"), about(10, "that day"), about(2, "since")]
    state = of_case(CASE_ID, [case(), LEE, KIM, BEFORE, COMING, WITH_KIM, *lines])
    assert [note.text for note in since_last(state, COMING)] == ["that day", "since"]
    assert [note.text for note in since_last(state, WITH_KIM)] == ["before", "that day", "since"]
    assert since_last(state, BEFORE) == []
    called = replace(BEFORE, id="0" * 12, kind=EncounterKind.NURSE, day=TODAY - timedelta(days=1))
    state = of_case(CASE_ID, [case(), LEE, KIM, BEFORE, called, COMING, *lines])
    assert len(since_last(state, COMING)) == 2, "a nurse's call is not the doctor"
    planned = replace(BEFORE, course=Course.PLANNED)  # nobody has marked it
    state = of_case(CASE_ID, [case(), LEE, KIM, planned, COMING, *lines])
    assert len(since_last(state, COMING)) == 3


def test_a_line_is_pulled_into_a_visit_with_its_day_and_stays_private() -> None:
    line = replace(about(2, "felt sick"), private=True)
    state = of_case(CASE_ID, [case(), LEE, COMING, line])
    (note,) = (each.entity for each in pull_in(state, line, COMING, PAT, NOW))
    assert isinstance(note, Note)
    assert (note.text, day_of(note)) == ("felt sick", TODAY - timedelta(days=2))
    assert (note.visit_id, note.said_by, note.private) == (COMING.id, PATIENT, True)
    asked = ask_about(state, line, COMING)
    (question,) = apply(state, asked).questions.values()
    assert (question.text, question.doctor_ids, question.private) == ("felt sick", (LEE.id,), True)
    assert ask_about(apply(state, asked), line, COMING) == []
