"""The packs: what they hold, and that their parts fit together."""

from collections import Counter

import pytest

from so_tui.content import (
    GROUPS,
    core_points,
    core_questions,
    in_blocks,
    point,
    points,
    question_template,
    sections,
    topic_of,
    topics,
)
from so_tui.content.library import PACKS
from so_tui.content.shipped import read

LABEL_WIDTH = 22
"""The first column of the comparison at 80 columns."""


def test_the_sections_follow_the_way_through() -> None:
    assert [s.key for s in sections()] == [
        "decide",
        "insurance",
        "appointment",
        "records",
        "portal",
        "company",
        "questions",
        "after",
    ]
    assert all(4 <= len(s.tasks) <= 8 for s in sections())


def test_only_what_comes_after_the_visit_is_due_after_it() -> None:
    for each in sections():
        days = [t.due_days for t in each.tasks if t.due_days is not None]
        assert all((day >= 0) == (each.key == "after") for day in days), each.key


def test_dated_tasks_stand_in_the_order_of_their_dates() -> None:
    for each in sections():
        days = [t.due_days for t in each.tasks if t.due_days is not None]
        assert days == sorted(days), each.key


def test_lead_times_of_the_records() -> None:
    due = {t.key: t.due_days for s in sections() for t in s.tasks}
    assert due["records_confirm"] == -10
    assert due["records_arrived"] == -7
    assert due["records_again"] == -5


def test_the_report_and_the_thing_itself_are_different_tasks() -> None:
    texts = {t.key: t.text for s in sections() for t in s.tasks}
    assert "reports" in texts["records_reports"]
    assert "slides" in texts["records_slides"]
    assert "disc" in texts["records_disc"]


def test_there_are_the_core_questions_and_the_second_opinion_group() -> None:
    core = core_questions()
    assert len(core) == 13
    assert all(question.point for question in core)
    group = {t.key: len(t.questions) for t in topics()}
    assert group["second_opinion"] + group["first_doctor"] >= 20


def test_core_questions_fill_only_core_points_or_what_both_opinions_turn_on() -> None:
    fed = {q.point for q in core_questions()}
    assert fed <= {p.key for p in core_points()} | {"other_plan", "burden", "saw"}


def test_each_point_that_a_question_feeds_exists() -> None:
    known = {p.key for p in points()} | {""}
    assert {q.point for t in topics() for q in t.questions} <= known


def test_a_question_for_each_doctor_feeds_a_point() -> None:
    assert all(q.point for t in topics() for q in t.questions if q.each)


def test_every_core_point_has_a_question() -> None:
    fed = {q.point for t in topics() for q in t.questions}
    assert {p.key for p in core_points()} <= fed


def test_there_are_the_24_points_in_order() -> None:
    keys = "diagnosis pathology stage markers aim plan options benefit side_effects timing tests"
    more = "trials reasons sureness change_mind saw knew_first board burden cost life support"
    last = "other_plan felt"
    assert " ".join(p.key for p in points()) == f"{keys} {more} {last}"
    assert len(core_points()) == 13
    assert [p.key for p in points() if p.private] == ["felt"]


def test_labels_fit_the_first_column() -> None:
    assert {p.key: len(p.label) for p in points() if len(p.label) > LABEL_WIDTH} == {}
    assert len({p.label for p in points()}) == len(points())


def test_facts_about_a_doctor_are_no_core_points_and_trials_are() -> None:
    """Trials, "what they saw": a trial offered is in the letter; a fact is no difference."""
    facts = {p.key for p in points() if p.fact}
    assert facts == {"saw", "knew_first", "board"}
    core = {p.key for p in core_points()}
    assert "trials" in core
    assert not core & facts
    assert [p.group for p in in_blocks()] == sorted((p.group for p in points()), key=GROUPS.index)


def test_a_hint_is_one_sentence() -> None:
    for each in points():
        assert each.hint.endswith(".")
        assert each.hint.count(". ") == 0


def test_sensitive_topics_come_last_and_hold_no_core_question() -> None:
    closed = [t.sensitive for t in topics()]
    assert any(closed)
    assert closed == sorted(closed)
    assert not any(q.core for t in topics() if t.sensitive for q in t.questions)


def test_keys_and_texts_are_there_once() -> None:
    tasks = [t for s in sections() for t in s.tasks]
    questions = [q for t in topics() for q in t.questions]
    for names in (
        [s.key for s in sections()],
        [t.key for t in tasks],
        [t.text for t in tasks],
        [t.key for t in topics()],
        [q.key for q in questions],
        [q.text for q in questions],
        [p.key for p in points()],
    ):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_nothing_in_a_pack_is_misspelled_into_silence() -> None:
    task_fields = {"key", "text", "due_days", "notice", "short"}
    question_fields = {"key", "covers", "text", "point", "core", "each", "kinds", "like"}
    point_fields = {"key", "label", "hint", "core", "private", "fact"}
    for raw in read("checklist.toml")["sections"]:
        assert all(set(task) <= task_fields for task in raw["tasks"])
    for key in PACKS:
        pack = read("questions", f"{key}.toml")
        assert set(pack) == {"title", "last_reviewed", "sources", "topics"}
        for raw in pack["topics"]:
            assert set(raw) <= {"key", "title", "sensitive", "kinds", "questions"}
            assert all(set(question) <= question_fields for question in raw["questions"])
    assert all(set(raw) <= point_fields for raw in read("points.toml")["points"])


def test_things_are_found_by_key() -> None:
    assert point("plan").label == "Advised plan"
    assert question_template("opt_advise").point == "plan"
    assert topic_of("opt_advise").key == "options"


@pytest.mark.parametrize("find", [point, question_template, topic_of])
def test_an_unknown_key_is_an_error(find: object) -> None:
    assert callable(find)
    with pytest.raises(KeyError, match="no_such_key"):
        find("no_such_key")
