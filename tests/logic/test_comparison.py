"""Writing cells: whose words count, what is kept beside them, marks against another reference."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from so_tui.content import points
from so_tui.demo.case import demo_state
from so_tui.domain.comparison import Show
from so_tui.domain.opinions import OWN, Aside, Mark, Source, State
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import BLANK, Clean
from so_tui.logic.comparison import (
    compared_with,
    comparison_of,
    kept_cell,
    points_shown,
    seen_cell,
    take_version,
    unlike_versions,
    versions_of,
    who_types,
    write_cell,
)
from tests.support.values import NOW, TODAY

DEMO = demo_state(TODAY)
FIRST, SECOND, THIRD = (d.id for d in in_order(DEMO.doctors.values()))
PAT, SAM = Clean("Pat Demo"), Clean("Sam")


def write(state: AppState, author: Clean, text: str, *, later: bool = False) -> AppState:
    """Return the state after someone wrote what the third doctor's plan is."""
    seen = seen_cell(state, THIRD, "plan", author)
    cell = replace(seen, text=Clean(text))
    return apply(state, write_cell(state, seen, cell, author, NOW, later=later))


def beside(state: AppState) -> list[tuple[str, str]]:
    """Return who heard the third doctor's plan in other words, and the words."""
    return [(v.by, v.text) for v in versions_of(state, THIRD, "plan", Aside.BESIDE)]


def test_who_is_not_the_patient_writes_for_themself() -> None:
    for name in ("Sam", "Somebody", "Patricia", "P"):
        assert who_types(DEMO, Clean(name)) == name
    for name in ("", "Pat Demo", "Pat", "pat demo"):
        assert who_types(DEMO, Clean(name)) == BLANK


def test_without_the_patients_name_only_a_companion_is_one() -> None:
    assert DEMO.case is not None
    (companion, *_) = DEMO.companions.values()
    nameless = replace(DEMO, cases={DEMO.case_id: replace(DEMO.case, patient=BLANK)})
    assert who_types(nameless, companion.name) == companion.name
    assert who_types(nameless, Clean("Somebody")) == BLANK


def test_a_companion_fills_an_empty_cell() -> None:
    cell = kept_cell(write(DEMO, SAM, "Wait"), THIRD, "plan")
    assert (cell.text, cell.by) == ("Wait", SAM)


def test_the_patients_words_come_before_a_companions() -> None:
    state = write(write(DEMO, SAM, "Wait"), PAT, "Operate")
    cell = kept_cell(state, THIRD, "plan")
    assert (cell.text, cell.by) == ("Operate", "")
    assert beside(state) == [("Sam", "Wait")]
    state = write(state, SAM, "Wait a week")
    assert kept_cell(state, THIRD, "plan") == cell
    assert beside(state) == [("Sam", "Wait a week")]
    assert seen_cell(state, THIRD, "plan", SAM).text == "Wait a week"
    assert seen_cell(state, THIRD, "plan", PAT).text == "Operate"


def test_the_same_words_are_no_second_version() -> None:
    state = write(write(DEMO, PAT, "Operate"), SAM, "Wait")
    assert beside(write(state, SAM, "Operate")) == []
    assert beside(write(state, SAM, "")) == []


def test_a_companions_words_are_taken_over_and_the_old_ones_kept() -> None:
    state = write(write(DEMO, PAT, "Operate"), SAM, "Wait")
    ((cell, version),) = unlike_versions(state, THIRD)
    state = apply(state, take_version(state, cell, version, NOW + timedelta(minutes=1)))
    assert unlike_versions(state, THIRD) == []
    now = kept_cell(state, THIRD, "plan")
    assert (now.text, now.by) == ("Wait", SAM)
    assert [v.text for v in versions_of(state, THIRD, "plan", Aside.EARLIER)] == ["Operate"]


def test_what_a_doctor_said_before_is_kept_only_when_asked() -> None:
    state = write(write(DEMO, PAT, "Operate"), PAT, "Operate soon")
    assert versions_of(state, THIRD, "plan", Aside.EARLIER) == []
    state = write(state, PAT, "Wait after all", later=True)
    assert [v.text for v in versions_of(state, THIRD, "plan", Aside.EARLIER)] == ["Operate soon"]


def test_a_mark_of_a_companion_touches_no_words() -> None:
    state = write(write(DEMO, PAT, "Operate"), SAM, "Wait")
    seen = seen_cell(state, THIRD, "plan", SAM)
    changes = write_cell(state, seen, replace(seen, state=State.DIFFERS), SAM, NOW)
    after = apply(state, changes)
    assert comparison_of(after).state(THIRD, "plan") is State.DIFFERS
    assert kept_cell(after, THIRD, "plan").text == "Operate"
    assert beside(after) == [("Sam", "Wait")]


