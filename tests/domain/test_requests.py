"""How a request stands follows from its events, in whatever order they were entered."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.approvals import Expiry
from so_tui.domain.events import Event, EventKind
from so_tui.domain.requests import STEPS, RequestStanding, RequestState, standing_of
from so_tui.domain.text import Clean
from tests.support.values import CASE_ID, NOW, TODAY

APPROVAL = "0000000000b1"
events = st.lists(
    st.builds(
        lambda kind, days, minutes, until: event(
            kind, days, entered=NOW + timedelta(minutes=minutes), until=until
        ),
        st.sampled_from(EventKind),
        st.integers(-9, 0),
        st.integers(0, 3),
        st.none() | st.dates(TODAY, TODAY + timedelta(days=9)),
    ),
    max_size=5,
)


def event(kind: EventKind, days: int = 0, **values: Any) -> Event:
    """Return an event of the approval, some days from today."""
    day = TODAY + timedelta(days=days)
    entered = values.pop("entered", datetime.combine(day, NOW.time()))
    return Event(case_id=CASE_ID, about=APPROVAL, kind=kind, day=day, entered=entered, **values)


def after(days: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=days)


def test_an_insurer_that_refuses_names_a_day_to_appeal_by_until_it_is_appealed() -> None:
    """Hard case: "insurer refuses: no appeal-by day"."""
    asked = event(EventKind.ASKED, -9, until=after(-5))
    refused = event(EventKind.REFUSED, -4, until=after(10), note=Clean("Not in the plan"))
    appealed = event(EventKind.APPEALED, -1, until=after(20))
    assert standing_of([asked]).answer_by == after(-5)
    stands = standing_of([asked, refused])
    assert (stands.state, stands.appeal_by, stands.answer_by) == (
        RequestState.REFUSED,
        after(10),
        None,
    )
    assert stands.refusal == refused
    stands = standing_of([asked, refused, appealed])
    assert (stands.state, stands.appeal_by, stands.answer_by) == (
        RequestState.APPEALED,
        None,
        after(20),
    )
    assert stands.refusal == refused


def test_a_second_refusal_without_a_day_keeps_the_day_of_the_first() -> None:
    letter = event(EventKind.REFUSED, -4, until=after(10))
    phone = event(EventKind.REFUSED, -2)
    assert standing_of([letter, phone]).appeal_by == after(10)
    appealed = event(EventKind.APPEALED, -3)
    assert standing_of([letter, appealed, phone]).appeal_by is None


def test_an_approval_good_to_a_day_ends_on_it_also_while_more_is_asked_for() -> None:
    """Hard case: "approval good to 20 Dec, visit moved to 12 Jan"."""
    given_ = event(EventKind.APPROVED, -9, since=after(-8), until=after(27))
    stands = standing_of([given_])
    assert (stands.holds_from, stands.ends_on) == (after(-8), after(27))
    assert (stands.end(TODAY), stands.end(after(28))) == (Expiry.SOON, Expiry.OVER)
    again = standing_of([given_, event(EventKind.ASKED, -1, until=after(3))])
    assert (again.state, again.ends_on, again.answer_by) == (
        RequestState.ASKED,
        after(27),
        after(3),
    )
    assert standing_of([given_, event(EventKind.REFUSED, -1)]).ends_on is None


def test_what_extends_an_approval_does_not_end_what_it_began_with() -> None:
    first = event(EventKind.APPROVED, -9, since=after(-8), until=after(7))
    more = event(EventKind.APPROVED, -1, since=after(7), until=after(27))
    stands = standing_of([first, more])
    assert (stands.holds_from, stands.ends_on, stands.grant) == (after(-8), after(27), more)
    refused = event(EventKind.REFUSED, -5)
    assert standing_of([first, refused, more]).holds_from == after(7)
    assert standing_of([replace(first, since=None), more]).holds_from is None


@pytest.mark.parametrize("kind", STEPS)
def test_the_last_event_is_the_state(kind: EventKind) -> None:
    last = event(kind, 0)
    assert standing_of([event(EventKind.ASKED, -3), last]).last == last
    assert standing_of([last]).state == RequestState(kind)


def test_before_anything_happened_it_is_still_to_ask() -> None:
    assert standing_of([]) == RequestStanding()


@given(events)
def test_the_order_of_entry_makes_no_difference(made: list[Event]) -> None:
    stands = {repr(standing_of(order)) for order in permutations(made)}
    assert len(stands) == 1
