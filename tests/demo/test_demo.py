"""The made-up case: stable, whole, and with something of everything."""

import re
from collections import Counter
from dataclasses import fields
from datetime import date, datetime, time, timedelta

import pytest

from so_tui.content import core_points, point, question_template, sections
from so_tui.demo.case import DemoReader, demo_state
from so_tui.domain.checklist import Urgency, urgency
from so_tui.domain.encounters import Course, Encounter, EncounterKind, by_date, next_visit
from so_tui.domain.entity import Entity
from so_tui.domain.notes import DIARY, DiaryKind, Note, NoteKind, of_visit
from so_tui.domain.opinions import RECAP, SAW, State
from so_tui.domain.people import in_order
from so_tui.domain.questions import TOP, Asked, is_for
from so_tui.domain.state import AppState, entities
from so_tui.logic.words import said_words
from tests.support.marks import marks_of

TODAY = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def demo() -> AppState:
    return demo_state(TODAY)


def references(entity: Entity) -> list[str]:
    """Return the ids of other entities that an entity points to."""
    found = []
    for field in fields(entity):
        value = getattr(entity, field.name)
        if field.name.endswith("_id") or field.name in ("due_visit", "follow_up", "typist"):
            found.append(value)
        elif field.name in ("doctor_ids", "companion_ids"):
            found.extend(value)
    return [value for value in found if value]


def test_it_is_the_same_each_time() -> None:
    assert entities(demo_state(TODAY)) == entities(demo_state(TODAY))


def test_ids_do_not_hang_on_the_day(demo: AppState) -> None:
    ids = [entity.id for entity in entities(demo)]
    assert ids == [entity.id for entity in entities(demo_state(date(2028, 2, 29)))]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[0-9a-f]{12}", each) for each in ids)


def test_every_date_moves_with_the_day(demo: AppState) -> None:
    later = demo_state(TODAY + ONE_DAY)
    for visit_id, visit in demo.visits.items():
        assert visit.day is not None
        assert later.visits[visit_id].day == visit.day + ONE_DAY
    for note_id, note in demo.notes.items():
        assert later.notes[note_id].at == note.at + ONE_DAY
    assert demo.decision is not None
    assert later.decision is not None
    assert demo.decision.decide_by is not None
    assert later.decision.decide_by == demo.decision.decide_by + ONE_DAY


def test_nothing_points_nowhere(demo: AppState) -> None:
    known = {entity.id for entity in entities(demo)}
    assert [r for entity in entities(demo) for r in references(entity) if r not in known] == []


def test_its_keys_are_shipped_keys(demo: AppState) -> None:
    for task in demo.tasks.values():
        assert task.section in {each.key for each in sections()}
    for question in demo.questions.values():
        if question.template:
            assert question_template(question.template)
        if question.point:
            assert point(question.point)
    for cell in demo.cells.values():
        assert cell.point == RECAP or point(cell.point)


def test_it_says_that_it_is_made_up(demo: AppState) -> None:
    assert demo.case is not None
    assert demo.case.demo
    names = {d.name.split()[-1] for d in demo.doctors.values()}
    assert names == {"Example", "Sample", "Madeup"}


def test_two_visits_are_done_and_the_third_comes_next(demo: AppState) -> None:
    visits = by_date(v for v in demo.visits.values() if v.kind is EncounterKind.IN_PERSON)
    assert [v.took_place for v in visits] == [True, True, False, False]
    third = in_order(demo.doctors.values())[2]
    coming = next_visit(demo.visits.values(), TODAY)
    assert coming is not None
    assert coming.doctor_id == third.id
    assert demo.decision is not None
    assert demo.decision.follow_up == visits[3].id


def test_encounters_are_of_several_kinds_and_fates(demo: AppState) -> None:
    found = {(v.kind, v.course) for v in demo.visits.values()}
    assert found >= {
        (EncounterKind.PHONE, Course.CANCELLED),
        (EncounterKind.MESSAGE, Course.TOOK_PLACE),
        (EncounterKind.NURSE, Course.TOOK_PLACE),
        (EncounterKind.BOARD, Course.PLANNED),
    }
    (moved,) = (v.moved_from for v in demo.visits.values() if v.moved_from)
    assert moved == (f"{TODAY + ONE_DAY}T11:00",)


def test_two_companions_remember_one_point_differently(demo: AppState) -> None:
    words = [c.text for c in demo.cells.values() if c.point == "tests" and c.by]
    assert len({*words}) == len(demo.companions) == 2


def test_the_diary_has_lines_of_several_kinds_and_one_that_stays_private(demo: AppState) -> None:
    lines = of_visit(demo.notes, DIARY)
    assert {n.diary for n in lines} == set(DiaryKind) - {DiaryKind.OTHER}
    assert [n.private for n in lines].count(True) == 1


