"""Who treats the patient: a role with dates, and the one whom papers are for."""

from datetime import timedelta

from so_tui.domain.people import treating_doctor
from so_tui.domain.state import AppState, Put, apply
from so_tui.logic.treating import addressee, take_over, treating_words
from tests.support.values import CASE_ID, TODAY, case, doctor

FIRST, SECOND, NEW = doctor(0), doctor(1), doctor(2)
STATE = apply(AppState(case_id=CASE_ID), [Put(each) for each in (case(), FIRST, SECOND, NEW)])
DAY = timedelta(days=1)


def test_the_first_doctor_leaves_and_another_takes_over() -> None:
    """Findings 2, "the first doctor leaves": letter and agenda named the wrong doctor."""
    state = apply(STATE, take_over(STATE, NEW, TODAY - 10 * DAY))
    assert addressee(state, TODAY) == state.doctors[NEW.id]
    assert addressee(state, TODAY - 11 * DAY) == state.doctors[FIRST.id]
    assert (
        treating_words(state, state.doctors[FIRST.id], TODAY) == "treated you until Thu 12 Nov 2026"
    )
    words = treating_words(state, state.doctors[NEW.id], TODAY)
    assert words == "treats you since Fri 13 Nov 2026"
    assert treating_words(state, SECOND, TODAY) == ""


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


def test_a_day_typed_wrong_is_mended_by_another() -> None:
    state = apply(STATE, take_over(STATE, NEW, TODAY - 10 * DAY))
    state = apply(state, take_over(state, state.doctors[NEW.id], TODAY - 5 * DAY))
    assert addressee(state, TODAY - 6 * DAY) == state.doctors[FIRST.id]
    assert addressee(state, TODAY - 5 * DAY) == state.doctors[NEW.id]
    assert state.doctors[FIRST.id].treating_until == TODAY - 6 * DAY
