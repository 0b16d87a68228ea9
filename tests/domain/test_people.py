"""Doctors and visits: their order, and which visit is next."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.encounters import by_date, held, last_visit, next_visit
from so_tui.domain.people import in_order, short_name
from so_tui.domain.text import Clean
from tests.support.values import TODAY, doctor, visit

ONE = doctor(1)
visits = st.lists(
    st.builds(
        lambda day, at, done: visit(ONE, day=day, at=at, done=done),
        st.none() | st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=9)),
        st.none() | st.times(),
        st.booleans(),
    ),
    max_size=8,
)


@given(st.permutations([doctor(n) for n in range(5)]))
def test_the_first_doctor_comes_first(shuffled: list[object]) -> None:
    assert [d.order for d in in_order(shuffled)] == [0, 1, 2, 3, 4]  # type: ignore[arg-type]  # a list of doctors


@given(visits)
def test_the_next_visit_is_the_nearest_open_one(found: list[object]) -> None:
    known = by_date(found)  # type: ignore[arg-type]  # a list of visits
    chosen = next_visit(known, TODAY)
    open_ = [v for v in known if not v.done and (v.day is None or v.day >= TODAY)]
    assert (chosen is None) == (not open_)
    if chosen is not None:
        assert chosen in open_
        assert all((chosen.day or date.max) <= (v.day or date.max) for v in open_)


@given(visits)
def test_the_last_visit_is_behind_us(found: list[object]) -> None:
    known = by_date(found)  # type: ignore[arg-type]  # a list of visits
    chosen = last_visit(known, TODAY)
    if chosen is not None:
        assert chosen.day is not None
        assert chosen.done or chosen.day < TODAY


def test_visits_of_one_day_stand_by_the_hour_and_those_without_a_day_last() -> None:
    late = visit(ONE, day=TODAY, at=time(15))
    early = visit(ONE, day=TODAY, at=time(9))
    someday = visit(ONE)
    assert by_date([someday, late, early]) == [early, late, someday]


def test_how_a_visit_stands() -> None:
    seen = visit(ONE, day=TODAY - timedelta(days=1))
    assert held(seen, TODAY) == "passed"
    assert held(replace(seen, done=True), TODAY) == "held"
    assert held(replace(seen, day=TODAY), TODAY) == "coming"
    assert held(replace(seen, day=None), TODAY) == "coming"


def test_a_long_name_is_its_last_word() -> None:
    assert short_name(doctor(1), 10) == "Dr 1"
    long = replace(doctor(1), name=Clean("Dr Ada Example"))
    assert short_name(long, 14) == "Dr Ada Example"
    assert short_name(long, 10) == "Example"
