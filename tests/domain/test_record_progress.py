"""What became of a record follows from what happened and when, and nothing of it is erased."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.events import Event, EventKind
from so_tui.domain.record_deadlines import Why, todo
from so_tui.domain.record_progress import (
    PROBLEMS,
    USUAL,
    Progress,
    Stage,
    happened,
    in_turn,
    next_step,
    progress_of,
    settled,
)
from so_tui.domain.records import OWN_COPY, Chase, Record, RecordForm
from so_tui.domain.state import apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic import records as tracking
from so_tui.logic.phrases import call_words
from tests.support.values import (
    CASE_ID,
    TODAY,
    case,
    doctor,
    event,
    record,
    then,
    transfer_to,
    visit,
    way,
)

LAB = {"holder": Clean("City lab"), "phone": Clean("555-0140")}
DISC = record(name=Clean("Disc"), form=RecordForm.THING, load_days=-5, **LAB)
REPORT = record(name=Clean("Report"), **LAB)
SECOND = doctor(1, place=Clean("Lakeside"))


def days(count: int) -> date:
    """Return the day so many days from today, a Monday."""
    return TODAY + timedelta(days=count)


def next_of(what: Record, progress: Progress, *chases: Chase, at: int = 20) -> Any:
    """Return what is next, and when, with a visit so many days ahead."""
    coming = visit(SECOND, id="0000000000f1", day=days(at))
    found = todo(what, progress, [coming], chases, TODAY)
    return found and (found.why, found.day)


def test_a_lost_disc_is_sent_again_and_all_its_days_stay() -> None:
    """records: resend a lost disc. Seen: `-` deletes the days it was sent and confirmed."""
    first = doctor(0)
    sent = way(DISC, SECOND.id, asked=days(-9), sent=days(-7), lost=days(-2))
    state = of_case(CASE_ID, [case(), first, SECOND, DISC, sent.transfer, *sent.events])
    progress = tracking.progress_of(state, DISC, SECOND.id)
    assert progress.stage is Stage.LOST
    assert tracking.step_back(state, progress, TODAY) == ()
    after = apply(state, tracking.step_on(state, progress, DISC, TODAY))
    again = tracking.progress_of(after, DISC, SECOND.id)
    told = [(each.kind.value, each.day) for each in again.events]
    assert told == [
        ("asked", days(-9)),
        ("sent", days(-7)),
        ("lost", days(-2)),
        ("sent", TODAY),
    ]
    assert (again.stage, again.sent_again) == (Stage.SENT, True)
    assert not settled(DISC, again)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (EventKind.REFUSED, Why.REFUSED),
        (EventKind.LOST, Why.LOST),
        (EventKind.WRONG, Why.WRONG),
        (EventKind.UNREADABLE, Why.UNREADABLE),
    ],
)
def test_after_a_problem_the_holder_is_called_at_once_and_again_on_the_day_agreed(
    kind: EventKind, why: Why
) -> None:
    sent = way(REPORT, SECOND.id, sent=days(-6))
    bad = progress_of(sent.transfer, [*sent.events, event(sent.transfer, kind, days(-1))])
    assert not settled(REPORT, bad)
    assert next_of(REPORT, bad) == (why, days(-1))
    agreed = Chase(
        case_id=CASE_ID,
        record_ids=(REPORT.id,),
        lane_ids=(bad.transfer.id,),
        day=TODAY,
        again_on=days(3),
    )
    assert next_of(REPORT, bad, agreed) == (why, days(3))
    coming = visit(SECOND, day=days(20))
    own = way(REPORT, received=days(-9))
    kept = [case(), doctor(0), SECOND, REPORT, coming]
    state = of_case(CASE_ID, [*kept, bad.transfer, *bad.events, own.transfer, *own.events])
    (call,) = tracking.calls_today(state, TODAY)
    assert (call.whom, call.phone, [each.why for each in call.todos]) == (*LAB.values(), [why])
    assert call_words(call).startswith("Call City lab, 555-0140: Report (")
    assert tracking.counts(state) == (0, 1)


def test_a_day_to_call_again_that_came_with_the_problem_counts() -> None:
    lost = way(REPORT, SECOND.id, sent=days(-6), lost=(days(-1), days(4)))
    assert next_of(REPORT, lost) == (Why.LOST, days(4))


def test_lent_slides_that_were_lost_are_looked_for_after_the_visit_too() -> None:
    slides = record(name=Clean("Slides"), form=RecordForm.THING, returns=True)
    lost = way(slides, SECOND.id, sent=days(-40), lost=days(-2))
    assert next_of(slides, lost, at=-5) == (Why.LOST, days(-2))
    assert next_of(REPORT, way(REPORT, SECOND.id, lost=days(-2)), at=-5) is None


def test_received_is_asked_about_until_it_is_confirmed() -> None:
    there = way(REPORT, SECOND.id, sent=days(-5), received=days(-1))
    assert next_of(REPORT, there, at=5) == (Why.CONFIRM, TODAY)
    assert settled(REPORT, then(there, confirmed=TODAY))


@pytest.mark.parametrize(
    ("what", "doctor_id", "problem", "following"),
    [
        (REPORT, SECOND.id, EventKind.REFUSED, EventKind.ASKED),
        (REPORT, SECOND.id, EventKind.WRONG, EventKind.SENT),
        (REPORT, OWN_COPY, EventKind.UNREADABLE, EventKind.ASKED),
    ],
)
def test_after_a_problem_the_next_step_is_to_send_or_ask_again(
    what: Record, doctor_id: str, problem: EventKind, following: EventKind
) -> None:
    transfer = transfer_to(what, doctor_id)
    progress = progress_of(transfer, [event(transfer, problem, TODAY)])
    assert next_step(what, progress) is following


ON_ONE_DAY = [
    ("", "sent lost sent", Stage.SENT),
    ("", "asked refused asked", Stage.ASKED),
    ("sent", "lost sent", Stage.SENT),
    ("sent", "lost", Stage.LOST),
    ("sent", "received wrong_item", Stage.WRONG),
    ("sent", "lost received", Stage.RECEIVED),
    ("confirmed", "unreadable loaded", Stage.LOADED),
    ("confirmed", "lost sent", Stage.SENT),
    ("loaded", "unreadable sent", Stage.SENT),
    ("lost", "sent confirmed", Stage.CONFIRMED),
]


@pytest.mark.parametrize(("before", "then_", "stage"), ON_ONE_DAY)
def test_what_happened_on_one_day_is_put_in_the_order_in_which_it_happens(
    before: str, then_: str, stage: Stage
) -> None:
    transfer = transfer_to(DISC, SECOND.id)
    made = [event(transfer, EventKind(kind.replace("_", " ")), days(-3)) for kind in before.split()]
    made += [
        event(transfer, EventKind(kind.replace("_", " ")), TODAY)
        for kind in reversed(then_.split())
    ]
    assert progress_of(transfer, made).stage is stage


facts = st.lists(
    st.tuples(st.sampled_from(USUAL), st.integers(-4, 0), st.none() | st.integers(0, 3)),
    max_size=7,
)


@given(facts, st.randoms(use_true_random=False))
def test_the_same_facts_give_the_same_state_whatever_the_order_they_were_entered_in(
    told: list[tuple[EventKind, int, int | None]], order: Random
) -> None:
    transfer = transfer_to(DISC, SECOND.id)

    def entered_in(places: list[int]) -> Progress:
        made: list[Event] = []
        for number, place in enumerate(places):
            kind, day, until = told[place]
            made.append(
                event(
                    transfer,
                    kind,
                    days(day),
                    until=None if until is None else days(until),
                    entered=datetime.combine(TODAY, datetime.min.time().replace(minute=number)),
                )
            )
        return progress_of(transfer, made)

    def shown(progress: Progress) -> Any:
        seen = [(each.kind, each.day, each.until) for each in progress.events]
        return seen, progress.stage, settled(DISC, progress), next_of(DISC, progress)

    places = list(range(len(told)))
    shuffled = places[:]
    order.shuffle(shuffled)
    one, other = entered_in(places), entered_in(shuffled)
    assert shown(one) == shown(other)
    assert len(one.events) == len(told)
    assert [each.day for each in one.events] == sorted(each.day for each in one.events)


def test_events_of_other_kinds_and_about_others_say_nothing_about_a_record() -> None:
    transfer, other = transfer_to(REPORT, SECOND.id), transfer_to(REPORT)
    odd = event(transfer, EventKind.APPEALED, TODAY)
    assert progress_of(transfer, [odd, event(other, EventKind.SENT, TODAY)]).stage is Stage.NONE
    assert in_turn([odd]) == ()


def test_two_people_who_say_the_same_of_one_day_make_one_event_and_a_second_one_is_kept() -> None:
    progress = way(REPORT, SECOND.id)
    one = happened(progress, EventKind.SENT, TODAY)
    assert happened(progress, EventKind.SENT, TODAY) == one
    lost = progress_of(progress.transfer, [one, happened(progress, EventKind.LOST, TODAY)])
    assert happened(lost, EventKind.SENT, TODAY).id != one.id


def test_every_problem_has_its_own_reason_to_call() -> None:
    assert {Why(kind) for kind in PROBLEMS} == {
        Why.REFUSED,
        Why.LOST,
        Why.WRONG,
        Why.UNREADABLE,
    }
