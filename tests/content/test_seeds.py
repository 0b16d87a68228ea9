"""Seeding a case from what is shipped."""

from datetime import date, timedelta

from so_tui.content import question_template, sections
from so_tui.content.seeds import question_from, tasks_for
from so_tui.domain.checklist import due_date
from so_tui.domain.encounters import Encounter

VISIT = Encounter(id="v" * 12, case_id="c" * 12, doctor_id="d" * 12, day=date(2026, 12, 14))


def test_every_shipped_task_is_made_once_in_order() -> None:
    tasks = tasks_for(VISIT.case_id, VISIT.id)
    templates = [(s.key, t.key, t.text) for s in sections() for t in s.tasks]
    assert [(t.section, t.template, t.text) for t in tasks] == templates
    assert [t.order for t in tasks] == list(range(len(tasks)))
    assert {t.case_id for t in tasks} == {VISIT.case_id}
    assert len({t.id for t in tasks}) == len(tasks)


def test_due_days_count_from_the_visit() -> None:
    due_days = {t.key: t.due_days for s in sections() for t in s.tasks}
    assert VISIT.day is not None
    for task in tasks_for(VISIT.case_id, VISIT.id):
        days = due_days[task.template]
        expected = None if days is None else VISIT.day + timedelta(days=days)
        assert due_date(task, {VISIT.id: VISIT}) == expected, task.template


def test_without_a_visit_nothing_is_due_but_the_days_are_kept() -> None:
    tasks = {t.template: t for t in tasks_for(VISIT.case_id, "")}
    assert all(due_date(t, {VISIT.id: VISIT}) is None for t in tasks.values())
    assert tasks["records_confirm"].due_days == -10


def test_a_picked_question_keeps_where_it_came_from() -> None:
    template = question_template("opt_aim")
    question = question_from(template, VISIT.case_id, order=4)
    assert (question.text, question.point) == (template.text, "aim")
    assert (question.topic, question.template) == ("options", "opt_aim")
    assert (question.doctor_ids, question.top, question.order) == ((), False, 4)
