"""Cells and their counts."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.comparison import compare, count
from so_tui.domain.opinions import OWN, SIGNS, Aside, Cell, Source, State, Version, cell_at, grid
from so_tui.domain.text import Clean
from tests.support.values import CASE_ID, NOW, doctor

DOCTORS = [doctor(n).id for n in range(4)]
POINTS = ["plan", "aim", "stage", "tests"]
filled = st.dictionaries(
    st.tuples(st.sampled_from(DOCTORS), st.sampled_from([*POINTS, "felt"])), st.sampled_from(OWN)
)


def cells_of(states: dict[tuple[str, str], State]) -> dict[str, Cell]:
    """Return a cell for each pair of doctor and point."""
    made = [
        Cell(case_id=CASE_ID, doctor_id=doctor_id, point=point, state=state)
        for (doctor_id, point), state in states.items()
    ]
    return {cell.id: cell for cell in made}


def counted(states: dict[tuple[str, str], State], doctor_ids: list[str]) -> Counter[State]:
    """Return the counts of all doctors but the first."""
    whole = compare(doctor_ids, "", cells_of(states), ())
    return sum((count(whole, other, POINTS) for other in whole.others), Counter())


@given(filled, st.integers(0, 4))
def test_the_counts_sum_to_the_cells_there_are(
    states: dict[tuple[str, str], State], number: int
) -> None:
    counts = counted(states, DOCTORS[:number])
    assert sum(counts.values()) == len(POINTS) * max(0, number - 1)


@given(filled)
def test_the_counts_are_what_one_counts_by_hand(states: dict[tuple[str, str], State]) -> None:
    counts = counted(states, DOCTORS)
    for state in State:
        by_hand = sum(
            states.get((doctor_id, point), State.BLANK) is state
            for doctor_id in DOCTORS[1:]
            for point in POINTS
        )
        assert counts[state] == by_hand


@given(filled)
def test_a_cell_is_found_by_doctor_and_point(states: dict[tuple[str, str], State]) -> None:
    cells = cells_of(states)
    at = grid(cells)
    for doctor_id in DOCTORS:
        for point in POINTS:
            assert cell_at(cells.values(), doctor_id, point) == at.get((doctor_id, point))


def test_each_state_has_a_sign_of_its_own() -> None:
    assert set(SIGNS) == set(State)
    assert len(set(SIGNS.values())) == len(State)
    assert all(len(sign) == 1 for sign in SIGNS.values())


def test_words_beside_a_cell_are_the_patients_and_heard_unless_told() -> None:
    version = Version(
        case_id=CASE_ID,
        doctor_id=doctor(0).id,
        point="plan",
        aside=Aside.BESIDE,
        text=Clean("words"),
        at=NOW,
    )
    assert (version.by, version.state, version.source) == ("", State.BLANK, Source.HEARD)
