"""Records on their transfers, when they are due, and whom to call today."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.content.seeds import record_templates
from so_tui.content.shipped import read
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import Entity
from so_tui.domain.events import EventKind
from so_tui.domain.record_deadlines import (
    Why,
    call_again,
    due_day,
    load_day,
    todo,
    working_days_after,
)
from so_tui.domain.record_progress import (
    Progress,
    Stage,
    goal,
    is_before,
    settled,
    steps,
)
from so_tui.domain.records import (
    OWN_COPY,
    Chase,
    Record,
    RecordForm,
    in_order,
    transfer_id,
    transfer_of,
)
from so_tui.domain.state import AppState, Change, Put, apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic import records as tracking
from so_tui.logic.people import drop_doctor
from so_tui.storage.disk.paths import data_dir
from so_tui.storage.store import Store
from tests.support.undone import undone
from tests.support.values import CASE_ID, TODAY, case, doctor, record, then, visit, way

FIRST, SECOND, THIRD = doctor(0), doctor(1), doctor(2)
DISC = record(name=Clean("Disc"), form=RecordForm.THING, load_days=-5)
REPORT = record(name=Clean("Report"))
PAPER = record(name=Clean("Paper"), form=RecordForm.MINE, due_days=-1)
ONE_DAY = timedelta(days=1)


def days(count: int) -> date:
    """Return the day so many days from today, a Monday."""
    return TODAY + timedelta(days=count)


def coming(count: int = 20, **values: object) -> Encounter:
    """Return the visit with the second doctor."""
    known = {"known_on": days(-60), **values}
    return visit(SECOND, id="0000000000f1", day=days(count), **known)


def state_of(*entities: Record | Progress | Encounter | Chase) -> AppState:
    """Return a state with three doctors and these."""
    kept: list[Entity] = [case(), FIRST, SECOND, THIRD]
    for each in entities:
        kept += [each.transfer, *each.events] if isinstance(each, Progress) else [each]
    return of_case(CASE_ID, kept)


def to_second(what: Record, **days: Any) -> Progress:
    """Return how far a record has come to the second doctor."""
    return way(what, SECOND.id, **days)


def moved(state: AppState, what: Record, doctor_id: str = SECOND.id) -> AppState:
    """Return the state after one step on."""
    progress = tracking.progress_of(state, what, doctor_id)
    return apply(state, tracking.step_on(state, progress, what, TODAY))


def stage(state: AppState, what: Record, doctor_id: str = SECOND.id) -> Stage:
    """Return how a transfer stands."""
    return tracking.progress_of(state, what, doctor_id).stage


def test_a_report_goes_through_all_steps_one_key_at_a_time() -> None:
    state, seen = state_of(REPORT), []
    for _ in range(6):
        state = moved(state, REPORT)
        seen.append(stage(state, REPORT))
    assert seen == [
        Stage.ASKED,
        Stage.PROMISED,
        Stage.SENT,
        Stage.CONFIRMED,
        Stage.RETURNED,
        Stage.RETURNED,
    ]
    assert all(event.day == TODAY for event in state.events.values())
    assert len(state.events) == 5


def test_my_own_copy_ends_when_i_have_it() -> None:
    asking = (EventKind.ASKED, EventKind.PROMISED, EventKind.RECEIVED)
    assert steps(REPORT, OWN_COPY) == asking
    assert steps(PAPER, OWN_COPY) == (EventKind.RECEIVED,)
    assert goal(REPORT, OWN_COPY) is EventKind.RECEIVED


def test_a_disc_is_there_only_when_it_is_loaded() -> None:
    assert goal(DISC, SECOND.id) is EventKind.LOADED
    assert not settled(DISC, to_second(DISC, confirmed=TODAY))
    assert settled(DISC, to_second(DISC, confirmed=TODAY, loaded=TODAY))


def test_before_not_asked_comes_not_needed_here() -> None:
    state = state_of(REPORT)
    progress = tracking.progress_of(state, REPORT, SECOND.id)
    state = apply(state, tracking.step_back(state, progress, TODAY))
    progress = tracking.progress_of(state, REPORT, SECOND.id)
    assert progress.stage is Stage.SKIP
    assert settled(REPORT, progress)
    assert tracking.step_back(state, progress, TODAY) == ()
    assert stage(moved(state, REPORT), REPORT) is Stage.NONE


@given(st.sampled_from([REPORT, DISC, PAPER]), st.booleans(), st.integers(0, 6))
def test_a_step_back_undoes_a_step_on(what: Record, own: bool, count: int) -> None:
    doctor_id, state = OWN_COPY if own else SECOND.id, state_of(what)
    for _ in range(count):
        state = moved(state, what, doctor_id)
    on = moved(state, what, doctor_id)
    progress = tracking.progress_of(on, what, doctor_id)
    back = apply(on, tracking.step_back(on, progress, TODAY))
    assert on.events == state.events or back.events == state.events


def test_a_step_of_before_today_is_never_deleted_by_a_step_back() -> None:
    for sent in (to_second(REPORT, sent=days(-1)), to_second(REPORT, asked=days(-9))):
        assert tracking.step_back(state_of(REPORT, sent), sent, TODAY) == ()


def test_a_transfer_has_the_same_id_wherever_it_is_made() -> None:
    assert transfer_of({}, REPORT, SECOND.id) == transfer_of({}, REPORT, SECOND.id)
    assert transfer_id(REPORT.id, SECOND.id) != transfer_id(REPORT.id, OWN_COPY)
    kept = to_second(REPORT).transfer
    assert transfer_of({kept.id: kept}, REPORT, SECOND.id) is kept


def test_the_first_doctor_gets_only_what_goes_back() -> None:
    back = record(name=Clean("New report"), back=True)
    assert transfer_of({}, REPORT, FIRST.id, first=True).skip
    assert not transfer_of({}, REPORT, SECOND.id).skip
    assert not transfer_of({}, back, FIRST.id, first=True).skip
    assert transfer_of({}, back, SECOND.id).skip
    assert not transfer_of({}, back, OWN_COPY).skip


def test_what_is_not_needed_comes_last() -> None:
    listed = in_order([replace(REPORT, needed=False), PAPER, DISC])
    assert [each.name for each in listed] == ["Disc", "Paper", "Report"]


@pytest.mark.parametrize("by", [-7, 7])
def test_moving_the_visit_moves_what_hangs_on_it_and_only_that(by: int) -> None:
    typed = replace(REPORT, due=days(3))
    before, after = [coming()], [coming(20 + by)]
    for what in (REPORT, DISC, PAPER):
        first = due_day(what, before, TODAY, SECOND.id)
        second = due_day(what, after, TODAY, SECOND.id)
        assert first is not None
        assert second is not None
        assert second - first == timedelta(days=by)
    assert due_day(typed, before, TODAY, SECOND.id) == due_day(typed, after, TODAY, SECOND.id)
    old, new = (load_day(DISC, visits, TODAY, SECOND.id) for visits in (before, after))
    assert old == days(15)
    assert new == days(15 + by)


def test_undo_of_a_moved_visit_brings_the_due_days_back() -> None:
    state = state_of(REPORT, coming())
    change = (Put(coming(27)),)
    moved_state = apply(state, change)
    again = undone(state, change)

    def due(of: AppState) -> date | None:
        return due_day(REPORT, tracking.visits_for(of, SECOND.id), TODAY, SECOND.id)

    assert (due(state), due(moved_state), due(again)) == (days(13), days(20), days(13))


def test_nothing_is_due_without_a_day_of_a_visit() -> None:
    undated = visit(SECOND)
    assert due_day(REPORT, [undated], TODAY, SECOND.id) is None
    assert due_day(REPORT, [coming(-1)], TODAY, SECOND.id) is None
    assert due_day(REPORT, [coming(0)], TODAY, SECOND.id) == days(-7)
    assert due_day(REPORT, [coming()], TODAY, THIRD.id) is None
    assert load_day(REPORT, [coming()], TODAY, SECOND.id) is None
    assert load_day(DISC, [coming()], TODAY, OWN_COPY) is None


def test_weekends_are_no_working_days() -> None:
    friday = days(4)
    assert working_days_after(friday, 1) == days(7)
    assert working_days_after(TODAY, 5) == days(7)
    assert working_days_after(friday, 0) == friday


def next_of(
    what: Record, transfer: Progress, *chases: Chase, at: int = 20
) -> tuple[Why, date] | None:
    """Return what is next, and when, with a visit so many days ahead."""
    found = todo(what, transfer, [coming(at)], chases, TODAY)
    return None if found is None else (found.why, found.day)


def test_it_is_asked_for_its_lead_time_before_the_visit() -> None:
    assert next_of(REPORT, to_second(REPORT), at=40) == (Why.ASK, days(19))
    assert next_of(REPORT, to_second(REPORT), at=10) == (Why.ASK, days(-11))
    early = replace(REPORT, ask_days=-30)
    assert next_of(early, to_second(early), at=40) == (Why.ASK, days(10))


def test_what_i_write_is_got_ready_once_and_not_asked_for() -> None:
    assert next_of(PAPER, way(PAPER, OWN_COPY)) == (Why.PREPARE, days(19))
    assert next_of(PAPER, to_second(PAPER)) is None


def test_one_asks_again_after_some_working_days_or_the_day_after_a_promise() -> None:
    asked = to_second(REPORT, asked=TODAY)
    assert next_of(REPORT, asked) == (Why.CHASE, days(7))
    assert next_of(replace(REPORT, chase_days=2), asked) == (Why.CHASE, days(2))
    promised = then(asked, promised=(TODAY, days(3)))
    assert next_of(REPORT, promised) == (Why.CHASE, days(4))
    assert next_of(REPORT, promised, at=5) == (Why.CHASE, days(4))


def test_one_asks_by_the_due_day_but_never_on_the_day_one_asked() -> None:
    asked = to_second(REPORT, asked=days(-1))
    assert next_of(REPORT, asked, at=10) == (Why.CHASE, days(3))
    assert next_of(REPORT, to_second(REPORT, asked=TODAY), at=5) == (Why.CHASE, days(1))


def test_what_was_sent_is_confirmed() -> None:
    sent = to_second(REPORT, sent=days(-1))
    assert next_of(REPORT, sent) == (Why.CONFIRM, days(4))
    assert next_of(REPORT, sent, at=10) == (Why.CONFIRM, TODAY)
    assert next_of(REPORT, then(sent, confirmed=TODAY)) is None


def test_a_disc_is_pointed_out_when_the_visit_is_near_and_it_is_not_loaded() -> None:
    on_its_way = to_second(DISC, sent=days(-3))
    there = then(on_its_way, confirmed=days(-2))
    assert next_of(DISC, there, at=20) == (Why.LOAD, days(15))
    assert next_of(DISC, there, at=4) == (Why.LOAD, days(-1))
    assert next_of(DISC, on_its_way, at=4) == (Why.LOAD, days(-1))
    near = state_of(DISC, there, coming(4))
    assert [(r.name, d.id) for r, d in tracking.not_loaded(near, TODAY)] == [("Disc", SECOND.id)]
    assert tracking.not_loaded(state_of(DISC, there, coming(20)), TODAY) == []
    loaded = then(there, loaded=TODAY)
    assert tracking.not_loaded(state_of(DISC, loaded, coming(4)), TODAY) == []


def test_what_was_lent_is_asked_back_after_the_visit() -> None:
    slides = replace(DISC, load_days=None, returns=True)
    lent = to_second(slides, sent=days(-40), confirmed=days(-35))
    assert next_of(slides, lent, at=-20) == (Why.RETURN, days(-6))
    assert next_of(slides, lent, at=20) is None
    assert next_of(slides, then(lent, returned=TODAY), at=-20) is None


def test_after_the_visit_nothing_more_is_sent_to_it() -> None:
    assert next_of(REPORT, to_second(REPORT, asked=days(-20)), at=0) is not None
    assert next_of(REPORT, to_second(REPORT, asked=days(-20)), at=-2) is None
    assert next_of(REPORT, way(REPORT, OWN_COPY, asked=days(-20)), at=-2) is not None


def test_what_is_not_needed_is_never_due() -> None:
    assert next_of(replace(REPORT, needed=False), to_second(REPORT), at=2) is None
    assert next_of(REPORT, to_second(REPORT, skip=True), at=2) is None


def called(*ways: Progress, day: date = TODAY, again: date | None = None) -> Chase:
    """Return a line on a call about some transfers."""
    return Chase(
        case_id=CASE_ID,
        record_ids=tuple(each.transfer.record_id for each in ways),
        lane_ids=tuple(each.transfer.id for each in ways),
        day=day,
        again_on=again,
    )


def test_a_call_puts_the_next_one_off() -> None:
    late = to_second(REPORT, asked=days(-20))
    assert next_of(REPORT, late) == (Why.CHASE, days(-13))
    assert next_of(REPORT, late, called(late)) == (Why.CHASE, days(1))
    assert next_of(REPORT, late, called(late, again=days(4))) == (Why.CHASE, days(4))
    other = way(REPORT, OWN_COPY)
    assert next_of(REPORT, late, called(other)) == (Why.CHASE, days(-13))
    before = called(late, day=days(-21), again=days(9))
    assert next_of(REPORT, late, before) == (Why.CHASE, days(-13))


def test_the_next_call_is_offered_by_the_due_day() -> None:
    assert call_again(REPORT, None, TODAY) == days(7)
    assert call_again(REPORT, days(3), TODAY) == days(3)
    assert call_again(REPORT, days(-3), days(4)) == days(7)


def at_lab(name: str) -> Record:
    """Return a record that the lab has."""
    return record(name=Clean(name), holder=Clean("Lab"), phone=Clean("555-0140"))


def test_one_call_is_made_for_all_that_one_office_has() -> None:
    a, b = at_lab("Report A"), at_lab("Report B")
    sent = to_second(REPORT, sent=days(-9))
    state = state_of(a, b, REPORT, sent, PAPER, coming(8))
    calls = tracking.calls_today(state, TODAY)
    named = [(call.whom, [t.record.name for t in call.todos]) for call in calls]
    assert named == [
        ("Lab", ["Report A", "Report A", "Report B", "Report B"]),
        ("", ["Report"]),
        ("Dr 1", ["Report"]),
    ]
    assert [call.myself for call in calls] == [False, False, False]
    assert [each.why for each in calls[2].todos] == [Why.CONFIRM]
    assert tracking.same_call(state, to_second(a).transfer, TODAY) == calls[0].todos
    assert tracking.same_call(state, way(PAPER, OWN_COPY).transfer, TODAY) == ()


def test_what_is_late_is_what_has_not_come_by_its_day() -> None:
    state = state_of(REPORT, DISC, to_second(REPORT, confirmed=TODAY), coming(3))
    late = [
        (todo.record.name, todo.transfer.doctor_id, todo.days_late(TODAY))
        for todo in tracking.late(state, TODAY)
    ]
    assert sorted(late) == [("Disc", "", 4), ("Disc", SECOND.id, 4), ("Report", "", 4)]


def test_a_call_moves_on_all_it_was_about_and_nothing_that_is_further() -> None:
    a, b = at_lab("A"), at_lab("B")
    further = to_second(b, sent=days(-1))
    state = state_of(a, b, further, coming(8))
    chase = called(to_second(a), further)
    plan = tracking.log_call(state, chase, EventKind.PROMISED, days(2))
    after = apply(state, plan)
    assert after.chases == {chase.id: chase}
    (promised,) = tracking.progress_of(after, a, SECOND.id).events
    assert (promised.kind, promised.day, promised.until) == (EventKind.PROMISED, TODAY, days(2))
    assert tracking.progress_of(after, b, SECOND.id) == further
    again = apply(after, tracking.log_call(after, chase, EventKind.PROMISED, days(5)))
    untils = [event.until for event in tracking.progress_of(again, a, SECOND.id).events]
    assert untils == [days(2), days(5)]
    assert undone(state, plan).events == state.events


def test_a_call_without_a_promise_keeps_the_day_that_was_promised() -> None:
    report = at_lab("A")
    promised = to_second(report, promised=(days(-3), days(2)))
    state = state_of(report, promised, coming(8))
    after = apply(state, tracking.log_call(state, called(promised), EventKind.SENT, None))
    first, sent = tracking.progress_of(after, report, SECOND.id).events
    assert first == promised.last
    assert (sent.kind, sent.day) == (EventKind.SENT, TODAY)


def test_a_call_about_several_says_of_one_alone_that_it_was_lost() -> None:
    a, b = at_lab("A"), at_lab("B")
    ways = [to_second(each, sent=days(-4)) for each in (a, b)]
    state = state_of(a, b, *ways, coming(8))
    after = apply(state, tracking.log_call(state, called(*ways), EventKind.LOST, None))
    assert (stage(after, a), stage(after, b)) == (Stage.LOST, Stage.SENT)
    twice = apply(after, tracking.log_call(after, called(*ways), EventKind.LOST, None))
    assert twice.events == after.events


def test_taking_a_record_away_takes_its_transfers_and_its_own_lines() -> None:
    a, b = at_lab("A"), at_lab("B")
    both, alone = called(to_second(a), to_second(b)), called(to_second(a), day=days(-1))
    state = state_of(a, b, to_second(a, asked=days(-9)), to_second(b), both, alone)
    plan: tuple[Change, ...] = tracking.drop_record(state, a)
    after = apply(state, plan)
    assert list(after.records) == [b.id]
    assert list(after.lanes) == [to_second(b).transfer.id]
    assert after.events == {}
    assert after.chases == {both.id: replace(both, record_ids=(b.id,))}
    assert undone(state, plan).chases == state.chases


def test_taking_a_doctor_away_takes_the_transfers_to_them() -> None:
    own = way(REPORT, OWN_COPY, asked=TODAY)
    state = state_of(REPORT, own, to_second(REPORT, asked=TODAY))
    after = apply(state, drop_doctor(state, SECOND))
    assert list(after.lanes) == [own.transfer.id]
    assert list(after.events.values()) == list(own.events)


def test_the_usual_list_is_filled_in_once() -> None:
    empty = state_of()
    filled = apply(empty, tracking.fill_in(empty))
    assert len(filled.records) == len(record_templates()) == 21
    assert tracking.fill_in(filled) == ()
    gone = next(iter(filled.records.values()))
    fewer = apply(filled, tracking.drop_record(filled, gone))
    again = apply(fewer, tracking.fill_in(fewer))
    assert {r.template for r in again.records.values()} == {t.key for t in record_templates()}


def test_the_list_has_twenty_items_and_what_comes_back() -> None:
    templates = record_templates()
    assert [t.key for t in templates if t.back] == ["new_report"]
    assert len([t for t in templates if not t.back]) == 20
    assert len({t.key for t in templates}) == len({t.name for t in templates}) == 21
    assert all(t.ask_days < t.due_days < 0 for t in templates if t.form is not RecordForm.MINE)
    assert all(
        t.form is RecordForm.THING and t.due_days < t.load_days for t in templates if t.load_days
    )


def test_the_report_and_the_thing_are_two_items() -> None:
    forms = {t.key: t.form for t in record_templates()}
    assert (forms["scan_reports"], forms["scans"]) == (RecordForm.REPORT, RecordForm.THING)
    assert (forms["pathology"], forms["slides"]) == (RecordForm.REPORT, RecordForm.THING)


def test_the_list_says_when_it_was_reviewed_and_from_what() -> None:
    raw = read("records.toml")
    assert isinstance(raw["last_reviewed"], date)
    assert all("http" in source for source in raw["sources"])


def test_counting_what_is_there() -> None:
    ready = way(PAPER, OWN_COPY, received=TODAY)
    own = way(REPORT, OWN_COPY, received=TODAY)
    state = state_of(REPORT, PAPER, ready, own, replace(DISC, needed=False))
    assert tracking.counts(state) == (1, 2)
    there = [to_second(REPORT, confirmed=TODAY), way(REPORT, THIRD.id, skip=True)]
    more = [Put(each) for way in there for each in (way.transfer, *way.events)]
    assert tracking.counts(apply(state, more)) == (2, 2)


def test_two_people_who_move_one_transfer_make_one_step(tmp_path: Path) -> None:
    folder = data_dir(tmp_path / "notes")
    with Store.open(folder) as one, Store.open(folder) as two:
        one.commit([Put(each) for each in (case(), FIRST, SECOND, REPORT)], author="Pat")
        two.refresh()
        fresh = tracking.progress_of(two.state(), REPORT, SECOND.id)
        plan = tracking.step_on(two.state(), fresh, REPORT, TODAY)
        one.commit(plan, author="Pat")
        two.commit(plan, author="Sam")
        one.refresh()
        kept = one.state()
    assert [(each.kind, each.day) for each in kept.events.values()] == [(EventKind.ASKED, TODAY)]
    assert list(kept.lanes) == [transfer_id(REPORT.id, SECOND.id)]
    assert not kept.conflicts


def test_a_line_on_running_after_records_needs_no_name_and_no_words() -> None:
    chase = Chase(case_id=CASE_ID, record_ids=(), day=TODAY)
    assert (chase.who, chase.said, chase.again_on, chase.lane_ids) == ("", "", None, ())


def test_a_transfer_is_before_a_step_only_if_its_way_leads_there() -> None:
    asked = way(REPORT, asked=TODAY)
    assert is_before(REPORT, asked, EventKind.PROMISED, None)
    assert is_before(REPORT, asked, EventKind.RECEIVED, None)
    assert not is_before(REPORT, asked, EventKind.ASKED, None)
    assert not is_before(REPORT, asked, EventKind.CONFIRMED, None)
    promised = way(REPORT, promised=(TODAY, days(2)))
    assert is_before(REPORT, promised, EventKind.PROMISED, days(3))
    assert not is_before(REPORT, promised, EventKind.PROMISED, days(2))
    assert not is_before(REPORT, promised, EventKind.PROMISED, None)