marks = st.lists(
    st.tuples(
        st.sampled_from([FIRST, SECOND, THIRD]),
        st.sampled_from([FIRST, SECOND, THIRD]),
        st.sampled_from(["plan", "aim"]),
        st.sampled_from(State),
    ),
    max_size=8,
)


@given(marks)
def test_a_mark_stands_between_two_doctors_whichever_is_the_reference(
    made: list[tuple[str, str, str, State]],
) -> None:
    state = replace(DEMO, cells={}, marks={})
    own: dict[tuple[str, str], State] = {}
    pairs: dict[tuple[frozenset[str], str], tuple[State, str]] = {}
    for reference, doctor_id, point, mark in made:
        if doctor_id == reference and mark not in OWN:
            continue
        seen = seen_cell(state, doctor_id, point, PAT, reference)
        cell = replace(seen, state=mark)
        state = apply(state, write_cell(state, seen, cell, PAT, NOW, against=reference))
        alone = mark in (State.NOT_DISCUSSED, State.NOT_CLEAR)
        own[doctor_id, point] = mark if alone else State.BLANK
        if doctor_id != reference and mark is not seen.state:
            pair = frozenset((doctor_id, reference)), point
            pairs[pair] = (State.BLANK if alone else mark, doctor_id)
    turned = {State.ADDS: State.LESS, State.LESS: State.ADDS}
    for reference in (FIRST, SECOND, THIRD):
        whole = compared_with(state, reference)
        for doctor_id in whole.others:
            for point in ("plan", "aim"):
                pair = frozenset((doctor_id, reference)), point
                mark, marked = pairs.get(pair, (State.BLANK, doctor_id))
                mark = mark if marked == doctor_id else turned.get(mark, mark)
                expected = own.get((doctor_id, point), State.BLANK) or mark
                assert whole.state(doctor_id, point) is expected
    assert all(cell.state in OWN for cell in state.cells.values())


def marked(state: AppState, mark: State, base: AppState | None = None) -> AppState:
    """Return the state after the third doctor's plan was marked against the first."""
    seen = seen_cell(base or state, THIRD, "plan", PAT)
    return apply(state, write_cell(state, seen, replace(seen, state=mark), PAT, NOW))


def test_a_cell_with_no_words_is_stored_for_its_source_alone() -> None:
    assert not [c for c in marked(DEMO, State.SAME).cells.values() if c.doctor_id == THIRD]
    seen = seen_cell(DEMO, THIRD, "plan", PAT)
    unknown = replace(seen, state=State.SAME, source=Source.UNKNOWN)
    state = apply(DEMO, write_cell(DEMO, seen, unknown, PAT, NOW))
    assert kept_cell(state, THIRD, "plan").source is Source.UNKNOWN
    assert not [c for c in marked(state, State.BLANK).cells.values() if c.doctor_id == THIRD]


def test_who_changes_only_the_words_changes_no_mark_that_another_has_set() -> None:
    seen = seen_cell(DEMO, THIRD, "plan", PAT)
    state = marked(DEMO, State.DIFFERS)
    after = apply(state, write_cell(state, seen, replace(seen, text=Clean("Wait")), PAT, NOW))
    assert comparison_of(after).state(THIRD, "plan") is State.DIFFERS


def test_a_mark_names_what_it_was_made_from() -> None:
    same = marked(DEMO, State.SAME)
    seen = seen_cell(same, THIRD, "plan", PAT)
    now = marked(same, State.DIFFERS)
    (change,) = write_cell(now, seen, replace(seen, state=State.ADDS), PAT, NOW)
    assert isinstance(change, Put)
    assert isinstance(change.base, Mark)
    assert isinstance(change.entity, Mark)
    assert (change.base.state, change.base.adds) == (State.SAME, "")
    assert (change.entity.state, change.entity.adds) == (State.ADDS, THIRD)


def test_who_added_something_is_kept_below_another_mark() -> None:
    adds = marked(DEMO, State.ADDS)
    (mark,) = (m for m in marked(adds, State.SAME).marks.values() if THIRD in m.doctor_ids)
    assert (mark.state, mark.adds) == (State.SAME, THIRD)


def test_a_doctor_not_heard_yet_does_not_fill_the_filters() -> None:
    shown = points_shown(DEMO, Show.EMPTY)
    heard = {(c.doctor_id, c.point) for c in DEMO.cells.values()}
    assert THIRD not in {d for d, _ in heard}
    assert shown == [p.key for p in points() if not {(FIRST, p.key), (SECOND, p.key)} <= heard]
