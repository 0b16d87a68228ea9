"""Writing cells: whose words count, what is kept beside them, marks against another reference."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from so_tui.content import points
from so_tui.demo.case import demo_state
from so_tui.domain.comparison import Show
from so_tui.domain.opinions import OWN, Aside, Mark, Opinion, Source, State, Version
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState, Put, apply, entities
from so_tui.domain.text import BLANK, Clean
from so_tui.logic.cell_changes import let_count, restore, seen_cell, still_holds, write_cell
from so_tui.logic.comparison import (
    asking_marks,
    compared_with,
    comparison_of,
    fact_words,
    points_shown,
)
from so_tui.logic.search_entries import entries
from so_tui.logic.words import (
    kept_cell,
    said_words,
    undecided,
    versions_of,
    who_types,
    words_on,
)
from tests.support.values import NOW, TODAY

DEMO = demo_state(TODAY)
FIRST, SECOND, THIRD = (d.id for d in in_order(DEMO.doctors.values()))
PAT, SAM, LEE = Clean("Pat Demo"), Clean("Sam"), Clean("Lee")


def write(
    state: AppState, author: Clean, text: str, at: datetime = NOW, *, later: bool = False
) -> AppState:
    """Return the state after someone wrote what the third doctor's plan is."""
    seen = seen_cell(state, THIRD, "plan", author)
    cell = replace(seen, text=Clean(text))
    return apply(state, write_cell(state, seen, cell, author, at, later=later))


def told(state: AppState) -> list[tuple[str, str]]:
    """Return who wrote what on the third doctor's plan, the words that count first."""
    return [(cell.by, cell.text) for cell in words_on(state, THIRD, "plan") if cell.text]


def earlier(state: AppState, *asides: Aside) -> list[tuple[str, str]]:
    """Return who wrote what before on the third doctor's plan, oldest first."""
    return [(v.by, v.text) for v in versions_of(state, THIRD, "plan", *(asides or tuple(Aside)))]


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
    assert (cell.text, cell.by, cell.written_at) == ("Wait", SAM, NOW)


def test_two_companions_words_stand_side_by_side() -> None:
    """Two companions: one writes a cell, the other opens it and writes over it; both are kept."""
    state = write(write(DEMO, SAM, "Wait"), LEE, "Operate", NOW + timedelta(minutes=1))
    assert told(state) == [(SAM, "Wait"), (LEE, "Operate")]
    assert said_words(state, THIRD, "plan") == "Wait"
    assert seen_cell(state, THIRD, "plan", LEE).text == "Operate"
    assert seen_cell(state, THIRD, "plan", PAT).text == ""
    assert [cell.by for cell in words_on(state, THIRD, "plan")] == [SAM, LEE]
    found = " ".join(f"{e.by} {e.text}" for e in entries(entities(state)))
    assert all(words in found for words in ("Sam", "Lee", "Wait", "Operate"))


def test_on_paper_both_stand_by_name_until_the_patient_chooses() -> None:
    """The paper had the words of the one who wrote first, as if nobody had heard other ones."""
    plan = next(point for point in points() if point.key == "plan")
    state = write(write(DEMO, SAM, "Wait"), LEE, "Operate", NOW + timedelta(minutes=1))
    assert fact_words(state, THIRD, plan) == f"Wait ({SAM}); Operate ({LEE})"
    chosen = apply(state, let_count(state, words_on(state, THIRD, "plan")[1]))
    assert fact_words(chosen, THIRD, plan) == "Operate"
    assert fact_words(write(state, PAT, "I was told to wait"), THIRD, plan) == "I was told to wait"


def test_two_companions_who_write_at_the_same_time_have_cells_of_their_own() -> None:
    """Nothing typed by one person is replaced by another's save, whoever saves last."""
    seen = seen_cell(DEMO, THIRD, "plan", SAM), seen_cell(DEMO, THIRD, "plan", LEE)
    state = DEMO
    for cell, author, words in zip(seen, (SAM, LEE), ("Wait", "Operate"), strict=True):
        new = replace(cell, text=Clean(words))
        state = apply(state, write_cell(DEMO, cell, new, author, NOW))
    assert sorted(told(state)) == [(LEE, "Operate"), (SAM, "Wait")]


def test_the_patients_words_count_until_the_patient_says_otherwise() -> None:
    state = write(write(DEMO, SAM, "Wait"), PAT, "Operate")
    assert told(state) == [("", "Operate"), (SAM, "Wait")]
    state = write(state, SAM, "Wait a week")
    assert told(state) == [("", "Operate"), (SAM, "Wait a week")]
    assert [cells[0].point for cells in undecided(state, THIRD)] == ["plan"]
    theirs = words_on(state, THIRD, "plan")[1]
    state = apply(state, let_count(state, theirs))
    assert told(state) == [(SAM, "Wait a week"), ("", "Operate")]
    assert comparison_of(state).text(THIRD, "plan") == "Wait a week"
    assert undecided(state, THIRD) == []
    state = apply(state, let_count(state, words_on(state, THIRD, "plan")[1]))
    assert told(state)[0] == ("", "Operate")
    assert undecided(state, THIRD) == []


