"""Who treats the patient: a role with dates, and the one whom papers are for."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from so_tui.content import sections
from so_tui.content.seeds import record_templates, tasks_for
from so_tui.demo.case import demo_state
from so_tui.domain.dates import show_day
from so_tui.domain.edited_lines import Paper
from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.opinions import Cell, State
from so_tui.domain.people import Doctor, in_order, periods, treating_doctor
from so_tui.domain.records import Record
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import Clean
from so_tui.logic.archive import timeline
from so_tui.logic.comparison import comparison_of
from so_tui.logic.followup import Group, agenda, may_be_visit_back
from so_tui.logic.letter import letter
from so_tui.logic.overview import steps
from so_tui.logic.people import FIRST_TOPIC, LATER_TOPIC, asked_of, drop_doctor
from so_tui.logic.plan import task_words, tasks_of
from so_tui.logic.records import destinations, transfer_to
from so_tui.logic.treating import addressee, care_words, take_over, treating_words
from so_tui.papers.files import my_doctor
from so_tui.papers.letter import make_letter
from so_tui.ui.rows.records import destination_name
from tests.support.values import CASE_ID, TODAY, case, doctor, question, visit

FIRST, SECOND, NEW = doctor(0), doctor(1), doctor(2)
STATE = apply(AppState(case_id=CASE_ID), [Put(each) for each in (case(), FIRST, SECOND, NEW)])
DAY = timedelta(days=1)
DEMO = demo_state(TODAY)
_, DEMO_SECOND, _ = in_order(DEMO.doctors.values())


def cell(of: Doctor, point: str, text: str) -> Cell:
    """Return what a doctor said on a point."""
    return Cell(case_id=CASE_ID, doctor_id=of.id, point=point, text=Clean(text))


def test_the_first_doctor_leaves_and_another_takes_over() -> None:
    """Hard case: "the first doctor leaves": letter and agenda named the wrong doctor."""
    state = apply(STATE, take_over(STATE, NEW, TODAY - 10 * DAY))
    assert addressee(state, TODAY) == state.doctors[NEW.id]
    assert addressee(state, TODAY - 11 * DAY) == state.doctors[FIRST.id]
    assert (
        treating_words(state, state.doctors[FIRST.id], TODAY) == "treated you until Thu 12 Nov 2026"
    )
    words = treating_words(state, state.doctors[NEW.id], TODAY)
    assert words == "treats you since Fri 13 Nov 2026"
    assert treating_words(state, SECOND, TODAY) == ""


def test_a_deleted_doctor_leaves_the_care_with_who_had_it_before() -> None:
    """Nobody treated the patient any more: the emergency card named no doctor as such."""
    for day in (TODAY - 3 * DAY, TODAY + 3 * DAY):
        state = apply(STATE, take_over(STATE, SECOND, TODAY - 10 * DAY))
        state = apply(state, take_over(state, NEW, day))
        state = apply(state, drop_doctor(state, state.doctors[NEW.id]))
        now = state.doctors[SECOND.id]
        assert treating_doctor(state.doctors.values(), TODAY + 9 * DAY) == now
        assert now.treating_until is None
        state = apply(state, drop_doctor(state, now))
        assert state.doctors == {FIRST.id: FIRST}
    spared = apply(STATE, drop_doctor(STATE, NEW))
    assert spared.doctors == {FIRST.id: FIRST, SECOND.id: SECOND}


def test_a_change_to_come_is_said_and_counts_from_its_day() -> None:
    state = apply(STATE, take_over(STATE, NEW, TODAY + 3 * DAY))
    assert addressee(state, TODAY) == state.doctors[FIRST.id]
    assert addressee(state, TODAY + 3 * DAY) == state.doctors[NEW.id]
    assert treating_words(state, state.doctors[FIRST.id], TODAY) == "treats you now"
    words = treating_words(state, state.doctors[NEW.id], TODAY)
    assert words.startswith("will treat you from")


def test_the_care_is_passed_on_twice_and_back() -> None:
    state = apply(STATE, take_over(STATE, NEW, TODAY - 20 * DAY))
    state = apply(state, take_over(state, state.doctors[SECOND.id], TODAY - 10 * DAY))
    assert state.doctors[NEW.id].treating_until == TODAY - 11 * DAY
    state = apply(state, take_over(state, state.doctors[FIRST.id], TODAY))
    for day, who in ((0, FIRST), (-1, SECOND), (-10, SECOND), (-11, NEW)):
        found = treating_doctor(state.doctors.values(), TODAY + day * DAY)
        assert found is not None
        assert found.id == who.id, day


def later(state: AppState, who: Doctor, days: int) -> AppState:
    """Return the state once somebody takes over so many days from today."""
    return apply(state, take_over(state, state.doctors[who.id], TODAY + days * DAY))


def treats(state: AppState, days: int) -> str:
    """Return who treats so many days from today."""
    found = treating_doctor(state.doctors.values(), TODAY + days * DAY)
    return found.id if found else ""


def test_care_that_comes_back_is_a_history() -> None:
    """Care passed back to the doctor of before: the earlier time of that doctor was overwritten."""
    state = later(later(later(STATE, NEW, -30), FIRST, -20), NEW, -10)
    for day, who in ((-31, FIRST), (-30, NEW), (-21, NEW), (-20, FIRST), (-11, FIRST), (-10, NEW),
                     (0, NEW)):  # fmt: skip
        assert treats(state, day) == who.id, day
    assert care_words(state, state.doctors[NEW.id], TODAY) == (
        "treats you since Fri 13 Nov 2026. Earlier: from Sat 24 Oct 2026 to Mon 2 Nov 2026"
    )
    assert care_words(state, state.doctors[FIRST.id], TODAY) == (
        "treated you until Thu 12 Nov 2026. Earlier: until Fri 23 Oct 2026"
    )
    days = {e.day for e in timeline(state, TODAY, said=False) if "took over" in e.text}
    assert days == {TODAY - n * DAY for n in (10, 20, 30)}


def test_a_change_in_the_past_ends_what_came_after_it_and_no_more() -> None:
    state = later(later(later(STATE, NEW, -30), FIRST, -20), NEW, -10)
    other = later(state, SECOND, -15)
    for day, who in ((-31, FIRST), (-21, NEW), (-16, FIRST), (-15, SECOND), (0, SECOND)):
        assert treats(other, day) == who.id, day
    mended = later(state, NEW, -5)
    for day, who in ((-21, NEW), (-6, FIRST), (-5, NEW)):
        assert treats(mended, day) == who.id, day
    never = later(state, FIRST, -10)
    assert {treats(never, day) for day in (-10, 0)} == {FIRST.id}
    assert never.doctors[FIRST.id].treating_from == TODAY - 20 * DAY


@given(st.lists(st.tuples(st.sampled_from([FIRST, SECOND, NEW]), st.integers(-40, 40))))
def test_every_day_has_the_doctor_who_took_over_last(changes: list[tuple[Doctor, int]]) -> None:
    state = STATE
    for who, day in changes:
        before = state
        state = later(state, who, day)
        assert treats(state, day) == treats(state, 41) == who.id
        open_since = periods(before.doctors[who.id], first=who.id == FIRST.id)[-1:]
        if not open_since or open_since[0].until < date.max:
            known = [d for d in range(-41, day) if treats(before, d)]
            assert [treats(state, d) for d in known] == [treats(before, d) for d in known]


def test_a_day_typed_wrong_is_mended_by_another() -> None:
    state = apply(STATE, take_over(STATE, NEW, TODAY - 10 * DAY))
    state = apply(state, take_over(state, state.doctors[NEW.id], TODAY - 5 * DAY))
    assert addressee(state, TODAY - 6 * DAY) == state.doctors[FIRST.id]
    assert addressee(state, TODAY - 5 * DAY) == state.doctors[NEW.id]
    assert state.doctors[FIRST.id].treating_until == TODAY - 6 * DAY


def test_letter_agenda_and_phone_note_are_for_who_treats_now() -> None:
    """Hard case: "the first doctor leaves": each paper names the doctor who took over."""
    plan = cell(FIRST, "plan", "Surgery")
    mine = question(0, text=Clean("When do we begin?"), doctor_ids=(NEW.id,))
    theirs = question(1, text=Clean("Only for Dr 0?"), doctor_ids=(FIRST.id,))
    state = apply(STATE, [Put(plan), Put(mine), Put(theirs), *take_over(STATE, NEW, TODAY)])
    assert my_doctor(state, TODAY) == "Dr 2"
    asked = [line.words for line in agenda(state, TODAY)]
    assert asked == ["When do we begin?"]
    for paper in (Paper.LETTER, Paper.PHONE):
        made = make_letter(state, paper, TODAY)
        assert made is not None
        assert "Dr 2" in made.title
    words = "\n".join(line.words for line in letter(state, Paper.LETTER, TODAY))
    assert "The advice of Dr 0 was: Surgery." in words
    assert "Your advice" not in words
    assert "I am a patient of Dr 2" in letter(state, Paper.PHONE, TODAY)[0].words
    yesterday = TODAY - DAY
    assert my_doctor(state, yesterday) == "Dr 0"
    assert "Your advice was: Surgery" in letter(state, Paper.LETTER, yesterday)[1].words


def test_the_next_doctor_reads_who_came_first_and_until_when() -> None:
    """Hard case: the doctor who took over read of the first one as "another opinion"."""
    met = visit(FIRST, day=TODAY - 9 * DAY, course=Course.TOOK_PLACE)
    state = apply(STATE, [Put(met), *take_over(STATE, NEW, TODAY - DAY)])
    situation = letter(state, Paper.LETTER, TODAY)[0].words
    assert f"My first opinion is from Dr 0, on {show_day(TODAY - 9 * DAY)}." in situation
    assert f"Dr 0 was my doctor until {show_day(TODAY - 2 * DAY)}." in situation
    assert "another opinion" not in situation
    before = letter(apply(STATE, [Put(met)]), Paper.LETTER, TODAY)[0].words
    assert "was my doctor" not in before
    undated = replace(met, day=None)
    state = apply(state, [Put(undated)])
    assert "My first opinion is from Dr 0. Dr 0" in letter(state, Paper.LETTER, TODAY)[0].words


def test_the_letter_asks_for_no_visit_where_one_with_them_is_planned() -> None:
    """It asked "When can we meet?" unless the visit had been chosen as the follow-up."""
    treated = apply(STATE, take_over(STATE, NEW, TODAY - 10 * DAY))

    def asks(*planned: Encounter) -> str:
        state = apply(treated, [Put(each) for each in planned])
        return letter(state, Paper.LETTER, TODAY)[-1].words

    planned = visit(NEW, day=TODAY + 5 * DAY)
    assert asks() == "When can we meet?"
    assert asks(planned) == "We meet on Sat 28 Nov 2026."
    for changed in (
        {"course": Course.CANCELLED},
        {"day": None},
        {"day": TODAY - DAY},
        {"doctor_id": SECOND.id},
    ):
        assert asks(replace(planned, **changed)) == "When can we meet?"


def test_the_second_doctor_who_takes_over_is_not_told_what_they_said_themselves() -> None:
    heard = [cell(SECOND, "plan", "No surgery"), cell(FIRST, "plan", "Surgery")]
    state = apply(STATE, [*map(Put, heard), *take_over(STATE, SECOND, TODAY)])
    situation = letter(state, Paper.LETTER, TODAY)[0].words
    assert "I have heard another opinion from Dr 1" not in situation


def test_the_reference_of_the_comparison_stays_the_first_opinion() -> None:
    state = apply(STATE, take_over(STATE, NEW, TODAY))
    assert comparison_of(state).reference == FIRST.id


def test_the_follow_up_visit_is_with_who_treats_now() -> None:
    coming = [visit(FIRST, day=TODAY + DAY), visit(NEW, day=TODAY + 9 * DAY)]
    state = apply(STATE, [*map(Put, coming), *take_over(STATE, NEW, TODAY)])
    assert may_be_visit_back(state, TODAY) == coming[1]


def test_what_was_not_talked_about_is_what_this_doctor_did_not_talk_about() -> None:
    silent = [replace(cell(of, "plan", ""), state=State.NOT_DISCUSSED) for of in (FIRST, SECOND)]
    state = apply(STATE, [*map(Put, silent), *take_over(STATE, SECOND, TODAY)])
    (line,) = agenda(state, TODAY)
    assert line.kept.made_from == f"open/{SECOND.id}/plan"


def test_a_difference_with_the_treating_doctor_stands_in_the_letter_to_them() -> None:
    """Whoever treats now, what the agenda tells as different is told in the letter once."""
    passed_on = apply(DEMO, take_over(DEMO, DEMO_SECOND, TODAY))
    to = addressee(passed_on, TODAY)
    assert to == passed_on.doctors[DEMO_SECOND.id]
    words = "\n".join(part.words for part in letter(passed_on, Paper.LETTER, TODAY))
    lines = [line for line in agenda(passed_on, TODAY) if line.group is Group.DIFFERS]
    assert lines
    assert [words.count(line.words) for line in lines] == [1] * len(lines)
    assert "you say the same as Dr Ada Example on:" in words
    assert to.name not in words


def test_a_visit_with_who_took_over_is_not_one_for_another_opinion() -> None:
    """The first doctor leaves: a visit with the next one needs no call to the insurer for it."""
    begun = apply(STATE, [Put(task) for task in tasks_for(CASE_ID, "")])
    second, back = visit(SECOND, day=TODAY + 9 * DAY), visit(NEW, day=TODAY + 20 * DAY)
    asks = apply(begun, [Put(second)])
    passed = apply(asks, [Put(back), *take_over(asks, NEW, TODAY)])
    assert tasks_of(passed) == tasks_of(asks)
    assert not any("Dr 2" in task_words(passed, task) for task in tasks_of(passed).values())
    in_the_room = {step.key: (step.done, step.total) for step in steps(passed, TODAY)}["visit"]
    assert in_the_room == (0, 1)


def test_an_opinion_heard_before_the_doctor_took_over_still_counts() -> None:
    begun = apply(STATE, [Put(task) for task in tasks_for(CASE_ID, "")])
    heard = replace(visit(SECOND, day=TODAY - 9 * DAY), course=Course.TOOK_PLACE)
    state = apply(begun, [Put(heard)])
    passed = apply(state, take_over(state, state.doctors[SECOND.id], TODAY))
    assert tasks_of(passed) == tasks_of(state)
    assert {s.key: (s.done, s.total) for s in steps(passed, TODAY)}["visit"] == (1, 2)


def test_the_new_doctor_s_report_goes_back_to_who_took_over() -> None:
    """The first doctor leaves: the report was still to go to them."""
    report = Record(case_id=CASE_ID, name=Clean("The report"), back=True)
    slides = Record(case_id=CASE_ID, name=Clean("Slides"))
    before = apply(STATE, [Put(report), Put(slides)])
    passed = apply(before, take_over(before, NEW, TODAY + 3 * DAY))

    def wanted(state: AppState, record: Record) -> list[str]:
        known = (doctor for _, doctor in destinations(state) if doctor)
        return [str(d.name) for d in known if not transfer_to(state, record, d.id).skip]

    assert (wanted(before, report), wanted(before, slides)) == (["Dr 0"], ["Dr 1", "Dr 2"])
    assert (wanted(passed, report), wanted(passed, slides)) == (["Dr 2"], ["Dr 1", "Dr 2"])
    assert destination_name(before, FIRST.id) == "Back: Dr 0"
    assert (destination_name(passed, FIRST.id), destination_name(passed, NEW.id)) == (
        "To Dr 0",
        "To Dr 2",
    )


def test_questions_for_who_goes_on_are_asked_of_the_next_one_too() -> None:
    """The first doctor leaves: questions of the topic about going on were theirs alone."""
    theirs = question(0, topic=FIRST_TOPIC, doctor_ids=(FIRST.id,))
    state = apply(STATE, [Put(theirs)])
    passed = apply(state, take_over(state, NEW, TODAY))
    assert passed.questions[theirs.id].doctor_ids == (FIRST.id, NEW.id)
    assert [line.words for line in agenda(passed, TODAY)] == [theirs.text]
    assert asked_of(state, FIRST_TOPIC) == (FIRST.id,)
    assert (asked_of(passed, FIRST_TOPIC), asked_of(passed, LATER_TOPIC)) == (
        (NEW.id,),
        (SECOND.id,),
    )
    two = replace(
        passed, doctors={id_: d for id_, d in passed.doctors.items() if d.id != SECOND.id}
    )
    assert asked_of(two, LATER_TOPIC) == (NEW.id,)  # () would be everybody


def test_nothing_to_do_after_a_visit_is_for_a_doctor_who_may_have_left() -> None:
    """The first doctor leaves: the report was to be sent to them, and the next visit booked."""
    after = next(section for section in sections() if section.key == "after")
    told = [template.text for template in after.tasks]
    told += [template.note for template in record_templates() if template.back]
    assert any("your own doctor" in words for words in told)
    assert [words for words in told if "first doctor" in words] == []
