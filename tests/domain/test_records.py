"""Records on their transfers, when they are due, and whom to call today."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.content.seeds import record_templates
from so_tui.content.shipped import read
from so_tui.domain.encounters import Encounter
from so_tui.domain.record_deadlines import (
    Why,
    call_again,
    due_day,
    load_day,
    todo,
    working_days_after,
)
from so_tui.domain.records import (
    OWN_COPY,
    Chase,
    Record,
    RecordForm,
    Stage,
    Transfer,
    day_of,
    goal,
    in_order,
    moved,
    put_at,
    settled,
    stage_of,
    stages,
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
from tests.support.values import CASE_ID, TODAY, case, doctor, record, transfer_to, visit

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
    return visit(SECOND, id="0000000000f1", day=days(count), **values)


def state_of(*entities: Record | Transfer | Encounter | Chase) -> AppState:
    """Return a state with three doctors and these."""
    return of_case(CASE_ID, [case(), FIRST, SECOND, THIRD, *entities])


def to_second(what: Record, **values: object) -> Transfer:
    """Return the transfer of a record to the second doctor."""
    return transfer_to(what, SECOND.id, **values)


def test_a_report_goes_through_all_stages_one_key_at_a_time() -> None:
    transfer, seen = to_second(REPORT), []
    for _ in range(6):
        transfer = moved(REPORT, transfer, 1, TODAY)
        seen.append(stage_of(REPORT, transfer))
    assert seen == [
        Stage.ASKED,
        Stage.PROMISED,
        Stage.SENT,
        Stage.CONFIRMED,
        Stage.RETURNED,
        Stage.RETURNED,
    ]
    assert all(day_of(transfer, s) == TODAY for s in stages(REPORT, SECOND.id))
    assert moved(REPORT, transfer, 1, TODAY) is transfer


def test_my_own_copy_ends_when_i_have_it() -> None:
    assert stages(REPORT, OWN_COPY) == (Stage.ASKED, Stage.PROMISED, Stage.COPIED)
    assert stages(PAPER, OWN_COPY) == (Stage.COPIED,)
    assert goal(REPORT, OWN_COPY) is Stage.COPIED


def test_a_disc_is_there_only_when_it_is_loaded() -> None:
    assert goal(DISC, SECOND.id) is Stage.LOADED
    assert not settled(DISC, to_second(DISC, confirmed_on=TODAY))
    assert settled(DISC, to_second(DISC, confirmed_on=TODAY, loaded_on=TODAY))


def test_before_not_asked_comes_not_needed_here() -> None:
    transfer = moved(REPORT, to_second(REPORT), -1, TODAY)
    assert stage_of(REPORT, transfer) is Stage.SKIP
    assert settled(REPORT, transfer)
    assert moved(REPORT, transfer, -1, TODAY) is transfer
    assert stage_of(REPORT, moved(REPORT, transfer, 1, TODAY)) is Stage.NONE


@given(st.sampled_from([REPORT, DISC, PAPER]), st.booleans(), st.integers(0, 6))
def test_a_step_back_undoes_a_step_on(what: Record, own: bool, steps: int) -> None:
    transfer = transfer_to(what, OWN_COPY if own else SECOND.id)
    for _ in range(steps):
        transfer = moved(what, transfer, 1, TODAY)
    on = moved(what, transfer, 1, TODAY)
    assert on is transfer or moved(what, on, -1, TODAY) == transfer


def test_a_stage_can_be_chosen_and_keeps_a_day_it_has() -> None:
    transfer = to_second(REPORT, asked_on=days(-9), sent_on=days(-3))
    sent = put_at(REPORT, transfer, Stage.SENT, TODAY)
    assert sent.sent_on == days(-3)
    back = put_at(REPORT, transfer, Stage.ASKED, TODAY)
    assert (back.asked_on, back.sent_on) == (days(-9), None)
    promised = replace(transfer, promised_on=days(-5), promised_by=days(-1))
    assert put_at(REPORT, promised, Stage.ASKED, TODAY).promised_by is None


def test_a_transfer_has_the_same_id_wherever_it_is_made() -> None:
    assert transfer_of({}, REPORT, SECOND.id) == transfer_of({}, REPORT, SECOND.id)
    assert transfer_id(REPORT.id, SECOND.id) != transfer_id(REPORT.id, OWN_COPY)
    kept = to_second(REPORT, asked_on=TODAY)
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
    what: Record, transfer: Transfer, *chases: Chase, at: int = 20
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
    assert next_of(PAPER, transfer_to(PAPER, OWN_COPY)) == (Why.PREPARE, days(19))
    assert next_of(PAPER, to_second(PAPER)) is None


def test_one_asks_again_after_some_working_days_or_the_day_after_a_promise() -> None:
    asked = to_second(REPORT, asked_on=TODAY)
    assert next_of(REPORT, asked) == (Why.CHASE, days(7))
    assert next_of(replace(REPORT, chase_days=2), asked) == (Why.CHASE, days(2))
    promised = replace(asked, promised_on=TODAY, promised_by=days(3))
    assert next_of(REPORT, promised) == (Why.CHASE, days(4))
    assert next_of(REPORT, promised, at=5) == (Why.CHASE, days(4))


def test_one_asks_by_the_due_day_but_never_on_the_day_one_asked() -> None:
    asked = to_second(REPORT, asked_on=days(-1))
    assert next_of(REPORT, asked, at=10) == (Why.CHASE, days(3))
    assert next_of(REPORT, replace(asked, asked_on=TODAY), at=5) == (Why.CHASE, days(1))


def test_what_was_sent_is_confirmed() -> None:
    sent = to_second(REPORT, sent_on=days(-1))
    assert next_of(REPORT, sent) == (Why.CONFIRM, days(4))
    assert next_of(REPORT, sent, at=10) == (Why.CONFIRM, TODAY)
    assert next_of(REPORT, replace(sent, confirmed_on=TODAY)) is None


def test_a_disc_is_pointed_out_when_the_visit_is_near_and_it_is_not_loaded() -> None:
    there = to_second(DISC, sent_on=days(-3), confirmed_on=days(-2))
    assert next_of(DISC, there, at=20) == (Why.LOAD, days(15))
    assert next_of(DISC, there, at=4) == (Why.LOAD, days(-1))
    on_its_way = replace(there, confirmed_on=None)
    assert next_of(DISC, on_its_way, at=4) == (Why.LOAD, days(-1))
    near = state_of(DISC, there, coming(4))
    assert [(r.name, d.id) for r, d in tracking.not_loaded(near, TODAY)] == [("Disc", SECOND.id)]
    assert tracking.not_loaded(state_of(DISC, there, coming(20)), TODAY) == []
    loaded = replace(there, loaded_on=TODAY)
    assert tracking.not_loaded(state_of(DISC, loaded, coming(4)), TODAY) == []


def test_what_was_lent_is_asked_back_after_the_visit() -> None:
    slides = replace(DISC, load_days=None, returns=True)
    lent = to_second(slides, sent_on=days(-40), confirmed_on=days(-35))
    assert next_of(slides, lent, at=-20) == (Why.RETURN, days(-6))
    assert next_of(slides, lent, at=20) is None
    assert next_of(slides, replace(lent, returned_on=TODAY), at=-20) is None


def test_after_the_visit_nothing_more_is_sent_to_it() -> None:
    assert next_of(REPORT, to_second(REPORT, asked_on=days(-20)), at=0) is not None
    assert next_of(REPORT, to_second(REPORT, asked_on=days(-20)), at=-2) is None
    assert next_of(REPORT, transfer_to(REPORT, OWN_COPY, asked_on=days(-20)), at=-2) is not None


def test_what_is_not_needed_is_never_due() -> None:
    assert next_of(replace(REPORT, needed=False), to_second(REPORT), at=2) is None
    assert next_of(REPORT, to_second(REPORT, skip=True), at=2) is None


def called(*transfers: Transfer, day: date = TODAY, again: date | None = None) -> Chase:
    """Return a line on a call about some transfers."""
    return Chase(
        case_id=CASE_ID,
        record_ids=tuple(each.record_id for each in transfers),
        lane_ids=tuple(each.id for each in transfers),
        day=day,
        again_on=again,
    )


def test_a_call_puts_the_next_one_off() -> None:
    late = to_second(REPORT, asked_on=days(-20))
    assert next_of(REPORT, late) == (Why.CHASE, days(-13))
    assert next_of(REPORT, late, called(late)) == (Why.CHASE, days(1))
    assert next_of(REPORT, late, called(late, again=days(4))) == (Why.CHASE, days(4))
    other = transfer_to(REPORT, OWN_COPY)
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
    sent = to_second(REPORT, sent_on=days(-9))
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
    assert tracking.same_call(state, to_second(a), TODAY) == calls[0].todos
    assert tracking.same_call(state, transfer_to(PAPER, OWN_COPY), TODAY) == ()


def test_what_is_late_is_what_has_not_come_by_its_day() -> None:
    state = state_of(REPORT, DISC, to_second(REPORT, confirmed_on=TODAY), coming(3))
    late = [
        (todo.record.name, todo.transfer.doctor_id, todo.days_late(TODAY))
        for todo in tracking.late(state, TODAY)
    ]
    assert sorted(late) == [("Disc", "", 4), ("Disc", SECOND.id, 4), ("Report", "", 4)]


def test_a_call_moves_on_all_it_was_about_and_nothing_that_is_further() -> None:
    a, b = at_lab("A"), at_lab("B")
    further = to_second(b, sent_on=days(-1))
    state = state_of(a, b, further, coming(8))
    chase = called(to_second(a), further)
    plan = tracking.log_call(state, chase, Stage.PROMISED, days(2))
    after = apply(state, plan)
    assert after.chases == {chase.id: chase}
    promised = after.lanes[transfer_id(a.id, SECOND.id)]
    assert (promised.promised_on, promised.promised_by) == (TODAY, days(2))
    assert after.lanes[further.id] == further
    again = tracking.log_call(after, chase, Stage.PROMISED, days(5))
    assert apply(after, again).lanes[promised.id].promised_by == days(5)
    assert undone(state, plan).lanes == state.lanes


def test_a_call_without_a_promise_keeps_the_day_that_was_promised() -> None:
    report = at_lab("A")
    promised = to_second(report, promised_on=days(-3), promised_by=days(2))
    state = state_of(report, promised, coming(8))
    after = apply(state, tracking.log_call(state, called(promised), Stage.SENT, None))
    sent = after.lanes[promised.id]
    assert (sent.sent_on, sent.promised_by) == (TODAY, days(2))


def test_taking_a_record_away_takes_its_transfers_and_its_own_lines() -> None:
    a, b = at_lab("A"), at_lab("B")
    both, alone = called(to_second(a), to_second(b)), called(to_second(a), day=days(-1))
    state = state_of(a, b, to_second(a), to_second(b), both, alone)
    plan: tuple[Change, ...] = tracking.drop_record(state, a)
    after = apply(state, plan)
    assert list(after.records) == [b.id]
    assert list(after.lanes) == [to_second(b).id]
    assert after.chases == {both.id: replace(both, record_ids=(b.id,))}
    assert undone(state, plan).chases == state.chases


def test_taking_a_doctor_away_takes_the_transfers_to_them() -> None:
    own = transfer_to(REPORT, OWN_COPY, asked_on=TODAY)
    state = state_of(REPORT, own, to_second(REPORT, asked_on=TODAY))
    assert list(apply(state, drop_doctor(state, SECOND)).lanes) == [own.id]


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
    ready = transfer_to(PAPER, OWN_COPY, copied_on=TODAY)
    own = transfer_to(REPORT, OWN_COPY, copied_on=TODAY)
    state = state_of(REPORT, PAPER, ready, own, replace(DISC, needed=False))
    assert tracking.counts(state) == (1, 2)
    there = [to_second(REPORT, confirmed_on=TODAY), transfer_to(REPORT, THIRD.id, skip=True)]
    assert tracking.counts(apply(state, [Put(each) for each in there])) == (2, 2)


def test_two_people_who_move_one_transfer_make_one_transfer(tmp_path: Path) -> None:
    folder = data_dir(tmp_path / "notes")
    with Store.open(folder) as one, Store.open(folder) as two:
        one.commit([Put(each) for each in (case(), SECOND, REPORT)], author="Pat")
        two.refresh()
        fresh = transfer_of(two.state().lanes, REPORT, SECOND.id)
        one.commit([Put(moved(REPORT, fresh, 1, TODAY))], author="Pat")
        two.commit([Put(moved(REPORT, fresh, 1, TODAY))], author="Sam")
        one.refresh()
        kept = one.state()
    assert [each.asked_on for each in kept.lanes.values()] == [TODAY]
    assert not kept.conflicts


def test_a_line_on_running_after_records_needs_no_name_and_no_words() -> None:
    chase = Chase(case_id=CASE_ID, record_ids=(), day=TODAY)
    assert (chase.who, chase.said, chase.again_on, chase.lane_ids) == ("", "", None, ())


def test_a_transfer_is_before_a_stage_only_if_its_way_leads_there() -> None:
    asked = transfer_to(REPORT, asked_on=TODAY)
    assert tracking.is_before(REPORT, asked, Stage.PROMISED, None)
    assert tracking.is_before(REPORT, asked, Stage.COPIED, None)
    assert not tracking.is_before(REPORT, asked, Stage.ASKED, None)
    assert not tracking.is_before(REPORT, asked, Stage.SENT, None)
    promised = transfer_to(REPORT, promised_on=TODAY, promised_by=days(2))
    assert tracking.is_before(REPORT, promised, Stage.PROMISED, days(3))
    assert not tracking.is_before(REPORT, promised, Stage.PROMISED, days(2))
    assert not tracking.is_before(REPORT, promised, Stage.PROMISED, None)