def test_words_somebody_changes_or_deletes_stay_and_come_back() -> None:
    state = write(write(DEMO, SAM, "Wait"), SAM, "Wait a week")
    assert earlier(state) == [(SAM, "Wait")]
    state = write(state, SAM, "", NOW + timedelta(minutes=1))
    assert told(state) == []
    assert earlier(state) == [(SAM, "Wait"), (SAM, "Wait a week")]
    first, _ = versions_of(state, THIRD, "plan", Aside.REWORDED)
    state = apply(state, restore(state, first, NOW))
    assert told(state) == [(SAM, "Wait")]
    assert earlier(state) == [(SAM, "Wait a week")]


def test_what_a_doctor_said_before_is_told_apart_from_other_words_for_it() -> None:
    state = write(write(DEMO, PAT, "Operate"), PAT, "Operate soon")
    state = write(state, PAT, "Wait after all", later=True)
    assert earlier(state, Aside.EARLIER) == [("", "Operate soon")]
    assert earlier(state, Aside.REWORDED) == [("", "Operate")]


def test_words_from_older_versions_stand_with_the_others() -> None:
    version = Version(
        case_id=DEMO.case_id, doctor_id=THIRD, point="plan", aside=Aside.BESIDE,
        text=Clean("Wait"), by=SAM, at=NOW,
    )  # fmt: skip
    opinion = Opinion(
        case_id=DEMO.case_id, doctor_id=THIRD, saw=Clean("The slides"), recap=Clean("It is big.")
    )
    state = write(apply(DEMO, [Put(version), Put(opinion)]), PAT, "Operate")
    assert told(state) == [("", "Operate"), (SAM, "Wait")]
    assert said_words(state, THIRD, "saw") == "The slides"
    assert said_words(state, THIRD, "recap") == "It is big."
    state = write(state, SAM, "Wait a week")
    assert told(state) == [("", "Operate"), (SAM, "Wait a week")]
    assert earlier(state, Aside.REWORDED) == [(SAM, "Wait")]
    assert version.id not in state.versions
    seen = seen_cell(state, THIRD, "saw", PAT)
    state = apply(state, write_cell(state, seen, replace(seen, text=Clean("All")), PAT, NOW))
    assert said_words(state, THIRD, "saw") == "All"
    assert state.opinions[opinion.id].saw == ""
    assert [v.text for v in versions_of(state, THIRD, "saw", Aside.REWORDED)] == ["The slides"]


def test_newer_words_ask_whether_a_mark_still_holds() -> None:
    """Newer words replace older ones on a marked point: the program asks about the mark."""
    state = marked(write(DEMO, PAT, "Operate"), State.SAME)
    assert asking_marks(state) == []
    state = write(state, PAT, "Wait after all", later=True)
    ((mark, doctor, first),) = asking_marks(state)
    assert (doctor.id, first.id) == (THIRD, FIRST)
    assert (THIRD, "plan") in comparison_of(state).asking
    later = NOW + timedelta(days=1)
    state = apply(state, still_holds(state, mark, SAM, later))
    assert asking_marks(state) == []
    now = state.marks[mark.id]
    assert (now.state, now.marked_by, now.marked_at) == (State.SAME, SAM, later)


def test_words_that_do_not_count_ask_nothing_until_they_are_chosen() -> None:
    state = marked(write(write(DEMO, PAT, "Operate"), SAM, "Wait"), State.SAME)
    state = write(state, SAM, "Wait a week")
    assert asking_marks(state) == []
    state = apply(state, let_count(state, words_on(state, THIRD, "plan")[1]))
    assert len(asking_marks(state)) == 1


def test_a_mark_set_anew_with_the_newer_words_asks_nothing() -> None:
    state = marked(write(DEMO, PAT, "Operate"), State.SAME)
    seen = seen_cell(state, THIRD, "plan", PAT)
    cell = replace(seen, text=Clean("Wait"), state=State.DIFFERS)
    state = apply(state, write_cell(state, seen, cell, PAT, NOW))
    assert asking_marks(state) == []
    (mark,) = (m for m in state.marks.values() if THIRD in m.doctor_ids)
    assert (mark.state, mark.marked_by, mark.marked_at) == (State.DIFFERS, "", NOW)


def test_a_mark_of_a_companion_touches_no_words() -> None:
    state = write(write(DEMO, PAT, "Operate"), SAM, "Wait")
    seen = seen_cell(state, THIRD, "plan", SAM)
    changes = write_cell(state, seen, replace(seen, state=State.DIFFERS), SAM, NOW)
    after = apply(state, changes)
    assert comparison_of(after).state(THIRD, "plan") is State.DIFFERS
    assert kept_cell(after, THIRD, "plan").text == "Operate"
    assert told(after) == [("", "Operate"), (SAM, "Wait")]


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
