"""Doctors and visits: their order, and which visit is next."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.encounters import (
    Course,
    EncounterStatus,
    by_date,
    last_visit,
    next_visit,
    status_of,
)
from so_tui.domain.people import in_order, short_name, treating_doctor
from tests.support.values import TODAY, doctor, visit

ONE = doctor(1)
visits = st.lists(
    st.builds(
        lambda day, at, course: visit(ONE, day=day, at=at, course=course),
        st.none() | st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=9)),
        st.none() | st.times(),
        st.sampled_from(Course),
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
    open_ = [v for v in known if v.course is Course.PLANNED and (v.day is None or v.day >= TODAY)]
    assert (chosen is None) == (not open_)
    if chosen is not None:
        assert chosen in open_
        assert all((chosen.day or date.max) <= (v.day or date.max) for v in open_)


@given(visits)
def test_the_last_visit_is_the_newest_that_took_place(found: list[object]) -> None:
    known = by_date(found)  # type: ignore[arg-type]  # a list of visits
    chosen = last_visit(known)
    held = [v for v in known if v.course is Course.TOOK_PLACE]
    assert (chosen is None) == (not held)
    if chosen is not None:
        assert chosen in held
        assert all((chosen.day or date.min) >= (v.day or date.min) for v in held)


def test_visits_of_one_day_stand_by_the_hour_and_those_without_a_day_last() -> None:
    late = visit(ONE, day=TODAY, at=time(15))
    early = visit(ONE, day=TODAY, at=time(9))
    someday = visit(ONE)
    assert by_date([someday, late, early]) == [early, late, someday]


def test_how_a_visit_stands() -> None:
    seen = visit(ONE, day=TODAY - timedelta(days=1))
    assert status_of(seen, TODAY) is EncounterStatus.UNMARKED
    assert status_of(replace(seen, day=TODAY), TODAY) is EncounterStatus.COMING
    assert status_of(replace(seen, day=None), TODAY) is EncounterStatus.COMING
    assert (
        status_of(replace(seen, day=None, expected_by=seen.day), TODAY) is EncounterStatus.UNMARKED
    )
    for course in (Course.TOOK_PLACE, Course.CANCELLED):
        assert status_of(replace(seen, course=course), TODAY).value == course.value


def test_a_long_name_is_its_last_word() -> None:
    assert short_name(doctor(1).name, 10) == "Dr 1"
    assert short_name("Dr Ada Example", 14) == "Dr Ada Example"
    assert short_name("Dr Ada Example", 10) == "Example"


def test_the_treating_doctor_is_the_first_until_another_takes_over() -> None:
    first, second, third = doctor(0), doctor(1), doctor(2)
    assert treating_doctor([], TODAY) is None
    assert treating_doctor([second, first, third], TODAY) == first
    left = replace(first, treating_until=TODAY - timedelta(days=3))
    new = replace(third, treating_from=TODAY - timedelta(days=2))
    assert treating_doctor([left, second, new], TODAY) == new
    assert treating_doctor([left, second, new], TODAY - timedelta(days=3)) == left
    gone = replace(new, treating_until=TODAY - timedelta(days=1))
    assert treating_doctor([left, second, gone], TODAY) is None


def test_a_short_name_keeps_what_tells_two_apart() -> None:
    """Two doctors of one name were "(Oncologist)" and "(Surgeon)" where there is little space."""
    assert short_name("Dr Kim Lee (Surgeon)", 15) == "Lee (Surgeon)"
    assert short_name("Dr Kim Lee (Oncologist)", 15) == "Lee (Oncolog..)"
    assert short_name("Dr Kim Lee (2)", 10) == "Lee (2)"
    assert short_name("Dr Kim Lee (Surgeon)", 4) == "Lee"
    assert short_name("Dr Kim Lee", 9) == "Lee"