def test_tasks_stand_in_every_way(demo: AppState) -> None:
    words = Counter(urgency(task, demo.visits, TODAY) for task in demo.tasks.values())
    assert set(words) == set(Urgency)
    assert words[Urgency.DONE] > words[Urgency.LATE] + words[Urgency.SOON]
    ticked = [task.done_on for task in demo.tasks.values() if task.done_on]
    assert demo.case is not None
    assert demo.case.opened <= min(ticked)
    assert max(ticked) <= TODAY


def test_todo_lines_are_tasks(demo: AppState) -> None:
    todos = {n.id: n.text for n in demo.notes.values() if n.kind is NoteKind.TODO}
    assert {t.note_id: t.text for t in demo.tasks.values() if t.note_id} == todos
    assert todos


def test_questions_are_asked_of_whom_they_are_for(demo: AppState) -> None:
    assert len([q for q in demo.questions.values() if q.top]) == TOP
    held = {v.doctor_id for v in demo.visits.values() if v.took_place}
    for answer in demo.answers.values():
        assert is_for(demo.questions[answer.question_id], answer.doctor_id)
        assert answer.doctor_id in held
    states = {answer.asked for answer in demo.answers.values()}
    assert states == {Asked.ANSWERED, Asked.SKIPPED, Asked.LATER}


def test_each_answer_has_its_words(demo: AppState) -> None:
    said = {
        (n.question_id, demo.visits[n.visit_id].doctor_id)
        for n in demo.notes.values()
        if n.visit_id
    }
    for answer in demo.answers.values():
        if answer.asked is Asked.ANSWERED:
            question = demo.questions[answer.question_id].text
            assert (answer.question_id, answer.doctor_id) in said, question


def test_notes_are_of_every_kind_by_both(demo: AppState) -> None:
    assert {n.kind for n in demo.notes.values()} == set(NoteKind)
    assert {n.author for n in demo.notes.values()} == {"Pat", "Sam"}
    for visit in demo.visits.values():
        lines = of_visit(demo.notes, visit.id)
        assert bool(lines) == visit.took_place
        assert len({n.at for n in lines}) == len(lines)


def test_the_comparison_has_every_state(demo: AppState) -> None:
    doctors = [d.id for d in in_order(demo.doctors.values())]
    core = {p.key for p in core_points()}
    counts = Counter(s for p, s in marks_of(demo, doctors[1]).items() if p in core)
    assert set(counts) == set(State) - {State.BLANK, State.LESS}
    assert sum(counts.values()) == len(core)
    first = {c.state for c in demo.cells.values() if c.doctor_id == doctors[0]}
    assert first <= {State.BLANK, State.NOT_DISCUSSED, State.NOT_CLEAR}


def test_a_cell_without_words_says_why(demo: AppState) -> None:
    assert all(c.text or c.state is State.NOT_DISCUSSED for c in demo.cells.values())


def test_the_opinions_say_what_was_seen(demo: AppState) -> None:
    assert len(demo.opinions) == 2
    assert all(said_words(demo, o.doctor_id, SAW) for o in demo.opinions.values())
    assert {o.knew_first for o in demo.opinions.values()} == {"", "before"}


def test_all_shipped_tasks_are_on_its_checklist(demo: AppState) -> None:
    theirs = {task.template for task in demo.tasks.values() if task.template}
    assert sorted(theirs) == sorted(task.key for each in sections() for task in each.tasks)


def test_a_row_refers_to_another_by_its_key_and_counts_its_days_from_today() -> None:
    reader = DemoReader(TODAY)
    doctor = reader.entity("doctors", {"key": "ada", "name": "Ada"})
    visit = reader.entity("visits", {"key": "first", "doctor_id": "@doctors.ada", "day": -3})
    assert isinstance(visit, Encounter)
    assert (visit.doctor_id, visit.day) == (doctor.id, TODAY - 3 * ONE_DAY)
    line = {"visit_id": "@visits.first", "at": [2, time(9, 30)], "author": "Sam", "text": "@ x"}
    note = reader.entity("notes", {"key": "line", **line})
    assert isinstance(note, Note)
    assert (note.visit_id, note.text) == (visit.id, "@ x")
    assert note.at == datetime(2026, 11, 25, 9, 30)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"key": "first", "doctor_id": "@doctors.ada"}, "@doctors.ada"),
        ({"key": "first", "doctor": "ada"}, "doctor"),
    ],
)
def test_a_row_that_names_what_is_not_there_is_an_error(row: dict[str, str], wrong: str) -> None:
    with pytest.raises(KeyError, match=wrong):
        DemoReader(TODAY).entity("visits", row)
